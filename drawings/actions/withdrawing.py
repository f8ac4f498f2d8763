"""Sheets of an earlier set are taken out of it, or left in it after all."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from drawings.actions.fates import ask_for_matching_again
from drawings.actions.places import locked_open
from drawings.errors import DrawingError
from drawings.events import SHEET_KEPT, SHEET_WITHDRAWN
from drawings.fates import not_again
from drawings.models import Sheet, Submission, Withdrawal
from storage import clock
from storage.actions.ledger import record


@transaction.atomic
def withdraw_sheet(
    *, submission: Submission, sheet: Sheet, reason: str, actor: User
) -> Withdrawal:
    """Take a sheet of an earlier set out (作废); again, the last reason counts.

    No sheet of this set continues it any more, so the set is matched anew.

    Raises:
        SubmissionClosed: the set is handed in.
        DrawingError: the sheet comes with this set, is none of the set before, or no
            reason is given.

    """
    submission = locked_open(submission)
    if not reason.strip():
        raise DrawingError(_("Say why the sheet is taken out."))
    known = submission.withdrawals.filter(sheet=sheet).exists()
    if not known and not not_again(submission).filter(sheet=sheet).exists():
        raise DrawingError(_("This sheet cannot be taken out: it comes with this set."))
    row, made = Withdrawal.objects.update_or_create(
        submission=submission,
        sheet=sheet,
        defaults={
            "reason": reason.strip()[:300],
            "said_by": actor,
            "said_at": clock.now(),
        },
    )
    record(
        SHEET_WITHDRAWN, submission, actor=actor, sheet=sheet.number, reason=row.reason
    )
    if made:
        ask_for_matching_again(submission)
    return row


@transaction.atomic
def keep_sheet(*, submission: Submission, sheet: Sheet, actor: User) -> None:
    """Leave a sheet in the set that was taken out before; the set is matched anew.

    Raises:
        SubmissionClosed: the set is handed in.

    """
    submission = locked_open(submission)
    count, _rows = submission.withdrawals.filter(sheet=sheet).delete()
    if count:
        record(SHEET_KEPT, submission, actor=actor, sheet=sheet.number)
        ask_for_matching_again(submission)
