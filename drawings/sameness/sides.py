"""One face of a sheet while it is held against the other, and what is asked of it."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import shapely

from drawings.content.parts import Content, Floats, Kind
from drawings.diff.coverage import uncovered
from drawings.diff.hashing import Indices
from drawings.diff.ink import Ink, ink_of
from drawings.diff.matching import near
from drawings.diff.shapes import Shapes
from drawings.diff.strokes import Strokes
from drawings.sameness.areas import Areas, areas_of
from drawings.sameness.laying import Laid

# More filled shapes than this at one place are not asked for their outlines.
MOST_AREAS = 20_000


@dataclass(frozen=True, eq=False)
class Side:
    """One face on the page: its strokes, its fills and what it was read from."""

    strokes: Strokes
    areas: Areas
    content: Content

    @cached_property
    def place(self) -> Indices:
        """The fill that each primitive of the content belongs to, -1 for others."""
        place = np.full(len(self.content), -1, np.intp)
        place[self.areas.primitive] = self.areas.source
        return place

    def sources(self, ink: Ink) -> Indices:
        """The fill that each piece of ink belongs to, -1 for lines."""
        return np.asarray(self.place[self.strokes.index[ink.whose]])

    def without(self, ink: Ink, sources: npt.NDArray[np.bool_]) -> Ink:
        """The ink that belongs to none of these fills, a mask (m,)."""
        known = np.r_[sources, False]
        return part(ink, ~known[self.sources(ink)])

    def areas_near(self, lines: Floats) -> tuple[Shapes, Indices]:
        """Fills at the place of some lines (n, 2, 2), and their sources."""
        if not len(self.areas.lines) or not len(lines):
            return np.zeros(0, np.object_), np.zeros(0, np.intp)
        wanted = np.concatenate([lines.min(axis=1), lines.max(axis=1)], axis=1)
        close = near(wanted, self.areas.boxes, margin=0.5)
        close = close[:MOST_AREAS]
        shapes = self.areas.polygons(close)
        sound = ~shapely.is_empty(shapes)
        return np.asarray(shapes[sound]), close[sound]

    def lines(self, reach: float) -> Ink:
        """All lines of the face, curves as chords."""
        kind = self.strokes.kind
        drawn = np.flatnonzero((kind == Kind.SEGMENT) | (kind == Kind.CURVE))
        return ink_of(self.strokes, drawn, sagitta=reach / 4)

    @cached_property
    def weights(self) -> Floats:
        """The width of the pen of each style in mm, 0 where it is not known."""
        return np.array([max(s.weight_mm, 0.0) for s in self.content.styles])

    @cached_property
    def colours(self) -> Indices:
        """The colour of each fill, as a number; shape (m,)."""
        known: dict[str, int] = {}
        styles = self.content.styles
        number = np.array(
            [known.setdefault(s.colour, len(known)) for s in styles], np.intp
        )
        colour = np.zeros(len(self.areas.width), np.intp)
        colour[self.areas.source] = number[self.content.style[self.areas.primitive]]
        return colour


@dataclass(frozen=True, slots=True, eq=False)
class Leftover:
    """Ink without counterpart, `whose` a position in the strokes of its face."""

    dwg: Ink
    pdf: Ink


def sides_of(dwg: Content, pdf: Content, laid: Laid) -> tuple[Side, Side]:
    """Both faces as they are compared."""
    still = type(laid.similarity)()
    return (
        Side(laid.dwg, areas_of(dwg, laid.similarity), dwg),
        Side(laid.pdf, areas_of(pdf, still), pdf),
    )


def part(ink: Ink, chosen: npt.NDArray[np.bool_]) -> Ink:
    """Some pieces of ink."""
    return Ink(ink.lines[chosen], ink.whose[chosen])


def lacking_lines(ink: Ink, given: Floats, reach: float) -> Ink:
    """What of some ink no given line (m, 2, 2) lies on."""
    gaps = uncovered(ink.lines, given, reach, forgiven=reach)
    return Ink(gaps.of(ink.lines), ink.whose[gaps.line])


def length_of(lines: Floats) -> Floats:
    """Lengths of lines (n, 2, 2) in mm."""
    span = lines[:, 1] - lines[:, 0]
    return np.asarray(np.hypot(span[:, 0], span[:, 1]))
