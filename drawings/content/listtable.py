"""Read a drawing list (图纸目录) that was handed in as a table: rows of cells to entries.

Columns are found by their heads, in Chinese or English; the row that names number and name
is the head, whatever stands above it. Nothing is evaluated: of a formula the value that was
saved with it counts.
"""

import csv
import datetime as dt
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Final

from drawings.content.disciplines import Discipline, discipline_of
from drawings.content.drawinglist import Listed
from drawings.content.errors import Refusal, refused
from drawings.content.sheetnumbers import comparable

Cell = object

MOST_ENTRIES: Final = 5_000
MOST_COLUMNS: Final = 60
HEAD_WITHIN: Final = 40
"""Rows among which the head has to stand: a title, the project and a date may be above."""
LONGEST: Final = {
    "number": 60,
    "name": 200,
    "discipline": 40,
    "scale": 20,
    "version": 20,
}
HEADS: Final[Mapping[str, tuple[str, ...]]] = {
    "number": (
        *(
            "图号",
            "图纸编号",
            "图纸号",
            "图纸图号",
            "编号",
            "drawingno",
            "drawingnumber",
        ),
        *("dwgno", "sheetno", "sheetnumber", "number"),
    ),
    "name": (
        *(
            "图名",
            "图纸名称",
            "图纸名",
            "图纸内容",
            "名称",
            "drawingname",
            "drawingtitle",
        ),
        *("sheetname", "sheettitle", "title", "name"),
    ),
    "discipline": ("专业", "设计专业", "图别", "discipline"),
    "scale": ("比例", "图纸比例", "出图比例", "scale"),
    "version": ("版本", "版次", "版本号", "修订", "revision", "rev", "version"),
}
"""What stands above a column, without spaces, signs and brackets."""
ENCODINGS: Final = ("utf-8-sig", "gb18030")
DELIMITERS: Final = ",\t;"
_GUARD: Final = re.compile(r"^'(?=[=+\-@])")
_HOUR: Final = 60
FIRST_DAY: Final = dt.date(1899, 12, 31).toordinal()
"""Day 0 of a spreadsheet."""


def read_csv(data: bytes) -> list[Listed]:
    """The entries of a list as CSV: UTF-8, UTF-16 or GB 18030; comma, tab or semicolon.

    Raises:
        UnreadableDrawing: LIST_UNKNOWN or LIST_HEADLESS.

    """
    text = _decoded(data)
    csv.field_size_limit(100_000)
    for delimiter in DELIMITERS:
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        try:
            found = entries_of(islice(rows, MOST_ENTRIES + HEAD_WITHIN))
        except csv.Error as error:
            raise refused(Refusal.LIST_UNKNOWN, str(error)) from error
        if found is not None:
            return found
    raise refused(Refusal.LIST_HEADLESS)


def entries_of(rows: Iterable[Sequence[Cell]]) -> list[Listed] | None:
    """The entries below the head, each number once; None: no row is a head."""
    lines = iter(rows)
    columns = _head(islice(lines, HEAD_WITHIN))
    if columns is None:
        return None
    entries: dict[str, Listed] = {}
    for row in lines:
        said = {name: _said(name, row, place) for name, place in columns.items()}
        if said["number"] and len(entries) < MOST_ENTRIES:
            entries.setdefault(comparable(said["number"]), _entry(said))
    return list(entries.values())


def _head(rows: Iterator[Sequence[Cell]]) -> dict[str, int] | None:
    """Which column holds what, by the first row that names number and name."""
    for row in rows:
        columns: dict[str, int] = {}
        for place, cell in enumerate(row[:MOST_COLUMNS]):
            head = _plain(cell)
            for name, words in HEADS.items():
                if head in words:
                    columns.setdefault(name, place)
        if {"number", "name"} <= columns.keys():
            return columns
    return None


def _entry(said: Mapping[str, str]) -> Listed:
    known = discipline_of("", said.get("discipline", ""))
    return Listed(
        number=said["number"],
        name=said["name"],
        discipline="" if known is Discipline.OTHER else str(known),
        scale=said.get("scale", ""),
        version=said.get("version", ""),
    )


def _said(name: str, row: Sequence[Cell], place: int) -> str:
    cell = row[place] if place < len(row) else None
    if name == "scale" and isinstance(cell, dt.datetime | dt.time | dt.timedelta):
        return _scale_of(cell)
    text = " ".join(_written(cell).split())
    return _GUARD.sub("", text)[: LONGEST[name]]


def _written(cell: Cell) -> str:
    """A cell as it is read: 3 and not 3.0; without what no text holds."""
    if cell is None or isinstance(cell, bool):
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    kept = (sign if ord(sign) > 31 else " " for sign in str(cell))
    return unicodedata.normalize("NFC", "".join(kept)).replace("\x7f", " ")


def _scale_of(cell: dt.datetime | dt.time | dt.timedelta) -> str:
    """A scale that a spreadsheet took for a time of day: 1:100 became 02:40."""
    if isinstance(cell, dt.timedelta):
        minutes = round(cell.total_seconds() / _HOUR)
    else:
        days = cell.toordinal() - FIRST_DAY if isinstance(cell, dt.datetime) else 0
        minutes = (24 * max(0, days) + cell.hour) * _HOUR + cell.minute
    return f"1:{minutes - _HOUR}" if minutes > _HOUR else ""


def _plain(cell: Cell) -> str:
    """A head without spaces, signs, case, width and what stands in brackets."""
    text = unicodedata.normalize("NFKC", _written(cell)).casefold()
    return re.sub(r"\(.*?\)|[\W_]+", "", text)


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ENCODINGS
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise refused(Refusal.LIST_UNKNOWN)
