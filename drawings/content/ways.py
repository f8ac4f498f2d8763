"""The ways in which a sheet is read: level, and turned where its title block is turned."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from drawings.content.days import day_by_looks
from drawings.content.findings import (
    BY_LABEL,
    BY_LOOKS,
    BY_RECOGNISED_LABEL,
    BY_RECOGNISED_LOOKS,
    Finding,
    Source,
)
from drawings.content.labels import Labelled, values_near
from drawings.content.lines import Box, Line, joined_pieces, turned, turned_box
from drawings.content.looks import name_by_looks, number_by_looks
from drawings.content.sheetnumbers import whole_number
from drawings.content.tags import Field, field_of

TURNS = (90, 270, 180)
NAME_LESS, DAY_LESS = 0.1, 0.1


@dataclass(frozen=True, slots=True)
class Way:
    """The texts of a sheet in a frame in which they are level.

    Attributes:
        lines: the texts.
        labelled: values with their labels.
        size_mm: width and height of the frame.
        turn: how far the writing was turned on the sheet, against the clock.

    """

    lines: Sequence[Line]
    labelled: Sequence[Labelled]
    size_mm: tuple[float, float]
    turn: int = 0

    def of(self, field: Field) -> Iterator[Finding]:
        """Values of a field that stand by a label, the nearest to the corner first."""
        for each in self.labelled:
            if each.field is field:
                sure = BY_RECOGNISED_LABEL if each.is_recognised else BY_LABEL
                yield self._finding(each.value, sure, each.box, _source(each))

    def number_looked(self) -> Finding:
        """What looks like the number."""
        return self._looked(number_by_looks(self.lines, self.size_mm), 0.0)

    def name_looked(self, number_mm: Box | None) -> Finding:
        """What looks like the name; the number's box is in the frame of the sheet."""
        near = turned_box(number_mm, -self.turn, self._sheet()) if number_mm else None
        return self._looked(name_by_looks(self.lines, self.size_mm, near), NAME_LESS)

    def day_looked(self) -> Finding:
        """The only day of the title block."""
        return self._looked(day_by_looks(self.lines, self.size_mm), DAY_LESS)

    def _looked(self, line: Line | None, less: float) -> Finding:
        if line is None:
            return Finding()
        text = whole_number(line.text) or " ".join(line.text.split())
        sure = BY_RECOGNISED_LOOKS if line.is_recognised else BY_LOOKS
        return self._finding(text, round(sure - less, 2), line.box, _source(line))

    def _finding(self, value: str, sure: float, box: Box, source: Source) -> Finding:
        return Finding(value, sure, source, turned_box(box, self.turn, self.size_mm))

    def _sheet(self) -> tuple[float, float]:
        width, height = self.size_mm
        return (height, width) if self.turn % 180 else (width, height)


def ways_of(lines: Sequence[Line], size_mm: tuple[float, float]) -> list[Way]:
    """The level way first; turned ways only where labels or numbers are turned."""
    corner = (size_mm[0], 0.0)
    ways = [Way(lines, values_near(lines, corner, size_mm), size_mm)]
    for turn in TURNS:
        if not any(line.turn == turn and _speaks(line.text) for line in lines):
            continue
        level = joined_pieces(turned(lines, turn, size_mm))
        frame = (size_mm[1], size_mm[0]) if turn % 180 else size_mm
        x, y, *_rest = turned_box((*corner, *corner), -turn, size_mm)
        ways.append(Way(level, values_near(level, (x, y), frame), frame, turn))
    return ways


def _speaks(text: str) -> bool:
    return field_of(text) not in {None, Field.OTHER} or bool(whole_number(text))


def _source(of: Line | Labelled) -> Source:
    return Source.RECOGNISED if of.is_recognised else Source.TEXT
