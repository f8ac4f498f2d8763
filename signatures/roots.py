"""What a root of the ledger states, and the first row that does not agree with one. Pure."""

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from storage import merkle
from storage.chain import canonical

DIGEST_BYTES = 32


@dataclass(frozen=True, slots=True)
class Statement:
    """What is stamped: a span of events, its tree's root, its head, the root before."""

    number: int
    first: int
    last: int
    root: str
    head: str
    previous: str

    @property
    def digest(self) -> str:
        """SHA-256 over the canonical JSON, hex."""
        return hashlib.sha256(canonical(asdict(self))).hexdigest()


def state(number: int, first: int, leaves: Sequence[str], previous: str) -> Statement:
    """The statement over the digests of events that follow each other."""
    return Statement(
        number=number,
        first=first,
        last=first + len(leaves) - 1,
        root=merkle.root_of(leaves),
        head=leaves[-1],
        previous=previous,
    )


def packed(leaves: Sequence[str]) -> bytes:
    """Digests one after another, 32 bytes each."""
    return b"".join(bytes.fromhex(leaf) for leaf in leaves)


def unpacked(data: bytes) -> list[str]:
    """The digests, hex."""
    step = DIGEST_BYTES
    return [data[i : i + step].hex() for i in range(0, len(data), step)]
