"""Seals are delegated, suspended, revoked by two, renewed; it shows everywhere at once."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Membership, Organisation, Region
from config.demo.cast import PASSWORD
from signatures import keys
from signatures.errors import OrderNotUsable
from signatures.models import IssuedFile, SealHolder
from tests.stage import signed_in
from tests.web.enrolled import ENROLLED, enrol_seals, post, review_seal
from tests.world import World, issued_world

pytestmark = pytest.mark.django_db


ISSUED = pytest.mark.parametrize("built", [issued_world], indirect=True, ids=["issued"])


@pytest.fixture(autouse=True)
def _seals_of_its_own(world: World) -> None:
    """The signer forgets nothing: each test has seals that no other has revoked."""
    enrol_seals(world)


@ENROLLED
def test_heads_see_their_own_seals_and_the_regulator_all(world: World) -> None:
    own = signed_in(world["qian"]).get(reverse("workflow:seals")).content.decode()
    every = signed_in(world["wu"]).get(reverse("workflow:seals")).content.decode()

    assert "云溪市住房和城乡建设局" in own
    assert "云溪市消防审验中心" not in own
    assert "云溪市消防审验中心" in every
    url = reverse("workflow:holder", args=[review_seal().pk])
    assert "不具有法律效力" in signed_in(world["qian"]).get(url).content.decode()
    for login in ("sun", "lv", "liu", "chen", "wang"):
        assert signed_in(world[login]).get(url).status_code == 404


@ENROLLED
def test_a_revocation_needs_a_second_person(world: World) -> None:
    assert post(world, "qian", "seal_ask", reason="印章外借") == 302
    seal = review_seal()
    assert (seal.suspended_at is not None, seal.revoked_at) == (True, None)

    assert post(world, "qian", "seal_decide", approve="1") == 409
    assert post(world, "wu", "seal_decide", approve="1") == 302
    seal.refresh_from_db()
    assert seal.revoked_at is not None
    assert seal.revoked_by == world["wu"]
    assert seal.revocation_reason == "印章外借"
    page = signed_in(world["wu"]).get(reverse("workflow:holder", args=[seal.pk]))
    assert "印章外借" in page.content.decode()


@ENROLLED
def test_a_declined_revocation_leaves_it_suspended_until_its_keeper_says_so(
    world: World,
) -> None:
    post(world, "qian", "seal_ask", reason="核查")
    assert let_go_on(world, "qian") == 409
    assert post(world, "wu", "seal_decide", decline="1") == 302
    assert review_seal().suspended_at is not None

    wrong = {"password": PASSWORD, "code": "000000"}
    assert post(world, "qian", "seal_let_go_on", **wrong) == 422
    assert let_go_on(world, "wu") == 409
    assert let_go_on(world, "qian") == 302
    assert review_seal().suspended_at is None


def let_go_on(world: World, login: str) -> int:
    told = {"password": PASSWORD, "code": keys.test_code(login)}
    return post(world, login, "seal_let_go_on", **told)


@ENROLLED
def test_what_the_regulator_suspended_no_keeper_lets_go_on(world: World) -> None:
    post(world, "wu", "seal_suspend", reason="核查")
    page = reverse("workflow:holder", args=[review_seal().pk])
    assert "只有监管人员" in signed_in(world["qian"]).get(page).content.decode()

    assert let_go_on(world, "qian") == 409
    with pytest.raises(OrderNotUsable):  # the signer says so too
        keys.resume(
            seal=review_seal().key_name, who="qian", code=keys.test_code("qian")
        )
    assert review_seal().suspended_by == world["wu"]

    assert let_go_on(world, "wu") == 302
    assert review_seal().suspended_at is None


@ENROLLED
def test_the_regulator_takes_over_what_a_keeper_suspended(world: World) -> None:
    post(world, "qian", "seal_suspend", reason="休假")
    assert post(world, "qian", "seal_suspend", reason="再停") == 409
    assert post(world, "wu", "seal_suspend", reason="核查") == 302

    assert let_go_on(world, "qian") == 409
    assert let_go_on(world, "wu") == 302


@ENROLLED
def test_asking_to_revoke_does_not_end_what_the_regulator_ordered(world: World) -> None:
    post(world, "wu", "seal_suspend", reason="核查")
    assert post(world, "qian", "seal_ask", reason="不再使用") == 302
    assert review_seal().suspended_by == world["wu"]
    assert post(world, "wu", "seal_decide", decline="1") == 302

    assert let_go_on(world, "qian") == 409
    assert let_go_on(world, "wu") == 302
    assert review_seal().suspended_at is None


@ENROLLED
def test_a_regulator_of_another_city_sees_no_seal_of_ours(world: World) -> None:
    far = Region.objects.create(name="远山市")
    seat = Membership.objects.get(
        user=world["wu"], organisation__kind=Organisation.Kind.REGULATOR
    )
    seat.organisation.region = far
    seat.organisation.save()

    page = reverse("workflow:holder", args=[review_seal().pk])
    assert signed_in(world["wu"]).get(page).status_code == 404
    assert post(world, "wu", "seal_suspend", reason="核查") == 404


@ENROLLED
def test_without_a_reason_nothing_stands_still(world: World) -> None:
    assert post(world, "qian", "seal_suspend", reason="") == 302
    assert post(world, "qian", "seal_ask", reason=" ") == 302
    assert review_seal().suspended_at is None


@ISSUED
def test_a_renewed_seal_seals_and_what_the_old_one_sealed_stays(world: World) -> None:
    old = review_seal()
    issue = IssuedFile.objects.in_force().get(label="建施-05")
    told = {"password": PASSWORD, "code": keys.test_code("qian")}
    assert post(world, "qian", "seal_renew", **told) == 302
    new = SealHolder.objects.at_work().get(kind=SealHolder.Kind.REVIEW)
    old.refresh_from_db()

    assert old.replaced_by == new
    assert old.suspended_at is not None
    assert new.fingerprint != old.fingerprint
    again = reverse("workflow:seal_renew", args=[old.pk])
    assert signed_in(world["qian"]).post(again).status_code == 409
    assert "有效" in Client().get(f"/v/{issue.code}/").content.decode()


@pytest.mark.parametrize(
    "told", [{}, {"password": "wrong"}, {"code": "000000"}, {"code": ""}]
)
@ENROLLED
def test_no_seal_is_renewed_without_password_and_code(
    world: World, told: dict[str, str]
) -> None:
    old = review_seal()
    given = {"password": PASSWORD, "code": keys.test_code("qian")} if told else {}

    assert post(world, "qian", "seal_renew", **(given | told)) == 422

    old.refresh_from_db()
    assert (old.replaced_by, old.suspended_at) == (None, None)


@ENROLLED
def test_the_code_of_a_test_world_is_shown_beside_what_is_being_typed(
    world: World,
) -> None:
    holders = signed_in(world["qian"]).get(
        reverse("workflow:holder", args=[review_seal().pk])
    )
    url = reverse("workflow:device_code")
    assert f'href="{url}" target="_blank" hx-get="{url}"' in holders.content.decode()

    part = (
        signed_in(world["qian"])
        .get(url, headers={"HX-Request": "true"})
        .content.decode()
    )
    page = signed_in(world["qian"]).get(url).content.decode()

    for told in (part, page):
        assert keys.test_code("qian") in told
    assert "<html" not in part
    assert "<html" in page
    assert Client().get(url).status_code == 302


@ISSUED
def test_a_revoked_seal_is_told_on_the_public_page_and_the_file_stays_in_force(
    world: World,
) -> None:
    issue = IssuedFile.objects.in_force().get(label="建施-05")
    post(world, "qian", "seal_ask", reason="印章外借")
    url = reverse("signatures:issued", args=[issue.code])
    assert "已于" not in Client().get(url).content.decode()

    post(world, "wu", "seal_decide", approve="1")
    page = Client().get(url).content.decode()
    assert "已于" in page
    assert "吊销" in page
    assert "verdict ok" in page
