"""Where an official goes on from the page of a case: the doors that the own seats open."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from reviews.access import (
    is_clerk,
    is_head,
    is_lead_head,
    is_official,
    is_reviewer,
    may_have_sealed,
    own_review,
)
from reviews.models import Case
from reviews.states import CaseState, DepartmentReviewState

_SEALED = {CaseState.SEALING, CaseState.ISSUED, CaseState.ARCHIVED}


@dataclass(frozen=True, slots=True)
class Door:
    """One way on; `is_next` when the case waits for this person there."""

    label: str
    url: str
    icon: str
    is_next: bool = False


def doors_of(user: User, case: Case) -> list[Door]:
    """The doors of a person, what waits for the person first."""
    doors = []
    if is_clerk(user, case):
        doors.append(_window(case))
    if case.accepted_at and is_official(user, case):
        doors += [*_department(user, case), *_together(user, case)]
    return sorted(doors, key=lambda door: not door.is_next)


def _window(case: Case) -> Door:
    waits = case.state == CaseState.SUBMITTED
    label = _("Check the documents") if waits else _("As it lay at the window")
    return Door(
        label, reverse("workflow:window_case", args=[case.serial]), "file", waits
    )


def _department(user: User, case: Case) -> Iterator[Door]:
    """What the own department does with it: review, and approve what was concluded."""
    review = own_review(user, case)
    is_running = case.state == CaseState.REVIEWING and review is not None
    state = review.state if review and is_running else ""
    if review and state == DepartmentReviewState.DRAFTED and is_head(user, review):
        url = f"{reverse('workflow:head')}#drafts"
        yield Door(_("Approve the conclusion"), url, "check", is_next=True)
    is_later = review is not None and case.round_number > 1
    name = "reviews:roundtwo" if is_later else "reviews:workbench"
    waits = bool(
        review and state == DepartmentReviewState.RUNNING and is_reviewer(user, review)
    )
    label = _("Re-review") if is_later else _("Workbench")
    yield Door(label, reverse(name, args=[case.serial]), "pen", waits)


def _together(user: User, case: Case) -> Iterator[Door]:
    """What the lead department does for all: put together, release, seal."""
    if case.state == CaseState.CONSOLIDATING:
        url = reverse("workflow:release", args=[case.serial])
        is_next = is_lead_head(user, case)
        label = _("Look through and release") if is_next else _("All opinions together")
        yield Door(label, url, "people", is_next)
    url = reverse("workflow:seal", args=[case.serial])
    if case.state == CaseState.PASSED and may_have_sealed(user, case):
        yield Door(_("Seal and issue"), url, "seal", is_next=True)
    elif case.state in _SEALED:
        yield Door(_("Seals and certificate"), url, "seal")
