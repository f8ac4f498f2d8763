"""Reviews of a department with their clocks: what waits, what is at risk, who does what."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet

from accounts.models import Membership, Organisation, User
from reviews.clocks import city_calendar, event_of, rule_of
from reviews.models import Consultation, DepartmentReview, Opinion, Urging
from reviews.states import CaseState, DepartmentReviewState
from reviews.timing.clock import ClockState, replay
from storage import clock

Role = Membership.Role
NEAR_DAYS = 1
"""From so many working days left a review is at risk."""


@dataclass(frozen=True, slots=True)
class Line:
    """One review with its clock; `left` is None while the clock stands or has no date."""

    review: DepartmentReview
    left: int | None
    due: dt.datetime | None
    is_late: bool
    opinions: int

    @property
    def is_at_risk(self) -> bool:
        """Whether the promise is broken or nearly so."""
        return self.is_late or (self.left is not None and self.left <= NEAR_DAYS)

    @property
    def is_with_head(self) -> bool:
        """Whether the reviewers have concluded."""
        return self.review.state == DepartmentReviewState.DRAFTED


@dataclass(frozen=True, slots=True)
class Load:
    """What one reviewer has in hand, over all reviews that run."""

    person: User
    cases: int
    opinions: int
    to_judge: int


def departments_of(user: User, *roles: str) -> list[Organisation]:
    """The departments in which a person has a seat (of some role)."""
    seats = Membership.objects.of(user).filter(
        organisation__kind=Organisation.Kind.DEPARTMENT
    )
    if roles:
        seats = seats.filter(role__in=roles)
    return list({seat.organisation_id: seat.organisation for seat in seats}.values())


def running_reviews(units: Iterable[Organisation]) -> "QuerySet[DepartmentReview]":
    """Reviews of departments in the rounds that run now, those due first before."""
    return (
        DepartmentReview.objects.filter(
            department__in=list(units),
            case__state=CaseState.REVIEWING,
            round__number=F("case__round_number"),
        )
        .exclude(state=DepartmentReviewState.APPROVED)
        .select_related("case__project__builder", "department", "round", "concluded_by")
        .prefetch_related("clock_marks")
        .order_by(F("due_at").asc(nulls_last=True), "pk")
    )


def lines_of(reviews: Iterable[DepartmentReview]) -> list[Line]:
    """Each review with its clock and how many of its opinions are open."""
    rows = list(reviews)
    calendar, now = city_calendar(), clock.now()
    counts = _open_opinions(rows)
    lines = []
    for review in rows:
        marks = [event_of(mark) for mark in review.clock_marks.all()]
        told = replay(marks, rule_of(review), calendar, now) if marks else None
        is_late = told is not None and told.state is ClockState.OVERDUE
        is_still = told is None or told.state is ClockState.PAUSED
        lines.append(
            Line(
                review=review,
                left=None if is_still or told is None else told.days_left,
                due=review.due_at,
                is_late=is_late,
                opinions=counts.get((review.case_id, review.department_id), 0),
            )
        )
    return lines


def loads_of(units: Sequence[Organisation]) -> list[Load]:
    """How much each reviewer of the departments has in hand."""
    people = User.objects.filter(
        seats__organisation__in=units, seats__role=Role.REVIEWER, is_active=True
    ).distinct()
    running = Q(opinions__case__state=CaseState.REVIEWING)
    open_ = Q(opinions__state__in=["draft", "standing", "answered"])
    rows = people.annotate(
        with_cases=Count("opinions__case", filter=running, distinct=True),
        with_opinions=Count("opinions", filter=running & open_, distinct=True),
        with_answers=Count(
            "opinions", filter=running & Q(opinions__state="answered"), distinct=True
        ),
    ).order_by("-with_opinions", "pk")
    return [
        Load(person, person.with_cases, person.with_opinions, person.with_answers)
        for person in rows
    ]


def urgings_open(units: Iterable[Organisation]) -> "QuerySet[Urging]":
    """What the regulator has urged and nobody has answered yet."""
    return (
        Urging.objects.filter(
            review__department__in=list(units), answered_at__isnull=True
        )
        .select_related("review__case__project", "review__department", "urged_by")
        .order_by("answer_until")
    )


def consultations_open(units: Iterable[Organisation]) -> "QuerySet[Consultation]":
    """Contradictions to which one of the departments is a party."""
    ours = list(units)
    return (
        Consultation.objects.unsettled()
        .filter(
            Q(opinion_a__review__department__in=ours)
            | Q(opinion_b__review__department__in=ours)
        )
        .select_related(
            "case__project",
            "opinion_a__review__department",
            "opinion_b__review__department",
            "opinion_a__sheet",
        )
        .order_by("proposed_at")
    )


def _open_opinions(reviews: Sequence[DepartmentReview]) -> dict[tuple[int, int], int]:
    cases = {review.case_id for review in reviews}
    rows = (
        Opinion.objects.open()
        .filter(case__in=cases)
        .order_by()
        .values("case", "review__department")
        .annotate(total=Count("pk"))
    )
    return {(row["case"], row["review__department"]): row["total"] for row in rows}
