"""What every way to a key looks like to the signer: one interface for all providers."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from signatures.pades.authority import Holder
from signatures.pades.credentials import Credential
from signatures.pades.trust import Trust
from signatures.signer.refusals import Refusal, Refused

LISTS: Final = "revocation-list"
"""The key that signs lists of revocations."""

RESERVED: Final = ("authority-", "time-stamping", "roots", LISTS)
"""Names that begin so are those of authorities: no seal is called like them."""

LONGEST_NAME: Final = 64


@dataclass(frozen=True, slots=True)
class Occasion:
    """Which sealing a signature is for.

    Attributes:
        nonce: the authorisation.
        label: the file.
        attempt: the how-many-eth try to seal it; a new try prepares the file anew.
    """

    nonce: str
    label: str
    attempt: int


class Provider(Protocol):
    """Where private keys are."""

    @property
    def licence(self) -> str:
        """Under which number the institution is recognised; empty: all is for tests."""

    def make(self, name: str, holder: Holder, *, at: datetime) -> Credential:
        """Make a key with its certificate, or take up the one that is there."""

    def credential(self, name: str) -> Credential:
        """The certificate of a seal with the way to its key."""

    def sign(self, name: str, data: bytes, occasion: Occasion) -> bytes:
        """The signature of a seal over bytes; once an occasion."""

    def time_stamping(self, *, at: datetime) -> Credential:
        """The key that proves the time, where no outer authority does."""

    def trust(self, *, at: datetime, revoked: Mapping[int, datetime]) -> Trust:
        """The roots and fresh revocation lists."""


def require_name(name: str) -> str:
    """The name of a seal, which is also that of a file.

    Raises:
        Refused: other characters than letters, figures, dashes; too long.
    """
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}", name):
        raise Refused(Refusal.NO_SUCH_SEAL, name[:LONGEST_NAME])
    return name


def require_own_name(name: str) -> str:
    """The name of a seal that is to be enrolled, which no authority has.

    Raises:
        Refused: it is no name, or one of an authority.
    """
    if require_name(name).lower().startswith(RESERVED):
        raise Refused(Refusal.NO_SUCH_SEAL, name)
    return name
