"""Heads approve, send back, answer; the lead lets one notice go out."""

import datetime as dt

import pytest
from django.urls import reverse

from reviews.actions.conclusions import conclude_review
from reviews.actions.oversight import urge_review
from reviews.models import Letter
from reviews.states import CaseState, DepartmentReviewState, Result
from storage import clock
from tests.stage import IN_ROUND_ONE, signed_in
from tests.world import World, passed_world, reviewing_world

pytestmark = pytest.mark.django_db
SECRET = "这一句在发出之前不得外传。"


def concluded_world() -> World:
    world = reviewing_world()
    world.say("housing", SECRET)
    world.conclude("housing")
    return world


def gathered_world() -> World:
    world = reviewing_world()
    world.say("housing", SECRET)
    world.say("fire", "疏散宽度不足。", requirement="加宽。")
    return world.finish_round()


CONCLUDED = pytest.mark.parametrize(
    "built", [concluded_world], indirect=True, ids=["concluded"]
)
GATHERED = pytest.mark.parametrize(
    "built", [gathered_world], indirect=True, ids=["gathered"]
)
PASSED = pytest.mark.parametrize("built", [passed_world], indirect=True, ids=["passed"])


@CONCLUDED
def test_a_head_reads_every_opinion_and_approves(world: World) -> None:
    client = signed_in(world["qian"])

    page = client.get(reverse("workflow:head")).content.decode()
    assert SECRET in page
    assert "建-01" in page

    review = world.review_of("housing")
    response = client.post(reverse("workflow:approve", args=[review.pk]))
    assert response.status_code == 302
    assert world.review_of("housing").state == DepartmentReviewState.APPROVED


@CONCLUDED
def test_a_head_sends_back_with_a_reason_and_not_without(world: World) -> None:
    client = signed_in(world["qian"])
    url = reverse("workflow:send_back", args=[world.review_of("housing").pk])

    assert client.post(url, {"reason": ""}).status_code == 409
    assert world.review_of("housing").state == DepartmentReviewState.DRAFTED
    assert client.post(url, {"reason": "请核对条文。"}).status_code == 302
    assert world.review_of("housing").state == DepartmentReviewState.RUNNING


@pytest.mark.parametrize(
    ("login", "status"), [("wang", 409), ("sun", 404), ("liu", 404), ("chen", 404)]
)
@CONCLUDED
def test_only_the_head_of_the_department_approves(
    world: World, login: str, status: int
) -> None:
    review = world.review_of("housing")

    for page in ("workflow:approve", "workflow:send_back"):
        response = signed_in(world[login]).post(
            reverse(page, args=[review.pk]), {"reason": "x"}
        )
        assert response.status_code == status
    assert world.review_of("housing").state == DepartmentReviewState.DRAFTED


@IN_ROUND_ONE
def test_an_open_contradiction_stops_the_approval(world: World) -> None:
    world.contradict()
    conclude_review(
        review=world.review_of("fire"),
        reviewer=world["li"],
        result=Result.PASS_AFTER_CHANGE,
    )
    client = signed_in(world["sun"])

    page = client.get(reverse("workflow:head")).content.decode()
    assert "有会商未结" in page
    url = reverse("workflow:approve", args=[world.review_of("fire").pk])
    assert client.post(url).status_code == 409


@IN_ROUND_ONE
def test_the_regulator_gets_an_answer(world: World) -> None:
    urging = urge_review(
        review=world.review_of("fire"),
        actor=world["wu"],
        form="phone",
        text="请抓紧。",
        until=clock.today() + dt.timedelta(days=2),
    )
    client = signed_in(world["sun"])
    assert "请抓紧。" in client.get(reverse("workflow:head")).content.decode()

    url = reverse("workflow:answer_urging", args=[urging.pk])
    assert client.post(url, {"answer": " "}).status_code == 409
    assert signed_in(world["qian"]).post(url, {"answer": "x"}).status_code == 404
    assert client.post(url, {"answer": "明日完成。"}).status_code == 302
    urging.refresh_from_db()
    assert urging.answer == "明日完成。"


@pytest.mark.parametrize("login", ["wang", "liu", "chen", "wu", "he"])
@IN_ROUND_ONE
def test_the_desk_is_not_there_for_others(world: World, login: str) -> None:
    assert signed_in(world[login]).get(reverse("workflow:head")).status_code == 404


# ---- the release


@GATHERED
def test_the_lead_looks_everything_through_and_releases_one_notice(
    world: World,
) -> None:
    client = signed_in(world["qian"])
    url = reverse("workflow:release", args=[world.case.serial])

    page = client.get(url).content.decode()
    assert SECRET in page
    assert "疏散宽度不足。" in page
    assert "同一处" in page  # two departments speak of one door
    assert "发出审查意见告知书（2 条）" in page

    assert client.post(url).status_code == 302
    case = world.refresh().case
    assert case.state == CaseState.REVISING
    assert case.letters.filter(kind=Letter.Kind.OPINIONS).count() == 1
    assert client.post(url).status_code == 409


@GATHERED
def test_the_notice_can_be_read_before_it_is_written(world: World) -> None:
    url = reverse("workflow:release_notice", args=[world.case.serial])

    response = signed_in(world["qian"]).get(url)

    assert response.content.startswith(b"%PDF")
    assert not world.case.letters.filter(kind=Letter.Kind.OPINIONS).exists()
    for login in ("liu", "lv", "chen", "wu", "he"):
        assert signed_in(world[login]).get(url).status_code == 404


@pytest.mark.parametrize("login", ["liu", "lv", "chen", "wu", "he"])
@GATHERED
def test_nobody_outside_the_departments_reads_before_the_release(
    world: World, login: str
) -> None:
    client = signed_in(world[login])
    url = reverse("workflow:release", args=[world.case.serial])

    assert client.get(url).status_code == 404
    assert client.post(url).status_code == 404
    case = client.get(reverse("reviews:case", args=[world.case.serial]), follow=True)
    assert SECRET not in case.content.decode()


@GATHERED
def test_other_heads_look_and_do_not_release(world: World) -> None:
    client = signed_in(world["sun"])
    url = reverse("workflow:release", args=[world.case.serial])

    page = client.get(url).content.decode()
    assert "由牵头部门负责人发出" in page
    assert "发出审查意见告知书（" not in page
    assert client.post(url).status_code == 409


@PASSED
def test_with_nothing_open_the_case_passes(world: World) -> None:
    page = signed_in(world["qian"]).get(reverse("workflow:head")).content.decode()

    assert reverse("workflow:seal", args=[world.case.serial]) in page
