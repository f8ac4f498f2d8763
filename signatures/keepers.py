"""Who keeps a seal: by their seat, or because it is their own."""

from accounts.models import Membership, Organisation, User
from signatures.models import SealHolder

Role, Kind = Membership.Role, Organisation.Kind


def keeps_seal(user: User, holder: SealHolder) -> bool:
    """Whether the person keeps it: the head of the unit, or the person whose it is."""
    if holder.person_id is not None:
        return holder.person_id == user.pk
    seats = Membership.objects.filter(user=user, organisation=holder.organisation_id)
    if holder.organisation.kind == Kind.DEPARTMENT:
        seats = seats.filter(role=Role.HEAD)
    return seats.exists()


def keepers_of(holder: SealHolder) -> list[User]:
    """Who keeps a seal by their seat."""
    if holder.person is not None:
        return [holder.person]
    seats = Membership.objects.filter(
        organisation=holder.organisation_id, user__is_active=True
    )
    if holder.organisation.kind == Kind.DEPARTMENT:
        seats = seats.filter(role=Role.HEAD)
    return [seat.user for seat in seats.select_related("user").order_by("pk")]
