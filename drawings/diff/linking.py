"""Hold the opinions of earlier rounds against what changed.

Opinions are marked on the old sheet, as boxes (x0, y0, x1, y1) or as polygons (k, 2), in
paper millimetres, y upwards. Answers rest on the very pieces that changed, never on the
box around a region.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt
import shapely
from shapely import affinity

from drawings.content.parts import Floats, Ints
from drawings.diff.findings import (
    SILENT,
    Box,
    ChangeKind,
    Difference,
    Verdict,
)
from drawings.diff.hashing import Indices
from drawings.diff.shapes import box_shapes, line_shapes

NEAR_MM = 5.0
_FOLLOWS = 0.8

Shapes = Sequence[Floats] | Floats
_Geometries = npt.NDArray[np.object_]


class Standing(StrEnum):
    """What became of the place that an opinion speaks of."""

    REGION_CHANGED = "region_changed"
    NEAR_CHANGED = "near_changed"
    UNCHANGED = "unchanged"
    MOVED = "moved"
    SHEET_WITHDRAWN = "sheet_withdrawn"
    CANNOT_COMPARE = "cannot_compare"


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why an opinion's region counts as changed or not.

    Attributes:
        verdict: what became of the region.
        changes: indices of the changes that touch it, or that are near it.
        new_box: where the region lies on the new sheet; None without a new sheet or
            without registration.

    """

    verdict: Standing
    changes: tuple[int, ...] = ()
    new_box: Box | None = None


def link(
    regions: Shapes, difference: Difference | None, *, near_mm: float = NEAR_MM
) -> list[Evidence]:
    """Tell for each region of the old sheet what became of it.

    Args:
        regions: boxes, shape (m, 4), or polygons, each (k, 2); old sheet, mm.
        difference: the comparison; None where the sheet was withdrawn.
        near_mm: changes within this distance are the region's neighbourhood.

    """
    if difference is None:
        return [Evidence(Standing.SHEET_WITHDRAWN) for _ in regions]
    if difference.verdict is Verdict.CANNOT_COMPARE:
        return [Evidence(Standing.CANNOT_COMPARE) for _ in regions]
    if not len(regions):
        return []
    shapes = _geometries(regions)
    carried = _carried(shapes, difference)
    there = _followed(shapes, carried, difference)
    touching, close = _touches(shapes, there, difference, near_mm)
    return [
        _judged(touching[i], close[i], carried[i], _box(there[i]))
        for i in range(len(shapes))
    ]


def undeclared(
    difference: Difference,
    opinion_boxes: Shapes,
    declared_boxes: Shapes,
    *,
    margin_mm: float = 0.0,
) -> tuple[int, ...]:
    """Indices of the changes that nobody asked for and nobody declared.

    Args:
        difference: the comparison.
        opinion_boxes: regions of opinions on the old sheet, mm.
        declared_boxes: regions of the statement of modifications on the new sheet, mm.
        margin_mm: a change this near to a region belongs to it.

    """
    loud = {i for i, c in enumerate(difference.changes) if c.kind not in SILENT}
    if len(opinion_boxes):
        asked = _geometries(opinion_boxes)
        there = _followed(asked, _carried(asked, difference), difference)
        for touching in _touches(asked, there, difference, margin_mm)[1]:
            loud -= touching
    if len(declared_boxes):
        declared = _geometries(declared_boxes)
        origin = _returned(declared, difference)
        for touching in _touches(origin, declared, difference, margin_mm)[1]:
            loud -= touching
    return tuple(sorted(loud))


def _judged(
    touching: set[int], close: set[int], carrier: int, new_box: Box
) -> Evidence:
    inside = touching - {carrier}
    if inside:
        return Evidence(Standing.REGION_CHANGED, tuple(sorted(touching)), new_box)
    if carrier >= 0:
        return Evidence(Standing.MOVED, (carrier,), new_box)
    if close:
        return Evidence(Standing.NEAR_CHANGED, tuple(sorted(close)), new_box)
    return Evidence(Standing.UNCHANGED, (), new_box)


