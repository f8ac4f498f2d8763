"""Deadlines that come near or pass are noted once, by the beat."""

from typing import Final

from django.db import transaction
from django.db.models import QuerySet

from drawings.content.setcheck import Code
from drawings.models import Settlement
from reviews import events
from reviews.actions.cases import locked
from reviews.clocks import replay_of
from reviews.models import Case, DepartmentReview, Material
from reviews.promises import CODES, SheetPromise, sheet_promises
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
    noted += sum(_note_promise(material) for material in promised)
    return noted + sum(_note_of(case) for case in _with_promised_sheets())


def _with_promised_sheets() -> "QuerySet[Case]":
    """Cases under way in whose sets a sheet was promised."""
    return Case.objects.filter(
        state__in=UNDERWAY,
        rounds__submission__settlements__answer=Settlement.Answer.FOLLOWS,
        rounds__submission__settlements__code__in=CODES,
    ).distinct()


@transaction.atomic
def _note_of(case: Case) -> int:
    """What the beat does; whoever hands a set in holds the case while noting."""
    return note_sheet_promises(locked(case))


@transaction.atomic
def note_sheet_promises(case: Case) -> int:
    """Note of each promised sheet once that its day is near or passed, or that it came.

    Whoever calls holds the case.
    """
    noted = 0
    for one in sheet_promises(case):
        verb = _verb_of(one)
        if verb is None or _is_said(verb, one):
            continue
        record(
            verb,
            one.settlement,
            actor=None,
            stream=case.serial,
            what=_named(one),
            until=str(one.until),
        )
        noted += 1
    return noted


def _verb_of(one: SheetPromise) -> str | None:
    if one.is_kept:
        return events.SHEET_PROMISE_KEPT
    if one.is_broken:
        return events.SHEET_PROMISE_BROKEN
    return events.SHEET_PROMISE_NEAR if one.is_near else None


def _is_said(verb: str, one: SheetPromise) -> bool:
    """Whether this was noted of this promise; with another day it is another one."""
    told = Event.objects.filter(verb=verb, subject_id=one.settlement.pk)
    return told.filter(particulars__until=str(one.until)).exists()


def _named(one: SheetPromise) -> str:
    """What is promised, in no language: the number, and the face where one is owed."""
    face = {Code.DWG_MISSING: " DWG", Code.PDF_MISSING: " PDF"}
    return one.number + face.get(Code(one.settlement.code), "")


@transaction.atomic
def _note_review(review: DepartmentReview) -> bool:
    # Two that watch at once would both find that nothing was noted yet.
    review = (
        DepartmentReview.objects.select_for_update(of=("self",))
        .select_related("case", "department")
        .get(pk=review.pk)
    )
    if not review.is_open or not review.clock_marks.exists():
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
    material = (
        Material.objects.select_for_update(of=("self",))
        .select_related("case")
        .get(pk=material.pk)
    )
    is_owed = material.state == MaterialState.PROMISED
    if not is_owed or _is_noted(events.PROMISE_BROKEN, material.pk):
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
