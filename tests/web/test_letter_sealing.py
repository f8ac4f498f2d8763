"""The page of letters that wait for a seal, and what everybody else sees of them."""

import datetime as dt
import re

import pymupdf
import pytest
from django.test import Client
from django.urls import reverse

from config.demo.cast import PASSWORD
from reviews.letters.unsigned import UNSIGNED
from reviews.models import Letter, LetterSignature
from signatures import keys
from signatures.actions.holders import delegate_seal, enrol_test_seal
from signatures.actions.issuing import revoke_issue
from signatures.models import IssuedFile, SealHolder, SealingOrder
from storage import clock
from tests.stage import signed_in
from tests.world import World, do_jobs, passed_world, reviewing_world, seal_case
from workflow.lettering import keepers_of_letters, lines_of

pytestmark = pytest.mark.django_db
REVIEWING = pytest.mark.parametrize(
    "built", [reviewing_world], indirect=True, ids=["reviewing"]
)
PASSED = pytest.mark.parametrize("built", [passed_world], indirect=True, ids=["passed"])
PAGE = "/letters/"


def seal_window_letters(world: World, **answers: str) -> int:
    window = world.cast.units["市政务中心"]
    given: dict[str, object] = {
        "password": PASSWORD,
        "agreed": "on",
        "code": keys.test_code("chen"),
        "unit": str(window.pk),
        "letters": [str(line.row.pk) for line in lines_of(window)],
    }
    return signed_in(world["chen"]).post(PAGE, given | answers).status_code


def acceptance(world: World) -> Letter:
    return world.case.letters.get(kind=Letter.Kind.ACCEPTANCE)


def words_of(client: Client, world: World) -> str:
    url = reverse("reviews:letter", args=[world.case.serial, acceptance(world).pk])
    answer = client.get(url)
    data = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    with pymupdf.open(stream=data) as pdf:
        return "".join(page.get_text() for page in pdf)


@REVIEWING
def test_the_page_lists_what_waits_with_digests_and_since_when(world: World) -> None:
    page = signed_in(world["chen"]).get(PAGE).content.decode()

    letter = acceptance(world)
    assert letter.number in page
    assert letter.blob.sha256[:16] in page
    assert "等待签章始于" in page
    assert "2 份文书待签章" in page


@REVIEWING
def test_a_batch_that_stopped_keeps_no_other_letter_from_being_sealed(
    world: World,
) -> None:
    window = world.cast.units["市政务中心"]
    begun = clock.now()
    with clock.told_at(begun):
        first = lines_of(window)[0].row.pk
        assert seal_window_letters(world, letters=str(first)) == 302
    with clock.told_at(begun + dt.timedelta(minutes=11)):
        page = signed_in(world["chen"]).get(PAGE).content.decode()

    assert 'id="again_code"' in page
    assert page.count('id="id_code"') == 1
    assert 'id="letters-form"' in page
    assert f'href="{reverse("workflow:device_code")}"' in page


@REVIEWING
def test_only_who_keeps_a_seal_has_the_page(world: World) -> None:
    for login in ("liu", "lv", "wang", "he"):
        assert signed_in(world[login]).get(PAGE).status_code == 404
    for login in ("chen", "qian", "wu"):
        assert signed_in(world[login]).get(PAGE).status_code == 200
    assert Client().get(PAGE).status_code == 302


@REVIEWING
def test_letters_of_another_unit_are_not_shown_to_read(world: World) -> None:
    [row, *_] = acceptance(world).signatures.all()
    for name in ("workflow:letter_file", "workflow:letter_picture"):
        url = reverse(name, args=[row.pk])
        assert signed_in(world["chen"]).get(url).status_code == 200
        assert signed_in(world["qian"]).get(url).status_code == 404


@REVIEWING
def test_a_wrong_password_seals_nothing(world: World) -> None:
    assert seal_window_letters(world, password="not it") == 422
    assert seal_window_letters(world, letters="") == 422
    assert not SealingOrder.objects.exists()


