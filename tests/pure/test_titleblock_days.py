"""The day of a sheet without a label: only where one day stands in its title block."""

import pytest

from drawings.content.days import day_by_looks, day_in
from drawings.content.lines import Line

SIZE = (841.0, 594.0)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("SMITH HOUSE - 07/30/2018", "07/30/2018"),
        ("2026年10月20日", "2026年10月20日"),
        ("2026 年 10 月", "2026 年 10 月"),
        ("2026.10", "2026.10"),
        ("2026-10-20", "2026-10-20"),
        ("18/08/15", "18/08/15"),
        ("4-30-13", "4-30-13"),
        ("04 July 2019", "04 July 2019"),
        ("Oct' 2019", "Oct' 2019"),
        ("October 4, 2019", "October 4, 2019"),
        ("11.05.2014", "11.05.2014"),
        ("07/30/2018 07/30/2018", "07/30/2018"),
        ("07/30/2018, 08/30/2018", ""),
        ("GB 50016-2014(2018年版)", ""),
        ("12J2003-1", ""),
        ("555-12-34", ""),
        ("2019-18", ""),
        ("45/67/2018", ""),
        ("1.2.10.4", ""),
        ("2018-10-20-01", ""),
        ("2019.TSD.PD.104", ""),
        ("标高 20.05", ""),
        ("1:50/1:100", ""),
    ],
)
def test_a_day_is_found_in_a_text(text: str, day: str) -> None:
    assert day_in(text) == day


def test_the_only_day_of_the_title_block_is_the_sheets() -> None:
    lines = [_line("Madison - 07/30/2018", 700, 20), _line("5/6/2011", 100, 500)]
    found = day_by_looks(lines, SIZE)
    assert found is not None
    assert found.text == "07/30/2018"


def test_of_several_days_none_is_taken() -> None:
    lines = [_line("A 07/30/2018", 700, 20), _line("B 08/30/2018", 700, 30)]
    assert day_by_looks(lines, SIZE) is None


def _line(text: str, x: float, y: float) -> Line:
    return Line(text, (x, y, x + 60, y + 5), 5.0, is_level=True)
