"""A deadline as a pure function of events, rule and calendar: replay tells each day.

How days are counted (licence law art. 82: working days; order 13 art. 12: the builder's
time is never counted):

- The day of the start does not count; counting begins with the next working day.
- A working day counts when the clock runs until the end of business. A day on which it
  is stopped before that does not, nor does the day on which it is resumed.
- The deadline is the end of business of the working day with the number of the limit.
- The running day counts as used; on the last day none is left.
"""

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from reviews.sentences import Sentence
from reviews.timing.calendar import Calendar, CalendarGap, Day
from reviews.timing.days import (
    Arithmetic,
    Line,
    Tile,
    Why,
    arithmetic_of,
    lines_of,
    why_of,
)
from reviews.timing.events import CITY, ClockError, ClockEvent, What, in_order
from storage.chain import canonical

END_OF_BUSINESS: Final = dt.time(17, 30)


class ClockState(StrEnum):
    """How a clock stands."""

    RUNNING = "running"
    PAUSED = "paused"
    WARNED = "warned"
    OVERDUE = "overdue"
    DONE_ON_TIME = "done_on_time"
    DONE_LATE = "done_late"
    UNDATED = "undated"  # the calendar has a gap: nothing is claimed


STATE_NAMES: Final[Mapping[ClockState, Sentence]] = {
    ClockState.RUNNING: Sentence("Clock running"),
    ClockState.PAUSED: Sentence("Clock stopped"),
    ClockState.WARNED: Sentence("Deadline near"),
    ClockState.OVERDUE: Sentence("Overdue"),
    ClockState.DONE_ON_TIME: Sentence("Done on time"),
    ClockState.DONE_LATE: Sentence("Done late"),
    ClockState.UNDATED: Sentence("Calendar not published yet"),
}
"""Each state as screens say it."""


@dataclass(frozen=True, slots=True)
class ClockRule:
    """How long somebody has: `limit_days` working days; `basis` names the clause."""

    id: str
    version: str
    limit_days: int
    basis: str = ""
    end_of_business: dt.time = END_OF_BUSINESS
    warn_days: int = 1


@dataclass(frozen=True, slots=True)
class Replay:
    """All that can be said about a deadline at one moment.

    `due_at` is provisional while the clock is paused: as if it were resumed today. It
    is None when the calendar ends before it, at `gap`. `days_left` below 0: days late.
    """

    state: ClockState
    tiles: tuple[Tile, ...]
    limit_days: int
    used_days: int
    days_left: int | None
    due_at: dt.datetime | None
    is_provisional: bool
    started_at: dt.datetime
    finished_at: dt.datetime | None
    arithmetic: Arithmetic
    gap: dt.date | None
    digest: str

    @property
    def lines(self) -> tuple[Line, ...]:
        """The tiles, neighbours of one kind taken together."""
        return lines_of(self.tiles)


def replay(
    events: Iterable[ClockEvent],
    rule: ClockRule,
    calendar: Calendar,
    until: dt.datetime,
) -> Replay:
    """Count a deadline from its events, as seen at `until`.

    The same arguments give the same answer for ever; later events play no part.

    Raises:
        ClockError: there is no start yet, an event cannot follow the one before it, a
            time has no zone, or the limit is not positive.

    """
    if until.tzinfo is None or rule.limit_days <= 0:
        raise ClockError(f"need a zone and a positive limit: {until}, {rule}")
    seen = [event for event in in_order(events) if event.at <= until]
    run = _Run(seen, rule, until)
    tiles, gap = run.tiles(calendar)
    due_at = next((run.closing(tile.date) for tile in tiles if tile.is_due), None)
    is_known = gap is None or gap > run.end.date()
    used = sum(tile.counted is not None and not tile.is_ahead for tile in tiles)
    return Replay(
        state=run.state(due_at, run.limit - used, is_known=is_known),
        tiles=tuple(tiles),
        limit_days=run.limit,
        used_days=used,
        days_left=run.limit - used if is_known else None,
        due_at=due_at,
        is_provisional=run.is_paused,
        started_at=run.events[0].at,
        finished_at=run.finished_at,
        arithmetic=arithmetic_of(tiles),
        gap=gap,
        digest=_digest(run, calendar),
    )


