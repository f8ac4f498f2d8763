"""Contradictions are looked for whenever an opinion is written, and a meeting proposed."""

from django.db.models import Q

from reviews import events
from reviews.conflicts import Conflict, Spoken, conflicts_of
from reviews.models import Consultation, Opinion
from storage import clock
from storage.actions.ledger import record


def propose_consultations(*, opinion: Opinion) -> list[Consultation]:
    """Propose a meeting for each open opinion of another department that contradicts.

    Called inside the transaction of the opinion, with the case locked. A pair that was
    proposed before stays as it is, whatever became of it.
    """
    others = (
        opinion.case.opinions.open()
        .filter(sheet=opinion.sheet)
        .exclude(review__department=opinion.review.department)
        .select_related("review__department")
    )
    return [
        _propose(other, opinion, conflict)
        for other in others
        for conflict in conflicts_of([_spoken(other), _spoken(opinion)])
        if conflict.is_worth_a_meeting and not _is_known(other, opinion)
    ]


def _propose(first: Opinion, second: Opinion, conflict: Conflict) -> Consultation:
    case = second.case
    consultation = Consultation.objects.create(
        case=case,
        number=case.consultations.count() + 1,
        opinion_a=first,
        opinion_b=second,
        ground=conflict.ground,
        overlap=conflict.overlap,
        certainty=conflict.certainty,
        sentence=conflict.sentence.msgid,
        sentence_values={
            name: str(value) for name, value in conflict.sentence.values.items()
        },
        proposed_at=clock.now(),
    )
    record(
        events.CONFLICT_FOUND,
        consultation,
        actor=None,
        stream=case.serial,
        a=first.number,
        b=second.number,
        overlap=round(conflict.overlap, 3),
        ground=str(conflict.ground),
    )
    return consultation


def _is_known(first: Opinion, second: Opinion) -> bool:
    return Consultation.objects.filter(
        Q(opinion_a=first, opinion_b=second) | Q(opinion_a=second, opinion_b=first)
    ).exists()


def _spoken(opinion: Opinion) -> Spoken:
    return Spoken(
        id=opinion.pk,
        department=opinion.review.department.sector,
        sheet=opinion.sheet_id,
        box=tuple(opinion.box),
        text=opinion.text,
        requirement=opinion.requirement,
        clause=opinion.clause_text,
    )
