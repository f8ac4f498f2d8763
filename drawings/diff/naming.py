"""Name what is left after the explanation: one `Change` for each thing that happened."""

from collections.abc import Sequence
from dataclasses import dataclass, field, fields, replace

import numpy as np

from drawings.content.parts import Content, Floats, Kind, Style
from drawings.diff.dimensions import are_dimensions
from drawings.diff.explaining import Explanation
from drawings.diff.findings import Box, Change, ChangeKind, Pieces, Registration
from drawings.diff.grouping import Side, changes_of, near_boxes
from drawings.diff.hashing import Indices, Numbers
from drawings.diff.ink import Ink, ink_of
from drawings.diff.moves import Move
from drawings.diff.strokes import Strokes
from drawings.diff.texts import TextLine

_CURVE_MM = 0.05
_EACH_PROPERTY = 500
_PROPERTY_GAP_MM = 10.0
_NO_INK = Ink.joined([])


@dataclass(frozen=True, slots=True, eq=False)
class Named:
    """A change with its ink, both sides laid on the new sheet."""

    change: Change
    old: Ink = field(default_factory=lambda: _NO_INK)
    new: Ink = field(default_factory=lambda: _NO_INK)


@dataclass(frozen=True, slots=True, eq=False)
class Sheets:
    """Both contents, their strokes on the new sheet, and how they were laid there."""

    old_content: Content
    new_content: Content
    old: Strokes
    new: Strokes
    registration: Registration
    unseen_mm: float


def name_changes(sheets: Sheets, found: Explanation, *, touch: float) -> list[Named]:
    """Make one change of each move, rewording, lone text and group of pieces."""
    author = _Author(sheets, found)
    named = [author.moved(move) for move in [*found.pieces, *found.moves]]
    named += author.texts()
    named += author.drawn(touch)
    named += author.restyled()
    return sorted(named, key=_reading_order)


def cosmetic_changes(sheets: Sheets, found: Explanation) -> list[Named]:
    """One change for each place where the difference is too small to be seen."""
    author = _Author(sheets, found)
    old = author.whole_old(found.cosmetic.old)
    new = author.whole_new(found.cosmetic.new)
    return [
        author.change(ChangeKind.COSMETIC, part0, part1)
        for part0, part1 in _groups(old, new, sheets, touch=1.0)
    ]


def pieces_of(named: Sequence[Named], sheets: Sheets, shift: Floats) -> list[Pieces]:
    """The pieces of all changes, old ones and new ones, each on its own sheet."""
    answer = []
    for is_old in (True, False):
        inks = [n.old if is_old else n.new for n in named]
        joined = Ink.joined(inks)
        counts = [len(ink.whose) for ink in inks]
        change = np.repeat(np.arange(len(named)), counts).astype(np.int32)
        lines, strokes = joined.lines, sheets.new
        if is_old:
            strokes = sheets.old
            lines = sheets.registration.to_old(lines - shift[joined.whose][:, None])
        primitive = strokes.index[joined.whose].astype(np.int32)
        answer.append(Pieces(change, primitive, lines))
    return answer


