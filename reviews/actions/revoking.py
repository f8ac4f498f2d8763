"""Issued files are revoked: the regulator asks with a reason, a second person decides."""

import hashlib
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from reviews import events
from reviews.access import may_ask_revocation, may_decide_revocation
from reviews.actions.cases import locked
from reviews.actions.letters import write_revocation
from reviews.errors import NotReady, NotYours
from reviews.models import Case, Revocation
from signatures import keys
from signatures.actions.issuing import revoke_issue
from signatures.models import IssuedFile
from storage import clock
from storage.actions.ledger import record


@transaction.atomic
def ask_revocation(
    *, case: Case, files: Iterable[IssuedFile], actor: User, reason: str, code: str
) -> Revocation:
    """Ask that issued files be revoked; they count until a second person has decided.

    Raises:
        NotYours: the person does not supervise this region.
        CodeNotTaken, DeviceMissing: the code of the device is wrong; nothing was asked.
        NotReady: no reason, no file of the case that is in force, or one request waits.

    """
    case = locked(case)
    if not may_ask_revocation(actor, case):
        raise NotYours(_("Only the regulator of this region asks for a revocation."))
    chosen = {file.pk for file in files}
    rows = IssuedFile.objects.in_force().exclude(kind=IssuedFile.Kind.NOTICE)
    found = list(rows.filter(pk__in=chosen, stream=case.serial).order_by("pk"))
    if not reason.strip() or not found or len(found) != len(chosen):
        raise NotReady(
            _("Say why, and choose files that are in force; nothing was changed.")
        )
    if case.revocations.filter(decided_at=None).exists():
        raise NotReady(_("A request waits for its decision already."))
    said = _spoken(actor, code, f"ask revocation {case.serial}", found)
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
        **said,
    )
    return revocation


@transaction.atomic
def approve_revocation(*, revocation: Revocation, actor: User, code: str) -> Revocation:
    """A second person revokes; every page and every verdict says so from now on.

    A numbered letter is written of it, and its number stands wherever the end is told.
    What a newer set has superseded since the request is left as it is.

    Raises:
        NotYours: the person asked for it, or neither supervises nor heads the lead.
        NotReady: it was decided before, or nothing of it is in force any more.
        CodeNotTaken, DeviceMissing: the code of the device is wrong; all is in force.

    """
    revocation = _decided(revocation, actor)
    rows = revocation.files.filter(status=IssuedFile.Status.CURRENT)
    # Locked: a newer set that is issued at this moment supersedes them.
    files = list(rows.select_for_update(of=("self",)).order_by("pk"))
    if not files:
        raise NotReady(
            _("Nothing of it is in force any more. Decline the request instead.")
        )
    said = _spoken(actor, code, f"revoke {revocation.case.serial}", files)
    revocation.is_revoked = True
    revocation.save(update_fields=["decided_by", "decided_at", "is_revoked"])
    letter = write_revocation(revocation=revocation, files=files).number
    for file in files:
        revoke_issue(issue=file, actor=actor, reason=revocation.reason, letter=letter)
    record(
        events.ISSUE_REVOKED,
        revocation,
        actor=actor,
        stream=revocation.case.serial,
        count=len(files),
        files=[file.code for file in files],
        reason=revocation.reason,
        letter=letter,
        **said,
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


def _spoken(
    actor: User, code: str, about: str, files: Sequence[IssuedFile]
) -> dict[str, str | int]:
    """What a person says with a code, and where the signer's log holds it."""
    listed = ",".join(sorted(file.code for file in files))
    digest = hashlib.sha256(listed.encode()).hexdigest()
    said = keys.speak(who=actor.username, code=code, about=f"{about} {digest}")
    return {"line": int(said["line"]), "head": str(said["head"])}


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
