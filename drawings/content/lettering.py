"""How wide a text is and with which glyphs it is set, alike in reading and plotting.

Terminology:
    height: the text height of CAD, which is the height of a capital letter.
    shape font: an SHX font of CAD. Its Chinese characters are as high as its capitals,
        while in a TrueType font they are about a third higher. Both are set here with
        the same TrueType faces, so the size of Chinese characters depends on it.
"""

from dataclasses import dataclass
from functools import lru_cache

import pymupdf

from storage.typefaces import Face, face_file

# Size of the em square for a text height of 1.
EM = 1.364
SHAPE_EM = 1.09
DESCENDER = 0.3
X_HEIGHT = 0.74
FACES = (Face.SANS, Face.FALLBACK)
FIRST_WIDE = 0x2E80
MISSING = "□"


@dataclass(frozen=True, slots=True)
class Glyph:
    """One glyph: index of the face in `FACES`, glyph number, advance in em."""

    face: int
    number: int
    advance: float


@dataclass(frozen=True, slots=True)
class Run:
    """Glyphs of one face at one em size; `width` in the same unit as `size`."""

    face: int
    size: float
    glyphs: tuple[int, ...]
    width: float


@lru_cache
def _font(face: Face) -> pymupdf.Font:
    return pymupdf.Font(fontfile=str(face_file(face)))


@lru_cache(maxsize=1 << 16)
def glyph(character: str) -> Glyph:
    """The glyph of a character: the first face that has it, else an empty box."""
    code = ord(character)
    for index, face in enumerate(FACES):
        if number := _font(face).has_glyph(code):
            return Glyph(index, number, _font(face).glyph_advance(code))
    if character == MISSING or not character.isprintable():
        return Glyph(0, _font(FACES[0]).has_glyph(ord(" ")), 0.0)
    return glyph(MISSING)


def em_of(character: str, *, is_shape: bool) -> float:
    """The em size in which a character is set at text height 1."""
    return SHAPE_EM if is_shape and ord(character) >= FIRST_WIDE else EM


def width_of(text: str, *, is_shape: bool = False) -> float:
    """Width of a text at height 1."""
    return sum(
        glyph(letter).advance * em_of(letter, is_shape=is_shape) for letter in text
    )


def runs_of(text: str, *, is_shape: bool = False) -> list[Run]:
    """The text at height 1, cut where face or size changes."""
    runs: list[Run] = []
    key: tuple[int, float] | None = None
    numbers: list[int] = []
    width = 0.0
    for letter in text:
        found, size = glyph(letter), em_of(letter, is_shape=is_shape)
        if key is not None and key != (found.face, size):
            runs.append(Run(*key, tuple(numbers), width))
            numbers, width = [], 0.0
        key = (found.face, size)
        numbers.append(found.number)
        width += found.advance * size
    if key is not None:
        runs.append(Run(*key, tuple(numbers), width))
    return runs
