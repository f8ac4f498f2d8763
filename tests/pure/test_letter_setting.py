"""Type as it is set: lines keep the rules of Chinese, tables stay whole, bytes repeat."""

import hashlib
import re

import pymupdf
import pytest
from hypothesis import given
from hypothesis import settings as laws
from hypothesis import strategies as st

from reviews.letters.glyphs import NEVER_FIRST, NEVER_LAST, is_wide
from reviews.letters.ink import Leaf, SealPlace, Written, bind, seal_places
from reviews.letters.lines import MM_PER_POINT, Align, Run, set_lines, width_of
from reviews.letters.paper import BOTTOM, LEFT, MEASURE, TOP, Paper
from reviews.letters.tables import Column, Table, lay
from signatures.pades.placement import Box
from storage.typefaces import Face

CHINESE = st.text("疏散楼梯间应直通室外门窗，。、；（）《》“”：A1mm8 ", max_size=200)
SIZE = 10.5
BELOW = 7.0
"""Room for the remark under a table, in millimetres."""


@given(CHINESE, st.floats(20, 160))
def test_no_character_is_lost_or_changes_its_place(text: str, width: float) -> None:
    """Setting breaks lines; it drops blanks at their ends and nothing else."""
    lines = set_lines(text, size=SIZE, width=width)
    assert "".join(line.text for line in lines).replace(" ", "") == text.replace(
        " ", ""
    )


@given(CHINESE, st.floats(40, 160), st.sampled_from(Align))
def test_nothing_stands_outside_its_measure(
    text: str, width: float, align: Align
) -> None:
    """Only the blank half of a closing mark may pass the right edge."""
    half = SIZE * MM_PER_POINT / 2
    for line in set_lines(text, size=SIZE, width=width, align=align):
        for glyph in line.glyphs:
            right = glyph.left + width_of(glyph.character, glyph.face, SIZE)
            assert glyph.left > -half - 0.01
            assert right < width + half + 0.01


@given(st.text("疏散楼梯间应直通室外，。、；（）《》：", max_size=150))
def test_no_line_begins_or_ends_with_a_mark_that_must_not(text: str) -> None:
    """避头尾: within a paragraph a mark stays with the word that it belongs to."""
    words = "门" + text.replace("（", "（门").replace("《", "《门") + "门"
    lines = [line.text for line in set_lines(words, size=SIZE, width=60.0)]
    if "".join(lines) != words or _has_long_row_of_marks(words):
        return
    assert not any(line[0] in NEVER_FIRST for line in lines[1:])
    assert not any(line[-1] in NEVER_LAST for line in lines[:-1])


def test_lines_of_a_paragraph_end_at_the_right_edge() -> None:
    """Justified: every line but the last is as long as the measure."""
    text = "防护密闭门的开启方向由防护要求决定，平时状态下设置常开防火门。" * 4
    *full, last = set_lines(text, size=SIZE, width=70.0)
    assert len(full) > 3
    for line in full:
        glyph = line.glyphs[-1]
        right = glyph.left + width_of(glyph.character, glyph.face, SIZE)
        slack = SIZE * MM_PER_POINT / 2 if glyph.character in NEVER_FIRST else 0.0
        assert right == pytest.approx(70.0 + slack, abs=0.02)
    assert last.glyphs[-1].left < 70.0


def test_a_word_is_cut_only_when_it_is_longer_than_a_line() -> None:
    """Codes stay readable: GB numbers are whole, digests are cut at the edge."""
    lines = set_lines("见规范 GB55037-2022 的规定", size=SIZE, width=30.0)
    assert any("GB55037-2022" in line.text for line in lines)
    digest = hashlib.sha256(b"x").hexdigest()
    rows = set_lines(digest, size=SIZE, width=30.0)
    assert len(rows) > 3
    assert "".join(row.text for row in rows) == digest


