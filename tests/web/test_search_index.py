"""The index of texts: written by a job, the same when written again, gone with its file."""

import pytest
from django.db import connection

from drawings.actions.assembly import drop_faces
from drawings.actions.wording import index_face, index_job, request_indexing
from drawings.models import Face, SheetRevision, Wording
from drawings.textplaces import texts_of
from reviews.searching.asking import Question
from reviews.searching.finding import find_sheets
from reviews.searching.seeing import Sight
from storage.models import Job
from tests.sheets import PLAN, add_sheet
from tests.web.searching import found, indexed_world, numbers
from tests.world import World, do_jobs

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.database,
    pytest.mark.parametrize("built", [indexed_world], indirect=True, scope="module"),
]


def test_texts_of_a_face_tell_where_they_stand(world: World) -> None:
    face = world.revision("防施-01").face

    assert {line.text: line.box for line in texts_of(face)} == {
        "防施-01": (330, 30, 360, 34),
        "人防地下室平面图": (330, 20, 360, 24),
    }


def test_indexing_again_changes_nothing(world: World) -> None:
    face = world.revision("防施-01").face
    before = Wording.objects.values().get(face=face)

    index_face(face=face)

    assert Wording.objects.values().get(face=face) == before
    assert found(world["wang"], "人防地下室").sheets == 1


def test_a_file_that_was_read_is_indexed_by_a_job_of_its_own(world: World) -> None:
    revision = add_sheet(
        world.case.rounds.get(number=2).submission, "水施-01", "泵房", "water", PLAN
    )
    assert found(world["lv"], "泵房", side="pdf").sheets == 0

    request_indexing(file=revision.face.file)
    request_indexing(file=revision.face.file)
    job = Job.objects.get(task="drawings.index_file", state=Job.State.QUEUED)
    do_jobs()
    index_job(job)

    assert found(world["lv"], "泵房", side="pdf").sheets == 1


def test_what_was_taken_out_leaves_no_trace_in_the_index(world: World) -> None:
    revision = add_sheet(
        world.case.rounds.get(number=2).submission, "水施-02", "水箱", "water", PLAN
    )
    index_face(face=revision.face)
    assert numbers(found(world["lv"], "水箱")) == ["水施-02 (A)"]

    drop_faces(revision.face.file)

    assert found(world["lv"], "水箱").sheets == 0
    assert not Wording.objects.exclude(face__in=Face.objects.all()).exists()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO drawings_wording_words(drawings_wording_words, rank) "
                "VALUES ('integrity-check', 1)"
            )


def test_a_sheet_of_an_earlier_case_is_found_in_the_later_one(world: World) -> None:
    """Who was given the later case alone sees what was not handed in again."""
    sight = Sight(world["wang"])
    submission = world.revision("防施-01").submission_id
    sight.__dict__["inherited"] = {submission: world.case.pk}

    answer = find_sheets(sight, Question("人防地下室"))

    assert [group.case for group in answer.groups] == [world.case]
    assert SheetRevision.objects.filter(pk__in=sight.newest()).count() == 3
