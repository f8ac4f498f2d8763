"""Facts are read from a form, refused by name, and stored with the routing they lead to."""

import json
from dataclasses import replace

import pytest
from hypothesis import given

from reviews.routing import (
    FactError,
    Hazard,
    ProjectFacts,
    Routing,
    Use,
    facts_from,
    facts_to_dict,
    route,
)
from reviews.routing.deciding import BadRouting
from reviews.routing.facts import FACT_NAMES, HAZARD_NAMES, USE_NAMES, faults_of
from tests.pure.declared import TODAY, TOWER, any_facts, steady


@steady
@given(any_facts)
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
