"""What the regulations demand, as decisions over plain values."""

from dataclasses import replace

import pytest

from reviews.rules import (
    ADVICE,
    MANDATORY,
    SHALL,
    GateKind,
    Sealable,
    Seat,
    Standing,
    approval_fault,
    departments_that_block,
    is_late_opinion,
    is_reply_refused,
    late_opinion_fault,
    may_seal,
    result_fault,
    roll_up,
    round_blockers,
    sealing_gates,
    seat_fault,
    seats_fault,
)
from reviews.states import DepartmentReviewState, Result

APPROVED = DepartmentReviewState.APPROVED
HOUSING = Standing("住建", APPROVED, Result.PASS)
FIRE = Standing("消防", APPROVED, Result.PASS)
READY = Sealable((), (), (HOUSING, FIRE), sheets=12)


def test_a_department_blocks_until_its_head_approves() -> None:
    drafted = replace(FIRE, state=DepartmentReviewState.DRAFTED)
    assert departments_that_block([HOUSING, drafted]) == ("消防",)
    assert departments_that_block([HOUSING, FIRE]) == ()


def test_a_round_tells_everything_that_keeps_it_open() -> None:
    running = replace(FIRE, state=DepartmentReviewState.RUNNING)
    told = [str(one) for one in round_blockers([HOUSING, running], ["HS-2026-031"])]
    assert told == ["Not approved yet: 消防", "Consultation still open: HS-2026-031"]
    assert round_blockers([HOUSING, FIRE], []) == ()


def test_a_round_without_departments_never_ends() -> None:
    assert len(round_blockers([], [])) == 1


@pytest.mark.parametrize(
    ("results", "whole"),
    [
        ([Result.PASS, Result.NOT_APPLICABLE], Result.PASS),
        ([Result.PASS, Result.PASS_AFTER_CHANGE], Result.PASS_AFTER_CHANGE),
        ([Result.FAIL, Result.PASS_AFTER_CHANGE, Result.PASS], Result.FAIL),
        ([Result.FAIL, Result.REDESIGN], Result.REDESIGN),
        ([Result.NOT_APPLICABLE], Result.NOT_APPLICABLE),
    ],
)
def test_the_most_severe_result_is_the_whole(
    results: list[Result], whole: Result
) -> None:
    assert roll_up(results) is whole
    assert roll_up(reversed(results)) is whole


def test_no_results_have_no_whole() -> None:
    with pytest.raises(ValueError, match=r"empty|arg"):
        roll_up([])


@pytest.mark.parametrize(
    ("result", "grades", "is_fine"),
    [
        (Result.PASS, [], True),
        (Result.PASS, [ADVICE], True),
        (Result.PASS, [SHALL], False),
        (Result.NOT_APPLICABLE, [MANDATORY], False),
        (Result.PASS_AFTER_CHANGE, [SHALL, ADVICE], True),
        (Result.PASS_AFTER_CHANGE, [MANDATORY], False),
        (Result.FAIL, [MANDATORY], True),
        (Result.FAIL, [], False),
        (Result.REDESIGN, [], False),
    ],
)
def test_a_result_fits_the_opinions_that_are_open(
    result: Result, grades: list[str], is_fine: bool
) -> None:
    assert (result_fault(result, grades) is None) is is_fine


def test_everything_in_order_may_be_sealed() -> None:
    assert may_seal(READY)


@pytest.mark.parametrize(
    ("change", "kind", "closed_by"),
    [
        ({"open_opinions": ("建-03",)}, GateKind.OPINIONS, ("建-03",)),
        ({"owed_materials": ("规划许可证",)}, GateKind.MATERIALS, ("规划许可证",)),
        (
            {"standings": (HOUSING, replace(FIRE, result=Result.PASS_AFTER_CHANGE))},
            GateKind.DEPARTMENTS,
            ("消防",),
        ),
        (
            {"standings": (replace(HOUSING, state=DepartmentReviewState.DRAFTED),)},
            GateKind.DEPARTMENTS,
            ("住建",),
        ),
        ({"standings": ()}, GateKind.DEPARTMENTS, ()),
        ({"unfrozen_sheets": ("建施-05",)}, GateKind.HASHES, ("建施-05",)),
        ({"sheets": 0}, GateKind.HASHES, ()),
    ],
)
def test_one_closed_gate_keeps_every_sheet_from_being_sealed(
    change: dict[str, object], kind: GateKind, closed_by: tuple[str, ...]
) -> None:
    case = replace(READY, **change)  # type: ignore[arg-type]
    closed = [gate for gate in sealing_gates(case) if not gate.is_open]
    assert [(gate.kind, gate.closed_by) for gate in closed] == [(kind, closed_by)]
    assert not may_seal(case)


@pytest.mark.parametrize(
    ("kind", "verdict", "reason", "refused"),
    [
        ("revised", "unchanged", "", True),
        ("revised", "unchanged", "  ", True),
        ("revised", "unchanged", "见结构图", False),
        ("revised", "changed", "", False),
        ("revised", "cannot_compare", "", False),
        ("explained", "unchanged", "", False),
    ],
)
def test_revised_is_refused_where_nothing_changed(
    kind: str, verdict: str, reason: str, refused: bool
) -> None:
    assert is_reply_refused(kind=kind, verdict=verdict, reason=reason) is refused


@pytest.mark.parametrize(
    ("round_number", "is_new_sheet", "verdicts", "late"),
    [
        (1, False, [], False),
        (2, False, [], True),
        (3, False, ["unchanged", "unchanged"], True),
        (3, False, ["unchanged", "region_changed"], False),
        (2, False, ["near_changed"], False),
        (2, False, ["cannot_compare"], False),
        (2, True, [], False),
    ],
)
def test_an_opinion_is_late_on_what_nobody_touched(
    round_number: int,
    is_new_sheet: bool,
    verdicts: list[str],
    late: bool,
) -> None:
    found = is_late_opinion(
        round_number=round_number,
        is_new_sheet=is_new_sheet,
        verdicts=verdicts,
    )
    assert found is late


def test_a_late_opinion_needs_a_reason() -> None:
    assert late_opinion_fault(" ", is_late=True) is not None
    assert late_opinion_fault("涉及结构安全", is_late=True) is None
    assert late_opinion_fault("", is_late=False) is None


@pytest.mark.parametrize(
    ("seat", "may_sit"),
    [
        (Seat("fire", "department", is_chief_representative=True), True),
        (Seat("planning", "department", is_chief_representative=True), True),
        (Seat("meteorology", "department", is_chief_representative=True), False),
        (Seat("fire", "department", is_chief_representative=False), False),
        (Seat("fire", "builder", is_chief_representative=True), False),
    ],
)
def test_who_sits_in_a_consultation(seat: Seat, may_sit: bool) -> None:
    fault = seat_fault(seat, parties=["fire", "airdefence"], invited=["planning"])
    assert (fault is None) is may_sit


def test_nobody_approves_what_he_wrote() -> None:
    assert approval_fault(4, {4, 5}) is not None
    assert approval_fault(6, {4, 5}) is None


@pytest.mark.parametrize(
    ("kinds", "may_be"),
    [
        ({"window"}, True),
        ({"window", "department"}, False),
        ({"department", "regulator"}, False),
        ({"builder", "designer"}, True),
        ({"designer", "department"}, False),
    ],
)
def test_accepting_reviewing_and_supervising_are_apart(
    kinds: set[str], may_be: bool
) -> None:
    assert (seats_fault(kinds) is None) is may_be
