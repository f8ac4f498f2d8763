"""The mark of the platform: in its corner, upright, searchable, and vector."""

import io

import numpy as np
import pikepdf
import pymupdf
import pytest

from signatures.pades.errors import AlreadySigned, NotAPdf
from signatures.pades.paper import ink_of, paper_of
from signatures.pades.placement import Ink
from signatures.pades.sheet_marks import (
    Corner,
    SheetMark,
    mark_sheet,
    quietest_corner,
)
from tests import pki

MARK = SheetMark(
    "https://example.invalid/v/7Q3K",
    ("LS-2026-000123 图号 建施-01", "版次 A 扫码核验 瓛"),
)


def turned(rotation: int, unit: float = 1) -> bytes:
    """A blank A3 page, turned."""
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(1191, 842))
        page.obj.Rotate = rotation
        page.obj.UserUnit = unit
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize("corner", list(Corner))
@pytest.mark.parametrize("unit", [1, 2])
def test_the_mark_lies_in_its_corner_of_the_displayed_page(
    rotation: int, corner: Corner, unit: float
) -> None:
    blank = turned(rotation, unit)
    mark = SheetMark(MARK.address, MARK.lines, corner)
    marked = mark_sheet(blank, mark)
    ink, box = ink_of(marked), mark.box_on(paper_of(blank))
    rows, columns = np.nonzero(ink.cells)
    assert columns.min() * ink.cell_mm >= box.left - 2 * ink.cell_mm
    assert (columns.max() + 1) * ink.cell_mm <= box.right + 2 * ink.cell_mm
    assert rows.min() * ink.cell_mm >= box.top - 2 * ink.cell_mm
    assert (rows.max() + 1) * ink.cell_mm <= box.bottom + 2 * ink.cell_mm
    # The code stands on the left of the mark: more ink there than on the right.
    half = (box.left + box.right) / 2 / ink.cell_mm
    assert (columns < half).sum() > (columns > half).sum()


@pytest.mark.parametrize("rotation", [0, 90])
def test_the_words_can_be_searched_with_hyphen_and_space(rotation: int) -> None:
    with pymupdf.open(stream=mark_sheet(turned(rotation), MARK), filetype="pdf") as pdf:
        words = pdf[0].get_text()
        found = pdf[0].search_for("LS-2026-000123")
    assert "LS-2026-000123 图号 建施-01" in words
    assert "版次 A 扫码核验 瓛" in words
    assert found


def test_the_drawing_stays_vector_and_fonts_are_embedded_in_part() -> None:
    marked = mark_sheet(pki.plain_sheet(), MARK)
    with pymupdf.open(stream=marked, filetype="pdf") as pdf:
        before = pymupdf.open(stream=pki.plain_sheet(), filetype="pdf")[0]
        assert len(pdf[0].get_drawings()) >= len(before.get_drawings())
        assert pdf[0].get_images() == []
        assert "CORRIDOR 1400" in pdf[0].get_text()
        names = [font[3] for font in pdf[0].get_fonts() if font[2] == "Type0"]
    assert names
    assert all("+" in name for name in names)
    assert len(marked) - len(pki.plain_sheet()) < 90_000


def test_what_the_drawing_leaves_in_the_graphics_state_does_not_move_the_mark() -> None:
    with pikepdf.open(io.BytesIO(turned(0))) as pdf:
        pdf.pages[0].Contents = pdf.make_stream(b"0.5 0 0 0.5 100 100 cm 1 g")
        out = io.BytesIO()
        pdf.save(out)
    disturbed = ink_of(mark_sheet(out.getvalue(), MARK)).cells
    assert (disturbed == ink_of(mark_sheet(turned(0), MARK)).cells).all()


def test_the_same_mark_makes_the_same_bytes() -> None:
    sheet = turned(0)
    assert mark_sheet(sheet, MARK) == mark_sheet(sheet, MARK)


def test_a_signed_file_is_never_drawn_upon() -> None:
    with pytest.raises(AlreadySigned):
        mark_sheet(pki.sealed_sheet(), MARK)


def test_words_are_not_a_sheet() -> None:
    with pytest.raises(NotAPdf):
        mark_sheet(b"words", MARK)


def test_the_corner_with_the_least_ink_is_chosen() -> None:
    paper = paper_of(turned(0))
    cells = np.ones((149, 211), np.bool_)
    cells[:20, 150:] = False
    assert quietest_corner(MARK, paper, Ink(cells, 2.0)).corner is Corner.TOP_RIGHT
