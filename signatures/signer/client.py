"""The way to the signer for those who are not it: one connection a conversation."""

import socket
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from signatures.signer.refusals import Refusal, Refused
from signatures.signer.wire import hear, tell

SECONDS: Final = 150.0
"""A little longer than a child may be silent (`signatures.signer.hands`)."""


REASONS: Final = frozenset(Refusal)


class SignerAway(OSError):
    """Nobody answers on the socket of the signer."""


class Client:
    """Asks the signer at a socket.

    Args:
        path: its socket.
        at: the moment that a world of tests tells; None: the signer's own clock.
    """

    def __init__(self, path: Path, at: datetime | None = None) -> None:
        self._path, self._at = path, at

    def ask(
        self, question: str, descriptors: Sequence[int] = (), **told: object
    ) -> Mapping[str, Any]:
        """Ask one thing.

        Raises:
            SignerAway: nobody answers.
            Refused: the signer says no.
        """
        at = self._at.isoformat() if self._at else None
        try:
            with socket.socket(socket.AF_UNIX) as link:
                link.settimeout(SECONDS)
                link.connect(str(self._path))
                tell(link, {"ask": question, "at": at, **told}, descriptors)
                said, _ = hear(link)
        except (OSError, EOFError, ValueError) as error:
            raise SignerAway(str(self._path)) from error
        match said:
            case {"answer": dict(answer)}:
                return answer
            case {"refused": str(reason)} if reason in REASONS:
                raise Refused(Refusal(reason), str(said.get("particulars", "")))
        raise Refused(Refusal.NOT_UNDERSTOOD, "an answer of another version")
