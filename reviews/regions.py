"""Whether changes lie where an opinion asked for one; boxes in paper millimetres."""

from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray

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
    """Whether one change belongs to the regions of opinions; see `asked_for`."""
    return bool(asked_for([change], regions, near_mm=near_mm)[0])


def asked_for(
    changes: Sequence[Sequence[float]],
    regions: Iterable[Sequence[float]],
    *,
    near_mm: float = NEAR_MM,
) -> NDArray[np.bool_]:
    """Which changes belong to the regions of opinions.

    Args:
        changes: x0, y0, x1, y1 of each change.
        regions: the same of each region, on the same sheet.
        near_mm: how far around a region still counts as part of it; >= 0.

    Returns:
        One truth for each change, in their order.

    A wall that was moved across the whole sheet is not asked for because it also runs
    through a small region: half of it has to lie there.
    """
    found = np.zeros(len(changes), bool)
    around = [shapely.box(x0, y0, x1, y1).buffer(near_mm) for x0, y0, x1, y1 in regions]
    if not around or not len(found):
        return found
    asked = shapely.union_all(around)
    shapely.prepare(asked)
    boxes = np.array(changes, np.float64).reshape(-1, 4)
    places = _places(boxes)
    near = np.flatnonzero(shapely.intersects(asked, places))
    inside = shapely.intersection(places[near], asked)
    found[near] = _size(inside, boxes[near]) >= SHARE * _size(places[near], boxes[near])
    return found


def _places(boxes: NDArray[np.float64]) -> NDArray[np.object_]:
    """Each box as what it is: a rectangle, a line where it is flat, or a point."""
    x0, y0, x1, y1 = boxes.T
    places: NDArray[np.object_] = shapely.box(x0, y0, x1, y1)
    is_thin = (x0 == x1) | (y0 == y1)
    is_point = (x0 == x1) & (y0 == y1)
    places[is_thin] = shapely.linestrings(boxes[is_thin].reshape(-1, 2, 2))
    places[is_point] = shapely.points(boxes[is_point, :2])
    return places


def _size(
    places: NDArray[np.object_], boxes: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Area of rectangles, length of lines; of points whether they are there at all."""
    wide, tall = boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]
    is_line = (wide == 0) != (tall == 0)
    is_point = (wide == 0) & (tall == 0)
    sizes = np.where(is_line, shapely.length(places), shapely.area(places))
    return np.where(is_point, (~shapely.is_empty(places)).astype(np.float64), sizes)
