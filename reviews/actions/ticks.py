"""Departments look at changes: accepted, opinion given, or on hold; one, or many at once."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from drawings.models import Change, Comparison
from reviews import events
from reviews.access import is_reviewer
from reviews.actions.cases import locked
from reviews.actions.running import running
from reviews.errors import NotReady, NotYours
from reviews.models import Case, ChangeTick, DepartmentReview
from storage import clock
from storage.actions.ledger import record


@transaction.atomic
def tick_change(
    *, change: Change, review: DepartmentReview, reviewer: User, verdict: str, note: str
) -> ChangeTick:
    """Note what the department makes of a change, whatever its kind and whoever asked.

    A change on hold (待定) keeps the department from concluding until it says another
    word; one that nobody declared does so from the beginning.

    Raises:
        NotYours: the person does not review for the department.
        CaseNotOpen: the department has concluded.
        NotReady: the change is none of this round.

    """
    case, review = _reviewing(review, reviewer)
    _require_of_round(case, change.comparison)
    tick, _made = ChangeTick.objects.update_or_create(
        change=change,
        review=review,
        defaults={
            "verdict": verdict,
            "note": note[:300],
            "author": reviewer,
            "ticked_at": clock.now(),
        },
    )
    record(
        events.CHANGE_TICKED,
        review,
        actor=reviewer,
        stream=case.serial,
        sheet=change.comparison.newer.sheet.number,
        department=review.department.name,
        change=change.index,
        verdict=verdict,
        note=note,
    )
    return tick


@transaction.atomic
def accept_changes(
    *,
    comparison: Comparison,
    changes: Sequence[int],
    review: DepartmentReview,
    reviewer: User,
) -> int:
    """Accept many changes of a sheet at once; returns how many.

    What the department put on hold, or gave an opinion about, keeps its word: only one
    by one is that taken back. Accepted again, a change keeps who accepted it first.

    Args:
        comparison: of the sheet.
        changes: their indices.
        review: of the department.
        reviewer: who looked at them.

    Raises:
        NotYours: the person does not review for the department.
        CaseNotOpen: the department has concluded.
        NotReady: the sheet is none of this round, or nothing is left to accept.

    """
    case, review = _reviewing(review, reviewer)
    _require_of_round(case, comparison)
    settled = ChangeTick.objects.filter(review=review).values("change")
    rows = list(comparison.changes.filter(index__in=changes).exclude(pk__in=settled))
    if not rows:
        raise NotReady(_("Nothing of this is left to accept."))
    ChangeTick.objects.bulk_create(
        [
            ChangeTick(
                change=row,
                review=review,
                verdict=ChangeTick.Verdict.ACCEPTED,
                author=reviewer,
                ticked_at=clock.now(),
            )
            for row in rows
        ],
        batch_size=500,
    )
    record(
        events.CHANGES_ACCEPTED,
        review,
        actor=reviewer,
        stream=case.serial,
        sheet=comparison.newer.sheet.number,
        department=review.department.name,
        count=len(rows),
        changes=sorted(row.index for row in rows),
    )
    return len(rows)


def _reviewing(
    review: DepartmentReview, reviewer: User
) -> tuple[Case, DepartmentReview]:
    case = locked(review.case)
    review = running(review, case)
    if not is_reviewer(reviewer, review):
        raise NotYours(_("You do not review for this department."))
    return case, review


def _require_of_round(case: Case, comparison: Comparison) -> None:
    if comparison.newer.submission_id != case.current_round.submission_id:
        raise NotReady(_("This change is none of the round that runs now."))
