"""What the public may know about a case: plain words, no names, no drawings."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop
from django.utils.translation import pgettext

from reviews.access import waits_for
from reviews.durations import Durations, durations_like
from reviews.issuance import Ending, ending_of
from reviews.models import Case, DepartmentReview, Round
from reviews.routing import facts_from
from reviews.routing.facts import USE_NAMES
from reviews.states import UNDERWAY, CaseState, DepartmentReviewState
from storage import clock
from storage.sentences import listed

LAST_FIGURES: Final = 4
"""So many figures of the telephone are enough beside the random code."""

WHOSE_MOVE: Final = {
    "builder": noop("The builder has the next move"),
    "window": noop("The service window is checking the case"),
    "departments": noop("The departments are reviewing"),
    "lead": noop("The lead department is putting the result together"),
    "system": noop("The drawings are being sealed"),
    "nobody": noop("The case is closed"),
}
_STOPPED: Final = {CaseState.WITHDRAWN, CaseState.REJECTED}
_OVER: Final = {CaseState.ISSUED, CaseState.ARCHIVED}
_SEALED_NEXT: Final = {CaseState.PASSED, CaseState.SEALING, *_OVER}


@dataclass(frozen=True, slots=True)
class PublicStep:
    """One department's standing, without a name of a person and without its result."""

    department: str
    state: str
    due_at: dt.datetime | None
    sector: str = ""
    tone: str = "none"


@dataclass(frozen=True, slots=True)
class Stage:
    """One step of the way; `state` is done, now, late or next."""

    name: str
    when: str
    state: str


@dataclass(frozen=True, slots=True)
class PublicProgress:
    """The answer to code and telephone.

    `sentence` says it all in one; `steps` are departments, `stages` the way so far and
    what comes; `durations` how long cases like it took, while it is under way.
    """

    case: Case
    sentence: str
    steps: tuple[PublicStep, ...]
    title: str = ""
    kind: str = ""
    stages: tuple[Stage, ...] = ()
    ending: Ending | None = None
    durations: Durations | None = None


def progress_of(*, code: str, phone: str) -> PublicProgress | None:
    """The progress of a case, or None: the same for a wrong code and a wrong telephone.

    Args:
        code: the query code of the notice of acceptance; blanks and case do not matter.
        phone: the telephone given with the case, or its last four figures.

    """
    wanted = "".join(code.split()).upper()
    case = Case.objects.filter(query_code=wanted).select_related("project").first()
    given, right = _figures(phone), _figures(case.phone) if case else ""
    if len(given) == LAST_FIGURES:
        right = right[-LAST_FIGURES:]
    is_right = constant_time_compare(given, right or "-")
    if case is None or not is_right:
        return None
    reviews, ending = _reviews_told(case), ending_of(case)
    return PublicProgress(
        case=case,
        ending=ending,
        sentence=ending.text if ending else _sentence(case, reviews),
        steps=tuple(_step(review) for review in reviews),
        title=ending.title if ending else _title(case),
        kind=USE_NAMES[facts_from(case.project.facts).use].told(_),
        stages=tuple(_stages(case)),
        durations=durations_like(case) if _is_underway(case) else None,
    )


def _is_underway(case: Case) -> bool:
    return case.state in UNDERWAY and case.passed_at is None


def _figures(phone: str) -> str:
    return "".join(sign for sign in phone if sign.isdecimal())


def _reviews_told(case: Case) -> list[DepartmentReview]:
    is_under_review = case.state in {CaseState.REVIEWING, CaseState.CONSOLIDATING}
    return list(case.reviews_now()) if is_under_review else []


def _step(review: DepartmentReview) -> PublicStep:
    name = review.department.short_name or review.department.name
    if review.state == DepartmentReviewState.APPROVED:
        tone, state = "ok", pgettext("public progress", "has finished")
    elif review.due_at and review.due_at < clock.now():
        tone, state = "late", pgettext("public progress", "overdue")
    else:
        tone, state = "run", pgettext("public progress", "reviewing")
    return PublicStep(name, state, review.due_at, review.department.sector, tone)


