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
# These change the state of drawing and draw nothing.
SILENT = (
    *("ProxySub", "ProxyExtents", "ProxyPushClip", "ProxyPopClip", "ProxyUnknown"),
    *("ProxyPush", "ProxyPop"),
)


def short_name(managed: Any) -> str:
    """The name of a managed type without its namespace."""
    return str(managed.type_name).rsplit(".", 1)[-1]


@dataclass(slots=True)
class Drawn:
    """What became of one custom object: entities, and kinds that could not be drawn."""

    entities: list[Any] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)


def drawn_from_proxy(runtime: Any, custom: Any) -> Drawn:
    """The proxy graphics of a custom object as ordinary entities on its layer."""
    drawn, transforms, colour = Drawn(), [], BY_LAYER
    for primitive in custom.ProxyGeometries:
        kind = short_name(primitive)
        try:
            if kind == "ProxySubentColor":
                colour = primitive.ColorIndex
            elif kind in PUSHES:
                matrix = primitive.TransformationMatrix
                transforms.append(runtime.CSMath.Transform(matrix))
            elif kind == "ProxyPopModelTransform":
                del transforms[-1:]
            elif not kind.startswith(SILENT):
                _draw(runtime, custom, primitive, (transforms, colour), drawn)
        except native.NativeError:
            drawn.left_out[kind] += 1
    return drawn


def _draw(
    runtime: Any,
    custom: Any,
    primitive: Any,
    state: tuple[list[Any], int],
    drawn: Drawn,
) -> None:
    kind = short_name(primitive)
    make = _maker(kind)
    if make is None:
        drawn.left_out[kind] += 1
        return
    entity = make(runtime.ACadSharp.Entities, kind, primitive)
    if entity is None:
        return
    transforms, colour = state
    entity.Layer = custom.Layer
    if 0 <= colour < BY_LAYER:
        acad = runtime.ACadSharp
        entity.Color = acad.Color(colour) if colour else acad.Color.ByBlock
    for transform in reversed(transforms):
        entity.ApplyTransform(transform)
    drawn.entities.append(entity)


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
