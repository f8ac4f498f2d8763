"""Small pictures of letters, all of one size, so that they can be laid on each other."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pymupdf

from drawings.content.parts import Floats
from drawings.sameness.characters import Letter
from storage.typefaces import Face, face_file

Picture = npt.NDArray[np.bool_]

SIDE = 48
_CELL = 60
_MARGIN = (_CELL - SIDE) / 2
_ACROSS = 64
_INK = 160
# Strokes of a shape font have no width; ink has.
_PEN = 2.0
_STRETCH = 2.2
_MANNER = f"0 g 0 G {_PEN} w 1 J 1 j"


@dataclass(frozen=True, slots=True, eq=False)
class Stencils:
    """n pictures of SIDE x SIDE, and the same a pixel bolder, as rows of bits."""

    ink: npt.NDArray[np.bool_]
    bold: npt.NDArray[np.bool_]

    def apart(self, one: int, others: npt.NDArray[np.intp]) -> Floats:
        """How much of the ink of either letter the other lacks, from 0 to 1."""
        return gaps(self, one, self, others)


def gaps(
    left: Stencils, one: int, right: Stencils, others: npt.NDArray[np.intp]
) -> Floats:
    """The larger share of ink of one picture that another one lacks, shape (n,)."""
    mine, theirs = left.ink[one], right.ink[others]
    alone = (mine & ~right.bold[others]).sum(axis=1) / max(int(mine.sum()), 1)
    back = (theirs & ~left.bold[one]).sum(axis=1) / np.maximum(theirs.sum(axis=1), 1)
    return np.asarray(np.maximum(alone, back))


def stencils_of(letters: Sequence[Letter]) -> Stencils:
    """Draw letters from their strokes; each fills its cell, whatever its size."""
    rows = max(-(-len(letters) // _ACROSS), 1)
    with pymupdf.open() as document:
        page = document.new_page(width=_ACROSS * _CELL, height=rows * _CELL)
        high = float(rows * _CELL)
        drawn = [_drawn(each, *_corner(at), high) for at, each in enumerate(letters)]
        sheet = document.get_new_xref()
        document.update_object(sheet, "<<>>")
        document.update_stream(sheet, "\n".join([_MANNER, *drawn]).encode())
        page.set_contents(sheet)
        return _cut(page, len(letters))


def templates_in(face: Face, characters: str) -> Picture:
    """The ink of characters in one of our typefaces; nothing where it has none of them."""
    rows = -(-len(characters) // _ACROSS)
    font = pymupdf.Font(fontfile=str(face_file(face)))
    with pymupdf.open() as document:
        page = document.new_page(width=_ACROSS * _CELL, height=max(rows, 1) * _CELL)
        writer = pymupdf.TextWriter(page.rect)
        for number, character in enumerate(characters):
            if font.has_glyph(ord(character)):
                x, y = _corner(number)
                writer.append((x + 8, y + 44), character, font=font, fontsize=42)
        writer.write_text(page)
        ink = _cut(page, len(characters)).ink
        return np.asarray(ink.reshape(-1, SIDE, SIDE))


def _corner(number: int) -> tuple[float, float]:
    row, column = divmod(number, _ACROSS)
    return float(column * _CELL), float(row * _CELL)


def _drawn(letter: Letter, left: float, top: float, high: float) -> str:
    """The operators that draw one letter into its cell, y upwards."""
    scale = SIDE / max(*letter.size, 1e-6)
    low = np.array([left + _MARGIN, high - top - _MARGIN - SIDE])
    points = np.round(letter.points * scale + low, 2).reshape(-1, 8)
    # outlines of a typeface run the other way round where they are holes
    parts = (points[letter.is_fill], "f"), (points[~letter.is_fill], "S")
    return "\n".join(f"{_path(part)} {paint}" for part, paint in parts if len(part))


def _path(rows: Floats) -> str:
    said, at = [], (np.inf, np.inf)
    for x0, y0, x1, y1, x2, y2, x3, y3 in rows.tolist():
        if (x0, y0) != at:
            said.append(f"{x0} {y0} m")
        if (x0, y0, x2, y2) == (x1, y1, x3, y3):
            said.append(f"{x3} {y3} l")
        else:
            said.append(f"{x1} {y1} {x2} {y2} {x3} {y3} c")
        at = (x3, y3)
    return " ".join(said)


def _cut(page: pymupdf.Page, count: int) -> Stencils:
    pixels = page.get_pixmap(colorspace=pymupdf.csGRAY, alpha=False)
    field = np.frombuffer(pixels.samples, np.uint8)
    field = field.reshape(pixels.height, pixels.stride)[:, : pixels.width]
    ink = np.zeros((count, SIDE, SIDE), bool)
    for number in range(count):
        x, y = (int(v) for v in _corner(number))
        ink[number] = _fitted(field[y : y + _CELL, x : x + _CELL] < _INK)
    bold = ink.copy()
    for axis in (1, 2):
        grown = bold.copy()
        for step in (1, -1):
            grown |= _moved(bold, step, axis)
        bold = grown
    return Stencils(ink.reshape(count, SIDE * SIDE), bold.reshape(count, SIDE * SIDE))


def _moved(pictures: Picture, step: int, axis: int) -> Picture:
    moved = np.roll(pictures, step, axis=axis)
    border: list[slice | int] = [slice(None)] * 3
    border[axis] = 0 if step > 0 else -1
    moved[tuple(border)] = False
    return moved


def _fitted(cell: Picture) -> Picture:
    """The ink set into the upper left corner and stretched until both sides are full.

    Fonts are set narrower or wider; what is thin, as 1 or a dash, stays thinner.
    """
    rows, columns = np.flatnonzero(cell.any(axis=1)), np.flatnonzero(cell.any(axis=0))
    if not len(rows):
        return np.zeros((SIDE, SIDE), bool)
    tight = cell[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    size = max(tight.shape)
    high, wide = (
        min(SIDE, max(1, round(_STRETCH * side * SIDE / size))) for side in tight.shape
    )
    row = (np.arange(high) * tight.shape[0] / high).astype(int)
    column = (np.arange(wide) * tight.shape[1] / wide).astype(int)
    picture = np.zeros((SIDE, SIDE), bool)
    picture[:high, :wide] = tight[row][:, column]
    return picture