def _carried(shapes: _Geometries, difference: Difference) -> list[int]:
    """The moved part of the sheet that each region lies on, -1 for none."""
    carriers = np.full(len(shapes), -1)
    moved = [
        (number, change.old_box)
        for number, change in enumerate(difference.changes)
        if change.kind is ChangeKind.MOVED and change.old_box is not None
    ]
    if moved:
        parts = box_shapes(np.array([box for _, box in moved]))
        part, shape = shapely.STRtree(shapes).query(parts)
        common = shapely.area(shapely.intersection(shapes[shape], parts[part]))
        whole = np.maximum(shapely.area(shapes[shape]), 1e-9)
        follows = common >= _FOLLOWS * whole
        numbers = np.array([number for number, _ in moved])
        carriers[shape[follows]] = numbers[part[follows]]
    return [int(carrier) for carrier in carriers]


def _followed(
    shapes: _Geometries, carried: list[int], difference: Difference
) -> _Geometries:
    """The regions where they lie on the new sheet."""
    # a copy: shapes that moved with a part are replaced in it
    there = np.array(shapely.transform(shapes, difference.registration.to_new))
    for i in np.flatnonzero(np.array(carried) >= 0):
        vector = difference.changes[carried[i]].vector_mm
        there[i] = affinity.translate(there[i], *(vector or (0.0, 0.0)))
    return np.asarray(there, dtype=np.object_)


def _returned(shapes: _Geometries, difference: Difference) -> _Geometries:
    back = shapely.transform(shapes, difference.registration.to_old)
    return np.asarray(back, dtype=np.object_)


def _touches(
    here: _Geometries, there: _Geometries, difference: Difference, near_mm: float
) -> tuple[list[set[int]], list[set[int]]]:
    """Loud changes that touch each region, and those within `near_mm`."""
    # what lies within the tolerance of a region is on it
    touch = max(difference.tolerance_mm, 1e-6)
    loud = np.array([c.kind not in SILENT for c in difference.changes], bool)
    on, close = ([set[int]() for _ in here] for _ in range(2))
    for shapes, pieces in (
        (here, difference.old_pieces),
        (there, difference.new_pieces),
    ):
        if not len(pieces.change):
            continue
        shapely.prepare(shapes)
        tree = shapely.STRtree(line_shapes(pieces.lines))
        for distance, sets in ((touch, on), (max(near_mm, touch), close)):
            region, piece = tree.query(shapes, predicate="dwithin", distance=distance)
            change = pieces.change[piece]
            _fill(sets, region[loud[change]], change[loud[change]])
    return on, close


def _fill(sets: list[set[int]], region: Indices, change: Ints) -> None:
    """Put each change into the set of its region."""
    pairs = np.unique(region.astype(np.int64) << 32 | change)
    regions, first = np.unique(pairs >> 32, return_index=True)
    parts = np.split(pairs & 0xFFFFFFFF, first[1:])
    for number, part in zip(regions.tolist(), parts, strict=False):
        sets[number].update(part.tolist())


def _geometries(regions: Shapes) -> _Geometries:
    if isinstance(regions, np.ndarray) and regions.ndim == 2 and regions.shape[1] == 4:
        boxes = shapely.box(
            np.minimum(regions[:, 0], regions[:, 2]),
            np.minimum(regions[:, 1], regions[:, 3]),
            np.maximum(regions[:, 0], regions[:, 2]),
            np.maximum(regions[:, 1], regions[:, 3]),
        )
        return np.asarray(boxes, dtype=np.object_)
    shapes = [_geometry(np.asarray(r, dtype=np.float64)) for r in regions]
    return np.array(shapes, dtype=np.object_)


def _geometry(region: Floats) -> object:
    if region.shape == (4,):
        x0, y0, x1, y1 = region
        return shapely.box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
    if len(region) < 3:
        return shapely.convex_hull(shapely.MultiPoint(region))
    return shapely.make_valid(shapely.Polygon(region))


def _box(shape: shapely.Geometry) -> Box:
    x0, y0, x1, y1 = (float(v) for v in shapely.bounds(shape))
    return (x0, y0, x1, y1)
