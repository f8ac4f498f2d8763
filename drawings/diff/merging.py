"""Heal lines that were cut: collinear segments that meet become one stroke again."""

from dataclasses import replace

import numpy as np
from scipy.spatial import cKDTree

from drawings.content.parts import Floats, Ints, Kind
from drawings.diff.grouping import components
from drawings.diff.hashing import Indices
from drawings.diff.strokes import Strokes


def merged(strokes: Strokes, tolerance: float) -> tuple[Strokes, Ints]:
    """Join collinear segments whose ends meet within `tolerance` mm.

    Returns:
        The strokes after joining, and for each given stroke, shape (n,), the position of
        the one that it became a part of.

    """
    drawn = np.flatnonzero(strokes.kind == Kind.SEGMENT)
    left, right = _meetings(strokes, drawn, tolerance)
    label = components(len(strokes), left, right)
    _, first, label = np.unique(label, return_index=True, return_inverse=True)
    whole = strokes.take(first)
    points = whole.points.copy()
    count = np.bincount(label)
    for i in np.flatnonzero(count > 1):
        members = np.flatnonzero(label == i)
        points[i] = _spanned(strokes.points[members][:, [0, 3]])
    return replace(whole, points=points).redirected(), label.astype(np.int32)


def members_of(label: Ints, chosen: Indices) -> Indices:
    """The strokes that became one of the chosen ones."""
    return np.flatnonzero(np.isin(label, chosen))


def _meetings(
    strokes: Strokes, drawn: Indices, tolerance: float
) -> tuple[Indices, Indices]:
    """Pairs of segments of one block that continue each other."""
    ends = strokes.points[drawn][:, [0, 3]].reshape(-1, 2)
    if not len(ends):
        return drawn, drawn
    pairs = cKDTree(ends).query_pairs(tolerance, output_type="ndarray")
    i, j = pairs.T
    met = (ends[i] + ends[j]) / 2
    out0, out1 = ends[i ^ 1] - met, ends[j ^ 1] - met
    cross = np.abs(out0[:, 0] * out1[:, 1] - out0[:, 1] * out1[:, 0])
    size0, size1 = np.hypot(*out0.T), np.hypot(*out1.T)
    off = cross / np.maximum(np.maximum(size0, size1), 1e-9)
    onwards = (out0 * out1).sum(axis=1) < 0
    left, right = drawn[i // 2], drawn[j // 2]
    kin = strokes.group[left] == strokes.group[right]
    straight = (off <= tolerance) & onwards & kin & (left != right)
    return left[straight], right[straight]


def _spanned(lines: Floats) -> Floats:
    """The four points of the segment from end to end of collinear lines (k, 2, 2)."""
    ends = lines.reshape(-1, 2)
    span = lines[:, 1] - lines[:, 0]
    along = span[np.hypot(span[:, 0], span[:, 1]).argmax()]
    reach = ends @ along
    first, last = ends[reach.argmin()], ends[reach.argmax()]
    return np.stack([first, first, last, last])
