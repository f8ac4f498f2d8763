"""Several sheets in one model space: each frame is a sheet, and nothing is left unsaid."""

from collections.abc import Callable
from pathlib import Path

import pytest
from ezdxf.document import Drawing
from ezdxf.layouts import Modelspace

from drawings.content.layouts import Laid, laid_out
from drawings.content.loading import load_dxf
from drawings.content.titleblock import Hints, read_titleblock
from drawings.dwg.reading import sheet_content
from tests.pure.cad_makers import (
    add_frame,
    add_frame_block,
    add_plan,
    add_text,
    insert_frame,
    new_drawing,
    save,
)

A1_LENGTHENED = (950.0, 594.0)
OF_THE_FIRM = (777.0, 555.0)


def laid_of(document: Drawing, folder: Path) -> Laid:
    """The file as it is laid out."""
    return laid_out(load_dxf(save(document, folder)).document)


def numbers(laid: Laid) -> list[str]:
    """What the title block of each sheet says."""
    return [
        read_titleblock(
            sheet_content(each).content, Hints(each.attributes)
        ).number.value
        for each in laid.sheets
    ]


def framed_drawing() -> tuple[Drawing, Modelspace]:
    """A drawing that knows the block of a frame."""
    document = new_drawing()
    add_frame_block(document)
    return document, document.modelspace()


