"""Meetings about an opinion that no longer stands fall away; clocks around meetings."""

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import User
from reviews import events
from reviews.actions.clocks import mark_clock
from reviews.models import Consultation, Opinion
from reviews.states import ConsultationState
from reviews.timing.events import What, Whose
from storage import clock
from storage.actions.ledger import record


@transaction.atomic
def drop_consultations(*, opinion: Opinion, actor: User) -> list[Consultation]:
    """Settle the meetings about an opinion that no longer stands; their clocks run on.

    Called inside the transaction that withdrew or replaced it, with the case locked.
    """
    rows = (
        Consultation.objects.filter(Q(opinion_a=opinion) | Q(opinion_b=opinion))
        .unsettled()
        .select_related("opinion_a__review", "opinion_b__review", "case")
    )
    return [_drop(row, opinion, actor) for row in rows]


def mark_meeting_clocks(consultation: Consultation, what: What, actor: User) -> None:
    """Stop or resume the clocks of both parties; one in another meeting stands still."""
    case = consultation.case
    reason = _("consultation %(number)s") % {"number": consultation.number}
    for review in case.reviews_now().filter(department__in=parties_of(consultation)):
        unit = review.department
        others = (
            Consultation.objects.filter(case=case, state=ConsultationState.OPEN)
            .exclude(pk=consultation.pk)
            .filter(
                Q(opinion_a__review__department=unit)
                | Q(opinion_b__review__department=unit)
            )
        )
        if what is What.RESUME and others.exists():
            continue
        mark_clock(
            review=review,
            what=what,
            reason=reason,
            whose=Whose.CONSULTATION if what is What.STOP else None,
            actor=actor,
        )


def parties_of(consultation: Consultation) -> set[int]:
    """The two departments whose opinions contradict each other."""
    return {
        consultation.opinion_a.review.department_id,
        consultation.opinion_b.review.department_id,
    }


def _drop(consultation: Consultation, opinion: Opinion, actor: User) -> Consultation:
    was_open = consultation.state == ConsultationState.OPEN
    consultation.state = ConsultationState.DECLINED
    consultation.settled_at = clock.now()
    consultation.save(update_fields=["state", "settled_at"])
    if was_open:
        mark_meeting_clocks(consultation, What.RESUME, actor)
    record(
        events.CONSULTATION_DECLINED,
        consultation,
        actor=actor,
        stream=consultation.case.serial,
        number=consultation.number,
        reason=_("%(number)s no longer stands") % {"number": opinion.number},
    )
    return consultation
