"""The grid of axes with its bubbles, and chains of dimensions along it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from samples.drafting.draft import Box, Draft, Lettering, Point
from samples.drafting.layers import AXIS, BUBBLE, DIMENSION

RADIUS = 4.0
# Distance of the three chains and of the bubbles from the building; paper mm.
CHAINS = (16.0, 24.0, 32.0)
BUBBLES = 44.0


@dataclass(frozen=True, slots=True)
class Axis:
    """An axis: what stands in its bubble and its coordinate in mm."""

    name: str
    at: float


@dataclass(frozen=True, slots=True)
class Grid:
    """The axes of a building, across (x, numbers) and upwards (y, letters)."""

    across: tuple[Axis, ...]
    upwards: tuple[Axis, ...]
    box: Box


def draw_grid(draft: Draft, grid: Grid, sides: str = "SNWE") -> None:
    """Axis lines and bubbles on the given sides: S, N, W and E."""
    x0, y0, x1, y1 = grid.box
    gap = BUBBLES * draft.scale
    for axis in grid.across:
        low = y0 - gap if "S" in sides else y0
        high = y1 + gap if "N" in sides else y1
        draft.line((axis.at, low), (axis.at, high), AXIS)
        for side, y in (
            ("S", low - RADIUS * draft.scale),
            ("N", high + RADIUS * draft.scale),
        ):
            if side in sides:
                _bubble(draft, axis.name, (axis.at, y))
    for axis in grid.upwards:
        low = x0 - gap if "W" in sides else x0
        high = x1 + gap if "E" in sides else x1
        draft.line((low, axis.at), (high, axis.at), AXIS)
        for side, x in (
            ("W", low - RADIUS * draft.scale),
            ("E", high + RADIUS * draft.scale),
        ):
            if side in sides:
                _bubble(draft, axis.name, (x, axis.at))


def draw_chains(
    draft: Draft,
    grid: Grid,
    sides: str = "SNWE",
    details: Mapping[str, Sequence[float]] | None = None,
) -> None:
    """Three chains on each side: details, axes, overall.

    Args:
        draft: the sheet.
        grid: axes and the box of the building.
        sides: on which sides.
        details: coordinates of the inner chain, by side.

    """
    for side in sides:
        axes = grid.across if side in "SN" else grid.upwards
        places = [axis.at for axis in axes]
        inner = (details or {}).get(side, ())
        if inner:
            chain(draft, grid.box, side, CHAINS[0], inner)
        chain(draft, grid.box, side, CHAINS[1], places)
        chain(draft, grid.box, side, CHAINS[2], [places[0], places[-1]])


def chain(
    draft: Draft, box: Box, side: str, distance: float, places: Sequence[float]
) -> None:
    """A chain of dimensions beside the box, `distance` paper mm away."""
    x0, y0, x1, y1 = box
    gap = distance * draft.scale
    ordered = sorted(set(places))
    for start, end in pairwise(ordered):
        if side in "SN":
            y = y0 - gap if side == "S" else y1 + gap
            draft.dimension((start, y), (end, y), (start, y), DIMENSION)
        else:
            x = x0 - gap if side == "W" else x1 + gap
            draft.dimension((x, start), (x, end), (x, start), DIMENSION, 90)


def _bubble(draft: Draft, name: str, at: Point) -> None:
    draft.circle(at, RADIUS * draft.scale, BUBBLE)
    draft.text(name, at, BUBBLE, Lettering(4.0 if len(name) < 3 else 2.6))
