"""Letters that are drawn as ink are told by their shapes, in fonts that nobody knows."""

from pathlib import Path

import pytest
from ezdxf.document import Drawing

from drawings.content.parts import Content
from drawings.sameness.findings import Doubt, FindingKind, Verdict
from storage.typefaces import Face
from tests.pure.cad_makers import add_text, new_drawing
from tests.pure.plotters import Habits
from tests.pure.proofs import paper_of, proof_of, read_paper, saying

ROOMS = (
    "\u536b\u751f\u95f4",
    "\u697c\u68af\u95f4",
    "\u53a8\u623f",
    "\u8bbe\u5907\u95f4",
)
OUTLINES = Habits(letters="outlines", face=Face.SERIF)
HAIRLINES = Habits(letters="strokes", face=Face.SERIF)
NARROW = Habits(letters="outlines", face=Face.SERIF, narrow=0.7)


def draw_plan() -> Drawing:
    """A frame, dimensions, levels with brackets, and rooms of a hotel."""
    document = new_drawing()
    paper = paper_of(document)
    for row in range(8):
        paper.add_line((20, 30.0 + 30 * row), (400, 30.5 + 30 * row))
        add_text(paper, ROOMS[row % 4], (20, 35 + 30 * row), 3)
        add_text(paper, f"{3050 + 640 * row}", (90, 35 + 30 * row), 3)
        add_text(paper, f"{1270 + 839 * row}", (150, 35 + 30 * row), 3)
        add_text(paper, f"FM\u7532{1021 + 300 * row}", (210, 35 + 30 * row), 3)
        add_text(paper, f"{4.5 * row:.3f}(\u7ed3\u6784)", (290, 35 + 30 * row), 3)
    add_text(paper, "\u5927\u5385", (360, 50), 3)
    return document


@pytest.fixture(scope="module")
def cad(tmp_path_factory: pytest.TempPathFactory) -> Content:
    """What is read of it."""
    return read_paper(draw_plan(), tmp_path_factory.mktemp("letters"))


@pytest.mark.parametrize("habits", [OUTLINES, HAIRLINES, NARROW])
def test_a_faithful_plot_in_another_font_differs_in_nothing(
    cad: Content, tmp_path: Path, habits: Habits
) -> None:
    proof = proof_of(cad, cad, tmp_path, habits)
    assert [f for f in proof.findings if f.counts] == []
    assert proof.outlined == 41
    assert proof.unread <= 2
    assert proof.verdict is (Verdict.UNPROVED if proof.unread else Verdict.SAME)


@pytest.mark.parametrize("habits", [OUTLINES, HAIRLINES])
@pytest.mark.parametrize(
    ("word", "other"),
    [
        ("3050", "3650"),
        ("4.500(\u7ed3\u6784)", "4.600(\u7ed3\u6784)"),
        ("3787", "3187"),
    ],
)
def test_a_digit_among_letters_of_an_unknown_font_is_told(
    cad: Content, tmp_path: Path, word: str, other: str, habits: Habits
) -> None:
    proof = proof_of(cad, saying(cad, word, other), tmp_path, habits)
    counted = [f for f in proof.findings if f.counts]
    assert [f.said_dwg for f in counted] == [word]
    assert counted[0].said_pdf == other


@pytest.mark.parametrize(
    ("word", "other"),
    [
        # the new character stands nowhere else on the sheet, and looks much like the old
        ("\u5927\u5385", "\u592a\u5385"),
        ("\u5927\u5385", "\u72ac\u5385"),
        ("\u5927\u5385", "\u5927\u538e"),
        # ... or says another thing
        ("\u5927\u5385", "\u5ba2\u5385"),
        ("FM\u75321021", "FM\u4e591021"),
        ("\u536b\u751f\u95f4", "\u536b\u751f\u95e8"),
    ],
)
def test_a_character_that_stands_nowhere_else_is_never_taken_for_another(
    cad: Content, tmp_path: Path, word: str, other: str
) -> None:
    proof = proof_of(cad, saying(cad, word, other), tmp_path, OUTLINES)
    assert proof.verdict is not Verdict.SAME
    assert word in {f.said_dwg for f in proof.findings}


def test_texts_that_cannot_be_told_are_listed_and_do_not_count(
    cad: Content, tmp_path: Path
) -> None:
    changed = saying(cad, "\u5927\u5385", "\u592a\u5385")
    proof = proof_of(cad, changed, tmp_path, OUTLINES)
    untold = [f for f in proof.findings if f.kind is FindingKind.TEXT_UNTOLD]
    assert len(untold) == proof.unread >= 1
    assert not any(f.counts for f in untold)
    assert dict(proof.doubts)[Doubt.LETTERING] == str(proof.unread)
    hall = next(f for f in untold if f.said_dwg == "\u5927\u5385")
    assert 355 < hall.pdf_box[0] < 365
    assert 45 < hall.pdf_box[1] < 55
