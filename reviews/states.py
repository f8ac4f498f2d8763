"""The lives of a case and of what belongs to it, each as one table."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Generic, TypeVar


class CaseState(StrEnum):
    """Where a case (报审件) stands."""

    DRAFT = "draft"  # the set is being put together
    SUBMITTED = "submitted"  # lies at the window
    RETURNED = "returned"  # one-time notice (一次性补正告知) given
    REVIEWING = "reviewing"  # the departments review in parallel
    CONSOLIDATING = (
        "consolidating"  # all are done; one notice is put together (汇总把关)
    )
    REVISING = "revising"  # the builder answers
    PASSED = "passed"  # agreed, waiting to be sealed
    SEALING = "sealing"
    ISSUED = "issued"
    ARCHIVED = "archived"
    WITHDRAWN = "withdrawn"
    REJECTED = "rejected"  # 不予受理


class DepartmentReviewState(StrEnum):
    """Where one department stands in one round."""

    WAITING = "waiting"
    RUNNING = "running"
    DRAFTED = "drafted"  # the reviewers have concluded; the head decides (审定)
    APPROVED = "approved"


class OpinionState(StrEnum):
    """Where an opinion (审查意见) stands."""

    DRAFT = "draft"
    STANDING = "standing"  # approved by the head and released to the builder
    ANSWERED = "answered"
    CLOSED = "closed"
    REPLACED = "replaced"  # by the resolution of a consultation
    WITHDRAWN = "withdrawn"


class ConsultationState(StrEnum):
    """Where a consultation (会商) stands."""

    PROPOSED = "proposed"
    OPEN = "open"
    RESOLVED = "resolved"
    DECLINED = "declined"


class MaterialState(StrEnum):
    """Where one item of the list of documents stands."""

    PRESENT = "present"
    PROMISED = "promised"  # deferred (容缺) with a promise and a date
    MISSING = "missing"
    REFUSED = "refused"  # handed in, and not good


class Result(StrEnum):
    """What one department, or all of them together, conclude in a round."""

    NOT_APPLICABLE = "not_applicable"
    PASS = "pass"  # noqa: S105 - a result, not a password
    PASS_AFTER_CHANGE = "pass_after_change"  # noqa: S105
    FAIL = "fail"
    REDESIGN = "redesign"


S = TypeVar("S", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Table(Generic[S]):
    """The moves that exist: a start, and for each state those that may follow."""

    start: S
    following: Mapping[S, frozenset[S]]

    def may_move(self, origin: S, target: S) -> bool:
        """Tell whether what stands at `origin` may go to `target`."""
        return target in self.following[origin]

    def is_final(self, state: S) -> bool:
        """Tell whether nothing follows `state`."""
        return not self.following[state]

    def moves(self) -> tuple[tuple[S, S], ...]:
        """Every move, in the order in which the states are declared."""
        order = list(self.following)
        return tuple(
            (origin, target)
            for origin in order
            for target in sorted(self.following[origin], key=order.index)
        )


CASE: Final = Table(
    CaseState.DRAFT,
    {
        CaseState.DRAFT: frozenset({CaseState.SUBMITTED, CaseState.WITHDRAWN}),
        CaseState.SUBMITTED: frozenset(
            {
                CaseState.RETURNED,
                CaseState.REVIEWING,
                CaseState.REJECTED,
                CaseState.WITHDRAWN,
            }
        ),
        CaseState.RETURNED: frozenset({CaseState.SUBMITTED, CaseState.WITHDRAWN}),
        CaseState.REVIEWING: frozenset({CaseState.CONSOLIDATING, CaseState.WITHDRAWN}),
        # Back to REVIEWING: consolidating found a contradiction or a gap.
        CaseState.CONSOLIDATING: frozenset(
            {
                CaseState.REVIEWING,
                CaseState.REVISING,
                CaseState.PASSED,
                CaseState.WITHDRAWN,
            }
        ),
        CaseState.REVISING: frozenset({CaseState.REVIEWING, CaseState.WITHDRAWN}),
        CaseState.PASSED: frozenset({CaseState.SEALING, CaseState.WITHDRAWN}),
        # A sealing that stops goes on: all sheets are issued, or none.
        CaseState.SEALING: frozenset({CaseState.ISSUED}),
        CaseState.ISSUED: frozenset({CaseState.ARCHIVED}),
        CaseState.ARCHIVED: frozenset(),
        CaseState.WITHDRAWN: frozenset(),
        CaseState.REJECTED: frozenset(),
    },
)

DEPARTMENT_REVIEW: Final = Table(
    DepartmentReviewState.WAITING,
    {
        DepartmentReviewState.WAITING: frozenset({DepartmentReviewState.RUNNING}),
        DepartmentReviewState.RUNNING: frozenset({DepartmentReviewState.DRAFTED}),
        # Back to RUNNING: the head returns the drafts to the reviewers.
        DepartmentReviewState.DRAFTED: frozenset(
            {DepartmentReviewState.RUNNING, DepartmentReviewState.APPROVED}
        ),
        # Back to RUNNING: returned while consolidating (汇总把关).
        DepartmentReviewState.APPROVED: frozenset({DepartmentReviewState.RUNNING}),
    },
)

OPINION: Final = Table(
    OpinionState.DRAFT,
    {
        OpinionState.DRAFT: frozenset(
            {OpinionState.STANDING, OpinionState.REPLACED, OpinionState.WITHDRAWN}
        ),
        OpinionState.STANDING: frozenset(
            {
                OpinionState.ANSWERED,
                OpinionState.CLOSED,
                OpinionState.REPLACED,
                OpinionState.WITHDRAWN,
            }
        ),
        # Back to STANDING: the reviewer finds the answer not sufficient (仍不符合).
        OpinionState.ANSWERED: frozenset(
            {
                OpinionState.STANDING,
                OpinionState.CLOSED,
                OpinionState.REPLACED,
                OpinionState.WITHDRAWN,
            }
        ),
        # Back to ANSWERED: reopened (重新打开) while the department still judges.
        OpinionState.CLOSED: frozenset({OpinionState.ANSWERED}),
        OpinionState.REPLACED: frozenset(),
        OpinionState.WITHDRAWN: frozenset(),
    },
)

CONSULTATION: Final = Table(
    ConsultationState.PROPOSED,
    {
        ConsultationState.PROPOSED: frozenset(
            {ConsultationState.OPEN, ConsultationState.DECLINED}
        ),
        ConsultationState.OPEN: frozenset(
            {ConsultationState.RESOLVED, ConsultationState.DECLINED}
        ),
        ConsultationState.RESOLVED: frozenset(),
        ConsultationState.DECLINED: frozenset(),
    },
)

MATERIAL: Final = Table(
    MaterialState.MISSING,
    {
        MaterialState.MISSING: frozenset(
            {MaterialState.PRESENT, MaterialState.PROMISED}
        ),
        # Back to MISSING: the promise lapsed.
        MaterialState.PROMISED: frozenset(
            {MaterialState.PRESENT, MaterialState.MISSING}
        ),
        MaterialState.PRESENT: frozenset({MaterialState.REFUSED}),
        MaterialState.REFUSED: frozenset(
            {MaterialState.PRESENT, MaterialState.PROMISED}
        ),
    },
)

TABLES: Final[Mapping[str, Table[StrEnum]]] = {
    "case": CASE,  # type: ignore[dict-item]
    "department review": DEPARTMENT_REVIEW,  # type: ignore[dict-item]
    "opinion": OPINION,  # type: ignore[dict-item]
    "consultation": CONSULTATION,  # type: ignore[dict-item]
    "material": MATERIAL,  # type: ignore[dict-item]
}
"""Every table by the name of what lives by it."""

UNDERWAY: Final = frozenset(
    {
        CaseState.SUBMITTED,
        CaseState.RETURNED,
        CaseState.REVIEWING,
        CaseState.CONSOLIDATING,
        CaseState.REVISING,
        CaseState.PASSED,
        CaseState.SEALING,
    }
)
"""The states of a case that somebody still has to do something about."""

OPEN_OPINIONS: Final = frozenset({OpinionState.STANDING, OpinionState.ANSWERED})
"""The states of an opinion that keep a case from passing."""


def may_move(table: Table[S], origin: S, target: S) -> bool:
    """Tell whether `table` knows the move from `origin` to `target`."""
    return table.may_move(origin, target)


def diagram(table: Table[S]) -> str:
    """Print a table as a Mermaid state diagram, always the same for the same table."""
    finals = [state for state in table.following if table.is_final(state)]
    return "\n".join(
        [
            "```mermaid",
            "stateDiagram-v2",
            f"  [*] --> {table.start.value}",
            *(
                f"  {origin.value} --> {target.value}"
                for origin, target in table.moves()
            ),
            *(f"  {state.value} --> [*]" for state in finals),
            "```",
        ]
    )
