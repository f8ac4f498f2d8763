"""Requests that say who sends them: HMAC-SHA-256 over everything that matters."""

import hmac
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final
from urllib.parse import urljoin, urlsplit

from signatures.signer.fetching import Asker

SCHEME: Final = "LIANSHEN-HMAC-SHA256"


@dataclass(frozen=True)
class Account:
    """Who we are at a service.

    Attributes:
        name: our name there.
        secret: what both sides know; empty: the service knows us by our certificate.
        clock: seconds since 1970.
    """

    name: str
    secret: bytes = field(default=b"", repr=False)
    clock: Callable[[], float] = time.time

    def headers(
        self, method: str, asker: Asker, path: str, body: bytes
    ) -> dict[str, str]:
        """The headers of a request, signed with a nonce and the time."""
        told = {"Content-Type": "application/json", "Accept": "application/json"}
        if self.secret:
            where = urlsplit(urljoin(asker.address, path)).path
            moment, nonce = str(int(self.clock())), secrets.token_hex(16)
            made = signature(self.secret, (method, where, moment, nonce), body)
            told["Authorization"] = (
                f"{SCHEME} account={self.name}, time={moment}, nonce={nonce}, "
                f"signature={made}"
            )
        return told


def signature(secret: bytes, parts: tuple[str, ...], body: bytes) -> str:
    """HMAC-SHA-256 over method, path, time, nonce and the digest of the body; hex."""
    said = "\n".join((*parts, sha256(body).hexdigest()))
    return hmac.new(secret, said.encode(), sha256).hexdigest()
