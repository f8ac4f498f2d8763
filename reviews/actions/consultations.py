"""A meeting is called, opened or declined; departments take their positions."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from reviews import events
from reviews.access import may_host, own_review
from reviews.actions.cases import locked, require_state
from reviews.actions.dropping import mark_meeting_clocks
from reviews.errors import CaseNotOpen, NotReady, NotYours
from reviews.models import Case, Consultation, Opinion, Position, Resolution
from reviews.states import CONSULTATION, CaseState, ConsultationState
from reviews.timing.events import What
from storage import clock
from storage.actions.ledger import record


@transaction.atomic
def call_consultation(*, first: Opinion, second: Opinion, actor: User) -> Consultation:
    """Call a meeting by hand about two opinions that the search did not connect.

    Raises:
        NotYours: the person reviews for none of the departments of this case.
        NotReady: both opinions are of one department, or of different cases.

    """
    case = locked(first.case)
    require_state(case, CaseState.REVIEWING)
    if own_review(actor, case) is None:
        raise NotYours(_("Only a department of this case calls a consultation."))
    # Asked anew under the lock: one may have been taken back meanwhile.
    asked = case.opinions.filter(pk__in=[first.pk, second.pk])
    if any(not one.is_open for one in asked):
        raise NotReady(
            _("One of the opinions is settled; there is nothing to meet about.")
        )
    same_unit = first.review.department_id == second.review.department_id
    if same_unit or second.case_id != case.pk:
        raise NotReady(_("A consultation needs opinions of two departments."))
    # What went to experts comes back with their answer, as a meeting of its own.
    known = (
        Consultation.objects.filter(
            opinion_a__in=[first, second], opinion_b__in=[first, second]
        )
        .exclude(resolution__outcome=Resolution.Outcome.EXPERTS)
        .first()
    )
    if known is not None:
        return known
    consultation = Consultation.objects.create(
        case=case,
        number=case.consultations.count() + 1,
        opinion_a=first,
        opinion_b=second,
        ground="called",
        proposed_at=clock.now(),
    )
    record(
        events.CONFLICT_FOUND,
        consultation,
        actor=actor,
        stream=case.serial,
        a=first.number,
        b=second.number,
        overlap=0,
        ground="called",
    )
    return consultation


@transaction.atomic
def open_consultation(*, consultation: Consultation, host: User) -> Consultation:
    """Begin the meeting; the clocks of both departments stop until it is resolved.

    Raises:
        NotYours: the person heads neither of the departments nor the lead.
        CaseNotOpen: the meeting was opened, declined or resolved before.

    """
    case, consultation = locked_meeting(consultation, ConsultationState.OPEN)
    if not may_host(host, consultation):
        raise NotYours(_("A head of one of the departments holds the meeting."))
    consultation.state = ConsultationState.OPEN
    consultation.host, consultation.opened_at = host, clock.now()
    consultation.save()
    mark_meeting_clocks(consultation, What.STOP, host)
    record(
        events.CONSULTATION_OPENED,
        consultation,
        actor=host,
        stream=case.serial,
        number=consultation.number,
    )
    return consultation


@transaction.atomic
def decline_consultation(
    *, consultation: Consultation, actor: User, reason: str
) -> Consultation:
    """Find that the meeting is not needed, with the reason; both opinions stand.

    Clocks that stood still for it run again.

    Raises:
        NotYours: the person may not hold the meeting either.
        NotReady: no reason is given.
        CaseNotOpen: the meeting was resolved or declined before.

    """
    case, consultation = locked_meeting(consultation, ConsultationState.DECLINED)
    if not may_host(actor, consultation):
        raise NotYours(_("A head of one of the departments decides that."))
    if not reason.strip():
        raise NotReady(_("Say why no meeting is needed."))
    was_open = consultation.state == ConsultationState.OPEN
    consultation.state = ConsultationState.DECLINED
    consultation.settled_at = clock.now()
    consultation.save()
    if was_open:
        mark_meeting_clocks(consultation, What.RESUME, actor)
    record(
        events.CONSULTATION_DECLINED,
        consultation,
        actor=actor,
        stream=case.serial,
        number=consultation.number,
        reason=reason,
    )
    return consultation


@transaction.atomic
def take_position(
    *,
    consultation: Consultation,
    representative: User,
    text: str,
    agrees: bool | None = None,
    dissent: str = "",
) -> Position:
    """Say what a department wants; saying it again takes the place of the first.

    Raises:
        NotYours: the person sits in none of the departments that review the case.
        CaseNotOpen: the meeting is not open, or the case is not under review.

    """
    case = locked(consultation.case)
    require_state(case, CaseState.REVIEWING)
    consultation = Consultation.objects.select_for_update(of=("self",)).get(
        pk=consultation.pk
    )
    if consultation.state != ConsultationState.OPEN:
        raise CaseNotOpen(_("The meeting is not open."))
    review = own_review(representative, case)
    if review is None:
        raise NotYours(_("Only departments of this case take a position."))
    position, _made = Position.objects.update_or_create(
        consultation=consultation,
        department=review.department,
        defaults={
            "representative": representative,
            "text": text,
            "agrees": agrees,
            "dissent": dissent,
            "taken_at": clock.now(),
        },
    )
    record(
        events.POSITION_TAKEN,
        consultation,
        actor=representative,
        stream=case.serial,
        department=review.department.name,
        text=text,
        agrees=agrees,
        dissent=dissent,
    )
    return position


def locked_meeting(
    consultation: Consultation, target: ConsultationState
) -> tuple[Case, Consultation]:
    """The case and the meeting, locked, if the meeting may move to a state.

    Raises:
        CaseNotOpen: it may not.

    """
    case = locked(consultation.case)
    require_state(case, CaseState.REVIEWING)
    consultation = (
        Consultation.objects.select_for_update(of=("self",))
        .select_related("opinion_a__review", "opinion_b__review", "case")
        .get(pk=consultation.pk)
    )
    if not CONSULTATION.may_move(ConsultationState(consultation.state), target):
        raise CaseNotOpen(
            _("This is not possible now: the meeting is “%(state)s”.")
            % {"state": consultation.get_state_display()}
        )
    return case, consultation
