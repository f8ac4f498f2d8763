"""Explain every stroke of both sheets, step by step; what is left has changed.

The order matters: counterparts, parts of the sheet that lie elsewhere, ink however it is
cut, what is too small to be seen, texts that were reworded in place, moves.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from scipy.spatial import cKDTree

from drawings.content.parts import Floats, Ints, Kind
from drawings.diff.hashing import Indices
from drawings.diff.ink import Ink, lacking_ink
from drawings.diff.matching import Pairs, counterparts, lacking
from drawings.diff.merging import members_of, merged
from drawings.diff.moves import (
    Move,
    displaced_pieces,
    local_moves,
    placed_pairs,
    split_by_place,
)
from drawings.diff.rules import Rules
from drawings.diff.strokes import Strokes
from drawings.diff.texts import TextLine, reset_texts, reworded, text_lines

_IN_PLACE = 0.5
_NOWHERE = np.zeros(2)


@dataclass(slots=True, eq=False)
class Explanation:
    """What became of the strokes; positions, not indices of the content.

    Attributes:
        shift: shape (n, 2), displacement of the piece of sheet an old stroke is on.
        pieces: large parts of the sheet that moved, cut by place.
        moves: blocks, clusters and strokes that moved.
        lost: ink of the old sheet, laid on the new one, that is gone.
        gained: ink of the new sheet that was not there.
        lines_old, lines_new: texts that are left, joined to lines.
        rewordings: pairs of positions in `lines_old` and `lines_new`.
        restyled: counterparts of another look.
        reset: texts that stand where they stood, set with letters of another width.
        cosmetic: positions on both sides that differ less than can be seen.
        share: part of the strokes with a counterpart, on the better side.

    """

    shift: Floats
    pieces: list[Move] = field(default_factory=list)
    moves: list[Move] = field(default_factory=list)
    lost: Ink = field(default_factory=lambda: Ink.joined([]))
    gained: Ink = field(default_factory=lambda: Ink.joined([]))
    lines_old: list[TextLine] = field(default_factory=list)
    lines_new: list[TextLine] = field(default_factory=list)
    rewordings: list[tuple[int, int]] = field(default_factory=list)
    restyled: Pairs = field(default_factory=Pairs.none)
    reset: Pairs = field(default_factory=Pairs.none)
    cosmetic: Pairs = field(default_factory=Pairs.none)
    share: float = 0.0


def explain(
    old: Strokes, new: Strokes, rules: Rules, words: Sequence[str]
) -> Explanation:
    """Explain what became of each stroke of `old`, which already lies on `new`."""
    steps = _Steps(old, new, rules)
    steps.pair()
    steps.heal()
    steps.lay_pieces()
    steps.cover()
    steps.overlook()
    steps.reword_and_move(words)
    return steps.answer


class _Steps:
    """The steps of an explanation and what is open between them."""

    def __init__(self, old: Strokes, new: Strokes, rules: Rules) -> None:
        self._old, self._new, self._rules = old, new, rules
        self._open_old = np.ones(len(old), bool)
        self._open_new = np.ones(len(new), bool)
        self._zone_new: Ints = np.zeros(len(new), np.int32)
        self._vectors: list[Floats] = [_NOWHERE]
        self.answer = Explanation(np.zeros((len(old), 2)))

    def pair(self) -> None:
        """Counterparts at the same place."""
        rules = self._rules
        pairs = placed_pairs(
            self._old, self._new, rules.tolerance, rules.text_reach, rules.text_share
        )
        self._close(pairs)
        self.answer.restyled = self._restyled(pairs)
        self._pair_reset_texts()

    def _pair_reset_texts(self) -> None:
        """Texts of another font: the middle stays where the wording is as wide or not."""
        texts0 = np.flatnonzero(self._open_old & (self._old.kind == Kind.TEXT))
        texts1 = np.flatnonzero(self._open_new & (self._new.kind == Kind.TEXT))
        some, others = self._old.take(texts0), self._new.take(texts1)
        found = reset_texts(some, others, self._rules.tolerance, self._rules.font_share)
        pairs = Pairs(texts0[found.old], texts1[found.new])
        self._close(pairs)
        self.answer.reset = pairs

    def heal(self) -> None:
        """Counterparts of lines that were only cut: cheaper than asking for their ink."""
        tolerance = self._rules.tolerance
        old, new = np.flatnonzero(self._open_old), np.flatnonzero(self._open_new)
        healed_old, label_old = merged(self._old.take(old), tolerance)
        healed_new, label_new = merged(self._new.take(new), tolerance)
        pairs = counterparts(healed_old, healed_new, tolerance)
        self._open_old[old[members_of(label_old, pairs.old)]] = False
        self._open_new[new[members_of(label_new, pairs.new)]] = False

    def lay_pieces(self) -> None:
        """Parts of the sheet under a displacement of their own."""
        moves = displaced_pieces(
            self._old,
            self._new,
            self._open_old,
            self._open_new,
            tolerance=self._rules.tolerance,
            text_reach=self._rules.tolerance,
        )
        for move in moves:
            self._vectors.append(move.vector)
            self.answer.pieces += split_by_place(self._old, move, self._new)
        if moves:
            self._draw_zones(moves)
        for move in moves:
            self._open_old[move.old] = False
            self._open_new[move.new] = False

    def cover(self) -> None:
        """Ink that the other sheet draws with other strokes."""
        lost = self._lacking_old(self._rules.tolerance)
        gained = self._lacking_new(self._rules.tolerance)
        self._keep_open(lost, gained)
        self.answer.lost, self.answer.gained = lost, gained

    def overlook(self) -> None:
        """Differences that cannot be seen on paper."""
        old = np.flatnonzero(self._open_old)
        new = np.flatnonzero(self._open_new)
        unseen = self._rules.unseen
        laid = self._laid()
        if unseen > self._rules.tolerance and len(old) + len(new):
            said = placed_pairs(laid.take(old), self._new.take(new), unseen, unseen)
            self._close(Pairs(old[said.old], new[said.new]))
            lost = self._lacking_old(unseen, forgiven=unseen)
            gained = self._lacking_new(unseen, forgiven=unseen)
            self._keep_open(lost, gained)
            self.answer.lost, self.answer.gained = lost, gained
        self.answer.cosmetic = Pairs(
            old[~self._open_old[old]], new[~self._open_new[new]]
        )
        found = [1 - mask.mean() for mask in (self._open_old, self._open_new)]
        self.answer.share = float(max(found))

    def reword_and_move(self, words: Sequence[str]) -> None:
        """Texts that changed where they stand; then moves; then texts near by."""
        lines0, lines1 = self._lines(words)
        fixed = [
            (i, j)
            for i, j in reworded(lines0, lines1, nearest=_IN_PLACE)
            if not _is_one_text(lines0[i], lines1[j])
        ]
        kept0, kept1 = [lines0[i] for i, _ in fixed], [lines1[j] for _, j in fixed]
        self._close_lines(kept0, kept1)
        self._move()
        more0, more1 = self._lines(words)
        later = reworded(more0, more1)
        pairs = [(i, i) for i in range(len(fixed))]
        pairs += [(len(fixed) + i, len(fixed) + j) for i, j in later]
        answer = self.answer
        answer.lines_old, answer.lines_new = kept0 + more0, kept1 + more1
        answer.rewordings = _really(pairs, answer)

    def _move(self) -> None:
        tolerance = self._rules.tolerance
        old, new = np.flatnonzero(self._open_old), np.flatnonzero(self._open_new)
        healed_old, label_old = merged(self._laid().take(old), tolerance)
        healed_new, label_new = merged(self._new.take(new), tolerance)
        found = local_moves(
            healed_old, healed_new, tolerance=tolerance, least_mm=self._rules.unseen
        )
        for move in found:
            before = old[members_of(label_old, move.old)]
            after = new[members_of(label_new, move.new)]
            whole = Move(before, after, move.vector)
            self._open_old[whole.old] = False
            self._open_new[whole.new] = False
            self.answer.moves.append(whole)
        self._drop_explained()

    def _lines(self, words: Sequence[str]) -> tuple[list[TextLine], list[TextLine]]:
        laid = self._laid()
        old = np.flatnonzero(self._open_old & (laid.kind == Kind.TEXT))
        new = np.flatnonzero(self._open_new & (self._new.kind == Kind.TEXT))
        return text_lines(laid, old, words), text_lines(self._new, new, words)

    def _close_lines(self, old: list[TextLine], new: list[TextLine]) -> None:
        for line in old:
            self._open_old[line.members] = False
        for line in new:
            self._open_new[line.members] = False

    def _drop_explained(self) -> None:
        lost, gained = self.answer.lost, self.answer.gained
        kept = self._open_old[lost.whose]
        self.answer.lost = Ink(lost.lines[kept], lost.whose[kept])
        kept = self._open_new[gained.whose]
        self.answer.gained = Ink(gained.lines[kept], gained.whose[kept])

    def _close(self, pairs: Pairs) -> None:
        self._open_old[pairs.old] = False
        self._open_new[pairs.new] = False

    def _keep_open(self, lost: Ink, gained: Ink) -> None:
        for mask, strokes, ink in (
            (self._open_old, self._old, lost),
            (self._open_new, self._new, gained),
        ):
            texts = mask & (strokes.kind == Kind.TEXT)
            mask[:] = ~lacking(len(mask), ink.whose) | texts

    def _laid(self) -> Strokes:
        """The old strokes, each with the piece of sheet it is on."""
        if len(self._vectors) == 1:
            return self._old
        return self._old.shifted(self.answer.shift)

    def _lacking_old(self, tolerance: float, forgiven: float = 0.0) -> Ink:
        drawn = np.flatnonzero(self._open_old & (self._old.kind != Kind.TEXT))
        return lacking_ink(
            self._laid(),
            drawn,
            self._new,
            shift=_NOWHERE,
            tolerance=tolerance,
            forgiven=forgiven,
        )

    def _lacking_new(self, tolerance: float, forgiven: float = 0.0) -> Ink:
        drawn = np.flatnonzero(self._open_new & (self._new.kind != Kind.TEXT))
        zones = self._zone_new[drawn]
        return Ink.joined(
            [
                lacking_ink(
                    self._new,
                    drawn[zones == zone],
                    self._old,
                    shift=vector,
                    tolerance=tolerance,
                    forgiven=forgiven,
                )
                for zone, vector in enumerate(self._vectors)
            ]
        )

    def _draw_zones(self, moves: list[Move]) -> None:
        """Give each stroke to the piece of sheet of its nearest explained neighbour."""
        old = self._zones(self._old, self._open_old, [m.old for m in moves])
        self._zone_new = self._zones(self._new, self._open_new, [m.new for m in moves])
        self.answer.shift = np.array(self._vectors)[old]

    def _zones(
        self, strokes: Strokes, open_: npt.NDArray[np.bool_], placed: list[Indices]
    ) -> Ints:
        zone = np.where(open_, -1, 0).astype(np.int32)
        for number, members in enumerate(placed, start=1):
            zone[members] = number
        known, unknown = np.flatnonzero(zone >= 0), np.flatnonzero(zone < 0)
        if len(known) and len(unknown):
            middles = strokes.middles()
            _, nearest = cKDTree(middles[known]).query(middles[unknown])
            zone[unknown] = zone[known[nearest]]
        return np.maximum(zone, 0)

    def _restyled(self, pairs: Pairs) -> Pairs:
        """Counterparts of another look, where no counterpart of the same look exists."""
        same = self._old.look[pairs.old] == self._new.look[pairs.new]
        plain_old = lacking(len(self._old), pairs.old[same])
        plain_new = lacking(len(self._new), pairs.new[same])
        other = ~same & plain_old[pairs.old] & plain_new[pairs.new]
        both = np.unique(
            np.column_stack([pairs.old[other], pairs.new[other]]), axis=0
        ).astype(np.intp)
        return Pairs(both[:, 0], both[:, 1])


def _is_one_text(old: TextLine, new: TextLine) -> bool:
    """True where nothing was reworded or cut: one and the same text, but elsewhere."""
    is_single = len(old.members) == 1 and len(new.members) == 1
    return is_single and old.squeezed == new.squeezed


def _really(pairs: list[tuple[int, int]], answer: Explanation) -> list[tuple[int, int]]:
    """Drop lines whose wording is the same once runs are joined; keep one text moved."""
    old, new = answer.lines_old, answer.lines_new
    same = [
        (i, j)
        for i, j in pairs
        if old[i].squeezed == new[j].squeezed and not _is_one_text(old[i], new[j])
    ]
    gone_old, gone_new = {i for i, _ in same}, {j for _, j in same}
    keep_old = [i for i in range(len(old)) if i not in gone_old]
    keep_new = [j for j in range(len(new)) if j not in gone_new]
    place_old = {i: k for k, i in enumerate(keep_old)}
    place_new = {j: k for k, j in enumerate(keep_new)}
    answer.lines_old = [old[i] for i in keep_old]
    answer.lines_new = [new[j] for j in keep_new]
    return [(place_old[i], place_new[j]) for i, j in pairs if i in place_old]
