"""Changes are accepted or put on hold, one by one or many at once; what that holds up."""

from typing import Any

import pytest
from django.urls import reverse

from drawings.models import Change, Comparison
from reviews.models import ChangeTick
from reviews.standing import hindrances, undeclared_changes
from tests.stage import IN_ROUND_TWO, signed_in
from tests.world import World

Verdict = ChangeTick.Verdict


def asked_for() -> Change:
    """A change that an opinion asked for."""
    return Change.objects.get(comparison__newer__sheet__number="建施-05")


def tick(world: World, change: Change, verdict: str, login: str = "wang") -> int:
    """What the answer is when a person says a word about a change."""
    address = reverse("reviews:change_tick", args=[world.case.serial, change.pk])
    told = {"verdict": verdict, "back": "compare"}
    return signed_in(world[login]).post(address, told).status_code


def accept(world: World, row: Comparison, login: str = "wang", **told: Any) -> int:
    """What the answer is when a person accepts many at once."""
    address = reverse("reviews:compare_accept", args=[world.case.serial, row.pk])
    return signed_in(world[login]).post(address, told).status_code


def page_of(world: World, row: Comparison, **query: str) -> str:
    address = reverse("reviews:compare", args=[world.case.serial, row.pk])
    return signed_in(world["wang"]).get(address, query).content.decode()


@IN_ROUND_TWO
def test_any_change_can_be_put_on_hold_and_holds_up_the_own_department_alone(
    world: World,
) -> None:
    change = asked_for()
    assert change not in undeclared_changes(world.case)

    assert tick(world, change, Verdict.HELD) == 302

    assert any("建施-05" in one for one in hindrances(world.review_of("housing")))
    assert not any("建施-05" in one for one in hindrances(world.review_of("fire")))
    page = page_of(world, change.comparison)
    assert "本部门须先确认该改动" in page
    assert "待处理 1" in page
    assert str(world["wang"]) in page
    assert (
        "已处理 0 / 3"
        in signed_in(world["wang"])
        .get(reverse("reviews:roundtwo", args=[world.case.serial]))
        .content.decode()
    )

    tick(world, change, Verdict.ACCEPTED)
    assert not any("建施-05" in one for one in hindrances(world.review_of("housing")))


@IN_ROUND_TWO
def test_changes_of_a_kind_are_accepted_at_once_and_once(world: World) -> None:
    (change,) = undeclared_changes(world.case)
    row = change.comparison
    assert "待处理 1" in page_of(world, row)

    assert accept(world, row, kind=change.kind) == 302
    first = ChangeTick.objects.values().get(change=change)
    assert accept(world, row, kind=change.kind) == 409

    assert ChangeTick.objects.values().get(change=change) == first
    assert first["verdict"] == Verdict.ACCEPTED
    assert "待处理 0" in page_of(world, row)
    assert hindrances(world.review_of("fire"))


@IN_ROUND_TWO
def test_what_is_on_hold_keeps_its_word_when_its_region_is_accepted(
    world: World,
) -> None:
    (change,) = undeclared_changes(world.case)
    other = Change.objects.create(
        comparison=change.comparison,
        index=90,
        kind="added",
        new_box=change.new_box,
        region=change.region,
    )
    tick(world, change, Verdict.HELD)

    assert accept(world, change.comparison, region=change.region) == 302

    words = dict(ChangeTick.objects.values_list("change", "verdict"))
    assert words == {change.pk: Verdict.HELD, other.pk: Verdict.ACCEPTED}


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"kind": "splendid"},
        {"kind": "added", "region": 0},
        {"region": -1},
        {"region": "x"},
        {"region": 9999},
    ],
)
@IN_ROUND_TWO
def test_nonsense_accepts_nothing(world: World, told: dict[str, Any]) -> None:
    (change,) = undeclared_changes(world.case)

    assert accept(world, change.comparison, **told) == 409
    assert not ChangeTick.objects.exists()


@IN_ROUND_TWO
def test_only_reviewers_accept(world: World) -> None:
    (change,) = undeclared_changes(world.case)
    told = {"kind": change.kind}

    found = {
        login: accept(world, change.comparison, login, **told)
        for login in ("qian", "wu", "lv", "he")
    }

    assert found == {"qian": 409, "wu": 409, "lv": 409, "he": 404}
    assert not ChangeTick.objects.exists()


@IN_ROUND_TWO
def test_the_builder_is_not_told_what_departments_make_of_a_change(
    world: World,
) -> None:
    change = asked_for()
    tick(world, change, Verdict.HELD)
    address = reverse("reviews:compare", args=[world.case.serial, change.comparison_id])

    page = signed_in(world["liu"]).get(address).content.decode()

    assert "建施-05" in page
    assert "待处理" in signed_in(world["wang"]).get(address).content.decode()
    assert "待处理" not in page
    assert str(world["wang"]) not in page
    assert "待定" not in page
