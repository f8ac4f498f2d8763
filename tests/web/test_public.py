"""Anybody asks how far a case is, and learns no more than that."""

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from django.test import Client, override_settings
from django.urls import reverse

from accounts.models import Region
from drawings.actions.projects import found_project
from reviews.actions.cases import open_case
from reviews.models import Case
from reviews.routing import facts_to_dict
from tests.stage import IN_ROUND_ONE
from tests.world import FACTS, World, build_world, passed_world, revising_world

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

pytestmark = pytest.mark.django_db
PHONE = "13800000001"


def ask(code: str, phone: str, client: Client | None = None) -> "Answer":
    client = client or Client()
    return client.post(reverse("reviews:public"), {"code": code, "phone": phone})


def test_the_first_page_of_a_stranger_is_the_public_one() -> None:
    response = Client().get("/", follow=True)

    assert response.status_code == 200
    assert response.request["PATH_INFO"] == reverse("reviews:public")
    assert 'name="code"' in response.content.decode()


@IN_ROUND_ONE
def test_code_and_telephone_tell_who_reviews_and_until_when(world: World) -> None:
    page = ask(world.case.query_code, PHONE).content.decode()

    assert world.case.serial in page
    assert "市住建局" in page
    assert "市消防审验" in page
    assert "正在第 1 轮审查" in page


@IN_ROUND_ONE
def test_the_last_four_figures_and_a_code_in_small_letters_are_enough(
    world: World,
) -> None:
    response = ask(f" {world.case.query_code.lower()} ", "0001")

    assert response.status_code == 200
    assert world.case.serial in response.content.decode()


@pytest.mark.parametrize("phone", ["0002", "13800000002", "1", "", "x", "001"])
@IN_ROUND_ONE
def test_a_wrong_telephone_gets_the_same_words_as_a_wrong_code(
    world: World, phone: str
) -> None:
    wrong_phone = ask(world.case.query_code, phone)
    wrong_code = ask("ZZZZZZZZ", "0001")

    assert wrong_phone.status_code == wrong_code.status_code == 422
    words = "未查到。请对照受理通知书核对查询码和手机号。"
    assert words in wrong_phone.content.decode()
    assert words in wrong_code.content.decode()
    assert world.case.serial not in wrong_phone.content.decode()


@IN_ROUND_ONE
def test_after_many_failures_nobody_from_there_gets_an_answer(world: World) -> None:
    client = Client()
    for number in range(10):
        assert ask(f"CODE{number}", "0001", client).status_code == 422

    waiting = ask(world.case.query_code, PHONE, client)

    assert waiting.status_code == 429
    assert world.case.serial not in waiting.content.decode()
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    assert ask(world.case.query_code, PHONE, elsewhere).status_code == 200


@override_settings(LIANSHEN_PROXIES="192.0.2.0/24")
@IN_ROUND_ONE
def test_behind_our_proxy_each_visitor_counts_alone(world: World) -> None:
    def visitor(address: str, proxy: str = "192.0.2.1") -> Client:
        return Client(REMOTE_ADDR=proxy, HTTP_X_FORWARDED_FOR=f"10.1.1.1, {address}")

    for number in range(10):
        ask(f"CODE{number}", "0001", visitor("198.51.100.1"))

    code = world.case.query_code
    assert ask(code, PHONE, visitor("198.51.100.1")).status_code == 429
    assert ask(code, PHONE, visitor("198.51.100.2")).status_code == 200
    forged = visitor("198.51.100.2", proxy="203.0.113.9")
    for number in range(10):
        ask(f"CODE{number}", "0001", forged)
    assert ask(code, PHONE, forged).status_code == 429


@IN_ROUND_ONE
def test_a_code_cannot_be_tried_from_many_places(world: World) -> None:
    for number in range(20):
        ask(world.case.query_code, "9999", Client(REMOTE_ADDR=f"192.0.2.{number}"))

    waiting = ask(world.case.query_code, PHONE, Client(REMOTE_ADDR="192.0.2.99"))

    assert waiting.status_code == 429


@IN_ROUND_ONE
def test_the_public_learns_no_name_no_opinion_and_no_result(world: World) -> None:
    opinion = world.say("housing", "门洞净宽不足，这一句不得外传。")
    world.finish_round()
    page = ask(world.case.query_code, PHONE).content.decode()

    assert world.case.serial in page
    for word in (
        opinion.text,
        opinion.number,
        "王工",
        "钱主任",
        "刘工",
        "建施-05",
        world.case.project.name,
        "修改后通过",
    ):
        assert word not in page, word


@pytest.mark.parametrize(
    ("built", "title"),
    [
        (build_world, "正在准备报审"),
        (lambda: build_world().hand_in(), "在受理窗口"),
        (revising_world, "正在修改图纸"),
        (passed_world, "已通过，待签章"),
    ],
    indirect=["built"],
)
def test_each_stage_has_its_title(world: World, title: str) -> None:
    page = ask(world.case.query_code, PHONE).content.decode()

    assert title in page


def finished(world: World, days: list[int], region: Region | None = None) -> None:
    """Cases of the same kind that passed so many calendar days after acceptance."""
    for number, count in enumerate(days):
        project = found_project(
            name=f"别人家 {number}# 楼",
            code="",
            address="",
            region=region or world.cast.city,
            builder=world.cast.units["清和置业"],
            designer=world.cast.units["云溪设计院"],
            facts=facts_to_dict(FACTS),
        )
        case = open_case(project=project, actor=world["liu"], phone=PHONE)
        monday = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
        passed = monday + dt.timedelta(days=count)
        Case.objects.filter(pk=case.pk).update(accepted_at=monday, passed_at=passed)


@IN_ROUND_ONE
def test_it_tells_how_long_cases_like_it_took_and_of_which_nobody_is_named(
    world: World,
) -> None:
    finished(world, [1, 2, 7, 14, 4])
    finished(world, [200] * 4, region=world.cast.county)

    page = ask(world.case.query_code, PHONE).content.decode()

    assert "最近办结的 5 件同类项目" in page
    assert "半数在 4 个工作日以内，最短 1 个，最长 10 个" in page
    assert "别人家" not in page


@IN_ROUND_ONE
def test_of_few_cases_it_tells_no_durations(world: World) -> None:
    finished(world, [1, 2, 7, 14])
    finished(world, [3] * 5, region=world.cast.county)

    page = ask(world.case.query_code, PHONE).content.decode()

    assert world.case.serial in page
    assert "同类项目" not in page


@IN_ROUND_ONE
def test_the_answer_speaks_english_when_asked(world: World) -> None:
    client = Client()
    client.post(reverse("set_language"), {"language": "en", "next": "/public/"})

    page = ask(world.case.query_code, PHONE, client).content.decode()

    assert "Round 1 of the review" in page
