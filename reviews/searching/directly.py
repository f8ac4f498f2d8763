"""What a query names outright: a case, a sheet by its number, an opinion by its number."""

from dataclasses import dataclass
from typing import Final

from django.db.models import Q, Value
from django.db.models.functions import Replace
from django.urls import reverse

from accounts.models import User
from drawings.content.wording import plain
from drawings.models import SheetRevision
from reviews.access import is_applicant_side
from reviews.models import Case, Opinion
from reviews.searching.leading import sheet_address
from reviews.searching.seeing import Sight
from reviews.telling import opinions_told

MOST: Final = 5
CASES_LOOKED_AT: Final = 8


@dataclass(frozen=True, slots=True)
class CaseNamed:
    """A case whose serial, project or code says every word of the query."""

    case: Case
    address: str


@dataclass(frozen=True, slots=True)
class SheetNamed:
    """A sheet whose number is the query."""

    case: Case
    revision: SheetRevision
    address: str


@dataclass(frozen=True, slots=True)
class OpinionNamed:
    """An opinion that the person may read, whose number is the query."""

    opinion: Opinion
    address: str


@dataclass(frozen=True, slots=True)
class Named:
    """Everything that a query names outright, a few of each."""

    cases: list[CaseNamed]
    sheets: list[SheetNamed]
    opinions: list[OpinionNamed]

    @property
    def is_empty(self) -> bool:
        """Whether it names nothing."""
        return not (self.cases or self.sheets or self.opinions)


def named_in(sight: Sight, query: str) -> Named:
    """What a query names, as far as the person may see it."""
    words = query.split()
    if not words:
        return Named([], [], [])
    return Named(_cases(sight, words), _sheets(sight, query), _opinions(sight, query))


def _cases(sight: Sight, words: list[str]) -> list[CaseNamed]:
    rows = sight.cases.select_related("project")
    for word in words:
        rows = rows.filter(
            Q(serial__icontains=word)
            | Q(project__name__icontains=word)
            | Q(project__code__icontains=word)
        )
    return [
        CaseNamed(case, reverse("reviews:case", args=[case.serial]))
        for case in rows.order_by("-opened_at", "-pk")[:MOST]
    ]


def _sheets(sight: Sight, query: str) -> list[SheetNamed]:
    number = plain(query).replace(" ", "").replace("-", "")
    if not number:
        return []
    rows = (
        sight.newest()
        .alias(bare=Replace("sheet__number", Value("-")))
        .filter(bare__iexact=number)
        .select_related("sheet", "submission__round")
        .order_by("-submission__round__case__opened_at")[:MOST]
    )
    found = list(rows)
    cases = sight.cases.select_related("project").in_bulk(
        {sight.case_of(one) for one in found}
    )
    return [
        SheetNamed(
            cases[sight.case_of(one)],
            one,
            sheet_address(cases[sight.case_of(one)].serial, one),
        )
        for one in found
    ]


def _opinions(sight: Sight, query: str) -> list[OpinionNamed]:
    """By the number alone; in each case only what the person is told of it."""
    words = query.split()
    number = words[-1]
    rows = sight.cases.filter(opinions__number__iexact=number)
    for word in words[:-1]:
        rows = rows.filter(Q(serial__icontains=word) | Q(project__name__icontains=word))
    found: list[OpinionNamed] = []
    for case in rows.select_related("project").order_by("-opened_at")[:CASES_LOOKED_AT]:
        told = opinions_told(sight.user, case)
        found += [
            OpinionNamed(one, _opinion_address(sight.user, case, one))
            for one in told
            if one.number.casefold() == number.casefold()
        ]
    return found[:MOST]


def _opinion_address(user: User, case: Case, opinion: Opinion) -> str:
    if is_applicant_side(user, case):
        return reverse("reviews:answer", args=[case.serial, opinion.number])
    address = reverse(
        "reviews:workbench_sheet", args=[case.serial, opinion.revision_id]
    )
    return f"{address}?opinion={opinion.pk}"