def test_frames_that_touch_are_sheets_in_reading_order(tmp_path: Path) -> None:
    document, space = framed_drawing()
    for k in range(8):
        at = (k % 4 * 84100.0, k // 4 * -59400.0)
        insert_frame(space, at, 100, f"建施-{k + 1:02}")
    laid = laid_of(document, tmp_path)
    assert numbers(laid) == [f"建施-{k + 1:02}" for k in range(8)]
    assert {each.sheet.size_mm for each in laid.sheets} == {(841, 594)}
    assert not laid.outlying


def test_each_sheet_holds_what_lies_in_its_own_window(tmp_path: Path) -> None:
    document, space = framed_drawing()
    for k in range(3):
        insert_frame(space, (k * 84100.0, 0), 100, f"建施-{k + 1:02}")
        add_text(space, f"房间{k}", (k * 84100.0 + 30000, 20000), 350)
    sheets = laid_of(document, tmp_path).sheets
    assert len(sheets) == 3
    for k, each in enumerate(sheets):
        content = sheet_content(each).content
        rooms = [words for words in content.texts if words.startswith("房间")]
        assert rooms == [f"房间{k}"]
        assert content.points.min() > -11
        assert content.points.max() < 852


def test_a_small_frame_is_found_among_many_longer_lines(tmp_path: Path) -> None:
    document, space = framed_drawing()
    add_frame_block(document, "TK-A3", (420.0, 297.0))
    for k in range(3):
        insert_frame(space, (k * 90000.0, 0), 100, f"建施-{k + 1:02}")
        for index in range(300):
            level = 4000 + 100 * index
            space.add_line((k * 90000 + 6000, level), (k * 90000 + 70000, level))
            x = k * 90000 + 6000 + 100 * index
            space.add_line((x, 4000), (x, 50000))
    insert_frame(space, (300000.0, 0), 5, "建施-04", block="TK-A3")
    laid = laid_of(document, tmp_path)
    assert numbers(laid) == ["建施-01", "建施-02", "建施-03", "建施-04"]
    assert laid.sheets[3].sheet.units_per_mm == pytest.approx(5)


@pytest.mark.parametrize("size", [A1_LENGTHENED, OF_THE_FIRM])
@pytest.mark.parametrize("known", [0, 3])
def test_a_frame_of_a_size_that_no_table_knows_is_a_sheet(
    tmp_path: Path, size: tuple[float, float], known: int
) -> None:
    document, space = framed_drawing()
    add_frame_block(document, "TK-X", size)
    for k in range(4):
        block = "TK-A1" if k < known else "TK-X"
        insert_frame(space, (k * 100000.0, 0), 100, f"建施-{k + 1:02}", block=block)
    laid = laid_of(document, tmp_path)
    assert numbers(laid) == [f"建施-{k + 1:02}" for k in range(4)]
    assert all(each.is_scale_known for each in laid.sheets)
    assert laid.sheets[3].sheet.size_mm == size
    assert laid.sheets[3].sheet.units_per_mm == pytest.approx(100)


@pytest.mark.parametrize("unit", [1.0, 1000.0])
def test_the_scale_of_a_frame_without_block_is_the_one_it_names(
    tmp_path: Path, unit: float
) -> None:
    document = new_drawing()
    document.header["$INSUNITS"] = 0
    scale = 50 / unit
    for k in range(2):
        at = (k * 900 * scale, 0)
        add_frame(
            document.modelspace(), at, scale, size=OF_THE_FIRM, number=f"建施-{k}1"
        )
        add_plan(document.modelspace(), at, scale)
    for text in document.modelspace().query("TEXT"):
        if text.dxf.text.startswith("1:"):
            text.dxf.text = "1:50"
    laid = laid_of(document, tmp_path)
    assert [each.sheet.units_per_mm for each in laid.sheets] == pytest.approx(
        [scale] * 2
    )


@pytest.mark.parametrize("degrees", [90.0, 180.0, 270.0, 30.0])
def test_a_frame_that_is_turned_among_upright_ones_is_a_sheet_that_can_be_read(
    tmp_path: Path, degrees: float
) -> None:
    document, space = framed_drawing()
    insert_frame(space, (0, 0), 100, "建施-01")
    insert_frame(space, (100000.0, 0), 100, "建施-02")
    insert_frame(space, (400000.0, 0), 100, "建施-03", degrees=degrees)
    laid = laid_of(document, tmp_path)
    assert sorted(numbers(laid)) == ["建施-01", "建施-02", "建施-03"]
    turned = laid.sheets[numbers(laid).index("建施-03")]
    assert turned.sheet.size_mm == (841, 594)
    content = sheet_content(turned).content
    place = content.points[content.text == content.texts.index("图号")][0]
    assert place[0] == pytest.approx((841 - 110, 15), abs=0.01)
    assert place[3, 1] == pytest.approx(place[0, 1], abs=0.01)
    assert not laid.outlying


def test_an_upright_sheet_with_signers_written_upwards_stays_upright(
    tmp_path: Path,
) -> None:
    document, space = framed_drawing()
    insert_frame(space, (0, 0), 100, "建施-01")
    for index in range(30):
        at = (3000.0, 10000.0 + 1000 * index)
        add_text(space, ("专业", "姓名", "日期")[index % 3], at, 300, 90)
    (each,) = laid_of(document, tmp_path).sheets
    assert (each.turn, each.sheet.size_mm) == (0, (841, 594))


# -- what is said of the rest ------------------------------------------------------------


def add_unframed(space: Modelspace) -> None:
    """A plan of which somebody forgot the frame."""
    add_plan(space, (500000, 0), 100)
    add_text(space, "屋面平面图", (510000, 8000), 700)
    add_text(space, "建施-09", (510000, 6000), 350)


def overlap_frame(space: Modelspace) -> None:
    """A frame that was dropped upon another one."""
    insert_frame(space, (30000.0, -20000.0), 100, "建施-09")


@pytest.mark.parametrize("add", [add_unframed, overlap_frame])
def test_what_no_frame_holds_is_named(
    tmp_path: Path, add: Callable[[Modelspace], None]
) -> None:
    document, space = framed_drawing()
    for k in range(3):
        insert_frame(space, (k * 90000.0, 0), 100, f"建施-{k + 1:02}")
    add(space)
    laid = laid_of(document, tmp_path)
    (beside,) = laid.outlying
    assert len(laid.sheets) == 3
    assert beside.layout == "Model"
    assert beside.words[0] == "建施-09"
    assert beside.count >= 8


def test_sheets_without_frames_are_counted_by_their_title_blocks(
    tmp_path: Path,
) -> None:
    document, space = framed_drawing()
    for k in range(3):
        insert_frame(space, (k * 90000.0, 0), 100, f"建施-{k + 1:02}")
    block = document.blocks.get("TK-A1")
    for each in [each for each in block if each.dxftype() == "LWPOLYLINE"]:
        block.delete_entity(each)
    laid = laid_of(document, tmp_path)
    assert len(laid.sheets) == 1
    assert laid.crowded == (("Model", 3),)


def test_one_sheet_without_a_frame_is_no_crowd(tmp_path: Path) -> None:
    document = new_drawing()
    add_plan(document.modelspace(), (0, 0), 100)
    add_text(document.modelspace(), "图号", (0, 0), 300)
    laid = laid_of(document, tmp_path)
    assert (len(laid.sheets), laid.crowded, laid.outlying) == (1, (), ())
