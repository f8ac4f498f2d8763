"""Departments judge the answers to their opinions: met, or still not met."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from reviews import events
from reviews.access import is_reviewer
from reviews.actions.cases import locked
from reviews.actions.running import running
from reviews.errors import CaseNotOpen, NotReady, NotYours
from reviews.models import Case, Opinion
from reviews.states import OpinionState
from storage import clock
from storage.actions.ledger import record


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


def _answered(opinion: Opinion, reviewer: User) -> tuple[Case, Opinion]:
    case = locked(opinion.case)
    opinion = Opinion.objects.select_for_update(of=("self",)).get(pk=opinion.pk)
    review = case.reviews_now().filter(department=opinion.review.department).first()
    if review is None or not is_reviewer(reviewer, review):
        raise NotYours(_("You do not review for this department."))
    running(review, case)
    if opinion.state != OpinionState.ANSWERED:
        raise CaseNotOpen(_("There is no answer to judge."))
    return case, opinion
