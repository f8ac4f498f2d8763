"""Remarks on an open set are settled by a word: right as it is, to follow, not to scale."""

import datetime as dt

from django.db import transaction

from accounts.models import User
from drawings.actions.places import locked_open
from drawings.events import REMARK_SETTLED
from drawings.models import Settlement, Submission
from storage import clock
from storage.actions.ledger import record


@transaction.atomic
def settle_remark(
    *,
    submission: Submission,
    code: str,
    subject: str,
    answer: str,
    actor: User,
    until: dt.date | None = None,
) -> Settlement:
    """Keep what a person said to a remark; said again, the last word counts.

    Raises:
        SubmissionClosed: the set is handed in.

    """
    submission = locked_open(submission)
    settled, _made = Settlement.objects.update_or_create(
        submission=submission,
        code=code,
        subject=subject[:80],
        defaults={
            "answer": answer,
            "until": until,
            "said_by": actor,
            "said_at": clock.now(),
        },
    )
    record(
        REMARK_SETTLED,
        submission,
        actor=actor,
        code=code,
        about=subject,
        answer=answer,
        until=str(until or ""),
    )
    return settled
