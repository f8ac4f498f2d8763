"""What the review regulations demand: decisions over plain values."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from reviews.sentences import Sentence
from reviews.states import DepartmentReviewState, Result

MANDATORY: Final = "mandatory"
SHALL: Final = "shall"
ADVICE: Final = "advice"
"""Grades of opinions: 强制性条文, 应·不得, 建议; advice holds no case up."""

REVISED: Final = "revised"
"""The kind of a reply that says the drawing was changed."""

UNCHANGED: Final = "unchanged"
"""What the comparison says of a region on which nothing changed."""

_SEVERITY: Final = (
    Result.NOT_APPLICABLE,
    Result.PASS,
    Result.PASS_AFTER_CHANGE,
    Result.FAIL,
    Result.REDESIGN,
)
_GOOD: Final = frozenset({Result.PASS, Result.NOT_APPLICABLE})


# Rounds and results


@dataclass(frozen=True, slots=True)
class Standing:
    """How far one department has come in one round."""

    department: str
    state: DepartmentReviewState
    result: Result | None = None

    @property
    def is_good(self) -> bool:
        """Whether it has approved, and has nothing against the case."""
        return self.state is DepartmentReviewState.APPROVED and self.result in _GOOD


def departments_that_block(standings: Iterable[Standing]) -> tuple[str, ...]:
    """Name, in order, the departments without which no round ends."""
    return tuple(
        standing.department
        for standing in standings
        if standing.state is not DepartmentReviewState.APPROVED
    )


def round_blockers(
    standings: Collection[Standing], open_consultations: Collection[str]
) -> tuple[Sentence, ...]:
    """What keeps a round from ending, one sentence each; none when it may end."""
    found = []
    if not standings:
        found.append(Sentence("No department reviews this case."))
    if silent := departments_that_block(standings):
        found.append(
            Sentence("Not approved yet: %(names)s", {"names": "、".join(silent)})
        )
    if open_consultations:
        numbers = "、".join(open_consultations)
        found.append(
            Sentence("Consultation still open: %(numbers)s", {"numbers": numbers})
        )
    return tuple(found)


def roll_up(results: Iterable[Result]) -> Result:
    """The result of all departments together: the most severe one.

    Raises:
        ValueError: there is no result at all.

    """
    return max(results, key=_SEVERITY.index)


def result_fault(result: Result, open_grades: Collection[str]) -> Sentence | None:
    """Why a department cannot conclude like this with these opinions open, if so.

    Args:
        result: what it wants to conclude.
        open_grades: the grade of each of its opinions that is open.

    """
    binding = [grade for grade in open_grades if grade != ADVICE]
    if result in _GOOD and binding:
        return Sentence(
            "Opinions are open (%(count)s); the department cannot let the case pass.",
            {"count": len(binding)},
        )
    if result is Result.PASS_AFTER_CHANGE and MANDATORY in binding:
        return Sentence("A mandatory clause is violated; the result is “fail”.")
    if result not in _GOOD and not open_grades:
        return Sentence("Without an open opinion there is nothing to correct.")
    return None


# Sealing


@dataclass(frozen=True, slots=True)
class Sealable:
    """All that the gates before sealing ask for.

    `open_opinions` are numbers, `owed_materials` names, `unfrozen_sheets` numbers of
    sheets of which a face has no digest; `sheets` counts all.
    """

    open_opinions: tuple[str, ...]
    owed_materials: tuple[str, ...]
    standings: tuple[Standing, ...]
    sheets: int
    unfrozen_sheets: tuple[str, ...] = ()


class GateKind(StrEnum):
    """What a gate before sealing is about."""

    OPINIONS = "opinions"
    MATERIALS = "materials"
    DEPARTMENTS = "departments"
    HASHES = "hashes"


@dataclass(frozen=True, slots=True)
class Gate:
    """One thing that must be true before anything is sealed; who or what closes it."""

    kind: GateKind
    is_open: bool
    closed_by: tuple[str, ...]


def sealing_gates(case: Sealable) -> tuple[Gate, ...]:
    """The four gates, in the order in which people pass them (order 13 art. 13)."""
    against = tuple(one.department for one in case.standings if not one.is_good)
    return (
        _gate(GateKind.OPINIONS, case.open_opinions),
        _gate(GateKind.MATERIALS, case.owed_materials),
        Gate(GateKind.DEPARTMENTS, bool(case.standings) and not against, against),
        Gate(
            GateKind.HASHES,
            case.sheets > 0 and not case.unfrozen_sheets,
            case.unfrozen_sheets,
        ),
    )


def may_seal(case: Sealable) -> bool:
    """Tell whether every gate is open: all sheets are sealed, or none."""
    return all(gate.is_open for gate in sealing_gates(case))


def _gate(kind: GateKind, closed_by: tuple[str, ...]) -> Gate:
    return Gate(kind, not closed_by, closed_by)


# Replies and late opinions


def is_reply_refused(*, kind: str, verdict: str, reason: str) -> bool:
    """Tell whether a reply says "revised" of a region that is not, without a reason.

    Args:
        kind: kind of the reply.
        verdict: what the comparison says of the region; only `UNCHANGED` speaks
            against the reply, a drawing that cannot be compared does not.
        reason: why the region did not have to change.

    """
    return kind == REVISED and verdict == UNCHANGED and not reason.strip()


def is_late_opinion(
    *, round_number: int, is_new_sheet: bool, verdicts: Iterable[str]
) -> bool:
    """Tell whether an opinion could have been given in the first round (首审遗漏).

    The law wants everything told at once; such an opinion needs a reason and stays
    visible. It is late when its region looks as it did in round 1.

    Args:
        round_number: the round in which it is given, from 1.
        is_new_sheet: the sheet did not exist in round 1.
        verdicts: what became of the region with each revision since round 1; only
            `UNCHANGED` speaks against the opinion, what cannot be compared does not.

    """
    if round_number <= 1 or is_new_sheet:
        return False
    return all(verdict == UNCHANGED for verdict in verdicts)


def late_opinion_fault(reason: str, *, is_late: bool) -> Sentence | None:
    """Why a late opinion is refused: it has no reason."""
    if is_late and not reason.strip():
        return Sentence(
            "This region has not changed since the first round; "
            "say why the opinion was not given then."
        )
    return None


# Consultations


@dataclass(frozen=True, slots=True)
class Seat:
    """The seat of somebody who wants to speak for `unit` in a consultation."""

    unit: str
    kind: str
    is_chief_representative: bool


def seat_fault(
    seat: Seat, *, parties: Collection[str], invited: Collection[str] = ()
) -> Sentence | None:
    """Why a person cannot sit in a consultation and speak for a unit, if so.

    Args:
        seat: the person's.
        parties: the departments whose opinions contradict, and the lead department.
        invited: further departments that the host has asked.

    """
    if seat.kind != "department":
        return Sentence("A consultation is between departments.")
    if seat.unit not in {*parties, *invited}:
        return Sentence("Your department is no party to this consultation.")
    if not seat.is_chief_representative:
        return Sentence("Only the chief representative binds the department.")
    return None


# Separation of roles


def approval_fault(approver: int, authors: Collection[int]) -> Sentence | None:
    """Why somebody cannot approve opinions: he wrote one of them (审核 ≠ 审定)."""
    if approver in authors:
        return Sentence("Who wrote an opinion cannot approve it.")
    return None


_APART: Final = (
    frozenset({"window", "department"}),
    frozenset({"window", "regulator"}),
    frozenset({"department", "regulator"}),
    *(
        frozenset({side, office})
        for side in ("builder", "designer")
        for office in ("window", "department", "regulator", "reviewer")
    ),
)


def seats_fault(kinds: Collection[str]) -> Sentence | None:
    """Why one person cannot hold seats in units of all these kinds, if so.

    Acceptance, review and supervision check each other (受理、审批、监管分离); nobody
    decides on his own drawings.
    """
    if any(pair <= set(kinds) for pair in _APART):
        return Sentence(
            "One person cannot both hand in, accept, review or supervise: %(kinds)s",
            {"kinds": "、".join(sorted(kinds))},
        )
    return None
