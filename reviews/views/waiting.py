"""Whose turn it is while builder and design firm wait, and the card that says so."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from reviews.issuance import Ending
from reviews.models import Case, Material, Opinion
from reviews.states import CaseState, DepartmentReviewState

SHOWN: Final = 3


@dataclass(frozen=True, slots=True)
class Turn:
    """What comes next: `is_mine` when the viewer has to act; one way on, no more."""

    title: str
    text: str
    is_mine: bool = False
    url: str = ""
    label: str = ""
    done: int = 0
    total: int = 0
    note: str = ""
    due: dt.datetime | None = None
    ending: Ending | None = None
    change_url: str = ""
    opinions: list[Opinion] = field(default_factory=list)
    materials: list[tuple[Material, str]] = field(default_factory=list)


def turn_of_ended(ending: Ending) -> Turn:
    """What was issued no longer counts; the way to the case that took its place."""
    if not ending.serial:
        return Turn(ending.title, ending.text, ending=ending)
    return Turn(
        ending.title,
        ending.text,
        url=reverse("reviews:case", args=[ending.serial]),
        label=_("To the newer case"),
        ending=ending,
    )


def turn_of_others(case: Case, state: CaseState) -> Turn:
    title, text = {
        CaseState.DRAFT: (_("The set is being put together"), ""),
        CaseState.SUBMITTED: (
            _("The window checks the documents"),
            _("Nothing is to be done here until the window has decided."),
        ),
        CaseState.RETURNED: (
            _("The builder makes good what is missing"),
            _("The window has listed everything once."),
        ),
        CaseState.REVIEWING: (
            _("The departments review side by side"),
            _("All opinions are told in one notice when every department is done."),
        ),
        CaseState.CONSOLIDATING: (
            _("The opinions are being put together"),
            _("The lead department writes one notice for all departments."),
        ),
        CaseState.REVISING: (
            _("The builder answers the opinions"),
            _("The time of revising is not counted against the review."),
        ),
        CaseState.PASSED: (
            _("All departments have passed the case"),
            _("The sheets are sealed when every document is there."),
        ),
        CaseState.SEALING: (
            _("The set is being sealed"),
            _("This takes some minutes; it goes on by itself."),
        ),
        CaseState.ISSUED: (_("The certificate is issued"), ""),
        CaseState.ARCHIVED: (_("The case is in the archive"), ""),
        CaseState.WITHDRAWN: (_("The case was taken back"), ""),
        CaseState.REJECTED: (
            _("The case was not accepted"),
            _("The reason stands in the course of the case."),
        ),
    }[state]
    return Turn(title, text, due=_due(case) if state == CaseState.REVIEWING else None)


def _due(case: Case) -> dt.datetime | None:
    return (
        case.reviews_now()
        .exclude(state=DepartmentReviewState.APPROVED)
        .exclude(due_at__isnull=True)
        .order_by("-due_at")
        .values_list("due_at", flat=True)
        .first()
    )
