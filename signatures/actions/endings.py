"""A seal comes to its end: revoked by two persons, renewed, a delegation taken back."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from signatures import keys
from signatures.actions.holders import (
    enrol_test_seal,
    lock_units,
    revoke_seal,
    suspend_seal,
)
from signatures.errors import HolderNotUsable
from signatures.events import (
    DELEGATION_ENDED,
    REVOCATION_ASKED,
    REVOCATION_DECLINED,
    SEAL_RENEWED,
)
from signatures.models import Delegation, Registration, SealHolder
from signatures.pictures import owner_of
from storage import clock
from storage.actions.ledger import record

TINY = dt.timedelta(seconds=1)


@transaction.atomic
def ask_revocation(*, holder: SealHolder, actor: User, reason: str) -> SealHolder:
    """Ask that a seal be revoked; it stands still at once, a second person decides.

    Raises:
        HolderNotUsable: no reason was given, or it is revoked or asked for already.

    """
    holder = _locked(holder)
    if not reason.strip():
        raise HolderNotUsable(_("Say why; nothing was changed."))
    if holder.revoked_at is not None or holder.revocation_asked_at is not None:
        raise HolderNotUsable(_("It is revoked, or somebody asked for it already."))
    holder.revocation_asked_at, holder.revocation_asked_by = clock.now(), actor
    holder.revocation_reason = reason.strip()[:200]
    holder.save(
        update_fields=[
            "revocation_asked_at",
            "revocation_asked_by",
            "revocation_reason",
        ]
    )
    record(
        REVOCATION_ASKED,
        holder,
        actor=actor,
        holder=str(holder),
        reason=holder.revocation_reason,
    )
    return suspend_seal(holder=holder, actor=actor, reason=holder.revocation_reason)


@transaction.atomic
def approve_revocation(*, holder: SealHolder, actor: User) -> SealHolder:
    """A second person has the seal revoked for good.

    Raises:
        HolderNotUsable: nobody asked for it, or the same person did.

    """
    holder = _asked(holder)
    if holder.revocation_asked_by_id == actor.pk:
        raise HolderNotUsable(
            _("Who asked for it cannot approve it; a second one has to.")
        )
    return revoke_seal(holder=holder, actor=actor, reason=holder.revocation_reason)


@transaction.atomic
def decline_revocation(*, holder: SealHolder, actor: User) -> SealHolder:
    """The seal is not revoked; it stays suspended until its keeper lets it go on.

    Raises:
        HolderNotUsable: nobody asked for it, or it is revoked.

    """
    holder = _asked(holder)
    holder.revocation_asked_at, holder.revocation_asked_by = None, None
    holder.revocation_reason = ""
    holder.save(
        update_fields=[
            "revocation_asked_at",
            "revocation_asked_by",
            "revocation_reason",
        ]
    )
    record(REVOCATION_DECLINED, holder, actor=actor, holder=str(holder))
    return holder


@transaction.atomic
def end_delegation(*, delegation: Delegation, actor: User) -> Delegation:
    """Somebody no longer uses a seal, from now on; doing it again changes nothing."""
    row = Delegation.objects.select_for_update().get(pk=delegation.pk)
    now = clock.now()
    if row.until <= now:
        return row
    keys.end_delegation(
        seal=row.holder.key_name, person=row.to.username, who=actor.username
    )
    row.since, row.until = min(row.since, now - TINY), now
    row.save(update_fields=["since", "until"])
    record(
        DELEGATION_ENDED,
        row.holder,
        actor=actor,
        holder=str(row.holder),
        person=str(row.to),
    )
    return row


@transaction.atomic
def renew_test_seal(
    *, holder: SealHolder, keepers: list[User], actor: User, code: str
) -> SealHolder:
    """A new key and certificate take the place of the old; what it sealed stays valid.

    Whoever could renew a seal in passing would hold its new key: it is said with a code.

    Raises:
        CodeNotTaken, DeviceMissing: the code is wrong or was used; there is no device.
        HolderNotUsable: the seal is revoked or was renewed already.

    """
    lock_units([holder.organisation_id])
    old = _locked(holder)
    if old.revoked_at is not None or old.replaced_by_id is not None:
        raise HolderNotUsable(
            _("A seal that is revoked or renewed is not renewed again.")
        )
    said = keys.speak(who=actor.username, code=code, about=f"renew {old.fingerprint}")
    owner = owner_of(old) if old.person else ""
    tied = Registration.objects.filter(fingerprint=old.fingerprint)
    list(tied.select_for_update(of=("self",)))
    suspend_seal(holder=old, actor=actor, reason=_("renewed"))
    # The new one is made while the old one does not count as being at work.
    old.replaced_by = old
    old.save(update_fields=["replaced_by"])
    new = enrol_test_seal(
        organisation=old.organisation,
        kind=old.kind,
        actor=actor,
        keepers=keepers,
        person=old.person,
        owner=owner,
    )
    SealHolder.objects.filter(pk=old.pk).update(replaced_by=new)
    tied.update(fingerprint=new.fingerprint)
    record(
        SEAL_RENEWED,
        new,
        actor=actor,
        holder=str(new),
        line=int(said["line"]),
        head=str(said["head"]),
    )
    return new


def _locked(holder: SealHolder) -> SealHolder:
    return SealHolder.objects.select_for_update(of=("self",)).get(pk=holder.pk)


def _asked(holder: SealHolder) -> SealHolder:
    holder = _locked(holder)
    if holder.revoked_at is not None or holder.revocation_asked_at is None:
        raise HolderNotUsable(_("Nobody asks for its revocation."))
    return holder
