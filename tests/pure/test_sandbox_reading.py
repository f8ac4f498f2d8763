"""`read_file` from a stranger's bytes to sheets, title blocks and remarks."""

from pathlib import Path

import pymupdf
import pytest

from drawings.content.disciplines import Discipline
from drawings.content.errors import Refusal, UnreadableDrawing
from drawings.content.raster import tiles_in
from drawings.content.sniff import FileKind
from drawings.content.storing import load_content
from drawings.content.titleblock import Source
from drawings.sandbox.limits import Limits
from drawings.sandbox.reading import Notice, read_file
from tests.pure.cad_makers import add_frame, add_plan, new_drawing, save


def two_sheets(folder: Path) -> Path:
    """A DXF with two frames in model space."""
    document = new_drawing()
    sheets = (("结施-01", "基础平面图"), ("结施-02", "柱配筋图"))
    for index, (number, name) in enumerate(sheets):
        corner = (index * 100000, 0)
        add_frame(document.modelspace(), corner, 100, number=number, name=name)
        add_plan(document.modelspace(), corner, 100)
    return save(document, folder)


def test_every_sheet_comes_with_page_content_thumbnail_and_title_block(
    tmp_path: Path,
) -> None:
    path = two_sheets(tmp_path)
    reading = read_file(path, "结构/全部.dxf", tmp_path / "work")
    assert reading.kind is FileKind.DXF
    assert [sheet.index for sheet in reading.sheets] == [0, 1]
    first, second = reading.sheets
    assert first.titleblock.number.value == "结施-01"
    assert first.titleblock.number.source is Source.TEXT
    assert first.titleblock.number.confidence >= 0.85
    assert second.titleblock.name.value == "柱配筋图"
    assert second.titleblock.scale.value == "1:100"
    assert second.titleblock.discipline is Discipline.STRUCTURE
    assert {role: found.value for role, found in second.titleblock.signers.items()} == {
        "设计": "吕舟"
    }
    assert "基础平面图" in first.text
    for sheet in reading.sheets:
        content = load_content(sheet.content)
        assert content.size_mm == sheet.size_mm == (841, 594)
        assert len(content) == sheet.primitive_count
        assert sheet.thumbnail.read_bytes().startswith(b"\x89PNG")
        with pymupdf.open(sheet.page) as page:
            assert page.page_count == 1
            assert sheet.titleblock.number.value in page[0].get_text()


def test_overviews_are_drawn_while_there_is_time_for_them(tmp_path: Path) -> None:
    path = two_sheets(tmp_path)
    for name, seconds, levels in (("a", 20.0, 3), ("b", 0.0, 0)):
        limits = Limits(overview_seconds=seconds)
        reading = read_file(path, "a.dxf", tmp_path / name, limits)
        assert len(reading.sheets) == 2
        for sheet in reading.sheets:
            assert len(sheet.overviews) == levels
            tiles = [list(tiles_in(each.read_bytes())) for each in sheet.overviews]
            assert [len(level) for level in tiles] == [1, 2, 6][:levels]
            assert sheet.thumbnail.read_bytes().startswith(b"\x89PNG")


def test_a_pdf_is_read_page_by_page(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    with pymupdf.open() as document:
        for number in ("A-101", "A-102"):
            page = document.new_page(width=842, height=595)
            page.draw_line((0, 0), (99, 99))
            page.insert_text((760, 570), number, fontsize=20)
        document.save(path)
    reading = read_file(path, "a.pdf", tmp_path / "work")
    numbers = [sheet.titleblock.number.value for sheet in reading.sheets]
    assert numbers == ["A-101", "A-102"]
    assert reading.sheets[0].units_per_mm == 0
    assert reading.remarks == ()


def test_a_wrong_extension_is_a_remark_and_not_a_refusal(tmp_path: Path) -> None:
    path = two_sheets(tmp_path)
    reading = read_file(path, "C:\\图纸\\plan.dwg", tmp_path / "work")
    (remark,) = (r for r in reading.remarks if r.notice is Notice.EXTENSION_DIFFERS)
    assert dict(remark.particulars) == {"extension": "dwg", "found": "dxf"}


def test_the_name_of_a_single_sheet_helps_where_its_title_block_is_silent(
    tmp_path: Path,
) -> None:
    document = new_drawing()
    add_plan(document.modelspace(), (0, 0), 100)
    path = save(document, tmp_path)
    reading = read_file(path, "暖通/暖施-03 风管平面图.dxf", tmp_path / "work")
    block = reading.sheets[0].titleblock
    assert (block.number.value, block.number.source) == ("暖施-03", Source.FILENAME)
    assert block.name.value == "风管平面图"
    assert block.discipline is Discipline.HVAC
    assert Notice.SCALE_UNKNOWN in {remark.notice for remark in reading.remarks}


def test_a_file_above_the_limit_is_not_even_opened(tmp_path: Path) -> None:
    path = tmp_path / "big.pdf"
    path.write_bytes(b"%PDF-1.7" + bytes(3 << 20))
    with pytest.raises(UnreadableDrawing) as caught:
        read_file(path, "big.pdf", tmp_path / "work", Limits(input_mb=2))
    assert caught.value.code is Refusal.TOO_LARGE


def test_a_reading_that_takes_too_long_is_a_refusal(tmp_path: Path) -> None:
    with pytest.raises(UnreadableDrawing) as caught:
        read_file(
            two_sheets(tmp_path), "a.dxf", tmp_path / "work", Limits(seconds=0.02)
        )
    assert caught.value.code is Refusal.TIMED_OUT


def test_an_empty_file_is_refused_without_a_child(tmp_path: Path) -> None:
    path = tmp_path / "empty.dwg"
    path.write_bytes(b"")
    with pytest.raises(UnreadableDrawing) as caught:
        read_file(path, "empty.dwg", tmp_path / "work")
    assert caught.value.code is Refusal.EMPTY
    assert not (tmp_path / "work").exists()
