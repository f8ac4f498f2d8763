"""Explain every stroke of both sheets, step by step; what is left has changed.

The order matters: counterparts, parts of the sheet that lie elsewhere, ink however it is
cut, what is too small to be seen, texts that were reworded in place, moves.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from drawings.content.parts import Kind
from drawings.diff.explanation import Explanation
from drawings.diff.ink import Asking, Ink
from drawings.diff.matching import Pairs, counterparts, lacking
from drawings.diff.merging import members_of, merged
from drawings.diff.moves import Move, displaced_pieces, placed_pairs, split_by_place
from drawings.diff.rules import Rules
from drawings.diff.searching import local_moves
from drawings.diff.solid import Paper, black_paper
from drawings.diff.strokes import Strokes
from drawings.diff.texts import TextLine, reset_texts, reworded, text_lines
from drawings.diff.zones import Zones

_IN_PLACE = 0.5
_DRAWN = 0.5


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
        self._zones = Zones(old, new)
        self._paper: Paper | None = None
        self.answer = Explanation(self._zones.shift)

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
            self.answer.pieces += split_by_place(self._old, move, self._new)
        if moves:
            self._zones.draw(moves, self._open_old, self._open_new)
            self.answer.shift = self._zones.shift
        for move in moves:
            self._open_old[move.old] = False
            self._open_new[move.new] = False

    def cover(self) -> None:
        """Ink that the other sheet draws with other strokes."""
        self._paper = black_paper(
            self._zones.laid(), self._open_old, self._new, self._open_new
        )
        self.answer.has_black = self._paper is not None and bool(self._paper.tiles)
        self._ask(Asking(self._rules.tolerance, spared=self._paper))

    def overlook(self) -> None:
        """Differences that cannot be seen on paper."""
        old = np.flatnonzero(self._open_old)
        new = np.flatnonzero(self._open_new)
        unseen = self._rules.unseen
        laid = self._zones.laid()
        if unseen > self._rules.tolerance and len(old) + len(new):
            said = placed_pairs(laid.take(old), self._new.take(new), unseen, unseen)
            self._close(Pairs(old[said.old], new[said.new]))
            self._ask(Asking(unseen, forgiven=unseen, spared=self._paper))
        self.answer.cosmetic = Pairs(
            old[~self._open_old[old]], new[~self._open_new[new]]
        )
        self.answer.share = max(
            _share(self._old, self._open_old, self.answer.lost),
            _share(self._new, self._open_new, self.answer.gained),
        )

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
        healed_old, label_old = merged(self._zones.laid().take(old), tolerance)
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
        laid = self._zones.laid()
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

    def _ask(self, by: Asking) -> None:
        """Leave open what draws ink that the other sheet lacks, and the texts."""
        lost = self._zones.lost(self._open_old, by)
        gained = self._zones.gained(self._open_new, by)
        self.answer.lost, self.answer.gained = lost, gained
        for mask, strokes, ink in (
            (self._open_old, self._old, lost),
            (self._open_new, self._new, gained),
        ):
            texts = mask & (strokes.kind == Kind.TEXT)
            mask[:] = ~lacking(len(mask), ink.whose) | texts

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


def _share(strokes: Strokes, open_: npt.NDArray[np.bool_], lacking: Ink) -> float:
    """The part of the strokes, or of their ink, that the other sheet has too."""
    drawn = strokes.kind != Kind.TEXT
    whole = float(strokes.lengths()[drawn & (strokes.kind != Kind.IMAGE)].sum())
    span = lacking.lines[:, 1] - lacking.lines[:, 0]
    ink = 1 - float(np.hypot(span[:, 0], span[:, 1]).sum()) / max(whole, 1e-9)
    return float(max(1 - open_.mean(), ink if drawn.mean() > _DRAWN else 0.0))


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
