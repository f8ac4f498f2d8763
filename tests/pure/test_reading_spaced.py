"""Letters that stand wide apart: when a blank is meant, and when they are one word."""

import pymupdf
import pytest

from drawings.pdf.runs import runs_of_page

SIZE = 10.0


@pytest.mark.parametrize(
    "text", ["建施-01", "1:100", "2026.11", "结施-12A", "一层平面图 1:100"]
)
def test_latin_set_as_wide_as_chinese_is_one_word(text: str) -> None:
    with pymupdf.open() as pdf:
        page = pdf.new_page(width=400, height=100)
        page.insert_text((10, 50), text, fontname="china-s", fontsize=SIZE)
        assert [run.text for run in runs_of_page(page)] == [text]


def shown(steps: str) -> list[str]:
    """Runs of a page that shows letters of Courier with the given steps between them."""
    return written(f"[{steps}] TJ")


def written(operators: str) -> list[str]:
    """Runs of one text object in Courier."""
    with pymupdf.open() as pdf:
        page = pdf.new_page(width=400, height=100)
        page.insert_text((10, 80), " ", fontname="cour", fontsize=SIZE)
        content = f"BT /cour {SIZE} Tf 10 20 Td {operators} ET".encode()
        pdf.update_stream(page.get_contents()[0], content)
        return [run.text for run in runs_of_page(page)]


def test_words_spaced_out_evenly_are_words() -> None:
    assert shown("(A) -400 (B) -400 (C) -400 (D)") == ["ABCD"]


def test_a_wider_step_between_words_is_a_blank() -> None:
    assert shown("(AB) -400 (CD)") == ["AB CD"]


def test_two_letters_apart_stay_two() -> None:
    assert shown("(A) -400 (B)") == ["A B"]


@pytest.mark.parametrize("step", [-30, -7, 7, 30])
def test_letters_above_each_other_are_texts_of_their_own(step: int) -> None:
    below = f"0 {step} Td"
    assert written(f"(A) Tj {below} (B) Tj {below} (C) Tj") == ["A", "B", "C"]


def test_a_raised_figure_belongs_to_its_unit() -> None:
    assert written("(m) Tj 4 Ts (2) Tj") == ["m2"]


def test_a_soft_hyphen_that_is_drawn_is_a_hyphen() -> None:
    with pymupdf.open() as pdf:
        page = pdf.new_page(width=400, height=100)
        page.insert_text((10, 50), "A\u00ad101", fontname="helv", fontsize=SIZE)
        assert [run.text for run in runs_of_page(page)] == ["A-101"]
