"""What stands on a page of a letter: words, strokes, areas, pictures, places for seals.

Lengths are millimetres from the top left of the page, y down; sizes of type are points.
"""

from dataclasses import dataclass, field
from typing import Final

from reviews.letters.lines import BLACK, MM_PER_POINT, Ink, Line
from signatures.pades.placement import Box

WIDTH: Final = 210.0
HEIGHT: Final = 297.0
POINTS: Final = 1 / MM_PER_POINT
HAIR: Final = 0.18


@dataclass(frozen=True, slots=True)
class Words:
    """A line of type with its left edge and its baseline."""

    line: Line
    left: float
    baseline: float


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight stroke."""

    start: tuple[float, float]
    end: tuple[float, float]
    width: float = HAIR
    ink: Ink = BLACK


@dataclass(frozen=True, slots=True)
class Area:
    """Filled rectangles of one ink, such as the modules of a QR code."""

    boxes: tuple[Box, ...]
    ink: Ink = BLACK


@dataclass(frozen=True, slots=True)
class Picture:
    """A page of another PDF, as vectors; `clip` is a part of it from its top left, mm.

    The box is expected to have the shape of what is shown.
    """

    pdf: bytes
    page: int
    box: Box
    clip: Box | None = None


Mark = Words | Rule | Area | Picture


@dataclass(frozen=True, slots=True)
class SealPlace:
    """Where a seal goes: page from 0, whose seal, the box as displayed."""

    page: int
    whose: str
    box: Box


@dataclass(slots=True)
class Leaf:
    """One page of marks, drawn in their order."""

    marks: list[Mark] = field(default_factory=list)
