"""The head of the lead department puts seals where they stand; the signer keeps to it."""

import pymupdf
import pytest
from django.urls import reverse

from config.demo.cast import PASSWORD
from signatures import keys
from signatures.actions.ordering import boxes_for
from signatures.errors import OrderNotUsable
from signatures.models import IssuedFile, SealingOrder, SealPlacing
from signatures.signer.plans import listed
from storage.actions.blobs import read_bytes
from tests.stage import signed_in
from tests.world import World, do_jobs, passed_world
from workflow.placing import page_of

pytestmark = pytest.mark.django_db
PASSED = pytest.mark.parametrize("built", [passed_world], indirect=True, ids=["passed"])
STEP_MM = 60.0


def address(world: World, number: str = "建施-05") -> str:
    revision = world.revision(number)
    return reverse("workflow:seal_places", args=[world.case.serial, revision.pk])


def wanted(world: World, **more: str) -> dict[str, str]:
    """Every seal in a row along the upper edge, as the form sends it."""
    page = page_of(world.case, world.revision("建施-05"))
    assert page is not None
    told: dict[str, str] = {}
    for number, seal in enumerate(page.seals):
        told[f"left-{seal.field}"] = str(11.25 + number * STEP_MM)
        told[f"top-{seal.field}"] = "12.5"
    return told | more


@PASSED
def test_seals_stand_by_rule_until_somebody_places_them(world: World) -> None:
    page = page_of(world.case, world.revision("建施-05"))
    assert page is not None
    assert page.placing is None
    assert len(page.seals) > 2

    assert (
        signed_in(world["qian"]).post(address(world), wanted(world)).status_code == 302
    )
    placed = page_of(world.case, world.revision("建施-05"))
    assert placed is not None
    assert placed.placing is not None
    assert [seal.box.left for seal in placed.seals[:2]] == [11.25, 71.25]
    assert placed.seals[0].box.width == pytest.approx(page.seals[0].box.width)
    other = page_of(world.case, world.revision("防施-01"))
    assert other is not None
    assert other.placing is None


@PASSED
def test_one_click_places_the_whole_series_and_another_takes_it_back(
    world: World,
) -> None:
    assert (
        signed_in(world["qian"])
        .post(address(world), wanted(world, series="1"))
        .status_code
        == 302
    )
    assert SealPlacing.objects.count() == 3

    back = {"by_rule": "1", "series": "1"}
    assert signed_in(world["qian"]).post(address(world), back).status_code == 302
    assert not SealPlacing.objects.exists()


@PASSED
def test_the_order_seals_where_the_seals_were_put_and_names_the_places(
    world: World,
) -> None:
    signed_in(world["qian"]).post(address(world), wanted(world))
    given = {"password": PASSWORD, "agreed": "on", "code": keys.test_code("qian")}
    url = reverse("workflow:seal", args=[world.case.serial])
    assert signed_in(world["qian"]).post(url, given).status_code == 302
    do_jobs()

    order = SealingOrder.objects.get(purpose=SealingOrder.Purpose.SET)
    seal = order.seals.get(label="建施-05")
    boxes = boxes_for(list(order.holders.all()), seal.places)
    assert {box.top for box in boxes} == {12.5}
    assert "@" in listed(seal.before.sha256, boxes)
    assert seal.after is not None
    with pymupdf.open(stream=read_bytes(seal.after), filetype="pdf") as sheet:
        found = sorted(widget.rect.x0 * 25.4 / 72 for widget in sheet[0].widgets())
    assert found == pytest.approx(sorted(box.left for box in boxes), abs=0.05)
    with pytest.raises(OrderNotUsable):
        _move_one(order)


def _move_one(order: SealingOrder) -> None:
    """Somebody moves a seal in the rows after it was permitted."""
    from signatures.actions.sealing import seal_set

    seal = order.seals.get(label="建施-05")
    field = next(iter(seal.places))
    seal.places[field][0] += 1
    seal.save()
    seal_set(order=order, progress=lambda *_told: None)


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"top": "-1"}, "超出图纸边缘"),
        ({"left": "5000"}, "超出图纸边缘"),
        ({"left": "nan"}, "超出图纸边缘"),
        ({"left": "x"}, "请填写"),
    ],
)
@PASSED
def test_places_beyond_the_page_are_refused(
    world: World, told: dict[str, str], words: str
) -> None:
    given = wanted(world)
    for edge, value in told.items():
        name = next(one for one in given if one.startswith(edge))
        given[name] = value

    answer = signed_in(world["qian"]).post(address(world), given)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not SealPlacing.objects.exists()


@PASSED
def test_seals_do_not_cover_each_other(world: World) -> None:
    given = {
        name: "20" if name.startswith("left") else value
        for name, value in wanted(world).items()
    }

    assert signed_in(world["qian"]).post(address(world), given).status_code == 422
    assert not SealPlacing.objects.exists()


@pytest.mark.parametrize(("login", "status"), [("sun", 409), ("liu", 404), ("he", 404)])
@PASSED
def test_places_are_the_lead_departments(world: World, login: str, status: int) -> None:
    assert (
        signed_in(world[login]).post(address(world), wanted(world)).status_code
        == status
    )
    assert not SealPlacing.objects.exists()


@PASSED
def test_the_pictures_of_page_and_seals_are_the_officials(world: World) -> None:
    revision = world.revision("建施-05")
    page = page_of(world.case, revision)
    assert page is not None
    urls = [
        reverse("workflow:seal_page", args=[world.case.serial, revision.pk]),
        reverse("workflow:seal_face", args=[world.case.serial, page.seals[0].field]),
    ]
    for url in urls:
        assert signed_in(world["qian"]).get(url).content.startswith(b"\x89PNG")
        assert signed_in(world["liu"]).get(url).status_code == 404
    strange = reverse("workflow:seal_face", args=[world.case.serial, "nobody-1"])
    assert signed_in(world["qian"]).get(strange).status_code == 404
    assert not IssuedFile.objects.filter(kind=IssuedFile.Kind.SHEET).exists()
