"""Files come in: whole or in pieces, and go out again while the set is open."""

from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from accounts.models import User
from drawings.actions.assembly import drop_faces
from drawings.actions.places import clean_path, locked_open, partial_path
from drawings.errors import FileNotWanted, OffsetMismatch
from drawings.events import FILE_WITHDRAWN
from drawings.models import Project, Submission, SubmittedFile
from storage import clock
from storage.actions.blobs import store_file
from storage.actions.jobs import request_job
from storage.actions.ledger import record

INGEST_TASK = "drawings.ingest_file"
MAX_FILES = 5000
MEDIA_TYPES = {
    ".pdf": "application/pdf",
    ".dwg": "image/vnd.dwg",
    ".dxf": "image/vnd.dxf",
}


def media_type_of(name: str) -> str:
    """The media type that the name promises; only a label, never trusted."""
    return MEDIA_TYPES.get(Path(name).suffix.lower(), "application/octet-stream")


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
def begin_file(*, submission: Submission, path: str, size: int) -> SubmittedFile:
    """Announce a file; the same path and size again resumes where it stopped.

    Raises:
        SubmissionClosed: the set is handed in.
        FileNotWanted: the path, the size or the count is beyond the limits.

    """
    submission = locked_open(submission)
    path = clean_path(path)
    _check_limits(submission, path, size)
    known = submission.files.filter(path=path).first()
    if known is not None and known.size == size and known.blob_id is None:
        return known
    if known is not None:
        _forget(known)
        _read_twins(submission)
    return SubmittedFile.objects.create(
        submission=submission, path=path, size=size, added_at=clock.now()
    )


def append_piece(*, file: SubmittedFile, offset: int, piece: bytes) -> SubmittedFile:
    """Write the next piece of a file; the last one hands it over to be read.

    The bytes on disk are the truth about how much has arrived: a piece that was written
    but not acknowledged is not asked for twice.

    Raises:
        OffsetMismatch: the piece does not start where the last one ended.
        FileNotWanted: more bytes than announced.

    """
    with transaction.atomic():
        file = SubmittedFile.objects.select_for_update().get(pk=file.pk)
        if file.state != SubmittedFile.State.RECEIVING:
            return file
        locked_open(file.submission)
        partial = partial_path(file)
        arrived = partial.stat().st_size if partial.exists() else 0
        if offset != arrived:
            raise OffsetMismatch(
                _("The upload continues at byte %(offset)s.") % {"offset": arrived}
            )
        if arrived + len(piece) > file.size:
            raise FileNotWanted(_("The file is larger than announced."))
        partial.parent.mkdir(parents=True, exist_ok=True)
        with partial.open("ab") as out:
            out.write(piece)
        file.received = arrived + len(piece)
        file.save(update_fields=["received"])
    return finish_file(file=file) if file.received == file.size else file


def finish_file(*, file: SubmittedFile) -> SubmittedFile:
    """Keep the bytes of a file that has arrived, and have them read."""
    partial = partial_path(file)
    file.refresh_from_db()
    if file.state != SubmittedFile.State.RECEIVING:
        return file
    if file.size == 0:
        partial.parent.mkdir(parents=True, exist_ok=True)
        partial.touch()
    blob = store_file(partial, media_type=media_type_of(file.path))
    with transaction.atomic():
        file = SubmittedFile.objects.select_for_update().get(pk=file.pk)
        if file.state != SubmittedFile.State.RECEIVING:
            return file
        file.blob = blob
        twin = (
            SubmittedFile.objects.filter(submission=file.submission, blob=blob)
            .exclude(pk=file.pk)
            .exclude(state=SubmittedFile.State.DUPLICATE)
            .first()
        )
        if twin is None:
            file.state = SubmittedFile.State.RECEIVED
        else:
            file.state = SubmittedFile.State.DUPLICATE
            file.particulars = {"twin": twin.path}
        file.save()
        if twin is None:
            _have_read(file)
    partial.unlink(missing_ok=True)
    return file


def take_file(*, submission: Submission, path: str, source: Path) -> SubmittedFile:
    """Take a file that lies on this machine already (command line, demonstration)."""
    file = begin_file(submission=submission, path=path, size=source.stat().st_size)
    if file.state != SubmittedFile.State.RECEIVING:
        return file
    target = partial_path(file)
    target.parent.mkdir(parents=True, exist_ok=True)
    with source.open("rb") as src, target.open("wb") as out:
        while chunk := src.read(1024 * 1024):
            out.write(chunk)
    return finish_file(file=file)


@transaction.atomic
def withdraw_file(*, file: SubmittedFile, actor: User) -> Submission:
    """Take a file out of an open set; its bytes stay in the store."""
    submission = locked_open(file.submission)
    _forget(file)
    _read_twins(submission)
    record(FILE_WITHDRAWN, submission, actor=actor, path=file.path)
    return submission


def _have_read(file: SubmittedFile) -> None:
    request_job(
        task=INGEST_TASK,
        queue="cad",
        key=f"ingest:{file.pk}",
        arguments={"file": file.pk},
    )


def _read_twins(submission: Submission) -> None:
    """Read a file that was left aside as the double of one that is gone now."""
    kept = submission.files.exclude(state=SubmittedFile.State.DUPLICATE)
    bytes_there: set[int | None] = set(kept.values_list("blob_id", flat=True))
    for file in submission.files.filter(state=SubmittedFile.State.DUPLICATE):
        if file.blob_id not in bytes_there:
            bytes_there.add(file.blob_id)
            file.state, file.particulars = SubmittedFile.State.RECEIVED, {}
            file.save(update_fields=["state", "particulars"])
            _have_read(file)


def _check_limits(submission: Submission, path: str, size: int) -> None:
    others = submission.files.exclude(path=path)
    if others.count() >= MAX_FILES:
        raise FileNotWanted(_("The set has more files than allowed."))
    if size < 0 or size > settings.LIANSHEN_MAX_FILE_BYTES:
        raise FileNotWanted(_("The file is larger than allowed."))
    so_far = others.aggregate(total=Sum("size"))["total"] or 0
    if so_far + size > settings.LIANSHEN_MAX_SET_BYTES:
        raise FileNotWanted(_("The set is larger than allowed."))


def _forget(file: SubmittedFile) -> None:
    partial_path(file).unlink(missing_ok=True)
    drop_faces(file)
    file.delete()
