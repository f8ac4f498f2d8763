"""Uploads that were never sent to their end are given up, and their bytes go."""

import contextlib
from pathlib import Path

from django.conf import settings
from django.db import transaction

from drawings.actions.arriving import finish_file
from drawings.actions.assembly import assemble_sheets
from drawings.actions.places import locked_open
from drawings.actions.receiving import alone_with, arrived, expires_at, over
from drawings.actions.uploads import forget_file
from drawings.errors import DrawingError, FileGone
from drawings.models import SubmittedFile
from storage import clock


@transaction.atomic
def give_up_file(*, file: SubmittedFile) -> None:
    """Throw away what came of a file that was never sent to its end.

    Raises:
        FileGone: it is here whole, or gone already.
        UploadBusy: it is being sent at this moment.

    """
    submission = locked_open(file.submission)
    now = SubmittedFile.objects.filter(pk=file.pk).first()
    if now is None or now.state != SubmittedFile.State.RECEIVING:
        raise FileGone(over())
    with alone_with(now):
        forget_file(now)
    # It may have taken the place of one whose other face is left alone.
    assemble_sheets(submission=submission)


def give_up_abandoned() -> int:
    """Throw away every upload that nobody has gone on with for long; return how many.

    One whose last byte came without anybody being told is finished instead.
    """
    count = 0
    waiting = SubmittedFile.objects.filter(state=SubmittedFile.State.RECEIVING)
    for file in waiting.select_related("submission"):
        with contextlib.suppress(DrawingError):
            if arrived(file) == file.size:
                finish_file(file=file)
            elif expires_at(file) < clock.now():
                give_up_file(file=file)
                count += 1
    _sweep_leavings()
    return count


def _sweep_leavings() -> None:
    """Remove pieces on disk that no row speaks of any more."""
    folder = Path(settings.LIANSHEN_UPLOADS)
    oldest = clock.now().timestamp() - 86400 * settings.LIANSHEN_UPLOAD_DAYS
    old = [path for path in folder.glob("*.part") if _is_older(path, oldest)]
    rows = SubmittedFile.objects.filter(state=SubmittedFile.State.RECEIVING)
    wanted = {str(token) for token in rows.values_list("token", flat=True)}
    for path in old:
        if path.stem not in wanted:
            path.unlink(missing_ok=True)


def _is_older(path: Path, oldest: float) -> bool:
    """Whether the last byte came before a time; a file that is just gone needs nothing."""
    try:
        return path.stat().st_mtime < oldest
    except FileNotFoundError:
        return False
