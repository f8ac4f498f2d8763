"""Registered persons and firms get seals of the test authority, tied to their registration."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Membership, User
from signatures.actions.holders import enrol_test_seal
from signatures.actions.registrations import keeps_register
from signatures.errors import RegistrationNotUsable
from signatures.models import Registration, SealHolder
from signatures.pictures import practice_owner
from storage import clock

Kind = SealHolder.Kind


@transaction.atomic
def enrol_practice_seal(
    *, registration: Registration, person: User, actor: User | None
) -> SealHolder:
    """Make the test seal of a registration and pin its certificate in the register.

    A registered person keeps the own seal; a firm's is kept by the person who is named.

    Raises:
        RegistrationNotUsable: the actor keeps no register, the registration does not
            count today or has a certificate, or the person does not work at its firm.

    """
    if actor is not None and not keeps_register(actor):
        raise RegistrationNotUsable(_("Only the regulator keeps the register."))
    row = Registration.objects.select_for_update().get(pk=registration.pk)
    if not Registration.objects.in_force(clock.today()).filter(pk=row.pk).exists():
        raise RegistrationNotUsable(_("This registration does not count today."))
    if row.fingerprint:
        raise RegistrationNotUsable(_("A certificate is tied to it already."))
    if not Membership.objects.filter(user=person, organisation=row.unit_id).exists():
        raise RegistrationNotUsable(
            _("%(person)s does not work at %(unit)s.")
            % {"person": person, "unit": row.unit}
        )
    is_person = row.kind == Registration.Kind.PERSON
    holder = enrol_test_seal(
        organisation=row.unit,
        kind=Kind.PERSON if is_person else Kind.DESIGN,
        actor=actor,
        keepers=[person],
        person=person if is_person else None,
        owner=practice_owner(row) if is_person else "",
    )
    row.fingerprint = holder.fingerprint
    row.save(update_fields=["fingerprint"])
    return holder
