"""The workbench: a sheet, its opinions, who sees what, the conclusion."""

import pytest
from django.test import Client
from django.urls import reverse

from drawings.models import SheetRevision
from reviews.actions.judgements import close_opinion
from reviews.opened import unopened_by
from reviews.states import DepartmentReviewState, Result
from storage.models import Event
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

    assert f"/faces/{revision.face.pk}/tiles/{{z}}/{{x}}/{{y}}.png?v=" in page
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

    assert draft.number in page_of(world, "li")
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

    answer = signed_in(world["wang"]).get(address)

    assert answer.status_code == 200
    assert "data-mark-form" not in answer.content.decode()


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

    client = signed_in(world["wang"])
    for revision in world.case.revisions_now():
        client.get(sheet_url(world, revision.sheet.number))
    answer = client.post(address, {"result": Result.PASS})

    assert answer.status_code == 302
    assert world.review_of("housing").state == DepartmentReviewState.DRAFTED
    assert "data-mark-form" not in page_of(world, "wang")


@IN_ROUND_ONE
def test_a_pass_with_sheets_never_opened_is_asked_about_and_not_forbidden(
    world: World,
) -> None:
    address = reverse("reviews:review_conclusion", args=[world.case.serial])
    client = signed_in(world["wang"])
    client.get(sheet_url(world, "建施-05"))
    signed_in(world["li"]).get(sheet_url(world, "建施-04"))  # of another department

    asked = client.post(address, {"result": Result.PASS}, headers=HTMX)
    assert asked.headers["HX-Redirect"] == address
    assert world.review_of("housing").state == DepartmentReviewState.RUNNING
    page = client.get(address).content.decode()
    assert "有 2 张图纸从未打开" in page
    for number, is_named in (("建施-04", True), ("防施-01", True), ("建施-05", False)):
        assert (sheet_url(world, number) in page) is is_named

    answer = client.post(address, {"result": Result.PASS, "anyway": "1"})
    assert answer.status_code == 302
    assert world.review_of("housing").state == DepartmentReviewState.DRAFTED
    event = Event.objects.filter(verb="reviews.review_concluded").latest("sequence")
    assert event.particulars["unopened"] == 2
    desk = signed_in(world["qian"]).get(reverse("workflow:head")).content.decode()
    assert "本部门从未打开过其中 2 张图纸" in desk


@IN_ROUND_ONE
def test_what_is_refused_anyway_is_refused_before_sheets_are_asked_about(
    world: World,
) -> None:
    world.say("housing")
    address = reverse("reviews:review_conclusion", args=[world.case.serial])
    client = signed_in(world["wang"])

    assert client.post(address, {"result": Result.PASS}).status_code == 409
    corrected = client.post(address, {"result": Result.PASS_AFTER_CHANGE})
    assert corrected.status_code == 302
    assert world.review_of("housing").state == DepartmentReviewState.DRAFTED


@IN_ROUND_TWO
def test_in_round_two_sheets_that_are_as_they_were_need_not_be_opened(
    world: World,
) -> None:
    unopened = unopened_by(world.review_of("airdefence"))

    numbers = [line.revision.sheet.number for line in unopened.lines]
    assert numbers == ["建施-04", "建施-05"]
    assert unopened.asked == 2


@pytest.mark.parametrize("login", ["qian", "liu", "wu"])
@IN_ROUND_ONE
def test_nobody_else_is_asked_about_sheets(world: World, login: str) -> None:
    address = reverse("reviews:review_conclusion", args=[world.case.serial])

    answer = signed_in(world[login]).get(address)

    assert answer.status_code == 302


@IN_ROUND_TWO
def test_a_sheet_that_keeps_its_conclusion_says_so_with_the_proof(world: World) -> None:
    assert "沿用上一轮结论" in page_of(world, "wang", "防施-01")
    assert "未重新报送" in page_of(world, "wang", "防施-01")
    assert "沿用上一轮结论" not in page_of(world, "wang", "建施-05")


@IN_ROUND_TWO
def test_the_page_of_the_case_says_how_many_sheets_there_are_to_look_at(
    world: World,
) -> None:
    address = reverse("reviews:case", args=[world.case.serial])
    listed = reverse("reviews:roundtwo", args=[world.case.serial])

    for login, leads in (("wang", True), ("liu", False)):
        page = signed_in(world[login]).get(address).content.decode()
        assert "本轮全部 3 张图纸中需看 2 张" in page
        assert (listed in page) is leads


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
