"""How well a comparison found the edits, and whether it told of anything else."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from drawings.diff.findings import SILENT, Change, Difference
from tests.pure.drawing_edits import Edit
from tests.pure.drawing_makers import Box
from tests.pure.drawing_nuisances import QUIET, Nuisance


@dataclass(frozen=True)
class Score:
    """How well a comparison found the edits.

    Attributes:
        missed: edits whose old and new places are not both touched by a change.
        false_regions: regions that touch no edit.
        misnamed: edits found, but as none of the right kind.

    """

    edits: int
    missed: tuple[str, ...]
    false_regions: tuple[Box, ...]
    misnamed: tuple[str, ...]

    @property
    def is_perfect(self) -> bool:
        """Everything found, nothing else found, everything called by its name."""
        return not (self.missed or self.false_regions or self.misnamed)


def overlaps(left: Box, right: Box, margin: float = 0.5) -> bool:
    """Tell whether two boxes touch within a margin."""
    across = left[0] <= right[2] + margin and left[2] >= right[0] - margin
    return across and left[1] <= right[3] + margin and left[3] >= right[1] - margin


def score(
    difference: Difference,
    edits: Sequence[Edit],
    *,
    old: Nuisance = QUIET,
    new: Nuisance = QUIET,
) -> Score:
    """Hold a comparison of two disturbed sheets against the edits that were made."""
    loud = [c for c in difference.changes if c.kind not in SILENT]
    missed, misnamed, places = [], [], []
    for edit in edits:
        before = old.box(edit.old_box) if edit.old_box else None
        after = new.box(edit.new_box) if edit.new_box else None
        places += [box for box in (after, _followed(difference, before)) if box]
        hits = [c for c in loud if _touched(c, before, after)]
        if not _is_found(hits, before, after):
            missed.append(edit.name)
        elif edit.kind not in {str(c.kind) for c in hits}:
            misnamed.append(f"{edit.name} as {[str(c.kind) for c in hits]}")
    false = [
        r.box for r in difference.regions if not any(overlaps(r.box, p) for p in places)
    ]
    return Score(len(edits), tuple(missed), tuple(false), tuple(misnamed))


def _followed(difference: Difference, box: Box | None) -> Box | None:
    if box is None:
        return None
    ends = difference.registration.to_new(np.array(box).reshape(2, 2))
    (x0, y0), (x1, y1) = ends.min(axis=0), ends.max(axis=0)
    return (float(x0), float(y0), float(x1), float(y1))


def _touched(change: Change, before: Box | None, after: Box | None) -> bool:
    pairs = ((change.old_box, before), (change.new_box, after))
    return any(a and b and overlaps(a, b, 0.05) for a, b in pairs)


def _is_found(hits: Sequence[Change], before: Box | None, after: Box | None) -> bool:
    old = before is None or any(
        c.old_box and overlaps(c.old_box, before, 0.05) for c in hits
    )
    new = after is None or any(
        c.new_box and overlaps(c.new_box, after, 0.05) for c in hits
    )
    return old and new