class _Author:
    """Writes changes about one pair of sheets."""

    def __init__(self, sheets: Sheets, found: Explanation) -> None:
        self._sheets, self._found = sheets, found
        self._laid = sheets.old.shifted(found.shift)

    def whole_old(self, chosen: Indices) -> Ink:
        """All ink of old strokes, laid on the new sheet."""
        return ink_of(self._laid, chosen, sagitta=_CURVE_MM)

    def whole_new(self, chosen: Indices) -> Ink:
        """All ink of new strokes."""
        return ink_of(self._sheets.new, chosen, sagitta=_CURVE_MM)

    def moved(self, move: Move) -> Named:
        """A part, a block, a cluster or a stroke that lies elsewhere."""
        far = float(np.hypot(*move.vector))
        kind = ChangeKind.MOVED if far > 0 else ChangeKind.MODIFIED
        vector = (float(move.vector[0]), float(move.vector[1]))
        named = self.change(kind, self.whole_old(move.old), self.whole_new(move.new))
        return replace(named, change=replace(named.change, vector_mm=vector))

    def texts(self) -> list[Named]:
        """Reworded texts, then texts that came or went."""
        found, sheets = self._found, self._sheets
        olds, news = found.lines_old, found.lines_new
        numbers0 = self._numbers(sheets.old_content, sheets.old, olds)
        numbers1 = self._numbers(sheets.new_content, sheets.new, news)
        named = []
        for i, j in found.rewordings:
            is_measure = numbers0[i] or numbers1[j]
            named.append(self._reworded(olds[i], news[j], is_measure=is_measure))
        paired0, paired1 = ({p[k] for p in found.rewordings} for k in (0, 1))
        for i, line in enumerate(olds):
            if i not in paired0:
                ink = self.whole_old(line.members)
                named.append(self._text(ChangeKind.REMOVED, ink, _NO_INK, (line, None)))
        for j, line in enumerate(news):
            if j not in paired1:
                ink = self.whole_new(line.members)
                named.append(self._text(ChangeKind.ADDED, _NO_INK, ink, (None, line)))
        return named

    def drawn(self, touch: float) -> list[Named]:
        """Groups of pieces that came, went or took each other's place."""
        found = self._found
        named = []
        for old, new in _groups(found.lost, found.gained, self._sheets, touch=touch):
            kind = self._kind(old, new)
            named.append(self.change(kind, old, new))
        return named

    def restyled(self) -> list[Named]:
        """Counterparts of another layer, colour, weight or line type, by what changed."""
        pairs, sheets = self._found.restyled, self._sheets
        if not len(pairs.old):
            return []
        looks = np.column_stack(
            [sheets.old.look[pairs.old], sheets.new.look[pairs.new]]
        )
        which = np.unique(looks, axis=0, return_inverse=True)[1].ravel()
        named = []
        for number in range(which.max() + 1):
            chosen = np.flatnonzero(which == number)
            label = np.zeros(len(chosen), np.int32)
            if len(chosen) <= _EACH_PROPERTY:
                boxes = sheets.new.boxes()[pairs.new[chosen]]
                label = near_boxes(boxes, _PROPERTY_GAP_MM)
            for part in np.unique(label):
                some = chosen[label == part]
                named.append(self._restyled(pairs.old[some], pairs.new[some]))
        return named

    def change(self, kind: ChangeKind, old: Ink, new: Ink) -> Named:
        """A change of this ink, with its place, layer, block and sources."""
        sheets = self._sheets
        strokes0, strokes1 = np.unique(old.whose), np.unique(new.whose)
        there = sheets.old.index[strokes0], sheets.new.index[strokes1]
        contents = sheets.old_content, sheets.new_content
        old_lines = sheets.registration.to_old(
            old.lines - self._found.shift[old.whose][:, None]
        )
        change = Change(
            kind=kind,
            old_box=_box(old_lines),
            new_box=_box(new.lines),
            layer=_layer(contents, there),
            primitives=len(strokes0) + len(strokes1),
            block=_block(contents, there),
            old_sources=_sources(contents[0], there[0]),
            new_sources=_sources(contents[1], there[1]),
            length_mm=_length(old.lines) + _length(new.lines),
        )
        return Named(change, old, new)

    def _kind(self, old: Ink, new: Ink) -> ChangeKind:
        kinds = np.concatenate(
            [self._sheets.old.kind[old.whose], self._sheets.new.kind[new.whose]]
        )
        if (kinds == Kind.FILL).all():
            return ChangeKind.HATCH
        if len(old.whose) and len(new.whose):
            return ChangeKind.MODIFIED
        return ChangeKind.REMOVED if len(old.whose) else ChangeKind.ADDED

    def _numbers(
        self, content: Content, strokes: Strokes, lines: Sequence[TextLine]
    ) -> list[bool]:
        first = [int(strokes.index[line.members[0]]) for line in lines]
        return are_dimensions(content, first, [line.wording for line in lines])

    def _reworded(self, old: TextLine, new: TextLine, *, is_measure: bool) -> Named:
        ink0, ink1 = self.whole_old(old.members), self.whole_new(new.members)
        if old.squeezed != new.squeezed:
            kind = ChangeKind.DIMENSION if is_measure else ChangeKind.TEXT
            return self._text(kind, ink0, ink1, (old, new))
        step = new.points[0] - old.points[0]
        if float(np.hypot(*step)) <= self._sheets.unseen_mm:
            return self._text(ChangeKind.MODIFIED, ink0, ink1, (old, new))
        named = self._text(ChangeKind.MOVED, ink0, ink1, (old, new))
        vector = (float(step[0]), float(step[1]))
        return replace(named, change=replace(named.change, vector_mm=vector))

    def _text(
        self,
        kind: ChangeKind,
        old: Ink,
        new: Ink,
        lines: tuple[TextLine | None, TextLine | None],
    ) -> Named:
        named = self.change(kind, old, new)
        said = [line.wording if line else "" for line in lines]
        change = replace(named.change, text_from=said[0], text_to=said[1])
        return replace(named, change=change)

    def _restyled(self, old: Indices, new: Indices) -> Named:
        sheets = self._sheets
        named = self.change(
            ChangeKind.PROPERTY, self.whole_old(old), self.whole_new(new)
        )
        before = _properties(sheets.old_content, int(sheets.old.index[old[0]]))
        after = _properties(sheets.new_content, int(sheets.new.index[new[0]]))
        told = [
            "; ".join(
                f"{name}={look[name]}" for name in look if before[name] != after[name]
            )
            for look in (before, after)
        ]
        change = replace(named.change, text_from=told[0], text_to=told[1])
        return replace(named, change=change)


