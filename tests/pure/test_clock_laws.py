"""What holds for every clock, however it is stopped and let go on."""

import datetime as dt

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from reviews.timing.calendar import Calendar
from reviews.timing.clock import ClockRule, replay
from reviews.timing.events import CITY, ClockEvent, What, in_order

steady = settings(deadline=None, derandomize=True, max_examples=150)
CALENDAR = Calendar()
BEGIN = dt.datetime(2026, 1, 5, tzinfo=CITY)
moments = st.integers(0, 240 * 24 * 60).map(
    lambda minutes: BEGIN + dt.timedelta(minutes=minutes)
)
gaps = st.timedeltas(dt.timedelta(minutes=1), dt.timedelta(days=20))


@steady
@given(moments, st.integers(1, 20), gaps, gaps)
def test_time_never_gives_a_day_back(
    begin: dt.datetime, limit: int, first: dt.timedelta, second: dt.timedelta
) -> None:
    rule = ClockRule("r", "1", limit)
    events = [ClockEvent(begin, What.START), ClockEvent(begin + first, What.STOP)]
    soon = replay(events, rule, CALENDAR, begin + first)
    late = replay(events, rule, CALENDAR, begin + first + second)
    assert soon.used_days <= late.used_days
    assert soon.due_at is not None
    assert late.due_at is not None
    assert soon.due_at <= late.due_at


@steady
@given(moments, st.integers(1, 20), gaps, gaps)
def test_a_pause_adds_exactly_its_working_days(
    begin: dt.datetime, limit: int, run: dt.timedelta, pause: dt.timedelta
) -> None:
    rule = ClockRule("r", "1", limit)
    begun = ClockEvent(begin, What.START)
    halt = ClockEvent(begin + run, What.STOP)
    on = ClockEvent(begin + run + pause, What.RESUME)
    until = begin + run + pause
    plain = replay([begun], rule, CALENDAR, until).due_at
    assert plain is not None
    assume(begin + run < plain)

    paused = replay([begun, halt, on], rule, CALENDAR, until)

    lost = paused.arithmetic.paused
    assert paused.due_at is not None
    assert CALENDAR.add_workdays(plain.date(), lost) == paused.due_at.date()
    days = (
        halt.date + dt.timedelta(days=n) for n in range((on.date - halt.date).days + 1)
    )
    worked = [day for day in days if CALENDAR.is_workday(day) and day > begun.date]
    assert lost in (len(worked), len(worked) - 1)  # a stop after business


@steady
@given(moments, st.integers(1, 20), st.tuples(gaps, gaps, gaps))
def test_a_replay_equals_itself_and_its_days_add_up(
    begin: dt.datetime, limit: int, steps: tuple[dt.timedelta, ...]
) -> None:
    kinds = [What.START, What.STOP, What.RESUME, What.FINISH]
    events, moment = [], begin
    for kind, step in zip(kinds, [dt.timedelta(), *steps], strict=True):
        moment += step
        events.append(ClockEvent(moment, kind))
    rule = ClockRule("r", "1", limit)

    told = replay(events, rule, CALENDAR, moment)

    assert told == replay(reversed(events), rule, Calendar(), moment)
    sums = told.arithmetic
    parts = sums.counted + sums.weekend + sums.holiday + sums.paused
    assert (sums.calendar_days, sums.counted) == (parts, limit)
    numbers = [tile.counted for tile in told.tiles if tile.counted]
    assert numbers == list(range(1, len(numbers) + 1))
    assert [event for tile in told.tiles for event in tile.events] == in_order(events)
