"""The hands of the signer: child processes that know PDF and hold no key.

A sheet comes from strangers, and whoever parses it may be fooled. So the process that
holds the keys never opens one: a child (`signatures.signer.hand`) marks it, prepares it
and asks for each signature and time stamp over a pipe, as often as the plan has seals.
"""

import contextlib
import json
import multiprocessing
import queue
from pathlib import Path
from typing import Final, Protocol

from signatures.signer.hand import READY, work
from signatures.signer.refusals import Refusal, Refused
from signatures.signer.tasks import Task

SECONDS: Final = 120.0
LONGEST_WORD: Final = 1024**2


class Answers(Protocol):
    """Who answers a child for the time of one file."""

    def sign(self, seal: str, data: bytes) -> bytes:
        """The signature of a seal over bytes."""

    def stamp(self, digest: bytes) -> bytes:
        """A time stamp over a SHA-256 digest."""


class Hands:
    """A few children; each seals one file at a time and is replaced when it fails.

    Args:
        number: how many.
        folder: the only one in which children may write; None: wherever they are told.
    """

    def __init__(self, number: int, folder: Path | None = None) -> None:
        self._folder = str(folder) if folder else ""
        self._free: queue.Queue[_Hand | None] = queue.Queue()
        for _ in range(number):
            self._free.put(None)

    def warm(self) -> None:
        """Start the children before anybody waits for them."""
        idle = [self._free.get() for _ in range(self._free.qsize())]
        for hand in idle:
            self._free.put(hand if hand is not None else _Hand(self._folder))

    def seal(self, task: Task, answers: Answers) -> None:
        """Have a file sealed.

        Args:
            task: the file and its plan.
            answers: gives signatures and time stamps, or refuses.

        Raises:
            Refused: the child failed, took too long, or asked for more than it may.
        """
        hand = self._free.get()
        try:
            if hand is None or not hand.lives:  # it may have died while it was idle
                hand = _Hand(self._folder)
            hand.seal(task, answers)
        except BaseException:
            self._free.put(None)
            if hand is not None:
                hand.end()
            raise
        self._free.put(hand)

    def end(self) -> None:
        """Let every idle child go."""
        with contextlib.suppress(queue.Empty):
            while True:
                hand = self._free.get_nowait()
                if hand is not None:
                    hand.end()


class _Hand:
    def __init__(self, folder: str) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=work, args=(theirs, folder), daemon=True)
        self._process.start()
        theirs.close()
        self._is_ready = False

    @property
    def lives(self) -> bool:
        """Whether the process is still there."""
        return self._process.is_alive()

    def seal(self, task: Task, answers: Answers) -> None:
        try:
            if not self._is_ready:
                self._is_ready = self._heard() == [READY]
            self._pipe.send(task)
            while True:
                match self._heard():
                    case ["sign", str(name), str(data)]:
                        self._pipe.send(answers.sign(name, bytes.fromhex(data)))
                    case ["stamp", str(digest)]:
                        self._pipe.send(answers.stamp(bytes.fromhex(digest)))
                    case ["sealed", str()]:
                        return
                    case ["failed", str(why)]:
                        raise Refused(Refusal.SEALING_FAILED, why)
                    case _:
                        raise Refused(Refusal.SEALING_FAILED, "the child is confused")
        except (EOFError, OSError, ValueError, RecursionError) as error:
            raise Refused(Refusal.SEALING_FAILED, "the child died") from error

    def _heard(self) -> object:
        if not self._pipe.poll(SECONDS):
            raise Refused(Refusal.SEALING_FAILED, "it took too long")
        return json.loads(self._pipe.recv_bytes(LONGEST_WORD))

    def end(self) -> None:
        self._process.kill()
        self._process.join()
        self._pipe.close()
