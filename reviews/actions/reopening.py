"""A judgement is taken back while the department still reviews."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from reviews import events
from reviews.access import is_reviewer
from reviews.actions.cases import locked, require_state
from reviews.errors import CaseNotOpen, NotYours
from reviews.models import Opinion
from reviews.states import CaseState, DepartmentReviewState, OpinionState
from storage.actions.ledger import record


@transaction.atomic
def reopen_opinion(*, opinion: Opinion, reviewer: User) -> Opinion:
    """Judge a closed opinion again; its answer waits once more.

    Raises:
        NotYours: the person does not review for the department.
        CaseNotOpen: the department has concluded, the opinion was closed in an earlier
            round, or it is not closed.

    """
    case = locked(opinion.case)
    require_state(case, CaseState.REVIEWING)
    opinion = Opinion.objects.select_for_update(of=("self",)).get(pk=opinion.pk)
    review = case.reviews_now().filter(department=opinion.review.department).first()
    if review is None or not is_reviewer(reviewer, review):
        raise NotYours(_("You do not review for this department."))
    is_now = opinion.replies.filter(round_number=case.round_number - 1).exists()
    is_running = review.state == DepartmentReviewState.RUNNING
    if not (opinion.state == OpinionState.CLOSED and is_now and is_running):
        raise CaseNotOpen(_("This judgement can no longer be taken back."))
    opinion.state, opinion.closed_at, opinion.closed_by = (
        OpinionState.ANSWERED,
        None,
        None,
    )
    opinion.save(update_fields=["state", "closed_at", "closed_by"])
    record(
        events.OPINION_REOPENED,
        opinion,
        actor=reviewer,
        stream=case.serial,
        number=opinion.number,
    )
    return opinion
