"""Pieces of ink that a person takes for one line, or for the lines of one wall.

A line that shares ink with others (an axis under dimension lines) leaves several pieces
when it goes; a wall is drawn as two lines beside each other.
"""

import numpy as np
import shapely

from drawings.content.parts import Floats, Ints
from drawings.diff.coverage import boxes_of, uncovered
from drawings.diff.grouping import components
from drawings.diff.hashing import Indices, distinct
from drawings.diff.shapes import box_shapes, line_shapes

_GAP = 0.5
_WALL_MM = 6.0
_PARALLEL = 0.02
_ALIKE = 0.8
_MOST = 5_000

Edges = tuple[Indices, Indices]


def continued(lines: Floats, sheet: Floats, *, tolerance: float) -> Edges:
    """Edges between pieces of one side that belong to one line or one wall.

    Two pieces are of one line when they lie on it, the sheet draws all that is between
    them, and that is no longer than half of the longer one. Two are of one wall when
    they run beside each other within 6 mm and are about equally long. However the lines
    were cut, the answer is the same: what touches on one line is put together first.

    Args:
        lines: the pieces, shape (n, 2, 2), mm.
        sheet: all straight lines of the sheet that the pieces are from, (m, 2, 2).
        tolerance: how far pieces of one line may lie off it, mm.

    """
    count = len(lines)
    span = lines[:, 1] - lines[:, 0]
    straight = np.flatnonzero(np.hypot(span[:, 0], span[:, 1]) > tolerance)
    if len(straight) < 2 or count > _MOST:
        return _no_edges()
    left, right, _gap = _collinear(lines[straight], reach=0.0, tolerance=tolerance)
    label = components(len(straight), left, right)
    runs = _runs(lines[straight], label)
    every = [_interrupted(runs, sheet, tolerance), _beside(runs)]
    first = straight[np.unique(label, return_index=True)[1]]
    return (
        np.concatenate([straight, *(first[edges[0]] for edges in every)]),
        np.concatenate([first[label], *(first[edges[1]] for edges in every)]),
    )


def _interrupted(runs: Floats, sheet: Floats, tolerance: float) -> Edges:
    """Edges between runs of one line where the sheet draws what is between them."""
    left, right, gaps = _collinear(runs, reach=_GAP, tolerance=tolerance)
    if not len(left):
        return left, right
    is_inked = np.ones(len(gaps), np.bool_)
    is_inked[distinct(uncovered(gaps, sheet, tolerance).line)] = False
    return left[is_inked], right[is_inked]


def _beside(runs: Floats) -> Edges:
    """Edges between runs that lie beside each other as the two lines of a wall do."""
    along, length = _directions(runs)
    grown = boxes_of(runs) + np.array([-1.0, -1.0, 1.0, 1.0]) * (_WALL_MM / 2)
    shapes = box_shapes(grown)
    left, right = shapely.STRtree(shapes).query(shapes)
    keep = (left < right) & (np.minimum(length[left], length[right]) > _WALL_MM)
    left, right = left[keep], right[keep]
    turned = np.abs(_cross(along[left], along[right]))
    start, end, off = _seen_from(runs, left, right)
    overlap = np.minimum(end, length[left]) - np.maximum(start, 0.0)
    alike = overlap >= _ALIKE * np.maximum(length[left], length[right])
    keep = (turned <= _PARALLEL) & (off <= _WALL_MM) & alike
    return left[keep], right[keep]


def _collinear(
    lines: Floats, *, reach: float, tolerance: float
) -> tuple[Indices, Indices, Floats]:
    """Pairs on one line: the second begins within `reach` times the first's length.

    Returns:
        First, second, and the line between them (k, 2, 2).

    """
    along, length = _directions(lines)
    more = along * (length * reach)[:, None]
    shapes = line_shapes(np.stack([lines[:, 0] - more, lines[:, 1] + more], axis=1))
    ends = np.asarray(shapely.points(lines.reshape(-1, 2)))
    asked, found = shapely.STRtree(shapes).query(
        ends, predicate="dwithin", distance=tolerance
    )
    first, second = found.astype(np.intp), (asked // 2).astype(np.intp)
    keep = first != second
    first, second = first[keep], second[keep]
    start, end, off = _seen_from(lines, first, second)
    keep = off <= tolerance
    first, second, start, end = first[keep], second[keep], start[keep], end[keep]
    is_after = start >= length[first]
    near = np.where(is_after, length[first], 0.0)
    far = np.where(is_after, start, np.minimum(end, 0.0))
    base = lines[first, 0]
    gaps = np.stack(
        [base + along[first] * near[:, None], base + along[first] * far[:, None]],
        axis=1,
    )
    return first, second, gaps


def _seen_from(
    lines: Floats, first: Indices, second: Indices
) -> tuple[Floats, Floats, Floats]:
    """Where the second begins and ends along the first, and how far it lies off; mm."""
    along, _length = _directions(lines)
    there = lines[second] - lines[first, 0][:, None]
    run = np.einsum("kpx,kx->kp", there, along[first])
    off = np.abs(_cross(along[first][:, None], there))
    return run.min(axis=1), run.max(axis=1), off.max(axis=1)


def _runs(lines: Floats, label: Ints) -> Floats:
    """Each line of several pieces from its one end to its other, in order of labels."""
    along, length = _directions(lines)
    order = np.lexsort((-length, label))
    known, first = np.unique(label[order], return_index=True)
    longest = order[first]
    base, way = lines[longest, 0][label], along[longest][label]
    run = np.einsum("kpx,kx->kp", lines - base[:, None], way)
    start, end = np.full(len(known), np.inf), np.full(len(known), -np.inf)
    np.minimum.at(start, label, run.min(axis=1))
    np.maximum.at(end, label, run.max(axis=1))
    ends = np.stack([start, end], axis=1)[:, :, None] * along[longest][:, None]
    found: Floats = lines[longest, 0][:, None] + ends
    return found


def _directions(lines: Floats) -> tuple[Floats, Floats]:
    span = lines[:, 1] - lines[:, 0]
    length = np.hypot(span[:, 0], span[:, 1])
    return span / np.maximum(length, 1e-12)[:, None], length


def _cross(left: Floats, right: Floats) -> Floats:
    return np.asarray(left[..., 0] * right[..., 1] - left[..., 1] * right[..., 0])


def _no_edges() -> Edges:
    return np.zeros(0, np.intp), np.zeros(0, np.intp)
