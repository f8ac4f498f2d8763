"""The regulator urges, the department answers."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from reviews import events
from reviews.access import is_head, is_regulator
from reviews.actions.cases import locked, require_state
from reviews.actions.letters import write_urging
from reviews.errors import NotReady, NotYours
from reviews.models import DepartmentReview, Urging
from reviews.states import CaseState
from storage import clock
from storage.actions.ledger import record


@transaction.atomic
def urge_review(
    *, review: DepartmentReview, actor: User, form: str, text: str, until: dt.date
) -> Urging:
    """Urge a department about one case; it has to answer by a day.

    Raises:
        NotYours: the person does not supervise this region.
        CaseNotOpen: the case is not under review.
        NotReady: the words are missing, the day has passed, or the review is done.

    """
    case = locked(review.case)
    review = DepartmentReview.objects.select_for_update(of=("self",)).get(pk=review.pk)
    if not is_regulator(actor, review.case):
        raise NotYours(_("Only the regulator of this region urges."))
    require_state(case, CaseState.REVIEWING)
    if not review.is_open:
        raise NotReady(_("This department has finished its review."))
    if not text.strip() or until < clock.today():
        raise NotReady(_("Say what is urged, and until when an answer is due."))
    urging = Urging.objects.create(
        review=review,
        form=form,
        text=text[:400],
        answer_until=until,
        urged_by=actor,
        urged_at=clock.now(),
    )
    letter = write_urging(urging=urging)
    record(
        events.REVIEW_URGED,
        review,
        actor=actor,
        stream=review.case.serial,
        department=review.department.name,
        form=form,
        text=text,
        until=until.isoformat(),
        letter=letter.number,
    )
    return urging


@transaction.atomic
def answer_urging(*, urging: Urging, head: User, answer: str) -> Urging:
    """Answer an urging in the name of the department; an earlier answer stays on record.

    Raises:
        NotYours: the person does not head the department.
        NotReady: the words are missing.

    """
    urging = Urging.objects.select_for_update(of=("self",)).get(pk=urging.pk)
    if not is_head(head, urging.review):
        raise NotYours(_("Only the head of the department answers."))
    if not answer.strip():
        raise NotReady(_("An answer needs its words."))
    urging.answer, urging.answered_by = answer[:400], head
    urging.answered_at = clock.now()
    urging.save()
    record(
        events.URGING_ANSWERED,
        urging.review,
        actor=head,
        stream=urging.review.case.serial,
        department=urging.review.department.name,
        answer=urging.answer,
        urging=urging.pk,
    )
    return urging
