"""The letters that wait for somebody's seal, how long they do, and what is under way."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Prefetch, Q, QuerySet

from accounts.models import Membership, Organisation, User
from reviews.letters.writing import SealPlace, seal_places
from reviews.models import LetterSignature
from signatures.models import Delegation, SealHolder, SealingOrder
from storage import clock
from storage.actions.blobs import read_bytes
from storage.models import Blob, Job

Role, Kind = Membership.Role, Organisation.Kind
State = SealingOrder.State
LATE_AFTER: Final = dt.timedelta(days=1)
"""A letter that has waited longer is shown as late: it was released already."""


@dataclass(frozen=True, slots=True)
class Line:
    """One letter that waits for a unit's seal."""

    row: LetterSignature
    before: Blob
    since: dt.datetime

    @property
    def is_late(self) -> bool:
        """Whether it has waited for more than a day."""
        return clock.now() - self.since > LATE_AFTER

    @property
    def days(self) -> int:
        """For how many whole days it has waited."""
        return (clock.now() - self.since).days


@dataclass(frozen=True, slots=True)
class Tray:
    """What waits for the seal of one unit, and its orders that are not done."""

    unit: Organisation
    lines: list[Line]
    works: "list[tuple[SealingOrder, Job | None]]"


def trays_of(user: User) -> list[Tray]:
    """One tray for each unit for which the person may seal letters."""
    return [Tray(unit, lines_of(unit), works_of(unit)) for unit in units_of(user)]


def units_of(user: User) -> list[Organisation]:
    """The units for which a person seals letters: by seat, or by delegation."""
    seats = Membership.objects.filter(user=user).filter(
        Q(organisation__kind=Kind.DEPARTMENT, role=Role.HEAD)
        | Q(organisation__kind__in=[Kind.WINDOW, Kind.REGULATOR])
    )
    given = Delegation.objects.counting(clock.now()).filter(
        to=user, holder__kind=SealHolder.Kind.LETTER
    )
    units = Organisation.objects.filter(
        Q(pk__in=seats.values("organisation"))
        | Q(pk__in=given.values("holder__organisation"))
    )
    return list(units.order_by("pk"))


def keepers_of_letters(unit: Organisation) -> list[User]:
    """Who keeps the seal on letters of a unit by their seat."""
    seats = Membership.objects.filter(organisation=unit, user__is_active=True)
    if unit.kind == Kind.DEPARTMENT:
        seats = seats.filter(role=Role.HEAD)
    return [seat.user for seat in seats.select_related("user").order_by("pk")]


def waiting(units: Sequence[Organisation]) -> "QuerySet[LetterSignature]":
    """The seals whose turn it is and that nobody has ordered, the oldest first."""
    rows = LetterSignature.objects.filter(
        unit__in=units, seal=None, waits_since__isnull=False
    )
    return rows.order_by("waits_since", "pk")


def with_files(rows: "QuerySet[LetterSignature]") -> "QuerySet[LetterSignature]":
    """The rows with what `file_before` asks of each, in two questions for all of them."""
    turns = LetterSignature.objects.select_related("seal__after")
    return rows.select_related(
        "letter__case__project", "letter__blob", "unit"
    ).prefetch_related(Prefetch("letter__signatures", turns))


def lines_of(unit: Organisation) -> list[Line]:
    """What waits for a unit's seal, each with the file as it is now."""
    return [
        Line(row, file_before(row), row.waits_since)
        for row in with_files(waiting([unit]))
        if row.waits_since is not None
    ]


def file_before(row: LetterSignature) -> Blob:
    """The letter as this seal finds it: with the seals of the turns before."""
    sealed = [
        one.seal.after
        for one in row.letter.signatures.all()
        if one.turn < row.turn and one.seal is not None and one.seal.after is not None
    ]
    return sealed[-1] if sealed else row.letter.blob


def place_of(row: LetterSignature) -> SealPlace:
    """Where the letter keeps room for this seal.

    Raises:
        IndexError: it keeps none.

    """
    return seal_places(read_bytes(row.letter.blob))[row.turn]


def stream_prefix(unit: Organisation) -> str:
    """How the orders for letters of a unit are called: a course of their own."""
    return f"letters/{unit.pk}/"


def works_of(unit: Organisation) -> list[tuple[SealingOrder, Job | None]]:
    """The orders of a unit that are not done, with their work, the newest first."""
    orders = list(
        SealingOrder.objects.filter(
            stream__startswith=stream_prefix(unit),
            purpose=SealingOrder.Purpose.LETTERS,
            state__in=[State.WAITING, State.ORDERED],
        )
        .select_related("ordered_by")
        .order_by("-pk")
    )
    keys = [job_key(order) for order in orders]
    found = {job.key: job for job in Job.objects.filter(key__in=keys)}
    return [(order, found.get(job_key(order))) for order in orders]


def job_key(order: SealingOrder) -> str:
    """The work of an order, by name."""
    return f"letter-seal:{order.pk}"


def count_waiting(user: User) -> int:
    """How many letters wait for the person's seal."""
    units = units_of(user)
    return waiting(units).count() if units else 0
