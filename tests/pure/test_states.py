"""Every table is whole: each state is reachable, and no move leads astray."""

from enum import StrEnum

import pytest

from reviews.states import (
    CASE,
    DEPARTMENT_REVIEW,
    OPINION,
    TABLES,
    CaseState,
    DepartmentReviewState,
    OpinionState,
    Table,
    diagram,
    may_move,
)


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES.keys())
def test_a_table_speaks_about_every_state(table: Table[StrEnum]) -> None:
    assert set(table.following) == set(type(table.start))


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES.keys())
def test_every_state_can_be_reached_from_the_start(table: Table[StrEnum]) -> None:
    reached, todo = {table.start}, [table.start]
    while todo:
        fresh = table.following[todo.pop()] - reached
        reached |= fresh
        todo.extend(fresh)
    assert reached == set(table.following)


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES.keys())
def test_nothing_moves_to_where_it_already_is(table: Table[StrEnum]) -> None:
    assert not [state for state in table.following if table.may_move(state, state)]


def test_an_issued_case_never_goes_back_to_review() -> None:
    assert not may_move(CASE, CaseState.ISSUED, CaseState.REVIEWING)
    assert not may_move(CASE, CaseState.ISSUED, CaseState.WITHDRAWN)


def test_no_case_is_reviewed_without_the_window() -> None:
    assert not may_move(CASE, CaseState.DRAFT, CaseState.REVIEWING)


def test_the_builder_hears_nothing_before_it_is_consolidated() -> None:
    assert not may_move(CASE, CaseState.REVIEWING, CaseState.REVISING)


def test_a_department_is_not_done_before_its_head_approves() -> None:
    running, approved = DepartmentReviewState.RUNNING, DepartmentReviewState.APPROVED
    assert not may_move(DEPARTMENT_REVIEW, running, approved)


def test_what_a_resolution_replaced_stays_replaced() -> None:
    assert OPINION.is_final(OpinionState.REPLACED)


def test_the_diagram_shows_start_moves_and_ends() -> None:
    lines = diagram(CASE).splitlines()
    assert lines[0] == "```mermaid"
    assert "  [*] --> draft" in lines
    assert "  reviewing --> consolidating" in lines
    assert "  archived --> [*]" in lines
    assert len(lines) == 4 + len(CASE.moves()) + 3
