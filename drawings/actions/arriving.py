"""A file that is here whole: its digest is taken, its bytes are kept, it is read.

Taking the digest of a large file takes seconds, so it is a worker's; until then the file
is still coming in, with every byte of it here.
"""

from pathlib import Path
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from drawings.actions.assembly import assemble_sheets
from drawings.actions.places import locked_open, partial_path
from drawings.actions.receiving import alone_with, arrived, over
from drawings.errors import ChecksumMismatch, FileGone
from drawings.models import SubmittedFile
from storage.actions.blobs import adopt_file
from storage.actions.jobs import request_job
from storage.models import Blob, Job

INGEST_TASK: Final = "drawings.ingest_file"
FINISH_TASK: Final = "drawings.finish_file"
# A digest of so much is taken in a blink; of 2 GB it takes up to ten seconds.
AT_ONCE_BYTES: Final = 32 * 1024 * 1024
# Particulars of a file that was changed on its way and has to be sent once more.
CHANGED: Final = "changed"
MEDIA_TYPES = {
    ".pdf": "application/pdf",
    ".dwg": "image/vnd.dwg",
    ".dxf": "image/vnd.dxf",
    ".zip": "application/zip",
}


def media_type_of(name: str) -> str:
    """The media type that the name promises; only a label, never trusted."""
    return MEDIA_TYPES.get(Path(name).suffix.lower(), "application/octet-stream")


def end_file(*, file: SubmittedFile) -> SubmittedFile:
    """After the last piece: finish a file, or have a worker finish a large one.

    Raises:
        DrawingError: as `finish_file`, of a file that is finished at once.

    """
    if file.size <= AT_ONCE_BYTES:
        return finish_file(file=file)
    try:
        sent = partial_path(file).stat().st_mtime_ns
    except FileNotFoundError:
        return file  # a worker was faster
    # Asked after once more it is the same work; sent once more it is another.
    key = f"finish:{file.pk}:{sent}"
    request_job(task=FINISH_TASK, key=key, arguments={"file": file.pk})
    return file


def finish_file(*, file: SubmittedFile) -> SubmittedFile:
    """Keep the bytes of a file that has arrived, and have them read.

    Raises:
        FileGone: it was taken out meanwhile.
        UploadBusy: somebody else is finishing it.
        ChecksumMismatch: it is not the file that was announced; it is sent once more.

    """
    with alone_with(file):
        now = SubmittedFile.objects.select_related("submission").filter(pk=file.pk)
        row = now.first()
        if row is None:
            partial_path(file).unlink(missing_ok=True)
            raise FileGone(over())
        if row.state != SubmittedFile.State.RECEIVING or arrived(row) != row.size:
            return row
        partial = partial_path(row)
        blob = adopt_file(partial, media_type=media_type_of(row.path))
        is_it = row.digest in {"", blob.sha256}
        if is_it:
            row = _settled(row, blob)
        partial.chmod(0o440)  # the blob under its other name
        partial.unlink()
    if is_it:
        return row
    note_arrived(row, 0)
    raise ChecksumMismatch(
        _("%(path)s was changed on its way. It is sent once more.") % {"path": row.path}
    )


def finish_job(job: Job) -> None:
    """Finish the file that a job row names; what is wrong with it is told at the file."""
    now = SubmittedFile.objects.select_related("submission")
    file = now.filter(pk=int(job.arguments["file"])).first()
    if file is None:
        return
    try:
        finish_file(file=file)
    except ChecksumMismatch:
        SubmittedFile.objects.filter(pk=file.pk).update(particulars={CHANGED: True})
    except FileGone:
        return


@transaction.atomic
def _settled(file: SubmittedFile, blob: Blob) -> SubmittedFile:
    # The set first, then its file: everybody locks in this order.
    submission = locked_open(file.submission)
    row = SubmittedFile.objects.select_for_update().filter(pk=file.pk).first()
    if row is None:
        raise FileGone(over())
    row = settle(row, blob)
    if row.state == SubmittedFile.State.DUPLICATE:
        # It is not read. Took it the place of another, nobody else pairs what that left.
        assemble_sheets(submission=submission)
    return row


def settle(file: SubmittedFile, blob: Blob) -> SubmittedFile:
    """All bytes of a file are here: have it read, or name the one it is a double of."""
    file.blob, file.received, file.particulars = blob, file.size, {}
    twin = _twin_of(file, blob)
    if twin is not None:
        file.state = SubmittedFile.State.DUPLICATE
        file.particulars = {"twin": twin.path}
    else:
        file.state = SubmittedFile.State.RECEIVED
    file.save()
    if twin is None:
        have_read(file)
    return file


def _twin_of(file: SubmittedFile, blob: Blob) -> SubmittedFile | None:
    """The file of the set with the same bytes; empty ones are no doubles, each is refused."""
    if not file.size:
        return None
    twins = SubmittedFile.objects.filter(submission=file.submission, blob=blob)
    read = twins.exclude(state=SubmittedFile.State.DUPLICATE)
    return read.exclude(pk=file.pk).first()


def note_arrived(file: SubmittedFile, received: int) -> None:
    """Write down how much of a file is here."""
    file.received = received
    SubmittedFile.objects.filter(
        pk=file.pk, state=SubmittedFile.State.RECEIVING
    ).update(received=received)


def have_read(file: SubmittedFile) -> None:
    """Want a file read by a worker (inside the caller's transaction)."""
    request_job(
        task=INGEST_TASK,
        queue="cad",
        key=f"ingest:{file.pk}",
        arguments={"file": file.pk},
    )
