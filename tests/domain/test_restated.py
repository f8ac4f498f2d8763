"""A revision that carries another date: nobody is asked to declare its title block."""

import pytest

from drawings.models import Change, Submission
from reviews.answering import changes_to_declare
from reviews.standing import undeclared_changes
from tests.domain.renumbered import plan
from tests.sheets import add_sheet
from tests.world import World, build_world, do_jobs

pytestmark = [pytest.mark.django_db, pytest.mark.database]
BEFORE, AFTER = "2026.10.20", "2026.11.20"


def add_dated(submission: Submission, day: str, *, seen_at: list[float]) -> None:
    """The plan, with the day in its title block, which was read at a place."""
    words = f"平面图 {day}"
    revision = add_sheet(submission, "建施-12", words, "architecture", plan(12))
    face = revision.face
    face.title_block = {
        **face.title_block,
        "date": {"value": day, "confidence": 0.5, "box_mm": seen_at},
    }
    face.save(update_fields=["title_block"])


def revised(*, seen_at: list[float]) -> World:
    """A case in its second round; the one sheet has another date alone."""
    world = build_world()
    add_dated(world.case.current_round.submission, BEFORE, seen_at=seen_at)
    world.hand_in().accept()
    world.say("housing", sheet="建施-12", box=(100, 100, 105, 105))
    world.finish_round().release()
    add_dated(world.case.rounds.get(number=2).submission, AFTER, seen_at=seen_at)
    do_jobs()
    return world


def test_the_date_of_the_title_block_is_declared_by_itself() -> None:
    world = revised(seen_at=[330, 20, 360, 24])
    (change,) = Change.objects.all()
    submission = world.case.rounds.get(number=2).submission

    assert change.declaration == f"图签：{BEFORE} → {AFTER}"
    (found,) = changes_to_declare(world.case, submission)
    assert (found.undeclared, found.statement) == (frozenset(), "")
    world.answer()
    assert undeclared_changes(world.case) == []


def test_the_same_words_where_no_date_was_read_are_undeclared() -> None:
    world = revised(seen_at=[10, 280, 30, 284])
    (change,) = Change.objects.all()

    assert change.declaration == ""
    world.answer()
    assert undeclared_changes(world.case) == [change]
