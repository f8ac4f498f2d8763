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

from drawings.content.parts import Floats
from drawings.diff.carrying import Carriers, carriers_of, kinds_of
from drawings.diff.findings import (
    SILENT,
    Box,
    Difference,
    Reason,
    Verdict,
)
from drawings.diff.hashing import Indices
from drawings.diff.reaching import distances

NEAR_MM = 5.0
_MOSTLY = 0.5
# looking a member up in its class takes longer than anything else that is asked of it
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
    asked = _asked(_geometries(regions), difference)
    touching, close = _touches(asked, difference, near_mm)
    frames = shapely.bounds(_followed(asked)).tolist()
    within, lies_on = _by_part(asked)
    found = [
        _judged(touching[i], close[i], within.get(i, ()), lies_on.get(i, ()), box)
        for i, box in enumerate(frames)
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


def judge_newer(
    regions: Shapes, difference: Difference, *, near_mm: float = NEAR_MM
) -> list[Standing]:
    """Tell for each region of the new sheet whether it looks as it did before.

    The way back of `link`: what moved onto the region has changed it.

    Args:
        regions: boxes, shape (m, 4), or polygons, each (k, 2); new sheet, mm.
        difference: the comparison.
        near_mm: changes within this distance are the region's neighbourhood.

    """
    if difference.verdict is Verdict.CANNOT_COMPARE:
        return [Standing.CANNOT_COMPARE for _ in regions]
    if not len(regions):
        return []
    there = _geometries(regions)
    every = np.arange(len(there))
    asked = _Asked(_returned(there, difference), there, every, Carriers.none())
    told = [
        _standing(*each)
        for each in zip(*_touches(asked, difference, near_mm), strict=True)
    ]
    if difference.reason is Reason.PICTURES:
        unsaid = Standing.CANNOT_COMPARE
        return [unsaid if one is Standing.UNCHANGED else one for one in told]
    return told


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
        asked = _asked(_geometries(opinion_boxes), difference)
        loud -= set().union(*_touches(asked, difference, margin_mm)[1])
    if len(declared_boxes):
        declared = _geometries(declared_boxes)
        origin = _returned(declared, difference)
        every = np.arange(len(declared))
        where = _Asked(origin, declared, every, Carriers.none())
        loud -= set().union(*_touches(where, difference, margin_mm)[1])
    return tuple(sorted(loud))


@dataclass(frozen=True, slots=True, eq=False)
class _Asked:
    """Regions on the old sheet, `here` (m,), and where they are sought on the new one.

    `there` (k,) holds the places of region `whose` (k,): where the sheet was laid, and
    where each part that it lies on went.
    """

    here: _Geometries
    there: _Geometries
    whose: Indices
    parts: Carriers


def _asked(shapes: _Geometries, difference: Difference) -> _Asked:
    """A region that a moved part has wholly is sought with it, and only there."""
    laid = shapely.transform(shapes, difference.registration.to_new)
    parts = carriers_of(shapes, difference)
    stays = np.ones(len(shapes), bool)
    stays[parts.region[parts.is_within]] = False
    moved = _shifted(np.asarray(laid)[parts.region], parts.vector)
    still = np.flatnonzero(stays)
    return _Asked(
        shapes,
        np.concatenate([np.asarray(laid)[still], moved]),
        np.concatenate([still, parts.region]),
        parts,
    )


def _shifted(shapes: _Geometries, vectors: Floats) -> _Geometries:
    """Each shape moved by its own vector."""
    by = np.repeat(vectors, shapely.get_num_coordinates(shapes), axis=0)
    points = shapely.get_coordinates(shapes) + by
    return np.asarray(shapely.set_coordinates(shapes.copy(), points), dtype=np.object_)


def _followed(asked: _Asked) -> _Geometries:
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


def _by_part(
    asked: _Asked,
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


def _judged(
    touching: list[int],
    close: list[int],
    within: tuple[int, ...],
    lies_on: tuple[int, ...],
    frame: list[float],
) -> Evidence:
    x0, y0, x1, y1 = frame
    box = (x0, y0, x1, y1)
    if touching:
        is_carried = len(touching) == 1 and touching[0] in within
        verdict = Standing.MOVED if is_carried else Standing.REGION_CHANGED
        return Evidence(verdict, tuple(touching), box)
    if lies_on:
        return Evidence(Standing.MOVED, lies_on[:1], box)
    if close:
        return Evidence(Standing.NEAR_CHANGED, tuple(close), box)
    return Evidence(Standing.UNCHANGED, (), box)


def _standing(touching: list[int], close: list[int]) -> Standing:
    if touching:
        return Standing.REGION_CHANGED
    return Standing.NEAR_CHANGED if close else Standing.UNCHANGED


def _returned(shapes: _Geometries, difference: Difference) -> _Geometries:
    back = shapely.transform(shapes, difference.registration.to_old)
    return np.asarray(back, dtype=np.object_)


def _touches(
    asked: _Asked, difference: Difference, near_mm: float
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
