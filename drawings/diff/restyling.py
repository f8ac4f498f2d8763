"""Counterparts that look otherwise: layer, colour, weight, line type, width of letters."""

from dataclasses import fields, replace

import numpy as np

from drawings.content.parts import Content, Style
from drawings.diff.explanation import Explanation
from drawings.diff.findings import ChangeKind
from drawings.diff.grouping import near_boxes
from drawings.diff.hashing import Indices, distinct
from drawings.diff.ink import Ink
from drawings.diff.matching import Pairs
from drawings.diff.named import Named, Writer, told

_EACH_PROPERTY = 500
_MOST_PIECES = 2_000
_PROPERTY_GAP_MM = 10.0


def restyled(writer: Writer, found: Explanation) -> list[Named]:
    """One change for each place and each pair of looks."""
    pairs, sheets = found.restyled, writer.sheets
    looks = np.column_stack([sheets.old.look[pairs.old], sheets.new.look[pairs.new]])
    return [
        _restyled(writer, some)
        for alike in _alike(pairs, looks)
        for some in _by_place(writer, alike)
    ]


def reset(writer: Writer, found: Explanation) -> list[Named]:
    """One change for each place where texts were set with letters of another width."""
    named = []
    for some in _by_place(writer, found.reset):
        change = writer.change(
            ChangeKind.PROPERTY,
            writer.whole_old(some.old),
            writer.whole_new(some.new),
        )
        widths = writer.sheets.old.lengths(), writer.sheets.new.lengths()
        said = [
            f"width={side[some_of].sum():.1f}"
            for side, some_of in zip(widths, (some.old, some.new), strict=True)
        ]
        named.append(told(change, wording=(said[0], said[1])))
    return named


def _alike(pairs: Pairs, looks: np.ndarray) -> list[Pairs]:
    if not len(pairs.old):
        return []
    which = np.unique(looks, axis=0, return_inverse=True)[1].ravel()
    return [_some(pairs, np.flatnonzero(which == n)) for n in range(which.max() + 1)]


def _by_place(writer: Writer, pairs: Pairs) -> list[Pairs]:
    if not len(pairs.old):
        return []
    label = np.zeros(len(pairs.old), np.int32)
    if len(pairs.old) <= _EACH_PROPERTY:
        boxes = writer.sheets.new.boxes()[pairs.new]
        label = near_boxes(boxes, _PROPERTY_GAP_MM)
    return [_some(pairs, np.flatnonzero(label == number)) for number in distinct(label)]


def _some(pairs: Pairs, chosen: Indices) -> Pairs:
    return Pairs(pairs.old[chosen], pairs.new[chosen])


def _restyled(writer: Writer, some: Pairs) -> Named:
    sheets = writer.sheets
    named = writer.change(
        ChangeKind.PROPERTY, writer.whole_old(some.old), writer.whole_new(some.new)
    )
    before = _properties(sheets.old_content, int(sheets.old.index[some.old[0]]))
    after = _properties(sheets.new_content, int(sheets.new.index[some.new[0]]))
    said = [
        "; ".join(
            f"{name}={look[name]}" for name in look if before[name] != after[name]
        )
        for look in (before, after)
    ]
    if len(some.old) > _MOST_PIECES:
        named = replace(named, old=_framed(named.old), new=_framed(named.new))
    return told(named, wording=(said[0], said[1]))


def _framed(ink: Ink) -> Ink:
    """The sides of the box around ink stand for it: half a sheet on another layer."""
    points = ink.lines.reshape(-1, 2)
    (x0, y0), (x1, y1) = points.min(axis=0), points.max(axis=0)
    corners = np.array([(x0, y0), (x1, y0), (x1, y1), (x0, y1)])
    sides = np.stack([corners, np.roll(corners, -1, axis=0)], axis=1)
    return Ink(sides, np.repeat(ink.whose[:1], 4))


def _properties(content: Content, primitive: int) -> dict[str, object]:
    style: Style = content.styles[int(content.style[primitive])]
    look: dict[str, object] = {"layer": content.layers[int(content.layer[primitive])]}
    return look | {f.name: getattr(style, f.name) for f in fields(style)}
