"""The check of a set on the screen: every remark has its click, and clicks keep their word."""

import datetime as dt

import pytest

from drawings.actions.assembly import assemble_sheets
from drawings.models import Face, Settlement, SheetRevision
from reviews.actions.cases import confirm_case
from reviews.errors import NotReady
from reviews.noting import notes_of_set
from storage import clock
from storage.models import Job
from tests.sets import add_dwg, click, page_of_set
from tests.sheets import DOOR, FAR, PLAN, add_sheet
from tests.world import World, build_world, do_jobs

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.parametrize("built", [build_world], indirect=True, scope="module"),
]
LIST = [["建施-04", "一层平面图"], ["建施-05", "标准层平面图"], ["结施-01", "基础图"]]


def list_of(world: World) -> None:
    """The first sheet is the drawing list."""
    Face.objects.filter(number="建施-05").update(listed=LIST)


def codes_of(world: World, number: str) -> set[str]:
    submission = world.case.current_round.submission
    notes = notes_of_set(submission)
    row = submission.revisions.filter(sheet__number=number).first()
    found = notes.by_revision.get(row.pk, []) if row else notes.missing
    return {note.code for note in found if note.is_open and note.subject == number}


def test_the_list_is_held_against_the_sheets(world: World) -> None:
    list_of(world)

    told = page_of_set(world)

    assert "图纸目录中的图名是“一层平面图”" in told
    assert "图纸目录中有，未报送" in told
    assert "图纸目录中没有" in told  # 防施-01
    assert "基础图" in page_of_set(world, show="missing")
    assert "标准层平面图" not in page_of_set(world, show="missing")


def test_a_missing_sheet_is_promised_and_the_set_goes_in(world: World) -> None:
    list_of(world)
    said = {
        "act": "settle",
        "code": "missing",
        "subject": "结施-01",
        "value": "follows",
    }

    click(world, **said)
    assert codes_of(world, "结施-01") == {"missing"}
    click(world, **said, until=str(clock.today() + dt.timedelta(days=90)))
    assert codes_of(world, "结施-01") == {"missing"}
    day = clock.today() + dt.timedelta(days=10)
    click(world, **said, until=str(day))

    assert codes_of(world, "结施-01") == set()
    assert Settlement.objects.get().until == day
    world.hand_in()
    assert "容缺" in page_of_set(world, "chen")


def test_a_set_with_an_unsure_number_waits_for_a_word(world: World) -> None:
    SheetRevision.objects.filter(sheet__number="建施-05").update(number_confidence=0.3)
    assert "1 行须先处理" in page_of_set(world)
    with pytest.raises(NotReady, match="建施-05"):
        world.hand_in()

    row = world.case.current_round.submission.revisions.get(sheet__number="建施-05")
    click(world, act="number", sheet=row.pk, value="建施-05")

    assert "行须先处理" not in page_of_set(world)
    world.hand_in()


@pytest.mark.parametrize("word", ["accepted", "outdated", "not_to_scale"])
def test_what_keeps_a_set_back_is_not_settled_by_a_word(
    world: World, word: str
) -> None:
    SheetRevision.objects.filter(sheet__number="建施-05").update(number_confidence=0.3)

    click(world, act="settle", code="number_unsure", subject="建施-05", value=word)

    assert "1 行须先处理" in page_of_set(world)
    with pytest.raises(NotReady, match="建施-05"):
        world.hand_in()


def test_each_click_takes_over_what_it_says(world: World) -> None:
    list_of(world)
    first = world.case.current_round.submission.revisions.get(sheet__number="建施-04")

    assert click(world, act="name", sheet=first.pk, value="一层平面图") == 200
    assert "name_differs" not in codes_of(world, "建施-04")
    air = world.case.current_round.submission.revisions.get(sheet__number="防施-01")
    click(world, act="settle", code="extra", subject="防施-01", value="outdated")
    assert "extra" not in codes_of(world, "防施-01")
    click(world, act="discipline", sheet=air.pk, value="fire")
    assert codes_of(world, "防施-01") == {"discipline_differs", "dwg_missing"}


def test_clicks_that_make_no_sense_change_nothing(world: World) -> None:
    for said in (
        {},
        {"act": "magic"},
        {"act": "settle", "code": "missing", "subject": "x", "value": "maybe"},
        {"act": "settle", "code": "nonsense", "value": "accepted"},
    ):
        assert click(world, **said) == 200
    assert not Settlement.objects.exists()
    assert click(world, act="number", sheet=99_999, value="A") == 404
    assert click(world, "he", act="number", value="A") == 404
    first = world.case.current_round.submission.revisions.first()
    assert first is not None
    assert click(world, act="number", sheet=first.pk, value="防施-01") == 409
    for nothing in ("²", "9" * 200, "x"):
        assert click(world, act="join", sheet=first.pk, value=nothing) == 404
    assert click(world, act="number", sheet=10**30, value="A") == 404


def test_a_refused_click_leaves_the_confirmation(world: World) -> None:
    for material in world.case.materials.all():
        world.hand_in_one(material.code)
    confirm_case(case=world.case, actor=world["liu"])
    first = world.case.current_round.submission.revisions.first()
    assert first is not None

    assert click(world, act="number", sheet=first.pk, value="防施-01") == 409
    assert world.refresh().case.is_confirmed_by_builder
    assert click(world, act="number", sheet=first.pk, value="建施-44") == 200
    assert not world.refresh().case.is_confirmed_by_builder


def test_unsure_pairs_are_said_and_parted_or_kept(world: World) -> None:
    submission = world.case.current_round.submission
    pdf = Face.objects.get(number="建施-05")
    file = add_dwg(pdf, "标准层.dwg", texts="标准层平面图\n客厅\n卧室").file
    pdf.texts = "标准层平面图\n客厅\n建施-05"
    pdf.save()
    assemble_sheets(submission=submission)
    row = submission.revisions.get(sheet__number="建施-05")
    assert row.dwg is not None
    assert "pair_unsure" in codes_of(world, "建施-05")

    click(world, act="apart", sheet=row.pk)
    assert submission.revisions.get(sheet__number="建施-05").dwg is None
    alone = submission.revisions.get(dwg__file=file)
    joined = submission.revisions.get(sheet__number="建施-05")
    click(world, act="join", sheet=joined.pk, value=str(alone.pk))

    both = submission.revisions.get(sheet__number="建施-05")
    assert both.dwg is not None
    assert both.pdf is not None
    assert codes_of(world, "建施-05") <= {"scale_missing"}


def test_a_revision_that_shows_the_same_is_said(world: World) -> None:
    Face.objects.filter(number="建施-05").update(digest="same", revision="A")
    SheetRevision.objects.filter(sheet__number="建施-05").update(label="A")
    world.hand_in().accept().say("housing")
    world.finish_round().release()
    submission = world.case.rounds.get(number=2).submission
    row = add_sheet(submission, "建施-05", "标准层平面图", "architecture", PLAN + DOOR)
    add_sheet(submission, "建施-04", "首层平面图", "architecture", PLAN + DOOR + FAR)
    Face.objects.filter(pdf_of=row).update(digest="same")

    notes = notes_of_set(submission).by_revision[row.pk]
    assert "same_as_before" in {note.code for note in notes}
    assert "内容与 A 版相同" in page_of_set(world)

    click(world, act="drop", sheet=row.pk)
    assert not submission.revisions.filter(sheet__number="建施-05").exists()
    assert Job.objects.open().exists()
    do_jobs()
