"""What a regulator looks at: the cases of the own region as plain rows, read once."""

import datetime as dt
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from typing import Final

from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from accounts.models import Membership, Organisation, Region, User
from reviews.clocks import city_calendar
from reviews.models import (
    Case,
    ClockMark,
    Consultation,
    DepartmentReview,
    Material,
)
from reviews.states import (
    UNDERWAY,
    CaseState,
    ConsultationState,
    DepartmentReviewState,
    MaterialState,
)
from reviews.timing.calendar import CalendarGap
from reviews.timing.events import What
from storage import clock

SOON_DAYS: Final = 3
"""Working days within which a deadline is near."""

PERIODS: Final = {
    "week": pgettext_lazy("period", "This week"),
    "month": pgettext_lazy("period", "This month"),
    "year": pgettext_lazy("period", "This year"),
}


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One case, as far as figures need it; `passed_first` when round one was enough."""

    pk: int
    region: int
    serial: str
    state: str
    rounds: int
    submitted_at: dt.datetime | None
    accepted_at: dt.datetime | None
    first_released_at: dt.datetime | None
    passed_at: dt.datetime | None
    issued_at: dt.datetime | None

    @property
    def is_underway(self) -> bool:
        """Whether somebody has to act on it."""
        return self.state in UNDERWAY

    @property
    def passed_first(self) -> bool:
        """Whether it passed without a second round."""
        return self.passed_at is not None and self.rounds == 1


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One department's review in one round; `is_running` while its clock counts."""

    pk: int
    case: int
    region: int
    sector: str
    is_open: bool
    is_paused: bool
    due_at: dt.datetime | None
    approved_at: dt.datetime | None

    @property
    def is_late(self) -> bool:
        """Whether it was approved after its deadline."""
        return bool(self.approved_at and self.due_at and self.approved_at > self.due_at)


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything under one supervision at one moment."""

    now: dt.datetime
    since: dt.datetime
    soon: dt.datetime
    cases: tuple[CaseRow, ...]
    reviews: tuple[ReviewRow, ...]
    meeting: frozenset[int]
    owed: Mapping[int, dt.date]

    def within(self, regions: Collection[int], sector: str = "") -> "Scene":
        """The part that lies in some regions, of one sector or of all."""
        reviews = tuple(
            row
            for row in self.reviews
            if row.region in regions and (not sector or row.sector == sector)
        )
        concerned = {row.case for row in reviews}
        cases = tuple(
            row
            for row in self.cases
            if row.region in regions and (not sector or row.pk in concerned)
        )
        return replace(self, cases=cases, reviews=reviews)

    def of_cases(self, name: str) -> list[CaseRow]:
        """The cases behind a figure."""
        return [row for row in self.cases if CASE_FILTERS[name](self, row)]

    def of_reviews(self, name: str) -> list[ReviewRow]:
        """The reviews behind a figure."""
        return [row for row in self.reviews if REVIEW_FILTERS[name](self, row)]

    def is_recent(self, moment: dt.datetime | None) -> bool:
        """Whether it happened in the period that is looked at."""
        return moment is not None and self.since <= moment <= self.now


CASE_FILTERS: Final[Mapping[str, Callable[[Scene, CaseRow], bool]]] = {
    "all": lambda scene, row: True,
    "underway": lambda scene, row: row.is_underway,
    "meeting": lambda scene, row: row.pk in scene.meeting,
    "owed": lambda scene, row: row.pk in scene.owed,
    "passed": lambda scene, row: scene.is_recent(row.passed_at),
    "accepted": lambda scene, row: scene.is_recent(row.accepted_at),
    "first_round": lambda scene, row: scene.is_recent(row.first_released_at),
}
REVIEW_FILTERS: Final[Mapping[str, Callable[[Scene, ReviewRow], bool]]] = {
    "open": lambda scene, row: row.is_open,
    "due": lambda scene, row: (
        _is_running(row)
        and row.due_at is not None
        and scene.now <= row.due_at <= scene.soon
    ),
    "overdue": lambda scene, row: (
        _is_running(row) and row.due_at is not None and row.due_at < scene.now
    ),
    "finished": lambda scene, row: scene.is_recent(row.approved_at),
    "late": lambda scene, row: scene.is_recent(row.approved_at) and row.is_late,
}


def supervised_regions(user: User) -> list[Region]:
    """The regions that a person supervises, the counties of a city with it."""
    seats = Membership.objects.filter(
        user=user, organisation__kind=Organisation.Kind.REGULATOR
    ).values_list("organisation__region", flat=True)
    own = Q(pk__in=list(seats)) | Q(city__in=list(seats))
    return list(
        Region.objects.filter(own).order_by(F("city").asc(nulls_first=True), "pk")
    )


def supervised_cases(user: User) -> "QuerySet[Case]":
    """The cases in the regions that a person supervises, once they were handed in."""
    return Case.objects.filter(project__region__in=supervised_regions(user)).exclude(
        state=CaseState.DRAFT
    )


def scene_of(user: User, period: str) -> Scene:
    """Read what the person supervises, as it stands now."""
    now = clock.now()
    cases = supervised_cases(user)
    return Scene(
        now=now,
        since=beginning_of(period, now),
        soon=_soon(now),
        cases=tuple(_case_rows(cases)),
        reviews=tuple(_review_rows(cases, now)),
        meeting=frozenset(
            Consultation.objects.filter(
                case__in=cases,
                case__state=CaseState.REVIEWING,
                state__in=[ConsultationState.PROPOSED, ConsultationState.OPEN],
            ).values_list("case", flat=True)
        ),
        owed=_owed(cases),
    )


def beginning_of(period: str, now: dt.datetime) -> dt.datetime:
    """The first moment of this week, month or year."""
    day = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    if period == "week":
        return day - dt.timedelta(days=day.weekday())
    if period == "month":
        return day.replace(day=1)
    return day.replace(month=1, day=1)


def _is_running(row: ReviewRow) -> bool:
    return row.is_open and not row.is_paused


def _soon(now: dt.datetime) -> dt.datetime:
    """The end of the third working day from now; of the third day without a calendar."""
    today = timezone.localdate(now)
    try:
        last = city_calendar().add_workdays(today, SOON_DAYS)
    except CalendarGap:
        last = today + dt.timedelta(days=SOON_DAYS)
    return timezone.make_aware(dt.datetime.combine(last, dt.time.max))


def _case_rows(cases: "QuerySet[Case]") -> list[CaseRow]:
    released = dict(
        cases.filter(rounds__number=1).values_list("pk", "rounds__released_at")
    )
    return [
        CaseRow(
            pk=case.pk,
            region=case.project.region_id,
            serial=case.serial,
            state=case.state,
            rounds=case.round_number,
            submitted_at=case.submitted_at,
            accepted_at=case.accepted_at,
            first_released_at=released.get(case.pk),
            passed_at=case.passed_at,
            issued_at=case.issued_at,
        )
        for case in cases.select_related("project").defer("routing", "project__facts")
    ]


def _review_rows(cases: "QuerySet[Case]", now: dt.datetime) -> list[ReviewRow]:
    running = Q(
        case__state=CaseState.REVIEWING, round__number=F("case__round_number")
    ) & ~Q(state=DepartmentReviewState.APPROVED)
    finished = Q(approved_at__gte=now - dt.timedelta(days=400))
    rows = DepartmentReview.objects.filter(case__in=cases).filter(running | finished)
    stopped = _stopped(rows)
    return [
        ReviewRow(
            pk=pk,
            case=case,
            region=region,
            sector=sector,
            is_open=state != DepartmentReviewState.APPROVED,
            is_paused=pk in stopped,
            due_at=due_at,
            approved_at=approved_at,
        )
        for pk, case, region, sector, state, due_at, approved_at in rows.values_list(
            "pk",
            "case",
            "case__project__region",
            "department__sector",
            "state",
            "due_at",
            "approved_at",
        )
    ]


def _stopped(rows: "QuerySet[DepartmentReview]") -> set[int]:
    """The reviews whose clock stands still: the last mark says so."""
    marks = ClockMark.objects.filter(
        review__in=rows, what__in=[What.STOP, What.RESUME, What.FINISH]
    )
    last = dict(marks.order_by("at", "pk").values_list("review", "what"))
    return {review for review, what in last.items() if what == What.STOP}


def _owed(cases: "QuerySet[Case]") -> dict[int, dt.date]:
    """Per case that owes documents the day of the first promise."""
    rows = Material.objects.filter(
        case__in=cases, case__state__in=list(UNDERWAY), state=MaterialState.PROMISED
    ).values_list("case", "promised_until")
    owed: dict[int, dt.date] = {}
    for case, until in rows:
        if until is not None:
            owed[case] = min(until, owed.get(case, until))
    return owed
