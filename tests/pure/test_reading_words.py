"""Texts of CAD files: base lines, escapes, paragraphs, attributes."""

from pathlib import Path

import numpy as np
import pytest

from drawings.content.parts import Kind
from tests.pure.cad_makers import add_frame, add_plan, add_text, new_drawing
from tests.pure.cad_reads import place_of, read


def test_a_text_has_base_line_and_height_where_cad_puts_it(tmp_path: Path) -> None:
    document = new_drawing()
    space = document.modelspace()
    add_frame(space, (0, 0), 100)
    add_plan(space, (0, 0), 100)
    add_text(space, "立管 WL-1", (30000, 30000), 350, rotation=90)
    (sheet,) = read(document, tmp_path)
    base, top, _, end = place_of(sheet.content, "立管 WL-1")
    assert base == pytest.approx([300, 300])
    assert top == pytest.approx([296.5, 300])
    assert end[0] == pytest.approx(300)
    assert 303.5 < end[1] < 330


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        (r"\U+68C0\U+9A8C", "检验"),
        (r"\M+5CFFB\M+5B7C0", "消防"),
        ("%%c20 %%p0.000", "Ø20 ±0.000"),
        ("%%1308@200", "Φ8@200"),
    ],
)
def test_the_escapes_of_old_files_are_decoded(
    tmp_path: Path, raw: str, shown: str
) -> None:
    document = new_drawing()
    add_text(document.modelspace(), raw, (0, 0), 5)
    add_plan(document.modelspace(), (0, 0), 1)
    (sheet,) = read(document, tmp_path)
    assert shown in [text.replace("⌀", "Ø") for text in sheet.content.texts]


def test_formatted_paragraphs_come_as_whole_lines(tmp_path: Path) -> None:
    document = new_drawing()
    space = document.modelspace()
    add_plan(space, (0, 0), 1)
    space.add_mtext(
        r"{\fSimSun|b1;General} notes of fire\PSecond \H0.5x;line",
        dxfattribs={"char_height": 5, "style": "HZ", "insert": (0, 0)},
    )
    (sheet,) = read(document, tmp_path)
    assert "General notes of fire" in sheet.content.texts


def test_the_attributes_of_the_title_block_are_found(tmp_path: Path) -> None:
    document = new_drawing()
    block = document.blocks.new("TK-A1")
    block.add_lwpolyline([(0, 0), (841, 0), (841, 594), (0, 594)], close=True)
    for index, tag in enumerate(("图号", "图名", "比例")):
        block.add_attdef(tag, (700, 20 + index * 10), height=4)
    door = document.blocks.new("M")
    door.add_line((0, 0), (5, 5))
    door.add_attdef("MARK", (0, 0), height=3)
    space = document.modelspace()
    frame = space.add_blockref(
        "TK-A1", (0, 0), dxfattribs={"xscale": 100, "yscale": 100}
    )
    frame.add_auto_attribs({"图号": "结施-12A", "图名": "梁配筋图", "比例": "1:100"})
    space.add_blockref("M", (9000, 9000)).add_auto_attribs({"MARK": "M0921"})
    add_plan(space, (0, 0), 100)
    (sheet,) = read(document, tmp_path)
    assert sheet.attributes == {"图号": "结施-12A", "图名": "梁配筋图", "比例": "1:100"}


@pytest.mark.parametrize(("anchor", "left"), [(1, 100.0), (2, 95.0), (3, 90.0)])
def test_a_paragraph_without_a_width_lies_as_it_is_anchored(
    tmp_path: Path, anchor: int, left: float
) -> None:
    document = new_drawing()
    space = document.modelspace()
    words = space.add_mtext(
        "一二三", dxfattribs={"char_height": 3, "insert": (100, 50)}
    )
    words.dxf.attachment_point = anchor
    add_text(space, "一二三", (100, 20), 3)
    (sheet,) = read(document, tmp_path)
    content = sheet.content
    upper, lower = content.points[content.kind == Kind.TEXT]
    width = float(np.linalg.norm(lower[3] - lower[0]))
    share = (100.0 - left) / 10.0
    assert upper[0, 0] - lower[0, 0] == pytest.approx(-share * width, abs=0.06 * width)
