"""Windows that are turned or cut out, frames that are turned, files of every version."""

import math
from pathlib import Path

import ezdxf
import numpy as np
import pytest
from ezdxf.document import Drawing
from ezdxf.math import Matrix44

from drawings.content.errors import Refusal, UnreadableDrawing
from drawings.content.loading import load_dxf
from drawings.content.parts import Content, Floats, Kind
from drawings.dwg.reading import SheetContent, read_dxf
from drawings.sandbox.reading import read_file
from tests.pure.cad_makers import add_frame, add_plan, add_text, new_drawing, save

VERSIONS = ("R12", "R2000", "R2004", "R2007", "R2010", "R2013", "R2018")
WINDOW = {"view_center_point": (15000, 19500), "view_height": 22000}


def read(document: Drawing, folder: Path) -> list[SheetContent]:
    """The sheets of a drawing."""
    return read_dxf(save(document, folder))


def on_layer(content: Content, layer: str) -> Floats:
    """Ends of the segments of a layer, shape (n, 2, 2)."""
    chosen = (content.kind == Kind.SEGMENT) & (
        content.layer == content.layers.index(layer)
    )
    ends: Floats = content.points[chosen][:, [0, 3]]
    return ends


def with_window(**more: object) -> Drawing:
    """A plan of twenty walls of 100 mm at 1:100, seen through one window at 1:100."""
    document = new_drawing()
    add_plan(document.modelspace(), (0, 0), 100)
    paper = document.paperspace("Layout1")
    paper.page_setup(size=(420, 297), margins=(0, 0, 0, 0))
    add_frame(paper, (0, 0), 1, size=(420, 297))
    window = paper.add_viewport(
        center=(200, 150),
        size=(220, 220),
        view_center_point=(15000, 19500),
        view_height=22000,
    )
    for name, value in more.items():
        window.dxf.set(name, value)
    return document


def test_a_turned_window_turns_what_it_shows(tmp_path: Path) -> None:
    # The twist turns the view; its centre is told in the turned view.
    document = with_window(view_twist_angle=90, view_center_point=(-19500, 15000))
    (sheet,) = read(document, tmp_path)
    walls = on_layer(sheet.content, "WALL")
    assert len(walls) == 20
    lengths = np.abs(walls[:, 1] - walls[:, 0])
    assert lengths == pytest.approx(np.tile([0.0, 100.0], (20, 1)), abs=1e-6)
    assert walls.reshape(-1, 2).mean(axis=0) == pytest.approx([200, 150])


def test_a_window_of_another_shape_cuts_along_its_edge(tmp_path: Path) -> None:
    document = with_window()
    paper = document.paperspace("Layout1")
    edge = paper.add_lwpolyline(
        [(90, 40), (310, 40), (90, 260)], close=True, dxfattribs={"layer": "HIDDEN"}
    )
    window = next(v for v in paper.viewports() if v.dxf.width == 220)
    window.dxf.clipping_boundary_handle = edge.dxf.handle
    window.dxf.flags |= 0x10000
    (sheet,) = read(document, tmp_path)
    walls = on_layer(sheet.content, "WALL")
    assert 0 < len(walls) < 20
    ends = walls.reshape(-1, 2)
    assert (ends.sum(axis=1) <= 350 + 1e-6).all()
    assert np.isclose(ends.sum(axis=1), 350).any()


@pytest.mark.parametrize("degrees", [30.0, -12.5, 90.0])
def test_a_turned_frame_is_a_sheet_that_stands_upright(
    tmp_path: Path, degrees: float
) -> None:
    document = new_drawing()
    space = document.modelspace()
    add_frame(space, (0, 0), 100, number="建施-07")
    add_plan(space, (0, 0), 100)
    turn = Matrix44.z_rotate(math.radians(degrees))
    for entity in space:
        entity.transform(turn)
    (sheet,) = read(document, tmp_path)
    assert sheet.content.units_per_mm == pytest.approx(100)
    assert sheet.content.size_mm == (841, 594)
    walls = on_layer(sheet.content, "WALL")
    assert np.abs(walls[:, 1] - walls[:, 0]) == pytest.approx(
        np.tile([100.0, 0.0], (20, 1)), abs=1e-6
    )
    a, b, c, d, e, f = sheet.to_paper
    corner = turn.transform((10000, 10000, 0))
    assert (
        a * corner.x + c * corner.y + e,
        b * corner.x + d * corner.y + f,
    ) == pytest.approx((100, 100))
    assert "建施-07" in sheet.content.texts


