"""The meeting room of a consultation: both sides, who has spoken, what would follow."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.models import Membership, Organisation, User
from drawings.models import SheetRevision
from reviews.access import may_host
from reviews.clocks import replay_of
from reviews.conflicts import overlap_of
from reviews.models import (
    Case,
    Consultation,
    DepartmentReview,
    Opinion,
    Position,
    Resolution,
)
from reviews.states import ConsultationState
from storage.sentences import listed

Outcome = Resolution.Outcome


@dataclass(frozen=True, slots=True)
class Chair:
    """The seat of one department: a party has to speak before anything is signed."""

    review: DepartmentReview
    position: Position | None
    is_party: bool
    is_own: bool

    @property
    def department(self) -> Organisation:
        """The department itself."""
        return self.review.department


@dataclass(frozen=True, slots=True)
class Running:
    """A clock that stands for the meeting, and when it would be due if it ran again."""

    department: Organisation
    due_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Effect:
    """What signing one outcome would do: `number` is of the opinion that follows."""

    outcome: str
    number: str
    follows: Opinion | None


def consultations_of(user: User) -> "QuerySet[Consultation]":
    """The consultations of cases in which the person's department reviews."""
    return (
        Consultation.objects.filter(
            case__department_reviews__department__seats__user=user
        )
        .select_related(
            "case__project",
            "opinion_a__review__department",
            "opinion_b__review__department",
            "opinion_a__sheet",
            "opinion_b__sheet",
            "resolution",
        )
        .distinct()
    )


def has_department(user: User) -> bool:
    """Whether the person sits in a department at all."""
    kind = Organisation.Kind.DEPARTMENT
    return Membership.objects.filter(user=user, organisation__kind=kind).exists()


def parties(consultation: Consultation) -> tuple[Organisation, Organisation]:
    """The departments whose opinions contradict each other, the first one first."""
    return (
        consultation.opinion_a.review.department,
        consultation.opinion_b.review.department,
    )


def told_sentence(consultation: Consultation) -> str:
    """The contradiction in one sentence of the reader's language."""
    if not consultation.sentence:
        return _("%(a)s and %(b)s are to be looked at together") % {
            "a": consultation.opinion_a.number,
            "b": consultation.opinion_b.number,
        }
    values = {str(k): str(v) for k, v in consultation.sentence_values.items()}
    return _(consultation.sentence) % _Lenient(values)


def overlap_percent(consultation: Consultation) -> int | None:
    """The common area as percent of the smaller region; None on different sheets."""
    first, second = consultation.opinion_a, consultation.opinion_b
    if first.sheet_id != second.sheet_id:
        return None
    share = consultation.overlap or overlap_of(first.box, second.box)
    return round(100 * share)


def chairs_of(consultation: Consultation, user: User) -> list[Chair]:
    """Every department of the running round, parties first, with what it said."""
    said = {
        row.department_id: row
        for row in consultation.positions.select_related(
            "representative", "consultation"
        )
    }
    both = {unit.pk for unit in parties(consultation)}
    own = set(user.seats.values_list("organisation", flat=True))
    rows = [
        Chair(
            review=review,
            position=said.get(review.department_id),
            is_party=review.department_id in both,
            is_own=review.department_id in own,
        )
        for review in consultation.case.reviews_now()
    ]
    return sorted(rows, key=lambda chair: not chair.is_party)


def unheard(chairs: Sequence[Chair]) -> list[Chair]:
    """The parties that have not spoken yet."""
    return [chair for chair in chairs if chair.is_party and chair.position is None]


def unassented(consultation: Consultation, host: User) -> list[Organisation]:
    """The parties without whose assent this host cannot sign: all but the host's own.

    Assent is a position that agrees and that somebody else than the host took, after the
    draft was laid on the table if one was.
    """
    own = set(host.seats.values_list("organisation", flat=True))
    agreed = {
        row.department_id
        for row in consultation.positions.select_related("consultation")
        if row.agrees and row.is_of_the_draft and row.representative_id != host.pk
    }
    return [
        unit
        for unit in parties(consultation)
        if unit.pk not in own and unit.pk not in agreed
    ]


def effects_of(consultation: Consultation) -> list[Effect]:
    """What each outcome would do to the opinions."""
    first, second = consultation.opinion_a, consultation.opinion_b
    followed = [
        (Outcome.FIRST, first),
        (Outcome.SECOND, second),
        (Outcome.MIDDLE, first),
    ]
    return [
        Effect(outcome, heir_number(consultation.case, one), one)
        for outcome, one in followed
    ] + [Effect(Outcome.EXPERTS, "", None)]


def heir_number(case: Case, followed: Opinion) -> str:
    """The number of the opinion that would take the place of both."""
    prefix = followed.number.split("-")[0]
    taken = case.opinions.filter(number__startswith=f"{prefix}-").count()
    return f"{prefix}-{taken + 1:02d}"


def clocks_of(consultation: Consultation) -> list[Running]:
    """The clocks of both departments, as they would run from today."""
    both = [unit.pk for unit in parties(consultation)]
    rows = consultation.case.reviews_now().filter(department__in=both)
    return [
        Running(review.department, replay_of(review).due_at)
        for review in rows
        if review.clock_marks.exists()
    ]


def outcome_choices(consultation: Consultation) -> list[tuple[str, str]]:
    """The four endings; the first two name the opinion that is followed."""
    follow = pgettext("outcome of a consultation", "Adopt %(number)s")
    return [
        (Outcome.FIRST, follow % {"number": consultation.opinion_a.number}),
        (Outcome.SECOND, follow % {"number": consultation.opinion_b.number}),
        (Outcome.MIDDLE, pgettext("outcome of a consultation", "Middle way")),
        (Outcome.EXPERTS, pgettext("outcome of a consultation", "To experts")),
    ]


def revision_shown(
    consultation: Consultation, *, second: bool = False
) -> SheetRevision:
    """The sheet to look at together: the newer version on which both were written."""
    one, other = consultation.opinion_a, consultation.opinion_b
    if one.sheet_id != other.sheet_id:
        return other.revision if second else one.revision
    return max(one.revision, other.revision, key=lambda row: row.ordinal)


def region_of(opinions: Sequence[Opinion]) -> list[float]:
    """The box around both marks; the viewer leaves room around it."""
    boxes = [opinion.box for opinion in opinions]
    x0, y0 = min(box[0] for box in boxes), min(box[1] for box in boxes)
    x1, y1 = max(box[2] for box in boxes), max(box[3] for box in boxes)
    return [round(value, 2) for value in (x0, y0, x1, y1)]


def waits_for(consultation: Consultation, heard: set[int]) -> str:
    """Whose move it is in one consultation."""
    if consultation.state == ConsultationState.PROPOSED:
        return _("a head of both departments: begin, or find it not needed")
    if consultation.state != ConsultationState.OPEN:
        return pgettext("whose move", "nobody")
    silent = [unit for unit in parties(consultation) if unit.pk not in heard]
    if silent:
        names = listed(unit.short_name or unit.name for unit in silent)
        return _("position of %(names)s") % {"names": names}
    return _("host: sign the resolution")


def is_host(user: User, consultation: Consultation) -> bool:
    """Whether the person may begin, decline or sign now."""
    return consultation.is_open and may_host(user, consultation)


class _Lenient(dict[str, str]):
    """Values of a sentence; what is missing stays empty."""

    def __missing__(self, key: str) -> str:
        return ""
