"""How long finished cases like one took, told only where they are many enough."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils import timezone

from reviews.clocks import city_calendar
from reviews.models import Case
from reviews.timing.calendar import Calendar, CalendarGap
from storage import clock

LEAST_CASES: Final = 5
"""With fewer, a figure would tell of single cases."""
LATEST_CASES: Final = 60
"""What was finished long ago says little about now."""


@dataclass(frozen=True, slots=True)
class Durations:
    """Working days from acceptance to passing, the builder's time included.

    `half` is a whole number of days within which half of the cases were finished.
    """

    count: int
    least: int
    half: int
    most: int


def durations_like(case: Case) -> Durations | None:
    """How long the last finished cases of the same kind and region took, or None.

    The case itself does not count. None: too few, or the kind is not declared.
    """
    use = case.project.facts.get("use")
    if not use:
        return None
    rows = Case.objects.filter(
        project__region=case.project.region_id,
        project__facts__use=use,
        accepted_at__isnull=False,
        passed_at__lte=clock.now(),
    ).exclude(pk=case.pk)
    calendar = city_calendar()
    last = rows.order_by("-passed_at", "-pk")[:LATEST_CASES]
    days = [_workdays(one, calendar) for one in last]
    return summed([count for count in days if count is not None])


def summed(days: Sequence[int]) -> Durations | None:
    """The figures of some durations in working days; None for fewer than `LEAST_CASES`."""
    if len(days) < LEAST_CASES:
        return None
    return Durations(len(days), min(days), statistics.median_high(days), max(days))


def _workdays(case: Case, calendar: Calendar) -> int | None:
    """From the day of acceptance to the day of passing; None where a day is unknown."""
    if case.accepted_at is None or case.passed_at is None:
        return None
    first, last = (
        timezone.localdate(case.accepted_at),
        timezone.localdate(case.passed_at),
    )
    try:
        return calendar.workdays_between(first, last)
    except CalendarGap:
        return None
