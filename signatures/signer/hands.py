"""The hands of the signer: child processes that know PDF and hold no key.

A sheet comes from strangers, and whoever parses it may be fooled. So the process that
holds the keys never opens one: a child marks it, prepares it and asks for each signature
over a pipe, as often as the plan has seals and not once more.
"""

import contextlib
import json
import multiprocessing
import os
import queue
import resource
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final

from asn1crypto import x509

from signatures.pades.credentials import Credential
from signatures.pades.errors import PadesError
from signatures.pades.trust import Trust
from signatures.signer.plans import Plan
from signatures.signer.refusals import Refusal, Refused
from signatures.signer.sealing import Means, seal_file

SECONDS: Final = 120.0
MEMORY: Final = 2 * 1024**3
LARGEST_FILE: Final = 512 * 1024**2
LONGEST_WORD: Final = 1024**2
STAMPS_A_SEAL: Final = 2
"""A time stamp a seal, and one more by which the library learns its size."""


@dataclass(frozen=True, slots=True)
class SealFace:
    """What a child may know of a seal: certificates and looks, never the key."""

    certificate: bytes
    chain: tuple[bytes, ...]
    mechanism: str
    signature_size: int
    kind: str = ""
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    """One file for a child; `stamper` is the name by which it asks for time stamps."""

    before: str
    after: str
    plan: Plan
    seals: Mapping[str, SealFace]
    stamper: str
    roots: tuple[bytes, ...]
    between: tuple[bytes, ...]
    lists: tuple[bytes, ...]
    at: datetime
    is_test: bool


@dataclass(frozen=True)
class AskedKey:
    """A key that another process holds: what is to be signed goes there."""

    name: str
    mechanism: str
    signature_size: int
    pipe: "Connection[object, object]"

    def sign(self, signed: bytes) -> bytes:
        """The signature over these bytes, from whoever holds the key."""
        _tell(self.pipe, "sign", self.name, signed.hex())
        answer = self.pipe.recv()
        if not isinstance(answer, bytes):
            raise PadesError("the signature was refused")
        return answer


Sign = Callable[[str, bytes], bytes]


class Hands:
    """A few children; each seals one file at a time and is replaced when it fails."""

    def __init__(self, number: int) -> None:
        self._free: queue.Queue[_Hand | None] = queue.Queue()
        for _ in range(number):
            self._free.put(None)

    def seal(self, task: Task, sign: Sign) -> dict[str, str]:
        """Have a file sealed.

        Args:
            task: the file and its plan.
            sign: gives the signature of a seal over bytes.

        Raises:
            Refused: the child failed, took too long, or asked for more than it may.
        """
        hand = self._free.get()
        try:
            if hand is None or not hand.lives:  # it may have died while it was idle
                hand = _Hand()
            fields = hand.seal(task, sign)
        except BaseException:
            self._free.put(None)
            if hand is not None:
                hand.end()
            raise
        self._free.put(hand)
        return fields

    def end(self) -> None:
        """Let every idle child go."""
        with contextlib.suppress(queue.Empty):
            while True:
                hand = self._free.get_nowait()
                if hand is not None:
                    hand.end()


class _Hand:
    def __init__(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_work, args=(theirs,), daemon=True)
        self._process.start()
        theirs.close()

    @property
    def lives(self) -> bool:
        """Whether the process is still there."""
        return self._process.is_alive()

    def seal(self, task: Task, sign: Sign) -> dict[str, str]:
        may = Counter({name: 1 for name in task.seals if name != task.stamper})
        may[task.stamper] = STAMPS_A_SEAL * len(task.plan.seals) + 1
        try:
            self._pipe.send(task)
            while True:
                if not self._pipe.poll(SECONDS):
                    raise Refused(Refusal.SEALING_FAILED, "it took too long")
                match json.loads(self._pipe.recv_bytes(LONGEST_WORD)):
                    case ["sign", str(name), str(data)]:
                        if may[name] < 1:
                            raise Refused(Refusal.COUNT_OVERRUN, name)
                        may[name] -= 1
                        self._pipe.send(sign(name, bytes.fromhex(data)))
                    case ["sealed", dict(fields)]:
                        return {str(key): str(value) for key, value in fields.items()}
                    case ["failed", str(why)]:
                        raise Refused(Refusal.SEALING_FAILED, why)
                    case _:
                        raise Refused(Refusal.SEALING_FAILED, "the child is confused")
        except (EOFError, OSError, ValueError) as error:
            raise Refused(Refusal.SEALING_FAILED, "the child died") from error

    def end(self) -> None:
        self._process.kill()
        self._process.join()
        self._pipe.close()


def _work(pipe: "Connection[object, object]") -> None:
    """The life of a child: file after file until the pipe closes."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_FILE, LARGEST_FILE))
    for name in list(os.environ):
        if name.startswith("LIANSHEN"):
            del os.environ[name]
    while True:
        try:
            task = pipe.recv()
        except (EOFError, OSError):
            return
        if isinstance(task, Task):
            _tell(pipe, *_sealed(task, pipe))


def _tell(pipe: "Connection[object, object]", *words: object) -> None:
    # JSON, not pickled: who holds the keys lets no child make it run anything.
    pipe.send_bytes(json.dumps(words).encode())


def _sealed(
    task: Task, pipe: "Connection[object, object]"
) -> tuple[str, dict[str, str] | str]:
    credentials = {name: _credential(name, task, pipe) for name in task.seals}
    means = Means(
        credentials=credentials,
        looks={name: (one.kind, one.owner) for name, one in task.seals.items()},
        time_stamping=credentials[task.stamper],
        trust=Trust(
            roots=tuple(map(_certificate, task.roots)),
            between=tuple(map(_certificate, task.between)),
            lists=task.lists,
        ),
        at=task.at,
        is_test=task.is_test,
    )
    try:
        return "sealed", seal_file(
            Path(task.before), Path(task.after), task.plan, means
        )
    except (PadesError, MemoryError, RuntimeError, OSError, ValueError) as error:
        return "failed", f"{type(error).__name__}: {error}"


def _credential(
    name: str, task: Task, pipe: "Connection[object, object]"
) -> Credential:
    face = task.seals[name]
    return Credential(
        _certificate(face.certificate),
        tuple(map(_certificate, face.chain)),
        AskedKey(name, face.mechanism, face.signature_size, pipe),
    )


def _certificate(der: bytes) -> x509.Certificate:
    return x509.Certificate.load(der)
