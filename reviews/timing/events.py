"""What happens to a clock, and which orders of happening make sense."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from storage.chain import Json

CITY: Final = ZoneInfo("Asia/Shanghai")
"""The zone in which days begin and end."""


class ClockError(ValueError):
    """The events do not make a clock: one cannot follow the one before it."""


class What(StrEnum):
    """What happened."""

    START = "start"
    STOP = "stop"  # 计时中止: the time that follows is not the department's
    RESUME = "resume"
    EXTEND = "extend"
    FINISH = "finish"


class Whose(StrEnum):
    """To whom the time of a pause belongs."""

    BUILDER = "builder"
    EXPERTS = "experts"
    CONSULTATION = "consultation"
    OTHERS = "others"


@dataclass(frozen=True, slots=True)
class ClockEvent:
    """One event: `at` is zone aware; `days` only with EXTEND, `whose` with STOP.

    `reason` is told to people; `reference` leads back to the ledger.
    """

    at: dt.datetime
    what: What
    reason: str = ""
    whose: Whose | None = None
    days: int = 0
    reference: str = ""

    @property
    def date(self) -> dt.date:
        """The day in the city."""
        return self.at.astimezone(CITY).date()

    def described(self) -> Json:
        """Its values, for a digest."""
        return [
            self.at.astimezone(dt.UTC).isoformat(timespec="microseconds"),
            self.what.value,
            self.reason,
            self.whose.value if self.whose else None,
            self.days,
            self.reference,
        ]


_FOLLOWS: Final = {
    None: {What.START},
    What.START: {What.STOP, What.EXTEND, What.FINISH},  # running
    What.STOP: {What.RESUME, What.EXTEND, What.FINISH},  # paused
    What.FINISH: set[What](),
}


def may_follow(events: Iterable[ClockEvent], what: What) -> bool:
    """Tell whether `what` may happen to a clock that has seen `events`."""
    return what in _FOLLOWS[_phase(in_order(events))]


def in_order(events: Iterable[ClockEvent]) -> list[ClockEvent]:
    """The events by time; those of one moment stay as given.

    Raises:
        ClockError: a time has no zone, or an event cannot follow the one before.

    """
    listed = list(events)
    if any(event.at.tzinfo is None for event in listed):
        raise ClockError("every event needs a time with a zone")
    ordered = sorted(listed, key=lambda event: event.at)
    for number, event in enumerate(ordered):
        _require(event, _phase(ordered[:number]))
    return ordered


def _require(event: ClockEvent, phase: What | None) -> None:
    if event.what not in _FOLLOWS[phase]:
        raise ClockError(
            f"{event.what} at {event.at} cannot follow {phase or 'nothing'}"
        )
    if event.what is What.EXTEND and event.days <= 0:
        raise ClockError(f"an extension needs at least one day, got {event.days}")


def _phase(ordered: Sequence[ClockEvent]) -> What | None:
    for event in reversed(ordered):
        if event.what is What.RESUME:
            return What.START
        if event.what is not What.EXTEND:
            return event.what
    return None
