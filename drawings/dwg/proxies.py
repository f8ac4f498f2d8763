"""Turn the proxy graphics of custom objects (天正 walls, doors) into entities."""

import math
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from acadsharp import native

BY_LAYER = 256
POLYLINES = ("ProxyPolyline", "ProxyPolylineWithNormal", "ProxyPolygon")
TEXTS = ("ProxyText", "ProxyText2", "ProxyUnicodeText", "ProxyUnicodeText2")
PUSHES = ("ProxyPushModelTransform", "ProxyPushModelTransform2")
SURFACES = ("ProxyShell",)
SOLID_CORNERS = (3, 4)
# These change the state of drawing and draw nothing.
SILENT = (
    *("ProxySub", "ProxyExtents", "ProxyPushClip", "ProxyPopClip", "ProxyUnknown"),
    *("ProxyPush", "ProxyPop"),
)


def short_name(managed: Any) -> str:
    """The name of a managed type without its namespace."""
    return str(managed.type_name).rsplit(".", 1)[-1]


@dataclass(slots=True)
class _State:
    """What the graphics said last: where, in which colour, filled or not."""

    transforms: list[Any] = field(default_factory=list)
    colour: int = BY_LAYER
    is_filled: bool = False


@dataclass(slots=True)
class Drawn:
    """What became of one custom object: entities, and kinds that could not be drawn."""

    entities: list[Any] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)


def drawn_from_proxy(runtime: Any, custom: Any) -> Drawn:
    """The proxy graphics of a custom object as ordinary entities on its layer."""
    drawn, state = Drawn(), _State()
    for primitive in custom.ProxyGeometries:
        kind = short_name(primitive)
        try:
            if _tells_state(runtime, primitive, state):
                continue
            if kind in SURFACES:
                parts = _faces(runtime.ACadSharp.Entities, primitive, state)
            elif not kind.startswith(SILENT):
                parts = _parts(runtime, primitive, drawn)
            else:
                continue
            for part in parts:
                _place(runtime, part, custom, state)
                drawn.entities.append(part)
        except native.NativeError:
            drawn.left_out[kind] += 1
    return drawn


def _tells_state(runtime: Any, primitive: Any, state: _State) -> bool:
    """Whether a primitive draws nothing and changes how the next are drawn."""
    kind = short_name(primitive)
    if kind == "ProxySubentColor":
        state.colour = primitive.ColorIndex
    elif kind == "ProxySubentFillon":
        state.is_filled = bool(primitive.IsOn)
    elif kind in PUSHES:
        matrix = primitive.TransformationMatrix
        state.transforms.append(runtime.CSMath.Transform(matrix))
    elif kind == "ProxyPopModelTransform":
        del state.transforms[-1:]
    else:
        return False
    return True


def _parts(runtime: Any, primitive: Any, drawn: Drawn) -> list[Any]:
    kind = short_name(primitive)
    make = _maker(kind)
    if make is None:
        drawn.left_out[kind] += 1
        return []
    entity = make(runtime.ACadSharp.Entities, kind, primitive)
    return [] if entity is None else [entity]


def _place(runtime: Any, entity: Any, custom: Any, state: _State) -> None:
    entity.Layer = custom.Layer
    if 0 <= state.colour < BY_LAYER:
        acad = runtime.ACadSharp
        by_block = acad.Color.ByBlock
        entity.Color = acad.Color(state.colour) if state.colour else by_block
    for transform in reversed(state.transforms):
        entity.ApplyTransform(transform)


def _faces(entities: Any, shell: Any, state: _State) -> list[Any]:
    """The faces of a shell: filled where fills are on (columns), else their edges."""
    vertices = list(shell.Vertices)
    found = []
    for numbers in shell.Faces:
        corners = [vertices[abs(int(number))] for number in numbers]
        if state.is_filled and len(corners) in SOLID_CORNERS:
            found.append(_solid(entities, corners))
        else:
            edge = entities.Polyline3D(corners, True)  # noqa: FBT003
            found.append(edge)
    return found


def _solid(entities: Any, corners: list[Any]) -> Any:
    solid = entities.Solid()
    solid.FirstCorner, solid.SecondCorner = corners[0], corners[1]
    # A solid goes across: its third corner lies opposite of the second.
    solid.ThirdCorner, solid.FourthCorner = corners[-1], corners[2]
    return solid


def _maker(kind: str) -> Any:
    if kind in POLYLINES:
        return _polyline
    if kind in TEXTS:
        return _text
    return {
        "ProxyLwPolyine": _ready_made,  # spelled like this in the library
        "ProxyCircle": _circle,
        "ProxyCircularArc": _arc,
    }.get(kind)


def _polyline(entities: Any, kind: str, primitive: Any) -> Any:
    return entities.Polyline3D(primitive.Points, kind == "ProxyPolygon")


def _ready_made(entities: Any, kind: str, primitive: Any) -> Any:
    del entities, kind
    return primitive.Entity


def _circle(entities: Any, kind: str, primitive: Any) -> Any:
    del kind
    circle = entities.Circle()
    circle.Center, circle.Radius = primitive.Center, primitive.Radius
    circle.Normal = primitive.Normal
    return circle


def _arc(entities: Any, kind: str, primitive: Any) -> Any:
    del kind
    arc = entities.Arc()
    arc.Center, arc.Radius = primitive.Center, primitive.Radius
    arc.Normal = primitive.Normal
    start = math.atan2(
        primitive.StartVectorDirection.Y, primitive.StartVectorDirection.X
    )
    arc.StartAngle, arc.EndAngle = start, start + primitive.SweepAngle
    return arc


def _text(entities: Any, kind: str, primitive: Any) -> Any:
    del kind
    if not primitive.Text:
        return None
    text = entities.TextEntity()
    text.Value, text.InsertPoint = primitive.Text, primitive.StartPoint
    text.Height = primitive.Height
    text.Rotation = math.atan2(primitive.TextDirection.Y, primitive.TextDirection.X)
    if primitive.WidthFactor:
        text.WidthFactor = primitive.WidthFactor
    return text
