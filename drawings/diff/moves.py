"""What was moved: strokes under one displacement; whole parts of a sheet.

Blocks, clusters and single strokes are sought in `searching`.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.spatial import cKDTree

from drawings.content.parts import Floats, Kind
from drawings.diff.grouping import clusters
from drawings.diff.hashing import Indices, distinct
from drawings.diff.ink import ink_of
from drawings.diff.matching import Pairs, counterparts, lacking
from drawings.diff.registration import commonest, shift_votes
from drawings.diff.strokes import Strokes
from drawings.diff.texts import same_texts

_PIECE_VOTES = 30
_PIECE_SHARE = 0.03
_VOTE_SHARE = 0.05
_MOST_PIECES = 4
_PIECE_GAP_MM = 10.0


@dataclass(frozen=True, slots=True, eq=False)
class Move:
    """Positions of strokes on both sides, and the displacement in mm, shape (2,)."""

    old: Indices
    new: Indices
    vector: Floats


def displaced_pieces(
    old: Strokes,
    new: Strokes,
    open_old: npt.NDArray[np.bool_],
    open_new: npt.NDArray[np.bool_],
    *,
    tolerance: float,
    text_reach: float,
) -> list[Move]:
    """Find large parts of the sheet that lie elsewhere as a whole; largest first."""
    moves: list[Move] = []
    left, right = np.flatnonzero(open_old), np.flatnonzero(open_new)
    for _ in range(_MOST_PIECES):
        if min(len(left), len(right)) < _PIECE_VOTES:
            break
        here, there = old.take(left), new.take(right)
        vector = _settled(here, there, tolerance)
        if vector is None:
            break
        pairs = placed_pairs(here.shifted(vector), there, tolerance, text_reach)
        found, met = distinct(pairs.old), distinct(pairs.new)
        if len(found) < max(_PIECE_VOTES, _PIECE_SHARE * len(old)):
            break
        moves.append(Move(left[found], right[met], vector))
        left = left[lacking(len(left), found)]
        right = right[lacking(len(right), met)]
    return moves


def placed_pairs(
    old: Strokes, new: Strokes, tolerance: float, text_reach: float, share: float = 0.0
) -> Pairs:
    """Counterparts of all kinds, strokes and texts, at the place where they are."""
    pairs = counterparts(old, new, tolerance)
    texts0 = np.flatnonzero(old.kind == Kind.TEXT)
    texts1 = np.flatnonzero(new.kind == Kind.TEXT)
    said = same_texts(old.take(texts0), new.take(texts1), text_reach, share)
    return pairs.joined(Pairs(texts0[said.old], texts1[said.new]))


def _settled(here: Strokes, there: Strokes, tolerance: float) -> Floats | None:
    """The displacement that most rare shapes ask for, if enough of them do."""
    shifts, every = shift_votes(here, there)
    best = commonest(shifts, 4 * tolerance)[:1]
    needed = max(_PIECE_VOTES, _VOTE_SHARE * min(len(here), len(there)) / every)
    return best[0][0] if best and best[0][1] >= needed else None


def split_by_place(strokes: Strokes, move: Move, new: Strokes) -> list[Move]:
    """Cut a move into parts that lie apart on the sheet."""
    held = strokes.take(move.old)
    ink = ink_of(held, np.arange(len(held)), sagitta=1.0)
    label = clusters(ink.lines, ink.whose, len(held), _PIECE_GAP_MM)
    if label.max(initial=0) == 0:
        return [move]
    tree = cKDTree(held.middles() + move.vector)
    theirs = label[tree.query(new.middles()[move.new])[1]]
    return [
        Move(move.old[label == i], move.new[theirs == i], move.vector)
        for i in distinct(label)
    ]
