"""Departments speak, the designer answers, departments judge the answer."""

from dataclasses import asdict, dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from drawings.models import Change, Comparison, SheetRevision
from reviews import events
from reviews.access import is_applicant_side, is_reviewer, may_edit_opinion
from reviews.actions.cases import locked, require_state
from reviews.actions.conflicts import propose_consultations
from reviews.actions.dropping import drop_consultations
from reviews.errors import CaseNotOpen, NotReady, NotYours, ReplyRefused
from reviews.evidence import found_for
from reviews.models import (
    Case,
    ChangeTick,
    Clause,
    DepartmentReview,
    Opinion,
    Reply,
    Resolution,
)
from reviews.rules import is_late_opinion, is_reply_refused
from reviews.sectors import SHORT
from reviews.states import CaseState, DepartmentReviewState, OpinionState
from storage import clock
from storage.actions.ledger import record


@dataclass(frozen=True, slots=True)
class Remark:
    """What a reviewer says: grade, clause, words, and the mark on the sheet.

    `points` are the corners of the mark in paper millimetres of the sheet, y upwards.
    """

    grade: str
    text: str
    points: tuple[tuple[float, float], ...]
    shape: str = "cloud"
    requirement: str = ""
    clause: Clause | None = None
    clause_text: str = ""
    late_reason: str = ""
    extra: dict[str, str] = field(default_factory=dict)

    def box(self) -> list[float]:
        """The bounding box of the mark."""
        xs, ys = zip(*self.points, strict=True)
        return [min(xs), min(ys), max(xs), max(ys)]


@transaction.atomic
def give_opinion(
    *, review: DepartmentReview, revision: SheetRevision, author: User, remark: Remark
) -> Opinion:
    """Write down what a department objects to; contradictions are looked for at once.

    Raises:
        NotYours: the author does not review for the department.
        CaseNotOpen: the department has concluded, or the case has moved on.
        NotReady: the words or the mark are missing, the sheet is not of this case, or
            the remark comes late on a region that has not changed since round one and
            gives no reason (首审遗漏).

    """
    case = locked(review.case)
    review = _running(review, case)
    if not is_reviewer(author, review):
        raise NotYours(_("You do not review for this department."))
    if not case.revisions_now().filter(pk=revision.pk).exists():
        raise NotReady(_("This sheet is not part of the set under review."))
    _require_said(remark)
    _require_timely(case, revision, remark)
    opinion = Opinion.objects.create(
        case=case,
        review=review,
        number=_next_number(case, review),
        author=author,
        sheet=revision.sheet,
        revision=revision,
        given_at=clock.now(),
        edited_at=clock.now(),
        **_columns(remark),
    )
    record(
        events.OPINION_GIVEN,
        opinion,
        actor=author,
        stream=case.serial,
        number=opinion.number,
        sheet=revision.sheet.number,
        department=review.department.name,
        grade=remark.grade,
        box=remark.box(),
        text=remark.text,
    )
    propose_consultations(opinion=opinion)
    return opinion


@transaction.atomic
def edit_opinion(*, opinion: Opinion, author: User, remark: Remark) -> Opinion:
    """Change a draft; what it said before stays in the ledger.

    Raises:
        NotYours: only its author changes a draft.
        CaseNotOpen: the department has concluded.
        NotReady: a resolution of several departments wrote it, or it moved to a region
            that has not changed since round one and gives no reason.

    """
    case = locked(opinion.case)
    opinion = Opinion.objects.select_for_update(of=("self",)).get(pk=opinion.pk)
    _running(opinion.review, case)
    if not may_edit_opinion(author, opinion):
        raise NotYours(_("Only its author changes a draft."))
    _require_own(opinion)
    _require_said(remark)
    _require_timely(case, opinion.revision, remark)
    before = {"text": opinion.text, "grade": opinion.grade, "box": opinion.box}
    for name, value in _columns(remark).items():
        setattr(opinion, name, value)
    opinion.edited_at = clock.now()
    opinion.save()
    record(
        events.OPINION_EDITED,
        opinion,
        actor=author,
        stream=case.serial,
        number=opinion.number,
        before=before,
        text=remark.text,
        grade=remark.grade,
        box=remark.box(),
    )
    propose_consultations(opinion=opinion)
    return opinion


