"""The window accepts, accepts with documents to follow, returns once, or refuses."""

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Membership, Organisation, User
from drawings.actions.sets import reopen_submission
from reviews import events
from reviews.access import is_clerk
from reviews.actions.cases import locked, require_state
from reviews.actions.letters import write_acceptance, write_make_good
from reviews.actions.rounds import start_round
from reviews.errors import NotReady, NotYours
from reviews.models import Case, Material
from reviews.states import CaseState, MaterialState
from storage import clock
from storage.actions.ledger import record
from storage.sentences import listed


@transaction.atomic
def accept_case(
    *, case: Case, actor: User, promises: Mapping[str, dt.date] | None = None
) -> Case:
    """Accept a case; documents that may follow are taken on a promise with a date (容缺).

    Args:
        case: lies at the window.
        actor: a clerk of the window.
        promises: document code -> last day, for each document that is to follow.

    Raises:
        NotYours: the person is no clerk of this region's window.
        NotReady: an essential document is missing, or one is missing without promise.

    """
    case = _at_window(case, actor)
    _take_promises(case, promises or {})
    missing = list(case.materials.exclude(state__in=_SETTLED))
    if missing:
        names = listed(material.code for material in missing)
        raise NotReady(
            _(
                "Not everything is there: %(names)s. Return the case once, with all of it."
            )
            % {"names": names}
        )
    promised = case.materials.filter(state=MaterialState.PROMISED).count()
    case.window = _window_of(actor, case)
    case.accepted_at, case.accepted_by = clock.now(), actor
    case.state = CaseState.REVIEWING
    case.save(update_fields=["window", "accepted_at", "accepted_by", "state"])
    if promised:
        record(
            events.CASE_ACCEPTED_DEFERRED,
            case,
            actor=actor,
            stream=case.serial,
            count=promised,
            promises={code: day.isoformat() for code, day in (promises or {}).items()},
        )
    else:
        record(events.CASE_ACCEPTED, case, actor=actor, stream=case.serial)
    start_round(round_=case.current_round, actor=actor)
    write_acceptance(case=case)
    return case


@transaction.atomic
def return_case(*, case: Case, actor: User, remarks: Mapping[str, str]) -> Case:
    """Return a case with one notice that lists everything (一次性告知).

    Args:
        case: lies at the window.
        actor: a clerk of the window.
        remarks: document code -> what is wrong with it; missing ones are added.

    Raises:
        NotYours: the person is no clerk of this region's window.
        NotReady: nothing is missing or wrong; there is no ground to return it.

    """
    case = _at_window(case, actor)
    for code, remark in remarks.items():
        material = case.materials.filter(code=code)
        material.update(note=remark[:300])
        # What never came cannot be refused: it is still missing, or still promised.
        here = material.filter(state=MaterialState.PRESENT)
        here.update(state=MaterialState.REFUSED)
    wanting = list(case.materials.exclude(state=MaterialState.PRESENT))
    if not wanting:
        raise NotReady(_("Nothing is missing; the case has to be accepted."))
    case.state = CaseState.RETURNED
    case.is_confirmed_by_builder = False
    case.save(update_fields=["state", "is_confirmed_by_builder"])
    reopen_submission(submission=case.current_round.submission)
    record(
        events.CASE_RETURNED,
        case,
        actor=actor,
        stream=case.serial,
        count=len(wanting),
        items=[material.code for material in wanting],
    )
    write_make_good(case=case, wanting=wanting)
    return case


@transaction.atomic
def reject_case(*, case: Case, actor: User, reason: str) -> Case:
    """Refuse a case that does not belong here (不予受理), with the reason.

    Raises:
        NotYours: the person is no clerk of this region's window.
        NotReady: no reason is given.

    """
    case = _at_window(case, actor)
    if not reason.strip():
        raise NotReady(_("A refusal needs its reason."))
    case.state = CaseState.REJECTED
    case.save(update_fields=["state"])
    record(events.CASE_REJECTED, case, actor=actor, stream=case.serial, reason=reason)
    return case


_SETTLED = (MaterialState.PRESENT, MaterialState.PROMISED)


def _at_window(case: Case, actor: User) -> Case:
    case = locked(case)
    require_state(case, CaseState.SUBMITTED)
    if not is_clerk(actor, case):
        raise NotYours(_("Only the window of this region decides on acceptance."))
    return case


def _take_promises(case: Case, promises: Mapping[str, dt.date]) -> None:
    for code, day in promises.items():
        material = case.materials.filter(code=code).first()
        if material is None or material.state == MaterialState.PRESENT:
            continue
        _require_deferrable(material, day)
        material.state = MaterialState.PROMISED
        material.promised_until, material.promised_by = day, case.applicant
        material.save(update_fields=["state", "promised_until", "promised_by"])


def _require_deferrable(material: Material, day: dt.date) -> None:
    if material.is_essential:
        raise NotReady(_("An essential document cannot follow later."))
    if day < clock.today():
        raise NotReady(_("The promised day lies in the past."))


def _window_of(actor: User, case: Case) -> Organisation:
    region = case.project.region
    windows = Organisation.objects.filter(
        kind=Organisation.Kind.WINDOW,
        seats__user=actor,
        seats__role=Membership.Role.CLERK,
        region__in=[region.pk, region.city_id or region.pk],
    ).order_by("pk")
    # A clerk may sit at the county's window and at the city's: the nearer one counts.
    return windows.filter(region=region).first() or windows[0]
