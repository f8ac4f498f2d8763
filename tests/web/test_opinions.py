"""Opinions are drawn and written in the browser: made, changed, withdrawn, refused."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from config.demo.clauses import load_clauses
from reviews.models import Clause, Opinion
from reviews.states import OpinionState
from tests.sheets import DOOR_BOX
from tests.stage import HTMX, IN_ROUND_ONE, IN_ROUND_TWO, signed_in
from tests.world import World

CORNERS = [[60, 80], [100, 80], [100, 110], [60, 110]]


def opinions_url(world: World, number: str = "建施-05") -> str:
    return reverse(
        "reviews:sheet_opinions", args=[world.case.serial, world.revision(number).pk]
    )


def opinion_url(world: World, opinion: Opinion, name: str = "opinion") -> str:
    return reverse(f"reviews:{name}", args=[world.case.serial, opinion.pk])


def filled(**but: object) -> dict[str, object]:
    return {
        "shape": "cloud",
        "points": json.dumps(CORNERS),
        "grade": "shall",
        "text": "栏杆高度不足。",
        "requirement": "不小于 1.10 m。",
        **but,
    }


@IN_ROUND_ONE
def test_the_form_on_the_page_leads_where_opinions_are_taken(world: World) -> None:
    sheet = reverse(
        "reviews:workbench_sheet",
        args=[world.case.serial, world.revision("建施-05").pk],
    )

    page = signed_in(world["wang"]).get(sheet).content.decode()

    assert f'hx-post="{opinions_url(world)}"' in page
    assert f'action="{opinions_url(world)}"' in page


@IN_ROUND_ONE
def test_a_drawn_mark_becomes_an_opinion(world: World) -> None:
    load_clauses()
    clause = Clause.objects.get(code="示例-住宅", number="6.1.1")

    answer = signed_in(world["wang"]).post(
        opinions_url(world), filled(clause=clause.pk), headers=HTMX
    )

    assert answer.status_code == 201
    opinion = world.case.opinions.get()
    assert (opinion.number, opinion.text) == ("建-01", "栏杆高度不足。")
    assert opinion.box == [60, 80, 100, 110]
    assert opinion.clause == clause
    page = answer.content.decode()
    assert "建-01" in page
    marks = answer.context["panel"].marks
    assert marks[0]["points"] == CORNERS


@IN_ROUND_ONE
def test_without_htmx_the_sheet_comes_again(world: World) -> None:
    answer = signed_in(world["wang"]).post(opinions_url(world), filled())

    assert answer.status_code == 302
    assert world.case.opinions.count() == 1


@pytest.mark.parametrize(
    ("field", "value", "complaint"),
    [
        ("text", "", "意见"),
        ("grade", "", "等级"),
        ("grade", "terrible", ""),
        ("points", "", "标注"),
        ("points", "nonsense", "标注"),
        ("points", "[[1e400, 2]]", "标注"),
        ("points", "[[true, 2]]", "标注"),
        ("points", "[[1, 2, 3]]", "标注"),
        ("points", "{}", "标注"),
        ("points", "[" * 3000, "标注"),
        ("points", "[[99999, 10]]", "标注"),
        ("points", json.dumps([[1, 1]] * 2001), "标注"),
        ("shape", "star", ""),
        ("clause", "999999", ""),
        ("clause", "x' or 1=1", ""),
    ],
)
@IN_ROUND_ONE
def test_bad_input_comes_back_with_its_words(
    world: World, field: str, value: str, complaint: str
) -> None:
    client = signed_in(world["wang"])

    for headers in (HTMX, {}):
        answer = client.post(
            opinions_url(world), filled(**{field: value}), headers=headers
        )
        page = answer.content.decode()
        assert answer.status_code == 422
        assert complaint in page
        assert field == "text" or "栏杆高度不足。" in page
    assert not world.case.opinions.exists()


@pytest.mark.parametrize("login", ["qian", "liu", "wu", "chen"])
@IN_ROUND_ONE
def test_only_reviewers_write(world: World, login: str) -> None:
    answer = signed_in(world[login]).post(opinions_url(world), filled(), headers=HTMX)

    assert answer.status_code == 409
    assert not world.case.opinions.exists()


@IN_ROUND_ONE
def test_an_outsider_writes_nothing(world: World) -> None:
    assert signed_in(world["he"]).post(opinions_url(world), filled()).status_code == 404
    assert Client().post(opinions_url(world), filled()).status_code == 302


@IN_ROUND_ONE
def test_after_the_conclusion_nothing_is_written(world: World) -> None:
    world.conclude("housing")

    answer = signed_in(world["wang"]).post(opinions_url(world), filled(), headers=HTMX)

    assert answer.status_code == 409


@IN_ROUND_ONE
def test_a_contradiction_is_told_at_once(world: World) -> None:
    world.say(
        "fire",
        "疏散门应向疏散方向开启。",
        requirement="疏散门改为向外开启，净宽不小于 1.20 m。",
    )
    x0, y0, x1, y1 = DOOR_BOX

    answer = signed_in(world["zhao"]).post(
        opinions_url(world),
        filled(
            points=json.dumps([[x0, y0], [x1, y0], [x1, y1], [x0, y1]]),
            text="门扇不得向外开启。",
            requirement="疏散门应向内开启，净宽不大于 1.00 m。",
        ),
        headers=HTMX,
    )

    page = answer.content.decode()
    assert answer.status_code == 201
    assert "发现意见冲突" in page
    assert "待会商" in page


@IN_ROUND_ONE
def test_the_author_changes_a_draft(world: World) -> None:
    opinion = world.say("housing")
    client = signed_in(world["wang"])

    form = client.get(opinion_url(world, opinion), headers=HTMX).content.decode()
    answer = client.post(
        opinion_url(world, opinion), filled(text="改写过的意见"), headers=HTMX
    )

    assert "门洞净宽不足。" in form
    assert "<form" in form
    assert answer.status_code == 200
    opinion.refresh_from_db()
    assert opinion.text == "改写过的意见"


@IN_ROUND_ONE
def test_a_change_without_words_comes_back(world: World) -> None:
    opinion = world.say("housing")

    answer = signed_in(world["wang"]).post(
        opinion_url(world, opinion), filled(text=""), headers=HTMX
    )

    assert answer.status_code == 422
    opinion.refresh_from_db()
    assert opinion.text == "门洞净宽不足。"


@IN_ROUND_ONE
def test_another_department_reads_a_draft_and_cannot_change_it(world: World) -> None:
    opinion = world.say("housing")
    client = signed_in(world["li"])

    page = client.get(opinion_url(world, opinion), headers=HTMX).content.decode()
    answer = client.post(opinion_url(world, opinion), filled(), headers=HTMX)

    assert "门洞净宽不足。" in page
    assert "<form" not in page
    assert answer.status_code == 409


@IN_ROUND_ONE
def test_nobody_outside_the_departments_reads_a_draft(world: World) -> None:
    opinion = world.say("housing")

    for login in ("liu", "lv", "chen", "wu", "he"):
        answer = signed_in(world[login]).get(opinion_url(world, opinion), headers=HTMX)
        assert answer.status_code == 404
        listed = signed_in(world[login]).get(opinions_url(world), headers=HTMX)
        assert opinion.number not in listed.content.decode()


@IN_ROUND_ONE
def test_the_author_withdraws_a_draft(world: World) -> None:
    opinion = world.say("housing")
    address = opinion_url(world, opinion, "opinion_withdrawal")

    refused = signed_in(world["li"]).post(address, headers=HTMX)
    answer = signed_in(world["wang"]).post(address, headers=HTMX)

    assert refused.status_code == 409
    assert answer.status_code == 200
    opinion.refresh_from_db()
    assert opinion.state == OpinionState.WITHDRAWN


@IN_ROUND_TWO
def test_a_late_opinion_needs_its_reason(world: World) -> None:
    client = signed_in(world["wang"])
    far = json.dumps([[300, 250], [320, 250], [320, 270], [300, 270]])

    refused = client.post(opinions_url(world), filled(points=far), headers=HTMX)
    taken = client.post(
        opinions_url(world),
        filled(points=far, late_reason="复核时发现"),
        headers=HTMX,
    )

    assert refused.status_code == 422
    assert taken.status_code == 201
    assert world.case.opinions.get(late_reason="复核时发现")


@IN_ROUND_ONE
def test_clauses_are_found_by_code_number_and_word(world: World) -> None:
    load_clauses()
    client = signed_in(world["wang"])
    address = reverse("reviews:clauses", args=[world.case.serial])

    by_word = client.get(address, {"words": "栏杆"}).content.decode()
    by_number = client.get(address, {"words": "6.4.11"}).content.decode()
    nothing = client.get(address, {"words": "%"}).content.decode()

    assert "<em>必须</em>" in by_word
    assert "示例-防火" in by_number
    assert "示例" in by_number
    assert "<em>" not in nothing


@IN_ROUND_ONE
def test_the_chosen_clause_stays_while_one_looks_for_another(world: World) -> None:
    load_clauses()
    chosen = Clause.objects.get(number="5.8.7")

    page = (
        signed_in(world["wang"])
        .get(
            reverse("reviews:clauses", args=[world.case.serial]),
            {"words": "栏杆", "clause": str(chosen.pk)},
        )
        .content.decode()
    )

    assert f'value="{chosen.pk}" checked' in page
    assert "6.1.1" in page
