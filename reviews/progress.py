"""What the public may know about a case: plain words, no names, no drawings."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from reviews.access import waits_for
from reviews.models import Case
from reviews.states import CaseState

WHOSE_MOVE: Final = {
    "builder": noop("The builder has the next move"),
    "window": noop("The service window is checking the case"),
    "departments": noop("The departments are reviewing"),
    "lead": noop("The lead department is putting the result together"),
    "system": noop("The drawings are being sealed"),
    "nobody": noop("The case is closed"),
}


@dataclass(frozen=True, slots=True)
class PublicStep:
    """One department's standing, without a name of a person."""

    department: str
    state: str
    due_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class PublicProgress:
    """The answer to code and phone."""

    case: Case
    sentence: str
    steps: tuple[PublicStep, ...]


def progress_of(*, code: str, phone: str) -> PublicProgress | None:
    """The progress of a case, or None: the same for a wrong code and a wrong phone."""
    case = (
        Case.objects.filter(query_code=code.strip().upper())
        .select_related("project")
        .first()
    )
    right = case.phone if case else "-"
    is_right = constant_time_compare(phone.strip(), right)
    if case is None or not is_right:
        return None
    reviews = case.reviews_now() if case.state != CaseState.DRAFT else []
    steps = tuple(
        PublicStep(
            department=review.department.name,
            state=str(review.get_state_display()),
            due_at=review.due_at,
        )
        for review in reviews
    )
    return PublicProgress(case, _sentence(case), steps)


def _sentence(case: Case) -> str:
    move = _(WHOSE_MOVE[waits_for(case)])
    if case.state == CaseState.ISSUED:
        return _("Passed; the sealed drawings and the certificate have been issued.")
    return _("%(move)s, round %(round)s.") % {"move": move, "round": case.round_number}
