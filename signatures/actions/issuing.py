"""What was sealed is put in force as one, superseded, or revoked."""

import datetime as dt
from collections.abc import Sequence
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from signatures.errors import OrderNotUsable
from signatures.events import FILES_ISSUED, ISSUE_REVOKED, ISSUE_SUPERSEDED
from signatures.models import IssuedFile, Seal, SealingOrder
from storage import clock
from storage.actions.ledger import record

NEEDED: Final = {SealingOrder.Purpose.SET, SealingOrder.Purpose.CERTIFICATE}
"""What is issued together."""


WHOLE: Final = (IssuedFile.Kind.SHEET, IssuedFile.Kind.CERTIFICATE)
"""What a newer set ends; a letter said what it says, whatever follows."""


@transaction.atomic
def announce_letter(*, code: str, stream: str, label: str, title: str) -> IssuedFile:
    """Enter a letter into the register before it is sealed: its code is known, no more."""
    return IssuedFile.objects.create(
        code=code,
        kind=IssuedFile.Kind.NOTICE,
        stream=stream,
        label=label,
        title=title[:200],
    )


@transaction.atomic
def issue_letter(*, seal: Seal) -> IssuedFile:
    """Put a sealed letter in force.

    Raises:
        OrderNotUsable: it is not sealed yet.

    """
    issue = IssuedFile.objects.select_for_update().get(pk=seal.issue_id)
    if seal.after is None:
        raise OrderNotUsable(_("Not every file is sealed yet."))
    if issue.status == IssuedFile.Status.PENDING:
        issue.blob, issue.seals = seal.after, seal.fields
        issue.status, issue.issued_at = IssuedFile.Status.CURRENT, clock.now()
        issue.save()
    return issue


@transaction.atomic
def issue_course(
    *, stream: str, actor: User | None, supersedes: Sequence[str] = ()
) -> list[IssuedFile]:
    """Put the set and the certificate of a course in force at once, or nothing of them.

    Older files of the same course are superseded, and with them whatever is in force of
    the courses that `supersedes` names: a set is whole, what it leaves out is out.

    Raises:
        OrderNotUsable: the certificate is not ordered, or a file is not sealed yet.

    """
    orders = list(
        SealingOrder.objects.select_for_update().filter(stream=stream).order_by("pk")
    )
    seals = list(
        Seal.objects.filter(order__in=orders)
        .select_related("issue", "after")
        .order_by("pk")
    )
    whole = {order.purpose for order in orders} == NEEDED
    if not whole or not seals or any(seal.after_id is None for seal in seals):
        raise OrderNotUsable(_("Not every file is sealed yet."))
    now = clock.now()
    issued = []
    for seal in seals:
        issue = seal.issue
        if issue.status != IssuedFile.Status.PENDING:
            continue
        older = IssuedFile.objects.in_force().filter(stream=stream, label=seal.label)
        older.update(
            status=IssuedFile.Status.SUPERSEDED, ended_at=now, replaced_by=issue
        )
        issue.blob, issue.seals = seal.after, seal.fields
        issue.status, issue.issued_at = IssuedFile.Status.CURRENT, now
        issue.save()
        issued.append(issue)
    _supersede(supersedes, issued, now)
    for order in orders:
        order.state = SealingOrder.State.ISSUED
        order.save(update_fields=["state"])
    record(
        FILES_ISSUED,
        orders[-1],
        actor=actor,
        stream=stream,
        count=len(issued),
        files={seal.label: seal.after.sha256 for seal in seals if seal.after},
    )
    return issued


def _supersede(
    streams: Sequence[str], issued: Sequence[IssuedFile], now: dt.datetime
) -> None:
    """End what older courses have in force; each file names the one in its place.

    A sheet that is in the new set no longer has none.
    """
    sheets = {one.label: one for one in issued if one.kind == IssuedFile.Kind.SHEET}
    certificate = next(
        (one for one in issued if one.kind == IssuedFile.Kind.CERTIFICATE), None
    )
    older = IssuedFile.objects.in_force().filter(stream__in=streams, kind__in=WHOLE)
    for one in older.select_for_update().order_by("pk"):
        is_sheet = one.kind == IssuedFile.Kind.SHEET
        one.replaced_by = sheets.get(one.label) if is_sheet else certificate
        one.status, one.ended_at = IssuedFile.Status.SUPERSEDED, now
        one.save(update_fields=["status", "ended_at", "replaced_by"])
        record(
            ISSUE_SUPERSEDED,
            one,
            actor=None,
            stream=one.stream,
            label=one.label,
            code=one.code,
            by=one.replaced_by.code if one.replaced_by else "",
        )


@transaction.atomic
def revoke_issue(
    *, issue: IssuedFile, actor: User, reason: str, letter: str = ""
) -> IssuedFile:
    """Take an issued file out of force; every verdict says so from now on.

    Args:
        issue: the file.
        actor: who decided it.
        reason: why, as the public reads it.
        letter: the number of the letter that says so.

    Raises:
        OrderNotUsable: it does not count any more, or not yet.

    """
    issue = IssuedFile.objects.select_for_update().get(pk=issue.pk)
    if issue.status != IssuedFile.Status.CURRENT:
        raise OrderNotUsable(_("This file is not in force; nothing was changed."))
    issue.status = IssuedFile.Status.REVOKED
    issue.ended_at, issue.end_reason = clock.now(), reason[:200]
    issue.end_letter = letter
    issue.save()
    record(
        ISSUE_REVOKED,
        issue,
        actor=actor,
        stream=issue.stream,
        label=issue.label,
        reason=reason,
        letter=letter,
    )
    return issue
