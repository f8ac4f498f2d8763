"""A department's clock as it stands: rows turned into the pure clock and replayed."""

import datetime as dt

from reviews.models import ClockMark, DepartmentReview, WorkdayOverride
from reviews.timing.calendar import PUBLISHED, Calendar
from reviews.timing.clock import ClockRule, Replay, replay
from reviews.timing.events import ClockEvent, What, Whose
from storage import clock


def city_calendar() -> Calendar:
    """The calendar with the administrator's corrections; its version tells both."""
    rows = list(WorkdayOverride.objects.all())
    if not rows:
        return Calendar()
    return Calendar(
        overrides={row.day: (row.is_workday, row.note) for row in rows},
        version=f"{PUBLISHED} + {len(rows)}",
    )


def rule_of(review: DepartmentReview) -> ClockRule:
    """The limit that counts for this review, as it was routed."""
    return ClockRule(
        id=f"{review.department.sector}-round-{'1' if review.round.number == 1 else 'n'}",
        version=review.rule_version,
        limit_days=review.limit_days,
    )


def replay_of(review: DepartmentReview, *, until: dt.datetime | None = None) -> Replay:
    """Replay a review's clock up to a moment; now where none is given."""
    events = [event_of(mark) for mark in review.clock_marks.all()]
    return replay(events, rule_of(review), city_calendar(), until or clock.now())


def event_of(mark: ClockMark) -> ClockEvent:
    """The mark as the clock reads it."""
    return ClockEvent(
        at=mark.at,
        what=What(mark.what),
        reason=mark.reason,
        whose=Whose(mark.whose) if mark.whose else None,
        days=mark.days,
    )
