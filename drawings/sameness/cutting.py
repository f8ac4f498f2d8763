"""Cut the ink of one line of text into its characters.

Where letters stand apart there is one run of ink for each. A character may be drawn in
several runs (%, 川, “), and letters may reach over each other: then runs are shared out so
that every character gets ink about where our typeface would draw it, as wide as it would.
"""

from functools import lru_cache

import numpy as np
from fontTools.pens.boundsPen import BoundsPen
from fontTools.ttLib import TTFont

from drawings.content.lettering import EM, FACES, glyph
from drawings.content.parts import Floats
from drawings.diff.hashing import Indices
from storage.typefaces import face_file

# No character is drawn in more runs that stand apart, and in more parts that do not.
_MOST_RUNS, _MOST_PARTS = 4, 14
# How much the width of a character tells against its place: fonts drift along a line.
_WIDTH_TELLS = 2.0
_FARTHEST = 1.5


def cells_of(
    low: Floats, high: Floats, characters: str, word: str
) -> tuple[Indices, bool] | None:
    """Which character each part of a text belongs to, and whether that is sure.

    Args:
        low: where each part begins along the base line, in text heights.
        high: where it ends.
        characters: the text without blanks.
        word: the text.

    Returns:
        The number of a character for each part; None where there are too few parts.

    """
    run = _overlapping(low, high)
    runs = int(run.max()) + 1
    expected = _expected(word, float(low.min()), float(high.max()))
    if runs == len(characters) and _is_expected(*_around(run, low, high), expected):
        return run, True
    most = _MOST_RUNS
    if runs <= len(characters):
        # letters that reach over each other are still drawn one by one
        run = np.empty(len(low), np.intp)
        run[np.argsort(low + high, kind="stable")] = np.arange(len(low))
        most = _MOST_PARTS
    cell = _shared_out(*_around(run, low, high), expected, most)
    return None if cell is None else (cell[run], False)


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


def _expected(word: str, start: float, end: float) -> Floats:
    """Where our typeface would draw the ink of each character from start to end, (n, 2)."""
    at, ink = 0.0, []
    for letter in word:
        if not letter.isspace():
            left, right = _ink_of(letter)
            ink.append((at + left, at + right))
        at += glyph(letter).advance * EM
    places = np.array(ink)
    scale = (end - start) / max(float(places.max() - places.min()), 1e-9)
    return np.asarray((places - places.min()) * scale + start)


@lru_cache(maxsize=1 << 14)
def _ink_of(letter: str) -> tuple[float, float]:
    """From where to where our typeface draws a letter at text height 1."""
    known = glyph(letter)
    face = _face(known.face)
    pen = BoundsPen(face.getGlyphSet())
    face.getGlyphSet()[face.getGlyphName(known.number)].draw(pen)
    if pen.bounds is None:
        return 0.0, known.advance * EM
    scale = EM / face["head"].unitsPerEm
    return float(pen.bounds[0]) * scale, float(pen.bounds[2]) * scale


@lru_cache
def _face(number: int) -> TTFont:
    return TTFont(str(face_file(FACES[number])), lazy=True)


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
