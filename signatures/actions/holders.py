"""Seals are enrolled: a unit or a person gets a certificate and a key."""

from django.db import transaction

from accounts.models import Organisation, User
from signatures import keys
from signatures.events import SEAL_ENROLLED
from signatures.models import SealHolder
from signatures.pades.authority import Holder
from storage import clock
from storage.actions.ledger import record


@transaction.atomic
def enrol_test_seal(
    *,
    organisation: Organisation,
    kind: str,
    actor: User | None,
    person: User | None = None,
) -> SealHolder:
    """Enrol a seal with a certificate of this installation's test authority.

    A second call returns the first seal. Its picture carries 测试; it has no legal
    effect. A conforming e-seal comes from the government's e-seal system.
    """
    # Two at once would write two keys into one file; the unit's row lets one go first.
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    known = SealHolder.objects.filter(
        organisation=organisation, kind=kind, person=person
    ).first()
    if known is not None:
        return known
    name = str(person) if person else organisation.name
    now = clock.now()
    credential = keys.authority(at=now).issue(
        Holder(name=name, unit=organisation.name if person else ""), at=now
    )
    key_name = f"{kind}-{organisation.pk}" + (f"-{person.pk}" if person else "")
    keys.keep(key_name, credential)
    holder = SealHolder.objects.create(
        organisation=organisation,
        person=person,
        kind=kind,
        key_name=key_name,
        certificate=credential.certificate.dump().hex(),
        fingerprint=credential.fingerprint,
        valid_until=credential.certificate.not_valid_after,
    )
    record(
        SEAL_ENROLLED,
        holder,
        actor=actor,
        holder=name,
        kind=kind,
        fingerprint=credential.fingerprint,
    )
    return holder
