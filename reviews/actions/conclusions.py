"""A department concludes, its head approves or sends back."""

from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from reviews import events
from reviews.access import is_head, is_reviewer
from reviews.actions.cases import locked, require_state
from reviews.actions.clocks import mark_clock
from reviews.errors import CaseNotOpen, NotReady, NotYours
from reviews.models import Case, Consultation, DepartmentReview
from reviews.opened import unopened_by
from reviews.standing import hindrances
from reviews.states import CaseState, DepartmentReviewState, OpinionState, Result
from reviews.timing.events import What
from storage import clock
from storage.actions.ledger import record
from storage.sentences import one_by_one

_TO_CORRECT: Final = frozenset({Result.PASS_AFTER_CHANGE, Result.FAIL, Result.REDESIGN})


@transaction.atomic
def conclude_review(
    *, review: DepartmentReview, reviewer: User, result: str
) -> DepartmentReview:
    """Say what the department makes of the drawings in this round; the head is next.

    Raises:
        NotYours: the person does not review for the department.
        CaseNotOpen: the department has concluded.
        NotReady: something still has to be done; the message names it.

    """
    case, review = _of_now(review, DepartmentReviewState.RUNNING)
    if not is_reviewer(reviewer, review):
        raise NotYours(_("You do not review for this department."))
    if left := hindrances(review):
        raise NotReady(one_by_one(left))
    own_open = case.opinions.open().filter(review__department=review.department)
    if Result(result) in {Result.PASS, Result.NOT_APPLICABLE} and own_open.exists():
        raise NotReady(_("With open opinions the result cannot be “pass”."))
    if Result(result) in _TO_CORRECT and not own_open.exists():
        raise NotReady(_("Without an open opinion there is nothing to correct."))
    review.result = Result(result)
    review.state = DepartmentReviewState.DRAFTED
    review.concluded_by, review.concluded_at = reviewer, clock.now()
    review.save()
    record(
        events.REVIEW_CONCLUDED,
        review,
        actor=reviewer,
        stream=case.serial,
        department=review.department.name,
        round=review.round.number,
        result=review.result,
        unopened=len(unopened_by(review).lines),
    )
    return review


@transaction.atomic
def approve_review(*, review: DepartmentReview, head: User) -> DepartmentReview:
    """Approve what the reviewers concluded (审定); the department's clock ends.

    Raises:
        NotYours: the person does not head the department, or concluded it alone.
        CaseNotOpen: nothing is concluded yet.
        NotReady: a consultation about one of its opinions is still open.

    """
    case, review = _of_now(review, DepartmentReviewState.DRAFTED)
    if not is_head(head, review):
        raise NotYours(_("Only the head of the department approves."))
    if review.concluded_by_id == head.pk:
        raise NotYours(_("Who concluded a review does not approve it too."))
    if _in_meeting(case, review):
        raise NotReady(_("A consultation about this department's opinions is open."))
    review.state = DepartmentReviewState.APPROVED
    review.approved_by, review.approved_at = head, clock.now()
    review.save()
    mark_clock(review=review, what=What.FINISH, actor=head)
    record(
        events.REVIEW_APPROVED,
        review,
        actor=head,
        stream=case.serial,
        department=review.department.name,
        round=review.round.number,
        result=review.result,
    )
    return review


@transaction.atomic
def send_back(*, review: DepartmentReview, head: User, reason: str) -> DepartmentReview:
    """Give the drafts back to the reviewers, with the reason.

    Raises:
        NotYours: the person does not head the department.
        CaseNotOpen: nothing is concluded yet.
        NotReady: no reason is given.

    """
    case, review = _of_now(review, DepartmentReviewState.DRAFTED)
    if not is_head(head, review):
        raise NotYours(_("Only the head of the department sends back."))
    if not reason.strip():
        raise NotReady(_("Say what the reviewers should change."))
    review.state = DepartmentReviewState.RUNNING
    review.save(update_fields=["state"])
    record(
        events.REVIEW_SENT_BACK,
        review,
        actor=head,
        stream=case.serial,
        department=review.department.name,
        reason=reason,
    )
    return review


def _of_now(
    review: DepartmentReview, state: DepartmentReviewState
) -> tuple[Case, DepartmentReview]:
    case = locked(review.case)
    require_state(case, CaseState.REVIEWING)
    review = DepartmentReview.objects.select_for_update(of=("self",)).get(pk=review.pk)
    if review.state != state or review.round.number != case.round_number:
        raise CaseNotOpen(
            _("This is not possible now: the department is “%(state)s”.")
            % {"state": review.get_state_display()}
        )
    return case, review


def _in_meeting(case: Case, review: DepartmentReview) -> bool:
    department = review.department
    waiting = Consultation.objects.filter(case=case).unsettled()
    return (
        waiting.filter(opinion_a__review__department=department)
        .exclude(opinion_a__state=OpinionState.WITHDRAWN)
        .exists()
        or waiting.filter(opinion_b__review__department=department)
        .exclude(opinion_b__state=OpinionState.WITHDRAWN)
        .exists()
    )
