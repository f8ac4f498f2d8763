"""The signature under a list of revocations: by a key of its own, dated by our clock.

The platform hands in a digest alone. What is signed are our own words around it, so the
key can be made to say nothing else and to seal no file.
"""

import re
from datetime import UTC, datetime
from hashlib import sha256
from typing import Final

from signatures.pades.authority import Holder
from signatures.pades.credentials import Credential
from signatures.pades.statements import signed_words
from signatures.signer.provider import LISTS, Occasion, Provider
from signatures.signer.refusals import Refusal, Refused

WORDS: Final = "lianshen-revocations"
SUBJECT: Final = "撤销名单"


class Lists:
    """Signs lists with the key of this name; real ones the operator lays down."""

    def __init__(self, provider: Provider) -> None:
        self._provider = provider

    def signer(self, *, at: datetime) -> Credential:
        """Whose certificate the lists bear.

        Raises:
            Refused: there is no such key.
        """
        return self._provider.make(LISTS, Holder(SUBJECT), at=at)

    def sign(self, digest: str, *, at: datetime) -> bytes:
        """Signed words (DER): what it is, the moment, the digest of the list.

        Raises:
            Refused: there is no such key, or it is no digest.
        """
        if not re.fullmatch(r"[0-9a-f]{64}", digest):
            raise Refused(Refusal.NOT_UNDERSTOOD, "no digest")
        moment = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        words = f"{WORDS} {moment} {digest}".encode()
        occasion = Occasion(LISTS, sha256(words).hexdigest(), 1)

        def sign(data: bytes) -> bytes:
            return self._provider.sign(LISTS, data, occasion)

        return signed_words(words, self.signer(at=at), sign)
