"""Which days are working days: the State Council's calendar, with corrections.

A correction by the administrator comes first, then the published calendar (holidays and
make-up working days, from `chinesecalendar`). A day that nobody has published raises
`CalendarGap`: a wrong deadline is worse than none.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from importlib.metadata import version as version_of
from typing import Final, NamedTuple, Self

import chinese_calendar

from reviews.sentences import Sentence
from storage.chain import Json

PUBLISHED: Final = f"chinesecalendar {version_of('chinesecalendar')}"
"""Where the published days come from."""

HOLIDAY_NAMES: Final[Mapping[str, Sentence]] = {
    name.msgid: name
    for name in (
        Sentence("New Year's Day"),
        Sentence("Spring Festival"),
        Sentence("Tomb-sweeping Day"),
        Sentence("Labour Day"),
        Sentence("Dragon Boat Festival"),
        Sentence("Mid-autumn Festival"),
        Sentence("National Day"),
    )
}
"""The holidays that the published calendar knows by name."""

_SATURDAY: Final = 5


class CalendarGap(ValueError):
    """Nobody has published the calendar of `day`: an administrator loads the notice."""

    def __init__(self, day: dt.date) -> None:
        super().__init__(f"no calendar has been published for {day}")
        self.day = day


class Kind(StrEnum):
    """What sort of day it is."""

    WORKDAY = "workday"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    MAKEUP = "makeup"  # a weekend day on which people work (调休上班)


class Override(NamedTuple):
    """A correction of one day, with the document that says so."""

    is_workday: bool
    note: str


@dataclass(frozen=True, slots=True)
class Day:
    """One day: `name` is the holiday's in English, or the note of a correction."""

    date: dt.date
    kind: Kind
    name: str = ""

    @property
    def said(self) -> Sentence:
        """Its name for the catalogue; the note of a correction stays as it is."""
        return HOLIDAY_NAMES.get(self.name) or Sentence("%(note)s", {"note": self.name})

    @property
    def is_workday(self) -> bool:
        """Whether people work on it."""
        return self.kind in (Kind.WORKDAY, Kind.MAKEUP)


@dataclass(frozen=True, slots=True)
class Calendar:
    """Working days: corrections first, then the published calendar.

    Args:
        overrides: corrections by date: (is_workday, note).
        version: what a stored deadline says it was counted by.
        counts_makeup: False answers "what if make-up days did not count".

    """

    overrides: Mapping[dt.date, tuple[bool, str]] = field(default_factory=dict)
    version: str = PUBLISHED
    counts_makeup: bool = True

    def kind_of(self, date: dt.date) -> Day:
        """What sort of day `date` is.

        Raises:
            CalendarGap: there is neither a correction nor a published calendar.

        """
        day = self._corrected(date) or _published(date)
        if day.kind is Kind.MAKEUP and not self.counts_makeup:
            return replace(day, kind=Kind.WEEKEND)
        return day

    def is_workday(self, date: dt.date) -> bool:
        """Whether people work on `date`. Raises `CalendarGap` like `kind_of`."""
        return self.kind_of(date).is_workday

    def add_workdays(self, start: dt.date, count: int) -> dt.date:
        """The `count`-th working day after `start`; `start` itself for 0.

        Raises:
            CalendarGap: the way leads into a year that nobody has published.
            ValueError: `count` is negative.

        """
        if count < 0:
            raise ValueError(f"count must not be negative, got {count}")
        day = start
        while count:
            day += dt.timedelta(days=1)
            count -= self.is_workday(day)
        return day

    def workdays_between(self, first: dt.date, last: dt.date) -> int:
        """How many working days lie after `first`, up to and with `last`.

        Raises:
            CalendarGap: a day in between is not published.

        """
        span = (last - first).days
        days = (first + dt.timedelta(days=number) for number in range(1, span + 1))
        return sum(self.is_workday(day) for day in days)

    def without_makeup(self) -> Self:
        """The same calendar, with make-up days taken for weekends."""
        return replace(self, counts_makeup=False)

    def described(self) -> Json:
        """All that the answers hang on, as plain values for a digest."""
        return {
            "version": self.version,
            "published": PUBLISHED,
            "counts_makeup": self.counts_makeup,
            "overrides": [
                [day.isoformat(), *self.overrides[day]]
                for day in sorted(self.overrides)
            ],
        }

    def _corrected(self, date: dt.date) -> Day | None:
        if date not in self.overrides:
            return None
        is_workday, note = self.overrides[date]
        is_weekend = date.weekday() >= _SATURDAY
        if is_workday:
            return Day(date, Kind.MAKEUP if is_weekend else Kind.WORKDAY, note)
        return Day(date, Kind.WEEKEND if is_weekend else Kind.HOLIDAY, note)


def _published(date: dt.date) -> Day:
    try:
        is_rest, name = chinese_calendar.get_holiday_detail(date)
    except NotImplementedError:
        raise CalendarGap(date) from None
    is_weekend = date.weekday() >= _SATURDAY
    if is_rest:
        return Day(date, Kind.HOLIDAY if name else Kind.WEEKEND, name or "")
    return Day(date, Kind.MAKEUP if is_weekend else Kind.WORKDAY, name or "")
