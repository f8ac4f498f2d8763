"""Letters that a page draws as a picture are read by their shape, and marked so."""

from pathlib import Path

import pymupdf
import pytest

from drawings.content.recognising import is_mute
from drawings.content.titleblock import Hints, Source
from drawings.pdf.reading import read_page
from drawings.sandbox.pages import titleblock_of
from tests.pure.lettered import STRIP, sheet

SIZE = (1191, 842)


def drawn(path: Path, words: list[tuple[str, float, float, float]]) -> Path:
    """A page whose words are a picture: text, x and y from the lower right, size."""
    with pymupdf.open() as source, pymupdf.open() as target:
        page = source.new_page(width=SIZE[0], height=SIZE[1])
        for text, x, y, size in words:
            at = pymupdf.Point(SIZE[0] - x, SIZE[1] - y)
            font = "helv" if text.isascii() else "china-s"
            page.insert_text(at, text, fontname=font, fontsize=size)
        picture = page.get_pixmap(dpi=200)
        sheet = target.new_page(width=SIZE[0], height=SIZE[1])
        sheet.insert_image(sheet.rect, pixmap=picture)
        target.save(path)
    return path


@pytest.mark.parametrize(
    ("words", "number", "name"),
    [
        (
            [
                ("DRAWING TITLE", 250, 110, 9),
                ("ROOF PLAN", 250, 90, 14),
                ("DRAWING NUMBER", 250, 60, 9),
                ("A-103", 250, 35, 20),
                ("SCALE", 120, 60, 9),
                ("1:100", 120, 40, 12),
            ],
            "A-103",
            "ROOF PLAN",
        ),
        (
            [
                ("图名", 250, 90, 12),
                ("标准层平面图", 200, 90, 16),
                ("图号", 250, 50, 12),
                ("建施-05", 200, 50, 18),
            ],
            "建施-05",
            "标准层平面图",
        ),
    ],
    ids=["english", "chinese"],
)
def test_a_drawn_title_block_is_recognised_and_never_sure(
    tmp_path: Path,
    words: list[tuple[str, float, float, float]],
    number: str,
    name: str,
) -> None:
    page = drawn(tmp_path / "page.pdf", words)
    content = read_page(page)
    assert is_mute(content)

    block = titleblock_of(content, Hints(), page)

    assert (block.number.value, block.name.value) == (number, name)
    assert block.number.source is Source.RECOGNISED
    assert block.number.confidence < 0.55


def test_a_page_with_letters_is_not_recognised() -> None:
    assert not is_mute(sheet(STRIP))
