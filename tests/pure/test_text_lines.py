"""Texts of a drawing become lines that can be looked for."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from drawings.content.textlines import (
    TextLine,
    lines_of,
    pack_lines,
    part_of,
    unpack_lines,
)
from drawings.content.wording import (
    MOST_TOKEN_BYTES,
    plain,
    spans_of,
    tokens_of,
    wanted,
)

Piece = tuple[str, float, float, float, float]
ANY_TEXT = st.text(max_size=40)
OPERATORS = " \"'\\&|!:*()<>-^+\n\x00"
DRAWN = st.text(alphabet="防火墙门甲乙FMfm12 -.ＡØ㎡", max_size=30)


def laid(*pieces: Piece, degrees: float = 0.0) -> list[str]:
    """The lines of pieces (text, x, y, width, height) of a sheet that is turned."""
    quads = np.array(
        [
            [(x, y), (x, y + tall), (x + wide, y + tall), (x + wide, y)]
            for _, x, y, wide, tall in pieces
        ]
    )
    turn = np.radians(degrees)
    matrix = np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    lines = lines_of([piece[0] for piece in pieces], quads @ matrix)
    return [line.text for line in lines]


def is_found(query: str, *lines: str) -> bool:
    """Whether the index leads from a query to lines, as the databases do it."""
    asked = wanted(query)
    spelled = [plain(line) for line in lines]
    held = tokens_of(spelled)
    tokens = asked.tokens()
    return (
        bool(tokens)
        and all(
            any(h.startswith(t.text) if t.is_prefix else h == t.text for h in held)
            for t in tokens
        )
        and all(term in "\n".join(spelled) for term in asked.to_verify())
    )


@pytest.mark.parametrize("degrees", [0, 90, 180, 270, 33])
def test_a_word_in_two_entities_is_one_line(degrees: float) -> None:
    found = laid(("墙", 8.1, 0, 4, 4), ("防火", 0, 0, 8, 4), degrees=degrees)

    assert found == ["防火墙"]


def test_a_title_set_letter_by_letter_is_one_line() -> None:
    found = laid(*[(char, 9.0 * at, 0, 4, 4) for at, char in enumerate("首层平面图")])

    assert [plain(line) for line in found] == ["首层平面图"]


def test_dimensions_of_a_chain_stay_apart() -> None:
    assert laid(("1200", 0, 0, 8, 3), ("900", 9.5, 0, 6, 3)) == ["1200", "900"]


def test_texts_of_different_height_or_line_stay_apart() -> None:
    found = laid(("甲", 0, 0, 4, 4), ("乙", 4, 0, 8, 8), ("丙", 0, 20, 4, 4))

    assert sorted(found) == ["丙", "乙", "甲"]


def test_words_written_twice_for_bold_are_found_once() -> None:
    assert laid(("门厅", 0, 0, 8, 4), ("门厅", 0.1, 0, 8, 4)) == ["门厅"]


def test_latin_words_keep_their_space() -> None:
    assert laid(("FIRE", 0, 0, 10, 4), ("DOOR", 11.5, 0, 10, 4)) == ["FIRE DOOR"]


def test_a_text_without_width_or_with_escapes_is_no_fault() -> None:
    found = laid(("\\U+9632火", 0, 0, 0, 4), ("%%c20", 50, 0, 9, 4), (" ", 9, 9, 1, 1))

    assert sorted(found) == ["φ20", "防火"]


def test_no_texts_make_no_lines() -> None:
    assert lines_of([], np.zeros((0, 4, 2))) == []


@given(st.lists(st.tuples(DRAWN, st.floats(-1e5, 1e5), st.floats(-1e5, 1e5))))
def test_packing_keeps_words_and_places(rows: list[tuple[str, float, float]]) -> None:
    lines = [TextLine(text, (x, y, x + 1, y + 1)) for text, x, y in rows]

    again = unpack_lines(pack_lines(lines))

    assert [line.text for line in again] == [line.text for line in lines]
    assert np.allclose(
        [line.box for line in again], [line.box for line in lines], atol=0.06
    )


def test_the_place_of_a_word_is_a_part_of_its_line() -> None:
    line = TextLine("甲级防火门", (10, 0, 60, 5))

    assert part_of(line, 2, 4) == (30, 0, 50, 5)


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("防", "防火墙"),
        ("墙", "防火墙"),
        ("火墙", "防火墙"),
        ("防火 分隔", "防火墙、防火分隔水幕"),
        ("ＦＭ甲１５", "FM甲1524"),
        ("fm甲1524", "ＦＭ甲1524"),
        ("1200", "1200"),
        ("12", "1200"),
        ("0.90", "净宽 0.90 m"),
        ("建施-05", "建施-05"),
        ("Ø20", "φ20"),
        ("㎡", "320 m2"),
        ("首层平面", "首 层 平 面 图"),
        ("±0.000", "±0.000"),
    ],
)
def test_what_is_written_is_found(query: str, text: str) -> None:
    assert is_found(query, text)


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("防火墙", "防火门 烟火墙"),
        ("0.91", "0.90"),
        ("fire*", "fire door"),
        ('"防火"', "防火"),
        ("防火 OR 卷帘", "防火"),
        ("火防", "防火"),
        ("1_0", "120"),
        ("1%0", "1200"),
    ],
)
def test_what_is_not_written_is_not_found(query: str, text: str) -> None:
    assert not is_found(query, text)


@given(ANY_TEXT)
def test_every_query_is_taken_literally_and_none_is_a_fault(query: str) -> None:
    asked = wanted(query)

    for token in asked.tokens():
        assert not set(token.text) & set(OPERATORS)
    assert is_found(query, query) == bool(asked.tokens())


@given(DRAWN, DRAWN)
def test_whatever_stands_in_a_line_from_a_words_beginning_is_found(
    before: str, word: str
) -> None:
    text = f"{before}、{word}"

    assert is_found(word, text) == bool(wanted(word).tokens())


@given(DRAWN)
def test_spelling_twice_is_spelling_once(text: str) -> None:
    assert plain(plain(text)) == plain(text)


@given(DRAWN, st.integers(0, 29), st.integers(1, 6))
def test_what_is_lit_says_what_was_asked(text: str, begin: int, length: int) -> None:
    term = plain(plain(text)[begin : begin + length])

    spans = spans_of(text, [term] if term else [])

    assert bool(spans) is (term in plain(text) and bool(term))
    for first, last in spans:
        assert term in plain(text[first:last])


def test_a_sheet_of_endless_words_fills_no_more_than_the_index_takes() -> None:
    many = (f"w{at:024d}" for at in range(60_000))

    size = sum(len(token) + 1 for token in tokens_of(many))

    assert size <= MOST_TOKEN_BYTES


def test_some_lines_are_unpacked_in_the_order_that_is_asked() -> None:
    packed = pack_lines([TextLine(text, (0, 0, 1, 1)) for text in "甲乙丙"])

    assert [line.text for line in unpack_lines(packed, [2, 0])] == ["丙", "甲"]
