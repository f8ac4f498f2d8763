"""The register of registered persons and firms is kept: entered, pinned, ended."""

import datetime as dt
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import Membership, Organisation, User
from signatures.errors import RegistrationNotUsable
from signatures.events import REGISTRATION_ENDED, REGISTRATION_ENTERED
from signatures.models import Registration
from storage import clock
from storage.actions.ledger import record


@dataclass(frozen=True, slots=True)
class NewRegistration:
    """A registration as the regulator enters it; firms have no discipline.

    `fingerprint` pins the certificate of the seal (SHA-256, hex); empty: a seal is known
    by the name of its holder and firm.
    """

    kind: str
    name: str
    title: str
    number: str
    unit: Organisation
    valid_from: dt.date
    valid_until: dt.date
    discipline: str = ""
    fingerprint: str = ""


@transaction.atomic
def enter_registration(
    *, new: NewRegistration, actor: User | None = None
) -> Registration:
    """Enter a person or a firm; `None` is the operator or the demonstration.

    Raises:
        RegistrationNotUsable: the person keeps no register, the number is taken, the
            last day lies before the first, or the certificate is pinned already.

    """
    _require_keeper(actor)
    if new.valid_until < new.valid_from:
        raise RegistrationNotUsable(_("The last day lies before the first."))
    try:
        # Two who enter the same at once: the constraint lets one of them through.
        with transaction.atomic():
            row = _entered(new, actor)
    except IntegrityError:
        _require_free(new)
        raise
    record(
        REGISTRATION_ENTERED,
        row,
        actor=actor,
        name=row.name,
        number=row.number,
        title=row.title,
        until=row.valid_until.isoformat(),
    )
    return row


def _entered(new: NewRegistration, actor: User | None) -> Registration:
    return Registration.objects.create(
        kind=new.kind,
        name=new.name,
        title=new.title,
        discipline=new.discipline if new.kind == Registration.Kind.PERSON else "",
        number=new.number,
        unit=new.unit,
        valid_from=new.valid_from,
        valid_until=new.valid_until,
        fingerprint=new.fingerprint.lower(),
        entered_by=actor,
        entered_at=clock.now(),
    )


def _require_free(new: NewRegistration) -> None:
    """Say which of the two that have to be unique is taken."""
    if Registration.objects.filter(number=new.number).exists():
        raise RegistrationNotUsable(
            _("The number %(number)s is in the register already.")
            % {"number": new.number}
        )
    pinned = new.fingerprint.lower()
    if pinned and Registration.objects.filter(fingerprint=pinned).exists():
        raise RegistrationNotUsable(
            _("This certificate belongs to another registration already.")
        )


@transaction.atomic
def end_registration(
    *, registration: Registration, actor: User, reason: str
) -> Registration:
    """End a registration from now on; seals that are proven older keep counting.

    Raises:
        RegistrationNotUsable: the person keeps no register, or no reason was given.

    """
    _require_keeper(actor)
    if not reason.strip():
        raise RegistrationNotUsable(_("Say why; nothing was changed."))
    row = Registration.objects.select_for_update().get(pk=registration.pk)
    if row.ended_at is None:
        row.ended_at, row.end_reason = clock.now(), reason.strip()[:200]
        row.save(update_fields=["ended_at", "end_reason"])
        record(
            REGISTRATION_ENDED,
            row,
            actor=actor,
            name=row.name,
            number=row.number,
            reason=row.end_reason,
        )
    return row


def keeps_register(user: User) -> bool:
    """Whether the person works for a regulator, who keeps the register."""
    return Membership.objects.filter(
        user=user, organisation__kind=Organisation.Kind.REGULATOR
    ).exists()


def _require_keeper(actor: User | None) -> None:
    if actor is not None and not keeps_register(actor):
        raise RegistrationNotUsable(_("Only the regulator keeps the register."))
