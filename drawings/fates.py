"""What became of the sheets of an earlier set: answers for screens and for the hand-in."""

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import Final

from django.db.models import Count, QuerySet

from drawings.content.sheetnumbers import clean_number
from drawings.models import (
    Change,
    Comparison,
    Renumbering,
    SheetRevision,
    SheetRevisionQuerySet,
    Submission,
)
from storage.models import Job

State = Renumbering.State
MOST_NUMBERS: Final = 8
"""So often a sheet says its own number; what changed more often is no number alone."""


@dataclass(frozen=True, slots=True)
class Renumbered:
    """A renumbering with the revision that came, and its comparison where there is one.

    `is_number_alone`: all was looked at, and nothing changed but the number itself.
    """

    row: Renumbering
    newer: SheetRevision
    comparison: Comparison | None
    is_number_alone: bool = False

    @property
    def is_same(self) -> bool:
        """Whether it is proved to hold the same drawing, its number aside."""
        found = self.comparison
        return self.is_number_alone or (found is not None and found.is_unchanged)


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
    gone = set(submission.withdrawals.values_list("sheet", flat=True))
    return [one for one in _placed(submission, rows) if _can_be(one, gone)]


def confirmed_in(submission: Submission) -> "QuerySet[Renumbering]":
    """The renumberings that hold."""
    return submission.renumberings.filter(state=State.CONFIRMED).select_related(
        "older__sheet", "older__submission", "decided_by"
    )


def renumbered_in(submission: Submission) -> list[Renumbered]:
    """The renumberings that hold, with what came."""
    return _placed(submission, confirmed_in(submission))


def match_key(submission: Submission) -> str:
    """How the names of the work of matching the set begin, as it is put together now."""
    numbers = submission.revisions.order_by("sheet__number").values_list(
        "sheet__number", "pdf__digest", "dwg__digest", "pk"
    )
    gone = submission.withdrawals.order_by("sheet").values_list("sheet", flat=True)
    told = hashlib.sha256(repr([list(numbers), list(gone)]).encode()).hexdigest()
    return f"match:{submission.pk}:{told[:32]}"


def matching_of(submission: Submission) -> Job | None:
    """The last work of matching that was asked for with the set as it is now."""
    jobs = Job.objects.filter(key__startswith=match_key(submission))
    return jobs.order_by("-pk").first()


def is_that_number(said: tuple[str, str], numbers: tuple[str, str]) -> bool:
    """Whether a change of a text is the change of a number; blanks and dashes aside."""
    old, new = (clean_number(text) for text in said)
    return all(numbers) and (old, new) == tuple(map(clean_number, numbers))


def _placed(submission: Submission, rows: "QuerySet[Renumbering]") -> list[Renumbered]:
    came = {
        row.sheet.number: row
        for row in submission.revisions.select_related(
            "sheet", "pdf", "dwg", "submission"
        )
    }
    # under its number it may be compared with another sheet, which tells nothing of this
    compared = {
        (row.older_id, row.newer_id): row
        for row in Comparison.objects.filter(newer__submission=submission)
    }
    found = [
        Renumbered(
            row,
            came[row.new_number],
            compared.get((row.older_id, came[row.new_number].pk)),
        )
        for row in rows.select_related("older__sheet", "older__submission")
        if row.new_number in came
    ]
    alone = _numbers_alone(found)
    return [replace(one, is_number_alone=one.newer.pk in alone) for one in found]


def _numbers_alone(found: Iterable[Renumbered]) -> set[int]:
    """The revisions on which all was looked at and the number alone is another."""
    asked = {
        one.comparison.pk: one
        for one in found
        if one.comparison
        and one.comparison.verdict == Comparison.Verdict.CHANGED
        and not one.comparison.is_reduced
    }
    few = Comparison.objects.filter(pk__in=asked).annotate(count=Count("changes"))
    kept = {row.pk for row in few if 0 < row.count <= MOST_NUMBERS}
    changes = Change.objects.filter(comparison__in=kept)
    for pk, *said in changes.values_list("comparison", "text_from", "text_to"):
        row = asked[pk].row
        if not is_that_number((said[0], said[1]), (row.old_number, row.new_number)):
            kept.discard(pk)
    return {asked[pk].newer.pk for pk in kept}


def _can_be(one: Renumbered, gone: Collection[int]) -> bool:
    sheet = one.row.older.sheet_id
    return one.newer.sheet_id != sheet and sheet not in gone
