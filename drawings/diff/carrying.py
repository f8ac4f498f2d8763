"""Which regions lie on a part of the sheet that moved, by what the part draws.

The box around a part says too little: a frame or a diagonal that moved has the whole
sheet in its box. A part takes the paper on which it draws, and gaps in between.

Terminology:
    zone: the paper that a moved part takes on the old sheet.
    margin: the zone with as much paper around it as a person leaves around a thing.
"""

from dataclasses import dataclass
from operator import attrgetter
from typing import Final

import numpy as np
import numpy.typing as npt
import shapely
from scipy import ndimage

from drawings.content.parts import Floats
from drawings.diff.coverage import boxes_of, chopped
from drawings.diff.findings import ChangeKind, Difference
from drawings.diff.hashing import Indices, distinct
from drawings.diff.shapes import Shapes, box_shapes

MARGIN_MM: Final = 5.0
# Gaps of twice this between the lines of a part belong to it.
_BRIDGED_MM = 20.0
_CELL_MM = 2.0
_MOST_CELLS = 256
# looking a member up in its class takes long where there are many changes
_MOVED = ChangeKind.MOVED


def kinds_of(difference: Difference) -> list[ChangeKind]:
    """The kind of each change."""
    return list(map(attrgetter("kind"), difference.changes))


@dataclass(frozen=True, slots=True, eq=False)
class Carriers:
    """Pairs of a region and a moved part whose margin it meets, k pairs long.

    Attributes:
        region: shape (k,), position of the region.
        change: shape (k,), index of the change that moved the part.
        vector: shape (k, 2), mm on the new sheet.
        is_within: shape (k,), all of the region lies in the margin.
        share: shape (k,), how much of the region lies in the zone, 0 to 1.
        is_on: shape (k,), some of the region lies in the zone.

    """

    region: Indices
    change: Indices
    vector: Floats
    is_within: npt.NDArray[np.bool_]
    share: Floats
    is_on: npt.NDArray[np.bool_]

    @classmethod
    def none(cls) -> "Carriers":
        """No pair at all."""
        nothing, nobody = np.zeros(0, np.intp), np.zeros(0, bool)
        return cls(nothing, nothing, np.zeros((0, 2)), nobody, np.zeros(0), nobody)


def carriers_of(shapes: Shapes, difference: Difference) -> Carriers:
    """Pair regions (shapes on the old sheet, mm) with the moved parts they lie on."""
    kinds = kinds_of(difference)
    if _MOVED not in kinds:
        return Carriers.none()
    moved = [
        (number, change.old_box, change.vector_mm)
        for number, (kind, change) in enumerate(
            zip(kinds, difference.changes, strict=True)
        )
        if kind is _MOVED and change.old_box and change.vector_mm
    ]
    if not moved or not len(shapes):
        return Carriers.none()
    change = np.array([number for number, _, _ in moved])
    vector = np.array([step for _, _, step in moved], float)
    around = (
        np.array([box for _, box, _ in moved]) + np.array([-1, -1, 1, 1]) * MARGIN_MM
    )
    part, region = shapely.STRtree(shapes).query(box_shapes(around))
    zones = np.empty(len(moved), dtype=np.object_)
    for at in distinct(part):
        pieces = difference.old_pieces
        zones[at] = _zone(pieces.lines[pieces.change == change[at]])
    zone, shape = zones[part], shapes[region]
    margin = shapely.buffer(zones, MARGIN_MM, quad_segs=2)[part]
    met = np.flatnonzero(shapely.intersects(margin, shape))
    zone, shape, part, region = zone[met], shape[met], part[met], region[met]
    area = shapely.area(shape)
    common = shapely.area(shapely.intersection(zone, shape))
    is_on = np.asarray(shapely.intersects(zone, shape))
    share = np.where(area > 0, common / np.maximum(area, 1e-12), is_on)
    within = np.asarray(shapely.covers(margin[met], shape))
    return Carriers(region, change[part], vector[part], within, share, is_on)


def _zone(lines: Floats) -> shapely.Geometry:
    """The paper that lines (m, 2, 2) take, with the gaps between them."""
    boxes = boxes_of(lines)
    low, high = boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)
    cell = max(_CELL_MM, float((high - low).max()) / _MOST_CELLS)
    edge = int(np.ceil(_BRIDGED_MM / cell)) + 1
    size = ((high - low) / cell).astype(int) + 1 + 2 * edge
    drawn = np.zeros(size, bool)
    parts, _ = chopped(lines, cell)
    for places in (parts[:, 0], parts[:, 1]):
        column, row = ((places - low) / cell).astype(np.intp).T + edge
        drawn[column, row] = True
    # what is near is taken, then as much is given back all around: gaps stay closed
    reach = _BRIDGED_MM / cell
    grown = ndimage.distance_transform_edt(~drawn) <= reach
    closed = drawn | (ndimage.distance_transform_edt(grown) > reach)
    return shapely.union_all(_runs(closed, low - edge * cell, cell))


def _runs(taken: npt.NDArray[np.bool_], corner: Floats, cell: float) -> Shapes:
    """A box for each run of taken cells in each column."""
    padded = np.pad(taken, ((0, 0), (1, 1))).astype(np.int8)
    steps = np.diff(padded, axis=1)
    column, first = np.nonzero(steps == 1)
    last = np.nonzero(steps == -1)[1]
    sides = np.column_stack([column, first, column + 1, last]).astype(np.float64)
    return box_shapes(sides * cell + np.tile(corner, 2))
