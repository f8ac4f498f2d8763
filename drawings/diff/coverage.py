"""Which parts of a line are not drawn by the other sheet.

A line is the same line however it is cut, merged, overlapped or drawn twice: what counts
is the ink. `uncovered` measures it exactly; `_strips` is only there to propose most
partners of long lines without asking a spatial index about every crossing.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely

from drawings.content.parts import Floats
from drawings.diff.hashing import Indices, Keys, all_pairs, distinct, keys_of, spread
from drawings.diff.matching import near
from drawings.diff.shapes import line_shapes

STRIP_MM = 4.0
# Two lines run alike when they drift apart by less than this per millimetre ...
_DRIFT = 0.05
# ... or, where one is so short that its direction is noise, by this many tolerances.
_NOISE = 2.0
_SLACK = 2.0
_CELL = 8.0
_FEW = 12
_CROWD = 8
_BUNCH = 8_000
_BUNCH_MM = 50.0


@dataclass(frozen=True, slots=True, eq=False)
class Gaps:
    """Uncovered stretches: `line[i]` lacks ink from `start[i]` to `end[i]` mm."""

    line: Indices
    start: Floats
    end: Floats

    def only(self, chosen: npt.NDArray[np.bool_]) -> "Gaps":
        """The chosen ones."""
        return Gaps(self.line[chosen], self.start[chosen], self.end[chosen])

    def of(self, lines: Floats) -> Floats:
        """The stretches as lines, shape (m, 2, 2)."""
        origin, span = lines[self.line, 0], lines[self.line, 1] - lines[self.line, 0]
        length = np.maximum(np.hypot(span[:, 0], span[:, 1]), 1e-12)[:, None]
        first = origin + span * (self.start[:, None] / length)
        return np.stack([first, origin + span * (self.end[:, None] / length)], axis=1)


def uncovered(
    lines: Floats, ink: Floats, tolerance: float, *, forgiven: float = 0.0
) -> Gaps:
    """Find the stretches of `lines` that no `ink` lies on.

    Args:
        lines: shape (n, 2, 2), mm.
        ink: shape (m, 2, 2), mm; all lines of the other sheet.
        tolerance: how far ink may lie beside a line.
        forgiven: shorter stretches are no gaps; twice the tolerance where it is 0.

    Returns:
        The gaps, ordered by line.

    """
    slack = forgiven or _SLACK * tolerance
    if not len(lines):
        return Gaps(np.zeros(0, np.intp), np.zeros(0), np.zeros(0))
    boxes = boxes_of(ink)
    wanted = boxes_of(lines)
    ink = ink[near(wanted, boxes, margin=2 * tolerance)]
    if not len(ink):
        return _gaps(lines, *_no_pairs(), ink, tolerance, slack)
    # where lines crowd, a few of each place cover nearly all, and the rest are few
    some = _strips(lines, ink, tolerance, most=_FEW)
    rest = distinct(_gaps(lines, *some, ink, tolerance, slack).line)
    found = []
    for part in _parted(lines, rest):
        boxes = boxes_of(ink)
        close = ink[near(boxes_of(lines[part]), boxes, margin=2 * tolerance)]
        gaps = _uncovered(lines[part], close, tolerance, slack)
        found.append(Gaps(part[gaps.line], gaps.start, gaps.end))
    return _ordered(found)


def uncovered_in_crowds(
    lines: Floats, ink: Floats, by: tuple[float, float], cell: float
) -> Gaps:
    """The same, but of lines that crowd within `cell` mm one is asked for all.

    Args:
        lines: shape (n, 2, 2), mm.
        ink: shape (m, 2, 2), mm.
        by: tolerance, and what is forgiven.
        cell: lines whose ends share cells of this size share their fate.

    """
    known, which = np.unique(standing(lines, cell), return_inverse=True)
    gaps = uncovered(lines[known], ink, by[0], forgiven=by[1])
    order = np.argsort(which, kind="stable")
    count = np.bincount(which, minlength=len(known))
    first = np.cumsum(count) - count
    gap, line = spread(count[gaps.line], first[gaps.line], order)
    length = np.hypot(*(lines[line, 1] - lines[line, 0]).T)
    start = np.minimum(gaps.start[gap], length)
    return _ordered([Gaps(line, start, np.minimum(gaps.end[gap], length))])


def standing(lines: Floats, cell: float) -> Indices:
    """For each line the one that stands for it: itself, unless many run alongside."""
    stands = np.arange(len(lines))
    if len(lines) < _CROWD:
        return stands
    cells = np.floor(lines.reshape(-1, 4) / cell).astype(np.int64)
    keys = keys_of(cells)
    # whichever the order of the file, the same one stands for the others
    order = np.lexsort((*lines.reshape(-1, 4).T, keys))
    border = np.flatnonzero(np.diff(keys[order])) + 1
    count = np.diff(np.concatenate([[0], border, [len(order)]]))
    first = np.repeat(order[np.concatenate([[0], border])], count)
    crowd = np.repeat(count >= _CROWD, count)
    stands[order[crowd]] = first[crowd]
    return stands


def _parted(lines: Floats, chosen: Indices) -> list[Indices]:
    """The chosen lines in bunches that lie together: what crowds stays within bounds."""
    if len(chosen) <= _BUNCH:
        return [chosen] if len(chosen) else []
    middle = lines[chosen].mean(axis=1)
    row, column = np.floor(middle / _BUNCH_MM).T
    order = np.lexsort((middle[:, 1], middle[:, 0], column, row))
    return np.array_split(chosen[order], -(-len(chosen) // _BUNCH))


def _ordered(found: list[Gaps]) -> Gaps:
    line = np.concatenate([np.zeros(0, np.intp), *(gaps.line for gaps in found)])
    start = np.concatenate([np.zeros(0), *(gaps.start for gaps in found)])
    end = np.concatenate([np.zeros(0), *(gaps.end for gaps in found)])
    order = np.argsort(line, kind="stable")
    return Gaps(line[order], start[order], end[order])


def _uncovered(lines: Floats, ink: Floats, tolerance: float, slack: float) -> Gaps:
    """The same, with every ink that may lie on a line."""
    if not len(lines):
        return Gaps(np.zeros(0, np.intp), np.zeros(0), np.zeros(0))
    by_strip = _strips(lines, ink, tolerance)
    open_ = _gaps(lines, *by_strip, ink, tolerance, slack)
    if not len(open_.line):
        return open_
    by_tree = _left_by_strips(lines, open_, ink, tolerance)
    still = distinct(open_.line)
    kept = np.isin(by_strip[0], still)
    line = np.concatenate([by_strip[0][kept], by_tree[0]])
    partner = np.concatenate([by_strip[1][kept], by_tree[1]])
    gaps = _gaps(lines, line, partner, ink, tolerance, slack)
    chosen = np.isin(gaps.line, still)
    return Gaps(gaps.line[chosen], gaps.start[chosen], gaps.end[chosen])


def uncovered_few(lines: Floats, ink: Floats, tolerance: float) -> Gaps:
    """The same for few short lines among very much ink; the index alone is asked."""
    slack = _SLACK * tolerance
    open_ = _gaps(lines, *_no_pairs(), ink, tolerance, slack)
    pairs = _touching(lines, open_, ink, tolerance)
    return _gaps(lines, *pairs, ink, tolerance, slack)


def boxes_of(lines: Floats) -> Floats:
    """Bounding boxes of lines (n, 2, 2), shape (n, 4)."""
    low = np.minimum(lines[:, 0], lines[:, 1])
    return np.concatenate([low, np.maximum(lines[:, 0], lines[:, 1])], axis=1)


def chopped(lines: Floats, longest: float) -> tuple[Floats, Indices]:
    """Cut lines (n, 2, 2) into equal parts no longer than `longest` mm; and whose."""
    span = lines[:, 1] - lines[:, 0]
    length = np.hypot(span[:, 0], span[:, 1])
    if length.max(initial=0.0) <= longest:
        return lines, np.arange(len(lines))
    parts = np.maximum(1, np.ceil(length / longest))
    whose = np.repeat(np.arange(len(lines)), parts.astype(np.intp))
    ends = np.cumsum(parts)
    step = (np.arange(len(whose)) - (ends - parts)[whose]) / parts[whose]
    first = lines[whose, 0] + span[whose] * step[:, None]
    last = first + span[whose] / parts[whose, None]
    return np.stack([first, last], axis=1), whose


def _no_pairs() -> tuple[Indices, Indices]:
    return np.zeros(0, np.intp), np.zeros(0, np.intp)


def _gaps(
    lines: Floats,
    line: Indices,
    partner: Indices,
    ink: Floats,
    tolerance: float,
    slack: float,
) -> Gaps:
    """What is left of each line when the ink of its partners is taken off."""
    length = np.hypot(*(lines[:, 1] - lines[:, 0]).T)
    line, start, end = _stretches(lines, length, line, partner, ink, tolerance)
    # one empty stretch before and one behind each line, so gaps lie between stretches
    every = np.arange(len(lines))
    line = np.concatenate([line, every, every])
    start = np.concatenate([start, np.full(len(lines), -1.0), length])
    end = np.concatenate([end, np.zeros(len(lines)), length + 1.0])
    order = np.lexsort((start, line))
    line, start, end = line[order], start[order], end[order]
    # a running maximum within each line: lines are told apart by a large step
    step = line * (2.0 * length.max() + 4.0)
    reached = np.maximum.accumulate(end + step) - step
    gap_start, gap_end = reached[:-1], start[1:]
    least = np.minimum(slack, np.maximum(length[line[1:]], 1e-9) * 0.999)
    found = (line[1:] == line[:-1]) & (gap_end - gap_start > least)
    return Gaps(line[1:][found], gap_start[found], gap_end[found])


def _stretches(
    lines: Floats,
    length: Floats,
    line: Indices,
    partner: Indices,
    ink: Floats,
    tolerance: float,
) -> tuple[Indices, Floats, Floats]:
    """Where along each line its partner lies on it, in mm from the first end."""
    along = lines[line, 1] - lines[line, 0]
    size = length[line]
    along = along / np.maximum(size, 1e-12)[:, None]
    first, last = ink[partner, 0] - lines[line, 0], ink[partner, 1] - lines[line, 0]
    reach0, reach1 = (first * along).sum(axis=1), (last * along).sum(axis=1)
    off0 = along[:, 0] * first[:, 1] - along[:, 1] * first[:, 0]
    off1 = along[:, 0] * last[:, 1] - along[:, 1] * last[:, 0]
    drift = np.abs(off1 - off0)
    ink_size = np.hypot(*(last - first).T)
    shorter = np.maximum(np.minimum(ink_size, size), 1e-12)
    alike = drift <= ink_size * np.maximum(_DRIFT, _NOISE * tolerance / shorter)
    enter, leave = _within(off0, off1, tolerance)
    alike &= enter <= leave
    start = reach0 + (reach1 - reach0) * enter
    end = reach0 + (reach1 - reach0) * leave
    start, end = np.minimum(start, end), np.maximum(start, end)
    alike &= (end >= 0) & (start <= size)
    # what lies beyond the ends is not of this line, and must not count for the next
    start, end = np.maximum(start, 0.0), np.minimum(end, size)
    return line[alike], start[alike], end[alike]


def _within(off0: Floats, off1: Floats, tolerance: float) -> tuple[Floats, Floats]:
    """The part [0, 1] of a line whose offset, from off0 to off1, is in tolerance."""
    drift = off1 - off0
    steady = np.abs(drift) < 1e-12
    safe = np.where(steady, 1.0, drift)
    low, high = (-tolerance - off0) / safe, (tolerance - off0) / safe
    enter = np.maximum(np.minimum(low, high), 0.0)
    leave = np.minimum(np.maximum(low, high), 1.0)
    inside = np.abs(off0) <= tolerance
    enter = np.where(steady, np.where(inside, 0.0, 1.0), enter)
    return enter, np.where(steady, np.where(inside, 1.0, 0.0), leave)


def _left_by_strips(
    lines: Floats, open_: Gaps, ink: Floats, tolerance: float
) -> tuple[Indices, Indices]:
    """Ask the index for what strips do not tell: all but long lines on long lines."""
    is_long = _are_long(lines)[open_.line]
    short_ink = np.flatnonzero(~_are_long(ink))
    pairs = [_touching(lines, open_.only(~is_long), ink, tolerance)]
    if len(short_ink):
        line, found = _touching(lines, open_.only(is_long), ink[short_ink], tolerance)
        pairs.append((line, short_ink[found]))
    return (
        np.concatenate([line for line, _ in pairs]),
        np.concatenate([found for _, found in pairs]),
    )


def _are_long(lines: Floats) -> npt.NDArray[np.bool_]:
    """Those that cross strips, see `_crossings`."""
    span = np.abs(lines[:, 1] - lines[:, 0])
    return np.asarray(np.maximum(span[:, 0], span[:, 1]) >= STRIP_MM / 2)


def _touching(
    lines: Floats, open_: Gaps, ink: Floats, tolerance: float
) -> tuple[Indices, Indices]:
    """Ask the spatial index which ink lies on what is still open."""
    stretches, whose = chopped(open_.of(lines), STRIP_MM)
    if not len(stretches):
        return _no_pairs()
    boxes, extent = boxes_of(stretches), boxes_of(ink)
    close = near(boxes, extent, margin=2 * tolerance)
    if not len(close):
        return _no_pairs()
    tree = shapely.STRtree(line_shapes(ink[close]))
    asked, found = tree.query(
        line_shapes(stretches), predicate="dwithin", distance=1.01 * tolerance
    )
    line = open_.line[whose[asked]]
    pairs = distinct(line * len(ink) + close[found])
    return pairs // len(ink), pairs % len(ink)


def _strips(
    lines: Floats, ink: Floats, tolerance: float, *, most: int = 0
) -> tuple[Indices, Indices]:
    """Propose ink for long lines: both cross the same strip at the same two heights.

    The sheet is cut into strips of `STRIP_MM`. A line that runs across a strip is known
    by its heights on both borders: place and slope in one key. Lines much shorter than a
    strip are left to the spatial index, since their heights there would be noise.
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
        return _no_pairs()
    both = distinct(np.concatenate(pairs))
    return both // len(ink), both % len(ink)


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
