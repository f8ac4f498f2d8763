"""A deadline is told by its events alone, day by day."""

import datetime as dt
from dataclasses import replace

import pytest

from reviews.timing.calendar import Calendar
from reviews.timing.clock import ClockRule, ClockState, Replay, replay
from reviews.timing.days import Why
from reviews.timing.events import CITY, ClockError, ClockEvent, What, Whose, may_follow
from reviews.timing.what_if import alternatives

CALENDAR = Calendar()
FIRST_REVIEW = ClockRule("R-02", "2026-07", 7, "承诺首审 7 个工作日")


def at(day: str, hour: str = "10:00") -> dt.datetime:
    return dt.datetime.fromisoformat(f"2026-{day}T{hour}").replace(tzinfo=CITY)


def start(day: str, hour: str = "10:00") -> ClockEvent:
    return ClockEvent(at(day, hour), What.START)


def stop(day: str, hour: str = "10:00") -> ClockEvent:
    return ClockEvent(at(day, hour), What.STOP, "等建设单位补件", Whose.BUILDER)


def resume(day: str, hour: str = "10:00") -> ClockEvent:
    return ClockEvent(at(day, hour), What.RESUME)


def finish(day: str, hour: str = "10:00") -> ClockEvent:
    return ClockEvent(at(day, hour), What.FINISH)


def seen(*events: ClockEvent, on: str, hour: str = "12:00") -> Replay:
    return replay(events, FIRST_REVIEW, CALENDAR, at(on, hour))


# The school of the design: accepted before Mid-autumn, paused, National Day, make-up.
SCHOOL = (
    start("09-22", "15:10"),
    stop("09-29", "10:20"),
    resume("09-30", "16:05"),
)


def test_the_deadline_passes_over_holidays_and_uses_the_make_up_day() -> None:
    told = seen(*SCHOOL, on="09-30", hour="18:00")
    assert told.due_at == at("10-12", "17:30")


def test_the_days_add_up() -> None:
    told = seen(*SCHOOL, on="10-12").arithmetic
    assert (told.calendar_days, told.counted, told.makeup) == (20, 7, 1)
    # Friday to Sunday of Mid-autumn and seven days of National Day; Sunday 11 October.
    assert (told.holiday, told.weekend, told.paused) == (10, 1, 2)


def test_every_day_says_why() -> None:
    tiles = {tile.date: tile for tile in seen(*SCHOOL, on="10-12").tiles}

    def why(day: str) -> tuple[Why, int | None]:
        tile = tiles[at(day).date()]
        return tile.why, tile.counted

    assert why("09-22") == (Why.START, None)
    assert why("09-24") == (Why.COUNTED, 2)
    assert why("09-25") == (Why.HOLIDAY, None)
    assert why("09-29") == (Why.PAUSED, None)
    assert why("09-30") == (Why.PAUSED, None)
    assert why("10-10") == (Why.MAKEUP, 6)
    assert why("10-11") == (Why.WEEKEND, None)
    assert why("10-12") == (Why.COUNTED, 7)
    assert tiles[at("09-29").date()].pause == SCHOOL[1]
    assert tiles[at("09-29").date()].events == (SCHOOL[1],)
    assert [day for day, tile in tiles.items() if tile.is_due] == [at("10-12").date()]


def test_neighbouring_days_are_told_in_one_line() -> None:
    lines = seen(*SCHOOL, on="10-12").lines
    assert [(line.first.day, line.last.day, line.used) for line in lines[:4]] == [
        (22, 22, 0),
        (23, 24, 2),
        (25, 27, 2),
        (28, 28, 3),
    ]


def test_the_spring_festival_with_its_two_make_up_saturdays() -> None:
    told = seen(start("02-12"), on="02-13")
    assert told.due_at == at("02-28", "17:30")
    assert (told.arithmetic.holiday, told.arithmetic.makeup) == (9, 2)


@pytest.mark.parametrize(
    ("on", "state", "left"),
    [
        ("10-26", ClockState.RUNNING, 7),
        ("10-27", ClockState.RUNNING, 6),
        ("11-02", ClockState.RUNNING, 2),
        ("11-03", ClockState.WARNED, 1),
        ("11-04", ClockState.WARNED, 0),
        ("11-05", ClockState.OVERDUE, -1),
        ("11-08", ClockState.OVERDUE, -2),
    ],
)
def test_a_running_clock_warns_and_then_is_late(
    on: str, state: ClockState, left: int
) -> None:
    told = seen(start("10-26"), on=on)
    assert (told.state, told.days_left) == (state, left)


