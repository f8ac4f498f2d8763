"""A sheet of millimetres that becomes PDF path operators: lines, circles, characters.

Origin at the bottom left, y up. Only paths are written, so the drawing is exact at any
zoom and needs neither fonts nor images.
"""

import math
import zlib
from dataclasses import dataclass

import pymupdf

from signatures.pades.errors import SealTextTooLong
from signatures.pades.glyphs import Matrix, glyph, line_width, numbers
from signatures.pades.placement import POINTS_PER_MM
from storage.typefaces import Face

# How far a Chinese character reaches below the baseline, in em.
DESCENT = 0.12
NARROWEST = 0.45
# Control points of the Bezier curve nearest to a quarter of a circle.
KAPPA = 0.5522847498

Colour = tuple[float, float, float]
# Drawn to a hundredth of a millimetre: finer than any plotter, and half the bytes.
STEPS_PER_MM = 100
SEAL_RED: Colour = (0.80, 0.06, 0.10)
BLACK: Colour = (0.0, 0.0, 0.0)


@dataclass(frozen=True)
class Picture:
    """A finished drawing.

    Attributes:
        content: PDF operators that draw it into (0, 0, width, height) in points.
        width_mm: exact width.
        height_mm: exact height.
    """

    content: bytes
    width_mm: float
    height_mm: float

    @property
    def size_points(self) -> tuple[float, float]:
        """Width and height in points."""
        return self.width_mm * POINTS_PER_MM, self.height_mm * POINTS_PER_MM

    def as_png(self, width: int) -> bytes:
        """The picture on white, so many pixels wide."""
        with pymupdf.open(stream=self.as_pdf(), filetype="pdf") as document:
            page = document[0]
            zoom = width / page.rect.width
            pixels = page.get_pixmap(matrix=pymupdf.Matrix(zoom, zoom))
            return bytes(pixels.tobytes("png"))

    def as_pdf(self, rotation: int = 0) -> bytes:
        """A PDF of one page with nothing but the picture.

        Args:
            rotation: turns the picture counter-clockwise by 0, 90, 180 or 270 degrees.
        """
        width, height = self.size_points
        a, b, c, d = turn(rotation)
        e, f = (
            max(0.0, -(a * width), -(c * height)),
            max(0.0, -(b * width), -(d * height)),
        )
        if rotation % 180:
            width, height = height, width
        body = f"q {numbers(a, b, c, d, e, f)} cm\n".encode() + self.content + b"\nQ"
        return _one_page(zlib.compress(body, 9), width, height)


def turn(rotation: int) -> tuple[float, float, float, float]:
    """The matrix (a, b, c, d) that turns counter-clockwise by quarters."""
    match rotation % 360:
        case 0:
            return 1, 0, 0, 1
        case 90:
            return 0, 1, -1, 0
        case 180:
            return -1, 0, 0, -1
        case 270:
            return 0, -1, 1, 0
    raise ValueError(f"a picture is turned by quarters, not by {rotation}")


class Canvas:
    """Collects what is drawn, in millimetres."""

    def __init__(self, width_mm: float, height_mm: float, colour: Colour) -> None:
        self.width_mm, self.height_mm = width_mm, height_mm
        scale = f"{POINTS_PER_MM / STEPS_PER_MM:.9f}"
        ink = numbers(*colour)
        self._operators = [f"q {scale} 0 0 {scale} 0 0 cm {ink} rg {ink} RG"]

    def finish(self) -> Picture:
        """The drawing as a picture."""
        content = "\n".join((*self._operators, "Q")).encode()
        return Picture(content, self.width_mm, self.height_mm)

    def line(
        self, start: tuple[float, float], end: tuple[float, float], thickness: float
    ) -> None:
        """A straight line."""
        self._operators.append(
            f"{steps(thickness)} w {steps(*start)} m {steps(*end)} l S"
        )

    def frame(
        self, left: float, bottom: float, size: tuple[float, float], thickness: float
    ) -> None:
        """A rectangle; the line lies inside its measures."""
        half = thickness / 2
        box = (left + half, bottom + half, size[0] - thickness, size[1] - thickness)
        self._operators.append(f"{steps(thickness)} w {steps(*box)} re S")

    def block(self, left: float, bottom: float, width: float, height: float) -> None:
        """A filled rectangle."""
        self._operators.append(f"{steps(left, bottom, width, height)} re f")

    def ring(
        self, centre: tuple[float, float], radius: float, thickness: float
    ) -> None:
        """A circle; the line lies inside the radius."""
        (x, y), r = centre, radius - thickness / 2
        k = KAPPA * r
        quarters = (
            (x + r, y + k, x + k, y + r, x, y + r),
            (x - k, y + r, x - r, y + k, x - r, y),
            (x - r, y - k, x - k, y - r, x, y - r),
            (x + k, y - r, x + r, y - k, x + r, y),
        )
        curves = " ".join(f"{steps(*quarter)} c" for quarter in quarters)
        self._operators.append(f"{steps(thickness)} w {steps(x + r, y)} m {curves} h S")

    def star(self, centre: tuple[float, float], radius: float) -> None:
        """A filled five-pointed star with one point up."""
        corners = []
        for corner in range(10):
            angle = math.pi / 2 + corner * math.pi / 5
            reach = radius if corner % 2 == 0 else radius * 0.381966
            corners.append(
                steps(
                    centre[0] + reach * math.cos(angle),
                    centre[1] + reach * math.sin(angle),
                )
            )
        rest = " ".join(f"{corner} l" for corner in corners[1:])
        self._operators.append(f"{corners[0]} m {rest} h f")

    def character(self, character: str, face: Face, matrix: Matrix) -> None:
        """One character; the matrix takes its em to the canvas."""
        path = glyph(character, face).path(matrix, STEPS_PER_MM)
        if path:
            self._operators.append(f"{path} f")

    def text(
        self,
        text: str,
        face: Face,
        *,
        at: tuple[float, float],
        size: float,
        within: float,
        align: float = 0.0,
    ) -> None:
        """A line of text, squeezed where it is wider than `within`.

        Args:
            text: the words.
            face: the typeface.
            at: left end of the baseline's room, in mm.
            size: size of the type, in mm.
            within: room for the line, in mm.
            align: 0 = left, 0.5 = middle, 1 = right of the room.

        Raises:
            SealTextTooLong: squeezing would make the words unreadable.
        """
        natural = line_width(text, face) * size
        squeeze = min(1.0, within / natural) if natural else 1.0
        if squeeze < NARROWEST:
            raise SealTextTooLong(text)
        x = at[0] + (within - natural * squeeze) * align
        for character in text:
            self.character(character, face, (size * squeeze, 0, 0, size, x, at[1]))
            x += glyph(character, face).advance * size * squeeze


def steps(*millimetres: float) -> str:
    """Lengths as the canvas writes them: whole hundredths of a millimetre."""
    return " ".join(str(round(value * STEPS_PER_MM)) for value in millimetres)


def _one_page(packed: bytes, width: float, height: float) -> bytes:
    media = numbers(0, 0, width, height)
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[%s]/Resources<<>>/Contents 4 0 R>>"
        % media.encode(),
        b"<</Filter/FlateDecode/Length %d>>\nstream\n" % len(packed)
        + packed
        + b"\nendstream",
    )
    written, offsets = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(objects, 1):
        offsets.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start, count = len(written), len(objects) + 1
    written += b"xref\n0 %d\n0000000000 65535 f \n" % count
    written += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    written += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n" % (count, start)
    return bytes(written + b"%%EOF\n")
