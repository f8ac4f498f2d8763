"""Which departments review follows from facts, rules and the day alone."""

import datetime as dt
import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviews.routing import (
    DEFAULT_RULES,
    FactError,
    Hazard,
    ProjectFacts,
    Routing,
    RuleBook,
    Sector,
    Use,
    facts_from,
    facts_to_dict,
    hints,
    route,
)
from reviews.routing.deciding import BadRouting
from reviews.routing.facts import FACT_NAMES, HAZARD_NAMES, USE_NAMES, faults_of

TODAY = dt.date(2026, 11, 20)
TOWER = ProjectFacts(
    use=Use.RESIDENTIAL,
    area_m2=24318.6,
    above_ground_area_m2=21800,
    first_floor_area_m2=838.5,
    storeys_above=26,
    storeys_below=2,
    height_m=79.8,
    foundation_depth_m=8.4,
)
VILLA = ProjectFacts(
    area_m2=620, above_ground_area_m2=620, storeys_above=3, height_m=10
)
steady = settings(deadline=None, derandomize=True)


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


facts = st.builds(
    ProjectFacts,
    use=st.sampled_from(Use),
    area_m2=st.integers(0, 60_000).map(float),
    above_ground_area_m2=st.integers(0, 50_000).map(float),
    first_floor_area_m2=st.integers(0, 5_000).map(float),
    storeys_above=st.integers(0, 60),
    height_m=st.integers(0, 3_000).map(lambda cm: cm / 10),
    foundation_depth_m=st.integers(0, 200).map(lambda cm: cm / 10),
    is_new_build=st.booleans(),
    has_planning_permit=st.booleans(),
    is_key_city=st.booleans(),
    is_in_development_zone=st.booleans(),
    is_labour_intensive=st.booleans(),
    hazards=st.frozensets(st.sampled_from(Hazard)),
)


@steady
@given(facts)
def test_every_hint_keeps_its_word(declared: ProjectFacts) -> None:
    for hint in hints(declared, TODAY):
        changed = facts_from({**facts_to_dict(declared), hint.field: hint.value})
        before = route(declared, TODAY).of(hint.sector)
        after = route(changed, TODAY).of(hint.sector)
        assert before is not None
        assert after is not None
        assert (before.needed, after.needed) == (not hint.joins, hint.joins)


@steady
@given(facts)
def test_facts_and_routing_survive_being_stored(declared: ProjectFacts) -> None:
    stored = json.loads(json.dumps(facts_to_dict(declared)))
    assert facts_from(stored) == declared
    routing = route(declared, TODAY)
    read = Routing.from_dict(json.loads(json.dumps(routing.to_dict())))
    assert read == routing
    assert [str(one.reason) for one in read.departments] == [
        str(one.reason) for one in routing.departments
    ]


def test_facts_of_a_form_are_read() -> None:
    read = facts_from(
        {"use": "hotel", "area_m2": "1200.5", "storeys_above": "6", "height_m": "",
         "is_new_build": "on", "hazards": ["flammable"], "colour": "green"}
    )  # fmt: skip
    assert read == ProjectFacts(
        use=Use.HOTEL,
        area_m2=1200.5,
        storeys_above=6,
        hazards=frozenset({Hazard.FLAMMABLE}),
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("use", "castle"),
        ("area_m2", "many"),
        ("area_m2", -1),
        ("area_m2", float("nan")),
        ("height_m", 1e12),
        ("height_m", True),
        ("storeys_above", 2.5),
        ("storeys_above", [3]),
        ("is_new_build", "perhaps"),
        ("hazards", "flammable"),
        ("hazards", ["dragons"]),
    ],
)
def test_a_fact_without_sense_is_refused_by_name(name: str, value: object) -> None:
    with pytest.raises(FactError) as caught:
        facts_from({name: value})
    assert caught.value.field == name


def test_facts_that_do_not_fit_together_are_named() -> None:
    odd = replace(TOWER, above_ground_area_m2=30_000, height_m=0)
    assert set(faults_of(odd)) == {"above_ground_area_m2", "height_m"}
    assert faults_of(TOWER) == {}


@pytest.mark.parametrize(
    "plain",
    [
        {"departments": []},
        {"on": "2026-11-20", "rule_version": "x", "departments": "y"},
        {"on": "2026-11-20", "rule_version": "x", "departments": [{"sector": "fire"}]},
    ],
)
def test_what_is_no_routing_is_refused(plain: dict[str, object]) -> None:
    with pytest.raises(BadRouting):
        Routing.from_dict(plain)


def test_no_routing_yet_has_no_departments() -> None:
    assert Routing.from_dict({}).departments == ()


def test_everything_declared_has_a_label() -> None:
    assert set(FACT_NAMES) == set(facts_to_dict(TOWER))
    assert set(USE_NAMES) == set(Use)
    assert set(HAZARD_NAMES) == set(Hazard)
