"""The signer's socket: who may speak, and how many at once."""

import contextlib
import os
import socket
import struct
import threading
from collections.abc import Collection
from pathlib import Path
from typing import Final

from signatures.signer.desk import Desk
from signatures.signer.memory import Memory
from signatures.signer.questions import Questions
from signatures.signer.refusals import Refusal
from signatures.signer.wire import hear, tell

BACKLOG: Final = 128
QUIET_SECONDS: Final = 300.0
MOST_TALKS: Final = 64
_PEER: Final = struct.Struct("3i")


class Server:
    """Answers on a Unix socket until it is told to stop.

    Args:
        desk: the rules.
        memory: the log, whose head anybody may learn.
        work: an empty folder for files on their way.
        users: which users of the machine may speak; empty: only this one.
    """

    def __init__(
        self, desk: Desk, memory: Memory, work: Path, users: Collection[int] = ()
    ) -> None:
        self._questions = Questions(desk, memory, work)
        self._users = set(users) | {os.getuid(), 0}
        self._room = threading.BoundedSemaphore(MOST_TALKS)

    def serve(self, path: Path, over: threading.Event) -> None:
        """Listen at a path until `over`."""
        path.unlink(missing_ok=True)
        with socket.socket(socket.AF_UNIX) as listening:
            listening.bind(str(path))
            path.chmod(0o666)  # who may speak is asked of the system, below
            ours = path.stat().st_ino
            listening.listen(BACKLOG)
            listening.settimeout(0.5)
            while not over.is_set():
                with contextlib.suppress(TimeoutError):
                    link, _ = listening.accept()
                    threading.Thread(
                        target=self._converse, args=(link,), daemon=True
                    ).start()
        with contextlib.suppress(FileNotFoundError):
            if path.stat().st_ino == ours:  # else another signer listens there by now
                path.unlink()

    def _converse(self, link: socket.socket) -> None:
        link.settimeout(QUIET_SECONDS)
        with link, contextlib.suppress(EOFError, OSError, ValueError, RecursionError):
            _, user, _ = _PEER.unpack(
                link.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _PEER.size)
            )
            if user not in self._users:
                return
            if not self._room.acquire(blocking=False):
                tell(link, {"refused": Refusal.TOO_BUSY, "particulars": ""})
                return
            try:
                self._talk(link)
            finally:
                self._room.release()

    def _talk(self, link: socket.socket) -> None:
        while True:
            told, files = hear(link)
            try:
                answer = self._questions.answer(told, files)
            finally:
                for one in files:
                    os.close(one)
            tell(link, answer)
