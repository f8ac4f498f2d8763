"""Which departments review follows from facts, rules and the day alone."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given

from reviews.routing import (
    DEFAULT_RULES,
    Hazard,
    ProjectFacts,
    RuleBook,
    Sector,
    Use,
    facts_from,
    facts_to_dict,
    hints,
    route,
)
from tests.pure.declared import TODAY, TOWER, VILLA, any_facts, steady


def sectors(facts: ProjectFacts, on: dt.date = TODAY) -> set[str]:
    return {decision.sector.value for decision in route(facts, on).needed()}


def test_the_tower_goes_to_housing_fire_and_air_defence() -> None:
    assert sectors(TOWER) == {"housing", "fire", "airdefence"}


def test_a_decision_names_its_clause_and_the_facts_it_rests_on() -> None:
    fire = route(TOWER, TODAY).of(Sector.FIRE)
    assert fire is not None
    assert "一类高层住宅" in fire.clause
    assert fire.source == "住房和城乡建设部令第51号 第十四条"
    assert str(fire.reason) == "Class-1 high-rise dwelling: 79.8 m, more than 54 m"
    assert fire.facts_used == {"use": "residential", "height_m": 79.8}
    assert (fire.limits.first, fire.limits.later, fire.limits.legal) == (7, 3, 15)


def test_who_is_not_needed_is_told_too_with_a_reason() -> None:
    routing = route(TOWER, TODAY)
    assert {one.sector.value for one in routing.not_needed()} == {
        "meteorology",
        "planning",
    }
    assert all(one.clause and one.reason.msgid for one in routing.departments)


def test_every_sector_is_decided_once() -> None:
    assert [one.sector for one in route(VILLA, TODAY).departments] == list(Sector)


@pytest.mark.parametrize(("height_m", "reviewed"), [(54.0, False), (54.01, True)])
def test_a_dwelling_is_class_one_above_54_metres(
    height_m: float, reviewed: bool
) -> None:
    assert ("fire" in sectors(replace(TOWER, height_m=height_m))) is reviewed


@pytest.mark.parametrize(
    ("use", "limit"),
    [
        (Use.STADIUM, 20_000),
        (Use.TERMINAL, 15_000),
        (Use.HOTEL, 10_000),
        (Use.SHOPPING, 10_000),
        (Use.CINEMA, 2_500),
        (Use.UNIVERSITY, 2_500),
        (Use.SCHOOL, 1_000),
        (Use.KINDERGARTEN, 1_000),
        (Use.HOSPITAL, 1_000),
        (Use.ENTERTAINMENT, 500),
        (Use.OFFICE, 40_000),
    ],
)
def test_special_works_begin_above_their_area(use: Use, limit: int) -> None:
    at_limit = replace(VILLA, use=use, area_m2=limit)
    assert "fire" not in sectors(at_limit)
    assert "fire" in sectors(replace(at_limit, area_m2=limit + 1))


def test_a_workshop_is_special_only_with_many_hands() -> None:
    shop = replace(VILLA, use=Use.FACTORY, area_m2=3_000)
    assert "fire" not in sectors(shop)
    assert "fire" in sectors(replace(shop, is_labour_intensive=True))


def test_a_tall_public_building_is_reviewed_by_fire() -> None:
    assert "fire" in sectors(replace(VILLA, use=Use.OFFICE, height_m=50.01))


@pytest.mark.parametrize(
    ("change", "needed", "duty"),
    [
        ({"storeys_above": 10}, True, "at least 500 m²"),
        ({"foundation_depth_m": 3.0}, True, "at least 500 m²"),
        ({"storeys_above": 9, "foundation_depth_m": 2.99}, False, ""),
        ({"use": Use.OFFICE, "above_ground_area_m2": 2000.0}, True, "40 to 100 m²"),
        ({"use": Use.OFFICE, "above_ground_area_m2": 1999.0}, False, ""),
        ({"is_key_city": True}, True, "grade 6B"),
        ({"use": Use.FACTORY, "storeys_above": 12}, False, ""),
        ({"storeys_above": 12, "is_new_build": False}, False, ""),
    ],
)
def test_an_air_defence_basement_is_owed(
    change: dict[str, object], needed: bool, duty: str
) -> None:
    house = replace(VILLA, first_floor_area_m2=500)
    decision = route(replace(house, **change), TODAY).of(Sector.AIR_DEFENCE)  # type: ignore[arg-type]
    assert decision is not None
    assert decision.needed is needed
    assert duty in str(decision.duty or "")


def test_danger_brings_fire_and_meteorology() -> None:
    depot = replace(VILLA, use=Use.WAREHOUSE, hazards=frozenset({Hazard.FLAMMABLE}))
    assert sectors(depot) == {"housing", "fire", "meteorology"}


def test_a_planning_permit_brings_planning() -> None:
    assert "planning" in sectors(replace(VILLA, has_planning_permit=True))


def test_small_works_need_no_review_and_undeclared_ones_do() -> None:
    assert sectors(replace(VILLA, area_m2=299.9)) == set()
    assert sectors(ProjectFacts()) == {"housing"}


def test_large_works_have_fifteen_days_by_law() -> None:
    def legal(facts: ProjectFacts) -> int:
        decision = route(facts, TODAY).of(Sector.HOUSING)
        assert decision is not None
        return decision.limits.legal

    assert (legal(TOWER), legal(VILLA)) == (15, 10)


def test_an_old_day_is_judged_by_old_rules() -> None:
    before = route(TOWER, dt.date(2020, 5, 31)).of(Sector.FIRE)
    assert before is not None
    assert not before.needed
    assert str(before.reason) == "No rule is in force on 2020-05-31"
    assert "fire" in sectors(TOWER, dt.date(2020, 6, 1))


def test_a_rule_that_ended_decides_no_more() -> None:
    rows = tuple(
        replace(row, effective_to=dt.date(2026, 11, 19)) if row.id == "R-207" else row
        for row in DEFAULT_RULES.rows
    )
    book = RuleBook("2026-11", rows)

    decision = route(TOWER, TODAY, book).of(Sector.FIRE)

    assert decision is not None
    assert (decision.needed, decision.rule) == (False, "R-299")
    assert route(TOWER, TODAY, book).rule_version == "2026-11"


def test_each_rule_has_its_own_number_and_a_text() -> None:
    rows = DEFAULT_RULES.rows
    assert len({row.id for row in rows}) == len(rows)
    assert all(row.clause and row.source for row in rows)
    assert all(row.legal_days > 0 for row in rows if row.is_needed)


def test_a_hint_tells_what_would_flip_a_department() -> None:
    found = {(one.sector.value, one.field): one for one in hints(TOWER, TODAY)}
    fire = found["fire", "height_m"]
    assert (fire.joins, fire.value) == (False, 54)
    assert str(fire.sentence) == "Height of the building (m) (declared: 79.8)"
    assert found["planning", "has_planning_permit"].joins


@steady
@given(any_facts)
def test_every_hint_keeps_its_word(declared: ProjectFacts) -> None:
    for hint in hints(declared, TODAY):
        changed = facts_from({**facts_to_dict(declared), hint.field: hint.value})
        before = route(declared, TODAY).of(hint.sector)
        after = route(changed, TODAY).of(hint.sector)
        assert before is not None
        assert after is not None
        assert (before.needed, after.needed) == (not hint.joins, hint.joins)
