"""What of a comparison is taken away: the plate that is printed, the clouds for CAD."""

import io
import math
from pathlib import Path

import ezdxf
import pymupdf
import pytest
from ezdxf.document import Drawing
from ezdxf.entities import LWPolyline

from drawings.content.parts import Content
from drawings.diff.clouds import IDENTITY, MARGIN_MM, Affine, Cloud, clouds_dxf
from drawings.diff.comparing import compare
from drawings.diff.keeping import difference_from, difference_to_bytes
from drawings.diff.plate import PICTURE_PX, draw_plate, plate_of, plate_png
from drawings.diff.settings import ENGINE
from tests.pure.drawing_makers import sheet_of, with_lines

OLD = sheet_of([(10, 10, 200, 10), (10, 10, 10, 150), (30, 40, 90, 41)])
NEW = with_lines(OLD, [(100, 20, 140, 60)])
BOX = (100.0, 20.0, 140.0, 60.0)
PLAN: Affine = (0.0, 0.01, -0.01, 0.0, 400.0, 5.0)
"""A plan at 1:100, turned by a right angle."""


def page_of(sheet: Content, folder: Path) -> Path:
    with pymupdf.open() as pdf:
        width, height = (side * 72 / 25.4 for side in sheet.size_mm)
        page = pdf.new_page(width=width, height=height)
        page.draw_line((20, 20), (400, 20), color=(0, 0, 0), width=3)
        pdf.save(folder / "page.pdf")
    return folder / "page.pdf"


def colours(plate: bytes, page: int) -> set[tuple[int, ...]]:
    with pymupdf.open(stream=plate, filetype="pdf") as pdf:
        return {
            tuple(round(10 * one) for one in path["color"])
            for path in pdf[page].get_drawings()
            if path["color"]
        }


BLUE, ORANGE = (0, 4, 7), (8, 4, 0)


def test_what_came_is_blue_and_what_went_is_orange(tmp_path: Path) -> None:
    page = page_of(NEW, tmp_path)

    came = draw_plate(page, compare(OLD, NEW))
    went = draw_plate(page, compare(NEW, OLD))

    assert BLUE in colours(came, 1)
    assert ORANGE not in colours(came, 1)
    assert ORANGE in colours(went, 1)
    assert BLUE not in colours(went, 1)


def test_regions_are_numbered_on_the_whole_sheet_alone(tmp_path: Path) -> None:
    plate = draw_plate(page_of(NEW, tmp_path), compare(OLD, NEW))

    with pymupdf.open(stream=plate, filetype="pdf") as pdf:
        whole, detail = (page.get_text().split() for page in pdf)
    assert (whole, detail) == (["1"], [])


def test_the_same_comparison_makes_the_same_plate(tmp_path: Path) -> None:
    page, difference = page_of(NEW, tmp_path), compare(OLD, NEW)
    assert draw_plate(page, difference) == draw_plate(page, difference)


def test_a_plate_that_is_too_large_comes_as_pictures_of_the_same_size(
    tmp_path: Path,
) -> None:
    answer = tmp_path / "answer.npz"
    answer.write_bytes(difference_to_bytes(compare(OLD, NEW)))
    page = page_of(NEW, tmp_path)

    light, heavy = plate_of(page, answer, 10), plate_of(page, answer, 10**9)

    assert heavy == plate_of(page, answer)
    with (
        pymupdf.open(stream=light, filetype="pdf") as pictures,
        pymupdf.open(stream=heavy, filetype="pdf") as lines,
    ):
        assert [leaf.rect for leaf in pictures] == [leaf.rect for leaf in lines]
        assert [len(leaf.get_images()) for leaf in pictures] == [1, 1]
        assert not any(leaf.get_drawings() for leaf in pictures)
        wide = pictures.extract_image(pictures[0].get_images()[0][0])["width"]
        assert wide == PICTURE_PX
        seen = pictures[1].get_pixmap(dpi=72)
        colours_seen = {
            seen.pixel(x, y) for x in range(seen.width) for y in range(seen.height)
        }
        assert any(b > r + 60 for r, _g, b in colours_seen)  # what came is still blue


