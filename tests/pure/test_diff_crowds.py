"""Lines so close that nobody can tell them apart are compared as the black they make."""

import numpy as np

from drawings.content.parts import Content
from drawings.diff.comparing import compare
from drawings.diff.findings import Verdict
from tests.pure.drawing_makers import Line, sheet_of, with_lines

FRAME = [(10, 10, 400, 10), (400, 10, 400, 280), (400, 280, 10, 280), (10, 280, 10, 10)]
WALLS = [(220.0, 30.0 + 8 * i, 380.0, 34.0 + 8 * i) for i in range(20)]


def hatched(*, seed: int) -> Content:
    """A plan with a black field of 40 mm, drawn by 4,000 lines that slant at random."""
    rng = np.random.default_rng(seed)
    y = 50 + np.linspace(0, 40, 4_000)
    left, right = (np.clip(y + rng.normal(0, 0.6, 4_000), 50, 90) for _ in range(2))
    rows = np.column_stack([np.full(4_000, 50.0), left, np.full(4_000, 90.0), right])
    field: list[Line] = [(a, b, c, d) for a, b, c, d in rows.tolist()]
    return sheet_of([*FRAME, *WALLS, *field])


OLD = hatched(seed=1)


def test_a_black_field_drawn_by_other_lines_is_the_same_field() -> None:
    difference = compare(OLD, hatched(seed=2))
    assert difference.verdict is Verdict.IDENTICAL
    assert "black" in difference.not_compared


def test_a_black_field_that_grew_changed_where_it_grew() -> None:
    wider = with_lines(
        hatched(seed=2),
        [(91.0, y, 96.0, y) for y in np.linspace(50, 90, 3_500).tolist()],
    )
    difference = compare(OLD, wider)
    assert difference.verdict is Verdict.CHANGED
    assert difference.regions
    for region in difference.regions:
        assert region.box[0] > 89.0
        assert region.box[2] < 97.0


def test_a_line_beside_a_black_field_is_found() -> None:
    more = with_lines(hatched(seed=2), [(100.0, 60.0, 103.0, 60.0)])
    (change,) = compare(OLD, more).changes
    assert change.kind == "added"


def test_a_black_field_that_went_is_not_called_the_same() -> None:
    difference = compare(OLD, sheet_of([*FRAME, *WALLS]))
    assert difference.verdict is Verdict.CHANGED