def _title(case: Case) -> str:
    if case.state in {CaseState.REVIEWING, CaseState.CONSOLIDATING}:
        return _("Round %(round)s of the review") % {"round": case.round_number}
    return {
        CaseState.DRAFT: _("Being put together"),
        CaseState.SUBMITTED: _("At the service window"),
        CaseState.RETURNED: _("Something has to be made good"),
        CaseState.REVISING: _("The drawings are being revised"),
        CaseState.PASSED: _("Passed, to be sealed"),
        CaseState.SEALING: _("Passed, being sealed"),
        CaseState.WITHDRAWN: _("Taken back"),
        CaseState.REJECTED: _("Not accepted"),
    }.get(CaseState(case.state), _("Passed and issued"))


def _sentence(case: Case, reviews: list[DepartmentReview]) -> str:
    if case.state in _OVER:
        return _("Passed; the sealed drawings and the certificate have been issued.")
    if case.state == CaseState.REVIEWING:
        return _sentence_of_review(case, reviews)
    move = _(WHOSE_MOVE[waits_for(case)])
    return _("%(move)s, round %(round)s.") % {"move": move, "round": case.round_number}


def _sentence_of_review(case: Case, reviews: list[DepartmentReview]) -> str:
    busy = [r for r in reviews if r.state != DepartmentReviewState.APPROVED]
    names = listed(r.department.short_name or r.department.name for r in busy)
    days = [review.due_at for review in busy if review.due_at]
    if not days:
        return _("%(names)s are reviewing, round %(round)s.") % {
            "names": names,
            "round": case.round_number,
        }
    values = {"names": names, "day": _long_day(max(days))}
    if max(days) < clock.now():
        return _("%(names)s are reviewing. The result was promised for %(day)s.") % (
            values
        )
    return _("%(names)s are reviewing. A result is promised by %(day)s.") % values


def _stages(case: Case) -> Iterator[Stage]:
    """Acceptance, each round with the revision after it, and the certificate."""
    is_stopped = case.state in _STOPPED
    if case.accepted_at is None:
        yield Stage(pgettext("public step", "Acceptance"), "", _now(is_stopped))
        yield Stage(pgettext("public step", "Review"), "", "next")
        yield Stage(pgettext("public step", "Certificate"), "", "next")
        return
    yield Stage(pgettext("public step", "Acceptance"), _day(case.accepted_at), "done")
    rounds = [one for one in case.rounds.all() if one.started_at]
    for one in rounds:
        yield _round_stage(case, one, is_stopped=is_stopped)
        if one.released_at and (
            one.number < rounds[-1].number or case.state not in _SEALED_NEXT
        ):
            yield _revision_stage(case, rounds, one, is_stopped=is_stopped)
    state = "done" if case.issued_at else "next"
    if case.state in {CaseState.PASSED, CaseState.SEALING}:
        state = "now"
    yield Stage(pgettext("public step", "Certificate"), _day(case.issued_at), state)


def _round_stage(case: Case, one: Round, *, is_stopped: bool) -> Stage:
    name = _("Review, round %(number)s") % {"number": one.number}
    if one.released_at:
        when = _("finished %(day)s") % {"day": _day(one.released_at)}
        return Stage(name, when, "done")
    is_now = one.number == case.round_number
    when = _("under way") if is_now and not is_stopped else ""
    return Stage(name, when, _now(is_stopped))


def _revision_stage(
    case: Case, rounds: list[Round], after: Round, *, is_stopped: bool
) -> Stage:
    name = pgettext("public step", "Revision")
    following = next((o for o in rounds if o.number == after.number + 1), None)
    if following is not None:
        when = _("sent back %(day)s") % {"day": _day(following.started_at)}
        return Stage(name, when, "done")
    is_now = case.state == CaseState.REVISING
    return Stage(name, _("under way") if is_now else "", _now(is_stopped))


def _now(is_stopped: bool) -> str:  # noqa: FBT001
    return "late" if is_stopped else "now"


def _day(moment: dt.datetime | None) -> str:
    return f"{timezone.localtime(moment):%m-%d}" if moment else ""


def _long_day(moment: dt.datetime) -> str:
    return date_format(timezone.localtime(moment), "DATE_FORMAT")
