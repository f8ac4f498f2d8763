"""The search for blocks, clusters and single strokes that were moved.

Nothing is moved by the vote of one primitive. A displacement is proposed by shapes,
then the whole block or cluster is asked whether it is found again under it.
"""

import numpy as np
import numpy.typing as npt
from scipy.spatial import cKDTree

from drawings.content.parts import Floats, Ints, Kind
from drawings.diff.grouping import clusters
from drawings.diff.hashing import Indices, Keys, all_pairs, distinct
from drawings.diff.ink import Asking, ink_of, lacking_ink
from drawings.diff.matching import lacking, near
from drawings.diff.moves import Move
from drawings.diff.registration import shape_keys
from drawings.diff.strokes import Strokes

_TOGETHER_MM = 1.5
_CANDIDATES = 24
_NEAREST = 8
_APART_MM = 1e6
_TRIALS = 600
_FEW_MM = 30.0
_MANY = 8
_MOST_REST = 500
_MAJORITY = 0.5
_AGREED = 2
# a large cluster is not asked for ever: the likely displacements come first
_MOST_ASKED = 200_000


def local_moves(
    old: Strokes, new: Strokes, *, tolerance: float, least_mm: float
) -> list[Move]:
    """Find blocks, clusters and single strokes that were moved.

    Args:
        old: what is still unexplained on the old sheet, laid on the new one.
        new: what is still unexplained on the new sheet.
        tolerance: mm.
        least_mm: shorter displacements are none.

    """
    if not len(old) or not len(new):
        return []
    moves = _Search(old, new, tolerance).moves(least_mm)
    # a stroke that crowds with others on one sheet may stand alone on the other
    left = np.flatnonzero(_free(len(old), [move.old for move in moves]))
    right = np.flatnonzero(_free(len(new), [move.new for move in moves]))
    if len(left) and len(right):
        back = _Search(new.take(right), old.take(left), tolerance).moves(least_mm)
        moves += [Move(left[m.new], right[m.old], -m.vector) for m in back]
    return moves


def _free(count: int, taken: list[Indices]) -> npt.NDArray[np.bool_]:
    return lacking(count, np.concatenate([np.zeros(0, np.intp), *taken]))


