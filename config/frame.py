"""What the frame of every page shows: where a person may go, what waits for them."""

from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from accounts.models import Membership, Organisation, User
from workflow.inbox import count_for

Kind = Organisation.Kind


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of the navigation."""

    url: str
    label: str
    count: int
    current: bool


ENTRIES: Final = {
    Kind.BUILDER: [("reviews:cases", noop("My projects"))],
    Kind.DESIGNER: [("reviews:cases", noop("My projects"))],
    Kind.WINDOW: [
        ("workflow:window", noop("Window")),
        ("workflow:letters", noop("Letters to seal")),
    ],
    Kind.DEPARTMENT: [
        ("workflow:inbox", noop("To do")),
        ("workflow:head", noop("Department")),
        ("workflow:letters", noop("Letters to seal")),
        ("reviews:consultations", noop("Consultations")),
    ],
    Kind.REGULATOR: [
        ("reviews:oversight", noop("Oversight")),
        ("workflow:register", noop("Register of persons and firms")),
        ("workflow:seals", noop("Seals")),
        ("workflow:letters", noop("Letters to seal")),
    ],
}
FOR_HEADS: Final = ("workflow:head", "workflow:letters")
"""In a department these are for its head, or who has something to do there in their stead."""
FOR_ALL: Final = [("reviews:public", noop("Progress and verification"))]


def frame(request: HttpRequest) -> dict[str, object]:
    """Navigation, unit and city of the person who asks; few queries, none for guests."""
    base: dict[str, object] = {"city": settings.LIANSHEN_CITY}
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return base
    seats = list(Membership.objects.of(user))
    unit = seats[0].organisation if seats else None
    return base | {
        "nav": _navigation(request, user, seats),
        "search_url": reverse("reviews:search") if seats else "",
        "device_url": reverse("workflow:device") if _keeps_seals(seats) else "",
        "seals_url": reverse("workflow:seals") if _keeps_seals(seats) else "",
        "unit": unit.short_name if unit else "",
        "sector": unit.sector if unit else "",
    }


def _keeps_seals(seats: list[Membership]) -> bool:
    """Whether the person keeps a seal: of a department as its head, of another unit."""
    return any(
        seat.organisation.kind in {Kind.DESIGNER, Kind.WINDOW, Kind.REGULATOR}
        or (
            seat.role == Membership.Role.HEAD
            and seat.organisation.kind == Kind.DEPARTMENT
        )
        for seat in seats
    )


def _navigation(
    request: HttpRequest, user: User, seats: list[Membership]
) -> list[Item]:
    names: dict[str, str] = {}
    waiting = count_for(user, seats)
    for seat in seats:
        kind = Kind(seat.organisation.kind)
        is_head = kind != Kind.DEPARTMENT or seat.role == Membership.Role.HEAD
        names |= {
            name: label
            for name, label in ENTRIES.get(kind, [])
            if is_head or name not in FOR_HEADS or waiting.get(name)
        }
    names |= dict(FOR_ALL)
    items = []
    for name, label in names.items():
        try:
            url = reverse(name)
        except NoReverseMatch:
            continue
        is_current = request.path.startswith(url)
        items.append(Item(url, _(label), waiting.get(name, 0), is_current))
    return items
