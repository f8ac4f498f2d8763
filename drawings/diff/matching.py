"""Find for each stroke a counterpart of the same shape at the same place.

A counterpart may serve several strokes: duplicates are no change. Keys only propose;
every pair is measured against the true tolerance.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.spatial import cKDTree

from drawings.content.parts import Floats, Kind
from drawings.diff.hashing import Indices, keys_of, same_keys
from drawings.diff.strokes import Strokes

# Cells of this many tolerances and these offsets: two coordinates within the tolerance
# share a cell in at least one grid far more often than not; a tree finds the rest.
_CELL = 4.0
_OFFSETS = (0.5, 0.0, 0.25, 0.75)
# Strokes of another kind are this far away in the tree.
_APART_MM = 1e6
_MOST_CELLS = 512


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """`old[i]` is the counterpart of `new[i]`; both are positions in their strokes."""

    old: Indices
    new: Indices

    @classmethod
    def none(cls) -> "Pairs":
        """No pair at all."""
        return cls(np.zeros(0, np.intp), np.zeros(0, np.intp))

    def joined(self, other: "Pairs") -> "Pairs":
        """These pairs and the other ones."""
        old = np.concatenate([self.old, other.old])
        return Pairs(old, np.concatenate([self.new, other.new]))


def counterparts(old: Strokes, new: Strokes, tolerance: float) -> Pairs:
    """Pair strokes (texts apart) whose points all lie within `tolerance` mm.

    Every stroke that has a counterpart is in the answer at least once, from whichever
    side it was found.
    """
    if not len(old) or not len(new):
        return Pairs.none()
    pairs = _by_keys(old, new, tolerance)
    lone_old = _lacking(len(old), pairs.old, old)
    lone_new = _lacking(len(new), pairs.new, new)
    pairs = pairs.joined(_nearest(old, lone_old, new, tolerance))
    back = _nearest(new, lone_new, old, tolerance)
    return pairs.joined(Pairs(back.new, back.old))


def lacking(count: int, found: Indices) -> npt.NDArray[np.bool_]:
    """Mask of the positions below `count` that are not among `found`."""
    mask = np.ones(count, bool)
    mask[found] = False
    return mask


def _lacking(count: int, found: Indices, strokes: Strokes) -> Indices:
    return np.flatnonzero(lacking(count, found) & (strokes.kind != Kind.TEXT))


def _by_keys(old: Strokes, new: Strokes, tolerance: float) -> Pairs:
    left = np.flatnonzero(old.kind != Kind.TEXT)
    right = np.flatnonzero(new.kind != Kind.TEXT)
    pairs = Pairs.none()
    # the same look first: coincident lines of two layers must not swap partners
    for with_look, offset in ((True, 0.5), *((False, o) for o in _OFFSETS)):
        if not len(left) or not len(right):
            break
        found = _same_cells(
            old.take(left), new.take(right), tolerance, offset, with_look=with_look
        )
        pairs = pairs.joined(Pairs(left[found.old], right[found.new]))
        left = left[lacking(len(left), found.old)]
        right = right[lacking(len(right), found.new)]
    return pairs


def _same_cells(
    old: Strokes, new: Strokes, tolerance: float, offset: float, *, with_look: bool
) -> Pairs:
    cell = _CELL * tolerance
    found, partner = same_keys(
        _cell_keys(old, cell, offset, with_look=with_look),
        _cell_keys(new, cell, offset, with_look=with_look),
    )
    close = _spans(old.points[found], new.points[partner]) <= tolerance
    return Pairs(found[close], partner[close])


def _cell_keys(
    strokes: Strokes, cell: float, offset: float, *, with_look: bool
) -> npt.NDArray[np.uint64]:
    cells = np.floor(strokes.points.reshape(-1, 8) / cell + offset).astype(np.int64)
    look = strokes.look if with_look else np.zeros_like(strokes.look)
    told = np.column_stack([strokes.kind, look]).astype(np.int64)
    return keys_of(np.column_stack([told, cells]))


def _spans(left: Floats, right: Floats) -> Floats:
    """The largest distance between corresponding points, shape (n,)."""
    gap = left - right
    return np.asarray(np.hypot(gap[..., 0], gap[..., 1]).max(axis=-1))


def _nearest(
    seeking: Strokes, lone: Indices, among: Strokes, tolerance: float
) -> Pairs:
    """For each lone stroke the nearest of `among`, run forwards or backwards."""
    if not len(lone):
        return Pairs.none()
    targets = near(seeking.boxes()[lone], among.boxes(), margin=tolerance)
    if not len(targets):
        return Pairs.none()
    tree = cKDTree(_places(among.kind[targets], among.points[targets]))
    pairs = Pairs.none()
    for step in (1, -1):
        points = seeking.points[lone][:, ::step]
        places = _places(seeking.kind[lone], points)
        gap, nearest = tree.query(places, p=np.inf, distance_upper_bound=tolerance)
        found = np.flatnonzero(np.isfinite(gap))
        partner = targets[nearest[found]]
        close = _spans(points[found], among.points[partner]) <= tolerance
        pairs = pairs.joined(Pairs(lone[found[close]], partner[close]))
    return pairs


def _places(kind: npt.NDArray[np.int8], points: Floats) -> Floats:
    return np.column_stack([points.reshape(-1, 8), kind * _APART_MM])


def near(wanted: Floats, boxes: Floats, *, margin: float) -> Indices:
    """Positions of the `boxes` (n, 4) that may lie within `margin` of a wanted box.

    A coarse table of occupied cells answers in O(n + k + cells²); it may name a box too
    many, never one too few.
    """
    if not len(wanted) or not len(boxes):
        return np.zeros(0, np.intp)
    cells = int(np.clip(2 * np.sqrt(len(boxes)), 16, _MOST_CELLS))
    low = wanted[:, :2].min(axis=0) - margin
    high = wanted[:, 2:].max(axis=0) + margin
    cell = np.maximum((high - low) / cells, 1e-9)
    reach = np.array([-margin, -margin, margin, margin])
    table = _occupied(_cells(wanted + reach, low, cell, cells), cells)
    sound = ((boxes[:, :2] <= high) & (boxes[:, 2:] >= low)).all(axis=1)
    inside = np.flatnonzero(sound)
    x0, y0, x1, y1 = _cells(boxes[inside], low, cell, cells).T
    hits = table[x1 + 1, y1 + 1] - table[x0, y1 + 1] - table[x1 + 1, y0] + table[x0, y0]
    return np.asarray(inside[hits > 0])


def _cells(
    boxes: Floats, low: Floats, cell: Floats, cells: int
) -> npt.NDArray[np.int64]:
    place = (boxes - np.tile(low, 2)) / np.tile(cell, 2)
    return np.asarray(np.clip(np.floor(place), 0, cells - 1).astype(np.int64))


def _occupied(taken: npt.NDArray[np.int64], cells: int) -> npt.NDArray[np.int64]:
    """Summed-area table of the cells that at least one box takes."""
    steps = np.zeros((cells + 1, cells + 1), np.int64)
    x0, y0, x1, y1 = taken.T
    np.add.at(steps, (x0, y0), 1)
    np.add.at(steps, (x1 + 1, y1 + 1), 1)
    np.add.at(steps, (x0, y1 + 1), -1)
    np.add.at(steps, (x1 + 1, y0), -1)
    covered = steps.cumsum(axis=0).cumsum(axis=1)[:cells, :cells] > 0
    table = np.zeros((cells + 1, cells + 1), np.int64)
    table[1:, 1:] = covered.cumsum(axis=0).cumsum(axis=1)
    return table