def test_a_frame_within_a_block_within_a_block_is_a_frame(tmp_path: Path) -> None:
    document = new_drawing()
    inner = document.blocks.new("A1框")
    add_frame(inner, (0, 0), 1)
    outer = document.blocks.new("XREF$0$图框")
    outer.add_blockref("A1框", (0, 0))
    space = document.modelspace()
    for index in range(3):
        corner = (index * 100000, 0)
        space.add_blockref(
            "XREF$0$图框", corner, dxfattribs={"xscale": 100, "yscale": 100}
        )
        add_plan(space, corner, 100)
    sheets = read(document, tmp_path)
    assert [sheet.content.size_mm for sheet in sheets] == [(841, 594)] * 3
    assert [sheet.content.units_per_mm for sheet in sheets] == pytest.approx([100] * 3)


@pytest.mark.parametrize("form", ["asc", "bin"])
@pytest.mark.parametrize("version", VERSIONS)
def test_every_version_is_read_alike(tmp_path: Path, version: str, form: str) -> None:
    document = ezdxf.new(version)
    document.encoding = "gbk"
    document.layers.add("墙体", color=1)
    document.styles.add("HZ", font="txt.shx").dxf.bigfont = "hztxt.shx"
    space = document.modelspace()
    add_text(space, "一层平面图", (0, 0), 350)
    for index in range(9):
        space.add_line((0, index), (9000, index), dxfattribs={"layer": "墙体"})
    block = document.blocks.new("门")
    block.add_arc((0, 0), 900, 0, 90)
    space.add_blockref("门", (3000, 3000))
    path = tmp_path / "drawing.dxf"
    document.saveas(path, fmt=form)
    assert not load_dxf(path).was_mended
    (sheet,) = read_dxf(path)
    assert sheet.content.texts == ("一层平面图",)
    assert len(on_layer(sheet.content, "墙体")) == 9
    assert (sheet.content.kind == Kind.CURVE).any()
    assert sheet.content.losses == ()


def test_a_broken_file_is_mended_as_far_as_it_can_be_read(tmp_path: Path) -> None:
    document = new_drawing()
    add_plan(document.modelspace(), (0, 0), 100)
    path = save(document, tmp_path)
    lines = path.read_text("utf-8").split("\n")
    at = max(n for n, line in enumerate(lines) if line.strip() == "AcDbLine")
    assert lines[at + 1].strip() == "10"
    lines[at + 1] = "1x0"
    path.write_text("\n".join(lines), "utf-8")
    loaded = load_dxf(path)
    assert loaded.was_mended
    assert len(loaded.document.modelspace()) >= 19


def test_a_file_that_breaks_off_is_truncated(tmp_path: Path) -> None:
    document = new_drawing()
    add_plan(document.modelspace(), (0, 0), 100)
    path = save(document, tmp_path)
    whole = path.read_bytes()
    path.write_bytes(whole[: whole.rindex(b"AcDbLine")])
    with pytest.raises(UnreadableDrawing) as caught:
        load_dxf(path)
    assert caught.value.code is Refusal.TRUNCATED


@pytest.mark.parametrize(
    ("ending", "code"),
    [("  0\nEOF\n", Refusal.DAMAGED), ("", Refusal.TRUNCATED)],
)
def test_a_broken_file_of_which_nothing_is_left_is_no_empty_drawing(
    tmp_path: Path, ending: str, code: Refusal
) -> None:
    path = tmp_path / "a.dxf"
    broken = "  0\nSECTION\n  2\nENTITIES\n  0\nLI\nNE\n 10\nx\n  0\nENDSEC\n"
    path.write_text(broken + ending, "ascii")
    with pytest.raises(UnreadableDrawing) as caught:
        load_dxf(path)
    assert caught.value.code is code


def test_a_layout_plotted_in_monochrome_is_black(tmp_path: Path) -> None:
    document = with_window()
    paper = document.paperspace("Layout1")
    (coloured,) = read(document, tmp_path)
    assert {style.colour for style in coloured.content.styles} > {"#000000"}
    paper.dxf.current_style_sheet = "monochrome.ctb"
    paper.dxf.plot_layout_flags |= 32
    (black,) = read(document, tmp_path)
    assert {style.colour for style in black.content.styles} == {"#000000"}


def test_each_window_tells_its_place_and_its_scale(tmp_path: Path) -> None:
    document = with_window()
    document.paperspace("Layout1").add_viewport(
        center=(150, 100),
        size=(40, 20),
        view_center_point=(15000, 19500),
        view_height=400,
    )
    path = save(document, tmp_path)

    (sheet,) = read_file(path, "a.dxf", tmp_path / "work").sheets

    told = [pytest.approx(window, abs=0.01) for window in sheet.windows]
    assert told == [(130, 90, 170, 110, 20), (90, 40, 310, 260, 100)]


def test_a_window_without_height_is_none(tmp_path: Path) -> None:
    document = with_window(view_height=0)
    path = save(document, tmp_path)

    (sheet,) = read_file(path, "a.dxf", tmp_path / "work").sheets

    assert sheet.windows == ()
