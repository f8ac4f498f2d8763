"""Cut what came and what went into parts, each of which belongs to one change."""

import numpy as np

from drawings.content.parts import Content, Floats, Kind, Origin
from drawings.diff.continuing import continued
from drawings.diff.gathering import Group
from drawings.diff.grouping import Side, changes_of
from drawings.diff.hashing import Indices, Numbers
from drawings.diff.ink import Ink
from drawings.diff.named import Sheets
from drawings.diff.patterns import areas, laid_over, pitches
from drawings.diff.strokes import Strokes


def parted(
    old: Ink, new: Ink, sheets: Sheets, shift: Floats, *, touch: float
) -> list[Group]:
    """Both inks, cut into what belongs to one change."""
    sides, spread = [], []
    for ink, content, strokes, laid in (
        (old, sheets.old_content, sheets.old, sheets.old.shifted(shift)),
        (new, sheets.new_content, sheets.new, sheets.new),
    ):
        area = _areas(content, strokes, ink)
        bundle = _bundles(content, strokes, ink, area)
        sides.append(Side(ink.lines, bundle, _tied(ink, laid, touch)))
        spread.append((ink.lines, area))
    labels = changes_of(*sides, touch=touch, across=laid_over(*spread))
    count = max((int(label.max(initial=-1)) for label in labels), default=-1) + 1
    parts0, parts1 = _cut(old, labels[0], count), _cut(new, labels[1], count)
    return list(zip(parts0, parts1, strict=True))


def _tied(ink: Ink, strokes: Strokes, touch: float) -> tuple[Indices, Indices]:
    """Pieces of one line, or of the two lines of a wall."""
    straight = strokes.points[strokes.kind == Kind.SEGMENT][:, [0, 3]]
    return continued(ink.lines, straight, tolerance=touch / 3)


def _cut(ink: Ink, label: Numbers, count: int) -> list[Ink]:
    order = np.argsort(label, kind="stable")
    borders = np.searchsorted(label[order], np.arange(1, count))
    parts = np.split(order, borders) if count else []
    return [Ink(ink.lines[part], ink.whose[part]) for part in parts]


def pitches_of(content: Content, strokes: Strokes, ink: Ink) -> Floats:
    """The distances of the patterns that ink is of, by the number of their entity."""
    return pitches(content, strokes.index[ink.whose])


def _areas(content: Content, strokes: Strokes, ink: Ink) -> Indices:
    """The number of the hatched area that each piece is a line of, -1 for none."""
    source = content.source[strokes.index[ink.whose]].astype(np.intp)
    pitch = pitches_of(content, strokes, ink)[source]
    (drawn,) = np.nonzero(pitch)
    found = np.full(len(ink.lines), -1, np.intp)
    found[drawn] = areas(ink.lines[drawn], source[drawn], pitch[drawn])
    return found


def _bundles(content: Content, strokes: Strokes, ink: Ink, area: Indices) -> Indices:
    """Ink of one block insertion, of one fill or hatched area belongs together."""
    primitive = strokes.index[ink.whose]
    group = content.group[primitive].astype(np.intp)
    fills = content.kind[primitive] == Kind.FILL
    source = content.source[primitive].astype(np.intp)
    if content.origin is Origin.CAD:  # a dimension, or what else draws around a text
        texts = np.unique(content.source[content.kind == Kind.TEXT])
        fills |= np.isin(source, texts)
    bundle = np.where(fills, source + len(content.groups), -1)
    last = len(content.groups) + int(content.source.max(initial=0)) + 1
    bundle = np.where(area >= 0, area + last, bundle)
    return np.where(group >= 0, group, bundle)
