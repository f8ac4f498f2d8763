"""Sheets under a new number that draw what another drew: found by a job, decided by people."""

import tempfile
from pathlib import Path
from typing import Final

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import User
from drawings.actions.moving import free_number, move_revisions
from drawings.actions.places import locked_open
from drawings.errors import DrawingError
from drawings.events import (
    RENUMBERING_CONFIRMED,
    RENUMBERING_REFUSED,
    RENUMBERING_UNDONE,
)
from drawings.fates import (
    confirmed_in,
    match_key,
    proposed_in,
    standing_before,
)
from drawings.models import Renumbering, Sheet, SheetRevision, Submission
from drawings.sandbox.matching import Drawn, Renumbered, match_apart
from storage import clock
from storage.actions.blobs import file_of
from storage.actions.jobs import key_anew, request_job
from storage.actions.ledger import record
from storage.models import Job

MATCH_TASK: Final = "drawings.match_package"
State = Renumbering.State


def ask_for_matching(submission: Submission) -> None:
    """Have a revised set matched with the sheets of before, once nothing is being read."""
    if _is_to_match(submission):
        _ask(submission, match_key(submission))


def ask_for_matching_again(submission: Submission) -> None:
    """The same for a set that may stand as it stood once: what was matched then is old."""
    if _is_to_match(submission):
        _ask(submission, key_anew(match_key(submission)))


def match_job(job: Job) -> None:
    """Match the set that a job names; one that went on meanwhile is left to the next."""
    submission = Submission.objects.get(pk=int(job.arguments["submission"]))
    if submission.is_open and job.key.startswith(match_key(submission)):
        match_package(submission=submission)


def match_package(*, submission: Submission) -> list[Renumbering]:
    """Propose what was renumbered; what a person has decided stays decided.

    Where the set went on while it was matched nothing is proposed: what is matched next
    knows better.
    """
    asked = match_key(submission)
    gone = submission.withdrawals.values("sheet")
    older = list(standing_before(submission).exclude(sheet__in=gone))
    newer = list(submission.revisions.select_related("sheet", "pdf", "dwg"))
    confirmed = {row.new_number for row in confirmed_in(submission)}
    newer = [row for row in newer if row.sheet.number not in confirmed]
    older, newer = _without_the_same(older, newer)
    found = _found(older, newer) if older and newer else []
    with transaction.atomic():
        submission = locked_open(submission)
        if match_key(submission) != asked:
            return []
        rows = [
            _proposed(submission, older[one.old], newer[one.new], one.likeness)
            for one in found
        ]
        stale = submission.renumberings.filter(state=State.PROPOSED)
        stale.exclude(pk__in=[row.pk for row in rows]).delete()
    return rows


@transaction.atomic
def confirm_renumberings(
    *, submission: Submission, chosen: list[int], actor: User
) -> int:
    """Say that sheets go by another number now; opinions and history follow them.

    Raises:
        SubmissionClosed: the set is handed in.
        DrawingError: nothing of this is to be decided, or two want one sheet.

    """
    submission = locked_open(submission)
    found = [one for one in proposed_in(submission) if one.row.pk in chosen]
    if not found:
        raise DrawingError(_("Nothing of this is left to be decided."))
    targets = {one.row.older.sheet_id for one in found}
    if len(targets) < len(found) or len({one.newer.pk for one in found}) < len(found):
        raise DrawingError(
            _("Two sheets cannot both be the same one; choose one of them.")
        )
    places: dict[SheetRevision, Sheet | None] = {
        one.newer: one.row.older.sheet for one in found
    }
    for row in submission.revisions.filter(sheet__in=targets).select_related("sheet"):
        places.setdefault(row, None)
    move_revisions(places, {row.pk: row.sheet.number for row in places})
    for one in found:
        _decide(one.row, State.CONFIRMED, actor)
        submission.renumberings.filter(
            new_number=one.row.new_number, state=State.PROPOSED
        ).delete()
        record(
            RENUMBERING_CONFIRMED,
            submission,
            actor=actor,
            old=one.row.old_number,
            new=one.row.new_number,
            likeness=round(one.row.likeness, 4),
        )
    return len(found)


@transaction.atomic
def refuse_renumbering(
    *, submission: Submission, renumbering: int, actor: User
) -> Renumbering:
    """Say that two sheets that look alike are two.

    Raises:
        SubmissionClosed: the set is handed in.
        DrawingError: it is decided already.

    """
    submission = locked_open(submission)
    row = submission.renumberings.filter(pk=renumbering, state=State.PROPOSED).first()
    if row is None:
        raise DrawingError(_("Nothing of this is left to be decided."))
    _decide(row, State.REFUSED, actor)
    record(
        RENUMBERING_REFUSED,
        submission,
        actor=actor,
        old=row.old_number,
        new=row.new_number,
    )
    return row


