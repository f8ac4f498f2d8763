"""Store bytes once; find them; check them."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from django.utils.translation import gettext as _

from storage import backends, clock
from storage.errors import BlobMissing
from storage.models import Blob


def store_chunks(chunks: Iterable[bytes], *, media_type: str) -> Blob:
    """Keep a stream of bytes; the same bytes twice are the same blob.

    Not a transaction of its own: the bytes are written before any row is locked, so a
    large upload never holds up other writers. Bytes without a row harm nobody.
    """
    return _row_of(backends.write(chunks), media_type)


def store_bytes(data: bytes, *, media_type: str) -> Blob:
    """Keep bytes that are in memory anyway."""
    return store_chunks([data], media_type=media_type)


def store_file(path: Path, *, media_type: str) -> Blob:
    """Keep a file's bytes."""
    return store_chunks(backends.chunks_of(path), media_type=media_type)


def adopt_file(path: Path, *, media_type: str) -> Blob:
    """Keep a finished file without copying it; its old name is the caller's to remove."""
    return _row_of(backends.adopt(path), media_type)


def file_of(blob: Blob) -> Path:
    """The file that holds the bytes; to be read only.

    Raises:
        BlobMissing: the bytes are not where they belong.

    """
    path = backends.path_of(blob.sha256)
    if not path.is_file():
        raise BlobMissing(
            _("The stored file %(name)s is missing.") % {"name": blob.sha256[:12]}
        )
    return path


def read_bytes(blob: Blob) -> bytes:
    """All the bytes; for small things only."""
    return file_of(blob).read_bytes()


def is_intact(blob: Blob) -> bool:
    """Whether the bytes are still those that their name says."""
    digest = hashlib.sha256()
    try:
        for chunk in backends.chunks_of(file_of(blob)):
            digest.update(chunk)
    except BlobMissing:
        return False
    return digest.hexdigest() == blob.sha256


def _row_of(stored: backends.Stored, media_type: str) -> Blob:
    blob, _made = Blob.objects.get_or_create(
        sha256=stored.sha256,
        defaults={
            "size": stored.size,
            "media_type": media_type[:80],
            "stored_at": clock.now(),
        },
    )
    return blob
