"""Tables that leave as files: CSV and XLSX, in which no cell is taken for a formula."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import Final

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV: Final = "text/csv; charset=utf-8"
BYTE_ORDER_MARK: Final = "\ufeff"
"""Without it spreadsheets take UTF-8 for the encoding of the machine."""
WIDEST: Final = 60
LONGEST_CELL: Final = 32_000
_DANGEROUS: Final = ("=", "+", "-", "@", "\t", "\r")
_NO_TEXT: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")

Row = Sequence[str]


def csv_of(heads: Row, rows: Iterable[Row]) -> bytes:
    """A table as CSV."""
    out = io.StringIO()
    out.write(BYTE_ORDER_MARK)
    writer = csv.writer(out)
    writer.writerow(heads)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return out.getvalue().encode()


def xlsx_of(title: str, heads: Row, rows: Sequence[Row], note: str = "") -> bytes:
    """A table as a workbook; `note` goes onto a second sheet."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    for place, width in enumerate(_widths([heads, *rows]), 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.freeze_panes = "A2"
    sheet.append([_cell(sheet, head, is_head=True) for head in heads])
    for row in rows:
        sheet.append([_cell(sheet, text) for text in row])
    if note:
        beside = book.create_sheet("Info")
        beside.column_dimensions["A"].width = 100
        for line in note.splitlines():
            beside.append([_cell(beside, line)])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(_DANGEROUS) else cell


def _cell(sheet: object, text: str, *, is_head: bool = False) -> Cell:
    cell: Cell = WriteOnlyCell(sheet, _NO_TEXT.sub(" ", text)[:LONGEST_CELL])  # type: ignore[arg-type]
    cell.data_type = "s"  # a text, whatever it begins with
    cell.number_format = "@"
    cell.font = Font(bold=is_head)
    cell.alignment = Alignment(wrap_text=not is_head, vertical="top")
    return cell


def _widths(rows: Iterable[Row]) -> list[float]:
    """The widths of columns in characters; a Chinese one is as wide as two."""
    widths: list[float] = []
    for row in rows:
        for place, text in enumerate(row):
            wide = 2.0 + sum(2 if ord(sign) > 0x2E80 else 1 for sign in text)
            if place == len(widths):
                widths.append(8.0)
            widths[place] = min(float(WIDEST), max(widths[place], wide))
    return widths
