"""A department's clock as the page tells it: days as tiles, events as pins, reasons.

The counting is done by `reviews.timing`; here it is put into words and places.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from reviews.replayed import ROW_DAYS, DayTile, Pin, Reason, Strip
from reviews.timing.calendar import HOLIDAY_NAMES
from reviews.timing.clock import Replay
from reviews.timing.days import WHY_NAMES, Line, Tile, Why
from reviews.timing.events import ClockEvent, What, Whose

WEEK_DAYS: Final = 7
FOLD_DAYS: Final = 35
"""Above this many days the strip folds by week: five weeks still read in one look."""

_KINDS: Final[Mapping[Why, str]] = {
    Why.START: "start",
    Why.COUNTED: "work",
    Why.MAKEUP: "makeup",
    Why.WEEKEND: "weekend",
    Why.HOLIDAY: "holiday",
    Why.PAUSED: "paused",
}


@dataclass(frozen=True, slots=True)
class Teller:
    """Puts a replay into words; one who is told less hears no reason of a pause."""

    round_number: int
    today: dt.date
    calendar_source: str
    is_told_less: bool = False
    sources: Mapping[dt.date, str] = field(default_factory=dict)

    def strips(self, replay: Replay) -> list[Strip]:
        """The days in rows of three weeks; week by week when there are many."""
        tiles = replay.tiles
        if len(tiles) <= FOLD_DAYS:
            starts = range(0, len(tiles), ROW_DAYS)
            rows = [tiles[start : start + ROW_DAYS] for start in starts]
            return [self._strip(row, replay, columns=_columns(tiles)) for row in rows]
        return [self._strip(week, replay, is_week=True) for week in _weeks(tiles)]

    def reasons(self, replay: Replay) -> list[Reason]:
        """The table: each row with the rule, the notice or the event behind it."""
        rows = [self._reason(line) for line in replay.lines]
        return [self._merged(rows, place) for place in range(len(rows))]

    def word_of(self, event: ClockEvent) -> str:
        """What happened, in a few words."""
        if event.what is What.START:
            return self._began()
        if event.what is What.STOP:
            return self._stopped(event)
        return {
            What.RESUME: pgettext("clock", "Runs again"),
            What.EXTEND: _("Extended by %(days)s d") % {"days": event.days},
            What.FINISH: pgettext("clock", "Approved"),
        }[event.what]

    def _strip(
        self,
        tiles: Sequence[Tile],
        replay: Replay,
        *,
        columns: int = WEEK_DAYS,
        is_week: bool = False,
    ) -> Strip:
        pins = list(self._pins(tiles, replay, 2 if columns < ROW_DAYS else 3))
        is_near = any(tile.date == self.today or tile.is_due for tile in tiles)
        return Strip(
            days=[self._day(tile) for tile in tiles],
            pins=pins,
            counted=sum(tile.counted is not None for tile in tiles),
            columns=columns,
            is_week=is_week,
            is_open=not is_week or bool(pins) or is_near,
        )

    def _day(self, tile: Tile) -> DayTile:
        return DayTile(
            date=tile.date,
            weekday=weekday_of(tile.date),
            kind=_KINDS[tile.why],
            sign=self._sign(tile),
            word=self._word(tile),
            is_due=tile.is_due,
            is_ahead=tile.is_ahead,
            is_today=tile.date == self.today,
        )

    def _sign(self, tile: Tile) -> str:
        if tile.counted is not None:
            return str(tile.counted)
        return {
            Why.START: pgettext("sign of a day", "S"),
            Why.HOLIDAY: pgettext("sign of a day", "H"),
            Why.PAUSED: "‖",
        }.get(tile.why, "·")

    def _word(self, tile: Tile) -> str:
        if tile.is_due:
            return pgettext("day of a clock", "due")
        if tile.why is Why.START:
            return self._began()
        if tile.why is Why.HOLIDAY:
            return tile.day.said.told(_)
        if tile.why is Why.PAUSED and tile.pause is not None:
            return self._whose(tile.pause)
        return {
            Why.COUNTED: pgettext("day of a clock", "counts"),
            Why.MAKEUP: pgettext("day of a clock", "make-up"),
        }.get(tile.why, pgettext("day of a clock", "weekend"))

    def _pins(self, tiles: Sequence[Tile], replay: Replay, wide: int) -> Iterator[Pin]:
        """The events of a strip; `wide` tiles are as long as the words of a pin."""
        taken: list[tuple[int, int, int]] = []
        for place, tile in enumerate(tiles):
            told = [
                (self._tone(one), self.word_of(one), _time(one.at))
                for one in tile.events
            ]
            if tile.is_due and replay.due_at:
                title = pgettext("clock", "Due")
                told.append(("late", title, _time(replay.due_at)))
            for tone, title, when in told:
                # At the right end the words stand left of their line.
                is_left = place >= len(tiles) - wide and place >= wide
                start = place - wide if is_left else place
                span = (start, start + wide)
                level = _free_level(taken, *span)
                taken.append((level, *span))
                yield Pin(place + 1, level, is_left, tone, title, when)

    def _tone(self, event: ClockEvent) -> str:
        if event.what in (What.STOP, What.RESUME):
            return "paused"
        return "ok" if event.what is What.FINISH else "plain"

    def _began(self) -> str:
        if self.round_number == 1:
            return pgettext("clock", "Accepted")
        return pgettext("clock", "Sent back")

    def _stopped(self, event: ClockEvent) -> str:
        if self.is_told_less:
            return pgettext("clock", "Stopped")
        return _("Stopped: %(whose)s") % {"whose": self._whose(event)}

    def _whose(self, event: ClockEvent) -> str:
        """To whom the time of a pause belongs; not told before the round is released."""
        if self.is_told_less:
            return pgettext("day of a clock", "stopped")
        return {
            Whose.BUILDER: pgettext("pause of a clock", "builder"),
            Whose.EXPERTS: pgettext("pause of a clock", "experts"),
            Whose.CONSULTATION: pgettext("pause of a clock", "consultation"),
            Whose.OTHERS: pgettext("pause of a clock", "others"),
        }.get(event.whose or Whose.OTHERS, "")

    def _reason(self, line: Line) -> Reason:
        is_counted = line.why in (Why.COUNTED, Why.MAKEUP)
        return Reason(
            first=line.first,
            last=line.last,
            weekdays=_weekdays(line.first, line.last),
            kind=_KINDS[line.why],
            nature=self._nature(line),
            counted=f"+{line.counted}" if is_counted else _not_counted(line.why),
            used=line.used,
            basis=self._basis(line),
        )

    def _nature(self, line: Line) -> str:
        said = WHY_NAMES[line.why].told(_)
        if line.why in (Why.HOLIDAY, Why.MAKEUP) and line.name:
            known = HOLIDAY_NAMES.get(line.name)
            return f"{said} · {known.told(_) if known else line.name}"
        return said

    def _basis(self, line: Line) -> str:
        if line.why is Why.PAUSED and line.pause is not None:
            if self.is_told_less:
                return _("a step between the departments; told with the notice")
            reason = line.pause.reason or self._whose(line.pause)
            return f"{self._whose(line.pause)} · {reason}"
        source = self.sources.get(line.first)
        if source:
            return source
        return {
            Why.START: _("the first day does not count; counting begins the next day"),
            Why.COUNTED: _("licence law, article 82: working days"),
            Why.HOLIDAY: self.calendar_source,
            Why.MAKEUP: self.calendar_source,
        }.get(line.why, "")

    def _merged(self, rows: Sequence[Reason], place: int) -> Reason:
        """Only the first row of a kind repeats the law behind working days."""
        row = rows[place]
        is_repeat = row.kind == "work" and any(r.kind == "work" for r in rows[:place])
        if not is_repeat:
            return row
        return replace(row, basis="")


def weekday_of(day: dt.date) -> str:
    """The day of the week, short."""
    return (
        pgettext("weekday", "Mon"),
        pgettext("weekday", "Tue"),
        pgettext("weekday", "Wed"),
        pgettext("weekday", "Thu"),
        pgettext("weekday", "Fri"),
        pgettext("weekday", "Sat"),
        pgettext("weekday", "Sun"),
    )[day.weekday()]


def _weekdays(first: dt.date, last: dt.date) -> str:
    if first == last:
        return weekday_of(first)
    return f"{weekday_of(first)} – {weekday_of(last)}"


def _columns(tiles: Sequence[Tile]) -> int:
    """A short clock fills the row, but its days do not grow beyond all measure."""
    return min(ROW_DAYS, max(2 * WEEK_DAYS, len(tiles)))


def _not_counted(why: Why) -> str:
    if why is Why.PAUSED:
        return pgettext("days of a clock", "stopped")
    return pgettext("days of a clock", "not counted")


def _free_level(taken: Sequence[tuple[int, int, int]], start: int, end: int) -> int:
    level = 0
    while any(
        one == level and start < last and first < end for one, first, last in taken
    ):
        level += 1
    return level


def _weeks(tiles: Sequence[Tile]) -> Iterator[Sequence[Tile]]:
    """Calendar weeks from Monday; the first and the last may be short."""
    week: list[Tile] = []
    for tile in tiles:
        if week and tile.date.weekday() == 0:
            yield week
            week = []
        week.append(tile)
    if week:
        yield week


def _time(moment: dt.datetime) -> str:
    return f"{timezone.localtime(moment):%m-%d %H:%M}"
