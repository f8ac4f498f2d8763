"""A floor as data: walls, openings, rooms and fittings; millimetres of the building."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Self

from samples.drafting.draft import Box, Point

THICKNESS = 200.0


class Material(StrEnum):
    """What a wall is made of."""

    CONCRETE = "concrete"
    MASONRY = "masonry"


class OpeningKind(StrEnum):
    """What fills an opening in a wall."""

    DOOR = "door"
    DOUBLE = "double"
    SLIDING = "sliding"
    WINDOW = "window"
    BLAST = "blast"
    HOLE = "hole"


@dataclass(frozen=True, slots=True)
class Wall:
    """A straight wall, parallel to an axis, as the box that it fills."""

    box: Box
    material: Material = Material.MASONRY

    def mirrored(self, about: float) -> Self:
        """The same wall on the other side of the line x = about."""
        x0, y0, x1, y1 = self.box
        return replace(self, box=(2 * about - x1, y0, 2 * about - x0, y1))


@dataclass(frozen=True, slots=True)
class Opening:
    """A door, window or hole.

    Attributes:
        tag: type and size as written beside it, such as M0921 (0.9 m by 2.1 m).
        at: centre of the opening on the axis of its wall.
        width: clear width of the hole.
        kind: what fills it.
        is_upright: the wall runs along y.
        hinge: side of the hinge along the wall; -1 towards smaller, 1 larger coordinates.
        swing: side to which the leaf opens, across the wall.
        thickness: of the wall.

    """

    tag: str
    at: Point
    width: float
    kind: OpeningKind = OpeningKind.DOOR
    is_upright: bool = False
    hinge: int = -1
    swing: int = 1
    thickness: float = THICKNESS

    @property
    def box(self) -> Box:
        """The hole in the wall, a little deeper than the wall."""
        along, across = self.width / 2, self.thickness / 2 + 1
        dx, dy = (across, along) if self.is_upright else (along, across)
        x, y = self.at
        return x - dx, y - dy, x + dx, y + dy

    @property
    def footprint(self) -> Box:
        """The hole together with the swing of its leaf."""
        x0, y0, x1, y1 = self.box
        reach = self.width + 250 if self.kind is not OpeningKind.WINDOW else 0.0
        if self.kind is OpeningKind.DOUBLE:
            reach = self.width / 2 + 50
        if self.is_upright:
            return (
                min(x0, x0 + self.swing * reach),
                y0,
                max(x1, x1 + self.swing * reach),
                y1,
            )
        return (
            x0,
            min(y0, y0 + self.swing * reach),
            x1,
            max(y1, y1 + self.swing * reach),
        )

    def mirrored(self, about: float) -> Self:
        """The same opening on the other side of the line x = about."""
        at = (2 * about - self.at[0], self.at[1])
        if self.is_upright:
            return replace(self, at=at, swing=-self.swing)
        return replace(self, at=at, hinge=-self.hinge)


@dataclass(frozen=True, slots=True)
class Room:
    """The name of a room, where it is written, its area in m2 (0: not written)."""

    name: str
    at: Point
    area: float = 0.0

    def mirrored(self, about: float) -> Self:
        """The same room on the other side of the line x = about."""
        return replace(self, at=(2 * about - self.at[0], self.at[1]))


@dataclass(frozen=True, slots=True)
class Fitting:
    """A block that stands on the floor: its name, place, turn in degrees, mirrored or not."""

    block: str
    at: Point
    turn: float = 0.0
    is_flipped: bool = False

    def mirrored(self, about: float) -> Self:
        """The same fitting on the other side of the line x = about."""
        return replace(
            self,
            at=(2 * about - self.at[0], self.at[1]),
            turn=-self.turn,
            is_flipped=not self.is_flipped,
        )


@dataclass(frozen=True, slots=True)
class FloorPlan:
    """Everything that stands on one floor."""

    walls: tuple[Wall, ...] = ()
    openings: tuple[Opening, ...] = ()
    rooms: tuple[Room, ...] = ()
    fittings: tuple[Fitting, ...] = ()

    def __add__(self, other: "FloorPlan") -> "FloorPlan":
        return FloorPlan(
            self.walls + other.walls,
            self.openings + other.openings,
            self.rooms + other.rooms,
            self.fittings + other.fittings,
        )

    def mirrored(self, about: float) -> "FloorPlan":
        """The same floor on the other side of the line x = about."""
        return FloorPlan(
            tuple(wall.mirrored(about) for wall in self.walls),
            tuple(opening.mirrored(about) for opening in self.openings),
            tuple(room.mirrored(about) for room in self.rooms),
            tuple(fitting.mirrored(about) for fitting in self.fittings),
        )

    def doubled(self, about: float) -> "FloorPlan":
        """The floor together with its mirror image."""
        return self + self.mirrored(about)

    def without(self, *openings: Opening) -> "FloorPlan":
        """The floor with some openings taken out."""
        kept = tuple(opening for opening in self.openings if opening not in openings)
        return replace(self, openings=kept)


def wall(
    start: Point,
    end: Point,
    material: Material = Material.MASONRY,
    thickness: float = THICKNESS,
) -> Wall:
    """A wall along its axis, lengthened by half its thickness at both ends."""
    half = thickness / 2
    (x0, x1), (y0, y1) = sorted((start[0], end[0])), sorted((start[1], end[1]))
    return Wall((x0 - half, y0 - half, x1 + half, y1 + half), material)


def concrete(start: Point, end: Point, thickness: float = THICKNESS) -> Wall:
    """A concrete wall along its axis; see `wall`."""
    return wall(start, end, Material.CONCRETE, thickness)
