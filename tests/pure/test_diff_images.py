"""A picture that shows something else is told; one that was only stored anew is not."""

import zlib
from pathlib import Path

import ezdxf
import numpy as np
import pikepdf
import pytest
from pikepdf import Dictionary, Name, Stream

from drawings.content.parts import Content, Kind
from drawings.diff.comparing import compare
from drawings.diff.findings import Difference, Verdict
from drawings.dwg.reading import read_dxf
from drawings.pdf import pictures
from drawings.pdf.reading import read_page
from tests.pure.pdf_makers import write_pdf

PIXELS = np.arange(48, dtype=np.uint8).reshape(4, 4, 3) * 5
OTHER = PIXELS.copy()
OTHER[2, 2] = 255
LINES = b" ".join(
    b"%d 20 m %d %d l S" % (9 * i, 9 * i + i, 90 + 2 * i) for i in range(30)
)


def page_with(
    folder: Path,
    name: str,
    pixels: np.ndarray,
    *,
    objects: int = 0,
    at: int = 150,
    mask: np.ndarray | None = None,
) -> Content:
    """A page of lines and one picture; `objects` many others come before it."""

    def build(document: pikepdf.Pdf, page: pikepdf.Object) -> None:
        for _ in range(objects):
            document.make_indirect(Dictionary(Nothing=1))
        data = pixels.tobytes()
        picture = Stream(document, zlib.compress(data) if objects else data)
        if objects:
            picture.Filter = Name.FlateDecode
        picture.Type, picture.Subtype = Name.XObject, Name.Image
        picture.Width, picture.Height, picture.BitsPerComponent = 4, 4, 8
        picture.ColorSpace = Name.DeviceRGB
        if mask is not None:
            seen = Stream(document, mask.tobytes())
            seen.Type, seen.Subtype = Name.XObject, Name.Image
            seen.Width, seen.Height, seen.BitsPerComponent = *mask.shape[::-1], 8
            seen.ColorSpace = Name.DeviceGray
            picture.SMask = seen
        page.Resources.XObject = Dictionary(I=picture)

    (folder / name).mkdir()
    content = b"%b q 60 0 0 40 %d 200 cm /I Do Q" % (LINES, at)
    return read_page(write_pdf(folder / name, content, build))


def test_a_picture_seen_through_another_mask_is_another_picture(
    tmp_path: Path,
) -> None:
    mask = np.zeros((4, 4), np.uint8)
    mask[1, 1:3] = 255
    old = page_with(tmp_path, "old", PIXELS, mask=mask)
    again = page_with(tmp_path, "again", PIXELS, mask=mask, objects=30)
    assert compare(old, again).verdict is Verdict.IDENTICAL
    found = compare(old, page_with(tmp_path, "new", PIXELS, mask=mask.T.copy()))
    assert (found.verdict, found.changes[0].kind) == (Verdict.CHANGED, "image")


def test_of_a_mask_too_large_to_be_looked_at_nothing_is_claimed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "MOST_DIGESTED_PX", 100)
    mask = np.zeros((10, 10), np.uint8)
    old = page_with(tmp_path, "old", PIXELS, mask=mask)
    found = compare(old, page_with(tmp_path, "new", PIXELS, mask=mask))
    assert "images" in found.not_compared


def test_a_picture_of_other_pixels_is_a_change_at_its_place(tmp_path: Path) -> None:
    old = page_with(tmp_path, "old", PIXELS)
    found = compare(old, page_with(tmp_path, "new", OTHER))
    (change,) = found.changes
    assert (found.verdict, change.kind) == (Verdict.CHANGED, "image")
    assert change.old_box == pytest.approx(change.new_box)
    assert (change.text_from, change.text_to) == ("", "")
    assert len(found.regions) == 1
    assert "images" not in found.not_compared


def test_a_picture_that_was_stored_anew_is_no_change(tmp_path: Path) -> None:
    old = page_with(tmp_path, "old", PIXELS)
    found = compare(old, page_with(tmp_path, "new", PIXELS.copy(), objects=7))
    assert found.verdict is Verdict.IDENTICAL
    assert found.changes == ()
    assert "images" not in found.not_compared


def test_a_picture_that_moved_and_is_another_one_is_not_told_as_moved(
    tmp_path: Path,
) -> None:
    old = page_with(tmp_path, "old", PIXELS)
    found = compare(old, page_with(tmp_path, "new", OTHER, at=190))
    assert found.verdict is Verdict.CHANGED
    assert {change.kind for change in found.changes} == {"image"}


def test_too_many_pixels_are_not_looked_at_and_the_answer_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "MOST_DIGESTED_PX", 15)
    old = page_with(tmp_path, "old", PIXELS)
    assert (old.text[old.kind == Kind.IMAGE] == -1).all()
    found = compare(old, page_with(tmp_path, "new", OTHER))
    assert found.verdict is Verdict.IDENTICAL
    assert "images" in found.not_compared


def drawing_with(folder: Path, name: str, picture: str) -> Content:
    document = ezdxf.new("R2010")
    space = document.modelspace()
    for i in range(30):
        space.add_line((9 * i, 20), (10 * i, 90 + 2 * i))
    known = document.add_image_def(filename=picture, size_in_pixel=(40, 40))
    space.add_image(known, insert=(50, 200), size_in_units=(60, 40))
    document.saveas(folder / name)
    return read_dxf(folder / name)[0].content


def told(folder: Path, picture: str, before: str = "C:\\work\\Site.png") -> Difference:
    old = drawing_with(folder, "old.dxf", before)
    return compare(old, drawing_with(folder, "new.dxf", picture))


def test_a_picture_from_another_file_is_told_in_a_cad_drawing(tmp_path: Path) -> None:
    found = told(tmp_path, "C:\\work\\site-2.png")
    assert [change.kind for change in found.changes] == ["image"]
    # of a file that is not there nobody saw the pixels
    assert "images" in found.not_compared


def test_a_picture_that_was_only_exported_anew_is_the_same(tmp_path: Path) -> None:
    before = "Tower-site_plan-1380510.jpg"
    again = told(tmp_path, "1810 park-site_plan-1568574.jpg", before)
    assert (again.verdict, again.changes) == (Verdict.IDENTICAL, ())
    assert "images" in again.not_compared
    other = told(tmp_path, "1810 park-section-1568574.jpg", before)
    assert [change.kind for change in other.changes] == ["image"]


def test_a_picture_in_another_folder_is_the_same(tmp_path: Path) -> None:
    found = told(tmp_path, "../../pictures/site.png")
    assert found.verdict is Verdict.IDENTICAL
    assert "images" in found.not_compared


def test_a_drawing_and_a_plot_are_compared_by_frames_alone(tmp_path: Path) -> None:
    plot = page_with(tmp_path, "plot", PIXELS)
    found = compare(drawing_with(tmp_path, "cad.dxf", "site.png"), plot)
    assert "images" in found.not_compared
