"""What is told as a dimension: the number along a line, but no date in a title block."""

import pytest

from drawings.content.parts import Content
from drawings.diff.comparing import compare
from drawings.diff.texts import is_date, is_number
from tests.pure.drawing_makers import sheet_of

# A cell of a title block, and enough besides for the sheets to be laid on each other.
CELL = [(300, 10, 360, 10), (360, 10, 360, 18), (360, 18, 300, 18), (300, 18, 300, 10)]
PLAN = [(10 * i, 40, 10 * i + i, 90 + 2 * i) for i in range(30)]


def saying(wording: str) -> Content:
    """The sheet with a text in the cell, along its lower line."""
    return sheet_of([*PLAN, *CELL], [(305, 12, 3, wording)])


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        ("2024.05.20", "2024.06.18", "text"),
        ("2024.05", "2024.11", "text"),
        ("3600", "3900", "dimension"),
    ],
)
def test_a_date_in_a_title_block_is_no_dimension(
    before: str, after: str, kind: str
) -> None:
    (change,) = compare(saying(before), saying(after)).changes
    assert (change.kind, change.text_from, change.text_to) == (kind, before, after)


@pytest.mark.parametrize(
    "wording",
    ["2024.05.20", "2024-5-2", "2024/05", "20/5/2024", "05/20/2024", "20240520"],
)
def test_a_date_is_no_measure(wording: str) -> None:
    assert is_date(wording)
    assert not is_number(wording)


@pytest.mark.parametrize(
    "wording", ["2024", "2024.13", "1890.050", "20245", "2400×2100", "±0.000", "R20"]
)
def test_a_measure_is_no_date(wording: str) -> None:
    assert is_number(wording)
    assert not is_date(wording)
