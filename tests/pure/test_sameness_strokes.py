"""Texts plotted in a shape font: single lines for letters, and no text in the PDF."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from drawings.content.parts import Content, Kind
from drawings.pdf.reading import read_page
from drawings.sameness.findings import Doubt, FindingKind, Proof, Verdict
from drawings.sameness.proving import prove_same
from tests.pure.cad_makers import add_text, new_drawing
from tests.pure.drawing_makers import picked
from tests.pure.plotters import Habits, by_hand
from tests.pure.proofs import paper_of, place_of, read_paper, saying
from tests.pure.stroke_letters import in_strokes

ROOMS = ("\u65e5\u4e2d", "\u7530\u53e3", "\u738b\u5de5", "\u4e2d\u65e5")
ON_A_GRID = Habits(scale=0.97, shift_mm=(3.0, 2.0), grid_mm=25.4 / 1200)


@pytest.fixture(scope="module")
def cad(tmp_path_factory: pytest.TempPathFactory) -> Content:
    """A sheet of lines, measures, doors and rooms, its texts in a shape font."""
    document = new_drawing()
    paper = paper_of(document)
    for row in range(8):
        level = 35 + 30 * row
        paper.add_line((20, level - 5), (400, level - 4.5))
        add_text(paper, ROOMS[row % 4], (20, level), 3)
        add_text(paper, f"{3050 + 640 * row}", (90, level), 3)
        add_text(paper, f"{1270 + 839 * row}", (150, level), 3)
        add_text(paper, f"FM{1021 + 300 * row}", (210, level), 3)
        add_text(paper, f"{4.5 * row:.3f}", (290, level), 3)
    return read_paper(document, tmp_path_factory.mktemp("strokes"))


def proof_of(cad: Content, plotted: Content, folder: Path, habits: Habits) -> Proof:
    """Plot a content in single lines and hold the page against the drawing."""
    by_hand(in_strokes(plotted), folder / "page.pdf", habits)
    page = read_page(folder / "page.pdf")
    assert not (page.kind == Kind.TEXT).any()
    return prove_same(cad, page)


@pytest.mark.parametrize("habits", [Habits(), ON_A_GRID])
def test_a_faithful_plot_in_single_lines_differs_in_nothing(
    cad: Content, tmp_path: Path, habits: Habits
) -> None:
    proof = proof_of(cad, cad, tmp_path, habits)
    assert [f for f in proof.findings if f.counts] == []
    assert {f.kind for f in proof.findings} <= {FindingKind.TEXT_UNTOLD}
    assert proof.outlined == 40
    # what stands on the sheet a few times only cannot be told in an unknown font
    assert proof.unread <= 15
    assert proof.verdict is (Verdict.UNPROVED if proof.unread else Verdict.SAME)


@pytest.mark.parametrize(
    ("word", "other"),
    [("3050", "3650"), ("FM1021", "FM1027"), ("4.500", "4.600")],
)
def test_a_digit_in_single_lines_is_told(
    cad: Content, tmp_path: Path, word: str, other: str
) -> None:
    proof = proof_of(cad, saying(cad, word, other), tmp_path, ON_A_GRID)
    counted = [f for f in proof.findings if f.counts]
    assert [(f.said_dwg, f.said_pdf) for f in counted] == [(word, other)]
    assert proof.verdict is Verdict.DIFFERS


@pytest.mark.parametrize(("digit", "other"), [("3", "8"), ("6", "5"), ("7", "1")])
def test_a_digit_that_is_wrong_wherever_it_stands_is_never_taken_for_right(
    cad: Content, tmp_path: Path, digit: str, other: str
) -> None:
    wrong = replace(cad, texts=tuple(t.replace(digit, other) for t in cad.texts))
    proof = proof_of(cad, wrong, tmp_path, ON_A_GRID)
    assert proof.verdict is not Verdict.SAME
    changed = {text for text in cad.texts if digit in text}
    assert changed <= {f.said_dwg for f in proof.findings}


def test_a_text_that_was_not_plotted_is_missing(cad: Content, tmp_path: Path) -> None:
    kept = np.delete(np.arange(len(cad)), place_of(cad, "3690"))
    proof = proof_of(cad, picked(cad, kept), tmp_path, ON_A_GRID)
    counted = [f for f in proof.findings if f.counts]
    assert [(f.kind, f.said_dwg) for f in counted] == [
        (FindingKind.TEXT_MISSING, "3690")
    ]


def test_a_character_that_became_another_is_never_called_the_same(
    cad: Content, tmp_path: Path
) -> None:
    word, other = "\u738b\u5de5", "\u738b\u738b"
    proof = proof_of(cad, saying(cad, word, other), tmp_path, ON_A_GRID)
    assert proof.verdict is not Verdict.SAME
    assert word in {f.said_dwg for f in proof.findings}
    assert proof.verdict is Verdict.DIFFERS or Doubt.LETTERING in dict(proof.doubts)
