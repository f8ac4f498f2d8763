"""The days on which the story is told: working days that end today."""

import datetime as dt
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

from reviews.actions.calendar import correct_calendar
from reviews.clocks import city_calendar
from reviews.timing.calendar import CalendarGap

AHEAD = 60


def open_calendar() -> int:
    """Fill days that the State Council has not published yet, marked as provisional.

    Without them no deadline can be told. Returns how many days were filled in.
    """
    calendar = city_calendar()
    first = timezone.localdate() - dt.timedelta(days=45)
    unknown = []
    for offset in range(45 + AHEAD):
        day = first + dt.timedelta(days=offset)
        try:
            calendar.kind_of(day)
        except CalendarGap:
            unknown.append(day)
    for day in unknown:
        correct_calendar(
            day=day,
            is_workday=day.weekday() < 5,
            note="演示暂定",
            source="国务院通知公布前的演示日历",
            actor=None,
        )
    return len(unknown)


class StoryDays:
    """Working days counted backwards from today; day 0 is the first of the story."""

    def __init__(self, length: int) -> None:
        calendar = city_calendar()
        day = timezone.localdate()
        found: list[dt.date] = []
        while len(found) < length:
            day -= dt.timedelta(days=1)
            if calendar.is_workday(day):
                found.append(day)
        self.days = list(reversed(found))

    def at(self, day: int, hour: int, minute: int = 0) -> dt.datetime:
        """A moment on one of the story's days; beyond the last one it is now."""
        if day >= len(self.days):
            return timezone.now()
        zone = ZoneInfo(settings.TIME_ZONE)
        return dt.datetime.combine(self.days[day], dt.time(hour, minute), tzinfo=zone)

    def today_or_later(self, days: int) -> dt.date:
        """A calendar day some days after today."""
        return timezone.localdate() + dt.timedelta(days=days)
