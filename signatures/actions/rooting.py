"""Close spans of the ledger under a stamped root, and check the ledger against the roots."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from signatures import keys, roots
from signatures.models import LedgerRoot
from signatures.pades.stamping import check_stamp
from storage import clock
from storage.actions.blobs import is_intact, read_bytes, store_bytes
from storage.models import Event, LedgerHead


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


@transaction.atomic
def _close(*, upto: int | None) -> LedgerRoot | None:
    # The head's row is the ledger's lock: every event below it has come through.
    head = LedgerHead.objects.select_for_update().filter(pk=1).first()
    before = LedgerRoot.objects.order_by("-number").first()
    first = before.last + 1 if before else 1
    end = head.sequence if head else 0
    if upto is not None:
        end = min(end, upto)
    if end < first:
        return None
    leaves = list(
        Event.objects.filter(sequence__range=(first, end))
        .order_by("sequence")
        .values_list("digest", flat=True)
    )
    said = roots.state(
        before.number + 1 if before else 1,
        first,
        leaves,
        before.digest if before else "",
    )
    return LedgerRoot.objects.create(
        number=said.number,
        first=said.first,
        last=said.last,
        root=said.root,
        head=said.head,
        previous=said.previous,
        digest=said.digest,
        leaves=store_bytes(roots.packed(leaves), media_type="application/octet-stream"),
        token=keys.stamp(said.digest),
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
