"""The same events counted in other ways: what a rule or a pause has cost."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace

from reviews.sentences import Sentence
from reviews.timing.calendar import Calendar, CalendarGap
from reviews.timing.clock import ClockRule, Replay, replay
from reviews.timing.events import ClockEvent, What, in_order


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another way to count: the deadline it gives, and how many working days later.

    A negative `shift` is earlier; nothing is stored, nothing changes.
    """

    name: Sentence
    due_at: dt.datetime
    shift: int


def alternatives(
    events: Iterable[ClockEvent],
    rule: ClockRule,
    calendar: Calendar,
    until: dt.datetime,
    *,
    legal_days: int,
) -> tuple[Alternative, ...]:
    """Count without the pauses, without make-up days, and with the legal limit.

    Ways that change nothing, and those that lead beyond the calendar, are left out.

    Raises:
        ClockError: as `replay`.

    """
    listed = in_order(events)
    now = replay(listed, rule, calendar, until)
    plain = without_pauses(listed)
    others = [
        (Sentence("Without the pauses"), replay(plain, rule, calendar, until)),
        (
            Sentence("Make-up days not counted"),
            replay(listed, rule, calendar.without_makeup(), until),
        ),
        (
            Sentence("Legal limit of %(days)s days", {"days": legal_days}),
            replay(listed, replace(rule, limit_days=legal_days), calendar, until),
        ),
    ]
    found = (_alternative(name, now, other, calendar) for name, other in others)
    return tuple(one for one in found if one is not None)


def without_pauses(events: Iterable[ClockEvent]) -> list[ClockEvent]:
    """The events as if the clock had never been stopped."""
    return [one for one in events if one.what not in (What.STOP, What.RESUME)]


def _alternative(
    name: Sentence, now: Replay, other: Replay, calendar: Calendar
) -> Alternative | None:
    if now.due_at is None or other.due_at is None or now.due_at == other.due_at:
        return None
    first, last = sorted([now.due_at.date(), other.due_at.date()])
    try:
        days = calendar.workdays_between(first, last)
    except CalendarGap:
        return None
    return Alternative(name, other.due_at, days if other.due_at > now.due_at else -days)
