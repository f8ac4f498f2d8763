"""Seals are enrolled, delegated, suspended and revoked; keepers set up their devices."""

import datetime as dt
import secrets
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Organisation, User
from signatures import keys
from signatures.errors import HolderNotUsable
from signatures.events import (
    DEVICE_SET_UP,
    SEAL_DELEGATED,
    SEAL_ENROLLED,
    SEAL_RESUMED,
    SEAL_REVOKED,
    SEAL_SUSPENDED,
)
from signatures.keepers import keeps_seal
from signatures.models import Delegation, SealHolder
from storage import clock
from storage.actions.ledger import record

DUAL: frozenset[str] = frozenset({SealHolder.Kind.INSTITUTION})
"""Kinds of seals that two persons must release: that of the certificate of passed review."""


@transaction.atomic
def enrol_test_seal(
    *,
    organisation: Organisation,
    kind: str,
    actor: User | None,
    keepers: Iterable[User] = (),
    person: User | None = None,
    owner: str = "",
) -> SealHolder:
    """Enrol a seal with a certificate of the signer's test authority.

    A second call returns the first seal; keepers that are new are added to it. Its
    picture carries 测试; it has no legal effect. A conforming e-seal comes from the
    government's e-seal system. `owner` is what stands on it, where that is more than a
    name (`signatures.pades.appearance.practice_line`).
    """
    lock_units([organisation.pk])
    known = (
        SealHolder.objects.at_work()
        .filter(organisation=organisation, kind=kind, person=person)
        .order_by("pk")
        .first()
    )
    name = str(person) if person else organisation.name
    key_name = known.key_name if known else f"{kind}-{secrets.token_hex(8)}"
    made = keys.enrol(
        seal=key_name,
        owner=owner or name,
        kind=kind,
        subject=name,
        unit=organisation.name if person else "",
        keepers=[who.username for who in keepers],
        persons=2 if kind in DUAL else 1,
    )
    if known is not None:
        return known
    fresh = SealHolder(organisation=organisation, person=person, kind=kind)
    return _written_down(made, fresh, key_name, actor)


@transaction.atomic
def take_up_seal(
    *, organisation: Organisation, kind: str, key_name: str, actor: User | None
) -> SealHolder:
    """A seal that the operator enrolled at the signer becomes that of a unit.

    Raises:
        HolderNotUsable: the unit has a seal of this kind at work.
        KeyNotThere, OrderNotUsable: the signer knows no seal of this name.

    """
    lock_units([organisation.pk])
    at_work = SealHolder.objects.at_work()
    if at_work.filter(organisation=organisation, kind=kind, person=None).exists():
        raise HolderNotUsable(
            _("%(unit)s has a seal of this kind. Revoke it first.")
            % {"unit": organisation}
        )
    made = keys.enrol(
        seal=key_name,
        owner=organisation.name,
        kind=kind,
        subject=organisation.name,
        unit="",
        keepers=[],
        persons=2 if kind in DUAL else 1,
    )
    fresh = SealHolder(organisation=organisation, kind=kind)
    return _written_down(made, fresh, key_name, actor)


def lock_units(units: Iterable[int]) -> None:
    """Lock the rows of units, by key: two at once would enrol two seals.

    Inside a transaction, and before anything is recorded in it: the ledger is locked last.
    """
    rows = Organisation.objects.select_for_update(no_key=True)
    list(rows.filter(pk__in=list(units)).order_by("pk").values_list("pk"))


def _written_down(
    made: Mapping[str, Any], holder: SealHolder, key_name: str, actor: User | None
) -> SealHolder:
    """Keep what the signer says of a seal."""
    holder.key_name, holder.certificate = key_name, made["certificate"]
    holder.fingerprint = sha256(bytes.fromhex(made["certificate"])).hexdigest()
    holder.valid_until = dt.datetime.fromisoformat(made["valid_until"])
    holder.is_test = made["is_test"]
    holder.save()
    record(
        SEAL_ENROLLED,
        holder,
        actor=actor,
        holder=str(holder.person or holder.organisation.name),
        kind=holder.kind,
        fingerprint=holder.fingerprint,
    )
    return holder


