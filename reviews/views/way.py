"""The six steps of the way of a case, with their dates."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from reviews.models import Case
from reviews.routing import facts_from
from reviews.routing.facts import faults_of
from reviews.states import CaseState

_STOPPED: Final = {CaseState.REJECTED, CaseState.WITHDRAWN}


@dataclass(frozen=True, slots=True)
class Step:
    """One of the six steps."""

    name: str
    when: str
    state: str


def steps_of(case: Case) -> list[Step]:
    """The six steps with their dates."""
    at = _place(case)
    first = case.rounds.filter(number=1).select_related("submission").first()
    closed = first.submission.closed_at if first else None
    released = first.released_at if first else None
    review = [_day(case.accepted_at), _day(released)]
    when = [
        _day(case.opened_at),
        _day(closed),
        _day(case.accepted_at),
        " – ".join(day for day in review if day),
        _("round %(number)s") % {"number": _round_of(case)}
        if at >= _REVISING and case.rounds.count() > 1
        else "",
        _day(case.issued_at),
    ]
    names = [
        pgettext("step of a case", "Fill in"),
        pgettext("step of a case", "Upload"),
        pgettext("step of a case", "Acceptance"),
        pgettext("step of a case", "Review"),
        pgettext("step of a case", "Revision"),
        pgettext("step of a case", "Certificate"),
    ]
    return [
        Step(name, when[place], _step_state(place, at, case))
        for place, name in enumerate(names)
    ]


_UPLOAD, _ACCEPTANCE, _REVIEW, _REVISING, _CERTIFICATE, _ALL = 1, 2, 3, 4, 5, 6


def _round_of(case: Case) -> int:
    """The round that is told: while the builder answers, the one that comes."""
    return case.round_number + (case.state == CaseState.REVISING)


def _place(case: Case) -> int:
    state = CaseState(case.state)
    if state == CaseState.DRAFT:
        return 0 if faults_of(facts_from(case.project.facts)) else _UPLOAD
    if state in {CaseState.REVIEWING, CaseState.CONSOLIDATING}:
        return _REVIEW if case.round_number == 1 else _REVISING
    if state == CaseState.WITHDRAWN:
        return _REVIEW if case.accepted_at else _ACCEPTANCE
    return {
        CaseState.SUBMITTED: _ACCEPTANCE,
        CaseState.RETURNED: _ACCEPTANCE,
        CaseState.REJECTED: _ACCEPTANCE,
        CaseState.REVISING: _REVISING,
        CaseState.PASSED: _CERTIFICATE,
        CaseState.SEALING: _CERTIFICATE,
    }.get(state, _ALL)


def _step_state(place: int, at: int, case: Case) -> str:
    if place < at:
        return "done"
    if place > at:
        return "next"
    return "late" if case.state in {*_STOPPED, CaseState.RETURNED} else "now"


def _day(moment: dt.datetime | None) -> str:
    return f"{timezone.localtime(moment):%m-%d}" if moment else ""
