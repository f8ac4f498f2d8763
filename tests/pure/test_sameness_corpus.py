"""Real drawings that nobody here drew, plotted with planted differences and without any."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from drawings.content.parts import Content, Kind
from drawings.dwg.converting import convert
from drawings.dwg.reading import read_dxf
from drawings.sameness.findings import Doubt, FindingKind, Verdict
from tests.pure.drawing_makers import picked
from tests.pure.plotters import Habits
from tests.pure.proofs import proof_of, reworded

pytestmark = pytest.mark.corpus
ON_A_GRID = Habits(scale=0.97, grid_mm=25.4 / 2400)
WALLS, ROOF = (
    "libredwg__gh109_1",
    "Facilities_Building__1810_S_Park-Sheet_-_A103_-_ROOF_PLAN",
)
# The roof plan shows pictures that no CAD reader opens: it differs in nothing, unproved.
TRUTH = {
    WALLS: (Verdict.SAME, set()),
    ROOF: (Verdict.UNPROVED, {Doubt.IMAGES, Doubt.LOSSES}),
}


@pytest.fixture(scope="module", params=sorted(TRUTH))
def drawn(
    request: pytest.FixtureRequest,
    corpus: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[str, Content]:
    """A real DWG as it was read."""
    dxf = tmp_path_factory.mktemp("real") / "converted.dxf"
    convert(corpus / "B_dwg" / f"{request.param}.dwg", dxf)
    return request.param, read_dxf(dxf)[0].content


def measure_of(cad: Content) -> int:
    """A text with a digit in it, inside of the sheet."""
    texts = np.flatnonzero(cad.kind == Kind.TEXT).tolist()
    inner = np.asarray((cad.boxes()[:, :2] > 20).all(axis=1))
    return next(
        at
        for at in texts
        if inner[at] and any(c.isdigit() for c in cad.texts[int(cad.text[at])])
    )


def with_digit(cad: Content) -> Content:
    """One digit is another one."""
    at = measure_of(cad)
    said = cad.texts[int(cad.text[at])]
    digit = next(c for c in said if c.isdigit())
    other = said.replace(digit, "7" if digit != "7" else "4", 1)
    return reworded(cad, at, other)


def without_text(cad: Content) -> Content:
    """One text is missing."""
    return picked(cad, np.delete(np.arange(len(cad)), measure_of(cad)))


def moved_line(cad: Content) -> Content:
    """One of the lines that have room around them lies 0.1 mm aside, as it is plotted."""
    boxes = cad.boxes()
    span = cad.points[:, 3] - cad.points[:, 0]
    level = (np.abs(span[:, 1]) < 1e-6) & (np.abs(span[:, 0]) > 8)
    lines = np.flatnonzero(
        (cad.kind == Kind.SEGMENT) & level & (boxes > 20).all(axis=1)
    )
    levels = cad.points[cad.kind != Kind.TEXT][:, [0, 3], 1].ravel()

    def room(at: int) -> float:
        away = np.abs(levels - cad.points[at, 0, 1])
        return float(np.min(away[away > 1e-6], initial=np.inf))

    chosen = max(lines.tolist(), key=room)
    points = cad.points.copy()
    points[chosen] += (0.0, 0.1 / ON_A_GRID.scale)
    return replace(cad, points=points)


def test_a_faithful_plot_of_a_real_drawing_differs_in_nothing(
    drawn: tuple[str, Content], tmp_path: Path
) -> None:
    name, cad = drawn
    proof = proof_of(cad, cad, tmp_path, ON_A_GRID)
    assert [f for f in proof.findings if f.counts] == []
    assert (proof.verdict, {doubt for doubt, _ in proof.doubts}) == TRUTH[name]


@pytest.mark.parametrize(
    ("edit", "kinds"),
    [
        (with_digit, {FindingKind.DIMENSION, FindingKind.TEXT}),
        (without_text, {FindingKind.TEXT_MISSING}),
        (
            moved_line,
            {FindingKind.CHANGED, FindingKind.MISSING, FindingKind.EXTRA},
        ),
    ],
)
def test_what_is_planted_in_the_plot_of_a_real_drawing_is_found_alone(
    drawn: tuple[str, Content],
    tmp_path: Path,
    edit: Callable[[Content], Content],
    kinds: set[FindingKind],
) -> None:
    _name, cad = drawn
    proof = proof_of(cad, edit(cad), tmp_path, ON_A_GRID)
    counted = [f for f in proof.findings if f.counts]
    assert proof.verdict is Verdict.DIFFERS
    assert 1 <= len(counted) <= 2
    assert {f.kind for f in counted} <= kinds
