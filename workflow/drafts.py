"""What lies before a head: concluded reviews with their opinions, and what forbids them."""

from collections.abc import Sequence
from dataclasses import dataclass

from accounts.models import Organisation, User
from reviews.models import Consultation, Opinion
from reviews.opened import unopened_by
from reviews.states import DepartmentReviewState, OpinionState, Result
from workflow.agenda import Line, consultations_open, lines_of, running_reviews


@dataclass(frozen=True, slots=True)
class Draft:
    """One review that waits for approval.

    `is_own`: the head concluded it himself; `unopened`: it was passed, and so many
    sheets were never opened by its department.
    """

    line: Line
    opinions: list[Opinion]
    meetings: list[Consultation]
    is_own: bool
    unopened: int

    @property
    def is_blocked(self) -> bool:
        """Whether it cannot be approved now."""
        return self.is_own or bool(self.meetings)

    @property
    def open(self) -> list[Opinion]:
        """The opinions that stand against the case."""
        return [one for one in self.opinions if one.state != OpinionState.CLOSED]

    @property
    def closed(self) -> list[Opinion]:
        """Those that were found met."""
        return [one for one in self.opinions if one.state == OpinionState.CLOSED]


@dataclass(frozen=True, slots=True)
class Desk:
    """The reviews of a head's departments: to approve, and still being written."""

    drafts: list[Draft]
    running: list[Line]

    @property
    def at_risk(self) -> list[Line]:
        """Reviews whose promise is broken or nearly so."""
        lines = [draft.line for draft in self.drafts] + self.running
        return [line for line in lines if line.is_at_risk]


def desk_of(units: Sequence[Organisation], head: User) -> Desk:
    """Everything that runs in the departments of a head."""
    lines = lines_of(running_reviews(units))
    drafted = [
        line for line in lines if line.review.state == DepartmentReviewState.DRAFTED
    ]
    opinions = _opinions(drafted)
    meetings = list(consultations_open(units)) if drafted else []
    drafts = [
        Draft(
            line=line,
            opinions=opinions.get((line.review.case_id, line.review.department_id), []),
            meetings=[
                one
                for one in meetings
                if one.case_id == line.review.case_id
                and line.review.department_id in _parties(one)
            ],
            is_own=line.review.concluded_by_id == head.pk,
            unopened=_unopened(line),
        )
        for line in drafted
    ]
    return Desk(drafts, [line for line in lines if line not in drafted])


def _unopened(line: Line) -> int:
    if line.review.result != Result.PASS:
        return 0
    return len(unopened_by(line.review).lines)


def _opinions(lines: Sequence[Line]) -> dict[tuple[int, int], list[Opinion]]:
    hidden = [OpinionState.WITHDRAWN, OpinionState.REPLACED]
    rows = (
        Opinion.objects.filter(case__in=[line.review.case_id for line in lines])
        .exclude(state__in=hidden)
        .select_related("review__department", "revision__sheet", "author", "clause")
    )
    found: dict[tuple[int, int], list[Opinion]] = {}
    for one in rows:
        found.setdefault((one.case_id, one.review.department_id), []).append(one)
    return found


def _parties(consultation: Consultation) -> set[int]:
    return {
        consultation.opinion_a.review.department_id,
        consultation.opinion_b.review.department_id,
    }
