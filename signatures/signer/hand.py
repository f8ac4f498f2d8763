"""The program of a child of the signer: it knows PDF and holds no key.

It seals file after file and asks over its pipe for each signature and each time stamp.
"""

import json
import os
import resource
import tempfile
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final

from asn1crypto import cms, x509
from pyhanko.sign.timestamps import TimeStamper

from signatures.pades.credentials import Credential
from signatures.pades.errors import PadesError
from signatures.pades.trust import Trust
from signatures.signer.confining import confine
from signatures.signer.sealing import Means, seal_file
from signatures.signer.tasks import Task
from storage.typefaces import Face, face_file, face_folder

MEMORY: Final = 2 * 1024**3
LARGEST_FILE: Final = 512 * 1024**2
READY: Final = "ready"


@dataclass(frozen=True)
class AskedKey:
    """A key that another process holds: what is to be signed goes there."""

    name: str
    mechanism: str
    signature_size: int
    pipe: "Connection[object, object]"

    def sign(self, signed: bytes) -> bytes:
        """The signature over these bytes, from whoever holds the key."""
        return _asked(self.pipe, "sign", self.name, signed.hex())


class AskedStamper(TimeStamper):
    """Time stamps from the parent, whose clock or authority says when."""

    def __init__(self, pipe: "Connection[object, object]", like: bytes) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._pipe = pipe
        self._register_dummy("sha256", cms.ContentInfo.load(like))  # type: ignore[no-untyped-call]

    async def async_timestamp(
        self, message_digest: bytes, md_algorithm: str
    ) -> cms.ContentInfo:
        """A token over a SHA-256 digest."""
        if md_algorithm != "sha256":
            raise PadesError(f"time stamps over {md_algorithm} are not made here")
        token = _asked(self._pipe, "stamp", message_digest.hex())
        return cms.ContentInfo.load(token)


def work(pipe: "Connection[object, object]", folder: str) -> None:
    """The life of a child: file after file until the pipe closes.

    Args:
        pipe: to the parent.
        folder: the only one in which it may write; empty: it is not confined.
    """
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_FILE, LARGEST_FILE))
    faces = _unpacked_faces()
    for name in list(os.environ):
        if name.startswith("LIANSHEN"):
            del os.environ[name]
    os.environ["LIANSHEN_FONT_CACHE"] = str(faces)
    if folder:
        tempfile.tempdir = folder
        confine(Path(folder), [faces])
    tell(pipe, READY)
    while True:
        try:
            task = pipe.recv()
        except (EOFError, OSError):
            return
        if isinstance(task, Task):
            tell(pipe, *_sealed(task, pipe))


def tell(pipe: "Connection[object, object]", *words: object) -> None:
    """Say something to the parent: JSON, not pickled.

    Who holds the keys lets no child make it run anything.
    """
    pipe.send_bytes(json.dumps(words).encode())


def _unpacked_faces() -> Path:
    """The folder of typefaces, with every one that a seal may need."""
    for face in Face:
        face_file(face)
    return face_folder()


def _asked(pipe: "Connection[object, object]", *words: object) -> bytes:
    tell(pipe, *words)
    answer = pipe.recv()
    if not isinstance(answer, bytes):
        raise PadesError(f"what was asked for was refused: {words[0]}")
    return answer


def _sealed(task: Task, pipe: "Connection[object, object]") -> tuple[str, str]:
    means = Means(
        credentials={name: _credential(name, task, pipe) for name in task.seals},
        looks={name: (one.kind, one.owner) for name, one in task.seals.items()},
        eseals={name: one.eseal for name, one in task.seals.items() if one.eseal},
        stamper=AskedStamper(pipe, task.stamp_like),
        trust=Trust(
            roots=tuple(map(_certificate, task.roots)),
            between=tuple(map(_certificate, task.between)),
            lists=task.lists,
        ),
        at=task.at,
        licence=task.licence,
    )
    try:
        seal_file(Path(task.before), Path(task.after), task.plan, means)
    except (PadesError, MemoryError, RuntimeError, OSError, ValueError) as error:
        return "failed", f"{type(error).__name__}: {error}"
    return "sealed", ""


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
