"""Boxes of a sheet in a table of cells: made once, asked often which lie near some places."""

import numpy as np
import numpy.typing as npt

from drawings.content.parts import Floats
from drawings.diff.hashing import Indices

Columns = list[npt.NDArray[np.int32]]
_FEWEST, _MOST = 16, 256


class Cells:
    """The cells that n boxes take on their sheet."""

    def __init__(self, boxes: Floats) -> None:
        self._count = int(np.clip(2 * np.sqrt(len(boxes)), _FEWEST, _MOST))
        low, high = extent_of(boxes)
        self._low, self._cell = low, np.maximum((high - low) / self._count, 1e-9)
        taken = columns_of(boxes, low, self._cell, self._count)
        self._corners = corners_of(taken, self._count)

    def near(self, wanted: Floats, *, margin: float) -> Indices:
        """Positions of the boxes that may lie within `margin` of a wanted box (k, 4).

        May name a box too many, never one too few.
        """
        if not len(wanted):
            return np.zeros(0, np.intp)
        reach = np.array([-margin, -margin, margin, margin])
        taken = columns_of(wanted + reach, self._low, self._cell, self._count)
        return np.flatnonzero(met_in(occupied(taken, self._count), self._corners))


def extent_of(boxes: Floats) -> tuple[Floats, Floats]:
    """Lower left and upper right corner, each (2,), of the box around boxes (n, 4)."""
    low = np.array([boxes[:, 0].min(), boxes[:, 1].min()])
    return low, np.array([boxes[:, 2].max(), boxes[:, 3].max()])


def columns_of(boxes: Floats, low: Floats, cell: Floats, cells: int) -> Columns:
    """Column or row of each side of each box, kept within the table."""
    sides = []
    for side in range(4):
        axis = side % 2
        place = (boxes[:, side] - low[axis]) * (1.0 / cell[axis])
        np.clip(place, 0, cells - 1, out=place)
        sides.append(place.astype(np.int32))
    return sides


def corners_of(sides: Columns, cells: int) -> Columns:
    """Where the four corners of each box stand in a table of sums."""
    wide = cells + 1
    x0, y0, x1, y1 = sides
    left, right, above = x0 * wide, (x1 + 1) * wide, y1 + 1
    return [right + above, left + above, right + y0, left + y0]


def met_in(table: npt.NDArray[np.int32], corners: Columns) -> npt.NDArray[np.bool_]:
    """Mask of the boxes with an occupied cell."""
    flat = table.ravel()
    a, b, c, d = corners
    return np.asarray(flat[a] - flat[b] - flat[c] + flat[d] > 0)


def occupied(taken: Columns, cells: int) -> npt.NDArray[np.int32]:
    """Summed-area table of the cells that at least one box takes."""
    wide = cells + 1
    x0, y0, x1, y1 = (side.astype(np.intp) for side in taken)
    corners = ((x0, y0), (x1 + 1, y1 + 1), (x0, y1 + 1), (x1 + 1, y0))
    counts = [np.bincount(x * wide + y, minlength=wide * wide) for x, y in corners]
    steps = (counts[0] + counts[1] - counts[2] - counts[3]).reshape(wide, wide)
    covered = steps.cumsum(axis=0, dtype=np.int32).cumsum(axis=1)[:cells, :cells] > 0
    table = np.zeros((wide, wide), np.int32)
    table[1:, 1:] = covered.cumsum(axis=0, dtype=np.int32).cumsum(axis=1)
    return table
