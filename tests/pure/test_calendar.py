"""Working days of China: holidays, make-up days, corrections, unpublished years."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviews.timing.calendar import Calendar, CalendarGap, Kind

date = dt.date
CALENDAR = Calendar()
steady = settings(deadline=None, derandomize=True)

MAKEUP_2026 = [
    date(2026, 1, 4),
    date(2026, 2, 14),
    date(2026, 2, 28),
    date(2026, 5, 9),
    date(2026, 9, 20),
    date(2026, 10, 10),
]


@pytest.mark.parametrize("day", MAKEUP_2026, ids=str)
def test_people_work_on_the_make_up_days_of_2026(day: date) -> None:
    assert CALENDAR.kind_of(day).kind is Kind.MAKEUP
    assert CALENDAR.is_workday(day)


def test_no_other_weekend_day_of_2026_is_worked() -> None:
    days = (date(2026, 1, 1) + dt.timedelta(days=n) for n in range(365))
    worked = [day for day in days if day.weekday() >= 5 and CALENDAR.is_workday(day)]
    assert worked == MAKEUP_2026


@pytest.mark.parametrize(
    ("day", "kind", "name"),
    [
        (date(2026, 10, 1), Kind.HOLIDAY, "National Day"),
        (date(2026, 2, 17), Kind.HOLIDAY, "Spring Festival"),
        (date(2026, 9, 25), Kind.HOLIDAY, "Mid-autumn Festival"),
        (date(2026, 11, 21), Kind.WEEKEND, ""),
        (date(2026, 11, 20), Kind.WORKDAY, ""),
    ],
)
def test_a_day_has_a_kind_and_a_holiday_a_name(
    day: date, kind: Kind, name: str
) -> None:
    found = CALENDAR.kind_of(day)
    assert (found.kind, found.name) == (kind, name)


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        # Both make-up Saturdays of the Spring Festival count.
        (date(2026, 2, 12), 7, date(2026, 2, 28)),
        (date(2026, 9, 30), 3, date(2026, 10, 10)),
        (date(2026, 10, 26), 7, date(2026, 11, 4)),
        (date(2026, 11, 20), 0, date(2026, 11, 20)),
    ],
)
def test_working_days_are_added(start: date, days: int, end: date) -> None:
    assert CALENDAR.add_workdays(start, days) == end


def test_a_correction_comes_before_the_published_calendar() -> None:
    corrected = Calendar({date(2026, 2, 24): (False, "暴雪停工 政办〔2026〕3号")})

    day = corrected.kind_of(date(2026, 2, 24))

    assert (day.kind, day.name) == (Kind.HOLIDAY, "暴雪停工 政办〔2026〕3号")
    assert corrected.add_workdays(date(2026, 2, 12), 7) == date(2026, 3, 2)


@pytest.mark.parametrize(
    ("is_workday", "day", "kind"),
    [
        (True, date(2026, 11, 21), Kind.MAKEUP),
        (True, date(2026, 10, 7), Kind.WORKDAY),
        (False, date(2026, 10, 10), Kind.WEEKEND),
        (False, date(2026, 11, 20), Kind.HOLIDAY),
    ],
)
def test_a_corrected_day_has_the_kind_that_fits(
    is_workday: bool, day: date, kind: Kind
) -> None:
    assert Calendar({day: (is_workday, "x")}).kind_of(day).kind is kind


def test_an_unpublished_year_is_a_gap_and_not_a_guess() -> None:
    with pytest.raises(CalendarGap, match="2099-01-01") as caught:
        CALENDAR.add_workdays(date(2098, 12, 31), 1)
    assert caught.value.day == date(2099, 1, 1)


def test_corrections_fill_a_gap() -> None:
    filled = Calendar({date(2099, 1, 5): (True, "notice")})
    assert filled.is_workday(date(2099, 1, 5))


def test_make_up_days_can_be_left_out() -> None:
    plain = CALENDAR.without_makeup()
    assert plain.kind_of(date(2026, 10, 10)).kind is Kind.WEEKEND


@steady
@given(st.dates(date(2026, 1, 1), date(2026, 9, 1)), st.integers(1, 40))
def test_adding_and_counting_agree(start: date, days: int) -> None:
    end = CALENDAR.add_workdays(start, days)
    assert CALENDAR.is_workday(end)
    assert CALENDAR.workdays_between(start, end) == days


def test_a_negative_number_of_days_is_refused() -> None:
    with pytest.raises(ValueError, match="-1"):
        CALENDAR.add_workdays(date(2026, 11, 20), -1)
