"""The one way to write down that something happened, and the check that it still stands."""

from collections.abc import Iterator

from django.db import models, transaction

from accounts.models import User
from storage import chain, clock
from storage.models import Event, LedgerHead


@transaction.atomic
def record(
    verb: str,
    subject: models.Model,
    *,
    actor: User | None,
    stream: str = "",
    **particulars: chain.Json,
) -> Event:
    """Append a fact about `subject`; `actor` None means the system itself.

    `stream` names the course that the fact belongs to (a case's serial). The row of the
    ledger's head is locked until the transaction ends, so the chain stays one line.
    """
    heads = LedgerHead.objects.select_for_update().filter(pk=1)
    head = heads.first()
    if head is None:
        LedgerHead.objects.get_or_create(pk=1)
        head = heads.get()
    event = Event(
        sequence=head.sequence + 1,
        at=clock.now(),
        verb=verb,
        actor=actor,
        actor_label=str(actor)[:120] if actor else "",
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
        stream=stream,
        particulars=particulars,
        previous=head.digest,
    )
    event.digest = chain.digest_of(link_of(event))
    event.save(force_insert=True)
    head.sequence, head.digest = event.sequence, event.digest
    head.save(update_fields=["sequence", "digest"])
    return event


def verify_ledger() -> chain.Break | None:
    """Read the whole ledger; name the first event that is not as it was written."""
    head = LedgerHead.objects.filter(pk=1).first()
    known = chain.Head(head.sequence, head.digest) if head else None
    return chain.verify(_links(), head=known)


def link_of(event: Event) -> chain.Link:
    """The event as it is hashed."""
    return chain.Link(
        sequence=event.sequence,
        at=event.at,
        verb=event.verb,
        actor=f"{event.actor_id or ''}:{event.actor_label}",
        subject=f"{event.subject_type}:{event.subject_id}",
        stream=event.stream,
        particulars=event.particulars,
        previous=event.previous,
        digest=event.digest,
    )


def _links() -> Iterator[chain.Link]:
    for event in Event.objects.order_by("sequence").iterator(chunk_size=2000):
        yield link_of(event)
