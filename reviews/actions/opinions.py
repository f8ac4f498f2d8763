"""Departments speak: an opinion is given, changed, taken back."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from drawings.models import SheetRevision
from reviews import events
from reviews.access import is_reviewer, may_edit_opinion
from reviews.actions.cases import locked
from reviews.actions.conflicts import propose_consultations
from reviews.actions.dropping import drop_consultations
from reviews.actions.running import running
from reviews.errors import NotReady, NotYours
from reviews.lateness import is_late_on
from reviews.models import Case, Clause, DepartmentReview, Opinion, Resolution
from reviews.rules import late_opinion_fault
from reviews.sectors import SHORT
from reviews.states import OpinionState
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
        return box_around(self.points)


def box_around(points: Sequence[tuple[float, float]]) -> list[float]:
    """The bounding box of corners in paper mm: x0, y0, x1, y1."""
    xs, ys = zip(*points, strict=True)
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
    review = running(review, case)
    if not is_reviewer(author, review):
        raise NotYours(_("You do not review for this department."))
    if not case.revisions_now().filter(pk=revision.pk).exists():
        raise NotReady(_("This sheet is not part of the set under review."))
    _require_said(remark)
    remark = _timely(case, revision, remark)
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
        **_lateness(remark),
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
    running(opinion.review, case)
    if not may_edit_opinion(author, opinion):
        raise NotYours(_("Only its author changes a draft."))
    _require_own(opinion)
    _require_said(remark)
    remark = _timely(case, opinion.revision, remark)
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
        **_lateness(remark),
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
    running(opinion.review, case)
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


def _require_said(remark: Remark) -> None:
    if not remark.text.strip():
        raise NotReady(_("An opinion needs its words."))
    if len(remark.points) < 1 or remark.grade not in Opinion.Grade.values:
        raise NotReady(_("Draw the mark and choose the grade first."))


def _timely(case: Case, revision: SheetRevision, remark: Remark) -> Remark:
    """The remark, with its reason where it comes late and without one where it does not."""
    is_late = is_late_on(case, revision, remark.box())
    if fault := late_opinion_fault(remark.late_reason, is_late=is_late):
        raise NotReady(fault.told(_))
    # A reason is the mark of a late opinion: what comes in time bears none.
    return replace(remark, late_reason=remark.late_reason if is_late else "")


def _lateness(remark: Remark) -> dict[str, str]:
    return {"late_reason": remark.late_reason} if remark.late_reason else {}


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
