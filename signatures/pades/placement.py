"""Where a seal stands: millimetres as displayed, points as PDF wants them.

Terms: *displayed* = the page as a reader sees it, turned by /Rotate, cut by the crop
box, origin at the top left, y down, millimetres. *User space* = the coordinates of the
PDF itself, y up, in units of UserUnit/72 inch.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from signatures.pades.errors import NoRoom

POINTS_PER_MM = 72 / 25.4
SCAN_STEP_MM = 2.0
GAP_MM = 3.0
EDGE_MM = 10.0
INK_WEIGHT = 4000.0

UserBox = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle as displayed: millimetres from the top left of the visible page."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """Width in millimetres."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Height in millimetres."""
        return self.bottom - self.top

    def overlaps(self, other: "Box") -> bool:
        """Whether the two share some area; touching edges share none."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )


@dataclass(frozen=True, slots=True)
class Paper:
    """How a page is displayed.

    Attributes:
        crop: crop box cut by the media box, in user space (x0, y0, x1, y1).
        rotation: /Rotate as 0, 90, 180 or 270.
        user_unit: size of a user-space unit in points.
    """

    crop: UserBox
    rotation: int = 0
    user_unit: float = 1.0

    @property
    def size_mm(self) -> tuple[float, float]:
        """Displayed width and height in millimetres."""
        unit = self.user_unit / POINTS_PER_MM
        width = (self.crop[2] - self.crop[0]) * unit
        height = (self.crop[3] - self.crop[1]) * unit
        return (height, width) if self.rotation in (90, 270) else (width, height)

    def user_box(self, box: Box) -> UserBox:
        """The box in user space."""
        return user_box(self.crop, self.rotation, self.user_unit, box)

    def displayed_box(self, box: UserBox) -> Box:
        """A box of user space as displayed; the inverse of `user_box`."""
        unit = POINTS_PER_MM / self.user_unit
        ax, ay = _displayed_point(self.crop, self.rotation, box[0], box[1])
        bx, by = _displayed_point(self.crop, self.rotation, box[2], box[3])
        return Box(
            min(ax, bx) / unit,
            min(ay, by) / unit,
            max(ax, bx) / unit,
            max(ay, by) / unit,
        )


def quarters(rotate: object) -> int:
    """What /Rotate says, as 0, 90, 180 or 270; what is no number turns nothing."""
    return round(number_of(rotate, 0.0) / 90) * 90 % 360


def number_of(value: object, otherwise: float) -> float:
    """A number of the file; what is none counts as if it were not there."""
    try:
        number = float(str(value))
    except ValueError:
        return otherwise
    return number if math.isfinite(number) else otherwise


def user_box(crop: UserBox, rotation: int, user_unit: float, box: Box) -> UserBox:
    """Map a displayed box (mm) to user space (x0, y0, x1, y1), whatever the rotation.

    Raises:
        ValueError: the rotation is no multiple of 90 degrees.
    """
    unit = POINTS_PER_MM / user_unit
    ax, ay = _user_point(crop, rotation, box.left * unit, box.top * unit)
    bx, by = _user_point(crop, rotation, box.right * unit, box.bottom * unit)
    return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)


def _user_point(
    crop: UserBox, rotation: int, right: float, down: float
) -> tuple[float, float]:
    x0, y0, x1, y1 = crop
    match rotation % 360:
        case 0:
            return x0 + right, y1 - down
        case 90:
            return x0 + down, y0 + right
        case 180:
            return x1 - right, y0 + down
        case 270:
            return x1 - down, y1 - right
    raise ValueError(f"a page is turned by quarters, not by {rotation}")


def _displayed_point(
    crop: UserBox, rotation: int, x: float, y: float
) -> tuple[float, float]:
    """From user space to the right and down, in its units."""
    x0, y0, x1, y1 = crop
    match rotation % 360:
        case 0:
            return x - x0, y1 - y
        case 90:
            return y - y0, x - x0
        case 180:
            return x1 - x, y - y0
        case 270:
            return y1 - y, x1 - x
    raise ValueError(f"a page is turned by quarters, not by {rotation}")


@dataclass(frozen=True, slots=True)
class Ink:
    """What is already drawn: one cell per square of the displayed page.

    Attributes:
        cells: bool array (rows down, columns right); True = something is drawn.
        cell_mm: side of a cell in millimetres.
    """

    cells: NDArray[np.bool_]
    cell_mm: float

    def share_under(self, box: Box) -> float:
        """The share of drawn cells under a box, 0.0 to 1.0."""
        first = [max(0, int(edge / self.cell_mm)) for edge in (box.top, box.left)]
        last = [int(np.ceil(edge / self.cell_mm)) for edge in (box.bottom, box.right)]
        under = self.cells[first[0] : last[0], first[1] : last[1]]
        return float(under.mean()) if under.size else 0.0


def free_places(
    size_mm: tuple[float, float],
    title_block: Box,
    wanted: Sequence[tuple[float, float]],
    *,
    taken: Sequence[Box] = (),
    ink: Ink | None = None,
) -> tuple[Box, ...]:
    """Find a place near the title block for each wanted (width, height), in mm.

    A place keeps clear of the title block, of `taken`, of the other places and of the
    sheet's edge; white paper is preferred when `ink` is known, nearness otherwise.

    Raises:
        NoRoom: the sheet has no such place left.
    """
    places: list[Box] = []
    for width, height in wanted:
        hindrances = (title_block, *taken, *places)
        scan = _Scan(size_mm, title_block, width, height)
        cost = scan.distance_to(title_block)
        if ink is not None:
            cost = cost + INK_WEIGHT * scan.inked_share(ink)
        for hindrance in hindrances:
            scan.forbid(cost, hindrance)
        places.append(scan.cheapest(cost))
    return tuple(places)


def _steps(anchor: float, end: float) -> NDArray[np.float64]:
    """Positions a step apart, one exactly at the anchor, inside the sheet's edges."""
    first = np.ceil((EDGE_MM - anchor) / SCAN_STEP_MM)
    last = np.floor((end - EDGE_MM - anchor) / SCAN_STEP_MM)
    return anchor + SCAN_STEP_MM * np.arange(first, last + 1)


