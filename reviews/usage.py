"""How many working days a case has cost the departments, and how many the builder."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from reviews.models import Case, DepartmentReview, Round
from reviews.routing import Routing
from reviews.states import CaseState
from reviews.timing.calendar import Calendar, CalendarGap
from reviews.timing.clock import Replay
from storage import clock


@dataclass(frozen=True, slots=True)
class Clocked:
    """A review with its clock as it stands now."""

    review: DepartmentReview
    replay: Replay


@dataclass(frozen=True, slots=True)
class TimeUsed:
    """Working days: those of the departments (side by side, so the longest), the builder's."""

    departments: int
    builder: int
    legal: int
    first: int
    later: int


def time_used(
    case: Case,
    clocked: Sequence[Clocked],
    rounds: Sequence[Round],
    calendar: Calendar,
) -> TimeUsed:
    """Add up what each side has used of its time."""
    longest: dict[int, int] = {}
    for one in clocked:
        number = one.review.round.number
        longest[number] = max(longest.get(number, 0), one.replay.used_days)
    limits = [d.limits for d in Routing.from_dict(case.routing).needed()]
    return TimeUsed(
        departments=sum(longest.values()),
        builder=_builder_days(case, rounds, calendar),
        legal=max((one.legal for one in limits), default=0),
        first=max((one.first for one in limits), default=0),
        later=max((one.later for one in limits), default=0),
    )


def _builder_days(case: Case, rounds: Sequence[Round], calendar: Calendar) -> int:
    days = 0
    for one, following in zip(rounds, [*rounds[1:], None], strict=True):
        if one.released_at is None or following is None:
            continue
        end = following.started_at or (
            clock.now() if case.state == CaseState.REVISING else None
        )
        if end is not None:
            first = timezone.localtime(one.released_at).date()
            days += workdays_between(calendar, first, timezone.localtime(end).date())
    return days


def workdays_between(calendar: Calendar, first: dt.date, last: dt.date) -> int:
    """Working days after the first day up to the last; 0 where none are published."""
    try:
        return calendar.workdays_between(first, last)
    except CalendarGap:
        return 0