@pytest.mark.parametrize(
    ("hour", "state"),
    [("17:30", ClockState.DONE_ON_TIME), ("17:31", ClockState.DONE_LATE)],
)
def test_the_last_day_ends_with_business(hour: str, state: ClockState) -> None:
    told = seen(start("10-26"), finish("11-04", hour), on="11-20")
    assert told.state is state
    assert told.used_days == 7


def test_a_finished_clock_stays_as_it_ended() -> None:
    events = [start("10-26"), finish("11-02")]
    soon, late = (seen(*events, on=day) for day in ("11-02", "12-01"))
    assert (soon, soon.used_days) == (late, 5)
    assert [tile.date.day for tile in soon.tiles if tile.is_ahead] == [3, 4]


def test_a_stop_after_business_costs_the_department_that_day() -> None:
    told = seen(start("10-26"), stop("10-28", "17:30"), resume("10-29"), on="10-30")
    assert told.due_at == at("11-05", "17:30")


def test_a_paused_clock_tells_a_provisional_deadline() -> None:
    told = seen(start("10-26"), stop("10-28"), on="11-03")
    assert (told.state, told.is_provisional) == (ClockState.PAUSED, True)
    assert (told.used_days, told.days_left) == (1, 6)
    assert told.due_at == at("11-11", "17:30")


def test_a_late_clock_cannot_be_healed_by_a_pause() -> None:
    told = seen(start("10-26"), stop("11-05"), on="11-10")
    assert told.state is ClockState.OVERDUE


def test_an_extension_moves_the_deadline() -> None:
    more = ClockEvent(at("11-03"), What.EXTEND, "经批准延长", days=10)
    told = seen(start("10-26"), more, on="11-03")
    assert (told.limit_days, told.due_at) == (17, at("11-18", "17:30"))


def test_what_happens_later_plays_no_part() -> None:
    events = [start("10-26"), stop("10-29"), resume("11-02")]
    assert seen(*events, on="10-28") == seen(events[0], on="10-28")


def test_a_deadline_beyond_the_calendar_is_not_claimed() -> None:
    told = seen(start("12-29"), on="12-30")
    assert (told.state, told.due_at) == (ClockState.RUNNING, None)
    assert told.gap == dt.date(2027, 1, 1)

    later = replay(
        [start("12-29")], FIRST_REVIEW, CALENDAR, at("12-30").replace(year=2028)
    )
    assert (later.state, later.days_left) == (ClockState.UNDATED, None)


def test_a_late_case_is_late_even_if_today_is_not_published() -> None:
    new_year = at("01-08").replace(year=2027)
    told = replay([start("12-14")], FIRST_REVIEW, CALENDAR, new_year)
    assert told.state is ClockState.OVERDUE


@pytest.mark.parametrize(
    "events",
    [
        [],
        [stop("10-26")],
        [start("10-26"), start("10-27")],
        [start("10-26"), resume("10-27")],
        [start("10-26"), stop("10-27"), stop("10-28")],
        [start("10-26"), finish("10-27"), stop("10-28")],
        [start("10-26"), ClockEvent(at("10-27"), What.EXTEND, days=0)],
        [ClockEvent(at("10-26").replace(tzinfo=None), What.START)],
    ],
)
def test_events_that_make_no_clock_are_refused(events: list[ClockEvent]) -> None:
    with pytest.raises(ClockError):
        seen(*events, on="11-20")


def test_one_may_ask_before() -> None:
    assert may_follow([], What.START)
    assert may_follow([start("10-26")], What.STOP)
    assert not may_follow([start("10-26"), stop("10-27")], What.STOP)
    assert not may_follow([start("10-26"), finish("10-27")], What.RESUME)


def test_the_digest_changes_with_events_rule_and_calendar() -> None:
    def digest(rule: ClockRule, calendar: Calendar, *events: ClockEvent) -> str:
        return replay(events, rule, calendar, at("11-01")).digest

    begun = start("10-26")
    other_rule = replace(FIRST_REVIEW, version="2026-08")
    corrected = Calendar({at("10-28").date(): (False, "停电")})
    assert (
        len(
            {
                digest(FIRST_REVIEW, CALENDAR, begun),
                digest(FIRST_REVIEW, CALENDAR, begun, stop("10-27")),
                digest(other_rule, CALENDAR, begun),
                digest(FIRST_REVIEW, corrected, begun),
            }
        )
        == 4
    )


def test_other_ways_to_count_are_told() -> None:
    told = alternatives(
        SCHOOL, FIRST_REVIEW, CALENDAR, at("10-12", "11:42"), legal_days=15
    )
    assert [(one.due_at.strftime("%m-%d"), one.shift) for one in told] == [
        ("10-09", -2),
        ("10-13", 1),
        ("10-22", 8),
    ]
