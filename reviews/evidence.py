"""What the comparisons of a round say about the regions of opinions: read, not stored."""

from dataclasses import dataclass, field

from drawings.diff.linking import RegionVerdict, link

from drawings.diff.findings import Change as FoundChange
from drawings.diff.findings import (
    ChangeKind,
    Difference,
    Reason,
    Registration,
)
from drawings.diff.findings import Verdict as DiffVerdict
from drawings.models import Comparison, Submission
from reviews.models import Opinion


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
    if revision is None:
        return Found(RegionVerdict.UNCHANGED, new_box=opinion.box)
    if revision.withdrawn:
        return Found(RegionVerdict.SHEET_WITHDRAWN)
    comparison = Comparison.objects.filter(newer=revision).first()
    if comparison is None:
        return Found(RegionVerdict.CANNOT_COMPARE)
    return _judged(opinion, comparison)


def difference_of(comparison: Comparison) -> Difference:
    """The stored answer as the engine gave it, without the pieces of lines."""
    found = comparison.registration
    rows = list(comparison.changes.order_by("index"))
    return Difference(
        verdict=_VERDICTS[comparison.verdict],
        reason=Reason(comparison.reason) if comparison.reason else Reason.NONE,
        registration=Registration(
            scale=found.get("scale", 1.0),
            rotation_deg=found.get("rotation_deg", 0.0),
            dx_mm=found.get("dx_mm", 0.0),
            dy_mm=found.get("dy_mm", 0.0),
            inliers=found.get("inliers", 1.0),
        ),
        changes=tuple(
            FoundChange(
                kind=ChangeKind(row.kind),
                old_box=tuple(row.old_box) if row.old_box else None,
                new_box=tuple(row.new_box) if row.new_box else None,
                text_from=row.text_from,
                text_to=row.text_to,
                vector_mm=tuple(row.vector_mm) if row.vector_mm else None,
                primitives=row.primitives,
            )
            for row in rows
        ),
        tolerance_mm=comparison.tolerance_mm,
    )


_VERDICTS = {
    Comparison.Verdict.SAME_BYTES: DiffVerdict.IDENTICAL,
    Comparison.Verdict.IDENTICAL: DiffVerdict.IDENTICAL,
    Comparison.Verdict.CHANGED: DiffVerdict.CHANGED,
    Comparison.Verdict.CANNOT: DiffVerdict.CANNOT_COMPARE,
}


def _judged(opinion: Opinion, comparison: Comparison) -> Found:
    if comparison.is_unchanged:
        return Found(RegionVerdict.UNCHANGED, comparison, new_box=opinion.box)
    rows = list(comparison.changes.order_by("index"))
    evidence = link([tuple(opinion.box)], difference_of(comparison))[0]
    return Found(
        verdict=evidence.verdict,
        comparison=comparison,
        changes=[rows[place].index for place in evidence.changes],
        new_box=(
            [round(float(value), 3) for value in evidence.new_box]
            if evidence.new_box is not None
            else None
        ),
    )
