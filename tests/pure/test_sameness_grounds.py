"""Paper below a text that only one face has is no difference; a patch without a text is one."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from drawings.content.parts import Content, Kind
from drawings.pdf.reading import read_page
from drawings.sameness.findings import FindingKind, Verdict
from drawings.sameness.proving import prove_same
from tests.pure.cad_makers import add_text, new_drawing
from tests.pure.drawing_makers import Box, picked, with_lines, with_white
from tests.pure.plotters import Habits, by_hand
from tests.pure.proofs import paper_of, proof_of, read_paper


@pytest.fixture(scope="module")
def cad(tmp_path_factory: pytest.TempPathFactory) -> Content:
    """A frame, a field of lines and texts among them."""
    document = new_drawing()
    paper = paper_of(document)
    for step in range(60):
        paper.add_line((40 + 5 * step, 40), (55 + 5 * step, 240))
    for row in range(3):
        add_text(paper, f"GROUND {row}", (100, 80 + 50 * row), 5)
    return read_paper(document, tmp_path_factory.mktemp("grounds"))


def with_patch(cad: Content, box: Box) -> Content:
    """White paper over the lines and below the texts."""
    texts = np.flatnonzero(cad.kind == Kind.TEXT)
    drawn = picked(cad, np.flatnonzero(cad.kind != Kind.TEXT))
    more = with_white(drawn, box)
    handles = (*more.handles, *(f"more{n}" for n in range(len(texts))))
    return replace(
        more,
        kind=np.r_[more.kind, cad.kind[texts]],
        points=np.concatenate([more.points, cad.points[texts]]),
        text=np.r_[more.text, cad.text[texts]],
        layer=np.r_[more.layer, cad.layer[texts]],
        style=np.r_[more.style, cad.style[texts]],
        source=np.r_[more.source, len(more.handles) + np.arange(len(texts))].astype(
            np.int32
        ),
        group=np.r_[more.group, cad.group[texts]],
        handles=handles,
    )


def ground_of(cad: Content, number: int) -> Box:
    """A box about as large as a text."""
    at = np.flatnonzero(cad.kind == Kind.TEXT)[number]
    x0, y0, x1, y1 = (float(v) for v in cad.boxes()[at])
    return (x0 - 0.8, y0 - 1.2, x1 + 0.8, y1 + 1.2)


def test_paper_below_a_text_of_the_pdf_is_no_difference(
    cad: Content, tmp_path: Path
) -> None:
    proof = proof_of(cad, with_patch(cad, ground_of(cad, 1)), tmp_path)
    assert proof.findings == ()
    assert proof.verdict is Verdict.SAME
    assert proof.hidden > 0


def test_paper_below_a_text_of_the_dwg_is_no_difference(
    cad: Content, tmp_path: Path
) -> None:
    proof = proof_of(with_patch(cad, ground_of(cad, 1)), cad, tmp_path)
    assert proof.findings == ()
    assert proof.verdict is Verdict.SAME


@pytest.mark.parametrize(
    "box", [(200.0, 100.0, 230.0, 110.0), (95.0, 60.0, 170.0, 120.0)]
)
def test_a_patch_that_is_no_ground_of_a_text_shows_as_what_it_hides(
    cad: Content, tmp_path: Path, box: Box
) -> None:
    proof = proof_of(cad, with_patch(cad, box), tmp_path)
    assert proof.verdict is Verdict.DIFFERS
    assert all(f.dwg_box[2] < box[2] + 5 for f in proof.findings)


def test_paper_below_a_text_that_the_other_face_says_otherwise_is_no_ground(
    cad: Content, tmp_path: Path
) -> None:
    changed = with_patch(cad, ground_of(cad, 1))
    words = tuple("GROUND 7" if word == "GROUND 1" else word for word in changed.texts)
    proof = proof_of(cad, replace(changed, texts=words), tmp_path)
    assert proof.verdict is Verdict.DIFFERS
    assert {f.said_pdf for f in proof.findings} > {"GROUND7"}


def test_a_line_that_ends_beside_a_ground_is_found(
    cad: Content, tmp_path: Path
) -> None:
    box = ground_of(cad, 1)
    middle = (box[0] + box[2]) / 2
    shorter = with_lines(
        cad, [(middle, box[3] + 2, middle, box[3] + 9)], layer=cad.layers[0]
    )
    proof = proof_of(cad, with_patch(shorter, box), tmp_path)
    assert proof.verdict is Verdict.DIFFERS
    assert len(proof.findings) == 1


def test_a_line_across_a_text_that_nothing_hides_is_found(
    cad: Content, tmp_path: Path
) -> None:
    box = ground_of(cad, 1)
    middle = (box[1] + box[3]) / 2
    struck = with_lines(
        cad, [(box[0] + 1, middle, box[2] - 1, middle)], layer=cad.layers[0]
    )
    proof = proof_of(with_patch(cad, box), struck, tmp_path)
    assert proof.verdict is Verdict.DIFFERS
    assert [f.kind for f in proof.findings] == [FindingKind.EXTRA]

    by_hand(with_patch(cad, box), tmp_path / "patched.pdf")
    proof = prove_same(struck, read_page(tmp_path / "patched.pdf"))
    assert proof.verdict is Verdict.DIFFERS
    assert [f.kind for f in proof.findings] == [FindingKind.MISSING]


def test_ink_behind_a_text_may_be_plotted_on_a_grid(
    cad: Content, tmp_path: Path
) -> None:
    by_hand(cad, tmp_path / "page.pdf", Habits(grid_mm=25.4 / 1200))
    patched = with_patch(cad, ground_of(cad, 1))
    proof = prove_same(patched, read_page(tmp_path / "page.pdf"))
    assert proof.findings == ()
    assert proof.verdict is Verdict.SAME