@transaction.atomic
def suspend_seal(*, holder: SealHolder, actor: User, reason: str) -> SealHolder:
    """Stop a seal at once, here and at the signer.

    A regulator takes over what a keeper ordered, and then alone lets it go on; a keeper
    never takes over what a regulator ordered.
    """
    holder = _locked(holder)
    is_same = holder.suspended_by_id == actor.pk or keeps_seal(actor, holder)
    if holder.suspended_at is None or not is_same:
        holder.suspended_at = holder.suspended_at or clock.now()
        holder.suspended_by, holder.suspend_reason = actor, reason[:200]
        holder.save(update_fields=["suspended_at", "suspended_by", "suspend_reason"])
        keys.suspend(seal=holder.key_name, who=actor.username, reason=reason)
        record(SEAL_SUSPENDED, holder, actor=actor, holder=str(holder), reason=reason)
    return holder


@transaction.atomic
def resume_seal(*, holder: SealHolder, actor: User, code: str) -> SealHolder:
    """Let a suspended seal be used again; said with a code by the side that ordered it.

    Raises:
        CodeNotTaken: the code is wrong or was used.
        OrderNotUsable: a keeper would end what a regulator ordered, or the reverse.
        HolderNotUsable: the seal is revoked.

    """
    holder = _locked(holder)
    if holder.revoked_at is not None:
        raise HolderNotUsable(_("A revoked seal does not come back. Enrol a new one."))
    if holder.revocation_asked_at is not None:
        raise HolderNotUsable(_("Its revocation is asked for; that is decided first."))
    keys.resume(seal=holder.key_name, who=actor.username, code=code)
    holder.suspended_at, holder.suspended_by, holder.suspend_reason = None, None, ""
    holder.save(update_fields=["suspended_at", "suspended_by", "suspend_reason"])
    record(SEAL_RESUMED, holder, actor=actor, holder=str(holder))
    return holder


@transaction.atomic
def revoke_seal(*, holder: SealHolder, actor: User, reason: str) -> SealHolder:
    """Revoke the certificate of a seal for good; what it sealed before stays valid."""
    holder = _locked(holder)
    if holder.revoked_at is None:
        holder.revoked_at, holder.revoked_by = clock.now(), actor
        holder.save(update_fields=["revoked_at", "revoked_by"])
        keys.revoke(seal=holder.key_name, who=actor.username, reason=reason)
        record(SEAL_REVOKED, holder, actor=actor, holder=str(holder), reason=reason)
    return holder


@transaction.atomic
def delegate_seal(
    *,
    holder: SealHolder,
    to: User,
    span: tuple[dt.datetime, dt.datetime],
    actor: User,
    code: str,
) -> None:
    """Let another person authorise the use of a seal, from a day to a day.

    Raises:
        CodeNotTaken: the code is wrong or was used.
        OrderNotUsable: the person does not keep the seal.

    """
    since, until = span
    keys.delegate(
        seal=holder.key_name,
        to=to.username,
        who=actor.username,
        code=code,
        since=since,
        until=until,
    )
    Delegation.objects.create(
        holder=holder,
        to=to,
        since=since,
        until=until,
        given_by=actor,
        given_at=clock.now(),
    )
    record(
        SEAL_DELEGATED,
        holder,
        actor=actor,
        holder=str(holder),
        person=str(to),
        since=since.isoformat(),
        until=until.isoformat(),
    )


@transaction.atomic
def set_up_device(*, actor: User, code: str) -> None:
    """The device for codes has learned its secret and shows that it has.

    Raises:
        CodeNotTaken: the code is wrong, or a device is set up already.

    """
    keys.confirm_device(who=actor.username, code=code)
    record(DEVICE_SET_UP, actor, actor=actor, person=str(actor))


def _locked(holder: SealHolder) -> SealHolder:
    return SealHolder.objects.select_for_update(of=("self",)).get(pk=holder.pk)
