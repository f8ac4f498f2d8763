"""DXF files become sheets in paper millimetres: frames, layouts, layers, blocks, texts."""

from pathlib import Path

import numpy as np
import pytest

from drawings.content.errors import Refusal, UnreadableDrawing
from drawings.content.parts import Kind, Origin
from drawings.dwg.reading import read_dxf
from tests.pure.cad_makers import add_frame, add_plan, add_text, new_drawing, save
from tests.pure.cad_reads import read, segments_on


def test_a_frame_in_model_space_gives_size_and_scale(tmp_path: Path) -> None:
    document = new_drawing()
    add_frame(document.modelspace(), (12000, -5000), 100)
    add_plan(document.modelspace(), (12000, -5000), 100)
    (sheet,) = read(document, tmp_path)
    assert sheet.content.size_mm == (841, 594)
    assert sheet.content.units_per_mm == pytest.approx(100)
    assert sheet.content.origin is Origin.CAD
    walls = segments_on(sheet.content, "WALL")
    assert walls[0] == pytest.approx(np.array([[100, 100], [200, 100]]))
    assert len(walls) == 20


def test_the_matrix_takes_model_units_to_the_same_place_on_paper(
    tmp_path: Path,
) -> None:
    document = new_drawing()
    add_frame(document.modelspace(), (12000, -5000), 100)
    add_plan(document.modelspace(), (12000, -5000), 100)
    (sheet,) = read(document, tmp_path)
    a, b, c, d, e, f = sheet.to_paper
    x, y = 12000 + 100 * 100, -5000 + 100 * 100
    assert (a * x + c * y + e, b * x + d * y + f) == pytest.approx((100, 100))


def test_each_frame_in_model_space_is_a_sheet_of_its_own(tmp_path: Path) -> None:
    document = new_drawing()
    space = document.modelspace()
    corners = {"建施-03": (0, 0), "建施-01": (0, 70000), "建施-02": (100000, 70000)}
    for number, corner in corners.items():
        add_frame(space, corner, 100, number=number)
        add_plan(space, corner, 100)
    sheets = read(document, tmp_path)
    assert [sheet.frame for sheet in sheets] == [0, 1, 2]
    for sheet, number in zip(sheets, ("建施-01", "建施-02", "建施-03"), strict=True):
        assert number in sheet.content.texts
        assert len(segments_on(sheet.content, "WALL")) == 20


def test_sheets_of_two_scales_lie_side_by_side(tmp_path: Path) -> None:
    document = new_drawing()
    for corner, scale in (((0, 0), 100), ((90000, 0), 20)):
        add_frame(document.modelspace(), corner, scale)
        add_plan(document.modelspace(), corner, scale)
    sheets = read(document, tmp_path)
    assert [round(each.content.units_per_mm) for each in sheets] == [100, 20]


def test_the_inner_frame_alone_still_tells_the_paper(tmp_path: Path) -> None:
    document = new_drawing()
    space = document.modelspace()
    add_frame(space, (0, 0), 50, size=(1189, 841))
    outer = space.query("LWPOLYLINE").first
    assert outer is not None
    space.delete_entity(outer)
    add_plan(space, (0, 0), 50)
    (sheet,) = read(document, tmp_path)
    assert sheet.content.size_mm == (1189, 841)
    assert sheet.content.units_per_mm == pytest.approx(50)
    assert segments_on(sheet.content, "WALL")[0, 0] == pytest.approx(
        [100, 100], abs=0.6
    )


def test_a_lengthened_sheet_is_known(tmp_path: Path) -> None:
    document = new_drawing()
    add_frame(document.modelspace(), (0, 0), 100, size=(1261, 594))
    add_plan(document.modelspace(), (0, 0), 100)
    (sheet,) = read(document, tmp_path)
    assert sheet.content.size_mm == (1261, 594)


def test_without_a_frame_the_scale_is_unknown_and_stray_lines_do_not_count(
    tmp_path: Path,
) -> None:
    document = new_drawing()
    space = document.modelspace()
    add_plan(space, (0, 0), 100)
    add_text(space, "平面", (15000, 8000), 350)
    space.add_line((9e8, 9e8), (9e8 + 10, 9e8))
    (sheet,) = read(document, tmp_path)
    assert sheet.content.units_per_mm == 0
    walls = segments_on(sheet.content, "WALL")
    assert np.ptp(walls[..., 0]) > 0.4 * sheet.content.size_mm[0]


