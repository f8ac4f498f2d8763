"""Whether a change lies where an opinion asked for one; boxes in paper millimetres."""

from collections.abc import Iterable, Sequence
from typing import Final

import shapely

NEAR_MM: Final = 5.0
"""A region is drawn by hand: what lies this near to it belongs to it."""

SHARE: Final = 0.5
"""A change counts as asked for when at least this share of its box lies in the regions."""


def is_asked_for(
    change: Sequence[float],
    regions: Iterable[Sequence[float]],
    *,
    near_mm: float = NEAR_MM,
) -> bool:
    """Whether a change belongs to the regions of opinions.

    Args:
        change: x0, y0, x1, y1 of the change.
        regions: the same of each region, on the same sheet.
        near_mm: how far around a region still counts as part of it; >= 0.

    A wall that was moved across the whole sheet is not asked for because it also runs
    through a small region: half of it has to lie there.
    """
    boxes = [_box(region).buffer(near_mm) for region in regions]
    if not boxes:
        return False
    asked = shapely.union_all(boxes)
    place = _box(change)
    if place.area == 0:
        line = shapely.LineString([change[:2], change[2:]])
        covered = line.intersection(asked)
        if line.length == 0:
            return bool(asked.covers(shapely.Point(change[0], change[1])))
        return bool(covered.length >= SHARE * line.length)
    return bool(place.intersection(asked).area >= SHARE * place.area)


def _box(corners: Sequence[float]) -> shapely.Polygon:
    x0, y0, x1, y1 = corners
    return shapely.box(x0, y0, x1, y1)
