"""Rubbish in forms, addresses and queries: every page answers, nobody gets a fault.

Every address of the house is asked by everybody with what no browser would send. Each
question lies in a savepoint that is rolled back, so one case is enough for all of them.
"""

import re
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Final

import pytest
from django import forms
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from drawings.models import Change
from reviews.actions.oversight import urge_review
from reviews.models import Urging
from storage import clock
from tests.world import World, revising_world, second_round_world

FAULT: Final = 500
TURNED_AWAY: Final = {403, 404, 405}
HUGE: Final = str(10**30)
ENDLESS: Final = "9" * 5000
"""More figures than Python reads as a number."""
IN_FORMS: Final = ("", "a\x00b", HUGE, ENDLESS, "²", "x" * 70_000)
IN_QUERIES: Final = (HUGE, "-²")
# Read by views without a form.
BARE: Final = [
    "about",
    "all",
    "answer",
    "approve",
    "at",
    "back",
    "box",
    "by_rule",
    "case",
    "change",
    "clause",
    "code",
    "decision",
    "decline",
    "device",
    "face",
    "filter",
    "find",
    "off",
    "opinion",
    "order",
    "page",
    "password",
    "period",
    "person",
    "project",
    "q",
    "reason",
    "region",
    "seal",
    "sector",
    "seen",
    "series",
    "sheet",
    "sheets",
    "show",
    "state",
    "username",
    "who",
    "words",
]
_PART: Final = re.compile(r"<(?:(\w+):)?(\w+)>")


def two_who_contradict() -> World:
    """Round two, with a meeting proposed and a department urged."""
    world = second_round_world()
    world.contradict()
    urge_review(
        review=world.review_of("housing"),
        actor=world["wu"],
        form="letter",
        text="请尽快审查。",
        until=clock.today(),
    )
    return world


pytestmark = [pytest.mark.django_db, pytest.mark.database]
in_round_two = pytest.mark.parametrize(
    "built", [two_who_contradict], indirect=True, scope="module", ids=["round two"]
)
# Designer, window, reviewer, head, regulator, outsider, nobody.
by_everybody = pytest.mark.parametrize(
    "login", ["lv", "chen", "wang", "qian", "wu", "he", ""]
)


@in_round_two
@by_everybody
def test_no_rubbish_in_a_form_is_a_fault(world: World, login: str) -> None:
    assert not _faults(world, login, "post", IN_FORMS)


@in_round_two
@pytest.mark.parametrize("login", ["lv", "chen", "qian", "wu", ""])
def test_no_rubbish_in_a_query_is_a_fault(world: World, login: str) -> None:
    assert not _faults(world, login, "get", IN_QUERIES)


@in_round_two
@pytest.mark.parametrize("login", ["lv", "wang", "wu"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_no_huge_number_in_an_address_is_a_fault(
    world: World, login: str, method: str
) -> None:
    assert not _faults(world, login, method, [""], number=HUGE)


@pytest.mark.parametrize(
    "built", [revising_world], indirect=True, scope="module", ids=["revising"]
)
def test_no_rubbish_about_revised_sheets_is_a_fault(world: World) -> None:
    world.revise()

    assert not _faults(world, "lv", "post", IN_FORMS)
    assert not _faults(world, "lv", "get", IN_QUERIES)


def _faults(
    world: World, login: str, method: str, values: Sequence[str], *, number: str = ""
) -> list[str]:
    """The questions that were answered with a fault."""
    client = Client(raise_request_exception=False)
    if login:
        client.force_login(world[login])
    names = _field_names()
    faults = []
    for address in _addresses(world, number):
        for value in values:
            status = _status(client, method, address, dict.fromkeys(names, value))
            if status >= FAULT:
                faults.append(f"{method} {address} {value[:20]!r}")
            if status in TURNED_AWAY:
                break  # whatever is sent
    return faults


def _status(client: Client, method: str, address: str, told: dict[str, str]) -> int:
    cache.clear()
    with transaction.atomic():
        answer = getattr(client, method)(address, told)
        b"".join(answer.streaming_content if answer.streaming else ())  # and closed
        transaction.set_rollback(True)
    return int(answer.status_code)


def _field_names() -> list[str]:
    """Every name that a form of the house asks for, and those that views read bare."""
    names = set(BARE)
    for form in _below(forms.BaseForm):
        names |= set(getattr(form, "base_fields", {}))
    return sorted(names)


def _below(kind: type) -> Iterator[type]:
    subclasses: list[type] = kind.__subclasses__()
    for one in subclasses:
        yield one
        yield from _below(one)


def _addresses(world: World, number: str = "") -> Iterator[str]:
    """Every address of the house, with rows of the world where it names one."""
    told = _rows_of(world)
    for name, pattern in _patterns(get_resolver(), ""):
        if name in {"sign_out", "set_language"}:
            continue
        if number and "<int:" not in pattern:
            continue
        yield "/" + _PART.sub(partial(_filled, name, told, number), pattern)


def _patterns(resolver: URLResolver, before: str) -> Iterator[tuple[str, str]]:
    one: URLPattern | URLResolver
    for one in resolver.url_patterns:
        if isinstance(one, URLPattern):
            yield str(one.name), before + str(one.pattern)
        else:
            yield from _patterns(one, before + str(one.pattern))


def _filled(
    name: str, told: dict[str, object], number: str, match: re.Match[str]
) -> str:
    kind, part = match[1], match[2]
    if kind == "int" and number:
        return number
    return str(told.get(f"{name}-{part}", told.get(part, "1")))


def _rows_of(world: World) -> dict[str, object]:
    """What stands in an address, by its part, or by the name of the page and the part."""
    case, revision = world.case, world.revision("建施-05")
    change = Change.objects.filter(
        comparison__newer__submission__round__case=case
    ).first()
    opinion, review = case.opinions.order_by("-pk")[0], case.department_reviews.all()[0]
    mine = case.reviews_now().get(department__sector="housing")
    file = revision.face.file
    urging = Urging.objects.filter(review__case=case).first()
    return {
        "serial": case.serial,
        "revision_id": revision.pk,
        "face_id": revision.face.pk,
        "opinion_id": opinion.pk,
        "answer-number": opinion.number,
        "comparison_id": change.comparison_id if change else 1,
        "declare-pk": change.comparison_id if change else 1,
        "change_id": change.pk if change else 1,
        "index": change.index if change else 1,
        "letter-pk": case.letters.all()[0].pk,
        "answer_urging-pk": urging.pk if urging else 1,
        "urging_answer-pk": urging.pk if urging else 1,
        "clock-pk": review.pk,
        "urgings-pk": review.pk,
        "approve-pk": mine.pk,
        "send_back-pk": mine.pk,
        "correct-pk": revision.pk,
        "report_sheet-pk": revision.pk,
        "report_picture-pk": revision.pk,
        "seal_places-pk": revision.pk,
        "token": file.token,
        "code": case.materials.all()[0].code,
        "form": "csv",
        "width": 320,
        "z": 0,
        "x": 0,
        "y": 0,
        "column": 0,
        "row": 0,
    }
