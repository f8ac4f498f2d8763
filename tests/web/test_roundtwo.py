"""Round two: answers are judged, undeclared changes ticked, the rest is proved."""

import pytest
from django.urls import reverse

from drawings.models import Change
from reviews.models import ChangeTick, Opinion
from reviews.standing import undeclared_changes
from reviews.states import OpinionState
from tests.stage import HTMX, IN_ROUND_ONE, IN_ROUND_TWO, signed_in
from tests.world import World


def round_url(world: World) -> str:
    return reverse("reviews:roundtwo", args=[world.case.serial])


def url_of(world: World, name: str, row: Opinion | Change) -> str:
    return reverse(f"reviews:{name}", args=[world.case.serial, row.pk])


def page_of(world: World, login: str, **query: str) -> str:
    answer = signed_in(world[login]).get(round_url(world), query)
    assert answer.status_code == 200
    return answer.content.decode()


@IN_ROUND_TWO
def test_an_opinion_stands_beside_verdict_answer_and_pictures(world: World) -> None:
    opinion = world.case.opinions.get()
    newer = world.revision("建施-05")
    older = newer.previous()
    assert older is not None

    page = page_of(world, "wang")

    assert opinion.number in page
    assert "区域已改" in page
    assert "已修改。" in page
    assert f"/faces/{older.face.pk}/crops/640.png?box=" in page
    assert f"/faces/{newer.face.pk}/crops/640.png?box=" in page


@IN_ROUND_TWO
def test_the_page_says_how_many_sheets_have_to_be_seen(world: World) -> None:
    page = page_of(world, "wang")

    assert '<b class="many">2</b> / 3 张' in page
    assert "已处理 0 / 2" in page


@IN_ROUND_TWO
def test_sheets_that_did_not_come_again_are_listed_with_the_proof(world: World) -> None:
    page = page_of(world, "wang")

    assert "1 张沿用上轮结论" in page
    assert "防施-01" in page
    assert "未重新报送" in page


@IN_ROUND_TWO
def test_the_first_tab_shows_the_own_department_others_by_a_switch(
    world: World,
) -> None:
    assert 'id="recheck-' not in page_of(world, "li")
    assert 'id="recheck-' in page_of(world, "li", who="all")
    assert 'value="close"' not in page_of(world, "li", who="all")


@IN_ROUND_TWO
def test_a_met_opinion_is_closed(world: World) -> None:
    opinion = world.case.opinions.get()

    answer = signed_in(world["wang"]).post(
        url_of(world, "opinion_judgement", opinion),
        {"decision": "close"},
        headers=HTMX,
    )

    assert answer.status_code == 200
    assert "已处理 1 / 2" in answer.content.decode()
    opinion.refresh_from_db()
    assert opinion.state == OpinionState.CLOSED


@IN_ROUND_TWO
def test_not_met_needs_its_reason(world: World) -> None:
    opinion = world.case.opinions.get()
    client = signed_in(world["wang"])
    address = url_of(world, "opinion_judgement", opinion)

    refused = client.post(address, {"decision": "insist", "reason": " "}, headers=HTMX)
    taken = client.post(
        address, {"decision": "insist", "reason": "净宽仍不足"}, headers=HTMX
    )

    assert refused.status_code == 409
    assert taken.status_code == 200
    assert "仍不符合" in taken.content.decode()
    opinion.refresh_from_db()
    assert opinion.state == OpinionState.STANDING


@pytest.mark.parametrize(
    ("login", "status"), [("li", 409), ("qian", 409), ("wu", 409), ("he", 404)]
)
@IN_ROUND_TWO
def test_only_the_department_itself_judges(
    world: World, login: str, status: int
) -> None:
    opinion = world.case.opinions.get()

    answer = signed_in(world[login]).post(
        url_of(world, "opinion_judgement", opinion), {"decision": "close"}
    )

    assert answer.status_code == status
    opinion.refresh_from_db()
    assert opinion.state == OpinionState.ANSWERED


