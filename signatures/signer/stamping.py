"""Who proves the time: authorities outside, in order, or the provider's own key."""

import secrets
import threading
from datetime import datetime

from signatures.pades.stamping import stamp_digest
from signatures.signer.provider import Provider


class Stamping:
    """Gives time stamps over SHA-256 digests."""

    def __init__(self, provider: Provider) -> None:
        self._provider = provider
        self._sample = b""
        self._alone = threading.Lock()

    def token(self, digest: bytes, *, at: datetime) -> bytes:
        """A token (DER) over a digest of 32 bytes.

        Raises:
            Refused: nobody answers.
        """
        with self._alone:
            credential = self._provider.time_stamping(at=at)
        return stamp_digest(digest, credential, lambda: at)

    def sample(self, *, at: datetime) -> bytes:
        """Some token, by whose size room is kept for others; asked for once.

        Raises:
            Refused: nobody answers.
        """
        if not self._sample:
            self._sample = self.token(secrets.token_bytes(32), at=at)
        return self._sample
