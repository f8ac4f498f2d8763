"""Whether an opinion comes late (首审遗漏), and which comparisons prove it."""

import numpy as np

from drawings.diff.keeping import difference_from
from drawings.diff.linking import Standing, judge_newer
from drawings.models import Comparison, SheetRevision
from reviews.models import Case, Opinion
from reviews.rules import is_late_opinion
from storage.actions.blobs import file_of


def is_late_on(case: Case, revision: SheetRevision, region: list[float]) -> bool:
    """Whether an opinion on a region could have been given in round 1 of its case.

    Args:
        case: the case, in the round in which the opinion is given.
        revision: the revision on which it is marked.
        region: box of the mark on this revision, paper mm.

    """
    if case.round_number == 1:
        return False
    first = _first_seen(case, revision)
    return is_late_opinion(
        round_number=case.round_number,
        is_new_sheet=first is None,
        verdicts=_verdicts(first, revision, region) if first else (),
    )


def proof_of_lateness(opinion: Opinion) -> list[Comparison]:
    """The comparisons in which the region of a late opinion did not change, oldest first.

    Empty where the sheet was not handed in again since round 1.
    """
    if not opinion.is_late:
        return []
    first = _first_seen(opinion.case, opinion.revision)
    if first is None:
        return []
    return [row for row in _since(first, opinion.revision) if row is not None]


def _first_seen(case: Case, revision: SheetRevision) -> SheetRevision | None:
    """The sheet as the departments had it in round 1; None: it came later."""
    first = case.rounds.get(number=1).submission
    rows = SheetRevision.objects.filter(
        sheet=revision.sheet_id, submission__number__lte=first.number
    )
    return rows.order_by("-ordinal").first()


def _since(first: SheetRevision, revision: SheetRevision) -> list[Comparison | None]:
    """The comparison of each revision after the first one; None: nobody compared it."""
    later = SheetRevision.objects.filter(
        sheet=revision.sheet_id,
        ordinal__gt=first.ordinal,
        ordinal__lte=revision.ordinal,
    ).order_by("ordinal")
    compared = {
        row.newer_id: row
        for row in Comparison.objects.filter(newer__in=later).select_related(
            "answer", "older", "newer"
        )
    }
    return [compared.get(one.pk) for one in later]


def _verdicts(
    first: SheetRevision, revision: SheetRevision, region: list[float]
) -> list[str]:
    """What became of the region with each revision, newest first, up to the first change."""
    found: list[str] = []
    for row in reversed(_since(first, revision)):
        found.append(_verdict(row, region))
        if row is None or found[-1] != Standing.UNCHANGED:
            break
        # Each revision may lie otherwise on its paper: the region is followed back.
        region = row.box_on_older(region)
    return found


def _verdict(comparison: Comparison | None, region: list[float]) -> str:
    if comparison is None or comparison.verdict == Comparison.Verdict.CANNOT:
        return Standing.CANNOT_COMPARE
    if comparison.is_unchanged:
        return Standing.UNCHANGED
    if comparison.answer is None or comparison.is_reduced:
        # What nobody read or compared may be just what the opinion is about.
        return Standing.CANNOT_COMPARE
    difference = difference_from(file_of(comparison.answer))
    return judge_newer(np.array([region], dtype=np.float64), difference)[0]
