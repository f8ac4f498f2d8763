"""A roll of A4 pages that type is set on from top to bottom.

Lengths are millimetres from the top left of the page, y down; sizes of type are points.
The margins follow GB/T 9704 (公文格式), a little wider at the sides for tables.
"""

from collections.abc import Sequence
from typing import Final

from reviews.letters.ink import HAIR, HEIGHT, WIDTH, Area, Leaf, Rule, Words
from reviews.letters.lines import (
    BLACK,
    MM_PER_POINT,
    Align,
    Ink,
    Line,
    Run,
    set_lines,
)
from signatures.pades.placement import Box

LEFT: Final = 26.0
RIGHT: Final = WIDTH - 26.0
MEASURE: Final = RIGHT - LEFT
TOP: Final = 28.0
BOTTOM: Final = HEIGHT - 26.0
BODY: Final = 14.0
"""Size of the body: 四号."""
PITCH: Final = 1.75
"""Height of a line of the body, in em."""
RISE: Final = 0.38
"""How far the baseline stands below the middle of a line, in em."""


class Paper:
    """Pages being set; `top` is where the next thing goes on the last page."""

    def __init__(self) -> None:
        self.leaves: list[Leaf] = [Leaf()]
        self.top = TOP

    @property
    def page(self) -> int:
        """The number of the last page, from 0."""
        return len(self.leaves) - 1

    @property
    def room(self) -> float:
        """How much is left on the last page."""
        return BOTTOM - self.top

    @property
    def full(self) -> float:
        """How much a page holds."""
        return BOTTOM - TOP

    def turn(self) -> None:
        """Begin another page."""
        self.leaves.append(Leaf())
        self.top = TOP

    def need(self, height: float) -> None:
        """Begin another page unless there is so much room, or the page is empty."""
        if self.room < height and self.top > TOP:
            self.turn()

    def skip(self, height: float) -> None:
        """Leave blank; nothing at the head of a page."""
        if self.top > TOP:
            self.top += height

    def put(self, line: Line, left: float, top: float, height: float) -> None:
        """Set a line in the middle of a strip of the last page."""
        em = line.size * MM_PER_POINT
        self.leaves[-1].marks.append(Words(line, left, top + height / 2 + RISE * em))

    def rule(
        self,
        start: tuple[float, float],
        end: tuple[float, float],
        *,
        width: float = HAIR,
        ink: Ink = BLACK,
    ) -> None:
        """Draw a stroke on the last page."""
        self.leaves[-1].marks.append(Rule(start, end, width, ink))

    def fill(self, boxes: Sequence[Box], ink: Ink = BLACK) -> None:
        """Fill rectangles on the last page."""
        self.leaves[-1].marks.append(Area(tuple(boxes), ink))

    def write(
        self,
        text: str | Sequence[Run],
        *,
        size: float = BODY,
        align: Align = Align.JUSTIFY,
        indent: float = 0.0,
        pitch: float = PITCH,
    ) -> None:
        """Set paragraphs over the whole measure; two lines at least stay together."""
        lines = set_lines(text, size=size, width=MEASURE, align=align, indent=indent)
        height = size * MM_PER_POINT * pitch
        self.need(height * min(len(lines), 2))
        for index, line in enumerate(lines):
            is_widow = index == len(lines) - 2 and len(lines) > 2
            self.need(height * (2 if is_widow else 1))
            self.put(line, LEFT, self.top, height)
            self.top += height

    def height_of(self, text: str | Sequence[Run], *, indent: float = 0.0) -> float:
        """How high paragraphs of the body would be."""
        lines = set_lines(text, size=BODY, width=MEASURE, indent=indent)
        return len(lines) * BODY * MM_PER_POINT * PITCH

    def label(
        self,
        text: str | Sequence[Run],
        box: Box,
        *,
        size: float,
        align: Align = Align.LEFT,
        pitch: float = 1.4,
    ) -> None:
        """Set lines into a box of the last page, from its top, wherever `top` is."""
        height = size * MM_PER_POINT * pitch
        lines = set_lines(text, size=size, width=box.width, align=align)
        for index, line in enumerate(lines):
            self.put(line, box.left, box.top + index * height, height)
