"""Frames of tolerances (TOLERANCE, 形位公差) as lines, symbols and texts.

ezdxf keeps the words of such a frame and draws nothing of it. A line of words is a row, its
cells are parted by `%%v`; below the frames stand the height of a projected zone, bare, and
the letter of a datum, in a box. Sizes are those of the style of dimensions: letters as high
as DIMTXT, DIMGAP around them; the entity lies in the middle of the left side of the first
row. The symbols are the letters of the font `gdt`, drawn here with lines and circles.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from ezdxf.entities import DXFGraphic, Tolerance, factory
from ezdxf.entities.dimension import OverrideMixin
from ezdxf.math import UCS, Vec3
from ezdxf.tools.text import fast_plain_mtext

from drawings.content.lettering import width_of

ROW, CELL = re.compile(r"\^J|\\P|\n"), "%%v"
SYMBOL = re.compile(r"\{\\[Ff]gdt[^;]*;(.)\}")
# DIMTXT and DIMGAP of a style that does not say them: what DXF means by silence.
USUAL_HEIGHT, USUAL_GAP = 0.18, 0.09
BREATH = 0.15
Lines = tuple[tuple[float, ...], ...]
Circles = tuple[tuple[float, float, float], ...]
# Polylines x, y, x, y, ... and circles x, y, radius in a square of one letter's height.
SYMBOLS: Final[dict[str, tuple[Lines, Circles]]] = {
    "a": (((0.95, 0.1, 0.05, 0.1, 0.95, 0.8),), ()),
    "b": (((0.0, 0.0, 1.0, 0.0), (0.5, 0.0, 0.5, 1.0)), ()),
    "c": (((0.0, 0.15, 0.7, 0.15, 1.0, 0.85, 0.3, 0.85, 0.0, 0.15),), ()),
    "d": (((0.0, 0.2, 0.1, 0.55, 0.5, 0.8, 0.9, 0.55, 1.0, 0.2, 0.0, 0.2),), ()),
    "e": ((), ((0.5, 0.5, 0.45),)),
    "f": (((0.15, 0.0, 0.5, 1.0), (0.5, 0.0, 0.85, 1.0)), ()),
    "g": (((0.0, 0.0, 0.35, 1.0), (0.65, 0.0, 1.0, 1.0)), ((0.5, 0.5, 0.28),)),
    "h": (((0.1, 0.0, 0.9, 1.0), (0.5, 0.85, 0.9, 1.0, 0.85, 0.55)), ()),
    "i": (((0.0, 0.5, 1.0, 0.5), (0.2, 0.75, 0.8, 0.75), (0.2, 0.25, 0.8, 0.25)), ()),
    "j": (((0.0, 0.5, 1.0, 0.5), (0.5, 0.0, 0.5, 1.0)), ((0.5, 0.5, 0.32),)),
    "k": (((0.0, 0.2, 0.1, 0.55, 0.5, 0.8, 0.9, 0.55, 1.0, 0.2),), ()),
    "n": (((0.1, 0.0, 0.9, 1.0),), ((0.5, 0.5, 0.4),)),
    "r": ((), ((0.5, 0.5, 0.45), (0.5, 0.5, 0.22))),
    "t": (
        (
            (0.0, 0.0, 0.45, 0.9),
            (0.15, 0.8, 0.45, 0.9, 0.5, 0.6),
            (0.0, 0.0, 0.5, 0.0, 0.95, 0.9),
            (0.65, 0.8, 0.95, 0.9, 1.0, 0.6),
        ),
        (),
    ),
    "u": (((0.0, 0.5, 1.0, 0.5),), ()),
}
# Conditions are a letter within a circle.
RINGED = "lmspf"


@dataclass(frozen=True, slots=True)
class _Look:
    """Height of letters and gap around them; attributes of lines and of letters."""

    height: float
    gap: float
    lines: dict[str, Any]
    letters: dict[str, Any]


def parts_of_tolerance(tolerance: Tolerance) -> Iterator[DXFGraphic]:
    """The lines, circles and texts of a frame, where it stands."""
    look = _look_of(tolerance)
    dxf = tolerance.dxf
    ucs = UCS(origin=dxf.insert, ux=dxf.x_axis_vector, uz=dxf.extrusion)
    for part in _rows(str(dxf.content), look):
        part.set_source_of_copy(tolerance)
        yield part.transform(ucs.matrix)


def _look_of(tolerance: Tolerance) -> _Look:
    plain = tolerance.graphic_properties()
    if tolerance.doc is None or tolerance.dxf.dimstyle not in tolerance.doc.dimstyles:
        return _Look(USUAL_HEIGHT, USUAL_GAP, plain, plain)
    found = tolerance.doc.dimstyles.get(tolerance.dxf.dimstyle)
    # What differs from the style stands at the entity, as it does at a dimension.
    own = OverrideMixin.get_acad_dstyle(tolerance, found)  # type: ignore[arg-type]
    style = found.dxfattribs() | own
    scale = float(style.get("dimscale", 1.0)) or 1.0
    letters = {"color": style.get("dimclrt", plain.get("color", 256))}
    name = style.get("dimtxsty", "Standard")
    return _Look(
        float(style.get("dimtxt", USUAL_HEIGHT)) * scale,
        abs(float(style.get("dimgap", USUAL_GAP))) * scale,
        plain | {"color": style.get("dimclrd", plain.get("color", 256))},
        plain | letters | {"style": name},
    )


def _rows(content: str, look: _Look) -> Iterator[DXFGraphic]:
    rows = ROW.split(content)
    tall = look.height + 2 * look.gap
    for number, row in enumerate(rows):
        low = -tall / 2 - number * tall
        is_frame = CELL in row or SYMBOL.search(row) is not None
        is_datum = not is_frame and number == len(rows) - 1 and len(rows) > 1
        left = 0.0
        for cell in filter(None, (cell.strip() for cell in row.split(CELL))):
            right = left + _width(cell, look) + 2 * look.gap
            if is_frame or is_datum:
                yield from _box((left, low, right, low + tall), look)
            yield from _words(cell, (left + look.gap, low + look.gap), look)
            left = right


def _pieces(cell: str) -> Iterator[tuple[str, str]]:
    """Symbols and words of a cell in their order: symbol or nothing, words or nothing."""
    for place, piece in enumerate(SYMBOL.split(cell)):
        if place % 2:
            yield piece.lower(), ""
        elif words := str(fast_plain_mtext(piece)).strip():
            yield "", words


def _width(cell: str, look: _Look) -> float:
    pieces = list(_pieces(cell))
    widths = sum(1.0 if symbol else width_of(words) for symbol, words in pieces)
    return float(widths + BREATH * (len(pieces) - 1)) * look.height


def _words(cell: str, at: tuple[float, float], look: _Look) -> Iterator[DXFGraphic]:
    x, y = at
    for symbol, words in _pieces(cell):
        if symbol:
            yield from _symbol(symbol, (x, y), look)
        else:
            yield _text(words, (x, y), look.height, look)
        width = 1.0 if symbol else width_of(words)
        x += (width + BREATH) * look.height


def _symbol(symbol: str, at: tuple[float, float], look: _Look) -> Iterator[DXFGraphic]:
    lines, circles = SYMBOLS.get(symbol, ((), ()))
    if symbol in RINGED:
        circles = ((0.5, 0.5, 0.5),)
        low = (at[0] + 0.28 * look.height, at[1] + 0.25 * look.height)
        yield _text(symbol.upper(), low, 0.5 * look.height, look)
    elif not lines and not circles:
        yield _text(symbol, at, look.height, look)
    for line in lines:
        corners = [
            (at[0] + x * look.height, at[1] + y * look.height)
            for x, y in zip(line[::2], line[1::2], strict=True)
        ]
        yield from _polyline(corners, look)
    for x, y, radius in circles:
        centre = Vec3(at[0] + x * look.height, at[1] + y * look.height)
        where = {"center": centre, "radius": radius * look.height}
        yield _made("CIRCLE", look.lines | where)


def _box(box: tuple[float, float, float, float], look: _Look) -> Iterator[DXFGraphic]:
    x0, y0, x1, y1 = box
    return _polyline([(x0, y0), (x1, y0), (x1, y1), (x0, y1), (x0, y0)], look)


def _polyline(corners: list[tuple[float, float]], look: _Look) -> Iterator[DXFGraphic]:
    for start, end in pairwise(corners):
        yield _made("LINE", look.lines | {"start": Vec3(start), "end": Vec3(end)})


def _text(
    words: str, at: tuple[float, float], height: float, look: _Look
) -> DXFGraphic:
    where = {"text": words, "insert": Vec3(at), "height": height}
    return _made("TEXT", look.letters | where)


def _made(kind: str, attributes: dict[str, Any]) -> DXFGraphic:
    made = factory.new(kind, dxfattribs=attributes)
    if not isinstance(made, DXFGraphic):
        raise TypeError(kind)
    return made
