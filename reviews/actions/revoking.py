"""Issued files are revoked: the regulator asks with a reason, a second person decides."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from reviews import events
from reviews.access import may_ask_revocation, may_decide_revocation
from reviews.actions.cases import locked
from reviews.errors import NotReady, NotYours
from reviews.models import Case, Revocation
from signatures.actions.issuing import revoke_issue
from signatures.models import IssuedFile
from storage import clock
from storage.actions.ledger import record


@transaction.atomic
def ask_revocation(
    *, case: Case, files: Iterable[IssuedFile], actor: User, reason: str
) -> Revocation:
    """Ask that issued files be revoked; they count until a second person has decided.

    Raises:
        NotYours: the person does not supervise this region.
        NotReady: no reason, no file of the case that is in force, or one request waits.

    """
    case = locked(case)
    if not may_ask_revocation(actor, case):
        raise NotYours(_("Only the regulator of this region asks for a revocation."))
    keys = [file.pk for file in files]
    found = list(IssuedFile.objects.in_force().filter(pk__in=keys, stream=case.serial))
    if not reason.strip() or not found or len(found) != len(set(keys)):
        raise NotReady(
            _("Say why, and choose files that are in force; nothing was changed.")
        )
    if case.revocations.filter(decided_at=None).exists():
        raise NotReady(_("A request waits for its decision already."))
    revocation = Revocation.objects.create(
        case=case, reason=reason.strip()[:200], asked_by=actor, asked_at=clock.now()
    )
    revocation.files.set(found)
    record(
        events.REVOCATION_ASKED,
        revocation,
        actor=actor,
        stream=case.serial,
        count=len(found),
        files=[file.code for file in found],
        reason=revocation.reason,
    )
    return revocation


@transaction.atomic
def approve_revocation(*, revocation: Revocation, actor: User) -> Revocation:
    """A second person revokes; every page and every verdict says so from now on.

    Raises:
        NotYours: the person asked for it, or neither supervises nor heads the lead.
        NotReady: it was decided before.

    """
    revocation = _decided(revocation, actor)
    revocation.is_revoked = True
    revocation.save(update_fields=["decided_by", "decided_at", "is_revoked"])
    files = revocation.files.filter(status=IssuedFile.Status.CURRENT).order_by("pk")
    codes = [file.code for file in files]
    for file in files:
        revoke_issue(issue=file, actor=actor, reason=revocation.reason)
    record(
        events.ISSUE_REVOKED,
        revocation,
        actor=actor,
        stream=revocation.case.serial,
        count=len(codes),
        files=codes,
        reason=revocation.reason,
    )
    return revocation


@transaction.atomic
def decline_revocation(*, revocation: Revocation, actor: User) -> Revocation:
    """A second person leaves everything in force.

    Raises:
        NotYours: the person asked for it, or neither supervises nor heads the lead.
        NotReady: it was decided before.

    """
    revocation = _decided(revocation, actor)
    revocation.save(update_fields=["decided_by", "decided_at"])
    record(
        events.REVOCATION_DECLINED,
        revocation,
        actor=actor,
        stream=revocation.case.serial,
        reason=revocation.reason,
    )
    return revocation


def _decided(revocation: Revocation, actor: User) -> Revocation:
    locked(revocation.case)
    row = Revocation.objects.select_for_update(of=("self",)).get(pk=revocation.pk)
    if row.decided_at is not None:
        raise NotReady(_("This request has been decided already."))
    if not may_decide_revocation(actor, row):
        raise NotYours(
            _(
                "A second person decides: another regulator, or the head of the lead "
                "department."
            )
        )
    row.decided_by, row.decided_at = actor, clock.now()
    return row
