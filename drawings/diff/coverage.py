"""Which parts of a line are not drawn by the other sheet.

A line is the same line however it is cut, merged, overlapped or drawn twice: what counts
is the ink. `uncovered` measures it exactly; strips are only there to propose most partners of
long lines without asking a spatial index about every crossing.
"""

import numpy as np
import shapely

from drawings.content.parts import Floats
from drawings.diff.gaps import Gaps, gaps_in
from drawings.diff.hashing import Indices, distinct, keys_of, spread
from drawings.diff.matching import near
from drawings.diff.shapes import line_shapes
from drawings.diff.strips import STRIP_MM, are_long, crossing_alike, no_pairs

_SLACK = 2.0
_FEW = 12
_CROWD = 8
_BUNCH = 8_000
_BUNCH_MM = 50.0


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
        return gaps_in(lines, *no_pairs(), ink, tolerance, slack)
    # where lines crowd, a few of each place cover nearly all, and the rest are few
    some = crossing_alike(lines, ink, tolerance, most=_FEW)
    rest = distinct(gaps_in(lines, *some, ink, tolerance, slack).line)
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
    by_strip = crossing_alike(lines, ink, tolerance)
    open_ = gaps_in(lines, *by_strip, ink, tolerance, slack)
    if not len(open_.line):
        return open_
    by_tree = _left_by_strips(lines, open_, ink, tolerance)
    still = distinct(open_.line)
    kept = np.isin(by_strip[0], still)
    line = np.concatenate([by_strip[0][kept], by_tree[0]])
    partner = np.concatenate([by_strip[1][kept], by_tree[1]])
    gaps = gaps_in(lines, line, partner, ink, tolerance, slack)
    chosen = np.isin(gaps.line, still)
    return Gaps(gaps.line[chosen], gaps.start[chosen], gaps.end[chosen])


def uncovered_few(lines: Floats, ink: Floats, tolerance: float) -> Gaps:
    """The same for few short lines among very much ink; the index alone is asked."""
    slack = _SLACK * tolerance
    open_ = gaps_in(lines, *no_pairs(), ink, tolerance, slack)
    pairs = _touching(lines, open_, ink, tolerance)
    return gaps_in(lines, *pairs, ink, tolerance, slack)


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


def _left_by_strips(
    lines: Floats, open_: Gaps, ink: Floats, tolerance: float
) -> tuple[Indices, Indices]:
    """Ask the index for what strips do not tell: all but long lines on long lines."""
    is_long = are_long(lines)[open_.line]
    short_ink = np.flatnonzero(~are_long(ink))
    pairs = [_touching(lines, open_.only(~is_long), ink, tolerance)]
    if len(short_ink):
        line, found = _touching(lines, open_.only(is_long), ink[short_ink], tolerance)
        pairs.append((line, short_ink[found]))
    return (
        np.concatenate([line for line, _ in pairs]),
        np.concatenate([found for _, found in pairs]),
    )


def _touching(
    lines: Floats, open_: Gaps, ink: Floats, tolerance: float
) -> tuple[Indices, Indices]:
    """Ask the spatial index which ink lies on what is still open."""
    stretches, whose = chopped(open_.of(lines), STRIP_MM)
    if not len(stretches):
        return no_pairs()
    boxes, extent = boxes_of(stretches), boxes_of(ink)
    close = near(boxes, extent, margin=2 * tolerance)
    if not len(close):
        return no_pairs()
    tree = shapely.STRtree(line_shapes(ink[close]))
    asked, found = tree.query(
        line_shapes(stretches), predicate="dwithin", distance=1.01 * tolerance
    )
    line = open_.line[whose[asked]]
    pairs = distinct(line * len(ink) + close[found])
    return pairs // len(ink), pairs % len(ink)
