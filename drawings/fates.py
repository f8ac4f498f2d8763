"""What became of the sheets of an earlier set: answers for screens and for the hand-in."""

import hashlib
from dataclasses import dataclass

from django.db.models import QuerySet

from drawings.models import (
    Comparison,
    Renumbering,
    SheetRevision,
    SheetRevisionQuerySet,
    Submission,
)

State = Renumbering.State


@dataclass(frozen=True, slots=True)
class Renumbered:
    """A renumbering with the revision that came, and its comparison where there is one."""

    row: Renumbering
    newer: SheetRevision
    comparison: Comparison | None

    @property
    def is_number_alone(self) -> bool:
        """Whether nothing changed but the number itself."""
        found = self.comparison
        if found is None or found.verdict != Comparison.Verdict.CHANGED:
            return False
        rest = found.changes.exclude(
            text_from=self.row.old_number, text_to=self.row.new_number
        )
        return not rest.exists()


def standing_before(submission: Submission) -> SheetRevisionQuerySet:
    """The sheets as they stood before this set."""
    dropped = Submission.objects.filter(
        project=submission.project_id, state=Submission.State.DROPPED
    )
    return SheetRevision.objects.current(
        submission.project,
        upto=submission.number - 1,
        without=list(dropped.values_list("pk", flat=True)),
    )


def not_again(submission: Submission) -> SheetRevisionQuerySet:
    """The sheets of before that this set neither brings again nor takes out."""
    here = submission.revisions.values("sheet")
    gone = submission.withdrawals.values("sheet")
    return standing_before(submission).exclude(sheet__in=here).exclude(sheet__in=gone)


def proposed_in(submission: Submission) -> list[Renumbered]:
    """The renumberings that a person has to decide; those that still can be."""
    rows = submission.renumberings.filter(state=State.PROPOSED)
    return [one for one in _placed(submission, rows) if _can_be(one)]


def confirmed_in(submission: Submission) -> "QuerySet[Renumbering]":
    """The renumberings that hold."""
    return submission.renumberings.filter(state=State.CONFIRMED).select_related(
        "older__sheet", "older__submission", "decided_by"
    )


def renumbered_in(submission: Submission) -> list[Renumbered]:
    """The renumberings that hold, with what came."""
    return _placed(submission, confirmed_in(submission))


def match_key(submission: Submission) -> str:
    """The name of the work of matching the set as it is put together now."""
    numbers = submission.revisions.order_by("sheet__number").values_list(
        "sheet__number", "pdf__digest", "dwg__digest", "pk"
    )
    told = hashlib.sha256(repr(list(numbers)).encode()).hexdigest()
    return f"match:{submission.pk}:{told[:32]}"


def _placed(submission: Submission, rows: "QuerySet[Renumbering]") -> list[Renumbered]:
    came = {
        row.sheet.number: row
        for row in submission.revisions.select_related(
            "sheet", "pdf", "dwg", "submission"
        )
    }
    compared = {
        row.newer_id: row
        for row in Comparison.objects.filter(newer__submission=submission)
    }
    return [
        Renumbered(row, came[row.new_number], compared.get(came[row.new_number].pk))
        for row in rows.select_related("older__sheet", "older__submission")
        if row.new_number in came
    ]


def _can_be(one: Renumbered) -> bool:
    return one.newer.sheet_id != one.row.older.sheet_id
