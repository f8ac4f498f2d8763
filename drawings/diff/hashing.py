"""Fast keys for rows of whole numbers."""

from typing import Any

import numpy as np
import numpy.typing as npt

Keys = npt.NDArray[np.uint64]
Wholes = npt.NDArray[np.int64]
Indices = npt.NDArray[np.intp]
Numbers = npt.NDArray[np.signedinteger[Any]]

# odd 64-bit constants with well spread bits (golden ratio and square roots of primes)
_MULTIPLIERS = np.array(
    [
        0x9E3779B97F4A7C15,
        0x6A09E667F3BCC909,
        0xBB67AE8584CAA73B,
        0x3C6EF372FE94F82B,
        0xA54FF53A5F1D36F1,
        0x510E527FADE682D1,
        0x9B05688C2B3E6C1F,
        0x1F83D9ABFB41BD6B,
        0x5BE0CD19137E2179,
        0xCBBB9D5DC1059ED9,
        0x629A292A367CD507,
    ],
    dtype=np.uint64,
)


def keys_of(columns: Wholes) -> Keys:
    """Mix each row of `columns`, shape (n, k), into one 64-bit key."""
    keys = np.zeros(len(columns), np.uint64)
    turns = len(_MULTIPLIERS)
    for i in range(columns.shape[1]):
        column = np.ascontiguousarray(columns[:, i], dtype=np.int64)
        keys ^= column.view(np.uint64) * _MULTIPLIERS[i % turns]
        keys ^= keys >> np.uint64(29)
        keys *= np.uint64(0xBF58476D1CE4E5B9)
        keys ^= keys >> np.uint64(32)
    return keys


def same_keys(left: Keys, right: Keys) -> tuple[Indices, Indices]:
    """Pair every row of `left` with one row of `right` that has the same key."""
    order = np.argsort(right, kind="stable")
    place = np.searchsorted(right[order], left)
    place[place == len(right)] = 0
    found = np.flatnonzero(right[order[place]] == left) if len(right) else _nothing()
    return found, order[place[found]]


def all_pairs(left: Keys, right: Keys, *, most: int = 0) -> tuple[Indices, Indices]:
    """Pair every row of `left` with every row of `right` that has the same key.

    `most` leaves out rows of `left` with more partners than that (0: no limit).
    """
    order = np.argsort(right, kind="stable")
    ranked = right[order]
    first = np.searchsorted(ranked, left, "left")
    count = np.searchsorted(ranked, left, "right") - first
    if most:
        count[count > most] = 0
    return spread(count, first, order)


def spread(
    count: npt.NDArray[np.intp], first: npt.NDArray[np.intp], order: Indices
) -> tuple[Indices, Indices]:
    """Write out runs: row i is paired with `order[first[i] : first[i] + count[i]]`."""
    rows = np.repeat(np.arange(len(count)), count)
    ends = np.cumsum(count)
    within = np.arange(len(rows)) - np.repeat(ends - count, count)
    return rows, order[np.repeat(first, count) + within]


def _nothing() -> Indices:
    return np.zeros(0, np.intp)
