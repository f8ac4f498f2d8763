"""The window as a whole: what lies there, what went back, what was accepted lately."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Q, QuerySet

from accounts.models import Membership, Organisation
from reviews.clocks import city_calendar
from reviews.models import Case
from reviews.states import CaseState, MaterialState
from storage import clock
from workflow.answer_days import AnswerDays, answer_days_of
from workflow.inbox import cases_at_window
from workflow.intake import name_of, said_of_one_file

LATELY: Final = dt.timedelta(days=7)
SHOWN: Final = 12


@dataclass(frozen=True, slots=True)
class Waiting:
    """One case at the window; `ending` is what its documents call for.

    `one_file` says, in a sentence, that one file stands for several documents.
    """

    case: Case
    days: AnswerDays
    present: int
    total: int
    wanting: list[str]
    ending: str
    one_file: str = ""


@dataclass(frozen=True, slots=True)
class Counter:
    """All that the window has in hand."""

    waiting: list[Waiting]
    returned: list[Case]
    accepted: list[Case]

    @property
    def urgent(self) -> list[Waiting]:
        """Due today or tomorrow."""
        return [one for one in self.waiting if one.days.left in {0, 1}]

    @property
    def late(self) -> list[Waiting]:
        """Accepted by silence."""
        return [one for one in self.waiting if one.days.is_over]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a case lies among those that wait, and its neighbours."""

    number: int
    total: int
    before: Case | None
    after: Case | None


def counter_of(seats: Sequence[Membership]) -> Counter:
    """The window of a person."""
    calendar = city_calendar()
    waiting = [
        _waiting(case, answer_days_of(case, calendar))
        for case in cases_at_window(seats)
    ]
    here = _here(seats)
    returned = here.filter(state=CaseState.RETURNED)
    accepted = here.filter(accepted_at__gte=clock.now() - LATELY)
    return Counter(
        waiting,
        list(returned.order_by("-submitted_at")[:SHOWN]),
        list(accepted.order_by("-accepted_at")[:SHOWN]),
    )


def place_of(case: Case, seats: Sequence[Membership]) -> Place | None:
    """The neighbours of a case; None when it does not wait here."""
    cases = cases_at_window(seats)
    keys = [one.pk for one in cases]
    if case.pk not in keys:
        return None
    at = keys.index(case.pk)
    return Place(
        number=at + 1,
        total=len(cases),
        before=cases[at - 1] if at else None,
        after=cases[at + 1] if at + 1 < len(cases) else None,
    )


def _waiting(case: Case, days: AnswerDays) -> Waiting:
    materials = list(case.materials.all())
    wanting = [m for m in materials if m.state != MaterialState.PRESENT]
    ending = "accept"
    if wanting:
        is_essential = any(material.is_essential for material in wanting)
        ending = "make_good" if is_essential else "defer"
    return Waiting(
        case=case,
        days=days,
        present=len(materials) - len(wanting),
        total=len(materials),
        wanting=[name_of(material.code) for material in wanting],
        ending=ending,
        one_file=said_of_one_file(
            [m.blob_id for m in materials if m.state == MaterialState.PRESENT],
            len(materials),
        ),
    )


def _here(seats: Sequence[Membership]) -> "QuerySet[Case]":
    regions = [
        seat.organisation.region_id
        for seat in seats
        if seat.organisation.kind == Organisation.Kind.WINDOW
    ]
    return Case.objects.filter(
        Q(project__region__in=regions) | Q(project__region__city__in=regions)
    ).select_related("project__builder")
