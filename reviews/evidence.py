"""What the comparisons of a round say about the regions of opinions: read, not stored."""

from dataclasses import dataclass, field

import numpy as np

from drawings.diff.keeping import difference_from
from drawings.diff.linking import Standing as RegionVerdict
from drawings.diff.linking import link
from drawings.models import Comparison, Submission
from reviews.models import Opinion
from storage.actions.blobs import file_of

_WITHOUT_CHANGES = frozenset(
    {Comparison.Verdict.SAME_BYTES, Comparison.Verdict.IDENTICAL}
)


@dataclass(frozen=True, slots=True)
class Found:
    """The verdict on one region: value of `RegionVerdict`, proof, where it is now."""

    verdict: str
    comparison: Comparison | None = None
    changes: list[int] = field(default_factory=list)
    new_box: list[float] | None = None


def found_for(opinion: Opinion, submission: Submission) -> Found:
    """What a hand-in changed in the region of an opinion.

    A sheet that was not handed in again is unchanged by definition; a sheet that was
    replaced is judged by its comparison, and where that could not look, so it says.
    """
    revision = (
        opinion.sheet.revisions.filter(submission=submission)
        .select_related("sheet")
        .first()
    )
    if submission.withdrawals.filter(sheet=opinion.sheet_id).exists():
        return Found(RegionVerdict.SHEET_WITHDRAWN)
    if revision is None:
        return Found(RegionVerdict.UNCHANGED, new_box=opinion.box)
    comparison = Comparison.objects.filter(newer=revision).first()
    if comparison is None:
        return Found(RegionVerdict.CANNOT_COMPARE)
    return _judged(opinion, comparison)


def _judged(opinion: Opinion, comparison: Comparison) -> Found:
    if comparison.verdict in _WITHOUT_CHANGES:
        box = _box_on(opinion, comparison)
        return Found(RegionVerdict.UNCHANGED, comparison, new_box=box)
    if comparison.answer is None:
        return Found(RegionVerdict.CANNOT_COMPARE, comparison)
    difference = difference_from(file_of(comparison.answer))
    box = _box_on(opinion, comparison)
    evidence = link(np.array([box], dtype=np.float64), difference)[0]
    return Found(
        verdict=evidence.verdict,
        comparison=comparison,
        changes=list(evidence.changes),
        new_box=(
            [round(float(value), 3) for value in evidence.new_box]
            if evidence.new_box is not None
            else None
        ),
    )


def _box_on(opinion: Opinion, comparison: Comparison) -> list[float]:
    """Where the region lies on the older sheet: an earlier round may have moved it."""
    before = opinion.evidence.filter(comparison__newer=comparison.older_id).first()
    found: list[float] = (before.new_box if before else None) or opinion.box
    return found