class _Search:
    """The unexplained strokes of both sides while moves are taken out of them."""

    def __init__(self, old: Strokes, new: Strokes, tolerance: float) -> None:
        self._old, self._new, self._tolerance = old, new, tolerance
        self._label = _labels(old)
        order = np.argsort(self._label, kind="stable")
        borders = np.flatnonzero(np.diff(self._label[order])) + 1
        self._members = np.split(order, borders)
        self._free_old = np.ones(len(old), bool)
        self._free_new = np.ones(len(new), bool)
        self._tree = cKDTree(_features(new))
        self._boxes_new = new.boxes()

    def moves(self, least_mm: float) -> list[Move]:
        """Try displacements, those with most votes and the shortest first."""
        found = []
        asked: dict[int, int] = {}
        for cluster, vector in self._proposals(least_mm)[:_TRIALS]:
            if asked.get(cluster, 0) > _MOST_ASKED:
                continue
            move = self._tried(cluster, vector)
            if move is not None:
                found.append(move)
            else:
                own = len(self._members[cluster])
                asked[cluster] = asked.get(cluster, 0) + own
        return found

    def _proposals(self, least_mm: float) -> list[tuple[int, Floats]]:
        left, right = [], []
        for cell in (8.0, 13.0):
            here = shape_keys(self._old, cell * self._tolerance)
            there = shape_keys(self._new, cell * self._tolerance)
            for pairs in (
                all_pairs(here, there, most=_CANDIDATES),
                _nearest_alike(self._old, here, self._new, there),
            ):
                left.append(pairs[0])
                right.append(pairs[1])
        pair = distinct(np.concatenate(left) * len(self._new) + np.concatenate(right))
        i, j = pair // len(self._new), pair % len(self._new)
        shift = self._new.points[j, 0] - self._old.points[i, 0]
        far = np.hypot(*shift.T)
        kept = far > least_mm
        i, shift, far = i[kept], shift[kept], far[kept]
        if not len(i):
            return []
        cells = np.rint(shift / (4 * self._tolerance)).astype(np.int64)
        told = np.column_stack([self._label[i].astype(np.int64), cells])
        _, first, which, votes = np.unique(
            told, axis=0, return_index=True, return_inverse=True, return_counts=True
        )
        which = which.ravel()
        mean = [np.bincount(which, shift[:, axis]) / votes for axis in (0, 1)]
        # a displacement that others near or far agree on goes before a lone one
        _, same, support = np.unique(
            cells[first], axis=0, return_inverse=True, return_counts=True
        )
        agreed = np.minimum(support[same.ravel()], _AGREED)
        order = np.lexsort((far[first], -agreed, -votes))
        return [
            (int(self._label[i[first[k]]]), np.array([mean[0][k], mean[1][k]]))
            for k in order[:_TRIALS]
        ]

    def _tried(self, cluster: int, vector: Floats) -> Move | None:
        members = self._members[cluster]
        members = members[self._free_old[members]]
        if not len(members):
            return None
        here = self._old.take(members).shifted(vector)
        gap, nearest = self._tree.query(
            _features(here), p=np.inf, distance_upper_bound=self._tolerance * 1.5
        )
        found = np.isfinite(gap)
        found[found] &= self._free_new[nearest[found]]
        if not self._is_enough(members, found, vector):
            return None
        mine, theirs = members[found], distinct(nearest[found])
        rest = members[~found]
        if len(rest):
            mine = np.concatenate([mine, self._drawn_again(rest, vector)])
        self._free_old[mine] = False
        self._free_new[theirs] = False
        theirs = np.concatenate([theirs, self._drawn_by(mine, vector)])
        self._free_new[theirs] = False
        return Move(np.sort(mine), np.sort(theirs), vector)

    def _is_enough(
        self, members: Indices, found: npt.NDArray[np.bool_], vector: Floats
    ) -> bool:
        count = int(found.sum())
        most = count >= _MAJORITY * len(members)
        if count >= 3:
            return most or (count >= _MANY and self._is_whole(members, found))
        far = float(np.hypot(*vector))
        texts = self._old.kind[members[found]] == Kind.TEXT
        longest = self._old.lengths()[members[found]].max(initial=0.0)
        seen = bool(texts.any()) or longest >= max(1.0, 0.3 * far)
        return count > 0 and most and seen and far <= _FEW_MM

    def _is_whole(self, members: Indices, found: npt.NDArray[np.bool_]) -> bool:
        """True where most of what stands among the found strokes was found too."""
        middles = self._old.middles()[members]
        low, high = middles[found].min(axis=0), middles[found].max(axis=0)
        among = ((middles >= low) & (middles <= high)).all(axis=1)
        return bool(found.sum() >= _MAJORITY * among.sum())

    def _drawn_again(self, rest: Indices, vector: Floats) -> Indices:
        """Those of the rest whose ink, cut otherwise, is there under the displacement."""
        rest = rest[self._old.kind[rest] != Kind.TEXT]
        if not 0 < len(rest) <= _MOST_REST:
            return rest[:0]
        boxes = self._old.boxes()[rest] + np.tile(vector, 2)
        close = near(boxes, self._boxes_new, margin=self._tolerance)
        free = self._new.take(close[self._free_new[close]])
        by = Asking(self._tolerance)
        gaps = lacking_ink(self._old, rest, free, shift=-vector, by=by)
        return rest[~np.isin(rest, gaps.whose)]

    def _drawn_by(self, mine: Indices, vector: Floats) -> Indices:
        """Free strokes of the new sheet that the moved ones draw."""
        moved = self._old.take(mine).shifted(vector)
        close = near(moved.boxes(), self._boxes_new, margin=self._tolerance)
        asked = close[self._free_new[close] & (self._new.kind[close] != Kind.TEXT)]
        by = Asking(self._tolerance)
        gaps = lacking_ink(self._new, asked, moved, shift=np.zeros(2), by=by)
        return np.asarray(asked[~np.isin(asked, gaps.whose)])


def _nearest_alike(
    old: Strokes, here: Keys, new: Strokes, there: Keys
) -> tuple[Indices, Indices]:
    """Pair each old stroke with the new ones of its shape that are nearest to it."""
    known, number = np.unique(there, return_inverse=True)
    place = np.minimum(np.searchsorted(known, here), len(known) - 1)
    asked = np.flatnonzero(known[place] == here)
    tree = cKDTree(np.column_stack([new.points[:, 0], number * _APART_MM]))
    spots = np.column_stack([old.points[asked, 0], place[asked] * _APART_MM])
    gap, nearest = tree.query(spots, k=_NEAREST, distance_upper_bound=_APART_MM / 2)
    row, column = np.nonzero(np.isfinite(gap))
    return asked[row], nearest[row, column]


def _labels(strokes: Strokes) -> Ints:
    """One label for each block insertion, and for each cluster of the rest; dense."""
    ink = ink_of(strokes, np.arange(len(strokes)), sagitta=1.0)
    loose = strokes.group[ink.whose] < 0
    label = clusters(ink.lines[loose], ink.whose[loose], len(strokes), _TOGETHER_MM)
    inside = strokes.group >= 0
    label = np.where(inside, strokes.group + label.max(initial=0) + 1, label)
    return np.unique(label, return_inverse=True)[1].astype(np.int32)


def _features(strokes: Strokes) -> Floats:
    """Where a stroke is and what it is or shows; a text by its start and wording alone."""
    points = strokes.points.copy()
    texts = strokes.kind == Kind.TEXT
    points[texts] = points[texts, :1]
    apart = strokes.kind * 1e6 + np.maximum(strokes.text, 0) * 1e4
    return np.column_stack([points.reshape(-1, 8), apart])
