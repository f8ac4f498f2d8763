"""What waits for a reviewer, and for nobody else."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from drawings.actions.projects import found_project
from reviews.actions.cases import open_case
from reviews.routing import facts_to_dict
from tests.sheets import DOOR, PLAN, add_sheet
from tests.stage import IN_ROUND_ONE, IN_ROUND_TWO, signed_in
from tests.world import FACTS, World

pytestmark = pytest.mark.django_db


@IN_ROUND_ONE
def test_a_reviewer_sees_what_is_to_be_reviewed_with_its_deadline(world: World) -> None:
    page = signed_in(world["wang"]).get(reverse("workflow:inbox")).content.decode()

    assert world.case.project.name in page
    assert reverse("reviews:workbench", args=[world.case.serial]) in page
    assert "个工作日" in page


@IN_ROUND_TWO
def test_round_two_leads_to_the_page_of_round_two(world: World) -> None:
    page = signed_in(world["wang"]).get(reverse("workflow:inbox")).content.decode()

    assert reverse("reviews:roundtwo", args=[world.case.serial]) in page


@IN_ROUND_ONE
def test_the_filters_tell_work_from_what_lies_with_the_head(world: World) -> None:
    world.conclude("housing")
    client, url = signed_in(world["wang"]), reverse("workflow:inbox")

    def names(show: str) -> int:
        page = client.get(url, {"show": show})
        return len(page.context["lines"])

    assert names("open") == 0
    assert names("head") == 1
    assert names("nonsense") == 1


@IN_ROUND_ONE
def test_a_department_without_work_reads_that_nothing_waits(world: World) -> None:
    page = signed_in(world["ma"]).get(reverse("workflow:inbox")).content.decode()

    assert "没有待办" in page
    assert world.case.project.name not in page


@pytest.mark.parametrize("login", ["liu", "he", "chen", "wu"])
@IN_ROUND_ONE
def test_the_list_is_not_there_for_others(world: World, login: str) -> None:
    assert signed_in(world[login]).get(reverse("workflow:inbox")).status_code == 404


def test_a_stranger_is_asked_to_sign_in() -> None:
    assert Client().get(reverse("workflow:inbox")).status_code == 302


def another_case(world: World, name: str) -> None:
    """One more project of the same people comes under review."""
    project = found_project(
        name=name,
        code=name,
        region=world.cast.city,
        builder=world.cast.units["清和置业"],
        designer=world.cast.units["云溪设计院"],
        facts=facts_to_dict(FACTS),
    )
    case = open_case(project=project, actor=world["liu"], phone="13800000001")
    submission = case.current_round.submission
    add_sheet(submission, "建施-05", "标准层平面图", "architecture", PLAN + DOOR)
    World(world.cast, case).hand_in().accept()


@IN_ROUND_ONE
def test_the_number_of_questions_does_not_grow_with_the_list(
    world: World, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client, url = signed_in(world["wang"]), reverse("workflow:inbox")
    client.get(url)
    with django_assert_max_num_queries(32) as asked:
        assert len(client.get(url).context["lines"]) == 1
    for number in range(2):
        another_case(world, f"别家 {number}# 楼")

    with django_assert_max_num_queries(len(asked)):
        assert len(client.get(url).context["lines"]) == 3
