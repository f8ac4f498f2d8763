"""All opinions of a round before they go out (汇总把关), with what they say of each other."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from reviews.conflicts import Ground, Spoken, conflicts_of
from reviews.models import Case, Consultation, DepartmentReview, Opinion
from reviews.states import OpinionState, Result

_GOOD = {Result.PASS, Result.NOT_APPLICABLE}
_OPEN = {OpinionState.DRAFT, OpinionState.STANDING, OpinionState.ANSWERED}


@dataclass(frozen=True, slots=True)
class Part:
    """One department: its result and its opinions, open ones first."""

    review: DepartmentReview
    open: list[Opinion]
    closed: list[Opinion]
    replaced: list[Opinion]


@dataclass(frozen=True, slots=True)
class Hint:
    """Two opinions that seem to say the same or the opposite of one place."""

    first: Opinion
    second: Opinion
    sentence: str
    is_contradiction: bool
    settled: Consultation | None


@dataclass(frozen=True, slots=True)
class Gathering:
    """What the head of the lead department looks through before the release."""

    parts: list[Part]
    hints: list[Hint]

    @property
    def open_count(self) -> int:
        """How many opinions the builder has to answer."""
        return sum(len(part.open) for part in self.parts)

    @property
    def has_passed(self) -> bool:
        """Whether nothing is left: the case passes instead of going back."""
        return not self.open_count and all(
            part.review.result in _GOOD for part in self.parts
        )


def gathering_of(case: Case) -> Gathering:
    """Put the opinions of a case together, by department."""
    opinions = list(
        case.opinions.exclude(state=OpinionState.WITHDRAWN).select_related(
            "review__department", "revision__sheet", "clause", "author", "replaced_by"
        )
    )
    reviews = case.reviews_now().select_related("concluded_by", "approved_by")
    parts = [_part(review, opinions) for review in reviews]
    return Gathering(parts, list(_hints(case, opinions)))


def _part(review: DepartmentReview, opinions: Sequence[Opinion]) -> Part:
    own = [one for one in opinions if one.review.department_id == review.department_id]
    return Part(
        review=review,
        open=[one for one in own if one.state in _OPEN],
        closed=[one for one in own if one.state == OpinionState.CLOSED],
        replaced=[one for one in own if one.state == OpinionState.REPLACED],
    )


def _hints(case: Case, opinions: Sequence[Opinion]) -> Iterator[Hint]:
    by_key = {one.pk: one for one in opinions if one.state in _OPEN}
    known = {
        frozenset({one.opinion_a_id, one.opinion_b_id}): one
        for one in case.consultations.all()
    }
    for conflict in conflicts_of([_spoken(one) for one in by_key.values()]):
        yield Hint(
            first=by_key[conflict.a],
            second=by_key[conflict.b],
            sentence=conflict.sentence.told(_),
            is_contradiction=conflict.ground is not Ground.SAME_PLACE,
            settled=known.get(frozenset({conflict.a, conflict.b})),
        )


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
