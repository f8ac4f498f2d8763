"""Which documents a case needs, and what the window can do with what is there."""

import datetime as dt
from dataclasses import replace

import pytest

from reviews.materials import (
    MATERIAL_NAMES,
    NEEDS,
    Act,
    Need,
    Verdict,
    completeness_of,
    last_day_of_promise,
    needed_materials,
    promise_fault,
)
from reviews.routing import ProjectFacts, Use, route
from reviews.states import MaterialState
from reviews.timing.calendar import Calendar

TODAY = dt.date(2026, 10, 26)
TOWER = ProjectFacts(
    area_m2=24318.6, above_ground_area_m2=21800, storeys_above=26, height_m=79.8
)
VILLA = ProjectFacts(area_m2=620, above_ground_area_m2=620, storeys_above=3)
PRESENT, PROMISED = MaterialState.PRESENT, MaterialState.PROMISED


def need(code: str) -> Need:
    return next(one for one in NEEDS if one.code == code)


def codes(facts: ProjectFacts) -> set[str]:
    return {one.code for one in needed_materials(facts, route(facts, TODAY))}


def all_present(needs: tuple[Need, ...]) -> dict[str, MaterialState]:
    return {one.code: PRESENT for one in needs}


def test_documents_follow_from_the_departments_that_review() -> None:
    assert {"fire_design_statement", "airdefence_areas"} <= codes(TOWER)
    assert not {"fire_design_statement", "airdefence_areas"} & codes(VILLA)


def test_documents_follow_from_the_use() -> None:
    assert "green_statement" in codes(replace(VILLA, use=Use.OFFICE))
    assert "green_statement" not in codes(VILLA)


def test_without_a_routing_the_newest_rules_count() -> None:
    assert needed_materials(TOWER) == needed_materials(TOWER, route(TOWER, TODAY))


def test_essential_documents_stand_first_and_hold_up_acceptance() -> None:
    needs = needed_materials(TOWER)
    order = [one.is_essential for one in needs]
    assert order == sorted(order, reverse=True)
    assert {one.blocks for one in needs if one.is_essential} == {Act.ACCEPTANCE}
    assert need("planning_permit").blocks is Act.CERTIFICATE


def test_a_whole_set_is_accepted() -> None:
    needs = needed_materials(TOWER)
    assert completeness_of(needs, all_present(needs)).verdict is Verdict.ACCEPT


def test_a_promise_lets_a_deferrable_document_follow() -> None:
    needs = needed_materials(TOWER)
    states = {**all_present(needs), "planning_permit": PROMISED}

    found = completeness_of(needs, states)

    assert found.verdict is Verdict.ACCEPT_WITH_DEFERRAL
    assert [one.code for one in found.deferred] == ["planning_permit"]


def test_a_promise_never_stands_for_an_essential_document() -> None:
    needs = needed_materials(TOWER)
    states = {**all_present(needs), "survey_report": PROMISED}
    assert completeness_of(needs, states).verdict is Verdict.ONE_TIME_NOTICE


def test_one_notice_lists_everything_that_is_wrong() -> None:
    needs = needed_materials(TOWER)
    states = all_present(needs)
    del states["survey_report"]
    states["design_licence"] = MaterialState.REFUSED
    states["planning_permit"] = MaterialState.MISSING

    found = completeness_of(needs, states)

    assert found.verdict is Verdict.ONE_TIME_NOTICE
    assert {(one.need.code, one.state) for one in found.wanting} == {
        ("survey_report", MaterialState.MISSING),
        ("design_licence", MaterialState.REFUSED),
        ("planning_permit", MaterialState.MISSING),
    }
    assert [one.code for one in found.may_follow] == ["planning_permit"]


@pytest.mark.parametrize(
    ("code", "until", "is_fine"),
    [
        ("planning_permit", dt.date(2026, 11, 20), True),
        ("planning_permit", dt.date(2026, 11, 23), True),
        ("planning_permit", dt.date(2026, 11, 24), False),
        ("planning_permit", TODAY, False),
        ("survey_report", dt.date(2026, 10, 30), False),
    ],
)
def test_a_promise_has_a_last_day(code: str, until: dt.date, is_fine: bool) -> None:
    fault = promise_fault(need(code), until, today=TODAY, calendar=Calendar())
    assert (fault is None) is is_fine


def test_an_essential_document_has_no_day_to_follow() -> None:
    with pytest.raises(ValueError, match="survey_report"):
        last_day_of_promise(need("survey_report"), TODAY, Calendar())


def test_every_document_has_its_own_code_and_a_name() -> None:
    assert len(MATERIAL_NAMES) == len(NEEDS)
    assert all(len(code) <= 40 for code in MATERIAL_NAMES)
