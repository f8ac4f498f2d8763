"""A plotted sheet has exact size, real text and the same lines as the drawing."""

from pathlib import Path

import numpy as np
import pymupdf
import pytest

from drawings.content.parts import Content, Floats, Kind
from drawings.content.rendering import plot
from drawings.dwg.reading import read_dxf
from drawings.pdf.reading import read_page
from tests.pure.cad_makers import add_frame, add_plan, add_text, new_drawing, save

WORDS = ("一层平面图 A-101 1:100", "≥Φ20 ①～⑩ √ ㎡", "消火栓箱")


@pytest.fixture
def drawing(tmp_path: Path) -> Path:
    """A framed plan with Chinese, Latin and odd letters."""
    document = new_drawing()
    space = document.modelspace()
    add_frame(space, (500, 700), 100)
    add_plan(space, (500, 700), 100)
    for index, words in enumerate(WORDS):
        add_text(space, words, (30500, 30700 + 1000 * index), 350)
    hatch = space.add_hatch(color=3)
    hatch.paths.add_polyline_path([(40500, 700), (50500, 700), (50500, 10700)])
    return save(document, tmp_path)


def walls(content: Content) -> Floats:
    """The twenty level lines of the plan, sorted upwards; shape (20, 2, 2)."""
    lines = content.points[content.kind == Kind.SEGMENT][:, [0, 3]]
    is_wall = (np.abs(np.ptp(lines[..., 0], axis=1) - 100) < 0.1) & (
        np.ptp(lines[..., 1], axis=1) < 0.01
    )
    chosen = lines[is_wall]
    ordered: Floats = chosen[np.argsort(chosen[:, 0, 1])]
    return ordered


def test_the_page_has_the_size_of_the_paper(drawing: Path, tmp_path: Path) -> None:
    laid = plot(drawing, tmp_path / "a.pdf")
    assert laid.is_scale_known
    with pymupdf.open(tmp_path / "a.pdf") as document:
        assert document.page_count == 1
        page = document[0]
        assert page.rect.width * 25.4 / 72 == pytest.approx(841, abs=0.01)
        assert page.rect.height * 25.4 / 72 == pytest.approx(594, abs=0.01)


def test_every_text_can_be_found_and_copied(drawing: Path, tmp_path: Path) -> None:
    plot(drawing, tmp_path / "a.pdf")
    with pymupdf.open(tmp_path / "a.pdf") as document:
        shown = document[0].get_text()
        for words in WORDS:
            assert words.replace(" ", "") in shown.replace(" ", "")
        fonts = [font[3] for font in document[0].get_fonts()]
        assert fonts and all("+" in name for name in fonts)


def test_one_subset_of_each_face_keeps_the_file_small(tmp_path: Path) -> None:
    document = new_drawing()
    add_frame(document.modelspace(), (0, 0), 1)
    for index in range(1500):
        place = (50 + index % 30 * 20, 80 + index // 30 * 9)
        add_text(document.modelspace(), f"M{index} 消防电梯前室", place, 2.5)
    plot(save(document, tmp_path), tmp_path / "a.pdf")
    assert (tmp_path / "a.pdf").stat().st_size < 200_000
    with pymupdf.open(tmp_path / "a.pdf") as pdf:
        assert len(pdf[0].get_fonts()) <= 2


def test_the_plot_read_back_is_the_drawing(drawing: Path, tmp_path: Path) -> None:
    plot(drawing, tmp_path / "a.pdf")
    (sheet,) = read_dxf(drawing)
    page = read_page(tmp_path / "a.pdf")
    assert walls(page) == pytest.approx(walls(sheet.content), abs=0.01)
    assert page.size_mm == pytest.approx(sheet.content.size_mm, abs=0.01)
    cad, pdf = sheet.content, page
    for words in ("消火栓箱", "一层平面图 A-101 1:100"):
        ends = []
        for content in (cad, pdf):
            index = content.texts.index(words)
            ends.append(content.points[content.text == index][0][[0, 3]])
        assert ends[0] == pytest.approx(ends[1], abs=0.4)


def test_cad_layers_become_layers_of_the_page(drawing: Path, tmp_path: Path) -> None:
    plot(drawing, tmp_path / "a.pdf")
    page = read_page(tmp_path / "a.pdf")
    assert "WALL" in page.layers
    index = page.layers.index("WALL")
    assert int((page.layer == index).sum()) == 20


def test_a_page_may_be_asked_for_at_another_size(drawing: Path, tmp_path: Path) -> None:
    plot(drawing, tmp_path / "a.pdf", size_mm=(420, 297), units_per_mm=200)
    page = read_page(tmp_path / "a.pdf")
    assert page.size_mm == pytest.approx((420, 297), abs=0.01)
    lines = page.points[(page.kind == Kind.SEGMENT)][:, [0, 3]]
    assert np.isclose(np.ptp(lines[..., 0], axis=1), 50, atol=0.05).sum() >= 20


def test_white_lines_are_drawn_dark_on_white_paper(tmp_path: Path) -> None:
    document = new_drawing()
    add_plan(document.modelspace(), (0, 0), 1)
    for index, colour in enumerate((7, 255, 2)):
        document.modelspace().add_line(
            (0, index), (50, index), dxfattribs={"color": colour}
        )
    plot(save(document, tmp_path), tmp_path / "a.pdf")
    page = read_page(tmp_path / "a.pdf")
    assert page.styles
    for style in page.styles:
        red, green, blue = (int(style.colour[at : at + 2], 16) for at in (1, 3, 5))
        assert 0.299 * red + 0.587 * green + 0.114 * blue < 0.65 * 255


def test_an_unknown_layout_is_an_error(drawing: Path, tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        plot(drawing, tmp_path / "a.pdf", layout="no such layout")
