"""Which seals a set has to carry is a dated rule."""

import datetime as dt
from dataclasses import replace

from drawings.content.disciplines import Discipline
from reviews.routing.facts import ProjectFacts, Use
from reviews.sealrules import (
    DEFAULT_RULES,
    Ask,
    CarriedSeal,
    Lack,
    SealedSheet,
    Stage,
    lacks_of,
)

TODAY = dt.date(2026, 11, 21)
TOWER = ProjectFacts(use=Use.RESIDENTIAL, height_m=79.8, storeys_below=2)
SHED = ProjectFacts(use=Use.WAREHOUSE, height_m=9.0, storeys_below=0)
FIRM = CarriedSeal(counts=True, is_broken=False, is_firm=True)


def person(discipline: Discipline, **told: bool) -> CarriedSeal:
    seal = CarriedSeal(counts=True, is_broken=False, discipline=discipline)
    return replace(seal, **told)  # type: ignore[arg-type]


def lacks(
    *seals: CarriedSeal,
    facts: ProjectFacts = TOWER,
    on: dt.date = TODAY,
    stage: Stage = Stage.FIRST,
) -> dict[str, Lack]:
    sheet = SealedSheet("建施-05", Discipline.ARCHITECTURE, seals)
    found = lacks_of([sheet], facts, on=on, stage=stage)
    return {one.rule.id: one for one in found}


def test_a_bare_sheet_lacks_firm_architect_and_countersignatures() -> None:
    found = lacks()

    assert set(found) == {"S-02", "S-03", "S-20"}
    assert found["S-20"].missing == (
        Discipline.STRUCTURE,
        Discipline.WATER,
        Discipline.HVAC,
        Discipline.ELECTRICAL,
    )
    assert found["S-03"].sheets == ("建施-05",)


def test_seals_that_count_close_the_rows_one_by_one() -> None:
    assert set(lacks(FIRM)) == {"S-03", "S-20"}
    assert set(lacks(FIRM, person(Discipline.ARCHITECTURE))) == {"S-20"}
    found = lacks(FIRM, person(Discipline.ARCHITECTURE), person(Discipline.WATER))
    assert Discipline.WATER not in found["S-20"].missing
    every = [person(one) for one in DEFAULT_RULES[-1].by]
    assert not lacks(FIRM, person(Discipline.ARCHITECTURE), *every)


def test_a_seal_that_does_not_count_or_of_another_firm_closes_nothing() -> None:
    architect = Discipline.ARCHITECTURE
    assert "S-03" in lacks(person(architect, counts=False))
    assert "S-03" in lacks(person(architect, is_own=False))
    assert "S-02" in lacks(replace(FIRM, is_own=False))


def test_a_broken_seal_keeps_the_set_back_and_cannot_be_promised() -> None:
    found = lacks(person(Discipline.ARCHITECTURE, counts=False, is_broken=True))

    assert found["S-01"].rule.blocks
    assert not found["S-01"].rule.may_follow
    assert "S-01" not in lacks(person(Discipline.ARCHITECTURE))


def test_countersignatures_are_asked_of_tall_buildings_at_the_first_stage() -> None:
    assert "S-20" not in lacks(facts=SHED)
    assert "S-20" not in lacks(stage=Stage.REVISION)
    assert "S-20" not in lacks(on=dt.date(2026, 6, 30))
    assert "S-20" in lacks(on=dt.date(2026, 7, 1))


def test_a_row_that_ended_is_not_asked_after_its_last_day() -> None:
    rule = replace(DEFAULT_RULES[1], effective_to=dt.date(2026, 1, 31))
    sheet = [SealedSheet("建施-05", Discipline.ARCHITECTURE)]

    def asked(on: dt.date) -> bool:
        found = lacks_of(sheet, TOWER, on=on, stage=Stage.FIRST, rules=[rule])
        return bool(found)

    assert asked(dt.date(2026, 1, 31))
    assert not asked(dt.date(2026, 2, 1))


def test_rows_are_numbered_once_and_promise_only_what_does_not_block() -> None:
    numbers = [rule.id for rule in DEFAULT_RULES]

    assert len(set(numbers)) == len(numbers)
    assert all(rule.clause and rule.source for rule in DEFAULT_RULES)
    assert all(rule.by for rule in DEFAULT_RULES if rule.ask is Ask.PRACTICE)
    assert not [rule.id for rule in DEFAULT_RULES if rule.blocks and rule.may_follow]
