"""Which set of drawings a person works on, and who may change it."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from accounts.models import User
from drawings.models import Submission
from reviews.access import is_applicant_side
from reviews.models import Case
from reviews.states import CaseState
from reviews.views.requests import SignedInRequest, case_seen_by


def set_of(case: Case) -> Submission:
    """The set that is being put together; where none is, the one under review."""
    number = case.round_number + (case.state == CaseState.REVISING)
    return case.rounds.select_related("submission").get(number=number).submission


def set_seen_by(user: User, case: Case) -> Submission | None:
    """The set in work for those who work on it; else what was handed in, and nothing before."""
    if is_applicant_side(user, case):
        return set_of(case)
    handed_in = case.current_round.submission
    return handed_in if handed_in.is_handed_in else None


def may_change(user: User, case: Case) -> bool:
    """Whether the person may add, correct and take out drawings now."""
    return is_applicant_side(user, case) and case.state in {
        CaseState.DRAFT,
        CaseState.RETURNED,
        CaseState.REVISING,
    }


def applicants_case(request: SignedInRequest, serial: str) -> Case:
    """The case of a person of the builder or the design firm; others may not act.

    Raises:
        Http404: the person may not see the case.
        PermissionDenied: the person may see it and not act in it.

    """
    case = case_seen_by(request, serial)
    if not is_applicant_side(request.user, case):
        raise PermissionDenied(_("Only the builder or the design firm may do this."))
    return case