@IN_ROUND_TWO
def test_an_undeclared_change_is_shown_and_ticked(world: World) -> None:
    (change,) = undeclared_changes(world.case)
    before = page_of(world, "wang")

    answer = signed_in(world["wang"]).post(
        url_of(world, "change_tick", change),
        {"verdict": "accepted"},
        headers=HTMX,
    )

    assert f'id="change-{change.pk}"' in before
    assert "未确认" in before
    assert answer.status_code == 200
    assert "已处理 1 / 2" in answer.content.decode()
    assert ChangeTick.objects.get().review == world.review_of("housing")


@pytest.mark.parametrize("verdict", ["", "splendid"])
@IN_ROUND_TWO
def test_a_tick_without_a_verdict_is_refused(world: World, verdict: str) -> None:
    (change,) = undeclared_changes(world.case)

    answer = signed_in(world["wang"]).post(
        url_of(world, "change_tick", change), {"verdict": verdict}
    )

    assert answer.status_code == 409
    assert not ChangeTick.objects.exists()


@IN_ROUND_TWO
def test_only_reviewers_tick(world: World) -> None:
    (change,) = undeclared_changes(world.case)
    address = url_of(world, "change_tick", change)

    answers = {
        login: signed_in(world[login]).post(address, {"verdict": "accepted"})
        for login in ("qian", "wu", "lv", "he")
    }

    assert {login: one.status_code for login, one in answers.items()} == {
        "qian": 409,
        "wu": 409,
        "lv": 409,
        "he": 404,
    }
    assert not ChangeTick.objects.exists()


@IN_ROUND_TWO
def test_a_consultation_needs_an_opinion_of_another_department(world: World) -> None:
    opinion = world.case.opinions.get()
    other = world.say("fire", box=(10, 10, 20, 20))
    client = signed_in(world["wang"])
    address = url_of(world, "opinion_consultation", opinion)

    alone = client.post(address, {"second": opinion.pk}, headers=HTMX)
    called = client.post(address, {"second": other.pk}, headers=HTMX)

    assert alone.status_code == 409
    assert called.status_code == 204
    meeting = world.case.consultations.get()
    assert called.headers["HX-Redirect"].endswith(f"/{meeting.number}/")
    assert "会商中" in page_of(world, "wang")


@IN_ROUND_TWO
def test_builder_and_outsider_do_not_see_the_judging(world: World) -> None:
    for login in ("liu", "lv", "he"):
        assert signed_in(world[login]).get(round_url(world)).status_code == 404


@IN_ROUND_TWO
def test_a_regulator_reads_along_without_buttons_and_ticks(world: World) -> None:
    page = page_of(world, "wu")

    assert "区域已改" in page
    assert "data-decide" not in page
    assert "未确认" not in page


@IN_ROUND_ONE
def test_the_first_round_has_nothing_to_check_again(world: World) -> None:
    assert "本件正在初审" in page_of(world, "wang")


@IN_ROUND_TWO
def test_settled_opinions_fold(world: World) -> None:
    opinion = world.case.opinions.get()
    signed_in(world["wang"]).post(
        url_of(world, "opinion_judgement", opinion), {"decision": "close"}
    )

    page = page_of(world, "wang")

    assert 'class="card settled"' in page
    assert "没有待核对的答复" in page


@IN_ROUND_TWO
def test_a_judgement_of_this_round_is_taken_back_by_the_department_itself(
    world: World,
) -> None:
    opinion = world.case.opinions.get()
    address = url_of(world, "opinion_judgement", opinion)
    client = signed_in(world["wang"])
    client.post(address, {"decision": "close"})
    assert "重新判定" in page_of(world, "wang")
    assert "重新判定" not in page_of(world, "li", who="all")

    client.post(address, {"decision": "reopen"})

    opinion.refresh_from_db()
    assert opinion.state == OpinionState.ANSWERED
    assert client.post(address, {"decision": "reopen"}).status_code == 409


@IN_ROUND_TWO
def test_a_reason_that_is_too_long_is_told_so_and_not_called_missing(
    world: World,
) -> None:
    opinion = world.case.opinions.get()

    answer = signed_in(world["wang"]).post(
        url_of(world, "opinion_judgement", opinion),
        {"decision": "insist", "reason": "宽" * 1001},
        headers=HTMX,
    )

    assert answer.status_code == 409
    assert "1001" in answer.content.decode()
    assert "1000" in answer.content.decode()
    opinion.refresh_from_db()
    assert opinion.state == OpinionState.ANSWERED
