"""What the writer of DXF leaves out of entities that it does write, told past it.

The converter knows how the ground of a paragraph looks and what a leader leads to; the DXF
that it writes does not say so. Both are noted by handle and said to the drawing again once
it is loaded.
"""

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ezdxf.document import Drawing
from ezdxf.entities import DXFEntity, Leader, MText
from ezdxf.math import Vec3

from drawings.content.lettering import width_of
from drawings.content.parts import LEADER_HOOK, MTEXT_GROUND

# A last leg that is nearer to the level than this has no hook (AutoCAD, LEADER).
HOOK_FROM = math.radians(15)
# Side of a text on which nothing can be told.
NEARBY = 1e-9
BY_LAYER = 256


@dataclass(frozen=True, slots=True)
class Amendment:
    """What is said of one entity.

    Attributes:
        dxftype: of the entity.
        loss: what is lost where it cannot be said.
        values: names of attributes as ezdxf has them, to values.
        text: handle of the paragraph that a leader leads to.

    """

    dxftype: str
    loss: str
    values: Mapping[str, float]
    text: str = ""


def amendment_of(entity: Any, kind: str) -> Amendment | None:
    """What has to be said again of an entity of the converter."""
    if kind == "MText" and (flags := int(entity.BackgroundFillFlags)):
        return Amendment("MTEXT", MTEXT_GROUND, _ground(entity, flags))
    if kind == "Leader" and (text := entity.AssociatedAnnotation) is not None:
        return _leader(entity, text)
    return None


def amend(document: Drawing, amendments: Mapping[str, Amendment]) -> Counter[str]:
    """Say it to the drawing; what could not be said is returned as losses."""
    lost: Counter[str] = Counter()
    for handle, amendment in amendments.items():
        entity = document.entitydb.get(handle)
        if entity is None or entity.dxftype() != amendment.dxftype:
            lost[amendment.loss] += 1
            continue
        for name, value in amendment.values.items():
            entity.dxf.set(name, value)
        if isinstance(entity, Leader):
            _hook(entity)
            if not _underline(entity, document.entitydb.get(amendment.text)):
                lost[amendment.loss] += 1
    return lost


def _ground(mtext: Any, flags: int) -> dict[str, float]:
    values: dict[str, float] = {
        "bg_fill": flags,
        "box_fill_scale": float(mtext.BackgroundScale),
    }
    colour = mtext.BackgroundColor
    if bool(colour.IsTrueColor):
        red, green, blue = int(colour.R), int(colour.G), int(colour.B)
        values["bg_fill_true_color"] = red << 16 | green << 8 | blue
    else:
        index = int(colour.Index)
        values["bg_fill_color"] = index if 0 <= index <= BY_LAYER else BY_LAYER
    return values


def _leader(leader: Any, text: Any) -> Amendment | None:
    """A leader to a paragraph ends in a hook, and in a line under the text."""
    if not str(text.type_name).endswith(".MText"):
        return None
    last = list(leader.Vertices)[-1]
    level, at = leader.HorizontalDirection, text.InsertPoint
    side = (at.X - last.X) * level.X + (at.Y - last.Y) * level.Y
    values: dict[str, float] = {
        "annotation_type": 0,
        "has_hookline": 1,
    }
    if float(leader.TextWidth) > 0:
        values["text_width"] = float(leader.TextWidth)
    if abs(side) > NEARBY:
        values["hookline_direction"] = int(side < 0)
    return Amendment("LEADER", LEADER_HOOK, values, handle_of(text))


def _hook(leader: Leader) -> None:
    """Bend the last leg before its end, by the length of an arrow, where it slants."""
    vertices = Vec3.list(leader.vertices)
    if len(vertices) < 2:
        return
    level = Vec3(leader.dxf.horizontal_direction).normalize()
    if leader.dxf.hookline_direction == 1:
        level = -level
    leg = vertices[-1] - vertices[-2]
    if leg.is_null or abs(level.dot(leg.normalize())) > math.cos(HOOK_FROM):
        return
    style = leader.override()
    length = style.get("dimasz", 0.0) * (style.get("dimscale", 1.0) or 1.0)
    leader.set_vertices([*vertices[:-1], vertices[-1] - level * length, vertices[-1]])


def _underline(leader: Leader, text: DXFEntity | None) -> bool:
    """Whether it is known how long the line under the text is; else as our letters are."""
    is_level = leader.override().get("dimtad", 1) == 0
    if is_level or leader.dxf.get("text_width", 0.0) > 0:
        return True
    if isinstance(text, MText):
        widths = [width_of(line) for line in text.plain_text(split=True)]
        leader.dxf.text_width = max(widths, default=0.0) * text.dxf.char_height
    return False


def handle_of(entity: Any) -> str:
    """The handle of an entity of the converter, as DXF writes it."""
    return f"{int(entity.Handle):X}"
