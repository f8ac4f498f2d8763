"""What a regulator can check: the ledger of events, and who held a case."""

import datetime as dt

import pytest
from django.urls import reverse

from reviews.auditing import check_ledger, last_check
from reviews.holders import shares_of, spells_of
from storage import clock
from storage.models import Event
from tests.stage import signed_in
from tests.web.supervised import LATE, NOW, accepted
from tests.world import World

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("forgotten"),
    pytest.mark.parametrize("built", [accepted], indirect=True, scope="module"),
]


def test_the_ledger_is_checked_when_that_is_long_ago_and_told_when(
    world: World,
) -> None:
    client = signed_in(world["wu"])
    address = reverse("reviews:oversight_ledger")

    first = client.get(address, headers={"HX-Request": "true"}).content.decode()
    checked = last_check()
    assert checked is not None
    client.get(address, headers={"HX-Request": "true"})
    kept = last_check()

    assert "审计台账完整" in first
    assert kept == checked
    with clock.told_at(clock.now() + dt.timedelta(minutes=11)):
        assert not checked.is_fresh


def test_an_altered_event_is_named(world: World) -> None:
    event = Event.objects.of_stream(world.case.serial).first()
    assert event is not None
    Event.objects.filter(pk=event.pk).update(verb="reviews.case_passed")

    found = check_ledger()
    page = signed_in(world["wu"]).get(reverse("reviews:oversight")).content.decode()

    assert found.broken == event.sequence
    assert f"台账第 {event.sequence} 条被改动" in page


def test_the_course_tells_who_held_the_case(world: World) -> None:
    with clock.told_at(NOW):
        world.say("housing")
        world.finish_round().release()

    with clock.told_at(LATE):
        spells = spells_of(world.case)
        shares = {one.holder: one.workdays for one in shares_of(spells)}

    assert [one.holder for one in spells] == [
        "builder",
        "window",
        "departments",
        "lead",
        "builder",
    ]
    assert shares["departments"] == 5
    assert shares["builder"] == 5
    assert spells[-1].is_lasting
    assert (spells[0].left, spells[-1].right) == (0.0, 100.0)


@pytest.mark.parametrize(
    ("login", "status"),
    [
        ("wu", 200),
        ("chen", 200),
        ("qian", 200),
        ("sun", 200),
        ("wang", 404),
        ("liu", 404),
        ("feng", 404),
        ("he", 404),
    ],
)
def test_the_course_is_for_regulator_clerks_and_heads(
    world: World, login: str, status: int
) -> None:
    address = reverse("reviews:course", args=[world.case.serial])

    assert signed_in(world[login]).get(address).status_code == status


def test_the_course_does_not_tell_the_regulator_drafts(world: World) -> None:
    opinion = world.say("fire", "疏散门应向疏散方向开启。")

    page = signed_in(world["wu"]).get(
        reverse("reviews:course", args=[world.case.serial])
    )

    assert page.status_code == 200
    assert opinion.text not in page.content.decode()
