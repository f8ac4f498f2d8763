"""A draft resolution is laid on the table: what the other party agrees to word for word."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from reviews import events
from reviews.access import may_host
from reviews.actions.consultations import locked_meeting
from reviews.errors import NotReady, NotYours
from reviews.models import Consultation
from reviews.states import ConsultationState
from storage import clock
from storage.actions.ledger import record


@transaction.atomic
def draft_resolution(
    *, consultation: Consultation, host: User, outcome: str, text: str
) -> Consultation:
    """Lay the words of a resolution on the table; they take the place of earlier ones.

    Whoever agreed before has not agreed to these words and is asked again.

    Raises:
        NotYours: the person may not hold the meeting.
        CaseNotOpen: the meeting is not open.
        NotReady: there are no words.

    """
    case, consultation = locked_meeting(consultation, ConsultationState.RESOLVED)
    if not may_host(host, consultation):
        raise NotYours(_("A head of one of the departments signs the resolution."))
    if not text.strip():
        raise NotReady(_("A resolution needs its words."))
    consultation.draft_outcome, consultation.draft_text = outcome, text.strip()
    consultation.drafted_at = clock.now()
    consultation.save(update_fields=["draft_outcome", "draft_text", "drafted_at"])
    record(
        events.RESOLUTION_DRAFTED,
        consultation,
        actor=host,
        stream=case.serial,
        number=consultation.number,
        outcome=outcome,
        text=text,
    )
    return consultation
