"""The days of a clock, one by one: which count, which do not, and why."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from typing import Final

from reviews.sentences import Sentence
from reviews.timing.calendar import Day, Kind
from reviews.timing.events import ClockEvent


class Why(StrEnum):
    """Why a day counts or does not."""

    START = "start"
    COUNTED = "counted"
    MAKEUP = "makeup"  # counts, though a weekend day
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    PAUSED = "paused"


WHY_NAMES: Final[Mapping[Why, Sentence]] = {
    Why.START: Sentence("Day of the start, does not count"),
    Why.COUNTED: Sentence("Working day, counts"),
    Why.MAKEUP: Sentence("Make-up working day, counts"),
    Why.WEEKEND: Sentence("Weekend"),
    Why.HOLIDAY: Sentence("Public holiday"),
    Why.PAUSED: Sentence("Clock stopped, does not count"),
}
"""Each reason as the page about a deadline says it."""


@dataclass(frozen=True, slots=True)
class Tile:
    """One day: `counted` is its number among the days used, None when it is not.

    `pause` is the event that stopped the clock, on a day that does not count for it.
    """

    day: Day
    why: Why
    counted: int | None
    events: tuple[ClockEvent, ...]
    pause: ClockEvent | None = None
    is_due: bool = False
    is_ahead: bool = False

    @property
    def date(self) -> dt.date:
        """The day in the city."""
        return self.day.date


@dataclass(frozen=True, slots=True)
class Line:
    """Neighbouring days of one reason; `used` is how many are used after them."""

    first: dt.date
    last: dt.date
    why: Why
    name: str
    pause: ClockEvent | None
    counted: int
    used: int


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """Days after the start up to the deadline: calendar_days is the sum of the rest."""

    calendar_days: int
    counted: int
    makeup: int  # of those counted
    weekend: int
    holiday: int
    paused: int


def why_of(day: Day, *, is_paused: bool) -> Why:
    """Why a day counts or does not; a pause takes working days alone."""
    if not day.is_workday:
        return Why.HOLIDAY if day.kind is Kind.HOLIDAY else Why.WEEKEND
    if is_paused:
        return Why.PAUSED
    return Why.MAKEUP if day.kind is Kind.MAKEUP else Why.COUNTED


def arithmetic_of(tiles: Sequence[Tile]) -> Arithmetic:
    """Add the days up, without the first, up to the deadline."""
    ends = [number for number, tile in enumerate(tiles) if tile.is_due]
    whys = [tile.why for tile in tiles[1 : ends[0] + 1 if ends else None]]
    return Arithmetic(
        calendar_days=len(whys),
        counted=whys.count(Why.COUNTED) + whys.count(Why.MAKEUP),
        makeup=whys.count(Why.MAKEUP),
        weekend=whys.count(Why.WEEKEND),
        holiday=whys.count(Why.HOLIDAY),
        paused=whys.count(Why.PAUSED),
    )


def lines_of(tiles: Iterable[Tile]) -> tuple[Line, ...]:
    """Take neighbours of one reason together."""
    lines: list[Line] = []
    used = 0
    for (why, name, pause), group in groupby(
        tiles, key=lambda tile: (tile.why, tile.day.name, tile.pause)
    ):
        days = list(group)
        counted = sum(tile.counted is not None for tile in days)
        used += counted
        lines.append(Line(days[0].date, days[-1].date, why, name, pause, counted, used))
    return tuple(lines)
