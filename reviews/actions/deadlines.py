"""Deadlines that come near or pass are noted once, by the beat."""

from typing import Final

from django.db import transaction

from reviews import events
from reviews.clocks import replay_of
from reviews.models import DepartmentReview, Material
from reviews.states import (
    UNDERWAY,
    CaseState,
    DepartmentReviewState,
    MaterialState,
)
from reviews.timing.clock import ClockState
from storage import clock
from storage.actions.ledger import record
from storage.models import Event

NOTED: Final = {
    ClockState.WARNED: events.DEADLINE_NEAR,
    ClockState.OVERDUE: events.DEADLINE_PASSED,
}


def watch_deadlines() -> int:
    """Note every review whose deadline is near or passed, and every broken promise.

    Returns:
        How many facts were noted; the same fact is noted once.

    """
    open_reviews = DepartmentReview.objects.filter(
        case__state=CaseState.REVIEWING
    ).exclude(state=DepartmentReviewState.APPROVED)
    noted = sum(_note_review(review) for review in open_reviews.select_related("case"))
    promised = Material.objects.filter(
        state=MaterialState.PROMISED,
        promised_until__lt=clock.today(),
        case__state__in=UNDERWAY,
    ).select_related("case")
    return noted + sum(_note_promise(material) for material in promised)


@transaction.atomic
def _note_review(review: DepartmentReview) -> bool:
    if not review.clock_marks.exists():
        return False
    verb = NOTED.get(replay_of(review).state)
    if verb is None or _is_noted(verb, review.pk):
        return False
    record(
        verb,
        review,
        actor=None,
        stream=review.case.serial,
        department=review.department.name,
        due=review.due_at.isoformat() if review.due_at else "",
    )
    return True


@transaction.atomic
def _note_promise(material: Material) -> bool:
    if _is_noted(events.PROMISE_BROKEN, material.pk):
        return False
    record(
        events.PROMISE_BROKEN,
        material,
        actor=None,
        stream=material.case.serial,
        code=material.code,
        until=str(material.promised_until),
    )
    return True


def _is_noted(verb: str, subject: int) -> bool:
    return Event.objects.filter(verb=verb, subject_id=subject).exists()