@transaction.atomic
def undo_renumberings(*, submission: Submission, actor: User) -> int:
    """Take every renumbering of an open set back: each sheet has its old number again.

    All at once, for one may stand on the number that another has left. They are
    proposed again.

    Raises:
        SubmissionClosed: the set is handed in.

    """
    submission = locked_open(submission)
    rows = list(confirmed_in(submission))
    moved = Q(sheet__in=[row.older.sheet_id for row in rows])
    on_their_place = Q(sheet__number__in=[row.old_number for row in rows])
    came = submission.revisions.select_related("sheet").filter(moved | on_their_place)
    places: dict[SheetRevision, Sheet | None] = dict.fromkeys(came)
    numbers = {row.pk: row.sheet.number for row in places}
    move_revisions(places, {pk: f"~{number}"[:60] for pk, number in numbers.items()})
    for row in rows:
        _give_back(row)
        record(
            RENUMBERING_UNDONE,
            submission,
            actor=actor,
            old=row.old_number,
            new=row.new_number,
        )
    for revision in places:
        home = _home(submission, numbers[revision.pk])
        move_revisions({revision: home}, numbers)
    return len(rows)


def restore_numbers(submission: Submission) -> None:
    """Give back the numbers of sheets whose new revision is no longer in the set."""
    if submission.number < 2:
        return  # nothing came before it that could have had another number
    here = submission.revisions.values("sheet")
    for row in confirmed_in(submission).exclude(older__sheet__in=here):
        _give_back(row)
        row.delete()


def _is_to_match(submission: Submission) -> bool:
    if submission.number < 2 or submission.files.unsettled().exists():
        return False
    return standing_before(submission).exists() and submission.revisions.exists()


def _ask(submission: Submission, key: str) -> None:
    request_job(
        task=MATCH_TASK,
        queue="cad",
        key=key,
        arguments={"submission": submission.pk},
    )


def _found(older: list[SheetRevision], newer: list[SheetRevision]) -> list[Renumbered]:
    with tempfile.TemporaryDirectory(prefix="lianshen-match-") as folder:
        return match_apart(
            [_drawn(row) for row in older], [_drawn(row) for row in newer], Path(folder)
        )


def _without_the_same(
    older: list[SheetRevision], newer: list[SheetRevision]
) -> tuple[list[SheetRevision], list[SheetRevision]]:
    """Leave out sheets whose content did not change under their number."""
    before = {row.sheet_id: row for row in older}
    same = {
        row.sheet_id
        for row in newer
        if row.sheet_id in before
        and row.face.digest
        and row.face.digest == before[row.sheet_id].face.digest
    }
    return (
        [row for row in older if row.sheet_id not in same],
        [row for row in newer if row.sheet_id not in same],
    )


def _drawn(row: SheetRevision) -> Drawn:
    return Drawn(row.sheet.number, file_of(row.face.content))


def _proposed(
    submission: Submission, older: SheetRevision, newer: SheetRevision, share: float
) -> Renumbering:
    row, _made = Renumbering.objects.get_or_create(
        submission=submission,
        older=older,
        new_number=newer.sheet.number,
        defaults={
            "old_number": older.sheet.number,
            "likeness": share,
            "found_at": clock.now(),
        },
    )
    return row


def _decide(row: Renumbering, state: str, actor: User) -> None:
    row.state, row.decided_by, row.decided_at = state, actor, clock.now()
    row.save(update_fields=["state", "decided_by", "decided_at"])


def _home(submission: Submission, number: str) -> Sheet | None:
    """The sheet that had a number before this set, even if it had to give it up since."""
    for row in standing_before(submission):
        if number in {row.sheet.number, row.face.number}:
            return row.sheet
    return None


def _give_back(row: Renumbering) -> None:
    """The old number for the sheet, and the renumbering to be decided again."""
    sheet = Sheet.objects.get(pk=row.older.sheet_id)
    free_number(sheet, row.old_number)
    sheet.number = row.old_number
    sheet.name = row.older.name or sheet.name
    sheet.save(update_fields=["number", "name"])
    row.state, row.decided_by, row.decided_at = State.PROPOSED, None, None
    row.save(update_fields=["state", "decided_by", "decided_at"])
