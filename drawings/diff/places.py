"""Which places may lie beside others: a table of cells instead of a tree over a sheet."""

import numpy as np
import numpy.typing as npt

from drawings.content.parts import Floats
from drawings.diff.hashing import Indices

_BITS = 20
_SLOTS = 1 << _BITS
_SPREAD = np.array([0x9E3779B1, 0x85EBCA77], dtype=np.uint64)


def beside(wanted: Floats, places: Floats, *, reach: float) -> Indices:
    """Positions of the `places` (n, 2) that may lie within `reach` of a wanted one (k, 2).

    Asks one bit for each place, O(n + k); it may name a place too many, never one too
    few.
    """
    if not len(wanted) or not len(places):
        return np.zeros(0, np.intp)
    cell = 2.0 * reach
    taken = np.zeros(_SLOTS, bool)
    # a reach touches at most two cells along each axis
    sides = [np.floor((wanted + step) / cell) for step in (-reach, reach)]
    for left in sides:
        for low in sides:
            taken[_slots(left[:, 0], low[:, 1])] = True
    cells = [np.floor(places[:, axis] / cell) for axis in (0, 1)]
    return np.flatnonzero(taken[_slots(*cells)])


def _slots(x: Floats, y: Floats) -> npt.NDArray[np.intp]:
    """The slot of each cell in the table; two cells may share one."""
    mixed = x.astype(np.int64).view(np.uint64) * _SPREAD[0]
    mixed ^= y.astype(np.int64).view(np.uint64) * _SPREAD[1]
    mixed ^= mixed >> np.uint64(32)
    return np.asarray((mixed & np.uint64(_SLOTS - 1)).astype(np.intp))
