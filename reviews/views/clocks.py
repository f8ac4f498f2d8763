"""The replay of a deadline: each day with its reason, and other ways to count."""

from dataclasses import dataclass
from typing import Final

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import User
from reviews import events
from reviews.access import is_applicant_side
from reviews.clocks import city_calendar, event_of, replay_of, rule_of
from reviews.models import Case, DepartmentReview, WorkdayOverride
from reviews.replaying import Teller, weekday_of
from reviews.routing import Routing
from reviews.timing.clock import STATE_NAMES, ClockRule, ClockState, Replay
from reviews.timing.what_if import Alternative, alternatives
from reviews.views.requests import SignedInRequest, case_seen_by
from storage import clock as told_clock
from storage.models import Event

TONES: Final = {
    ClockState.RUNNING: "run",
    ClockState.PAUSED: "none",
    ClockState.WARNED: "warn",
    ClockState.OVERDUE: "late",
    ClockState.DONE_ON_TIME: "ok",
    ClockState.DONE_LATE: "late",
    ClockState.UNDATED: "warn",
}


@dataclass(frozen=True, slots=True)
class OtherWay:
    """Another way to count, as the page says it."""

    name: str
    found: Alternative

    @property
    def days(self) -> int:
        """By how many working days it differs."""
        return abs(self.found.shift)


@login_required
@require_safe
def clock(request: SignedInRequest, serial: str, pk: int) -> HttpResponse:
    """Why a department's deadline is this day."""
    case = case_seen_by(request, serial)
    reviews = list(
        case.department_reviews.select_related("department", "round").order_by(
            "round__number", "department__pk"
        )
    )
    review = get_object_or_404(
        case.department_reviews.select_related("department", "round"), pk=pk
    )
    context = {
        "case": case,
        "review": review,
        "rounds": sorted({one.round.number for one in reviews}),
        "in_round": [one for one in reviews if one.round_id == review.round_id],
        "same_unit": [
            one for one in reviews if one.department_id == review.department_id
        ],
        "now": told_clock.now(),
    }
    if review.clock_marks.exists():
        context |= _replayed(request.user, case, review)
    return render(request, "reviews/clock.html", context)


def _replayed(user: User, case: Case, review: DepartmentReview) -> dict[str, object]:
    found, rule = replay_of(review), rule_of(review)
    teller = _teller(user, case, review)
    marks = [event_of(mark) for mark in review.clock_marks.all()]
    return {
        "replay": found,
        "state": STATE_NAMES[found.state].told(_),
        "tone": TONES[found.state],
        "strips": teller.strips(found),
        "reasons": teller.reasons(found),
        "weekday": weekday_of(timezone.localdate(found.due_at)) if found.due_at else "",
        "digest": " ".join(found.digest[at : at + 4] for at in range(0, 64, 4)),
        "rule": rule,
        "calendar": city_calendar(),
        "ways": _other_ways(case, review, rule),
        "told": [
            (number, teller.word_of(event), event.at)
            for number, event in zip(_ledger_numbers(review), marks, strict=True)
        ],
        "is_as_stored": _is_as_stored(review, found),
        "is_late": found.state in {ClockState.OVERDUE, ClockState.DONE_LATE},
    }


def _teller(user: User, case: Case, review: DepartmentReview) -> Teller:
    is_told = review.round.released_at is not None
    return Teller(
        round_number=review.round.number,
        today=told_clock.today(),
        calendar_source=_("State Council, holiday notice of the year"),
        is_told_less=is_applicant_side(user, case) and not is_told,
        sources={
            row.day: f"{row.note} · {row.source}" if row.source else row.note
            for row in WorkdayOverride.objects.all()
        },
    )


def _other_ways(
    case: Case, review: DepartmentReview, rule: ClockRule
) -> list[OtherWay]:
    decision = Routing.from_dict(case.routing).of(review.department.sector)
    legal = decision.limits.legal if decision else 0
    found = alternatives(
        [event_of(mark) for mark in review.clock_marks.all()],
        rule,
        city_calendar(),
        told_clock.now(),
        legal_days=legal or rule.limit_days,
    )
    return [OtherWay(one.name.told(_), one) for one in found]


def _is_as_stored(review: DepartmentReview, found: Replay) -> bool | None:
    """Whether the record says the same; None while the clock has no fixed end."""
    if found.is_provisional or found.due_at is None:
        return None
    return bool(review.due_at == found.due_at)


def _ledger_numbers(review: DepartmentReview) -> list[int | None]:
    """The number in the ledger of each mark, in the order of the marks."""
    waiting = {
        "start": _numbers(review, events.ROUND_STARTED),
        "stop": _numbers(review, events.CLOCK_STOPPED),
        "resume": _numbers(review, events.CLOCK_RESUMED),
        "finish": _numbers(review, events.REVIEW_APPROVED),
    }
    return [
        rows.pop(0) if (rows := waiting.get(mark.what, [])) else None
        for mark in review.clock_marks.all()
    ]


def _numbers(review: DepartmentReview, verb: str) -> list[int]:
    rows = Event.objects.of_stream(review.case.serial).filter(verb=verb)
    if verb == events.ROUND_STARTED:
        number = review.round.number
        return [row.sequence for row in rows if row.particulars.get("round") == number]
    label = DepartmentReview._meta.label_lower
    return list(
        rows.filter(subject_type=label, subject_id=review.pk).values_list(
            "sequence", flat=True
        )
    )