def test_endless_lines_end_where_the_rest_of_the_drawing_does(tmp_path: Path) -> None:
    document = new_drawing()
    space = document.modelspace()
    add_frame(space, (0, 0), 100)
    document.layers.add("AXIS")
    space.add_xline((40000, 20000), (1, 0), dxfattribs={"layer": "AXIS"})
    space.add_ray((40000, 20000), (0, -1), dxfattribs={"layer": "AXIS"})
    space.add_ray((-9e6, 0), (-1, 0), dxfattribs={"layer": "AXIS"})
    (sheet,) = read(document, tmp_path)
    assert sheet.content.size_mm == (841, 594)
    axis, ray = segments_on(sheet.content, "AXIS")
    assert np.sort(axis, axis=0) == pytest.approx(np.asarray([[0, 200], [841, 200]]))
    assert np.sort(ray, axis=0) == pytest.approx(np.asarray([[400, 0], [400, 200]]))
    assert sheet.content.losses == ()


def test_an_endless_line_is_seen_through_a_window(tmp_path: Path) -> None:
    document = new_drawing()
    document.layers.add("AXIS")
    space = document.modelspace()
    add_plan(space, (0, 0), 100)
    space.add_xline((0, 20000), (1, 0), dxfattribs={"layer": "AXIS"})
    paper = document.paperspace("Layout1")
    paper.page_setup(size=(420, 297), margins=(0, 0, 0, 0))
    add_frame(paper, (0, 0), 1, size=(420, 297))
    paper.add_viewport(
        center=(75, 195),
        size=(50, 220),
        view_center_point=(12500, 19500),
        view_height=22000,
    )
    (sheet,) = read(document, tmp_path)
    (axis,) = segments_on(sheet.content, "AXIS")
    assert np.sort(axis[:, 0]) == pytest.approx([50, 100])


def test_a_viewport_shows_model_space_at_its_scale_and_cuts_it_off(
    tmp_path: Path,
) -> None:
    document = new_drawing()
    add_plan(document.modelspace(), (0, 0), 100)
    paper = document.paperspace("Layout1")
    paper.page_setup(size=(420, 297), margins=(0, 0, 0, 0))
    add_frame(paper, (0, 0), 1, size=(420, 297))
    # Shows model x 10000..15000: the left half of each wall.
    paper.add_viewport(
        center=(75, 195),
        size=(50, 220),
        view_center_point=(12500, 19500),
        view_height=22000,
    )
    (sheet,) = read(document, tmp_path)
    assert sheet.layout == "Layout1"
    assert sheet.content.units_per_mm == pytest.approx(1)
    walls = segments_on(sheet.content, "WALL")
    assert len(walls) == 20
    assert np.sort(walls[..., 0].ravel())[[0, -1]] == pytest.approx([50, 100])


def test_hidden_layers_are_not_read(tmp_path: Path) -> None:
    document = new_drawing()
    add_plan(document.modelspace(), (0, 0), 1)
    document.modelspace().add_line((0, 0), (100, 100), dxfattribs={"layer": "HIDDEN"})
    (sheet,) = read(document, tmp_path)
    assert "HIDDEN" not in sheet.content.layers
    assert "WALL" in sheet.content.layers


def test_what_lies_in_a_block_knows_its_insertion_and_its_entity(
    tmp_path: Path,
) -> None:
    document = new_drawing()
    space = document.modelspace()
    add_plan(space, (0, 0), 1)
    door = document.blocks.new("DOOR")
    door.add_line((0, 0), (9, 0))
    door.add_arc((0, 0), 9, 0, 90)
    for x in (0, 50):
        space.add_blockref("DOOR", (x, 0), dxfattribs={"layer": "WALL"})
    (sheet,) = read(document, tmp_path)
    content = sheet.content
    assert content.groups == ("DOOR", "DOOR")
    curves = content.kind == Kind.CURVE
    assert sorted(set(content.group[curves].tolist())) == [0, 1]
    sources = {content.handles[each] for each in content.source[curves].tolist()}
    assert len(sources) == 2
    assert len({name.split("/")[1] for name in sources}) == 1


def test_a_missing_outside_drawing_is_named_as_a_loss(tmp_path: Path) -> None:
    document = new_drawing()
    add_plan(document.modelspace(), (0, 0), 1)
    document.add_xref_def("D:/plans/base.dwg", "BASE")
    document.modelspace().add_blockref("BASE", (0, 0))
    (sheet,) = read(document, tmp_path)
    assert "XREF D:/plans/base.dwg" in {loss.kind for loss in sheet.content.losses}


def test_a_file_of_rubbish_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.dxf"
    path.write_text("  0\nSECTION\n  2\nENTITIES\nnot a code\nLINE\n")
    with pytest.raises(UnreadableDrawing) as refusal:
        read_dxf(path)
    assert refusal.value.code in (
        Refusal.DAMAGED,
        Refusal.TRUNCATED,
        Refusal.NOTHING_DRAWN,
    )


def test_an_empty_drawing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableDrawing) as refusal:
        read_dxf(save(new_drawing(), tmp_path))
    assert refusal.value.code is Refusal.NOTHING_DRAWN
