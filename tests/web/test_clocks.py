"""The replay of a deadline: reasons, other ways, gaps, and what the builder may know."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

from reviews.actions.clocks import mark_clock
from reviews.actions.consultations import (
    decline_consultation,
    open_consultation,
)
from reviews.clocks import replay_of
from reviews.models import DepartmentReview
from reviews.replaying import FOLD_DAYS, Teller
from reviews.timing.events import What, Whose
from storage import clock
from tests.stage import signed_in
from tests.world import World, build_world

BEGUN = dt.datetime(2026, 11, 10, 10, 15, tzinfo=ZoneInfo("Asia/Shanghai"))


def accepted() -> World:
    """Accepted on a Tuesday without a holiday near."""
    with clock.told_at(BEGUN):
        return build_world().hand_in().accept()


pytestmark = [
    pytest.mark.django_db,
    pytest.mark.parametrize("built", [accepted], indirect=True, scope="module"),
]


def page_of(world: World, login: str, review: DepartmentReview) -> str:
    answer = signed_in(world[login]).get(url(review))
    assert answer.status_code == 200
    return answer.content.decode()


def url(review: DepartmentReview) -> str:
    return reverse("reviews:clock", args=[review.case.serial, review.pk])


def on(day: int, hour: int = 14) -> dt.datetime:
    return BEGUN.replace(day=day, hour=hour)


def test_the_page_says_the_day_the_sum_and_each_reason(world: World) -> None:
    review = world.review_of("fire")

    with clock.told_at(on(12)):
        page = page_of(world, "li", review)

    assert "11月19日 周四" in page
    assert "9 个自然日等于计入 7 日、法定假日 0 日、中止 0 日、周末 2 日" in page
    assert "行政许可法第八十二条" in page
    assert "与存档一致" in page
    assert "法定时限 15 日" in page
    assert review.rule_version in page
    assert replay_of(review).digest[:4] in page


@pytest.mark.parametrize("login", ["liu", "lv", "wang", "sun", "chen", "wu"])
def test_everybody_who_sees_the_case_may_check_its_clocks(
    world: World, login: str
) -> None:
    assert "期限重放" in page_of(world, login, world.review_of("housing"))


@pytest.mark.parametrize("login", ["he", "ma"])
def test_an_outsider_finds_no_clock(world: World, login: str) -> None:
    found = signed_in(world[login]).get(url(world.review_of("housing")))

    assert found.status_code == 404
    assert Client().get(url(world.review_of("housing"))).status_code == 302


def test_a_clock_of_another_case_is_not_there(world: World) -> None:
    address = reverse("reviews:clock", args=[world.case.serial, 999_999])

    assert signed_in(world["wang"]).get(address).status_code == 404


def test_a_stopped_clock_is_provisional_and_names_whose_time_it_is(
    world: World,
) -> None:
    review = stopped_for_a_meeting(world)

    with clock.told_at(on(18)):
        page = page_of(world, "li", review)

    assert "计时中止，此日期为暂定" in page
    assert "中止：会商" in page
    assert "与存档" not in page.replace("与存档比对", "")


def test_the_builder_does_not_learn_why_the_clock_stands_still(world: World) -> None:
    review = stopped_for_a_meeting(world)

    with clock.told_at(on(18)):
        page = page_of(world, "liu", review)

    assert "会商" not in page
    assert "部门间内部环节，随告知书一并告知" in page


def test_the_builder_learns_it_with_the_notice(world: World) -> None:
    review = stopped_for_a_meeting(world)
    meeting = world.case.consultations.get()
    with clock.told_at(on(17)):
        decline_consultation(consultation=meeting, actor=world["sun"], reason="无需")
        world.finish_round().release()

    page = page_of(world, "liu", review)

    assert "中止：会商" in page


def test_what_the_record_says_otherwise_is_shown(world: World) -> None:
    review = world.review_of("fire")
    DepartmentReview.objects.filter(pk=review.pk).update(due_at=on(18, 17))

    page = page_of(world, "li", review)

    assert "与存档不一致" in page
    assert "存档为 11-18" in page


def test_a_calendar_that_is_not_published_claims_no_deadline(world: World) -> None:
    with clock.told_at(dt.datetime(2026, 12, 29, 10, tzinfo=BEGUN.tzinfo)):
        review = world.review_of("fire")
        review.clock_marks.all().delete()
        mark_clock(review=review, what=What.START)
        page = page_of(world, "li", review)

    assert "2027年1月1日起的放假安排尚未公布" in page
    assert "暂不推算" in page
    assert "与存档一致" not in page


def test_a_clock_that_has_not_begun_says_so(world: World) -> None:
    review = world.review_of("fire")
    review.clock_marks.all().delete()

    assert "尚未开始计时" in page_of(world, "li", review)


def test_a_long_clock_folds_by_week_and_opens_where_something_happens(
    world: World,
) -> None:
    review = world.review_of("fire")
    with clock.told_at(on(11)):
        mark_clock(
            review=review, what=What.STOP, whose=Whose.EXPERTS, reason="专家评审"
        )
    later = BEGUN.replace(month=12, day=22)
    with clock.told_at(later):
        page = page_of(world, "li", review)
        strips = teller(later.date()).strips(replay_of(review))

    assert len(replay_of(review, until=later).tiles) > FOLD_DAYS
    assert page.count("<details") >= 6
    assert [strip.is_open for strip in strips][:3] == [True, False, False]
    assert "中止：专家评审" in page


def test_each_day_stands_in_one_strip_and_nothing_is_lost(world: World) -> None:
    review = world.review_of("fire")
    found = replay_of(review, until=on(12))

    days = [day for strip in teller().strips(found) for day in strip.days]

    assert [day.date for day in days] == [tile.date for tile in found.tiles]
    assert [day.sign for day in days if day.is_due] == ["7"]


def test_pins_of_neighbouring_days_never_share_a_place(world: World) -> None:
    review = world.review_of("fire")
    for day, what in ((11, What.STOP), (12, What.RESUME), (13, What.STOP)):
        with clock.told_at(on(day)):
            mark_clock(review=review, what=what, whose=Whose.OTHERS)

    pins = teller().strips(replay_of(review, until=on(13)))[0].pins

    places = [(pin.level, pin.column) for pin in pins]
    assert len(places) > 3
    for level, column in places:
        near = [c for one, c in places if one == level and abs(c - column) < 2]
        assert near == [column]


def test_earlier_rounds_can_be_chosen(world: World) -> None:
    world.say("housing")
    world.finish_round().release().revise()
    world.answer()
    first, second = (
        world.case.department_reviews.filter(department__sector="housing")
        .order_by("round__number")
        .select_related("case")
    )

    page = page_of(world, "wang", second)

    assert url(first) in page
    assert "修改图送回" in page


def stopped_for_a_meeting(world: World) -> DepartmentReview:
    with clock.told_at(on(16)):
        world.contradict()
        meeting = world.case.consultations.get()
        open_consultation(consultation=meeting, host=world["sun"])
    return world.review_of("fire")


def teller(today: dt.date = dt.date(2026, 11, 10)) -> Teller:
    return Teller(round_number=1, today=today, calendar_source="notice")
