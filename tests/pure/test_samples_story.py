"""What the story says of the sample set agrees with its drawings and with the rules."""

from pathlib import Path

import pymupdf
import pytest

from drawings.content.disciplines import discipline_of
from reviews.conflicts import Spoken, conflicts_of
from reviews.materials import NEEDS
from samples.drafting.frame import INNER, STRIP_X
from samples.materials import FIRST_MISSING, MATERIALS, material, write_materials
from samples.tower.edits import planted_edits
from samples.tower.facts import FACTS, Revision
from samples.tower.opinions import Outcome, sample_opinions, sample_resolution
from samples.tower.sheets import SHEETS, sheet

OPINIONS = {opinion.key: opinion for opinion in sample_opinions()}


@pytest.mark.parametrize("opinion", OPINIONS.values(), ids=OPINIONS)
def test_an_opinion_marks_a_place_inside_its_sheet(opinion: object) -> None:
    found = OPINIONS[getattr(opinion, "key")]  # noqa: B009
    x0, y0, x1, y1 = found.region
    assert INNER[0] < x0 < x1 < STRIP_X
    assert INNER[1] < y0 < y1 < INNER[3]
    assert sheet(found.sheet)


def test_fire_and_air_defence_contradict_each_other_on_one_region() -> None:
    spoken = [
        Spoken(
            index,
            opinion.department.value,
            [plan.number for plan in SHEETS].index(opinion.sheet),
            opinion.region,
            opinion.finding,
            opinion.demand,
            opinion.clause,
        )
        for index, opinion in enumerate(OPINIONS.values())
    ]
    keys = list(OPINIONS)
    worth = [c for c in conflicts_of(spoken) if c.is_worth_a_meeting]
    assert [(keys[c.a], keys[c.b]) for c in worth] == [("消-01", "人-01")]
    assert worth[0].overlap > 0.9


def test_the_resolution_replaces_both_opinions() -> None:
    resolution = sample_resolution()
    consulted = {o.key for o in OPINIONS.values() if o.outcome is Outcome.CONSULTED}
    assert set(resolution.replaces) == consulted


def test_every_edited_opinion_has_an_edit_where_it_was_marked() -> None:
    for opinion in OPINIONS.values():
        if opinion.outcome is not Outcome.EDITED:
            continue
        mine = [e for e in planted_edits() if opinion.key in e.declared_by]
        x0, y0, x1, y1 = opinion.region
        assert any(
            e.sheet == opinion.sheet
            and e.box[0] < x1
            and e.box[2] > x0
            and e.box[1] < y1
            and e.box[3] > y0
            for e in mine
        ), opinion.key


def test_every_declaration_is_known() -> None:
    known = {*OPINIONS, sample_resolution().key, "目录", "图签"}
    assert {key for edit in planted_edits() for key in edit.declared_by} <= known


def test_numbers_of_sheets_tell_their_discipline() -> None:
    for plan in SHEETS:
        assert discipline_of(plan.number) is plan.discipline


def test_there_is_a_document_for_every_need_of_this_building() -> None:
    wanted = {need.code for need in NEEDS} - {
        "green_statement"
    }  # public buildings only
    assert wanted <= {one.code for one in MATERIALS}


def test_the_planning_permit_is_missing_at_first_and_may_follow(tmp_path: Path) -> None:
    written = {path.name for path in write_materials(tmp_path)}
    assert material(FIRST_MISSING).filename not in written
    assert len(written) == len(MATERIALS) - 1
    need = next(need for need in NEEDS if need.code == FIRST_MISSING)
    assert not need.is_essential


def test_a_document_says_that_it_is_a_sample(tmp_path: Path) -> None:
    for path in write_materials(tmp_path, without=()):
        with pymupdf.open(path) as document:
            words = document[0].get_text()
            assert len(document) == 1
        assert "样本" in words
        assert path.stem in words


def test_areas_add_up() -> None:
    assert FACTS.above_area + FACTS.below_area == pytest.approx(FACTS.total_area)
    assert FACTS.storeys_above * FACTS.first_floor_area == pytest.approx(
        FACTS.above_area
    )
    assert Revision("A") is Revision.A
