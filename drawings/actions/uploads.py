"""Files come in: whole or in pieces, and go out again while the set is open."""

import re
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from accounts.models import User
from drawings.actions.arriving import (
    end_file,
    finish_file,
    have_read,
    note_arrived,
    settle,
)
from drawings.actions.assembly import assemble_sheets, drop_faces
from drawings.actions.places import clean_path, locked_open, partial_path
from drawings.actions.receiving import (
    Checksum,
    write_piece,
)
from drawings.content.packages import is_package_name
from drawings.errors import (
    FileNotWanted,
)
from drawings.events import FILE_WITHDRAWN
from drawings.models import Project, Submission, SubmittedFile
from storage import clock
from storage.actions.ledger import record
from storage.models import Blob

MAX_FILES = 5000
_DIGEST = re.compile(r"[0-9a-f]{64}")


@transaction.atomic
def open_submission(*, project: Project, actor: User) -> Submission:
    """Begin to put the next set together; the one that is open already is returned."""
    project = Project.objects.select_for_update().get(pk=project.pk)
    waiting = project.submissions.filter(state=Submission.State.OPEN).first()
    if waiting is not None:
        return waiting
    number = project.submissions.count() + 1
    return Submission.objects.create(
        project=project, number=number, opened_at=clock.now(), opened_by=actor
    )


@transaction.atomic
def begin_file(
    *, submission: Submission, path: str, size: int, digest: str = ""
) -> SubmittedFile:
    """Announce a file; announced once more it goes on where it stopped.

    With its digest (hex sha256) a file that is here already is not sent again: the same
    one in its place, or the same bytes anywhere in the sets of this project. Nobody
    learns so of bytes that they have not handed in themselves. Without one the sender
    answers for its being the same file.

    Raises:
        SubmissionClosed: the set is handed in.
        FileNotWanted: the path, the size, the digest or the count is beyond the limits.

    """
    submission = locked_open(submission)
    path = clean_path(path)
    _check_limits(submission, path, size)
    if digest and not _DIGEST.fullmatch(digest):
        raise FileNotWanted(_("This is no digest of a file."))
    known = submission.files.filter(path=path).select_related("blob").first()
    if known is not None and _is_same(known, size, digest):
        return known
    if known is not None:
        forget_file(known)
        _read_twins(submission)
    file = SubmittedFile.objects.create(
        submission=submission,
        path=path,
        size=size,
        digest=digest,
        added_at=clock.now(),
    )
    blob = _here_already(submission, size, digest)
    if blob is None:
        return file
    file = settle(file, blob)
    if known is not None and file.state == SubmittedFile.State.DUPLICATE:
        # It is not read, so nobody else would pair what the one before it left alone.
        assemble_sheets(submission=submission)
    return file


def append_piece(
    *,
    file: SubmittedFile,
    offset: int,
    piece: Iterable[bytes],
    checksum: Checksum | None = None,
) -> SubmittedFile:
    """Write the next piece of a file; the last one hands it over to be read.

    Raises:
        DrawingError: as `write_piece`, and as `end_file` after the last piece.

    """
    here = write_piece(file, offset=offset, chunks=piece, checksum=checksum)
    note_arrived(file, here)
    return end_file(file=file) if here == file.size else file


def take_file(
    *, submission: Submission, path: str, source: Path, digest: str = ""
) -> SubmittedFile:
    """Take a file that lies on this machine already (command line, package).

    With its digest (hex sha256) taking it once more changes nothing.
    """
    size = source.stat().st_size
    file = begin_file(submission=submission, path=path, size=size, digest=digest)
    if file.state != SubmittedFile.State.RECEIVING:
        return file
    target = partial_path(file)
    target.parent.mkdir(parents=True, exist_ok=True)
    # Whoever died after `adopt_file` left a second name of the blob here.
    target.unlink(missing_ok=True)
    with source.open("rb") as src, target.open("wb") as out:
        while chunk := src.read(1024 * 1024):
            out.write(chunk)
    return finish_file(file=file)


@transaction.atomic
def withdraw_file(*, file: SubmittedFile, actor: User) -> Submission:
    """Take a file out of an open set, a package with all it held; the bytes are kept.

    Raises:
        SubmissionClosed: the set is handed in.

    """
    submission = locked_open(file.submission)
    if is_package_name(file.path):
        for member in submission.files.filter(path__startswith=f"{file.path}/"):
            forget_file(member)
    forget_file(file)
    _read_twins(submission)
    # The other face of its sheet stays, and may find another partner.
    assemble_sheets(submission=submission)
    record(FILE_WITHDRAWN, submission, actor=actor, path=file.path)
    return submission


def forget_file(file: SubmittedFile) -> None:
    """Remove a file with what was made from it (inside the caller's transaction)."""
    partial_path(file).unlink(missing_ok=True)
    drop_faces(file)
    file.delete()


def _is_same(known: SubmittedFile, size: int, digest: str) -> bool:
    """Whether what was announced before under this path is what is announced now."""
    if known.blob is not None:
        return known.blob.sha256 == digest
    return known.size == size and known.digest == digest


def _here_already(submission: Submission, size: int, digest: str) -> Blob | None:
    if not digest:
        return None
    handed_in = SubmittedFile.objects.filter(
        submission__project=submission.project_id, blob__sha256=digest, size=size
    )
    found = handed_in.select_related("blob").first()
    return found.blob if found else None


def _read_twins(submission: Submission) -> None:
    """Read a file that was left aside as the double of one that is gone now."""
    kept = submission.files.exclude(state=SubmittedFile.State.DUPLICATE)
    bytes_there: set[int | None] = set(kept.values_list("blob_id", flat=True))
    for file in submission.files.filter(state=SubmittedFile.State.DUPLICATE):
        if file.blob_id not in bytes_there:
            bytes_there.add(file.blob_id)
            file.state, file.particulars = SubmittedFile.State.RECEIVED, {}
            file.save(update_fields=["state", "particulars"])
            have_read(file)


def _check_limits(submission: Submission, path: str, size: int) -> None:
    others = submission.files.exclude(path=path)
    if others.count() >= MAX_FILES:
        raise FileNotWanted(_("The set has more files than allowed."))
    if size < 0 or size > settings.LIANSHEN_MAX_FILE_BYTES:
        raise FileNotWanted(_("The file is larger than allowed."))
    so_far = others.aggregate(total=Sum("size"))["total"] or 0
    if so_far + size > settings.LIANSHEN_MAX_SET_BYTES:
        raise FileNotWanted(_("The set is larger than allowed."))
