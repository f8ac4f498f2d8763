"""From the page of a case an official goes on to where the own seats lead."""

import pytest
from django.urls import reverse

from tests.stage import signed_in
from tests.world import World, build_world, passed_world, reviewing_world

pytestmark = pytest.mark.django_db


def gathered_world() -> World:
    return reviewing_world().finish_round()


def concluded_world() -> World:
    world = reviewing_world()
    world.conclude("housing")
    return world


def handed_in_world() -> World:
    return build_world().hand_in()


def page(world: World, login: str) -> str:
    url = reverse("reviews:case", args=[world.case.serial])
    answer = signed_in(world[login]).get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def door(name: str, world: World) -> str:
    return f'href="{reverse(name, args=[world.case.serial])}"'


def primary(name: str, world: World) -> str:
    return f'class="btn primary" {door(name, world)}'


@pytest.mark.parametrize("built", [reviewing_world], indirect=True)
def test_reviewers_go_to_the_workbench_and_builders_do_not(world: World) -> None:
    assert primary("reviews:workbench", world) in page(world, "wang")
    assert door("reviews:workbench", world) in page(world, "qian")
    assert primary("reviews:workbench", world) not in page(world, "qian")
    assert door("reviews:workbench", world) not in page(world, "liu")


@pytest.mark.parametrize("built", [concluded_world], indirect=True)
def test_a_head_goes_to_what_was_concluded(world: World) -> None:
    drafts = f'class="btn primary" href="{reverse("workflow:head")}#drafts"'

    assert drafts in page(world, "qian")
    assert drafts not in page(world, "wang")
    assert drafts not in page(world, "sun")


@pytest.mark.parametrize("built", [gathered_world], indirect=True)
def test_the_lead_goes_to_the_release_and_others_may_look(world: World) -> None:
    assert primary("workflow:release", world) in page(world, "qian")
    assert door("workflow:release", world) in page(world, "sun")
    assert primary("workflow:release", world) not in page(world, "sun")
    assert door("workflow:release", world) not in page(world, "liu")


@pytest.mark.parametrize("built", [passed_world], indirect=True)
def test_who_may_seal_goes_to_the_seals(world: World) -> None:
    assert primary("workflow:seal", world) in page(world, "qian")
    assert door("workflow:seal", world) not in page(world, "wang")


@pytest.mark.parametrize("built", [handed_in_world], indirect=True)
def test_the_clerk_goes_to_the_documents(world: World) -> None:
    assert primary("workflow:window_case", world) in page(world, "chen")
    assert door("workflow:window_case", world) not in page(world, "liu")


@pytest.mark.parametrize(
    ("built", "login"),
    [
        (reviewing_world, "wang"),
        (reviewing_world, "qian"),
        (gathered_world, "qian"),
        (gathered_world, "sun"),
        (passed_world, "qian"),
        (handed_in_world, "chen"),
    ],
    indirect=["built"],
)
def test_no_door_is_shut(world: World, login: str) -> None:
    told = page(world, login)
    names = (
        "reviews:workbench",
        "workflow:release",
        "workflow:seal",
        "workflow:window_case",
    )
    shown = [name for name in names if door(name, world) in told]

    assert shown
    for name in shown:
        url = reverse(name, args=[world.case.serial])
        assert signed_in(world[login]).get(url).status_code in (200, 302)
