"""A set is handed in, opened again when the window returns the case, or given up."""

from django.db import transaction

from accounts.models import User
from drawings.actions.assembly import take_down_sheets
from drawings.actions.places import locked_open
from drawings.actions.uploads import forget_file
from drawings.events import SET_DROPPED, SET_HANDED_IN
from drawings.models import Submission, SubmittedFile
from storage import clock
from storage.actions.ledger import record


@transaction.atomic
def close_submission(
    *, submission: Submission, actor: User, stream: str = ""
) -> Submission:
    """Freeze a set: files, sheets and their hashes are what is reviewed from now on.

    Raises:
        SubmissionClosed: it was handed in before.

    """
    submission = locked_open(submission)
    submission.state = Submission.State.CLOSED
    submission.closed_at = clock.now()
    submission.save(update_fields=["state", "closed_at"])
    files = submission.files.filter(blob__isnull=False).select_related("blob")
    record(
        SET_HANDED_IN,
        submission,
        actor=actor,
        stream=stream,
        sheets=submission.revisions.count(),
        files={file.path: file.blob.sha256 for file in files if file.blob},
    )
    return submission


@transaction.atomic
def reopen_submission(*, submission: Submission) -> Submission:
    """Let files come again, for the window returned the case."""
    submission = Submission.objects.select_for_update().get(pk=submission.pk)
    submission.state = Submission.State.OPEN
    submission.closed_at = None
    submission.save(update_fields=["state", "closed_at"])
    return submission


@transaction.atomic
def drop_submission(*, submission: Submission, actor: User, stream: str = "") -> None:
    """End a set that nobody will hand in any more; one that is not open stays as it is.

    Its files stay with their bytes. Its sheets go: the next set is compared with what was
    handed in, never with this. What was still being sent is not waited for.
    """
    submission = Submission.objects.select_for_update().get(pk=submission.pk)
    if not submission.is_open:
        return
    for file in submission.files.filter(state=SubmittedFile.State.RECEIVING):
        forget_file(file)
    take_down_sheets(submission)
    submission.state = Submission.State.DROPPED
    submission.closed_at = clock.now()
    submission.save(update_fields=["state", "closed_at"])
    record(SET_DROPPED, submission, actor=actor, stream=stream)
