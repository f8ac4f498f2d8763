"""The measures of the tower that all sheets share: axes, levels, copies of a flat."""

from collections.abc import Iterable

from samples.drafting.axes import Axis, Grid
from samples.drafting.draft import Box, Draft, Point

LENGTH = 55200.0
# The unit is mirrored about its own middle and about the middle of the building.
UNIT_MIDDLE = 13800.0
MIDDLE = 27600.0
STOREY = 3000.0
STOREYS = 18

UNIT_AXES = (0.0, 3300.0, 6000.0, 10200.0, 13800.0, 17400.0, 21600.0, 24300.0, 27600.0)
PLACES_X = UNIT_AXES + tuple(LENGTH - x for x in reversed(UNIT_AXES[:-1]))
PLACES_Y = (0.0, 4500.0, 5700.0, 8100.0, 10700.0, 13200.0)
ACROSS = tuple(Axis(str(index), x) for index, x in enumerate(PLACES_X, 1))
UPWARDS = tuple(Axis(name, y) for name, y in zip("ABCDEF", PLACES_Y, strict=True))
OUTSIDE: Box = (-100.0, -1550.0, LENGTH + 100, 13300.0)
GRID = Grid(ACROSS, UPWARDS, OUTSIDE)

BASEMENT_SOUTH = -8100.0
BASEMENT_GRID = Grid(
    ACROSS,
    (Axis("1/0A", BASEMENT_SOUTH), Axis("2/0A", -2700.0), *UPWARDS),
    (-150.0, BASEMENT_SOUTH - 150, LENGTH + 150, 13350.0),
)

# Where the crossing of axes 1 and A lies on a plan at 1:100; paper mm.
ORIGIN = (122.0, 310.0)
BASEMENT_ORIGIN = (122.0, 345.0)


def plan_draft(origin: Point = ORIGIN, scale: float = 100.0) -> Draft:
    """An empty sheet whose axes 1 and A cross at `origin` (paper mm)."""
    return Draft(scale=scale, corner=(-origin[0] * scale, -origin[1] * scale))


def in_flats(points: Iterable[Point]) -> list[list[Point]]:
    """The points, given in the first flat, in all four flats of a floor."""
    kept = list(points)
    return [
        kept,
        [(2 * UNIT_MIDDLE - x, y) for x, y in kept],
        [(LENGTH - x, y) for x, y in kept],
        [(LENGTH - 2 * UNIT_MIDDLE + x, y) for x, y in kept],
    ]


def in_cores(points: Iterable[Point]) -> list[list[Point]]:
    """The points, given in the first core, in both cores of a floor."""
    kept = list(points)
    return [kept, [(LENGTH - x, y) for x, y in kept]]


def across(box: Box) -> Box:
    """The box on the other side of the middle of the building."""
    x0, y0, x1, y1 = box
    return LENGTH - x1, y0, LENGTH - x0, y1


def level(storey: int) -> float:
    """Height of a finished floor in m; storey 1 is the ground floor at zero."""
    return (storey - 1) * STOREY / 1000


def level_text(metres: float) -> str:
    """A level as written on a drawing."""
    if metres == 0:
        return "±0.000"
    return f"{metres:.3f}"
