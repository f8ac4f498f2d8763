"""Close spans of the ledger under a stamped root, and check the ledger against the roots."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from django.db import transaction
from django.utils import timezone

from signatures import keys, roots
from signatures.models import LedgerRoot
from signatures.pades.stamping import check_stamp
from storage import clock
from storage.actions.blobs import is_intact, read_bytes, store_bytes
from storage.models import Event, LedgerHead

MOST_ATTEMPTS: Final = 5
"""So often others may be faster; then the next beat goes on."""


@dataclass(frozen=True, slots=True)
class RootFault:
    """Where the ledger and a root disagree.

    Attributes:
        number: of the root.
        sequence: the event that is not as it was stamped; 0: the root itself is at fault.
        expected, found: the digests.
        closed_at: when the root was stamped.
    """

    number: int
    sequence: int
    expected: str
    found: str
    closed_at: dt.datetime


@dataclass(frozen=True, slots=True)
class _Span:
    """What the next root says, and the digests of its events."""

    said: roots.Statement
    leaves: list[str]


def close_ledger_days() -> list[LedgerRoot]:
    """A root for each day that is over and has events without one; days missed as well."""
    midnight = timezone.localtime(clock.now()).replace(
        hour=0, minute=0, second=0, microsecond=0
    )
    made = []
    while (day := _first_day_without(midnight)) is not None:
        end = _last_before(min(day + dt.timedelta(days=1), midnight))
        root = _close(upto=end)
        if root is None:
            break
        made.append(root)
    return made


def close_ledger() -> LedgerRoot | None:
    """A root up to the present event, as an archive needs; None: there is nothing new."""
    return _close(upto=None)


def check_roots() -> RootFault | None:
    """The first event that is no longer the one that was stamped, or the first bad root."""
    previous = ""
    for row in LedgerRoot.objects.select_related("leaves").order_by("number"):
        if fault := _fault_of(row, previous):
            return fault
        previous = row.digest
    return None


def _first_day_without(before: dt.datetime) -> dt.datetime | None:
    """The beginning of the day of the first event that no root covers."""
    last = LedgerRoot.objects.order_by("-number").first()
    rows = Event.objects.filter(at__lt=before, sequence__gt=last.last if last else 0)
    first = rows.order_by("sequence").first()
    if first is None:
        return None
    moment = timezone.localtime(first.at)
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)


def _last_before(moment: dt.datetime) -> int:
    found = Event.objects.filter(at__lt=moment).order_by("-sequence").first()
    return found.sequence if found else 0


def _close(*, upto: int | None) -> LedgerRoot | None:
    """A root over what no root covers; None: there is nothing, or others were faster.

    The authority may take seconds to answer, and nobody can write to the ledger while it
    is locked: so the stamp is asked for first, and counts if the span is still the same.
    """
    for _attempt in range(MOST_ATTEMPTS):
        span = _open_span(upto)
        if span is None:
            return None
        root = _written(span, keys.stamp(span.said.digest))
        if root is not None:
            return root
    return None


def _open_span(upto: int | None) -> _Span | None:
    """The events behind the last root, up to one; every event below the head is there."""
    head = LedgerHead.objects.filter(pk=1).first()
    before = LedgerRoot.objects.order_by("-number").first()
    first = before.last + 1 if before else 1
    end = head.sequence if head else 0
    if upto is not None:
        end = min(end, upto)
    if end < first:
        return None
    leaves = _leaves(first, end)
    said = roots.state(
        before.number + 1 if before else 1,
        first,
        leaves,
        before.digest if before else "",
    )
    return _Span(said, leaves)


def _leaves(first: int, last: int) -> list[str]:
    rows = Event.objects.filter(sequence__range=(first, last)).order_by("sequence")
    return list(rows.values_list("digest", flat=True))


@transaction.atomic
def _written(span: _Span, token: bytes) -> LedgerRoot | None:
    """Write the root down, unless another came first or an event is another one now."""
    said = span.said
    LedgerHead.objects.select_for_update().get(pk=1)
    before = LedgerRoot.objects.order_by("-number").first()
    is_next = said.previous == (before.digest if before else "")
    if not is_next or _leaves(said.first, said.last) != span.leaves:
        return None
    return LedgerRoot.objects.create(
        number=said.number,
        first=said.first,
        last=said.last,
        root=said.root,
        head=said.head,
        previous=said.previous,
        digest=said.digest,
        leaves=store_bytes(
            roots.packed(span.leaves), media_type="application/octet-stream"
        ),
        token=token,
        closed_at=clock.now(),
    )


def _fault_of(row: LedgerRoot, previous: str) -> RootFault | None:
    kept = roots.unpacked(read_bytes(row.leaves)) if is_intact(row.leaves) else []
    said = roots.state(row.number, row.first, kept, previous) if kept else None
    found = said.digest if said else ""
    if said is None or (found, said.last) != (row.digest, row.last):
        return RootFault(row.number, 0, row.digest, found, row.closed_at)
    now = clock.now()
    stamp = check_stamp(
        bytes(row.token), bytes.fromhex(found), trust=keys.trust(at=now), at=now
    )
    if not stamp.holds:
        return RootFault(row.number, 0, row.digest, stamp.problem, row.closed_at)
    present = dict(
        Event.objects.filter(sequence__range=(row.first, row.last)).values_list(
            "sequence", "digest"
        )
    )
    for sequence, digest in enumerate(kept, start=row.first):
        if present.get(sequence) != digest:
            there = present.get(sequence, "")
            return RootFault(row.number, sequence, digest, there, row.closed_at)
    return None
