"""The sample set is what its manifest says: files, texts, layers and planted edits."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import ezdxf
import numpy as np
import numpy.typing as npt
import pymupdf
import pytest
from ezdxf.document import Drawing
from ezdxf.entities import Insert

from drawings.dwg.converting import convert
from samples.casting import save_dxf
from samples.sets import Manifest, write_set
from samples.tower.edits import Edit, EditKind, planted_edits
from samples.tower.facts import FACTS, Dates, Revision
from samples.tower.sheets import REISSUED, REPLOTTED, SHEETS, draw_sheet, sheet
from samples.tower.typical import typical_floor

pytestmark = pytest.mark.slow

DPI = 100
MM = DPI / 25.4
# Half a line width on either side, and the rounding of pixels.
SLACK_MM = 0.8
INK, PAPER = 200, 253


@dataclass(frozen=True)
class Written:
    """A set on disk."""

    folder: Path
    manifest: Manifest

    def page(self, number: str) -> pymupdf.Page:
        """The page of a sheet."""
        one = self.manifest.sheet(number)
        return pymupdf.open(self.folder / one.pdf)[one.pdf_page]

    def drawing(self, number: str, scratch: Path) -> Drawing:
        """The DWG of a sheet, read back."""
        target = scratch / f"{number}.dxf"
        convert(self.folder / self.manifest.sheet(number).dwg, target)
        return ezdxf.readfile(target)


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Written:
    """The whole first issue."""
    folder = tmp_path_factory.mktemp("first")
    return Written(folder, write_set(folder, "A"))


@pytest.fixture(scope="module")
def second(tmp_path_factory: pytest.TempPathFactory) -> Written:
    """The sheets that are handed in again."""
    folder = tmp_path_factory.mktemp("second")
    return Written(folder, write_set(folder, "B"))


def strings(doc: Drawing) -> Iterator[str]:
    """All texts of a drawing, block attributes among them."""
    for space in (*doc.layouts, *doc.blocks):
        for text in space.query("TEXT ATTRIB"):
            yield text.dxf.text
        for insert in space.query("INSERT"):
            yield from (attribute.dxf.text for attribute in insert.attribs)


def picture(page: pymupdf.Page) -> npt.NDArray[np.int16]:
    """A page as grey levels, shape (height, width)."""
    pixmap = page.get_pixmap(dpi=DPI, colorspace=pymupdf.csGRAY)
    flat = np.frombuffer(pixmap.samples, np.uint8).astype(np.int16)
    return flat.reshape(pixmap.height, pixmap.stride)[:, : pixmap.width]


def changed(old: pymupdf.Page, new: pymupdf.Page) -> npt.NDArray[np.bool_]:
    """Which pixels differ, y upwards."""
    return np.asarray(np.abs(picture(old) - picture(new)) > 48)[::-1]


def gone(old: pymupdf.Page, new: pymupdf.Page) -> npt.NDArray[np.bool_]:
    """Where there is ink on one page and none near it on the other."""
    one, other = picture(old) < INK, picture(new) < PAPER
    return np.asarray(one & ~other)


def window(box: tuple[float, float, float, float]) -> tuple[slice, slice]:
    """The pixels of a box in paper mm."""
    x0, y0, x1, y1 = (
        round((value + grow) * MM)
        for value, grow in zip(
            box, (-SLACK_MM, -SLACK_MM, SLACK_MM, SLACK_MM), strict=True
        )
    )
    return slice(max(y0, 0), y1), slice(max(x0, 0), x1)


def parts(edit: Edit) -> list[tuple[float, float, float, float]]:
    """Old and new place of an edit."""
    return [box for box in (edit.old, edit.new) if box is not None]


def test_the_first_issue_holds_every_sheet_of_its_own_list(first: Written) -> None:
    listed = first.page("建施-01").get_text()
    for plan in SHEETS:
        assert plan.number in listed
        assert plan.name in listed
    assert [one.number for one in first.manifest.sheets] == [p.number for p in SHEETS]
    assert len(SHEETS) >= 14


def test_every_named_file_exists_and_no_other(first: Written) -> None:
    on_disk = {
        p.relative_to(first.folder).as_posix() for p in first.folder.rglob("*.*")
    }
    named = {name for one in first.manifest.sheets for name in (one.dwg, one.pdf)}
    assert on_disk == named


def test_every_page_is_an_a1_sheet_with_real_text(first: Written) -> None:
    for one in first.manifest.sheets:
        page = first.page(one.number)
        size = (page.rect.width * 25.4 / 72, page.rect.height * 25.4 / 72)
        assert size == pytest.approx((841, 594), abs=0.3), one.number
        words = page.get_text()
        assert one.number in words
        assert one.name in words
        assert "清和苑" in words


def test_sheets_that_share_a_pdf_stand_on_their_own_pages(first: Written) -> None:
    bound = [one for one in first.manifest.sheets if one.pdf_page > 0]
    assert bound
    for one in bound:
        assert one.number in first.page(one.number).get_text()


@pytest.mark.parametrize("number", [plan.number for plan in SHEETS])
def test_a_dwg_reads_back_with_its_layers_texts_and_blocks(
    number: str, first: Written, tmp_path: Path
) -> None:
    drawn = draw_sheet(sheet(number), Revision.A, Dates()).doc
    back = first.drawing(number, tmp_path)
    wanted = {layer.dxf.name for layer in drawn.layers}
    assert wanted <= {layer.dxf.name for layer in back.layers}
    assert sorted(strings(back)) == sorted(strings(drawn))
    for kind in ("LINE", "LWPOLYLINE", "HATCH", "DIMENSION", "INSERT", "CIRCLE", "ARC"):
        ours, theirs = drawn.modelspace().query(kind), back.modelspace().query(kind)
        assert len(theirs) == len(ours), kind


def test_files_are_of_several_dwg_versions(first: Written) -> None:
    heads = {(first.folder / one.dwg).read_bytes()[:6] for one in first.manifest.sheets}
    assert heads == {b"AC1018", b"AC1024", b"AC1027", b"AC1032"}


def test_title_blocks_keep_their_attributes(first: Written, tmp_path: Path) -> None:
    doc = first.drawing("建施-05", tmp_path)
    inserts = [i for i in doc.modelspace() if isinstance(i, Insert)]
    frame = next(i for i in inserts if i.dxf.name == "TK-A1")
    values = {attribute.dxf.tag: attribute.dxf.text for attribute in frame.attribs}
    assert values["图号"] == "建施-05"
    assert values["版次"] == "A"
    assert values["日期"] == Dates().first.isoformat()


def test_one_sheet_is_plotted_through_a_layout(first: Written, tmp_path: Path) -> None:
    doc = first.drawing("建施-07", tmp_path)
    assert len(doc.layout("A1").query("VIEWPORT")) >= 2
    assert not [i for i in doc.modelspace().query("INSERT") if i.dxf.name == "TK-A1"]


def test_the_second_issue_holds_the_reissued_sheets_and_one_replot(
    second: Written,
) -> None:
    numbers = {one.number for one in second.manifest.sheets}
    assert numbers == {*REISSUED, REPLOTTED}
    revisions = {one.number: one.revision for one in second.manifest.sheets}
    assert revisions.pop(REPLOTTED) == "A"
    assert set(revisions.values()) == {"B"}


@pytest.mark.parametrize("number", REISSUED)
def test_pictures_differ_inside_the_planted_edits_and_nowhere_else(
    number: str, first: Written, second: Written
) -> None:
    difference = changed(first.page(number), second.page(number))
    edits = second.manifest.edits_on(number)
    for edit in edits:
        assert any(difference[window(box)].any() for box in parts(edit)), edit
    for edit in edits:
        for box in parts(edit):
            difference[window(box)] = False
    left = np.argwhere(difference) / MM
    assert not len(left), (left.min(axis=0), left.max(axis=0))


def test_a_replot_looks_the_same_and_holds_other_entities(
    first: Written, second: Written, tmp_path: Path
) -> None:
    old, new = first.page(REPLOTTED), second.page(REPLOTTED)
    assert not gone(old, new).any()
    assert not gone(new, old).any()
    (tmp_path / "b").mkdir()
    before = first.drawing(REPLOTTED, tmp_path).modelspace()
    after = second.drawing(REPLOTTED, tmp_path / "b").modelspace()
    assert len(after.query("LINE")) > len(before.query("LINE"))
    assert not second.manifest.edits_on(REPLOTTED)


def test_drawing_a_sheet_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        doc = draw_sheet(sheet("建施-05"), Revision.B, Dates()).doc
        save_dxf(doc, tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_the_bedroom_door_is_the_only_difference_of_the_typical_floor() -> None:
    old = set(typical_floor(Revision.A).openings)
    new = set(typical_floor(Revision.B).openings)
    assert {opening.tag for opening in old - new} == {"M0821"}
    assert {opening.tag for opening in new - old} == {"M0921"}


def test_exactly_one_change_of_the_set_is_undeclared() -> None:
    silent = [edit for edit in planted_edits() if not edit.is_declared]
    assert {edit.sheet for edit in silent} == {"建施-04"}
    walls = [edit for edit in silent if edit.kind is EditKind.WALL]
    assert len(walls) == 1
    old, new = walls[0].old, walls[0].new
    assert old is not None
    assert new is not None
    assert new[0] - old[0] == pytest.approx(1.5)  # 150 mm at 1:100


def test_the_notes_state_the_four_areas_of_the_shelter(first: Written) -> None:
    words = first.page("建施-02").get_text()
    defence = FACTS.air_defence
    for area in (
        defence.built_area,
        defence.protected_area,
        defence.passage_area,
        defence.shelter_area,
    ):
        assert str(area) in words
    assert defence.protected_area + defence.passage_area == pytest.approx(
        defence.built_area
    )


def test_plotting_a_sheet_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    sheets = [
        write_set(tmp_path / n, "A", only=["建施-01"]).sheet("建施-01") for n in "xy"
    ]
    one, two = ((tmp_path / n / sheets[0].pdf).read_bytes() for n in "xy")
    assert one == two
