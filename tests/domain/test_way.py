"""The steps on the page of a case: which round is told at which moment."""

import pytest

from reviews.states import CaseState
from reviews.views.way import steps_of
from tests.world import build_world

pytestmark = pytest.mark.django_db


def test_the_round_that_comes_is_told_only_while_the_builder_answers() -> None:
    world = build_world()
    world.hand_in().accept()
    world.say("housing")
    world.finish_round().release()
    told = {}
    for state in (CaseState.REVISING, CaseState.PASSED, CaseState.ISSUED):
        world.case.state = state
        told[state] = steps_of(world.case)[4].when
    world.case.round_number = 2
    for state in (CaseState.REVIEWING, CaseState.CONSOLIDATING):
        world.case.state = state
        told[state] = steps_of(world.case)[4].when

    first, second = "第 1 轮", "第 2 轮"
    assert told == {
        CaseState.REVISING: second,
        CaseState.PASSED: first,
        CaseState.ISSUED: first,
        CaseState.REVIEWING: second,
        CaseState.CONSOLIDATING: second,
    }
