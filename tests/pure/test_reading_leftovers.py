"""Paper layouts: which are plotted, which were only left over, and what stands on them."""

from pathlib import Path

import pytest
from ezdxf.document import Drawing
from ezdxf.layouts import Paperspace

from tests.pure.cad_makers import (
    add_frame_block,
    add_plan,
    add_text,
    insert_frame,
    new_drawing,
)
from tests.pure.test_reading_framing import laid_of, numbers


def plain_drawing() -> tuple[Drawing, Paperspace]:
    """A plan without a frame, and the layout that every file has, with one window."""
    document = new_drawing()
    add_plan(document.modelspace(), (0, 0), 100)
    layout = document.layouts.get("Layout1")
    assert isinstance(layout, Paperspace)
    layout.page_setup((841, 594), margins=(0, 0, 0, 0))
    return document, layout


def add_window(layout: Paperspace, scale: float = 100) -> None:
    """A window of 800 by 560 mm into the corner of model space."""
    middle = (400 * scale, 280 * scale)
    layout.add_viewport((420.5, 297), (800, 560), middle, 560 * scale)


def test_title_block_and_texts_of_a_plain_layout_are_read(tmp_path: Path) -> None:
    document, layout = plain_drawing()
    add_window(layout)
    rows = (("图号", "建施-11"), ("图名", "总平面图"))
    for index, (label, value) in enumerate(rows):
        add_text(layout, label, (720, 20 + 10 * index), 3)
        add_text(layout, value, (760, 20 + 10 * index), 5)
    laid = laid_of(document, tmp_path)
    (sheet,) = laid.sheets
    assert (sheet.layout, sheet.sheet.size_mm) == ("Layout1", (841, 594))
    assert numbers(laid) == ["建施-11"]
    assert (sheet.recording.kind == 0).sum() >= 20


def test_a_frame_block_of_any_size_on_a_plain_layout_is_read(tmp_path: Path) -> None:
    document, layout = plain_drawing()
    add_window(layout)
    add_frame_block(document, "TK-X", (830.0, 580.0))
    insert_frame(layout, (5, 5), 1, "建施-12", block="TK-X")
    laid = laid_of(document, tmp_path)
    (sheet,) = laid.sheets
    assert (sheet.layout, numbers(laid)) == ("Layout1", ["建施-12"])
    assert sheet.attributes["图号"] == "建施-12"


def test_a_note_on_the_paper_alone_makes_a_plain_layout_a_sheet(tmp_path: Path) -> None:
    document, layout = plain_drawing()
    add_window(layout, 87.3)
    add_text(layout, "本图仅供参考", (100, 20), 5)
    (sheet,) = laid_of(document, tmp_path).sheets
    assert sheet.layout == "Layout1"


@pytest.mark.parametrize(("scale", "name"), [(100, "Layout1"), (87.3, "Model")])
def test_an_empty_layout_is_a_sheet_where_its_window_has_a_usual_scale(
    tmp_path: Path, scale: float, name: str
) -> None:
    document, layout = plain_drawing()
    add_window(layout, scale)
    (sheet,) = laid_of(document, tmp_path).sheets
    assert sheet.layout == name


def test_layouts_that_each_show_a_frame_of_model_space_are_not_told_twice(
    tmp_path: Path,
) -> None:
    document = new_drawing()
    add_frame_block(document)
    for k in range(4):
        at = (k * 90000.0, 0.0)
        insert_frame(document.modelspace(), at, 100, f"建施-{k + 1:02}")
        if k == 3:  # nobody made a layout for it: it is plotted from model space
            continue
        layout = document.layouts.new(f"建施-{k + 1:02}")
        layout.page_setup((841, 594), margins=(0, 0, 0, 0))
        middle = (at[0] + 42050, 29700)
        layout.add_viewport((420.5, 297), (841, 594), middle, 59400)
    laid = laid_of(document, tmp_path)
    assert sorted(numbers(laid)) == [f"建施-{k + 1:02}" for k in range(4)]
    assert [each.layout for each in laid.sheets].count("Model") == 1


def test_a_layout_that_shows_all_frames_at_once_takes_none_away(tmp_path: Path) -> None:
    document = new_drawing()
    add_frame_block(document)
    for k in range(3):
        insert_frame(document.modelspace(), (k * 90000.0, 0.0), 100, f"建施-{k + 1:02}")
    layout = document.layouts.get("Layout1")
    assert isinstance(layout, Paperspace)
    layout.add_viewport((210, 148), (400, 280), (135000, 29700), 200000)
    laid = laid_of(document, tmp_path)
    assert [each.layout for each in laid.sheets] == ["Model"] * 3


def test_what_stands_on_a_layout_that_is_no_sheet_is_named(tmp_path: Path) -> None:
    document = new_drawing()
    add_frame_block(document)
    insert_frame(document.modelspace(), (0, 0), 100, "建施-01")
    layout = document.layouts.get("Layout1")
    assert isinstance(layout, Paperspace)
    add_window(layout, 123.4)
    add_text(layout, "审查专用", (100, 20), 5)
    laid = laid_of(document, tmp_path)
    assert [each.layout for each in laid.sheets] == ["Model"]
    assert [(one.layout, one.words) for one in laid.outlying] == [
        ("Layout1", ("审查专用",))
    ]