@pytest.mark.parametrize("text", ["\x00\x07", "🏗️", "𠮷野家", "\ud800", "\u202eabc"])
def test_characters_that_no_face_has_become_a_square_or_nothing(text: str) -> None:
    """Whatever people paste, a letter comes of it."""
    leaf = Paper()
    leaf.write(text or "x")
    assert bind(leaf.leaves, title="t", seals=[]).pdf.startswith(b"%PDF")


def test_the_head_of_a_table_is_repeated_on_every_page() -> None:
    """A reader of page seven sees what the columns are."""
    paper = Paper()
    columns = (Column(30.0, "编号"), Column(MEASURE - 30.0, "意见"))
    lay(paper, Table(columns, [(str(n), "疏散宽度不足。" * 12) for n in range(60)]))
    pages = _pages(paper)
    assert len(pages) > 3
    assert all("编号" in page and "意见" in page for page in pages)


def test_a_row_is_not_cut_when_it_fits_on_a_page() -> None:
    """Short rows stand whole: their words are all on the page of their number."""
    paper = Paper()
    columns = (Column(30.0), Column(MEASURE - 30.0))
    rows = [(f"第{n}行", "甲" * 150 + f"末{n}完") for n in range(40)]
    lay(paper, Table(columns, rows))
    pages = _pages(paper)
    for number in range(40):
        (page,) = [page for page in pages if f"第{number}行" in page]
        assert f"末{number}完" in page


def test_a_row_longer_than_a_page_is_cut_and_nothing_of_it_is_lost() -> None:
    """Ten thousand characters in a cell run over as many pages as they need."""
    paper = Paper()
    lay(paper, Table((Column(40.0), Column(MEASURE - 40.0)), [("一", "乙" * 10_000)]))
    assert sum(page.count("乙") for page in _pages(paper)) == 10_000
    assert paper.page > 2


def test_a_caption_is_never_alone_at_the_foot_of_a_page() -> None:
    """It turns the page together with the table that it names."""
    paper = Paper()
    paper.top = BOTTOM - 20.0
    columns = (Column(40.0, "名称"), Column(MEASURE - 40.0, "内容"))
    lay(paper, Table(columns, [("一", "丙" * 100)]), caption="标题")
    first, second = _pages(paper)
    assert "标题" not in first
    assert "标题" in second
    assert "丙" in second


def test_no_row_of_a_table_is_left_alone_on_a_page() -> None:
    """Neither the first below its caption nor, with the remark, the last overleaf."""
    for count in range(2, 90):
        paper = Paper()
        paper.top = BOTTOM - 60.0
        lay(paper, _table(count), caption="标题", below=BELOW)
        counts = _rows_of(paper)
        assert sum(counts) == count
        assert min(one for one in counts if one) >= 2, (count, counts)
        assert paper.top + BELOW <= BOTTOM


@pytest.mark.parametrize("count", [2, 3])
def test_a_table_of_three_rows_is_not_parted(count: int) -> None:
    """It turns the page as a whole, where one page holds it."""
    for room in range(1, 60):
        paper = Paper()
        paper.top = BOTTOM - room
        lay(paper, _table(count))
        assert sorted(_rows_of(paper))[-1] == count


@laws(max_examples=30)
@given(st.lists(st.integers(1, 900), min_size=1, max_size=12), st.floats(TOP, BOTTOM))
def test_no_table_runs_over_the_foot_of_its_page(
    lengths: list[int], start: float
) -> None:
    """However long the cells are, nothing is drawn below the margin."""
    paper = Paper()
    paper.top = start
    rows = [(str(length), "丁" * length) for length in lengths]
    lay(paper, Table((Column(20.0, "号"), Column(60.0, "文")), rows))
    for leaf in paper.leaves:
        for mark in leaf.marks:
            if (baseline := getattr(mark, "baseline", None)) is not None:
                assert baseline < BOTTOM
            if (end := getattr(mark, "end", None)) is not None:
                assert end[1] < BOTTOM + 0.01


def test_the_same_marks_give_the_same_bytes() -> None:
    """A letter can be written again and compared."""
    assert _letter().pdf == _letter().pdf


