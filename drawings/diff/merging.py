"""Heal lines that were cut: collinear segments that meet become one stroke again."""

from dataclasses import replace

import numpy as np
from scipy.spatial import cKDTree

from drawings.content.parts import Floats, Ints, Kind
from drawings.diff.grouping import components
from drawings.diff.hashing import Indices, Numbers
from drawings.diff.strokes import Strokes

_MOST = 6


def merged(strokes: Strokes, tolerance: float) -> tuple[Strokes, Ints]:
    """Join collinear segments whose ends meet within `tolerance` mm.

    A chain that bends away from its own line, as the chords of an arc do, stays cut.

    Returns:
        The strokes after joining, and for each given stroke, shape (n,), the position of
        the one that it became a part of.

    """
    drawn = np.flatnonzero(strokes.kind == Kind.SEGMENT)
    left, right = _meetings(strokes, drawn, tolerance)
    label = components(len(strokes), left, right)
    straight = _spans(strokes, label)[1] <= tolerance
    kept = straight[label[left]]
    label = components(len(strokes), left[kept], right[kept])
    _, first, whose = np.unique(label, return_index=True, return_inverse=True)
    whole = strokes.take(first)
    points = whole.points.copy()
    several = np.bincount(whose, minlength=len(first)) > 1
    points[several] = _spans(strokes, whose)[0][several]
    return replace(whole, points=points).redirected(), whose.astype(np.int32)


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
    # where very many ends crowd, only the nearest are asked: the ink tells the rest
    tree = cKDTree(ends, balanced_tree=False, compact_nodes=False)
    gap, nearest = tree.query(ends, k=_MOST, distance_upper_bound=tolerance)
    i, rank = np.nonzero(np.isfinite(gap))
    j = nearest[i, rank]
    i, j = i[i != j], j[i != j]
    met = (ends[i] + ends[j]) / 2
    out0, out1 = ends[i ^ 1] - met, ends[j ^ 1] - met
    cross = np.abs(out0[:, 0] * out1[:, 1] - out0[:, 1] * out1[:, 0])
    longer = np.maximum(np.hypot(*out0.T), np.hypot(*out1.T))
    onwards = (out0 * out1).sum(axis=1) < 0
    left, right = drawn[i // 2], drawn[j // 2]
    kin = strokes.group[left] == strokes.group[right]
    straight = (cross <= tolerance * np.maximum(longer, 1e-9)) & onwards & kin
    return left[straight], right[straight]


def _spans(strokes: Strokes, label: Numbers) -> tuple[Floats, Floats]:
    """For each label the segment from end to end, and how far its members stray."""
    count = int(label.max(initial=-1)) + 1
    ends = strokes.points[:, [0, 3]]
    length = strokes.lengths()
    # the longest member of each label gives the line
    order = np.lexsort((length, label))
    leader = np.zeros(count, np.intp)
    leader[label[order]] = order
    span = ends[leader, 1] - ends[leader, 0]
    along = span / np.maximum(length[leader], 1e-12)[:, None]
    arms = ends - ends[leader, 0][label][:, None]
    way = along[label][:, None]
    reach = (arms * way).sum(axis=2)
    off = np.abs(arms[..., 0] * way[..., 1] - arms[..., 1] * way[..., 0]).max(axis=1)
    stray = np.zeros(count)
    np.maximum.at(stray, label, off)
    low, high = np.full(count, np.inf), np.full(count, -np.inf)
    np.minimum.at(low, label, reach.min(axis=1))
    np.maximum.at(high, label, reach.max(axis=1))
    first = ends[leader, 0] + along * low[:, None]
    last = ends[leader, 0] + along * high[:, None]
    return np.stack([first, first, last, last], axis=1), stray
