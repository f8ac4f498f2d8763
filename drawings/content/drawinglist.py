"""Read the drawing list (图纸目录) of a set, to see which sheets are missing."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from drawings.content.lines import Line, lines_of
from drawings.content.parts import Content
from drawings.content.sheetnumbers import comparable, find_number, whole_number
from drawings.content.tags import field_of

TITLE = re.compile(
    r"图纸目录|目\s*录|drawing (list|index)|sheet (list|index)|list of drawings",
    re.IGNORECASE,
)
FEWEST_ENTRIES = 3
SAME_ROW = 0.6
REACH_MM = 160.0
PAPER = re.compile(r"A[0-4]([+＋]\d.*)?|\d+([/／.]\d+)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of the list: a sheet's number and name, and what else it tells, or nothing."""

    number: str
    name: str
    discipline: str = ""
    scale: str = ""
    version: str = ""


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """What a list and a set of sheets say of each other; numbers as written."""

    missing: tuple[str, ...]
    unlisted: tuple[str, ...]


def read_drawing_list(contents: Sequence[Content]) -> tuple[Listed, ...]:
    """The entries of the drawing lists among some sheets; empty when there is none."""
    entries: dict[str, Listed] = {}
    for content in contents:
        lines = [line for line in lines_of(content) if line.is_level]
        if not any(TITLE.search(line.text) for line in lines):
            continue
        found = [listed for line in lines if (listed := _entry(line, lines))]
        if len(found) >= FEWEST_ENTRIES:
            for listed in found:
                entries.setdefault(comparable(listed.number), listed)
    return tuple(entries.values())


def listed_in(stored: Sequence[Sequence[Sequence[str]]]) -> tuple[Listed, ...]:
    """The entries of lists as they are kept: the cells of each; each number once."""
    entries: dict[str, Listed] = {}
    for part in stored:
        for cells in part:
            entries.setdefault(comparable(cells[0]), Listed(*cells))
    return tuple(entries.values())


def reconcile(listed: Sequence[Listed], numbers: Sequence[str]) -> Reconciliation:
    """Which listed sheets are missing, and which sheets the list does not name."""
    wanted = {comparable(entry.number): entry.number for entry in listed}
    there = {comparable(number): number for number in numbers if number}
    return Reconciliation(
        missing=tuple(number for key, number in wanted.items() if key not in there),
        unlisted=tuple(number for key, number in there.items() if key not in wanted)
        if wanted
        else (),
    )


def _entry(line: Line, lines: Sequence[Line]) -> Listed | None:
    """A number with the name in its row; both may stand in one text."""
    number = whole_number(line.text)
    if number:
        name = _name_in_row(line, lines)
        return Listed(number, name) if name else None
    number = find_number(line.text)
    if not number or not line.text.lstrip("0123456789.、 ").upper().startswith(
        number[0]
    ):
        return None
    rest = re.sub(r"^[\s\d.、]*", "", line.text)
    rest = rest[len(number) :].strip(" -－—\t:：")
    return Listed(number, rest) if len(rest) > 1 else None


def _name_in_row(number: Line, lines: Sequence[Line]) -> str:
    row = [
        line
        for line in lines
        if line is not number
        and abs(line.middle[1] - number.middle[1]) <= SAME_ROW * number.height
        and 0 <= line.box[0] - number.box[2] <= REACH_MM
        and len(line.text) > 1
        and not PAPER.fullmatch(line.text)
        and not whole_number(line.text)
        and field_of(line.text) is None
    ]
    return min(row, key=lambda line: line.box[0]).text if row else ""
