"""A sheet that is promised is shown, reminded of, and kept by itself when it comes."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from drawings.actions.settling import settle_remark
from drawings.models import Face
from reviews import events
from reviews.actions.deadlines import watch_deadlines
from reviews.letters.words import day as day_in_words
from reviews.models import Letter
from reviews.promises import sheet_promises
from storage import clock
from storage.models import Event
from tests.domain.letter_town import text_of
from tests.sheets import PLAN, add_sheet
from tests.world import World, build_world, do_jobs

pytestmark = pytest.mark.django_db
LIST = [["建施-04", "首层平面图"], ["建施-05", "标准层平面图"], ["结施-01", "基础图"]]


def promised_world(days: int = 10) -> World:
    """A set with promises, handed in."""
    return promising_world(days).hand_in()


def promising_world(days: int = 10) -> World:
    """The list names a sheet that is not there; it is promised, and so is a DWG."""
    world = build_world()
    Face.objects.filter(number="建施-05").update(listed=LIST)
    until = clock.today() + dt.timedelta(days=days)
    for code, subject in (("missing", "结施-01"), ("dwg_missing", "建施-04")):
        settle(world, code, subject, "follows", until)
    return world


def page(world: World, login: str, name: str) -> str:
    client = Client()
    client.force_login(world[login])
    return client.get(reverse(name, args=[world.case.serial])).content.decode()


def told(verb: str) -> list[str]:
    rows = Event.objects.filter(verb=verb).order_by("sequence")
    return [str(row.particulars["what"]) for row in rows]


def test_what_is_promised_is_said_before_it_is_handed_in() -> None:
    world = promising_world()
    day = clock.today() + dt.timedelta(days=10)
    later = day + dt.timedelta(days=5)
    for subject in ("建施-05", "防施-01"):
        settle(world, "dwg_missing", subject, "follows", later)
    settle(world, "extra", "防施-01", "outdated")

    dock = page(world, "lv", "reviews:upload").partition('id="dock"')[2]
    assert "每张图均已核对一致" not in dock
    assert f"4 项图纸容缺，最早 {day} 前补齐" in dock
    last_look = page(world, "lv", "workflow:submit")
    assert f"图纸 结施-01：承诺 {day} 前补齐" in last_look
    assert f"建施-04 的 DWG：承诺 {day} 前补齐" in last_look


def settle(
    world: World, code: str, subject: str, answer: str, until: dt.date | None = None
) -> None:
    """What the design firm says to a remark."""
    settle_remark(
        submission=world.case.current_round.submission,
        code=code,
        subject=subject,
        answer=answer,
        until=until,
        actor=world["lv"],
    )


def test_the_acceptance_letter_names_sheets_that_are_to_follow() -> None:
    world = promised_world().accept()
    letter = Letter.objects.get(kind=Letter.Kind.ACCEPTANCE)
    day = clock.today() + dt.timedelta(days=10)

    said = text_of(letter.blob)

    assert "受理通知书（容缺受理）" in said
    assert "除下列容缺图纸外" in said
    assert (
        said.index("容缺图纸") < said.index("结施-01") < said.rindex(day_in_words(day))
    )
    assert "整张图纸" in said
    assert "DWG文件" in said
    assert world.case.materials.filter(state="promised").count() == 0


def test_a_promise_stands_on_the_page_of_the_case_and_at_the_window() -> None:
    world = promised_world()

    assert [one.what for one in sheet_promises(world.case)] == [
        "建施-04 的 DWG",
        "图纸 结施-01",
    ]
    window = page(world, "chen", "workflow:window_case")
    assert "容缺后补：" in window
    assert "容缺 2 项" in window
    assert "图纸目录中有，未报送：" not in window
    for name in ("reviews:case", "reviews:materials"):
        assert "容缺图纸" in page(world, "liu", name)


def test_a_promise_is_reminded_of_once_before_and_once_after_its_day() -> None:
    world = promised_world(days=10).accept()
    assert watch_deadlines() == 0

    with clock.told_at(clock.now() + dt.timedelta(days=8)):
        watch_deadlines()
        watch_deadlines()
    assert told(events.SHEET_PROMISE_NEAR) == ["建施-04 DWG", "结施-01"]
    with clock.told_at(clock.now() + dt.timedelta(days=11)):
        watch_deadlines()
        watch_deadlines()
        broken = [one.is_broken for one in sheet_promises(world.case)]
    assert told(events.SHEET_PROMISE_BROKEN) == ["建施-04 DWG", "结施-01"]
    assert broken == [True, True]


def test_a_promise_is_kept_by_the_sheet_that_comes() -> None:
    world = promised_world().accept()
    world.say("housing")
    world.finish_round().release()
    assert "结施-01" in page(world, "liu", "reviews:case")
    submission = world.case.rounds.get(number=2).submission
    add_sheet(submission, "结施-01", "基础图", "structure", PLAN)
    do_jobs()
    assert not any(one.is_kept for one in sheet_promises(world.case))

    world.answer()

    kept = {one.number: one.is_kept for one in sheet_promises(world.case)}
    assert kept == {"建施-04": False, "结施-01": True}
    assert told(events.SHEET_PROMISE_KEPT) == ["结施-01"]
    watch_deadlines()
    assert told(events.SHEET_PROMISE_KEPT) == ["结施-01"]
