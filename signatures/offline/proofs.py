"""The proof of an issue: the list of its files, on its way to a stamped root. Pure.

Texts are handed on exactly as they were hashed, so that whoever checks writes no JSON.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from signatures.roots import Statement
from storage import chain, merkle


@dataclass(frozen=True, slots=True)
class Proof:
    """An event of the ledger as it was hashed, and what leads to the stamp.

    Attributes:
        event: canonical JSON; its SHA-256 is a leaf of the tree.
        path: from the leaf to the root.
        statement: canonical JSON of the root; its SHA-256 is what was stamped.
        token: the RFC 3161 token, hex.
    """

    event: str
    path: merkle.Path
    statement: str
    token: str


def proof_of(
    link: chain.Link, said: Statement, leaves: Sequence[str], token: bytes
) -> Proof:
    """The proof of one event of the span that a root closes."""
    return Proof(
        event=chain.hashed_form(link).decode(),
        path=merkle.path_of(leaves, link.sequence - said.first),
        statement=chain.canonical(asdict(said)).decode(),
        token=token.hex(),
    )
