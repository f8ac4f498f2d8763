"""What a department has not opened of the sheets that a round asks it to look at."""

from dataclasses import dataclass

from reviews.agenda import SheetLine, agenda_of
from reviews.models import DepartmentReview, OpenedSheet


@dataclass(frozen=True, slots=True)
class Unopened:
    """The sheets that nobody of the department has opened, of `asked` to look at."""

    lines: list[SheetLine]
    asked: int


def unopened_by(review: DepartmentReview) -> Unopened:
    """The sheets of the round that nobody of the department has opened.

    In round 1 all sheets count; later those that changed, are new, or bear an open
    opinion of the department.
    """
    own = review.case.opinions.filter(review__department=review.department_id)
    asked = agenda_of(review.case, own).to_see
    opened = set(
        OpenedSheet.objects.filter(
            case=review.case_id, department=review.department_id
        ).values_list("revision", flat=True)
    )
    return Unopened(
        [line for line in asked if line.revision.pk not in opened], len(asked)
    )