class _Run:
    """The events of a clock, read once."""

    def __init__(
        self, events: list[ClockEvent], rule: ClockRule, until: dt.datetime
    ) -> None:
        if not events:
            raise ClockError(f"the clock has not started at {until}")
        self.events = events
        self.rule = rule
        self.limit = rule.limit_days + sum(event.days for event in events)
        last = events[-1]
        self.finished_at = last.at if last.what is What.FINISH else None
        self.end = (self.finished_at or until).astimezone(CITY)
        self.pauses = self._pauses()
        turns = [one for one in events if one.what in (What.STOP, What.RESUME)]
        stopped = bool(turns) and turns[-1].what is What.STOP
        self.is_paused = stopped and self.finished_at is None

    def _pauses(self) -> list[tuple[dt.date, dt.date, ClockEvent]]:
        pauses = []
        stop: ClockEvent | None = None
        for event in self.events:
            if event.what is What.STOP:
                stop = event
            elif event.what is What.RESUME and stop is not None:
                pauses.append((self._first_lost(stop), event.date, stop))
                stop = None
        if stop is not None:
            pauses.append((self._first_lost(stop), self.end.date(), stop))
        return pauses

    def _first_lost(self, stop: ClockEvent) -> dt.date:
        is_late = stop.at.astimezone(CITY).time() >= self.rule.end_of_business
        return stop.date + dt.timedelta(days=int(is_late))

    def closing(self, date: dt.date) -> dt.datetime:
        """The end of business of a day."""
        return dt.datetime.combine(date, self.rule.end_of_business, CITY)

    def tiles(self, calendar: Calendar) -> tuple[list[Tile], dt.date | None]:
        """Every day from the start to the deadline, or to the end if that is later."""
        tiles: list[Tile] = []
        used, date = 0, self.events[0].date
        while not tiles or used < self.limit or date <= self.end.date():
            try:
                day = calendar.kind_of(date)
            except CalendarGap:
                return tiles, date
            tile = self._tile(day, used)
            used = tile.counted or used
            tiles.append(tile)
            date += dt.timedelta(days=1)
        return tiles, None

    def _tile(self, day: Day, used: int) -> Tile:
        pause = next((p[2] for p in self.pauses if p[0] <= day.date <= p[1]), None)
        why = why_of(day, is_paused=pause is not None)
        if day.date == self.events[0].date:
            why = Why.START
        counts = why in (Why.COUNTED, Why.MAKEUP)
        return Tile(
            day=day,
            why=why,
            counted=used + 1 if counts else None,
            events=tuple(event for event in self.events if event.date == day.date),
            pause=pause if why is Why.PAUSED else None,
            is_due=counts and used + 1 == self.limit,
            is_ahead=day.date > self.end.date(),
        )

    def state(
        self, due_at: dt.datetime | None, left: int, *, is_known: bool
    ) -> ClockState:
        """How the clock stands at the end of the run."""
        if not is_known and due_at is None:
            return ClockState.UNDATED
        is_late = due_at is not None and self.end > due_at
        if self.finished_at:
            return ClockState.DONE_LATE if is_late else ClockState.DONE_ON_TIME
        if is_late:
            return ClockState.OVERDUE
        if self.is_paused:
            return ClockState.PAUSED
        is_near = left <= self.rule.warn_days
        return ClockState.WARNED if is_near else ClockState.RUNNING


def _digest(run: _Run, calendar: Calendar) -> str:
    rule = run.rule
    return hashlib.sha256(
        canonical(
            {
                "events": [event.described() for event in run.events],
                "rule": [
                    rule.id,
                    rule.version,
                    rule.limit_days,
                    rule.basis,
                    rule.end_of_business.isoformat(),
                    rule.warn_days,
                ],
                "calendar": calendar.described(),
            }
        )
    ).hexdigest()