def _groups(
    old: Ink, new: Ink, sheets: Sheets, *, touch: float
) -> list[tuple[Ink, Ink]]:
    """Both inks, cut into what belongs to one change."""
    sides = [
        Side(old.lines, _bundles(sheets.old_content, sheets.old, old)),
        Side(new.lines, _bundles(sheets.new_content, sheets.new, new)),
    ]
    labels = changes_of(*sides, touch=touch)
    count = max((int(label.max(initial=-1)) for label in labels), default=-1) + 1
    parts0, parts1 = _parted(old, labels[0], count), _parted(new, labels[1], count)
    return list(zip(parts0, parts1, strict=True))


def _parted(ink: Ink, label: Numbers, count: int) -> list[Ink]:
    order = np.argsort(label, kind="stable")
    borders = np.searchsorted(label[order], np.arange(1, count))
    parts = np.split(order, borders) if count else []
    return [Ink(ink.lines[part], ink.whose[part]) for part in parts]


def _bundles(content: Content, strokes: Strokes, ink: Ink) -> Indices:
    """Ink of one block insertion, or of one fill, belongs together."""
    primitive = strokes.index[ink.whose]
    group = content.group[primitive].astype(np.intp)
    fills = content.kind[primitive] == Kind.FILL
    source = content.source[primitive].astype(np.intp) + len(content.groups)
    return np.where(group >= 0, group, np.where(fills, source, -1))


def _box(lines: Floats) -> Box | None:
    if not len(lines):
        return None
    points = lines.reshape(-1, 2)
    (x0, y0), (x1, y1) = points.min(axis=0), points.max(axis=0)
    return (float(x0), float(y0), float(x1), float(y1))


def _length(lines: Floats) -> float:
    span = lines[:, 1] - lines[:, 0]
    return float(np.hypot(span[:, 0], span[:, 1]).sum())


def _layer(contents: tuple[Content, Content], there: tuple[Indices, Indices]) -> str:
    side = 1 if len(there[1]) else 0
    layers = contents[side].layer[there[side]]
    return (
        contents[side].layers[int(np.bincount(layers).argmax())] if len(layers) else ""
    )


def _block(
    contents: tuple[Content, Content], there: tuple[Indices, Indices]
) -> str | None:
    """The block's name, where all primitives of each side are of one insertion."""
    names = set[str | None]()
    for content, primitives in zip(contents, there, strict=True):
        groups = np.unique(content.group[primitives])
        if len(groups) > 1:
            return None
        names |= {content.groups[int(g)] if g >= 0 else None for g in groups}
    return names.pop() if len(names) == 1 else None


def _sources(content: Content, primitives: Indices) -> tuple[int, ...]:
    return tuple(int(s) for s in np.unique(content.source[primitives]))


def _properties(content: Content, primitive: int) -> dict[str, object]:
    style: Style = content.styles[int(content.style[primitive])]
    look: dict[str, object] = {"layer": content.layers[int(content.layer[primitive])]}
    return look | {f.name: getattr(style, f.name) for f in fields(style)}


def _reading_order(named: Named) -> tuple[float, float, str, str, str]:
    change = named.change
    box = change.new_box or change.old_box or (0.0, 0.0, 0.0, 0.0)
    said = (str(change.kind), change.text_from, change.text_to)
    return (round(-box[3], 3), round(box[0], 3), *said)
