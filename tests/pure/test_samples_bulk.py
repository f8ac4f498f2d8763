"""Heavy sheets hold as many primitives as they say; hostile files are as bad as they say."""

from pathlib import Path

import ezdxf
import pymupdf
import pytest

from drawings.content.errors import UnreadableDrawing
from drawings.content.sniff import FileKind, sniff
from samples.casting import save_dwg
from samples.heavy import SIZE_MM, edited, heavy_sheet
from samples.heavyfiles import write_dxf, write_pdf
from samples.hostile import HOSTILE, write_hostile

COUNT = 10_000


@pytest.mark.parametrize("count", [50, 777, COUNT])
def test_a_heavy_sheet_is_hardly_larger_than_asked_for(count: int) -> None:
    assert count <= len(heavy_sheet(count)) < count + 50


def test_too_small_a_heavy_sheet_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 50"):
        heavy_sheet(10)


def test_more_edits_than_rooms_are_refused() -> None:
    with pytest.raises(ValueError, match="do not fit"):
        edited(heavy_sheet(100), 3)


def test_dxf_and_pdf_of_a_heavy_sheet_hold_all_of_it(tmp_path: Path) -> None:
    sheet = heavy_sheet(COUNT)
    write_dxf(sheet, tmp_path / "heavy.dxf")
    write_pdf(sheet, tmp_path / "heavy.pdf")
    assert len(ezdxf.readfile(tmp_path / "heavy.dxf").modelspace()) == len(sheet) + 1
    with pymupdf.open(tmp_path / "heavy.pdf") as document:
        page = document[0]
        assert page.rect.width * 25.4 / 72 == pytest.approx(SIZE_MM[0], abs=0.1)
        drawn = sum(len(path["items"]) for path in page.get_drawings())
        assert drawn == len(sheet.lines) + len(sheet.arcs) + 4 * len(sheet.circles)
        assert sheet.notes[0][3] in page.get_text()


def test_edits_of_a_heavy_sheet_lie_where_they_are_said_to() -> None:
    sheet = heavy_sheet(COUNT)
    after, edits = edited(sheet)
    assert len(edits) == 32
    removed = [edit for edit in edits if edit.kind == "removed"]
    assert len(after.lines) == len(sheet.lines) - len(removed)
    reworded = {
        (new[0], new[1])
        for old, new in zip(sheet.notes, after.notes, strict=True)
        if old != new
    }
    assert reworded == {e.box[:2] for e in edits if e.kind == "reworded"}
    assert heavy_sheet(COUNT).lines.tolist() == sheet.lines.tolist()


def test_unknown_dwg_versions_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="AC1021"):
        save_dwg(tmp_path / "a.dxf", tmp_path / "a.dwg", "AC1021")


def test_hostile_files_are_written_and_small(tmp_path: Path) -> None:
    paths = write_hostile(tmp_path)
    assert set(paths) == {one.what for one in HOSTILE}
    assert {path.name for path in tmp_path.iterdir()} == {one.name for one in HOSTILE}
    assert all(path.stat().st_size < 200_000 for path in paths.values())


@pytest.mark.parametrize("what", ["empty", "empty_pdf", "text"])
def test_the_first_bytes_give_some_hostile_files_away(
    what: str, tmp_path: Path
) -> None:
    with pytest.raises(UnreadableDrawing):
        sniff(write_hostile(tmp_path)[what])


def test_misnamed_files_are_what_their_bytes_say(tmp_path: Path) -> None:
    paths = write_hostile(tmp_path)
    assert sniff(paths["pdf_named_dwg"]).kind is FileKind.PDF
    assert sniff(paths["dwg_named_pdf"]).kind is FileKind.DWG


def test_the_locked_pdf_needs_a_password(tmp_path: Path) -> None:
    with pymupdf.open(write_hostile(tmp_path)["locked"]) as document:
        assert document.needs_pass


def test_the_pdf_without_pages_has_none(tmp_path: Path) -> None:
    with pymupdf.open(write_hostile(tmp_path)["no_pages"]) as document:
        assert document.page_count == 0
