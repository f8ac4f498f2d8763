"""Which pieces of line lie within reach of which regions: boxes by arithmetic alone.

Pieces are cut short and sorted into cells, so a region asks one run of cells for each row
of cells that it crosses. Regions that are no boxes are measured by shapely afterwards.
"""

import numpy as np
import numpy.typing as npt
import shapely

from drawings.content.parts import Floats
from drawings.diff.coverage import boxes_of, chopped
from drawings.diff.hashing import Indices, spread
from drawings.diff.shapes import Shapes, line_shapes

_PART_MM = 10.0
_MOST_PARTS = 2_000_000
_MOST_CELLS = 1024
_BOX_SHARE = 1 - 1e-9


def distances(
    shapes: Shapes, lines: Floats, reach: float
) -> tuple[Indices, Indices, Floats]:
    """Pair regions with the lines (m, 2, 2) that lie within `reach` mm of them.

    Returns:
        Position of the region, position of the line, and their distance in mm, each
        shape (k,); a line may be told several times, by its parts.

    """
    frames = np.asarray(shapely.bounds(shapes)).reshape(-1, 4)
    parts, whose = _short(lines)
    region, part = _candidates(frames, parts, reach)
    if not len(region):
        return region, part, np.zeros(0)
    gap = _gaps(frames[region], parts[part])
    close = gap <= reach
    region, part, gap = region[close], part[close], gap[close]
    size = frames[:, 2:] - frames[:, :2]
    is_box = shapely.area(shapes) >= _BOX_SHARE * size.prod(axis=1)
    other = np.flatnonzero(~is_box[region])
    if len(other):
        drawn = line_shapes(parts[part[other]])
        gap[other] = shapely.distance(shapes[region[other]], drawn)
        close = gap <= reach
        region, part, gap = region[close], part[close], gap[close]
    return region, whose[part], gap


def _short(lines: Floats) -> tuple[Floats, Indices]:
    """The lines in parts; in longer ones where a sheet is crossed very many times."""
    span = lines[:, 1] - lines[:, 0]
    whole = float(np.hypot(span[:, 0], span[:, 1]).sum())
    return chopped(lines, max(_PART_MM, whole / _MOST_PARTS))


def _candidates(frames: Floats, parts: Floats, reach: float) -> tuple[Indices, Indices]:
    """Pairs of regions and parts whose boxes come within `reach`."""
    boxes = boxes_of(parts)
    low, high = boxes[:, :2], boxes[:, 2:]
    half = float((high - low).max(initial=0.0)) / 2
    middle = (low + high) / 2
    corner = middle.min(axis=0)
    extent = float((middle.max(axis=0) - corner).max())
    cell = max(_PART_MM, extent / _MOST_CELLS)
    x, y = np.floor((middle - corner) / cell).astype(np.intp).T
    across = int(x.max()) + 1
    order = np.argsort(y * across + x)
    known = (y * across + x)[order]
    region, first, last = _runs(
        frames, corner, cell, half + reach, (across, int(y.max()))
    )
    start = np.searchsorted(known, first, "left")
    count = np.searchsorted(known, last, "right") - start
    run, part = spread(count, start, order)
    region = region[run]
    near_ones = (low[part] <= frames[region, 2:] + reach).all(axis=1)
    near_ones &= (high[part] >= frames[region, :2] - reach).all(axis=1)
    return region[near_ones], part[near_ones]


def _runs(
    frames: Floats, corner: Floats, cell: float, reach: float, most: tuple[int, int]
) -> tuple[Indices, Indices, Indices]:
    """For each region and each row of cells near it: first and last cell of the run."""
    across, top = most
    first = np.clip(np.floor((frames[:, :2] - reach - corner) / cell), -1, None)
    last = np.floor((frames[:, 2:] + reach - corner) / cell)
    last = np.minimum(last, (across, top + 1))
    x0 = np.clip(first[:, 0], 0, None).astype(np.intp)
    x1 = np.minimum(last[:, 0], across - 1).astype(np.intp)
    y0 = np.clip(first[:, 1], 0, None).astype(np.intp)
    y1 = np.minimum(last[:, 1], top).astype(np.intp)
    rows = np.where(x1 >= x0, np.maximum(y1 - y0 + 1, 0), 0)
    region, row = spread(rows, y0, np.arange(top + 2 + int(rows.max(initial=0))))
    return region, row * across + x0[region], row * across + x1[region]


def _gaps(frames: Floats, lines: Floats) -> Floats:
    """Distance of each box (k, 4) and the line (k, 2, 2) beside it; 0 where they meet."""
    low, high = frames[:, :2], frames[:, 2:]
    ends = [_outside(lines[:, end], low, high) for end in (0, 1)]
    gap = np.minimum(*ends)
    far = np.flatnonzero(gap > 0)
    some, lines = frames[far], lines[far]
    corners = [_beside(some[:, [x, y]], lines) for x in (0, 2) for y in (1, 3)]
    nearest = np.minimum.reduce([gap[far], *corners])
    gap[far] = np.where(_crosses(some, lines), 0.0, nearest)
    return gap


def _outside(points: Floats, low: Floats, high: Floats) -> Floats:
    off = np.maximum(np.maximum(low - points, points - high), 0.0)
    return np.asarray(np.hypot(off[:, 0], off[:, 1]))


def _beside(points: Floats, lines: Floats) -> Floats:
    """Distance of points (k, 2) and lines."""
    span, arm = lines[:, 1] - lines[:, 0], points - lines[:, 0]
    power = np.maximum((span**2).sum(axis=1), 1e-30)
    place = np.clip((arm * span).sum(axis=1) / power, 0.0, 1.0)
    off = arm - span * place[:, None]
    return np.asarray(np.hypot(off[:, 0], off[:, 1]))


def _crosses(frames: Floats, lines: Floats) -> npt.NDArray[np.bool_]:
    """True where a line passes through the box: it is within both slabs at once."""
    enter, leave = np.zeros(len(lines)), np.ones(len(lines))
    for axis in (0, 1):
        start, run = lines[:, 0, axis], lines[:, 1, axis] - lines[:, 0, axis]
        level = run == 0
        safe = np.where(level, 1.0, run)
        low = (frames[:, axis] - start) / safe
        high = (frames[:, axis + 2] - start) / safe
        inside = (start >= frames[:, axis]) & (start <= frames[:, axis + 2])
        enter = np.maximum(
            enter, np.where(level, np.where(inside, 0, 2), np.minimum(low, high))
        )
        leave = np.minimum(leave, np.where(level, 1, np.maximum(low, high)))
    return np.asarray(enter <= leave)
