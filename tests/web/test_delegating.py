"""A seal is delegated for a time, by its keeper alone, and each power belongs to somebody."""

import datetime as dt

import pytest
from django.urls import reverse

from config.demo.cast import PASSWORD
from signatures import keys
from signatures.models import Delegation
from storage import clock
from tests.stage import signed_in
from tests.web.enrolled import ENROLLED, enrol_seals, post
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _seals_of_its_own(world: World) -> None:
    enrol_seals(world)


def delegated(world: World, **told: str) -> int:
    today = clock.today()
    given = {
        "to": str(world["wang"].pk),
        "since": today.isoformat(),
        "until": (today + dt.timedelta(days=7)).isoformat(),
        "password": PASSWORD,
        "code": keys.test_code("qian"),
    }
    return post(world, "qian", "seal_delegate", **(given | told))


@ENROLLED
def test_a_delegation_has_its_days_and_opens_the_page(world: World) -> None:
    url = reverse("workflow:seal", args=[world.case.serial])
    before = signed_in(world["wang"]).get(url).content.decode()
    assert 'name="password"' not in before

    assert delegated(world) == 302
    row = Delegation.objects.get()
    assert (row.to, row.given_by) == (world["wang"], world["qian"])
    assert 'name="password"' in signed_in(world["wang"]).get(url).content.decode()
    seal = reverse("workflow:holder", args=[row.holder_id])
    assert signed_in(world["wang"]).get(seal).status_code == 200
    with clock.told_at(row.until):
        over = signed_in(world["wang"]).get(url).content.decode()
        assert signed_in(world["wang"]).get(seal).status_code == 404
    assert 'name="password"' not in over


NOBODY = ("sun", "lv", "liu", "chen", "wang")
POWERS = {  # what is asked -> who may, of a seal in use
    "seal_suspend": ("qian", "wu"),
    "seal_ask": ("qian", "wu"),
    "seal_delegate": ("qian",),
    "seal_renew": ("qian",),
    "seal_let_go_on": (),
    "seal_decide": (),
}


@pytest.mark.parametrize("asked", POWERS)
@ENROLLED
def test_each_power_over_a_seal_belongs_to_whom_the_table_names(
    world: World, asked: str
) -> None:
    refused = {login: post(world, login, asked) for login in (*NOBODY, "wu", "qian")}
    for login in NOBODY:
        assert refused[login] == 404
    for login in {"qian", "wu"} - set(POWERS[asked]):
        assert refused[login] == 409
    for login in POWERS[asked]:
        assert refused[login] in (302, 422)


@ENROLLED
def test_a_delegation_is_taken_back(world: World) -> None:
    delegated(world)
    row = Delegation.objects.get()
    url = reverse("workflow:seal_undelegate", args=[row.holder_id, row.pk])

    assert signed_in(world["sun"]).post(url).status_code == 404
    assert signed_in(world["qian"]).post(url).status_code == 302
    row.refresh_from_db()
    assert row.until <= clock.now()


@pytest.mark.parametrize(
    "told",
    [
        {"until": "2001-01-01"},
        {"until": "2099-01-01"},
        {"code": "000000"},
        {"password": "wrong"},
        {"to": "999999"},
        {"since": "soon"},
    ],
)
@ENROLLED
def test_what_cannot_be_is_not_delegated(world: World, told: dict[str, str]) -> None:
    assert delegated(world, **told) == 422
    assert not Delegation.objects.exists()
