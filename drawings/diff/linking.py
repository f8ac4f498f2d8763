"""Hold the opinions of earlier rounds against what changed.

Opinions are marked on the old sheet, as boxes (x0, y0, x1, y1) or as polygons (k, 2), in
paper millimetres, y upwards. Answers rest on the very pieces that changed, never on the
box around a region.
"""

from dataclasses import dataclass
from enum import StrEnum

import shapely

from drawings.diff.asked import (
    Shapes,
    asked_of,
    asked_of_newer,
    by_part,
    followed,
    geometries,
    touches,
)
from drawings.diff.findings import (
    SILENT,
    Box,
    Difference,
    Reason,
    Verdict,
)

NEAR_MM = 5.0


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
    asked = asked_of(geometries(regions), difference)
    touching, close = touches(asked, difference, near_mm)
    frames = shapely.bounds(followed(asked)).tolist()
    within, lies_on = by_part(asked)
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
    asked = asked_of_newer(geometries(regions), difference)
    told = [
        _standing(*each)
        for each in zip(*touches(asked, difference, near_mm), strict=True)
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
        asked = asked_of(geometries(opinion_boxes), difference)
        loud -= set().union(*touches(asked, difference, margin_mm)[1])
    if len(declared_boxes):
        where = asked_of_newer(geometries(declared_boxes), difference)
        loud -= set().union(*touches(where, difference, margin_mm)[1])
    return tuple(sorted(loud))


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
