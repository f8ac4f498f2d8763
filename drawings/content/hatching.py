"""The lines of a hatch pattern within a boundary, for all lines of a family at once."""

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
from ezdxf.path import Path
from ezdxf.render.hatching import DenseHatchingLinesError, HatchBaseLine

from drawings.content.parts import Floats

Whole = npt.NDArray[np.int64]
# A curve of a boundary is followed in so many steps.
CURVE_STEPS = 16
MOST_CROSSINGS, MOST_DASHES = 200_000, 400_000


def edges_of(paths: Iterable[Path]) -> Floats:
    """The edges of closed boundaries, shape (n, 2, 2)."""
    edges = [np.empty((0, 2, 2))]
    for path in paths:
        for part in path.sub_paths():
            corners = np.asarray(
                [(v.x, v.y) for v in part.flattening(1e9, segments=CURVE_STEPS)]
            )
            if len(corners) > 2:
                edges.append(np.stack([corners, np.roll(corners, -1, axis=0)], axis=1))
    return np.concatenate(edges)


def pattern_lines(family: HatchBaseLine, edges: Floats) -> Floats:
    """The dashes of one family of parallel lines within a boundary.

    Args:
        family: origin, direction, offset and dashes of the lines.
        edges: the boundary, shape (n, 2, 2); what lies within is told by even and odd.

    Returns:
        Ends of the dashes, shape (m, 2, 2); a dot has both ends in one place.

    Raises:
        DenseHatchingLinesError: more lines than anybody can tell apart.

    """
    origin = np.asarray([family.origin.x, family.origin.y])
    along = np.asarray([family.direction.x, family.direction.y])
    number, ahead = _crossings(family, edges - origin)
    # Boundaries are closed, so each line enters as often as it leaves.
    number, first, last = number[::2], ahead[::2], ahead[1::2]
    offset = np.asarray([family.offset.x, family.offset.y])
    shift = number * (offset @ along)
    owner, ends = _dashed(first - shift, last - shift, np.asarray(family.line_pattern))
    begin = origin + number[owner][:, None] * offset
    lines: Floats = begin[:, None] + ends[..., None] * along
    return lines


def _crossings(family: HatchBaseLine, edges: Floats) -> tuple[Floats, Floats]:
    """Number of the line, and place along it, of each crossing; in their order."""
    along = np.asarray([family.direction.x, family.direction.y])
    across = edges[..., 1] * along[0] - edges[..., 0] * along[1]
    level = across / family.normal_distance
    place = edges @ along
    first = np.ceil(level.min(axis=1))
    # A corner belongs to the edge that begins there, never to both.
    counts = (np.ceil(level.max(axis=1)) - first).astype(np.int64)
    if counts.sum() > MOST_CROSSINGS:
        raise DenseHatchingLinesError(str(counts.sum()))
    edge = np.repeat(np.arange(len(edges)), counts)
    number = (
        first[edge]
        + np.arange(len(edge))
        - np.repeat(np.cumsum(counts) - counts, counts)
    )
    rise = level[edge, 1] - level[edge, 0]
    part = (number - level[edge, 0]) / rise
    ahead = place[edge, 0] + part * (place[edge, 1] - place[edge, 0])
    order = np.lexsort((ahead, number))
    return number[order], ahead[order]


def _dashed(first: Floats, last: Floats, pattern: Floats) -> tuple[Whole, Floats]:
    """Index of the line and both ends of each dash; whole lines without a pattern."""
    whole = np.arange(len(first)), np.stack([first, last], axis=1)
    length = float(np.abs(pattern).sum())
    drawn = np.flatnonzero(pattern >= 0)
    if length < 1e-9 or not len(drawn):
        return whole
    begin = np.floor(first / length)
    counts = (np.floor(last / length) - begin + 1).astype(np.int64)
    if counts.sum() * len(drawn) > MOST_DASHES:
        return whole
    owner = np.repeat(np.arange(len(first)), counts)
    turn = (
        begin[owner]
        + np.arange(len(owner))
        - np.repeat(np.cumsum(counts) - counts, counts)
    )
    starts = (np.cumsum(np.abs(pattern)) - np.abs(pattern))[drawn]
    low = (turn[:, None] * length + starts).ravel()
    high = low + np.tile(pattern[drawn], len(turn))
    owner = np.repeat(owner, len(drawn))
    is_dot = np.tile(pattern[drawn] == 0, len(turn))
    low_cut, high_cut = np.maximum(low, first[owner]), np.minimum(high, last[owner])
    kept = (high_cut > low_cut) | (is_dot & (low_cut == low) & (high_cut == high))
    return owner[kept], np.stack([low_cut, high_cut], axis=1)[kept]
