"""What a child is told: one file, its plan, certificates and looks; no key."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from signatures.signer.plans import Plan


@dataclass(frozen=True, slots=True)
class SealFace:
    """What a child may know of a seal: certificates and looks, never the key.

    With an `eseal` (SESeal, DER) it is set as an experimental seal of GB/T 38540.
    """

    certificate: bytes
    chain: tuple[bytes, ...]
    mechanism: str
    signature_size: int
    kind: str = ""
    owner: str = ""
    eseal: bytes = b""


@dataclass(frozen=True, slots=True)
class Task:
    """One file for a child.

    Attributes:
        before: path of the file.
        after: path of its sealed form.
        plan: where which seal stands.
        seals: name of a seal -> what may be known of it.
        stamp_like: an earlier time stamp, by whose size room is kept.
        roots, between, lists: anchors and revocation lists, DER.
        at: the moment of sealing.
        licence: the number on the seals; empty: they say 测试.
    """

    before: str
    after: str
    plan: Plan
    seals: Mapping[str, SealFace]
    stamp_like: bytes
    roots: tuple[bytes, ...]
    between: tuple[bytes, ...]
    lists: tuple[bytes, ...]
    at: datetime
    licence: str
