"""Cut the ink of one line of text into its characters.

Where letters stand apart there is one run of ink for each. A character may be drawn in
several runs (%, 川, “), and letters may reach over each other: then runs are shared out so
that every character gets ink about where it is expected, as wide as it is expected.
"""

import numpy as np

from drawings.content.parts import Floats
from drawings.diff.hashing import Indices
from drawings.sameness.spacing import Spacing

# No character is drawn in more runs that stand apart, and in more parts that do not.
_MOST_RUNS, _MOST_PARTS = 4, 24
# How much the width of a character tells against its place: fonts drift along a line.
_WIDTH_TELLS = 2.0
_FARTHEST = 1.5


def sure_cells(
    low: Floats, high: Floats, word: str, spacing: Spacing
) -> Indices | None:
    """Which character each part of a text belongs to, where letters stand apart.

    Args:
        low: where each part begins along the base line, in text heights.
        high: where it ends.
        word: the text.
        spacing: where its characters are expected.

    Returns:
        The number of a character for each part; None where that is not beyond doubt.

    """
    run = _overlapping(low, high)
    expected = spacing.expected(word, float(low.min()), float(high.max()))
    is_one_each = int(run.max()) + 1 == len(expected)
    if is_one_each and _is_expected(*_around(run, low, high), expected):
        return run
    return None


def likely_cells(
    low: Floats, high: Floats, word: str, spacing: Spacing
) -> list[Indices]:
    """The same where letters may be drawn in several runs, or reach over each other."""
    run = _overlapping(low, high)
    expected = spacing.expected(word, float(low.min()), float(high.max()))
    # letters that reach over each other are still drawn one by one
    each = np.empty(len(low), np.intp)
    each[np.argsort(low + high, kind="stable")] = np.arange(len(low))
    found: list[Indices] = []
    for part, most in ((run, _MOST_RUNS), (each, _MOST_PARTS)):
        cell = _shared_out(*_around(part, low, high), expected, most)
        if cell is not None and not any((cell[part] == f).all() for f in found):
            found.append(cell[part])
    return found


def _around(run: Indices, low: Floats, high: Floats) -> tuple[Floats, Floats]:
    """Where each run begins and ends."""
    runs = int(run.max()) + 1
    start, end = np.full(runs, np.inf), np.full(runs, -np.inf)
    np.minimum.at(start, run, low)
    np.maximum.at(end, run, high)
    return start, end


def _is_expected(start: Floats, end: Floats, expected: Floats) -> bool:
    """Whether each run stands nearer to its character than to another one."""
    middle, wanted = (start + end) / 2, expected.mean(axis=1)
    borders = (wanted[1:] + wanted[:-1]) / 2
    return bool((np.searchsorted(borders, middle) == np.arange(len(middle))).all())


def _overlapping(low: Floats, high: Floats) -> Indices:
    """Number the intervals from the left; those that overlap share a number."""
    order = np.argsort(low, kind="stable")
    reached = np.maximum.accumulate(high[order])
    new = np.r_[True, low[order][1:] > reached[:-1]]
    number = np.empty(len(low), np.intp)
    number[order] = np.cumsum(new) - 1
    return number


def _shared_out(
    start: Floats, end: Floats, expected: Floats, most: int
) -> Indices | None:
    """Give each character one or more runs, in order, so that all together fit best."""
    count, runs = len(expected), len(start)
    if runs < count:
        return None
    first = np.minimum.accumulate(start[::-1])[::-1]
    last = np.maximum.accumulate(end)
    best = np.full((count + 1, runs + 1), np.inf)
    taken = np.zeros((count + 1, runs + 1), np.intp)
    best[0, 0] = 0.0
    for number, (left, right) in enumerate(expected):
        for many in range(1, min(most, runs) + 1):
            mine, until = np.arange(runs - many + 1), np.arange(many, runs + 1)
            away = np.abs((first[mine] + last[until - 1]) - (left + right)) / 2
            wide = np.abs((last[until - 1] - first[mine]) - (right - left))
            cost = np.minimum(away, _FARTHEST) + _WIDTH_TELLS * wide
            cost += best[number, mine]
            better = cost < best[number + 1, until]
            best[number + 1, until[better]] = cost[better]
            taken[number + 1, until[better]] = many
    if not np.isfinite(best[count, runs]):
        return None
    cell, at = np.empty(runs, np.intp), runs
    for number in range(count, 0, -1):
        many = int(taken[number, at])
        cell[at - many : at] = number - 1
        at -= many
    return cell
