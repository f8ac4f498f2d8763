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

from drawings.content.parts import Floats
from drawings.diff.findings import (
    SILENT,
    Box,
    ChangeKind,
    Difference,
    Reason,
    Verdict,
)
from drawings.diff.reaching import distances
from drawings.diff.shapes import box_shapes

NEAR_MM = 5.0
_FOLLOWS = 0.8
# looking a member up in its class takes longer than anything else that is asked of it
_MOVED = ChangeKind.MOVED
_RESTYLED, _UNSEEN = sorted(SILENT, reverse=True)

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
    frames = shapely.bounds(there).tolist()
    found = [
        _judged(touching[i], close[i], carried[i], _box(frames[i]))
        for i in range(len(shapes))
    ]
    if difference.reason is Reason.PICTURES:
        # a picture shows that something changed, never that nothing did
        return [
            Evidence(Standing.CANNOT_COMPARE, (), each.new_box)
            if each.verdict is Standing.UNCHANGED
            else each
            for each in found
        ]
    return found


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
        loud -= set().union(*_touches(asked, there, difference, margin_mm)[1])
    if len(declared_boxes):
        declared = _geometries(declared_boxes)
        origin = _returned(declared, difference)
        loud -= set().union(*_touches(origin, declared, difference, margin_mm)[1])
    return tuple(sorted(loud))


def _judged(
    touching: list[int], close: list[int], carrier: int, new_box: Box
) -> Evidence:
    if touching and touching != [carrier]:
        return Evidence(Standing.REGION_CHANGED, tuple(touching), new_box)
    if carrier >= 0:
        return Evidence(Standing.MOVED, (carrier,), new_box)
    if close:
        return Evidence(Standing.NEAR_CHANGED, tuple(close), new_box)
    return Evidence(Standing.UNCHANGED, (), new_box)


def _carried(shapes: _Geometries, difference: Difference) -> list[int]:
    """The moved part of the sheet that each region lies on, -1 for none."""
    carriers = np.full(len(shapes), -1)
    moved = [
        (number, change.old_box)
        for number, change in enumerate(difference.changes)
        if change.kind is _MOVED and change.old_box is not None
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
) -> tuple[list[list[int]], list[list[int]]]:
    """Loud changes that touch each region, and those within `near_mm`; each ordered."""
    # what lies within the tolerance of a region is on it
    touch = max(difference.tolerance_mm, 1e-6)
    loud = np.ones(len(difference.changes), bool)
    kinds = [change.kind for change in difference.changes]
    loud[
        [i for i, kind in enumerate(kinds) if kind is _RESTYLED or kind is _UNSEEN]
    ] = False
    found = []
    for shapes, pieces in (
        (here, difference.old_pieces),
        (there, difference.new_pieces),
    ):
        told = loud[pieces.change]
        if told.any():
            lines, change = pieces.lines[told], pieces.change[told]
            region, piece, gap = distances(shapes, lines, max(near_mm, touch))
            found.append((region.astype(np.int64) << 32 | change[piece], gap))
    pairs = np.concatenate([np.zeros(0, np.int64), *(pair for pair, _ in found)])
    gap = np.concatenate([np.zeros(0), *(gap for _, gap in found)])
    return (
        _by_region(pairs[gap <= touch], len(here)),
        _by_region(pairs, len(here)),
    )


def _by_region(pairs: npt.NDArray[np.int64], count: int) -> list[list[int]]:
    """The changes of each region: pairs hold the region in their upper half."""
    ranked = np.sort(pairs)
    known = ranked[np.diff(ranked, prepend=-1) != 0]
    borders = np.searchsorted(known, np.arange(count + 1, dtype=np.int64) << 32)
    changes, ends = (known & 0xFFFFFFFF).tolist(), borders.tolist()
    return [changes[ends[i] : ends[i + 1]] for i in range(count)]


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


def _box(sides: list[float]) -> Box:
    x0, y0, x1, y1 = sides
    return (x0, y0, x1, y1)
