"""A change of an approved set is a case of its own, and takes its place once it is sealed."""

import pytest

from drawings.actions.uploads import begin_file
from drawings.errors import SubmissionClosed
from reviews.actions.opening import Opening, begin_case
from reviews.progress import progress_of
from reviews.routing import facts_from
from signatures.models import IssuedFile
from signatures.telling import standing_of
from tests.domain.revoked import approved, asked, in_force, verdict_of
from tests.sheets import DOOR, FAR, PLAN, add_sheet
from tests.world import World, do_jobs, issued_world, seal_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return issued_world()


def changed(world: World) -> World:
    """A change of the approved set: one sheet of it anew, up to the certificate."""
    project = world.case.project
    opening = Opening(project, facts_from(project.facts), phone="13800000001")
    case = begin_case(opening=opening, actor=world["liu"])
    later = World(world.cast, case)
    submission = case.current_round.submission
    add_sheet(submission, "建施-05", "标准层平面图", "architecture", PLAN + DOOR + FAR)
    do_jobs()
    return later.hand_in().accept().settle().release()


def test_an_approved_set_is_frozen_and_a_change_is_a_new_case(world: World) -> None:
    round_now = world.case.current_round
    with pytest.raises(SubmissionClosed):
        begin_file(submission=round_now.submission, path="建施-05.pdf", size=9)
    before = set(world.case.revisions_now().values_list("pk", flat=True))

    later = changed(world)

    assert later.case.serial != world.case.serial
    assert later.case.current_round.submission != round_now.submission
    assert set(world.refresh().case.revisions_now().values_list("pk", flat=True)) == (
        before
    )
    assert len(in_force(world.case)) == 4


def test_the_sealed_change_supersedes_the_older_set_and_only_then(
    world: World,
) -> None:
    older = {one.label: one for one in in_force(world.case)}
    later = changed(world)
    assert {verdict_of(one) for one in older.values()} == {"identical_to_issued"}

    seal_case(later)

    newer = {one.label: one for one in in_force(later.case)}
    assert set(newer) == set(older)
    assert not in_force(world.case)
    for label, issue in older.items():
        issue.refresh_from_db()
        assert issue.replaced_by == newer[label]
        assert verdict_of(issue) == "superseded"
        assert standing_of(issue).tone == "warn"
        assert verdict_of(newer[label]) == "identical_to_issued"
    told = progress_of(code=world.case.query_code, phone=world.case.phone)
    assert told is not None
    assert told.ending is not None
    assert told.ending.serial == later.case.serial


def test_what_was_revoked_stays_revoked_when_a_change_is_sealed(world: World) -> None:
    approved(world, asked(world))
    seal_case(changed(world))

    rows = IssuedFile.objects.filter(stream=world.case.serial).exclude(
        kind=IssuedFile.Kind.NOTICE
    )
    assert set(rows.values_list("status", flat=True)) == {"revoked"}
