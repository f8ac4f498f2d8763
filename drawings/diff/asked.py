"""Regions that are asked about, on both sheets, and the changes that touch them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely

from drawings.content.parts import Floats
from drawings.diff.carrying import Carriers, carriers_of, kinds_of
from drawings.diff.findings import SILENT, Difference
from drawings.diff.hashing import Indices
from drawings.diff.reaching import distances

_MOSTLY = 0.5
# looking a member up in its class takes longer than anything else that is asked of it
_RESTYLED, _UNSEEN = sorted(SILENT, reverse=True)
Shapes = Sequence[Floats] | Floats
Geometries = npt.NDArray[np.object_]


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """Regions on the old sheet, `here` (m,), and where they are sought on the new one.

    `there` (k,) holds the places of region `whose` (k,): where the sheet was laid, and
    where each part that it lies on went.
    """

    here: Geometries
    there: Geometries
    whose: Indices
    parts: Carriers


def asked_of(shapes: Geometries, difference: Difference) -> Asked:
    """Regions of the old sheet and where they are sought on the new one.

    A region that a moved part has wholly is sought with it, and only there.
    """
    laid = shapely.transform(shapes, difference.registration.to_new)
    parts = carriers_of(shapes, difference)
    stays = np.ones(len(shapes), bool)
    stays[parts.region[parts.is_within]] = False
    moved = _shifted(np.asarray(laid)[parts.region], parts.vector)
    still = np.flatnonzero(stays)
    return Asked(
        shapes,
        np.concatenate([np.asarray(laid)[still], moved]),
        np.concatenate([still, parts.region]),
        parts,
    )


def asked_of_newer(shapes: Geometries, difference: Difference) -> Asked:
    """Regions of the new sheet, each sought where the sheet was laid and nowhere else."""
    back = shapely.transform(shapes, difference.registration.to_old)
    here = np.asarray(back, dtype=np.object_)
    return Asked(here, shapes, np.arange(len(shapes)), Carriers.none())


def _shifted(shapes: Geometries, vectors: Floats) -> Geometries:
    """Each shape moved by its own vector."""
    by = np.repeat(vectors, shapely.get_num_coordinates(shapes), axis=0)
    points = shapely.get_coordinates(shapes) + by
    return np.asarray(shapely.set_coordinates(shapes.copy(), points), dtype=np.object_)


def followed(asked: Asked) -> Geometries:
    """Where each region lies now: with the part that most of it lies on."""
    parts = asked.parts
    there = np.empty(len(asked.here), dtype=np.object_)
    best = np.zeros(len(asked.here))
    stay = len(asked.there) - len(parts.region)
    there[asked.whose[:stay]] = asked.there[:stay]
    for at, region in enumerate(parts.region.tolist()):
        share = max(float(parts.share[at]), _MOSTLY * parts.is_within[at])
        if there[region] is None or share > max(best[region], _MOSTLY):
            there[region], best[region] = asked.there[stay + at], share
    return there


def by_part(
    asked: Asked,
) -> tuple[dict[int, tuple[int, ...]], dict[int, tuple[int, ...]]]:
    """For each region the moves that have all of it, and those it lies on, most first."""
    within: dict[int, tuple[int, ...]] = {}
    lies_on: dict[int, tuple[int, ...]] = {}
    parts = asked.parts
    for at in np.argsort(-parts.share, kind="stable").tolist():
        region, change = int(parts.region[at]), int(parts.change[at])
        if parts.is_within[at]:
            within[region] = (*within.get(region, ()), change)
        if parts.is_on[at]:
            lies_on[region] = (*lies_on.get(region, ()), change)
    return within, lies_on


def touches(
    asked: Asked, difference: Difference, near_mm: float
) -> tuple[list[list[int]], list[list[int]]]:
    """Loud changes that touch each region, and those within `near_mm`; each ordered."""
    # what lies within the tolerance of a region is on it
    touch = max(difference.tolerance_mm, 1e-6)
    kinds = kinds_of(difference)
    loud = np.ones(len(kinds), bool)
    if any(kind in kinds for kind in SILENT):
        loud[:] = [k is not _RESTYLED and k is not _UNSEEN for k in kinds]
    count = len(asked.here)
    found = []
    for shapes, whose, pieces in (
        (asked.here, np.arange(count), difference.old_pieces),
        (asked.there, asked.whose, difference.new_pieces),
    ):
        told = loud[pieces.change]
        if told.any() and len(shapes):
            some = slice(None) if told.all() else told
            lines, change = pieces.lines[some], pieces.change[some]
            region, piece, gap = distances(shapes, lines, max(near_mm, touch))
            found.append((whose[region].astype(np.int64) << 32 | change[piece], gap))
    pairs = np.concatenate([np.zeros(0, np.int64), *(pair for pair, _ in found)])
    gap = np.concatenate([np.zeros(0), *(gap for _, gap in found)])
    return _by_region(pairs[gap <= touch], count), _by_region(pairs, count)


def _by_region(pairs: npt.NDArray[np.int64], count: int) -> list[list[int]]:
    """The changes of each region: pairs hold the region in their upper half."""
    ranked = np.sort(pairs)
    known = ranked[np.diff(ranked, prepend=-1) != 0]
    borders = np.searchsorted(known, np.arange(count + 1, dtype=np.int64) << 32)
    changes, ends = (known & 0xFFFFFFFF).tolist(), borders.tolist()
    return [changes[ends[i] : ends[i + 1]] for i in range(count)]


def geometries(regions: Shapes) -> Geometries:
    """Boxes, shape (m, 4), or polygons, each (k, 2), as geometries, shape (m,)."""
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
