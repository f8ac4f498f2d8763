"""Find for each stroke a counterpart of the same shape at the same place.

A counterpart may serve several strokes: duplicates are no change. Keys only propose;
every pair is measured against the true tolerance.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.spatial import cKDTree

from drawings.content.parts import Floats, Kind
from drawings.diff.cells import (
    columns_of,
    corners_of,
    extent_of,
    met_in,
    occupied,
)
from drawings.diff.hashing import Indices, distinct, keys_of, same_keys
from drawings.diff.places import beside
from drawings.diff.strokes import Strokes

# Cells of this many tolerances and these offsets: two coordinates within the tolerance
# share a cell in at least one grid far more often than not; a tree finds the rest.
_CELL = 4.0
_OFFSETS = (0.5, 0.0, 0.25, 0.75)
_MOST_CELLS = 512
_FEW = 10_000


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
    left, right = np.arange(len(old)), np.arange(len(new))
    pairs = Pairs.none()
    # the same look first: coincident lines of two layers must not swap partners
    for with_look, offset in ((True, 0.5), *((False, o) for o in _OFFSETS)):
        if not len(left) or not len(right):
            break
        found = _same_cells(
            (old, left), (new, right), tolerance, offset, with_look=with_look
        )
        pairs = pairs.joined(found)
        left = np.flatnonzero(lacking(len(old), pairs.old))
        right = np.flatnonzero(lacking(len(new), pairs.new))
    return pairs


def _same_cells(
    old: tuple[Strokes, Indices],
    new: tuple[Strokes, Indices],
    tolerance: float,
    offset: float,
    *,
    with_look: bool,
) -> Pairs:
    """Pairs among the strokes of both sides that are asked: all, or their positions."""
    cell = _CELL * tolerance
    found, partner = same_keys(
        _cell_keys(*old, cell, offset, with_look=with_look),
        _cell_keys(*new, cell, offset, with_look=with_look),
    )
    (some, left), (others, right) = old, new
    found, partner = left[found], right[partner]
    close = _spans(some.points[found], others.points[partner]) <= tolerance
    close &= some.kind[found] != Kind.TEXT
    # pictures of other pixels are other pictures; of lines this is -1 everywhere
    close &= some.text[found] == others.text[partner]
    return Pairs(found[close], partner[close])


def _cell_keys(
    strokes: Strokes, chosen: Indices, cell: float, offset: float, *, with_look: bool
) -> npt.NDArray[np.uint64]:
    """Keys of both ends; what lies between them is left to the measured distance."""
    asked = slice(None) if len(chosen) == len(strokes) else chosen
    told = strokes.kind[asked].astype(np.int64)
    if with_look:
        told += strokes.look[asked].astype(np.int64) << 8
    cells = []
    for side in strokes.ends:
        place = side[asked] * (1.0 / cell)
        place += offset
        cells.append(np.floor(place, out=place).astype(np.int64))
    return keys_of([told, *cells])


def _spans(left: Floats, right: Floats) -> Floats:
    """The largest distance between corresponding points, shape (n,)."""
    gap = left - right
    gap *= gap
    far = gap[..., 0] + gap[..., 1]
    most = np.maximum(far[:, 0], far[:, 3])
    return np.sqrt(np.maximum(most, np.maximum(far[:, 1], far[:, 2])))


def _nearest(
    seeking: Strokes, lone: Indices, among: Strokes, tolerance: float
) -> Pairs:
    """For each lone stroke the nearest of `among`, run forwards or backwards."""
    if not len(lone):
        return Pairs.none()
    targets = beside(seeking.middles(lone), among.middles(), reach=tolerance)
    if not len(targets):
        return Pairs.none()
    pairs = Pairs.none()
    for kind in distinct(seeking.kind[lone]):
        mine, theirs = (
            lone[seeking.kind[lone] == kind],
            targets[among.kind[targets] == kind],
        )
        if len(theirs):
            found = _nearest_of_kind(seeking.take(mine), among.take(theirs), tolerance)
            pairs = pairs.joined(Pairs(mine[found.old], theirs[found.new]))
    return pairs


def _nearest_of_kind(seeking: Strokes, among: Strokes, tolerance: float) -> Pairs:
    """The same for strokes of one kind; straight ones are known by their ends."""
    is_bent = seeking.kind[0] == Kind.CURVE
    known = [0, 1, 2, 3] if is_bent else [0, 3]
    tree = cKDTree(among.points[:, known].reshape(-1, 2 * len(known)))
    unsure = np.flatnonzero(seeking.doubtful_run(tolerance))
    pairs = Pairs.none()
    for lone, step in ((np.arange(len(seeking)), 1), (unsure, -1)):
        points = seeking.points[lone][:, ::step]
        places = points[:, known].reshape(-1, 2 * len(known))
        gap, nearest = tree.query(places, p=np.inf, distance_upper_bound=tolerance)
        found = np.flatnonzero(np.isfinite(gap))
        partner = nearest[found]
        close = _spans(points[found], among.points[partner]) <= tolerance
        close &= seeking.text[lone[found]] == among.text[partner]
        pairs = pairs.joined(Pairs(lone[found[close]], partner[close]))
    return pairs


def near(wanted: Floats, boxes: Floats, *, margin: float) -> Indices:
    """Positions of the `boxes` (n, 4) that may lie within `margin` of a wanted box.

    A coarse table of occupied cells answers in O(n + k + cells²); it may name a box too
    many, never one too few.
    """
    if not len(wanted) or not len(boxes):
        return np.zeros(0, np.intp)
    # few that are wanted need no fine table, which would cost more than it spares
    worth = min(len(boxes), max(_FEW, 4 * len(wanted)))
    cells = int(np.clip(2 * np.sqrt(worth), 16, _MOST_CELLS))
    low, high = extent_of(wanted)
    low, high = low - margin, high + margin
    cell = np.maximum((high - low) / cells, 1e-9)
    reach = np.array([-margin, -margin, margin, margin])
    table = occupied(columns_of(wanted + reach, low, cell, cells), cells)
    x0, y0, x1, y1 = boxes.T
    inside = np.flatnonzero(
        (x0 <= high[0]) & (y0 <= high[1]) & (x1 >= low[0]) & (y1 >= low[1])
    )
    some = boxes if len(inside) == len(boxes) else boxes[inside]
    corners = corners_of(columns_of(some, low, cell, cells), cells)
    return np.asarray(inside[met_in(table, corners)])