class _Scan:
    """All candidate places of one size, as arrays over (top, left)."""

    def __init__(
        self, size_mm: tuple[float, float], block: Box, width: float, height: float
    ) -> None:
        self.width, self.height = width, height
        self.left = _steps(block.right - width, size_mm[0] - width)
        self.top = _steps(block.top - GAP_MM - height, size_mm[1] - height)
        if not len(self.left) or not len(self.top):
            raise NoRoom(f"{width} x {height} mm on a sheet of {size_mm}")

    def distance_to(self, block: Box) -> NDArray[np.float64]:
        """How far each candidate is from the block; above it before beside it."""
        aside = np.maximum(
            block.left - (self.left + self.width), self.left - block.right
        )
        above = np.maximum(
            block.top - (self.top + self.height), self.top - block.bottom
        )
        gap = np.hypot(np.maximum(aside, 0.0)[None, :], np.maximum(above, 0.0)[:, None])
        # Rows fill from the right edge of the block; a place beside the block waits
        # until the strip above it is full.
        row = np.abs(block.right - (self.left + self.width))[None, :]
        return gap + 0.05 * row + np.where(aside[None, :] > 0, 1.0, 0.0)

    def inked_share(self, ink: Ink) -> NDArray[np.float64]:
        """The share of drawn cells under each candidate, by a summed-area table."""
        table = np.zeros((ink.cells.shape[0] + 1, ink.cells.shape[1] + 1))
        table[1:, 1:] = ink.cells.cumsum(axis=0, dtype=np.float64).cumsum(axis=1)
        top, bottom = self._cells(self.top, self.height, ink, ink.cells.shape[0])
        left, right = self._cells(self.left, self.width, ink, ink.cells.shape[1])
        drawn = (
            table[np.ix_(bottom, right)]
            - table[np.ix_(top, right)]
            - table[np.ix_(bottom, left)]
            + table[np.ix_(top, left)]
        )
        area = (bottom - top)[:, None] * (right - left)[None, :]
        return np.asarray(drawn / np.maximum(area, 1), dtype=np.float64)

    @staticmethod
    def _cells(
        start: NDArray[np.float64], length: float, ink: Ink, count: int
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        first = np.clip(np.floor(start / ink.cell_mm).astype(np.int64), 0, count)
        last = np.ceil((start + length) / ink.cell_mm).astype(np.int64)
        return first, np.clip(last, 0, count)

    def forbid(self, cost: NDArray[np.float64], box: Box) -> None:
        """Make every candidate closer than the gap to the box impossible."""
        columns = (self.left < box.right + GAP_MM) & (
            self.left + self.width > box.left - GAP_MM
        )
        rows = (self.top < box.bottom + GAP_MM) & (
            self.top + self.height > box.top - GAP_MM
        )
        cost[np.ix_(rows, columns)] = np.inf

    def cheapest(self, cost: NDArray[np.float64]) -> Box:
        """The best candidate that is left."""
        row, column = np.unravel_index(int(np.argmin(cost)), cost.shape)
        if not np.isfinite(cost[row, column]):
            raise NoRoom(f"{self.width} x {self.height} mm")
        left, top = float(self.left[column]), float(self.top[row])
        return Box(left, top, left + self.width, top + self.height)
