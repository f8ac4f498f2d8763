"""A passed case is sealed and issued: sheets, certificate, dates."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from reviews import events
from reviews.access import may_have_sealed
from reviews.actions.archiving import order_archive
from reviews.actions.cases import locked, require_state
from reviews.errors import NotReady, NotYours
from reviews.models import Case, CaseArchive
from reviews.standing import gates
from reviews.states import CaseState
from storage import clock
from storage.actions.ledger import record
from storage.sentences import one_by_one


@transaction.atomic
def begin_sealing(*, case: Case, actor: User) -> Case:
    """Let the set be sealed; every gate has to be open.

    Raises:
        NotYours: the person does not head the lead department.
        NotReady: a gate is shut; the message names it.

    """
    case = locked(case)
    require_state(case, CaseState.PASSED)
    if not may_have_sealed(actor, case):
        raise NotYours(_("Only the head of the lead department has the set sealed."))
    shut = [gate.detail for gate in gates(case) if not gate.is_open]
    if shut:
        raise NotReady(one_by_one(shut))
    case.state = CaseState.SEALING
    case.save(update_fields=["state"])
    record(
        events.SEALING_ORDERED,
        case,
        actor=actor,
        stream=case.serial,
        count=case.revisions_now().count(),
    )
    return case


@transaction.atomic
def issue_case(*, case: Case, issued: Sequence[str]) -> Case:
    """Note that the sealed set and the certificate have been issued.

    Raises:
        CaseNotOpen: the case is not being sealed.

    """
    case = locked(case)
    require_state(case, CaseState.SEALING)
    case.state = CaseState.ISSUED
    case.issued_at = clock.now()
    case.save(update_fields=["state", "issued_at"])
    record(
        events.CASE_ISSUED,
        case,
        actor=None,
        stream=case.serial,
        count=len(issued),
        files=list(issued),
    )
    order_archive(case=case, cause=CaseArchive.Cause.ISSUED, actor=None)
    return case