@REVIEWING
def test_who_ticked_nothing_does_not_come_back_to_everything_ticked(
    world: World,
) -> None:
    unit = str(world.cast.units["市政务中心"].pk)
    client = signed_in(world["chen"])

    first = client.get(PAGE).content.decode()
    again = client.post(PAGE, {"unit": unit, "password": PASSWORD}).content.decode()
    assert ticked(first) > 0
    assert ticked(again) == 0


def ticked(page: str) -> int:
    return len(re.findall(r'<input type="checkbox" name="letters"[^>]* checked>', page))


@REVIEWING
def test_until_it_is_sealed_a_letter_is_marked_on_every_page(world: World) -> None:
    builder = signed_in(world["liu"])
    case_url = reverse("reviews:case", args=[world.case.serial])

    assert UNSIGNED in words_of(builder, world)
    assert "未签章：待市政务中心签章" in builder.get(case_url).content.decode()
    assert seal_window_letters(world) == 302
    do_jobs()
    assert UNSIGNED not in words_of(builder, world)
    assert "未签章：" not in builder.get(case_url).content.decode()


@REVIEWING
def test_the_code_of_a_letter_leads_to_its_standing(world: World) -> None:
    url = reverse("signatures:issued", args=[acceptance(world).code])
    before = Client().get(url)

    assert before.status_code == 200
    assert "尚未签章" in before.content.decode()
    seal_window_letters(world)
    do_jobs()
    after = Client().get(url).content.decode()
    assert "现行有效" in after
    assert acceptance(world).number in after


@PASSED
def test_a_letter_of_a_revoked_case_says_so(world: World) -> None:
    seal_window_letters(world)
    do_jobs()
    seal_case(world)
    url = reverse("signatures:issued", args=[acceptance(world).code])
    assert "已撤销" not in Client().get(url).content.decode().replace("已撤销或", "")
    certificate = IssuedFile.objects.get(
        stream=world.case.serial, kind=IssuedFile.Kind.CERTIFICATE
    )
    revoke_issue(issue=certificate, actor=world["wu"], reason="设计造假")

    page = Client().get(url).content.decode()
    assert "审查合格书已于" in page
    assert "撤销" in page


@PASSED
def test_sealed_letters_are_no_part_of_the_sealed_set(world: World) -> None:
    seal_window_letters(world)
    do_jobs()
    seal_case(world)
    page = signed_in(world["qian"]).get(
        reverse("workflow:seal", args=[world.case.serial])
    )
    assert "已签章文件 4 份" in page.content.decode()


@REVIEWING
def test_the_navigation_counts_what_waits(world: World) -> None:
    client = signed_in(world["chen"])
    home = client.get(reverse("workflow:window")).content.decode()
    assert "待签文书" in home
    seal_window_letters(world)
    assert not lines_of(world.cast.units["市政务中心"])


@PASSED
def test_who_seals_for_the_head_is_led_to_what_waits(world: World) -> None:
    housing = world.cast.units["市住建局"]
    head, deputy = world["qian"], world["wang"]
    row = LetterSignature.objects.order_by("pk")[0]
    row.unit, row.seal, row.waits_since = housing, None, clock.now()
    row.save(force_update=True)
    client = signed_in(deputy)
    url = reverse("workflow:inbox")
    assert "待签文书" not in client.get(url).content.decode()

    seal = enrol_test_seal(
        organisation=housing,
        kind=SealHolder.Kind.LETTER,
        actor=None,
        keepers=keepers_of_letters(housing),
    )
    delegate_seal(
        holder=seal,
        to=deputy,
        span=(clock.now(), clock.now() + dt.timedelta(days=7)),
        actor=head,
        code=keys.test_code("qian"),
    )
    assert "待签文书" in client.get(url).content.decode()
