"""The resolution of a meeting: signed with the other party's assent, it rewrites opinions."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from reviews import events
from reviews.access import may_host
from reviews.actions.conflicts import propose_consultations
from reviews.actions.consultations import locked_meeting
from reviews.actions.dropping import drop_consultations, mark_meeting_clocks, parties_of
from reviews.actions.letters import write_minutes
from reviews.errors import NotReady, NotYours
from reviews.meeting import heir_number, unassented
from reviews.models import Case, Consultation, Opinion, Resolution
from reviews.states import ConsultationState, OpinionState
from reviews.timing.events import What
from storage import clock
from storage.actions.ledger import record
from storage.sentences import listed


@transaction.atomic
def resolve_consultation(
    *, consultation: Consultation, host: User, outcome: str, text: str
) -> Resolution:
    """Sign the resolution: one opinion takes the place of both, clocks run on.

    Nobody signs for two departments: the party that does not sign has to have agreed, in
    a position that somebody else took. Without that the question goes to experts.

    The new opinion belongs to the department whose view is followed (the first one for
    a middle way) and keeps sheet and region; both old ones name it as their heir. A middle
    way demands what its own words say, and nothing that either side had demanded.

    Raises:
        NotYours: the person may not hold the meeting.
        CaseNotOpen: the meeting is not open.
        NotReady: a department has not taken its position, the text is missing, or the
            outcome is not that experts are asked and a party did not agree, or the words
            are not those of the draft that lies on the table.

    """
    case, consultation = locked_meeting(consultation, ConsultationState.RESOLVED)
    if not may_host(host, consultation):
        raise NotYours(_("A head of one of the departments signs the resolution."))
    _require_positions(consultation)
    if outcome != Resolution.Outcome.EXPERTS:
        _require_assent(consultation, host)
        _require_draft(consultation, outcome, text)
    if not text.strip():
        raise NotReady(_("A resolution needs its words."))
    opinion = None
    if outcome != Resolution.Outcome.EXPERTS:
        opinion = _heir(case, consultation, outcome, text)
    resolution = Resolution.objects.create(
        consultation=consultation,
        outcome=outcome,
        text=text,
        opinion=opinion,
        resolved_by=host,
        resolved_at=clock.now(),
    )
    mark_meeting_clocks(consultation, What.RESUME, host)
    # After the clocks: the minutes tell the marks between the two ends of the meeting.
    consultation.state = ConsultationState.RESOLVED
    consultation.settled_at = clock.now()
    consultation.save()
    _follow(case, consultation, opinion, host)
    record(
        events.CONSULTATION_RESOLVED,
        consultation,
        actor=host,
        stream=case.serial,
        number=consultation.number,
        outcome=outcome,
        text=text,
    )
    write_minutes(consultation=consultation)
    return resolution


def _follow(
    case: Case, consultation: Consultation, heir: Opinion | None, host: User
) -> None:
    """Other meetings about the replaced opinions fall away; what is left is looked for."""
    if heir is None:
        return
    for old in (consultation.opinion_a, consultation.opinion_b):
        drop_consultations(opinion=old, actor=host)
    propose_consultations(opinion=heir)


def _heir(case: Case, consultation: Consultation, outcome: str, text: str) -> Opinion:
    first, second = consultation.opinion_a, consultation.opinion_b
    followed = second if outcome == Resolution.Outcome.SECOND else first
    running = case.reviews_now().filter(department=followed.review.department)
    now = clock.now()
    heir = Opinion.objects.create(
        case=case,
        review=running.first() or followed.review,
        number=heir_number(case, followed),
        author=followed.author,
        grade=_stricter(first, second),
        clause=followed.clause,
        clause_text=followed.clause_text,
        sheet=followed.sheet,
        revision=followed.revision,
        shape=followed.shape,
        points=followed.points,
        box=followed.box,
        text=text,
        requirement=""
        if outcome == Resolution.Outcome.MIDDLE
        else followed.requirement,
        late_reason=followed.late_reason,
        given_at=now,
        edited_at=now,
    )
    for old in (first, second):
        old.state, old.replaced_by = OpinionState.REPLACED, heir
        old.save(update_fields=["state", "replaced_by"])
        record(
            events.OPINION_REPLACED,
            old,
            actor=None,
            stream=case.serial,
            old=old.number,
            new=heir.number,
        )
    return heir


def _stricter(first: Opinion, second: Opinion) -> str:
    order = [Opinion.Grade.MANDATORY, Opinion.Grade.SHALL, Opinion.Grade.ADVICE]
    ranks = {str(grade): rank for rank, grade in enumerate(order)}
    return min(first.grade, second.grade, key=lambda grade: ranks[grade])


def _require_positions(consultation: Consultation) -> None:
    heard = set(consultation.positions.values_list("department_id", flat=True))
    if not parties_of(consultation) <= heard:
        raise NotReady(_("Both departments have to state their position first."))


def _require_draft(consultation: Consultation, outcome: str, text: str) -> None:
    """What was agreed to is what is signed."""
    if consultation.drafted_at is None:
        return
    drafted = (consultation.draft_outcome, consultation.draft_text.split())
    if drafted != (outcome, text.split()):
        raise NotReady(
            _(
                "These are not the words of the draft that lies on the table. Lay them "
                "on the table first, so that the other party can agree to them."
            )
        )


def _require_assent(consultation: Consultation, host: User) -> None:
    if missing := unassented(consultation, host):
        names = listed(unit.short_name or unit.name for unit in missing)
        raise NotReady(
            _(
                "%(names)s did not agree. Nobody signs for another department: let it "
                "state its assent, or hand the question to experts."
            )
            % {"names": names}
        )
