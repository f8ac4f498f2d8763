"""The window's five days: answer by then, or the case counts as accepted.

Licence law art. 32: what is missing is told at once or within five days, all of it and
once; who is silent has accepted on the day of receipt. Days are working days (art. 82).
"""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from django.utils import timezone

from reviews.models import Case
from reviews.timing.calendar import Calendar, CalendarGap
from reviews.timing.clock import END_OF_BUSINESS
from storage import clock

LIMIT_DAYS: Final = 5


@dataclass(frozen=True, slots=True)
class AnswerDay:
    """One of the days; number 0 is the day of receipt."""

    date: dt.date
    number: int
    is_today: bool
    is_last: bool


@dataclass(frozen=True, slots=True)
class AnswerDays:
    """The days of one case; `left` is None where the calendar is not published."""

    days: list[AnswerDay]
    due: dt.datetime | None
    left: int | None

    @property
    def is_over(self) -> bool:
        """Whether the case counts as accepted by silence."""
        return self.left is not None and self.left < 0

    @property
    def today(self) -> int:
        """The number of today, 0 when it is none of them."""
        return next((day.number for day in self.days if day.is_today), 0)


def answer_days_of(case: Case, calendar: Calendar) -> AnswerDays:
    """The days of a case that was handed in."""
    received = timezone.localtime(case.submitted_at or case.opened_at).date()
    today = clock.today()
    try:
        dates = [calendar.add_workdays(received, n) for n in range(LIMIT_DAYS + 1)]
        last = dates[-1]
        left = (
            calendar.workdays_between(today, last)
            if today <= last
            else -calendar.workdays_between(last, today)
        )
    except CalendarGap:
        return AnswerDays([], None, None)
    days = [
        AnswerDay(date, number, date == today, number == LIMIT_DAYS)
        for number, date in enumerate(dates)
    ]
    closing = dt.datetime.combine(
        last, END_OF_BUSINESS, tzinfo=timezone.get_current_timezone()
    )
    # on a weekend after the last day no working day is over yet, and yet it is late
    is_late = today > last and not left
    return AnswerDays(days, closing, -1 if is_late else left)