@transaction.atomic
def withdraw_opinion(*, opinion: Opinion, author: User) -> Opinion:
    """Take a draft back; its number is not given out again.

    Raises:
        NotYours: only its author withdraws a draft.
        NotReady: a resolution of several departments wrote it.

    """
    case = locked(opinion.case)
    opinion = Opinion.objects.select_for_update(of=("self",)).get(pk=opinion.pk)
    _running(opinion.review, case)
    if not may_edit_opinion(author, opinion):
        raise NotYours(_("Only its author withdraws a draft."))
    _require_own(opinion)
    opinion.state = OpinionState.WITHDRAWN
    opinion.save(update_fields=["state"])
    drop_consultations(opinion=opinion, actor=author)
    record(
        events.OPINION_WITHDRAWN,
        opinion,
        actor=author,
        stream=case.serial,
        number=opinion.number,
    )
    return opinion


@transaction.atomic
def answer_opinion(
    *, opinion: Opinion, author: User, kind: str, text: str, reason_unchanged: str = ""
) -> Reply:
    """Answer an opinion; a later answer in the same round takes the place of the first.

    Raises:
        NotYours: the author belongs to neither builder nor design firm.
        CaseNotOpen: the case is not being revised, or the opinion is settled.
        ReplyRefused: it says revised, the region did not change, and no reason is given.

    """
    case = locked(opinion.case)
    require_state(case, CaseState.REVISING)
    if not is_applicant_side(author, case):
        raise NotYours(_("Only the builder or the design firm answers."))
    opinion = Opinion.objects.select_for_update(of=("self",)).get(pk=opinion.pk)
    if opinion.state not in {OpinionState.STANDING, OpinionState.ANSWERED}:
        raise CaseNotOpen(_("This opinion is settled."))
    if not text.strip():
        raise NotReady(_("An answer needs its words."))
    following = case.rounds.get(number=case.round_number + 1)
    verdict = found_for(opinion, following.submission).verdict
    if is_reply_refused(kind=kind, verdict=verdict, reason=reason_unchanged):
        raise ReplyRefused(
            _(
                "%(number)s is answered as revised, but its region did not change. "
                "Upload the revised sheet or say why."
            )
            % {"number": opinion.number}
        )
    reply, _made = Reply.objects.update_or_create(
        opinion=opinion,
        round_number=case.round_number,
        defaults={
            "kind": kind,
            "text": text,
            "reason_unchanged": reason_unchanged[:300],
            "author": author,
            "given_at": clock.now(),
        },
    )
    opinion.state = OpinionState.ANSWERED
    opinion.save(update_fields=["state"])
    record(
        events.OPINION_ANSWERED,
        opinion,
        actor=author,
        stream=case.serial,
        number=opinion.number,
        kind=kind,
        text=text,
        verdict=str(verdict),
    )
    return reply


@transaction.atomic
def close_opinion(*, opinion: Opinion, reviewer: User) -> Opinion:
    """Find an answered opinion met.

    Raises:
        NotYours: the person does not review for the department.
        CaseNotOpen: there is no answer to judge.

    """
    case, opinion = _answered(opinion, reviewer)
    opinion.state = OpinionState.CLOSED
    opinion.closed_at, opinion.closed_by = clock.now(), reviewer
    opinion.save(update_fields=["state", "closed_at", "closed_by"])
    record(
        events.OPINION_CLOSED,
        opinion,
        actor=reviewer,
        stream=case.serial,
        number=opinion.number,
    )
    return opinion


@transaction.atomic
def insist_on_opinion(*, opinion: Opinion, reviewer: User, reason: str) -> Opinion:
    """Find an answered opinion still not met; it stands again, with the reason.

    Raises:
        NotYours: the person does not review for the department.
        CaseNotOpen: there is no answer to judge.
        NotReady: no reason is given.

    """
    case, opinion = _answered(opinion, reviewer)
    if not reason.strip():
        raise NotReady(_("Say why the answer is not enough."))
    opinion.state = OpinionState.STANDING
    opinion.save(update_fields=["state"])
    record(
        events.OPINION_INSISTED,
        opinion,
        actor=reviewer,
        stream=case.serial,
        number=opinion.number,
        reason=reason,
    )
    return opinion


