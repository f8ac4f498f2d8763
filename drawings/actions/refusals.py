"""A file that cannot be taken stays in its set with the reason."""

from django.db import transaction

from drawings.actions.assembly import assemble_sheets
from drawings.content.errors import UnreadableDrawing
from drawings.events import FILE_REFUSED
from drawings.models import Submission, SubmittedFile
from storage.actions.ledger import record


@transaction.atomic
def refuse_file(file: SubmittedFile, error: UnreadableDrawing) -> SubmittedFile:
    """Note why a file was refused, unless somebody has settled it already."""
    # The set first, then its file: everybody locks in this order.
    submission = Submission.objects.select_for_update().get(pk=file.submission_id)
    file = locked_file(file)
    if file.state != SubmittedFile.State.RECEIVED:
        return file
    file.state = SubmittedFile.State.REFUSED
    file.refusal = error.code
    file.particulars = dict(error.particulars)
    file.reading = {}
    file.save()
    if submission.state == Submission.State.OPEN:
        # It may have taken the place of one whose other face is left alone.
        assemble_sheets(submission=submission)
    record(
        FILE_REFUSED,
        file.submission,
        actor=None,
        path=file.path,
        reason=str(error.code),
    )
    return file


def locked_file(file: SubmittedFile) -> SubmittedFile:
    """The row of a file, locked (inside the caller's transaction)."""
    return (
        SubmittedFile.objects.select_for_update(of=("self",))
        .select_related("blob", "submission__project")
        .get(pk=file.pk)
    )
