"""Which pieces of line lie within reach of which regions: boxes by arithmetic alone.

Pieces are cut short and sorted into cells, so a region asks one run of cells for each row
of cells that it crosses. Regions that are no boxes are measured by shapely afterwards.
"""

import numpy as np
import numpy.typing as npt
import shapely

from drawings.content.parts import Floats
from drawings.diff.coverage import chopped
from drawings.diff.hashing import Indices, spread
from drawings.diff.shapes import Shapes, line_shapes

_PART_MM = 10.0
_MOST_PARTS = 2_000_000
_MOST_CELLS = 1024
_BOX_SHARE = 1 - 1e-9
Columns = tuple[Floats, ...]


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
    gap = _gaps(frames, region, parts, part)
    close = np.flatnonzero(gap <= reach)
    region, part, gap = region[close], part[close], gap[close]
    size = frames[:, 2:] - frames[:, :2]
    is_box = shapely.area(shapes) >= _BOX_SHARE * size.prod(axis=1)
    other = np.flatnonzero(~is_box[region])
    if len(other):
        drawn = line_shapes(parts[part[other]])
        gap[other] = shapely.distance(shapes[region[other]], drawn)
        close = np.flatnonzero(gap <= reach)
        region, part, gap = region[close], part[close], gap[close]
    return region, whose[part], gap


def _short(lines: Floats) -> tuple[Floats, Indices]:
    """The lines in parts; in longer ones where a sheet is crossed very many times."""
    span = lines[:, 1] - lines[:, 0]
    whole = float(np.hypot(span[:, 0], span[:, 1]).sum())
    return chopped(lines, max(_PART_MM, whole / _MOST_PARTS))


def _candidates(frames: Floats, parts: Floats, reach: float) -> tuple[Indices, Indices]:
    """Pairs of regions and parts whose boxes come within `reach`."""
    x0, y0, x1, y1 = _columns(parts.reshape(-1, 4))
    left, right = np.minimum(x0, x1), np.maximum(x0, x1)
    low, top = np.minimum(y0, y1), np.maximum(y0, y1)
    half = float(max((right - left).max(), (top - low).max())) / 2
    x, y = (left + right) / 2, (low + top) / 2
    corner = np.array([x.min(), y.min()])
    extent = float(max(x.max() - corner[0], y.max() - corner[1]))
    cell = max(_PART_MM, extent / _MOST_CELLS)
    column = ((x - corner[0]) / cell).astype(np.int32)
    row = ((y - corner[1]) / cell).astype(np.int32)
    across = int(column.max()) + 1
    number = row * across + column
    order = np.argsort(number, kind="stable")
    region, first, last = _runs(
        frames, corner, cell, half + reach, (across, int(row.max()))
    )
    # where each cell begins in the sorted parts
    begins = np.zeros(int(number.max()) + 2, np.intp)
    np.cumsum(np.bincount(number), out=begins[1:])
    last = np.minimum(last + 1, len(begins) - 1)
    start = begins[np.minimum(first, len(begins) - 1)]
    run, part = spread(np.maximum(begins[last] - start, 0), start, order)
    region = region[run]
    grown = (frames + np.repeat((-reach, reach), 2)).T
    near_ones = left[part] <= grown[2][region]
    near_ones &= right[part] >= grown[0][region]
    near_ones &= low[part] <= grown[3][region]
    near_ones &= top[part] >= grown[1][region]
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


def _gaps(frames: Floats, region: Indices, lines: Floats, line: Indices) -> Floats:
    """Distance of each box and the line beside it, shape (k,); 0 where they meet."""
    box = _columns(frames[region])
    ends = _columns(lines.reshape(-1, 4)[line])
    x0, y0, x1, y1 = ends
    gap = np.minimum(_outside(x0, y0, box), _outside(x1, y1, box))
    far = np.flatnonzero(gap > 0)
    box = tuple(side[far] for side in box)
    ends = tuple(side[far] for side in ends)
    corners = [_beside(box[x], box[y], ends) for x in (0, 2) for y in (1, 3)]
    nearest = np.minimum.reduce([gap[far], *corners])
    gap[far] = np.where(_crosses(box, ends), 0.0, nearest)
    return gap


def _columns(rows: Floats) -> Columns:
    """Four columns, each in one piece: several times faster than rows of four."""
    return tuple(np.ascontiguousarray(rows.T))


def _outside(x: Floats, y: Floats, box: Columns) -> Floats:
    """How far points lie outside of boxes."""
    across = np.maximum(np.maximum(box[0] - x, x - box[2]), 0.0)
    along = np.maximum(np.maximum(box[1] - y, y - box[3]), 0.0)
    return np.asarray(np.sqrt(across * across + along * along))


def _beside(x: Floats, y: Floats, lines: Columns) -> Floats:
    """Distance of points and lines."""
    x0, y0, x1, y1 = lines
    run, rise = x1 - x0, y1 - y0
    power = np.maximum(run * run + rise * rise, 1e-30)
    place = np.clip(((x - x0) * run + (y - y0) * rise) / power, 0.0, 1.0)
    return np.asarray(np.hypot(x - x0 - run * place, y - y0 - rise * place))


def _crosses(box: Columns, lines: Columns) -> npt.NDArray[np.bool_]:
    """True where a line passes through the box: it is within both slabs at once."""
    enter, leave = np.zeros(len(lines[0])), np.ones(len(lines[0]))
    for axis in (0, 1):
        start, run = lines[axis], lines[axis + 2] - lines[axis]
        level = run == 0
        safe = np.where(level, 1.0, run)
        low, high = (box[axis] - start) / safe, (box[axis + 2] - start) / safe
        inside = (start >= box[axis]) & (start <= box[axis + 2])
        enter = np.maximum(
            enter, np.where(level, np.where(inside, 0, 2), np.minimum(low, high))
        )
        leave = np.minimum(leave, np.where(level, 1, np.maximum(low, high)))
    return np.asarray(enter <= leave)
