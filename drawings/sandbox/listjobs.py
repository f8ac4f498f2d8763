"""What the child does with a drawing list that was handed in as a table."""

import zipfile
from pathlib import Path
from typing import Any, Final
from xml.etree.ElementTree import ParseError

from drawings.content.drawinglist import Listed
from drawings.content.errors import Refusal, refused
from drawings.content.listtable import (
    HEAD_WITHIN,
    MOST_COLUMNS,
    MOST_ENTRIES,
    entries_of,
    read_csv,
)

Json = dict[str, Any]
MOST_UNPACKED: Final = 64 << 20
MOST_MEMBERS: Final = 2_000
MOST_SHEETS: Final = 20
WORKBOOK: Final = "xl/workbook.xml"
OLD_EXCEL: Final = b"\xd0\xcf\x11\xe0"
# Each way in which a workbook can be wrong, from openpyxl and what it calls.
BROKEN: Final = (
    zipfile.BadZipFile,
    ParseError,
    KeyError,
    ValueError,
    TypeError,
    IndexError,
    AttributeError,
    EOFError,
    OSError,
    RuntimeError,
    NotImplementedError,
)


def read_list(request: Json, work: Path, limits: Json) -> Json:
    """The entries of a list, by what its bytes are; the name is not believed."""
    path = Path(request["path"])
    with path.open("rb") as file:
        head = file.read(4)
    if head.startswith(b"PK"):
        entries = _of_workbook(path)
    elif head == OLD_EXCEL:
        raise refused(Refusal.LIST_UNKNOWN, "an old workbook")
    else:
        entries = read_csv(path.read_bytes())
    if not entries:
        raise refused(Refusal.LIST_EMPTY)
    return {
        "entries": [
            [one.number, one.name, one.discipline, one.scale, one.version]
            for one in entries
        ]
    }


def _of_workbook(path: Path) -> list[Listed]:
    try:
        _judge(path)
        return _first_list(path)
    except BROKEN as error:
        if getattr(error, "code", None) in set(Refusal):
            raise
        raise refused(Refusal.LIST_UNKNOWN, type(error).__name__) from error


def _judge(path: Path) -> None:
    """Look at the table of contents before anything is unpacked."""
    with zipfile.ZipFile(path) as package:
        infos = package.infolist()
    unpacked = sum(info.file_size for info in infos)
    if len(infos) > MOST_MEMBERS or unpacked > MOST_UNPACKED:
        limit = MOST_UNPACKED >> 20
        raise refused(Refusal.SWELLS, megabytes=unpacked >> 20, limit=limit)
    if WORKBOOK not in {info.filename for info in infos}:
        raise refused(Refusal.LIST_UNKNOWN, "no workbook")


def _first_list(path: Path) -> list[Listed]:
    """The entries of the first sheet of a workbook that has a head."""
    import openpyxl  # noqa: PLC0415  only this job needs it

    # An open file, for a blob has no ending in its name. Values as they were saved: no
    # formula is followed, no link opened, no macro kept.
    with path.open("rb") as file:
        book = openpyxl.load_workbook(
            file, read_only=True, data_only=True, keep_links=False, keep_vba=False
        )
        for sheet in book.worksheets[:MOST_SHEETS]:
            sheet.reset_dimensions()  # what a file says of its size is not believed
            rows = sheet.iter_rows(
                max_row=MOST_ENTRIES + HEAD_WITHIN,
                max_col=MOST_COLUMNS,
                values_only=True,
            )
            found = entries_of(rows)
            if found is not None:
                return found
    raise refused(Refusal.LIST_HEADLESS)