@transaction.atomic
def tick_change(
    *, change: Change, review: DepartmentReview, reviewer: User, verdict: str, note: str
) -> ChangeTick:
    """Note that the department has looked at a change nobody declared.

    Raises:
        NotYours: the person does not review for the department.
        CaseNotOpen: the department has concluded.

    """
    case = locked(review.case)
    review = _running(review, case)
    if not is_reviewer(reviewer, review):
        raise NotYours(_("You do not review for this department."))
    tick, _made = ChangeTick.objects.update_or_create(
        change=change,
        review=review,
        defaults={
            "verdict": verdict,
            "note": note[:300],
            "author": reviewer,
            "ticked_at": clock.now(),
        },
    )
    record(
        events.CHANGE_TICKED,
        review,
        actor=reviewer,
        stream=case.serial,
        sheet=change.comparison.newer.sheet.number,
        department=review.department.name,
        change=change.index,
        verdict=verdict,
        note=note,
    )
    return tick


def _running(review: DepartmentReview, case: Case) -> DepartmentReview:
    review = DepartmentReview.objects.select_for_update(of=("self",)).get(pk=review.pk)
    is_now = review.round.number == case.round_number
    if case.state != CaseState.REVIEWING or not is_now:
        raise CaseNotOpen(_("This case no longer takes opinions."))
    if review.state != DepartmentReviewState.RUNNING:
        raise CaseNotOpen(
            _("The department has concluded; ask the head to send it back.")
        )
    return review


def _answered(opinion: Opinion, reviewer: User) -> tuple[Case, Opinion]:
    case = locked(opinion.case)
    opinion = Opinion.objects.select_for_update(of=("self",)).get(pk=opinion.pk)
    review = case.reviews_now().filter(department=opinion.review.department).first()
    if review is None or not is_reviewer(reviewer, review):
        raise NotYours(_("You do not review for this department."))
    _running(review, case)
    if opinion.state != OpinionState.ANSWERED:
        raise CaseNotOpen(_("There is no answer to judge."))
    return case, opinion


def _require_said(remark: Remark) -> None:
    if not remark.text.strip():
        raise NotReady(_("An opinion needs its words."))
    if len(remark.points) < 1 or remark.grade not in Opinion.Grade.values:
        raise NotReady(_("Draw the mark and choose the grade first."))


def _require_timely(case: Case, revision: SheetRevision, remark: Remark) -> None:
    if _is_late(case, revision, remark) and not remark.late_reason.strip():
        raise NotReady(
            _("This region has not changed since round 1: say why it comes now.")
        )


def _require_own(opinion: Opinion) -> None:
    """What several departments resolved is not one author's to change."""
    if Resolution.objects.filter(opinion=opinion).exists():
        raise NotReady(_("This opinion is the resolution of a consultation; it stays."))


def _columns(remark: Remark) -> dict[str, object]:
    values = asdict(remark)
    values.pop("extra")
    values["clause"] = remark.clause
    values["points"] = [list(point) for point in remark.points]
    values["box"] = remark.box()
    values["late_reason"] = remark.late_reason[:300]
    values["clause_text"] = remark.clause_text[:400]
    return values


def _next_number(case: Case, review: DepartmentReview) -> str:
    prefix = SHORT.get(review.department.sector, "审")
    taken = case.opinions.filter(number__startswith=f"{prefix}-").count()
    return f"{prefix}-{taken + 1:02d}"


def _is_late(case: Case, revision: SheetRevision, remark: Remark) -> bool:
    compared = Comparison.objects.filter(
        newer__sheet=revision.sheet,
        newer__ordinal__lte=revision.ordinal,
        newer__submission__round__case=case,
        newer__submission__round__number__gt=1,
    )
    if compared.filter(verdict=Comparison.Verdict.CANNOT).exists():
        return False  # nobody looked, so nobody can say that nothing changed
    changes = Change.objects.filter(comparison__in=compared)
    changed = [change.box for change in changes.select_related("comparison")]
    return is_late_opinion(
        round_number=case.round_number,
        is_new_sheet=revision.ordinal == 1 and revision.submission.number > 1,
        region=remark.box(),
        changed=changed,
    )
