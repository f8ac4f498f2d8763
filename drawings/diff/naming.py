"""Name what is left after the explanation: one `Change` for each thing that happened."""

from collections.abc import Sequence

import numpy as np

from drawings.content.parts import Content, Floats, Kind
from drawings.diff.belonging import with_rest_of_blocks, with_rest_of_texts
from drawings.diff.dimensions import are_dimensions
from drawings.diff.explanation import Explanation
from drawings.diff.findings import ChangeKind, Pieces
from drawings.diff.gathering import Shifted, gathered
from drawings.diff.hashing import distinct
from drawings.diff.ink import Ink
from drawings.diff.moves import Move
from drawings.diff.named import NO_INK, Named, Sheets, Writer, told
from drawings.diff.parting import parted, pitches_of
from drawings.diff.refilling import is_refilled
from drawings.diff.restyling import reset, restyled
from drawings.diff.stacking import with_stacks_joined
from drawings.diff.strokes import Strokes
from drawings.diff.texts import TextLine


def name_changes(
    sheets: Sheets, found: Explanation, *, touch: float, tolerance: float
) -> list[Named]:
    """Make one change of each move, rewording, lone text and group of pieces."""
    author = _Author(sheets, found)
    groups = parted(found.lost, found.gained, sheets, found.shift, touch=touch)
    moves, groups = gathered(
        [author.shifted(move) for move in found.moves],
        groups,
        tolerance=tolerance,
        touch=touch,
    )
    laid = sheets.old.shifted(found.shift)
    moves, groups = with_rest_of_blocks(moves, groups, laid, sheets.new, tolerance)
    texts, groups = with_rest_of_texts(author.texts(), groups, author)
    texts = with_stacks_joined(texts, author)
    moves = [author.shifted(piece) for piece in found.pieces] + moves
    named = [author.moved(move.old, move.new, move.vector) for move in moves]
    named += texts
    named += [author.drawn(*group) for group in groups]
    named += restyled(author, found)
    named += reset(author, found)
    return sorted(named, key=_reading_order)


def cosmetic_changes(sheets: Sheets, found: Explanation) -> list[Named]:
    """One change for each place where the difference is too small to be seen."""
    author = _Author(sheets, found)
    old = author.whole_old(found.cosmetic.old)
    new = author.whole_new(found.cosmetic.new)
    return [
        author.change(ChangeKind.COSMETIC, part0, part1)
        for part0, part1 in parted(old, new, sheets, found.shift, touch=1.0)
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


class _Author(Writer):
    """Writes the changes that an explanation left over."""

    def __init__(self, sheets: Sheets, found: Explanation) -> None:
        super().__init__(sheets, found.shift)
        self._found = found
        self._size_old = np.bincount(sheets.old.group + 1)
        self._size_new = np.bincount(sheets.new.group + 1)
        self._pitch_old = pitches_of(sheets.old_content, sheets.old, found.lost)
        self._pitch_new = pitches_of(sheets.new_content, sheets.new, found.gained)

    def shifted(self, move: Move) -> Shifted:
        """The ink of a part, a block, a cluster or a stroke that lies elsewhere."""
        groups = self.sheets.old.group[move.old]
        is_block = bool(len(groups) and groups[0] >= 0 and (groups == groups[0]).all())
        old, new = self.whole_old(move.old), self.whole_new(move.new)
        return Shifted(old, new, move.vector, is_block)

    def texts(self) -> list[Named]:
        """Reworded texts, then texts that came or went."""
        found, sheets = self._found, self.sheets
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
                named.append(self._text(ChangeKind.REMOVED, ink, NO_INK, (line, None)))
        for j, line in enumerate(news):
            if j not in paired1:
                ink = self.whole_new(line.members)
                named.append(self._text(ChangeKind.ADDED, NO_INK, ink, (None, line)))
        return named

    def drawn(self, old: Ink, new: Ink) -> Named:
        """A group of pieces that came, went or took each other's place."""
        return self.change(self._kind(old, new), old, new)

    def _kind(self, old: Ink, new: Ink) -> ChangeKind:
        sheets = self.sheets
        kinds = np.concatenate([sheets.old.kind[old.whose], sheets.new.kind[new.whose]])
        if (kinds == Kind.FILL).all():
            return ChangeKind.HATCH
        if is_refilled((old, sheets.old), (new, sheets.new)) or self._is_hatched(
            old, new
        ):
            return ChangeKind.HATCH
        if (kinds == Kind.IMAGE).all():
            return ChangeKind.IMAGE
        if self._is_definition(old, new):
            return ChangeKind.BLOCK
        if len(old.whose) and len(new.whose):
            return ChangeKind.MODIFIED
        return ChangeKind.REMOVED if len(old.whose) else ChangeKind.ADDED

    def _is_hatched(self, old: Ink, new: Ink) -> bool:
        """True where all that came or went are lines of patterns."""
        sheets = self.sheets
        return all(
            pitch[content.source[strokes.index[ink.whose]]].all()
            for ink, strokes, content, pitch in (
                (old, sheets.old, sheets.old_content, self._pitch_old),
                (new, sheets.new, sheets.new_content, self._pitch_new),
            )
        )

    def _is_definition(self, old: Ink, new: Ink) -> bool:
        """True where an insertion stands, but some of what it draws is other."""
        sheets = self.sheets
        names, parts = set[str](), []
        for ink, strokes, content, size in (
            (old, sheets.old, sheets.old_content, self._size_old),
            (new, sheets.new, sheets.new_content, self._size_new),
        ):
            drawn = distinct(ink.whose)
            groups = distinct(strokes.group[drawn])
            names |= {content.groups[g] if g >= 0 else "*" for g in groups.tolist()}
            if len(groups) == 1:
                parts.append(len(drawn) < size[groups[0] + 1])
        # anonymous blocks (*U, *D) are written anew by every program
        is_named = len(names) == 1 and not next(iter(names)).startswith("*")
        return is_named and bool(parts) and all(parts)

    def _numbers(
        self, content: Content, strokes: Strokes, lines: Sequence[TextLine]
    ) -> list[bool]:
        first = [int(line.members[0]) for line in lines]
        said = [line.wording for line in lines]
        return are_dimensions(content, strokes, first, said)

    def _reworded(self, old: TextLine, new: TextLine, *, is_measure: bool) -> Named:
        ink0, ink1 = self.whole_old(old.members), self.whole_new(new.members)
        if old.squeezed != new.squeezed:
            kind = ChangeKind.DIMENSION if is_measure else ChangeKind.TEXT
            return self._text(kind, ink0, ink1, (old, new))
        step = new.points[0] - old.points[0]
        if float(np.hypot(*step)) <= self.sheets.unseen_mm:
            return self._text(ChangeKind.MODIFIED, ink0, ink1, (old, new))
        named = self._text(ChangeKind.MOVED, ink0, ink1, (old, new))
        return told(named, vector_mm=(float(step[0]), float(step[1])))

    def _text(
        self,
        kind: ChangeKind,
        old: Ink,
        new: Ink,
        lines: tuple[TextLine | None, TextLine | None],
    ) -> Named:
        said = [line.wording if line else "" for line in lines]
        return told(self.change(kind, old, new), wording=(said[0], said[1]))


def _reading_order(named: Named) -> tuple[float, float, str, str, str]:
    change = named.change
    box = change.new_box or change.old_box or (0.0, 0.0, 0.0, 0.0)
    said = (str(change.kind), change.text_from, change.text_to)
    return (round(-box[3], 3), round(box[0], 3), *said)
