"""Where bytes lie: a folder that names every file by its digest."""

import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

CHUNK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Stored:
    """What was written: its digest (hex sha256) and its size in bytes."""

    sha256: str
    size: int


def path_of(sha256: str) -> Path:
    """Where the bytes with this digest lie."""
    return Path(settings.LIANSHEN_BLOBS) / sha256[:2] / sha256[2:4] / sha256


def write(chunks: Iterable[bytes]) -> Stored:
    """Stream bytes to their place; bytes that are there already are not written again."""
    root = Path(settings.LIANSHEN_BLOBS)
    incoming = root / "incoming"
    incoming.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    size = 0
    handle, name = tempfile.mkstemp(dir=incoming)
    partial = Path(name)
    try:
        with os.fdopen(handle, "wb") as out:
            for chunk in chunks:
                digest.update(chunk)
                size += len(chunk)
                out.write(chunk)
            out.flush()
            os.fsync(out.fileno())
        target = path_of(digest.hexdigest())
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            partial.chmod(0o440)
            partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
    return Stored(digest.hexdigest(), size)


def adopt(path: Path) -> Stored:
    """Give a finished file its place without copying it: a second name for the same bytes.

    The first name is left to the caller, who removes it once the row is written: whoever
    dies before finds everything as it was. Nothing may be written through it any more.
    """
    digest = hashlib.sha256()
    with path.open("rb") as source:
        while chunk := source.read(CHUNK):
            digest.update(chunk)
        size = source.tell()
        os.fsync(source.fileno())
    target = path_of(digest.hexdigest())
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        target.hardlink_to(path)
    except FileExistsError:
        pass
    except OSError:
        return write(chunks_of(path))  # another disk, or one that knows no second names
    return Stored(digest.hexdigest(), size)


def chunks_of(path: Path) -> Iterator[bytes]:
    """A file's bytes, a piece at a time."""
    with path.open("rb") as source:
        while chunk := source.read(CHUNK):
            yield chunk