def test_places_of_seals_travel_with_the_letter() -> None:
    """Who seals asks the letter itself."""
    written = _letter()
    assert seal_places(written.pdf) == written.seal_places
    assert seal_places(bind([Leaf()], title="", seals=[]).pdf) == ()


def test_fonts_are_embedded_as_subsets_with_their_words() -> None:
    """The text can be searched, and the file holds a few glyphs, not the face."""
    data = _letter().pdf
    with pymupdf.open(stream=data) as pdf:
        assert "审查合格书" in pdf[0].get_text()
        (font,) = {entry[3] for entry in pdf[0].get_fonts()}
    assert font == "AAAAAA+NotoSerifSC-Regular"
    assert len(data) < 20_000


@pytest.mark.parametrize(
    "words", ["净宽不小于 1.20 m。", "面积 300 ㎡", "承载力 120 kPa"]
)
def test_a_number_stays_on_the_line_of_its_unit(words: str) -> None:
    """No line ends between the two, wherever it has to end."""
    number = words.split(" ")[1]
    for before in range(20):
        lines = set_lines("甲" * before + words, size=SIZE, width=50.0)
        assert sum(number in line.text for line in lines) == 1
        (line,) = (line.text for line in lines if number in line.text)
        assert f"{number} {words.split(' ')[2]}"[: len(number) + 2] in line


def test_no_character_stands_alone_on_the_last_line() -> None:
    """It takes the one before it along; the line above is stretched a little."""
    for count in range(16, 60):
        lines = set_lines("乙" * count + "。", size=SIZE, width=60.0)
        assert len(lines[-1].text) > 2
        assert "".join(line.text for line in lines) == "乙" * count + "。"


@pytest.mark.parametrize("words", ["a · 2 lines", "长 12 层", "共 3 处 改"])
def test_no_blank_is_lost_where_a_character_is_accompanied(words: str) -> None:
    """A blank at the end of a line parts the words all the same."""
    for before in range(40):
        lines = set_lines("甲" * before + words, size=SIZE, width=50.0)
        whole = " ".join(line.text for line in lines)
        for piece in words.split(" "):
            assert re.search(rf"(^|[ 甲]){piece}( |$)", whole), (before, whole)


def test_digits_on_a_grid_stand_under_each_other() -> None:
    """Digests are compared by eye: every column of them is straight."""
    first, second = set_lines(
        [Run("0f1ae\ncb7d9", Face.SANS, cell=0.6)], size=8.0, width=60.0
    )
    em = 8.0 * MM_PER_POINT
    for line in (first, second):
        for index, glyph in enumerate(line.glyphs):
            middle = glyph.left + width_of(glyph.character, glyph.face, 8.0) / 2
            assert middle == pytest.approx((index + 0.5) * 0.6 * em)


def _letter() -> Written:
    paper = Paper()
    paper.write("施工图设计文件审查合格书")
    place = SealPlace(0, "lead", Box(LEFT, 100.0, LEFT + 42.0, 142.0))
    return bind(paper.leaves, title="合格书", seals=[place])


def _table(count: int) -> Table:
    columns = (Column(30.0, "编号"), Column(MEASURE - 30.0, "名称"))
    return Table(columns, [(f"行{number}", "图") for number in range(count)])


def _rows_of(paper: Paper) -> list[int]:
    """How many rows of a table of `_table` stand on each page."""
    words = [
        [getattr(mark, "line", None) for mark in leaf.marks] for leaf in paper.leaves
    ]
    return [sum(bool(line and line.text[0] == "行") for line in page) for page in words]


def _pages(paper: Paper) -> list[str]:
    data = bind(paper.leaves, title="t", seals=[]).pdf
    with pymupdf.open(stream=data) as pdf:
        return ["".join(page.get_text().split()) for page in pdf]


def _has_long_row_of_marks(text: str) -> bool:
    """A row of marks longer than a line has to be cut somewhere."""
    run = 0
    for character in text:
        is_mark = is_wide(character) and character in NEVER_FIRST | NEVER_LAST
        run = run + 1 if is_mark else 0
        if run > 8:
            return True
    return False
