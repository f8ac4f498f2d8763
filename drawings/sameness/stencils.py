"""Small pictures of letters, all of one size, so that they can be laid on each other."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import pymupdf

from drawings.content.lettering import FACES, glyph
from drawings.content.parts import Floats
from drawings.sameness.letters import Letter
from storage.typefaces import face_file

Picture = npt.NDArray[np.bool_]

SIDE = 48
_CELL = 60
_MARGIN = (_CELL - SIDE) / 2
_ACROSS = 64
_INK = 160
# Strokes of a shape font have no width; ink has.
_PEN = 2.0
_STRETCH = 2.2


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
    rows = -(-len(letters) // _ACROSS)
    with pymupdf.open() as document:
        page = document.new_page(width=_ACROSS * _CELL, height=max(rows, 1) * _CELL)
        shape = page.new_shape()
        for number, letter in enumerate(letters):
            _draw(shape, letter, _corner(number))
        shape.commit()
        return _cut(page, len(letters))


@lru_cache(maxsize=8)
def templates_of(characters: str) -> Stencils:
    """The same of characters in our own typeface."""
    rows = -(-len(characters) // _ACROSS)
    with pymupdf.open() as document:
        page = document.new_page(width=_ACROSS * _CELL, height=max(rows, 1) * _CELL)
        fonts = [pymupdf.Font(fontfile=str(face_file(face))) for face in FACES]
        writer = pymupdf.TextWriter(page.rect)
        for number, character in enumerate(characters):
            x, y = _corner(number)
            font = fonts[glyph(character).face]
            writer.append((x + 8, y + 44), character, font=font, fontsize=42)
        writer.write_text(page)
        return _cut(page, len(characters))


def _corner(number: int) -> tuple[float, float]:
    row, column = divmod(number, _ACROSS)
    return float(column * _CELL), float(row * _CELL)


def _draw(shape: pymupdf.Shape, letter: Letter, corner: tuple[float, float]) -> None:
    scale = SIDE / max(*letter.size, 1e-6)
    points = letter.points * scale
    points[..., 1] = SIDE - points[..., 1]
    points = points + np.array(corner) + _MARGIN
    for quads, is_fill in (
        (points[letter.is_fill], True),
        (points[~letter.is_fill], False),
    ):
        if not len(quads):
            continue
        _trace(shape, quads)
        if is_fill:
            shape.finish(fill=(0, 0, 0), color=None, width=0, even_odd=True)
        else:
            shape.finish(color=(0, 0, 0), width=_PEN, lineCap=1, lineJoin=1)


def _trace(shape: pymupdf.Shape, quads: Floats) -> None:
    for a, b, c, d in quads.tolist():
        if a == b and c == d:
            shape.draw_line(a, d)
        else:
            shape.draw_bezier(a, b, c, d)


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
    return Stencils(ink.reshape(count, -1), bold.reshape(count, -1))


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
