"""One sheet is proved to be one whatever plotted it, and every planted difference is found."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from drawings.content.parts import Content, Kind, Loss
from drawings.dwg.reading import read_dxf
from drawings.pdf.reading import read_page
from drawings.sameness.findings import Doubt, FindingKind, Verdict
from drawings.sameness.proving import prove_same
from samples.casting import save_dxf
from samples.tower.facts import Dates, Revision
from samples.tower.sheets import draw_sheet, sheet
from tests.pure.drawing_makers import picked, with_lines
from tests.pure.front_plotter import by_front_end
from tests.pure.plotters import Habits
from tests.pure.proofs import proof_of, reworded

NUMBER = "建施-06"
GRID_MM = 25.4 / 1200
FAITHFUL = {
    "words": Habits(),
    "fit to 97 % of another page": Habits(
        scale=0.97, page_mm=(900.0, 600.0), shift_mm=(12.0, 9.0), grid_mm=GRID_MM
    ),
    "turned by a quarter": Habits(turn=1),
    "arcs as chords on a grid": Habits(flattens=0.02, grid_mm=GRID_MM),
    "dashes as pieces": Habits(dashes=2.0),
    "with a stamp on the margin": Habits(stamp="plotted 2026-11-01 09:30"),
}


@pytest.fixture(scope="module")
def dxf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A real sheet of the sample set."""
    path = tmp_path_factory.mktemp("sheet") / "sheet.dxf"
    save_dxf(draw_sheet(sheet(NUMBER), Revision.A, Dates()).doc, path)
    return path


@pytest.fixture(scope="module")
def cad(dxf: Path) -> Content:
    """What was read of it."""
    return read_dxf(dxf)[0].content


@pytest.mark.parametrize("habits", FAITHFUL.values(), ids=FAITHFUL.keys())
def test_a_faithful_plot_is_the_same_sheet(
    cad: Content, tmp_path: Path, habits: Habits
) -> None:
    proof = proof_of(cad, cad, tmp_path, habits)
    assert [f for f in proof.findings if f.counts] == []
    assert proof.verdict is Verdict.SAME
    assert proof.score.least == 1.0


def test_letters_drawn_as_outlines_differ_in_nothing(
    dxf: Path, cad: Content, tmp_path: Path
) -> None:
    by_front_end(dxf, tmp_path / "page.pdf", units_per_mm=cad.units_per_mm)
    proof = prove_same(cad, read_page(tmp_path / "page.pdf"))
    assert {f.kind for f in proof.findings} <= {FindingKind.TEXT_UNTOLD}
    assert len(proof.findings) == proof.unread
    assert proof.outlined > 50
    assert proof.verdict is (Verdict.UNPROVED if proof.unread else Verdict.SAME)


# -- planted differences ----------------------------------------------------------------


def measure_of(cad: Content) -> int:
    """A dimension whose digits stand on the sheet more than once."""
    return next(
        i
        for i in np.flatnonzero(cad.kind == Kind.TEXT).tolist()
        if cad.texts[int(cad.text[i])].isdigit()
        and len(cad.texts[int(cad.text[i])]) == 4
    )


def with_digit(cad: Content) -> Content:
    """One digit of one dimension is another one."""
    at = measure_of(cad)
    said = cad.texts[int(cad.text[at])]
    other = said[:1] + ("0" if said[1] != "0" else "5") + said[2:]
    return reworded(cad, at, other)


def without_text(cad: Content) -> Content:
    """One text is missing."""
    return picked(cad, np.delete(np.arange(len(cad)), measure_of(cad)))


def moved_line(cad: Content) -> Content:
    """One long line lies 0.1 mm aside."""
    length = np.hypot(*(cad.points[:, 3] - cad.points[:, 0]).T)
    within = (cad.boxes() > 60).all(axis=1) & (cad.boxes()[:, 2] < 700)
    level = np.abs(cad.points[:, 3, 1] - cad.points[:, 0, 1]) < 1e-6
    lines = np.flatnonzero((cad.kind == Kind.SEGMENT) & within & level & (length > 20))
    points = cad.points.copy()
    points[lines[0]] += (0.0, 0.1)
    return replace(cad, points=points)


def without_layer(cad: Content) -> Content:
    """One layer was switched off when it was plotted."""
    drawn = cad.layer[(cad.kind == Kind.SEGMENT)]
    count = np.bincount(drawn)
    chosen = int(np.flatnonzero(count >= 8)[-1])
    return picked(cad, np.flatnonzero(cad.layer != chosen))


def with_more(cad: Content) -> Content:
    """Somebody drew on the plot."""
    return with_lines(cad, [(300.0, 300.0, 312.0, 305.0)], layer=cad.layers[-1])


PLANTED: dict[str, tuple[Callable[[Content], Content], set[FindingKind]]] = {
    "a digit": (with_digit, {FindingKind.DIMENSION}),
    "a missing text": (without_text, {FindingKind.TEXT_MISSING}),
    "a moved line": (
        moved_line,
        {FindingKind.CHANGED, FindingKind.MISSING, FindingKind.EXTRA},
    ),
    "a line more": (with_more, {FindingKind.EXTRA}),
}


@pytest.mark.parametrize(("edit", "kinds"), PLANTED.values(), ids=PLANTED.keys())
def test_a_planted_difference_is_found_and_nothing_else(
    cad: Content,
    tmp_path: Path,
    edit: Callable[[Content], Content],
    kinds: set[FindingKind],
) -> None:
    habits = Habits(scale=0.97, grid_mm=GRID_MM)
    proof = proof_of(cad, edit(cad), tmp_path, habits)
    assert proof.verdict is Verdict.DIFFERS
    assert proof.findings
    assert {f.kind for f in proof.findings} <= kinds
    assert len(proof.findings) <= 2


def test_a_digit_is_told_among_drawn_letters(cad: Content, tmp_path: Path) -> None:
    proof = proof_of(cad, with_digit(cad), tmp_path, Habits(letters="outlines"))
    counted = [f for f in proof.findings if f.counts]
    assert [f.kind for f in counted] == [FindingKind.DIMENSION]
    assert counted[0].said_dwg != counted[0].said_pdf


def test_a_layer_that_was_switched_off_is_named(cad: Content, tmp_path: Path) -> None:
    proof = proof_of(cad, without_layer(cad), tmp_path, Habits())
    assert proof.verdict is Verdict.DIFFERS
    assert proof.missing_layers


def test_a_sheet_with_losses_is_never_the_same_by_itself(
    cad: Content, tmp_path: Path
) -> None:
    lossy = replace(cad, losses=(Loss("ACIS", 2),))
    proof = proof_of(lossy, cad, tmp_path, Habits())
    assert proof.verdict is Verdict.UNPROVED
    assert proof.doubts == ((Doubt.LOSSES, "dwg/ACIS/2"),)


def test_a_scanned_page_proves_nothing(cad: Content) -> None:
    proof = prove_same(cad, replace(cad, is_scanned=True))
    assert proof.verdict is Verdict.UNPROVED
    assert proof.doubts[0][0] is Doubt.SCANNED


def test_another_sheet_is_not_registered(cad: Content, tmp_path: Path) -> None:
    other = picked(cad, np.arange(0))
    rng = np.random.default_rng(1)
    ends = rng.uniform(50, 500, (400, 4))
    other = with_lines(
        other, [tuple(row) for row in ends.tolist()], layer=cad.layers[-1]
    )
    proof = proof_of(cad, other, tmp_path, Habits())
    assert proof.verdict is Verdict.UNPROVED
    assert Doubt.NO_REGISTRATION in {doubt for doubt, _ in proof.doubts}
