"""Found units and seat people in them. The caller, one floor up, writes the event."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.errors import AccountError
from accounts.models import Membership, Organisation, Region, User


@transaction.atomic
def found_region(*, name: str, city: Region | None = None) -> Region:
    """Enter a city, or a county of one."""
    region, _made = Region.objects.get_or_create(name=name, defaults={"city": city})
    return region


@transaction.atomic
def found_organisation(
    *,
    name: str,
    kind: str,
    region: Region,
    short_name: str = "",
    sector: str = "",
    credit_code: str = "",
) -> Organisation:
    """Enter a unit.

    Raises:
        AccountError: a unit of that name exists.

    """
    if Organisation.objects.filter(name=name).exists():
        raise AccountError(_("A unit named %(name)s exists.") % {"name": name})
    return Organisation.objects.create(
        name=name,
        kind=kind,
        region=region,
        short_name=short_name or name[:20],
        sector=sector,
        credit_code=credit_code,
    )


@transaction.atomic
def seat_person(
    *,
    user: User,
    organisation: Organisation,
    role: str,
    disciplines: Sequence[str] = (),
) -> Membership:
    """Give a person a seat in a unit; a second call updates the disciplines."""
    seat, _made = Membership.objects.update_or_create(
        user=user,
        organisation=organisation,
        role=role,
        defaults={"disciplines": list(disciplines)},
    )
    return seat


@transaction.atomic
def unseat_person(*, seat: Membership) -> None:
    """Take a seat away; what the person did stays in the ledger."""
    seat.delete()
