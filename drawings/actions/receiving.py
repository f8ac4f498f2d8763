"""The bytes of one file on their way in: a piece at a time, by one sender at a time.

The file on disk is the truth about how much has arrived. It is written under a lock that
the kernel lets go of when its holder dies, so a killed server leaves neither a lock nor an
offset that is wrong.
"""

import datetime as dt
import fcntl
import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, BinaryIO, Final

from django.conf import settings
from django.utils.translation import gettext as _

from drawings.actions.places import partial_path
from drawings.errors import (
    ChecksumMismatch,
    FileGone,
    FileNotWanted,
    NoRoom,
    OffsetMismatch,
    SubmissionClosed,
    UploadBusy,
)
from drawings.models import SubmittedFile

CHUNK: Final = 1024 * 1024
ALGORITHMS: Final = ("sha256", "sha1")


@dataclass(frozen=True, slots=True)
class Checksum:
    """What a piece has to hash to: one of `ALGORITHMS`, and the raw digest."""

    algorithm: str
    digest: bytes


def arrived(file: SubmittedFile) -> int:
    """How many bytes of a file are here; the disk knows it better than the row."""
    if file.state != SubmittedFile.State.RECEIVING:
        return file.size
    try:
        return partial_path(file).stat().st_size
    except FileNotFoundError:
        return 0


def expires_at(file: SubmittedFile) -> dt.datetime:
    """When a file that is still coming in is given up: so long after its last byte."""
    last = file.added_at
    path = partial_path(file)
    if path.exists():
        written = dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC)
        last = max(last, written)
    return last + dt.timedelta(days=settings.LIANSHEN_UPLOAD_DAYS)


def write_piece(
    file: SubmittedFile,
    *,
    offset: int,
    chunks: Iterable[bytes],
    checksum: Checksum | None = None,
) -> int:
    """Write what comes, as far as it comes; return how much of the file is here now.

    `chunks` may end early, where a connection broke: what came is kept and not asked for
    again. A piece with a checksum is taken whole or not at all.

    Raises:
        OffsetMismatch: the piece does not start where the last one ended.
        UploadBusy: somebody else is sending this very file.
        ChecksumMismatch: these are not the bytes that were meant.
        FileGone: the file was taken out meanwhile.
        FileNotWanted: more bytes than announced.
        NoRoom: the disk is full.
        SubmissionClosed: the set was handed in meanwhile.

    """
    with _alone(file) as out:
        here = out.seek(0, os.SEEK_END)
        if offset != here:
            raise OffsetMismatch(
                _("The upload continues at byte %(offset)s.") % {"offset": here}
            )
        if checksum is not None:
            return _write_checked(file, out, chunks, checksum)
        return _write(file, out, chunks)


@contextmanager
def alone_with(file: SubmittedFile) -> Iterator[None]:
    """Keep every sender out while something is done with all the bytes of a file.

    Raises:
        UploadBusy: somebody is sending it.

    """
    with _opened(file) as out:
        _lock(out)
        yield


def over() -> str:
    """What somebody is told who goes on with an upload that has ended."""
    return _("This upload is over; nothing of it is waited for.")


@contextmanager
def _alone(file: SubmittedFile) -> Iterator[BinaryIO]:
    with _opened(file) as out:
        _lock(out)
        # Whoever held the lock before may have finished the file, or thrown it away.
        is_unlinked = os.fstat(out.fileno()).st_nlink == 0
        try:
            _check_is_wanted(file)
        except FileGone:
            partial_path(file).unlink(missing_ok=True)
            raise
        if is_unlinked:
            raise UploadBusy(_busy())
        yield out


def _opened(file: SubmittedFile) -> BinaryIO:
    path = partial_path(file)
    path.parent.mkdir(parents=True, exist_ok=True)
    return path.open("ab")


def _lock(out: BinaryIO) -> None:
    try:
        fcntl.flock(out.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise UploadBusy(_busy()) from error


def _busy() -> str:
    return _("This file is just being sent from elsewhere. It goes on when that ends.")


def _check_is_wanted(file: SubmittedFile) -> None:
    now = SubmittedFile.objects.select_related("submission").filter(pk=file.pk).first()
    if now is None or now.state != SubmittedFile.State.RECEIVING:
        raise FileGone(over())
    if not now.submission.is_open:
        raise SubmissionClosed(
            _("This set is handed in. Changes come with the next revision.")
        )


def _write(file: SubmittedFile, out: BinaryIO, chunks: Iterable[bytes]) -> int:
    here = out.tell()
    for chunk in chunks:
        if here + len(chunk) > file.size:
            raise FileNotWanted(_("The file is larger than announced."))
        _put(out, chunk)
        here += len(chunk)
    return here


def _put(out: IO[bytes], chunk: bytes) -> None:
    try:
        out.write(chunk)
        out.flush()
    except OSError as error:
        raise NoRoom(
            _("There is no room for this file just now. What came is kept; try later.")
        ) from error


def _write_checked(
    file: SubmittedFile, out: BinaryIO, chunks: Iterable[bytes], checksum: Checksum
) -> int:
    digest = hashlib.new(checksum.algorithm, usedforsecurity=False)
    with tempfile.SpooledTemporaryFile(max_size=CHUNK) as held:
        for chunk in chunks:
            digest.update(chunk)
            _put(held, chunk)
            if out.tell() + held.tell() > file.size:
                raise FileNotWanted(_("The file is larger than announced."))
        if digest.digest() != checksum.digest:
            raise ChecksumMismatch(
                _("This piece was changed on its way. It is sent once more.")
            )
        held.seek(0)
        return _write(file, out, iter(lambda: held.read(CHUNK), b""))
