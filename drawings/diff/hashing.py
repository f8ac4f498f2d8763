"""Fast keys for rows of whole numbers."""

from collections.abc import Sequence
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

Keys = npt.NDArray[np.uint64]
Wholes = npt.NDArray[np.int64]
Indices = npt.NDArray[np.intp]
Numbers = npt.NDArray[np.signedinteger[Any]]

_Number = TypeVar("_Number", bound=np.integer[Any])

_TABLES = 2
_FEW = 2048
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


def keys_of(columns: Wholes | Sequence[Wholes]) -> Keys:
    """Mix each row of `columns`, shape (n, k) or k columns (n,), into one 64-bit key."""
    rows = columns.T if isinstance(columns, np.ndarray) else columns
    keys = np.zeros(len(rows[0]), np.uint64)
    turns = len(_MULTIPLIERS)
    for i, row in enumerate(rows):
        column = np.ascontiguousarray(row, dtype=np.int64)
        keys ^= column.view(np.uint64) * _MULTIPLIERS[i % turns]
        keys ^= keys >> np.uint64(29)
        keys *= np.uint64(0xBF58476D1CE4E5B9)
        keys ^= keys >> np.uint64(32)
    return keys


def distinct(numbers: npt.NDArray[_Number]) -> npt.NDArray[_Number]:
    """The different ones of whole numbers (n,), rising; `numpy.unique` is far slower."""
    ranked = np.sort(numbers)
    first = np.ones(len(ranked), bool)
    np.not_equal(ranked[1:], ranked[:-1], out=first[1:])
    return ranked[first]


def same_keys(left: Keys, right: Keys) -> tuple[Indices, Indices]:
    """Pair every row of `left` with one row of `right` that has the same key.

    Tables of slots come first, since searching a long sorted list misses the cache at
    every step; what shares a slot with another key is asked again, at last by sorting.
    """
    rows, columns = np.arange(len(left)), np.arange(len(right))
    found, partner = [], []
    for turn in range(_TABLES):
        if min(len(rows), len(columns)) < _FEW:
            break
        bits = len(columns).bit_length() + 1
        told = right[columns] >> np.uint64(turn * 21) & np.uint64((1 << bits) - 1)
        slots = told.astype(np.intp)
        table = np.zeros(1 << bits, np.int32)
        table[slots] = columns
        asked = left[rows]
        place = asked >> np.uint64(turn * 21) & np.uint64((1 << bits) - 1)
        offered = table[place.astype(np.intp)]
        hit = right[offered] == asked
        found.append(rows[hit])
        partner.append(offered[hit].astype(np.intp))
        rows, columns = rows[~hit], columns[table[slots] != columns]
    order = columns[np.argsort(right[columns])]
    ranked = right[order]
    if len(ranked):
        place = np.minimum(np.searchsorted(ranked, left[rows]), len(ranked) - 1)
        hit = ranked[place] == left[rows]
        found.append(rows[hit])
        partner.append(order[place[hit]])
    return np.concatenate([_nothing(), *found]), np.concatenate([_nothing(), *partner])


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