def test_the_picture_is_as_wide_as_was_asked(tmp_path: Path) -> None:
    answer = tmp_path / "answer.npz"
    answer.write_bytes(difference_to_bytes(compare(OLD, NEW)))

    pixels = pymupdf.Pixmap(plate_png(page_of(NEW, tmp_path), answer, 500))

    assert pixels.width == 500
    assert difference_from(answer).engine == ENGINE


def clouds_in(data: bytes) -> Drawing:
    return ezdxf.read(io.StringIO(data.decode()))


def only_cloud(data: bytes) -> LWPolyline:
    (cloud,) = clouds_in(data).modelspace().query("LWPOLYLINE")
    assert isinstance(cloud, LWPolyline)
    return cloud


@pytest.mark.parametrize("to_paper", [IDENTITY, PLAN])
def test_a_cloud_lies_around_its_change_where_cad_has_it(to_paper: Affine) -> None:
    a, b, c, d, e, f = to_paper
    data = clouds_dxf([Cloud("added", BOX, "1 新增")], to_paper=to_paper)

    cloud = only_cloud(data)
    on_paper = [
        (a * x + c * y + e, b * x + d * y + f) for x, y, *_rest in cloud.get_points()
    ]

    assert cloud.closed
    assert min(x for x, _y in on_paper) == pytest.approx(BOX[0] - MARGIN_MM)
    assert max(y for _x, y in on_paper) == pytest.approx(BOX[3] + MARGIN_MM)
    (text,) = clouds_in(data).modelspace().query("TEXT")
    assert text.dxf.text == "1 新增"
    assert text.dxf.height == pytest.approx(2.5 / math.hypot(a, b))


def test_arcs_of_a_cloud_swell_outwards() -> None:
    for to_paper in (IDENTITY, (1.0, 0.0, 0.0, -1.0, 0.0, 297.0)):
        data = clouds_dxf([Cloud("moved", BOX, "")], to_paper=to_paper)
        points = only_cloud(data).get_points("xyb")
        area = sum(
            one[0] * two[1] - two[0] * one[1]
            for one, two in zip(points, [*points[1:], points[0]], strict=True)
        )
        assert area and all(bulge * area > 0 for *_place, bulge in points)


def test_each_kind_of_change_has_a_layer_of_its_own() -> None:
    clouds = [Cloud(kind, BOX, "") for kind in ("added", "text", "added")]
    document = clouds_in(clouds_dxf(clouds))
    assert {e.dxf.layer for e in document.modelspace().query("LWPOLYLINE")} == {
        "LS_CHANGE_ADDED",
        "LS_CHANGE_TEXT",
    }


def test_a_sheet_without_a_way_back_from_paper_is_refused() -> None:
    with pytest.raises(ValueError, match="no way back"):
        clouds_dxf([], to_paper=(0.0, 0.0, 0.0, 0.0, 1.0, 1.0))


@pytest.mark.parametrize("name", ["建施-05", "Layout1", "LAYOUT1"])
def test_clouds_of_a_paper_layout_lie_on_the_layout_of_its_name(name: str) -> None:
    found = clouds_in(clouds_dxf([Cloud("added", BOX, "1")], layout=name))

    assert not len(found.modelspace())
    assert [one.lower() for one in found.layout_names_in_taborder()] == [
        "model",
        name.lower(),
    ]
    (cloud,) = found.paperspace(name).query("LWPOLYLINE")
    assert isinstance(cloud, LWPolyline)
    assert min(x for x, *_rest in cloud.get_points()) == pytest.approx(
        BOX[0] - MARGIN_MM
    )


@pytest.mark.parametrize("name", ["", "Model"])
def test_clouds_of_model_space_stay_there(name: str) -> None:
    found = clouds_in(clouds_dxf([Cloud("added", BOX, "1")], layout=name))

    assert len(found.modelspace().query("LWPOLYLINE")) == 1


def test_a_layout_with_a_name_that_no_table_takes_still_gets_its_clouds() -> None:
    found = clouds_in(clouds_dxf([Cloud("added", BOX, "1")], layout="A*B|C"))

    assert len(found.paperspace().query("LWPOLYLINE")) == 1
