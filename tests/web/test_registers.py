"""The regulator keeps the register on a page; designers seal their sheets on another."""

import datetime as dt

import pytest
from django.urls import reverse

from config.demo.cast import PASSWORD
from reviews.views.sets import set_of
from signatures import keys
from signatures.models import ArrivedSeal, Registration, SealingOrder
from storage import clock
from tests.stage import signed_in
from tests.world import World, build_world, do_jobs

pytestmark = pytest.mark.django_db
DRAFT = pytest.mark.parametrize("built", [build_world], indirect=True, ids=["draft"])


def entry(world: World, **told: str) -> dict[str, str]:
    """What the regulator types."""
    return {
        "kind": "person",
        "name": "吕工",
        "title": "一级注册建筑师",
        "number": "20263700001",
        "discipline": "architecture",
        "unit": str(world.case.project.designer_id),
        "valid_from": (clock.today() - dt.timedelta(days=30)).isoformat(),
        "valid_until": (clock.today() + dt.timedelta(days=300)).isoformat(),
        "fingerprint": "",
    } | told


def entered(world: World) -> Registration:
    client = signed_in(world["wu"])
    assert client.post(reverse("workflow:register"), entry(world)).status_code == 302
    row = Registration.objects.get()
    url = reverse("workflow:registration_seal", args=[row.pk])
    assert client.post(url, {"person": world["lv"].pk}).status_code == 302
    row.refresh_from_db()
    return row


@DRAFT
def test_the_regulator_enters_a_person_and_enrols_a_test_seal(world: World) -> None:
    row = entered(world)

    assert row.fingerprint
    page = signed_in(world["wu"]).get(reverse("workflow:register")).content.decode()
    assert "20263700001" in page
    one = reverse("workflow:registration", args=[row.pk])
    assert row.fingerprint in signed_in(world["wu"]).get(one).content.decode()


@pytest.mark.parametrize("person", ["", "abc", "²", "9" * 5000, "999999"])
@DRAFT
def test_strange_keys_enrol_no_seal(world: World, person: str) -> None:
    signed_in(world["wu"]).post(reverse("workflow:register"), entry(world))
    row = Registration.objects.get()

    url = reverse("workflow:registration_seal", args=[row.pk])
    assert signed_in(world["wu"]).post(url, {"person": person}).status_code == 302
    row.refresh_from_db()
    assert not row.fingerprint


@DRAFT
def test_an_end_needs_a_reason(world: World) -> None:
    row = entered(world)
    url = reverse("workflow:registration_end", args=[row.pk])

    assert signed_in(world["wu"]).post(url, {"reason": ""}).status_code == 422
    longer = {"reason": "调离" * 101}  # than is kept of it: nothing is cut off unsaid
    assert signed_in(world["wu"]).post(url, longer).status_code == 422
    assert signed_in(world["wu"]).post(url, {"reason": "调离"}).status_code == 302
    row.refresh_from_db()
    assert (row.ended_at is not None, row.end_reason) == (True, "调离")


@pytest.mark.parametrize(
    "wrong",
    [
        {"discipline": ""},
        {"valid_until": "2001-01-01"},
        {"fingerprint": "not hex"},
        {"unit": "0"},
        {"valid_from": "yesterday"},
        {"number": ""},
    ],
)
@DRAFT
def test_what_cannot_be_is_not_entered(world: World, wrong: dict[str, str]) -> None:
    answer = signed_in(world["wu"]).post(
        reverse("workflow:register"), entry(world, **wrong)
    )

    assert answer.status_code == 422
    assert not Registration.objects.exists()


@pytest.mark.parametrize("login", ["lv", "liu", "qian", "chen", "he"])
@DRAFT
def test_the_register_is_there_for_the_regulator_alone(
    world: World, login: str
) -> None:
    row = entered(world)

    client = signed_in(world[login])
    assert client.get(reverse("workflow:register")).status_code == 404
    for name in ("registration_end", "registration_seal"):
        url = reverse(f"workflow:{name}", args=[row.pk])
        assert client.post(url, {"reason": "x"}).status_code == 404


@DRAFT
def test_a_designer_seals_the_chosen_sheets(world: World) -> None:
    entered(world)
    url = reverse("workflow:design_seal", args=[world.case.serial])
    page = signed_in(world["lv"]).get(url).content.decode()
    assert "一级注册建筑师" in page
    assert "2 张图纸尚未" not in page  # three sheets lack it, two are of the discipline
    sheet = set_of(world.case).revisions.get(sheet__number="建施-05")

    given = {"sheets": [sheet.pk], "password": PASSWORD, "agreed": "on"}
    refused = signed_in(world["lv"]).post(url, given | {"code": "000000"})
    assert refused.status_code == 422
    assert not SealingOrder.objects.exists()
    answer = signed_in(world["lv"]).post(url, given | {"code": keys.test_code("lv")})
    assert answer.status_code == 302
    do_jobs()
    assert ArrivedSeal.objects.get().outcome == ArrivedSeal.Outcome.COUNTS
    shown = signed_in(world["lv"]).get(
        reverse("reviews:report_sheet", args=[world.case.serial, sheet.pk])
    )
    assert "20263700001" in shown.content.decode()
    assert "不具有法律效力" in shown.content.decode()


@DRAFT
def test_nothing_chosen_and_strange_keys_are_told(world: World) -> None:
    entered(world)
    url = reverse("workflow:design_seal", args=[world.case.serial])

    for sheets in ([], ["abc"], ["999999"], ["²"], ["9" * 5000]):
        given = {"sheets": sheets, "password": PASSWORD, "agreed": "on", "code": "1"}
        assert signed_in(world["lv"]).post(url, given).status_code == 422
    assert not SealingOrder.objects.exists()


@pytest.mark.parametrize(
    ("login", "status"), [("liu", 200), ("qian", 404), ("he", 404), ("wu", 404)]
)
@DRAFT
def test_who_has_no_seal_is_told_and_others_do_not_see_it(
    world: World, login: str, status: int
) -> None:
    url = reverse("workflow:design_seal", args=[world.case.serial])
    answer = signed_in(world[login]).get(url)

    assert answer.status_code == status
    if status == 200:
        assert 'name="password"' not in answer.content.decode()
