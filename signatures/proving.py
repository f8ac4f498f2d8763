"""The proof of an issue and the roots of the ledger, as they are handed out."""

from dataclasses import asdict

from signatures import roots
from signatures.events import FILES_ISSUED
from signatures.models import LedgerRoot
from signatures.offline.proofs import proof_of
from storage.actions.blobs import read_bytes
from storage.actions.ledger import link_of
from storage.models import Event

PROOF_NAME = "issue-proof.json"


def proof_of_issue(stream: str) -> dict[str, object] | None:
    """The list of what was issued last with its way to a stamped root.

    None: nothing was issued, or the ledger has not been closed over it yet.
    """
    events = Event.objects.filter(stream=stream, verb=FILES_ISSUED)
    event = events.order_by("-sequence").first()
    if event is None:
        return None
    root = LedgerRoot.objects.filter(
        first__lte=event.sequence, last__gte=event.sequence
    ).first()
    if root is None:
        return None
    leaves = roots.unpacked(read_bytes(root.leaves))
    token = bytes(root.token)
    return asdict(proof_of(link_of(event), statement_of(root), leaves, token))


def statement_of(root: LedgerRoot) -> roots.Statement:
    """What a root states."""
    return roots.Statement(
        root.number, root.first, root.last, root.root, root.head, root.previous
    )


def root_told(root: LedgerRoot) -> dict[str, object]:
    """A root as plain values: its statement, the digest that is stamped, the token."""
    return {
        "number": root.number,
        "statement": asdict(statement_of(root)),
        "digest": root.digest,
        "closed_at": root.closed_at.isoformat(),
        "token": bytes(root.token).hex(),
    }
