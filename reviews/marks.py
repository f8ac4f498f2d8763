"""Opinions as marks on a sheet: where each lies on the revision that is looked at."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from drawings.models import SheetRevision
from reviews.models import Evidence, Opinion

Point = Sequence[float]


@dataclass(frozen=True, slots=True)
class Placed:
    """An opinion with the corners of its mark on one revision; none: not on it."""

    opinion: Opinion
    points: Sequence[Point]
    evidence: Evidence | None = None

    def as_mark(self, own_department: int | None) -> dict[str, object]:
        """What the viewer draws; marks of other departments are muted."""
        opinion = self.opinion
        return {
            "id": opinion.pk,
            "label": opinion.number,
            "shape": opinion.shape,
            "points": self.points,
            "dept": opinion.review.department.sector,
            "grade": opinion.grade,
            "state": opinion.state,
            "muted": own_department not in {None, opinion.department_id},
        }


def placed_on(revision: SheetRevision, opinions: Iterable[Opinion]) -> list[Placed]:
    """The opinions of a sheet as they lie on one of its revisions.

    An opinion of an earlier revision is carried to where the comparison found its
    region again; where nothing was compared, it stays at its place. Opinions that were
    given later than this revision do not lie on it.
    """
    rows = [
        opinion
        for opinion in opinions
        if opinion.sheet_id == revision.sheet_id
        and opinion.revision.ordinal <= revision.ordinal
    ]
    found = {
        row.opinion_id: row
        for row in Evidence.objects.filter(
            comparison__newer=revision, opinion__in=[o.pk for o in rows]
        ).select_related("comparison")
    }
    return [_placed(opinion, found) for opinion in rows]


def _placed(opinion: Opinion, found: Mapping[int, Evidence]) -> Placed:
    evidence = found.get(opinion.pk)
    box = evidence.new_box if evidence else None
    if not box:
        return Placed(opinion, opinion.points, evidence)
    dx, dy = box[0] - opinion.box[0], box[1] - opinion.box[1]
    points = [[round(x + dx, 3), round(y + dy, 3)] for x, y in opinion.points]
    return Placed(opinion, points, evidence)
