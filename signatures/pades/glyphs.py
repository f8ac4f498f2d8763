"""Characters as outlines: what seals and marks are drawn with, no font in the file.

Outlines come in em units: 1.0 = the size of the type, y up, origin at the left end of
the baseline.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from fontTools.pens.basePen import BasePen
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont

from storage.typefaces import Face, face_file, face_for

Matrix = tuple[float, float, float, float, float, float]
Point = tuple[float, float]
Recording = tuple[tuple[str, tuple[Point, ...]], ...]


@dataclass(frozen=True, slots=True)
class Glyph:
    """The outline of one character.

    Attributes:
        strokes: pen commands in font units.
        units: font units in an em.
        advance: width of the character in em.
    """

    strokes: Recording
    units: int
    advance: float

    def path(self, matrix: Matrix, steps: int) -> str:
        """PDF path operators in whole steps.

        Args:
            matrix: takes the em to the drawing's unit.
            steps: how many steps the drawing's unit has.
        """
        scale = steps / self.units
        a, b, c, d, e, f = matrix
        turn = (a * scale, b * scale, c * scale, d * scale, e * steps, f * steps)
        pen = _PathPen(None)
        turned = TransformPen(pen, turn)
        for command, points in self.strokes:
            getattr(turned, command)(*points)
        return " ".join(pen.operators)


@lru_cache(maxsize=4096)
def glyph(character: str, face: Face) -> Glyph:
    """The character in this face, or in the fallback where the face lacks it."""
    font, glyphs, names = _opened(face_for(character, face))
    name = names.get(ord(character), ".notdef")
    pen = DecomposingRecordingPen(glyphs)
    glyphs[name].draw(pen)
    units = font["head"].unitsPerEm
    return Glyph(tuple(pen.value), units, glyphs[name].width / units)


def line_width(text: str, face: Face) -> float:
    """Width of a line of text in em."""
    return sum(glyph(character, face).advance for character in text)


@lru_cache
def _opened(face: Face) -> tuple[TTFont, Any, dict[int, str]]:
    font = TTFont(face_file(face), lazy=True)
    return font, font.getGlyphSet(), font.getBestCmap()


class _PathPen(BasePen):  # type: ignore[misc]  # fontTools has no types
    """Writes outlines as PDF path operators; quadratic curves become cubic."""

    def __init__(self, glyphs: None) -> None:
        super().__init__(glyphs)
        self.operators: list[str] = []

    def _moveTo(self, pt: Point) -> None:  # noqa: N802
        self.operators.append(f"{_whole(pt)} m")

    def _lineTo(self, pt: Point) -> None:  # noqa: N802
        self.operators.append(f"{_whole(pt)} l")

    def _curveToOne(self, pt1: Point, pt2: Point, pt3: Point) -> None:  # noqa: N802
        self.operators.append(f"{_whole(pt1)} {_whole(pt2)} {_whole(pt3)} c")

    def _closePath(self) -> None:  # noqa: N802
        self.operators.append("h")


def _whole(point: Point) -> str:
    return f"{round(point[0])} {round(point[1])}"


def numbers(*values: float) -> str:
    """Numbers as PDF writes them, to a thousandth and without idle zeros."""
    return " ".join(f"{value:.3f}".rstrip("0").rstrip(".") for value in values)
