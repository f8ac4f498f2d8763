"""Strips of the sheet that propose ink for long lines, without asking a spatial index.

The sheet is cut into strips of `STRIP_MM`. A line that runs across a strip is known by its
heights on both borders: place and slope in one key. Lines much shorter than a strip are
left to the index, since their heights there would be noise.
"""

import numpy as np
import numpy.typing as npt

from drawings.content.parts import Floats
from drawings.diff.hashing import Indices, Keys, all_pairs, distinct, keys_of

STRIP_MM = 4.0
_CELL = 8.0


def crossing_alike(
    lines: Floats, ink: Floats, tolerance: float, *, most: int = 0
) -> tuple[Indices, Indices]:
    """Propose ink for long lines: both cross the same strip at the same two heights.

    With `most` no more than so many of the ink of one key are proposed.
    """
    cell = _CELL * tolerance
    pairs = []
    for axis in (0, 1):
        asked, key0 = _crossings(lines, axis, tolerance)
        given, key1 = _crossings(ink, axis, tolerance)
        if not len(asked) or not len(given):
            continue
        there = keys_of(_told(key1, cell, 0.0, 0.0))
        if most:
            chosen = _thinned(there, most)
            given, there = given[chosen], there[chosen]
        for up0 in (-0.5, 0.5):
            for up1 in (-0.5, 0.5):
                here = keys_of(_told(key0, cell, up0, up1))
                left, right = all_pairs(here, there)
                pairs.append(asked[left] * len(ink) + given[right])
    if not pairs:
        return no_pairs()
    both = distinct(np.concatenate(pairs))
    return both // len(ink), both % len(ink)


def are_long(lines: Floats) -> npt.NDArray[np.bool_]:
    """Mask of the lines that cross strips; the others are too short to tell."""
    span = np.abs(lines[:, 1] - lines[:, 0])
    return np.asarray(np.maximum(span[:, 0], span[:, 1]) >= STRIP_MM / 2)


def no_pairs() -> tuple[Indices, Indices]:
    """No line and no partner."""
    return np.zeros(0, np.intp), np.zeros(0, np.intp)


def _thinned(keys: Keys, most: int) -> Indices:
    """Positions of at most so many of each key, wherever they stood in the file."""
    mixed = np.random.default_rng(len(keys)).permutation(len(keys))
    order = mixed[np.argsort(keys[mixed], kind="stable")]
    border = np.flatnonzero(np.diff(keys[order])) + 1
    count = np.diff(np.concatenate([[0], border, [len(order)]]))
    rank = np.arange(len(order)) - np.repeat(np.cumsum(count) - count, count)
    return np.asarray(order[rank < most])


def _told(
    crossing: tuple[npt.NDArray[np.int64], Floats, Floats],
    cell: float,
    up0: float,
    up1: float,
) -> npt.NDArray[np.int64]:
    strip, low, high = crossing
    cells = [np.floor(low / cell + up0), np.floor(high / cell + up1)]
    return np.column_stack([strip, *(c.astype(np.int64) for c in cells)])


def _crossings(
    lines: Floats, axis: int, tolerance: float
) -> tuple[Indices, tuple[npt.NDArray[np.int64], Floats, Floats]]:
    """Each strip that a line crosses along `axis`, with its heights on both borders."""
    span = lines[:, 1] - lines[:, 0]
    run, rise = span[:, axis], span[:, 1 - axis]
    long_enough = np.abs(run) >= STRIP_MM / 2
    # near the diagonal a line is entered along both axes: its partner may be too
    suits = np.flatnonzero(long_enough & (np.abs(rise) <= 1.1 * np.abs(run)))
    ends = lines[suits, :, axis]
    first = np.floor((ends.min(axis=1) + tolerance) / STRIP_MM).astype(np.intp)
    last = np.floor((ends.max(axis=1) - tolerance) / STRIP_MM).astype(np.intp)
    count = np.maximum(last - first + 1, 1)
    row = np.repeat(np.arange(len(suits)), count)
    within = np.arange(len(row)) - np.repeat(np.cumsum(count) - count, count)
    strip = first[row] + within
    which = suits[row]
    slope = rise[which] / run[which]
    border = strip * STRIP_MM - lines[which, 0, axis]
    low = lines[which, 0, 1 - axis] + slope * border
    return which, (strip.astype(np.int64), low, low + slope * STRIP_MM)
