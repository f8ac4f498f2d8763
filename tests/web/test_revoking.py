"""The page on which issued files are revoked, and every page that says so afterwards."""

import pytest
from django.test import Client
from django.urls import reverse

from config.demo.cast import PASSWORD
from reviews.models import Letter, Revocation
from signatures import keys
from signatures.models import IssuedFile
from tests.stage import signed_in
from tests.world import World, issued_world

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.parametrize("built", [issued_world], indirect=True, scope="module"),
]


def page_of(world: World) -> str:
    return reverse("workflow:revocation", args=[world.case.serial])


def ask(world: World, login: str = "wu", reason: str = "审查违规") -> int:
    chosen = [str(row.pk) for row in IssuedFile.objects.in_force()]
    told = {"chosen": chosen, "reason": reason, **permission(login)}
    return signed_in(world[login]).post(page_of(world), told).status_code


def decide(world: World, login: str, word: str) -> int:
    row = Revocation.objects.latest("pk")
    url = reverse("workflow:revocation_decision", args=[world.case.serial, row.pk])
    said = permission(login) if word == "approve" else {}
    return signed_in(world[login]).post(url, {word: "1", **said}).status_code


def permission(login: str) -> dict[str, str]:
    return {"password": PASSWORD, "code": keys.test_code(login)}


def test_the_page_is_there_for_who_asks_and_who_decides_alone(world: World) -> None:
    for login in ("wu", "qian"):
        page = signed_in(world[login]).get(page_of(world))
        assert page.status_code == 200
        assert "建施-05" in page.content.decode()
    for login in ("sun", "wang", "lv", "liu", "chen", "he"):
        assert signed_in(world[login]).get(page_of(world)).status_code == 404
    assert ask(world, "qian") == 409


def test_what_is_missing_is_said_and_nothing_asked(world: World) -> None:
    assert ask(world, reason=" ") == 422
    told = {"chosen": ["x", "9" * 40], "reason": "因"}
    assert signed_in(world["wu"]).post(page_of(world), told).status_code == 422
    assert not Revocation.objects.exists()


def test_two_persons_revoke_and_every_page_says_so(world: World) -> None:
    sheet = IssuedFile.objects.in_force().get(label="建施-05")
    case = reverse("reviews:case", args=[world.case.serial])
    assert ask(world) == 302
    desk = reverse("workflow:head")
    assert page_of(world) in signed_in(world["qian"]).get(desk).content.decode()
    assert page_of(world) not in signed_in(world["sun"]).get(desk).content.decode()
    assert decide(world, "wu", "approve") == 409
    assert decide(world, "qian", "approve") == 302

    assert "审查违规" in signed_in(world["qian"]).get(page_of(world)).content.decode()
    code = Client().get(reverse("signatures:issued", args=[sheet.code]))
    assert 'class="verdict late"' in code.content.decode()
    letter = world.case.letters.get(kind=Letter.Kind.REVOCATION)
    assert letter.number in code.content.decode()
    for login in ("liu", "lv", "wang", "wu", "chen"):
        page = signed_in(world[login]).get(case).content.decode()
        assert "审查合格书已撤销" in page
        assert "审查违规" in page
        assert letter.number in page
    asked = {"code": world.case.query_code, "phone": world.case.phone}
    public = Client().post(reverse("reviews:public"), asked).content.decode()
    assert "审查合格书已撤销" in public
    file = reverse("reviews:issued_file", args=[world.case.serial, sheet.code])
    assert signed_in(world["liu"]).get(file).status_code == 404
    sealing = reverse("workflow:seal", args=[world.case.serial])
    told = signed_in(world["qian"]).get(sealing).content.decode()
    assert "审查合格书已撤销" in told
    assert "seal/progress" not in told
    archive = reverse("workflow:sealed_set", args=[world.case.serial])
    assert signed_in(world["liu"]).get(archive).status_code == 404


def test_password_and_code_are_asked_of_both(world: World) -> None:
    chosen = [str(row.pk) for row in IssuedFile.objects.in_force()]
    told = {"chosen": chosen, "reason": "审查违规"}
    for wrong in ({}, {"code": "000000"}, {"password": "x"}):
        post = told if not wrong else told | permission("wu") | wrong
        answer = signed_in(world["wu"]).post(page_of(world), post)
        assert answer.status_code == 422
        assert "审查违规" in answer.content.decode()  # what was typed is kept
    assert not Revocation.objects.exists()

    ask(world)
    row = Revocation.objects.get()
    url = reverse("workflow:revocation_decision", args=[world.case.serial, row.pk])
    assert signed_in(world["qian"]).post(url, {"approve": "1"}).status_code == 422
    wrong = permission("qian") | {"code": "000000"}
    assert (
        signed_in(world["qian"]).post(url, {"approve": "1"} | wrong).status_code == 422
    )
    assert IssuedFile.objects.in_force().count() == 4


def test_the_builder_hears_of_a_request_only_when_it_is_decided(world: World) -> None:
    ask(world)
    timeline = reverse("reviews:timeline", args=[world.case.serial])
    assert "申请撤销" in signed_in(world["wu"]).get(timeline).content.decode()
    assert "审查违规" not in signed_in(world["liu"]).get(timeline).content.decode()
    assert decide(world, "qian", "decline") == 302
    assert "审查违规" not in signed_in(world["liu"]).get(timeline).content.decode()


def test_a_change_begins_from_the_issued_case(world: World) -> None:
    case = reverse("reviews:case", args=[world.case.serial])
    link = f"{reverse('reviews:new_case')}?project={world.case.project_id}"
    assert link in signed_in(world["liu"]).get(case).content.decode()

    form = signed_in(world["liu"]).get(link).context["form"]
    assert str(form["project"].value()) == str(world.case.project_id)
    for odd in ("x", "9" * 400, "²", str(10**9)):
        url = f"{reverse('reviews:new_case')}?project={odd}"
        assert signed_in(world["liu"]).get(url).status_code == 200
    assert signed_in(world["he"]).get(link).context["form"]["project"].value() is None
