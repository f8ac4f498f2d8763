"""The workbench: a sheet, its opinions, who sees what, the conclusion."""

import pytest
from django.test import Client
from django.urls import reverse

from drawings.models import SheetRevision
from reviews.actions.judgements import close_opinion
from reviews.states import DepartmentReviewState, Result
from tests.stage import HTMX, IN_ROUND_ONE, IN_ROUND_TWO, REVISING, signed_in
from tests.world import World


def sheet_url(world: World, number: str = "建施-05") -> str:
    serial = world.case.serial
    return reverse("reviews:workbench_sheet", args=[serial, world.revision(number).pk])


def page_of(world: World, login: str, number: str = "建施-05") -> str:
    answer = signed_in(world[login]).get(sheet_url(world, number))
    assert answer.status_code == 200
    return answer.content.decode()


@IN_ROUND_ONE
def test_the_workbench_leads_to_the_first_sheet(world: World) -> None:
    answer = signed_in(world["wang"]).get(
        reverse("reviews:workbench", args=[world.case.serial])
    )

    assert answer.status_code == 302
    assert answer.headers["Location"] == sheet_url(world, "建施-04")


@IN_ROUND_TWO
def test_round_two_leads_to_a_sheet_that_has_to_be_seen(world: World) -> None:
    page = page_of(world, "wang")

    assert "本轮需看 2" in page
    assert "全部 3" in page
    assert "防施-01" not in page
    assert (
        "防施-01"
        in signed_in(world["wang"])
        .get(sheet_url(world), {"show": "all"})
        .content.decode()
    )


@IN_ROUND_ONE
def test_the_page_shows_facts_tiles_and_opinions(world: World) -> None:
    opinion = world.say("fire")
    revision = world.revision("建施-05")

    page = page_of(world, "wang")

    assert f"/faces/{revision.face.pk}/tiles/{{z}}/{{x}}/{{y}}.webp?v=" in page
    assert "一类高层住宅" in page
    assert opinion.number in page
    assert "消" in page


@IN_ROUND_ONE
def test_an_outsider_finds_nothing(world: World) -> None:
    assert signed_in(world["he"]).get(sheet_url(world)).status_code == 404
    assert Client().get(sheet_url(world)).status_code == 302


@IN_ROUND_ONE
def test_a_sheet_of_another_case_is_not_there(world: World) -> None:
    address = reverse("reviews:workbench_sheet", args=[world.case.serial, 999_999])

    assert signed_in(world["wang"]).get(address).status_code == 404


@IN_ROUND_ONE
def test_drafts_do_not_reach_the_builder_the_window_or_the_regulator(
    world: World,
) -> None:
    draft = world.say("fire", "疏散宽度不足")

    for login in ("liu", "lv", "chen", "wu"):
        page = page_of(world, login)
        assert draft.number not in page
        assert "疏散宽度不足" not in page


@IN_ROUND_ONE
def test_readers_get_no_tools_and_no_form(world: World) -> None:
    for login in ("qian", "wu", "liu"):
        page = page_of(world, login)
        assert "data-mark-form" not in page
        assert 'data-tool="cloud"' not in page
    assert "data-mark-form" in page_of(world, "wang")


@IN_ROUND_TWO
def test_an_old_version_can_be_read_and_not_written_on(world: World) -> None:
    old = world.revision("建施-04").previous()
    assert old is not None
    address = reverse("reviews:workbench_sheet", args=[world.case.serial, old.pk])

    assert (
        "data-mark-form" not in signed_in(world["wang"]).get(address).content.decode()
    )


@REVISING
def test_a_set_not_yet_handed_in_is_the_designers_alone(world: World) -> None:
    world.revise()
    newer = SheetRevision.objects.get(sheet__number="建施-05", ordinal=2)
    address = reverse("reviews:workbench_sheet", args=[world.case.serial, newer.pk])

    assert signed_in(world["lv"]).get(address).status_code == 200
    assert signed_in(world["wang"]).get(address).status_code == 404
    assert signed_in(world["chen"]).get(address).status_code == 404


@IN_ROUND_TWO
def test_the_judgement_of_an_answer_is_not_told_before_the_release(
    world: World,
) -> None:
    opinion = world.case.opinions.get()
    close_opinion(opinion=opinion, reviewer=world["wang"])

    assert '"state": "answered"' in page_of(world, "liu")
    assert '"state": "closed"' in page_of(world, "wang")


@IN_ROUND_ONE
def test_a_reviewer_concludes_and_the_head_is_next(world: World) -> None:
    address = reverse("reviews:review_conclusion", args=[world.case.serial])

    answer = signed_in(world["wang"]).post(address, {"result": Result.PASS})

    assert answer.status_code == 302
    assert world.review_of("housing").state == DepartmentReviewState.DRAFTED
    assert "data-mark-form" not in page_of(world, "wang")


@IN_ROUND_TWO
def test_a_conclusion_with_things_left_is_refused_and_named(
    world: World,
) -> None:
    address = reverse("reviews:review_conclusion", args=[world.case.serial])
    client = signed_in(world["wang"])

    answer = client.post(address, {"result": Result.PASS}, headers=HTMX)

    assert answer.status_code == 409
    assert "建-01" in answer.content.decode()
    assert "建-01" in client.get(sheet_url(world)).content.decode()


@pytest.mark.parametrize("login", ["qian", "liu", "wu", "chen"])
@IN_ROUND_ONE
def test_only_reviewers_conclude(world: World, login: str) -> None:
    address = reverse("reviews:review_conclusion", args=[world.case.serial])

    answer = signed_in(world[login]).post(address, {"result": Result.PASS})

    assert answer.status_code == 409


@IN_ROUND_ONE
def test_a_result_nobody_knows_is_no_fault(world: World) -> None:
    address = reverse("reviews:review_conclusion", args=[world.case.serial])

    assert (
        signed_in(world["wang"]).post(address, {"result": "splendid"}).status_code
        == 409
    )


@IN_ROUND_ONE
def test_asking_again_is_answered_only_when_something_is_new(world: World) -> None:
    client = signed_in(world["wang"])
    address = reverse(
        "reviews:sheet_opinions",
        args=[world.case.serial, world.revision("建施-05").pk],
    )
    first = client.get(address)
    seen = first.context["panel"].digest

    assert client.get(address, {"seen": seen}).status_code == 204
    world.say("fire")
    again = client.get(address, {"seen": seen})
    assert again.status_code == 200
    assert "消-01" in again.content.decode()
