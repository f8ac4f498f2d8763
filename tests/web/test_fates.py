"""The card on which a designer says what became of the sheets of before."""

from typing import Any

import pymupdf
import pytest
from django.test import Client
from django.urls import reverse

from drawings.fates import proposed_in
from drawings.models import Renumbering, Sheet, Submission, Withdrawal
from tests.sheets import DOOR, PLAN, add_sheet
from tests.stage import HTMX, REVISING, signed_in
from tests.world import World, do_jobs


def open_set(world: World) -> Submission:
    return world.case.rounds.get(number=2).submission


def url_of(world: World) -> str:
    return reverse("reviews:fates", args=[world.case.serial])


def renumbered(world: World) -> int:
    """建施-05 comes as 建施-15; the key of the proposal."""
    submission = open_set(world)
    for number in ("建施-04", "防施-01"):
        sheet = Sheet.objects.get(number=number)
        add_sheet(submission, number, sheet.name, sheet.discipline, PLAN + DOOR)
    add_sheet(submission, "建施-15", "标准层平面图", "architecture", PLAN + DOOR)
    do_jobs()
    (one,) = proposed_in(submission)
    return one.row.pk


def post(client: Client, world: World, **told: Any) -> tuple[int, str]:
    answer = client.post(url_of(world), told, headers=HTMX)
    return answer.status_code, answer.content.decode()


@REVISING
def test_the_card_asks_and_takes_the_answer_and_takes_it_back(world: World) -> None:
    key = renumbered(world)
    client = signed_in(world["lv"])
    address = reverse("reviews:upload", args=[world.case.serial])

    assert "建施-05 → 建施-15" in client.get(address).content.decode()
    status, page = post(client, world, act="confirm", row=key)
    assert status == 200
    assert "撤销改号" in page
    do_jobs()
    assert Sheet.objects.get(number="建施-15").revisions.count() == 2
    status, page = post(client, world, act="undo")
    assert "是同一张图" in page
    status, page = post(client, world, act="refuse", row=key)
    assert status == 200
    assert Renumbering.objects.get().state == Renumbering.State.REFUSED


@REVISING
def test_a_renumbered_sheet_is_told_in_round_two(world: World) -> None:
    post(signed_in(world["lv"]), world, act="confirm", row=renumbered(world))
    do_jobs()
    world.answer()

    page = signed_in(world["wang"]).get(
        reverse("reviews:roundtwo", args=[world.case.serial])
    )

    words = page.content.decode()
    assert "建施-05 改号为 建施-15" in words
    assert "建施-05 已改号为 建施-15，意见随图" in words


@REVISING
def test_the_page_of_the_case_and_the_answers_ask_for_the_decision(
    world: World,
) -> None:
    key = renumbered(world)
    case = reverse("reviews:case", args=[world.case.serial])
    answers = reverse("reviews:answers", args=[world.case.serial])
    designer = signed_in(world["lv"])

    for address in (case, answers):
        page = designer.get(address).content.decode()
        assert "建施-05 → 建施-15" in page
        assert "去确认图号" in page
    assert "去确认图号" not in signed_in(world["wang"]).get(case).content.decode()
    post(designer, world, act="confirm", row=key)
    do_jobs()
    for address in (case, answers):
        assert "去确认图号" not in designer.get(address).content.decode()


@REVISING
def test_the_report_of_the_case_names_sheets_that_came_were_renumbered_or_went(
    world: World,
) -> None:
    client = signed_in(world["lv"])
    post(client, world, act="confirm", row=renumbered(world))
    add_sheet(open_set(world), "建施-30", "屋顶平面图", "architecture", PLAN[:3])
    do_jobs()
    page = reverse("reviews:compare_case_report", args=[world.case.serial])
    file = reverse("reviews:compare_case_report_file", args=[world.case.serial])

    client.post(page)
    do_jobs()
    with pymupdf.open(stream=b"".join(client.get(file)), filetype="pdf") as pdf:
        words = "".join("".join(page.get_text() for page in pdf).split())

    assert "新增、改号与作废的图纸" in words
    assert "建施-05改号为建施-15" in words
    assert words.count("除图号外内容相同") == 2
    assert "建施-30屋顶平面图本次新增" in words


@REVISING
def test_a_sheet_is_taken_out_with_a_reason_and_left_in_again(world: World) -> None:
    sheet = Sheet.objects.get(number="防施-01")
    client = signed_in(world["lv"])

    status, page = post(client, world, act="withdraw", row=sheet.pk, reason=" ")
    assert status == 422
    assert "请说明作废原因" in page
    post(client, world, act="withdraw", row=sheet.pk, reason="取消人防")
    assert Withdrawal.objects.get().reason == "取消人防"
    post(client, world, act="keep", row=sheet.pk)
    assert not Withdrawal.objects.exists()


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"act": "splendid"},
        {"act": "confirm"},
        {"act": "confirm", "row": 999_999},
        {"act": "confirm_all"},
        {"act": "refuse", "row": "x"},
        {"act": "withdraw", "row": 999_999, "reason": "x"},
        {"act": "keep", "row": -1},
    ],
)
@REVISING
def test_nonsense_decides_nothing(world: World, told: dict[str, Any]) -> None:
    status, _page = post(signed_in(world["lv"]), world, **told)

    assert status in {200, 404, 422}
    assert not Withdrawal.objects.exists()


@pytest.mark.parametrize(("login", "status"), [("wang", 403), ("he", 404)])
@REVISING
def test_others_do_not_decide(world: World, login: str, status: int) -> None:
    client = signed_in(world[login])

    assert client.get(url_of(world)).status_code == status
    assert client.post(url_of(world), {"act": "undo"}).status_code == status
