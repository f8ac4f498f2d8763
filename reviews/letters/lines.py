"""Text broken into lines as Chinese is set: punctuation kept off the edges, justified.

A number stays with its unit, and no character is left alone on the last line.

All lengths are millimetres, sizes of type are points.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise
from typing import Final

from reviews.letters.glyphs import (
    CLOSING,
    NEVER_FIRST,
    NEVER_LAST,
    OPENING,
    advance,
    drawn,
    is_ideograph,
    is_wide,
    printable,
)
from storage.typefaces import Face

MM_PER_POINT: Final = 25.4 / 72
HALF: Final = 0.5
MIXED_GAP: Final = 0.125
LOOSEST: Final = 0.4
LONG_WORD: Final = 12
SOFT_BREAKS: Final = frozenset("/-_.:&=?")
BEFORE_UNIT: Final = re.compile(
    r"(?<=\d) (?=(?:[kmc]?m|m[²³]|㎡|℃|k?N|[kM]Pa|k?g|t|k?W|kVA|h|min|s)(?![A-Za-z]))"
)
"""The blank between a number and its unit, where no line ends."""
FEW_EM: Final = 2.5
BROAD_EM: Final = 12.0
"""In columns that are narrower a character may stand alone on the last line."""

Ink = tuple[float, float, float]
BLACK: Final[Ink] = (0.07, 0.07, 0.07)
GREY: Final[Ink] = (0.38, 0.38, 0.38)
RED: Final[Ink] = (0.757, 0.153, 0.176)


class Align(StrEnum):
    """Where lines stand between the edges."""

    JUSTIFY = "justify"
    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one face and ink; `cell` > 0 sets it on a grid, in em."""

    text: str
    face: Face = Face.SERIF
    ink: Ink = BLACK
    cell: float = 0.0


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character where it stands: `left` from the left edge of the text."""

    character: str
    face: Face
    ink: Ink
    left: float


@dataclass(frozen=True, slots=True)
class Line:
    """One line of type, in its size."""

    glyphs: tuple[Glyph, ...]
    size: float

    @property
    def text(self) -> str:
        """What it says."""
        return "".join(glyph.character for glyph in self.glyphs)


@dataclass(frozen=True, slots=True)
class _Sort:
    """A character ready to be set; lengths in em; `lead` goes before it."""

    character: str
    face: Face
    ink: Ink
    width: float
    lead: float = 0.0
    inset: float = 0.0


_Unit = tuple[_Sort, ...]


def set_lines(
    text: str | Sequence[Run],
    *,
    size: float,
    width: float,
    align: Align = Align.JUSTIFY,
    indent: float = 0.0,
) -> list[Line]:
    """Break text into lines of `width`; each paragraph's first is moved by `indent` em.

    A word that is longer than a line is broken where it must be. Empty text gives one
    empty line, so that a cell without words still has its height.
    """
    em = size * MM_PER_POINT
    lines: list[Line] = []
    for sorts in _paragraphs(text):
        units = list(_fitting(_units(sorts), width / em))
        rows = _rows(units, width / em, indent)
        for index, row in enumerate(rows):
            is_last = index == len(rows) - 1
            mode = Align.LEFT if is_last and align is Align.JUSTIFY else align
            offset = indent if index == 0 else 0.0
            lines.append(Line(_placed(row, width / em, mode, offset, em), size))
    return lines


def width_of(text: str, face: Face, size: float) -> float:
    """How broad the text is on one line, in millimetres."""
    sorts = next(_paragraphs([Run(text, face)]))
    return sum(sort.lead + sort.width for sort in sorts) * size * MM_PER_POINT


def _paragraphs(text: str | Sequence[Run]) -> Iterator[list[_Sort]]:
    runs = [Run(text)] if isinstance(text, str) else text
    sorts: list[_Sort] = []
    for run in runs:
        for character in printable(run.text):
            if character == "\n":
                yield sorts
                sorts = []
                continue
            sorts.append(_sort(character, run, sorts[-1] if sorts else None))
    yield sorts


def _sort(character: str, run: Run, before: _Sort | None) -> _Sort:
    character, face = drawn(character, run.face)
    width = advance(character, face)
    if run.cell:
        return _Sort(character, face, run.ink, run.cell, inset=(run.cell - width) / 2)
    lead = _lead(before, character, width) if before else 0.0
    return _Sort(character, face, run.ink, width, lead)


def _lead(before: _Sort, character: str, width: float) -> float:
    """Punctuation marks that meet share their blank halves; scripts keep a gap."""
    last = before.character
    both_full = width > LONG_ENOUGH and before.width > LONG_ENOUGH
    meets = (last in CLOSING and character in CLOSING | OPENING) or (
        last in OPENING and character in OPENING
    )
    if both_full and meets:
        return -HALF
    if (is_ideograph(last) and _is_word(character)) or (
        _is_word(last) and is_ideograph(character)
    ):
        return MIXED_GAP
    return 0.0


LONG_ENOUGH: Final = 0.9


def _is_word(character: str) -> bool:
    return not is_wide(character) and character.isalnum()


def _units(sorts: Sequence[_Sort]) -> Iterator[_Unit]:
    """Stretches that no line end may cut."""
    unit: list[_Sort] = []
    text = "".join(sort.character for sort in sorts)
    blanks = [found.start() for found in BEFORE_UNIT.finditer(text)]
    whole = {*blanks, *(place + 1 for place in blanks)}
    for place, sort in enumerate(sorts):
        if unit and place not in whole and _may_end(unit, sort):
            yield tuple(unit)
            unit = []
        unit.append(sort)
    if unit:
        yield tuple(unit)


def _may_end(unit: Sequence[_Sort], following: _Sort) -> bool:
    last, coming = unit[-1].character, following.character
    if last == " " or coming == " ":
        return True
    if coming in NEVER_FIRST and (is_wide(coming) or is_wide(last)):
        return False
    if last in NEVER_LAST:
        return False
    if is_wide(last) or is_wide(coming):
        return True
    return len(unit) >= LONG_WORD and last in SOFT_BREAKS


def _fitting(units: Iterator[_Unit], width: float) -> Iterator[_Unit]:
    for unit in units:
        if _width(unit) <= width or len(unit) == 1:
            yield unit
        else:
            yield from ((sort,) for sort in unit)


def _width(unit: Sequence[_Sort]) -> float:
    return sum(sort.lead + sort.width for sort in unit)


def _trim(sort: _Sort) -> float:
    """The blank half that a mark may leave over the right edge."""
    is_full = sort.character in CLOSING and sort.width > LONG_ENOUGH
    return HALF if is_full else 0.0


def _rows(units: Sequence[_Unit], width: float, indent: float) -> list[list[_Sort]]:
    rows: list[list[_Unit]] = [[]]
    used = indent
    for unit in units:
        if rows[-1] and used + _width(unit) - _trim(unit[-1]) > width + EPSILON:
            rows.append([])
            used = 0.0
        if not rows[-1] and len(rows) > 1 and unit[0].character == " ":
            rows[-2].append(unit)
            continue
        used += _width(unit) - (0.0 if rows[-1] else unit[0].lead)
        rows[-1].append(unit)
    if len(rows) > 1 and width >= BROAD_EM:
        _accompany(rows[-2], rows[-1])
    return [_flat(row) for row in rows]


def _accompany(row: list[_Unit], last: list[_Unit]) -> None:
    """Give a character that would stand alone on the last line the one before it."""
    if len(last) == 1 and len(row) > 1 and _width(last[0]) < FEW_EM:
        before = row[-1]
        if before[0].character != " " and _width(before) < FEW_EM:
            last.insert(0, row.pop())


def _flat(row: Sequence[_Unit]) -> list[_Sort]:
    """One line, without a gap at its beginning or blanks at its end."""
    sorts = [sort for unit in row for sort in unit]
    while sorts and sorts[-1].character == " ":
        sorts.pop()
    return [
        replace(sort, lead=0.0) if not place else sort
        for place, sort in enumerate(sorts)
    ]


EPSILON: Final = 1e-6


def _placed(
    row: Sequence[_Sort], width: float, align: Align, offset: float, em: float
) -> tuple[Glyph, ...]:
    if not row:
        return ()
    left = offset
    spare = width - offset - _width(row) + _trim(row[-1])
    gap = 0.0
    if align is Align.JUSTIFY:
        gaps = sum(_stretches(a, b) for a, b in pairwise(row))
        gap = spare / gaps if gaps and spare / gaps <= LOOSEST else 0.0
    elif align is Align.CENTRE:
        left += spare / 2
    elif align is Align.RIGHT:
        left += spare
    glyphs = []
    for index, sort in enumerate(row):
        left += sort.lead
        if index and gap and _stretches(row[index - 1], sort):
            left += gap
        glyphs.append(
            Glyph(sort.character, sort.face, sort.ink, (left + sort.inset) * em)
        )
        left += sort.width
    return tuple(glyphs)


def _stretches(before: _Sort, after: _Sort) -> bool:
    if " " in (before.character, after.character):
        return after.character == " "
    return is_wide(before.character) or is_wide(after.character)
