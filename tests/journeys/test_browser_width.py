"""Every main page on a phone, in both languages: it fits, and it speaks one language."""

from collections.abc import Mapping, Sequence
from typing import Final

import pytest

from drawings.models import Comparison
from reviews.models import Consultation
from signatures.models import IssuedFile
from tests.journeys.walking import CHINESE, ENGLISH, PHONE, Floor, Walker, apart
from tests.world import (
    World,
    build_world,
    passed_world,
    reviewing_world,
    seal_case,
    second_round_world,
)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]
Address = tuple[object, ...]
"""The name of a page, and what its address asks for."""

ANYBODY: Final = ""


def drafting(world: World) -> Mapping[str, Sequence[Address]]:
    """Who looks at what while a set is put together and lies at the window."""
    case = world.case.serial
    named = ("materials", "facts", "corrections", "upload")
    return {
        "lv": [("reviews:new_case",), *((f"reviews:{one}", case) for one in named)],
        "liu": [("reviews:cases",), ("workflow:submit", case), ("reviews:case", case)],
    }


def reviewing(world: World) -> Mapping[str, Sequence[Address]]:
    """Who looks at what while departments review and two of them contradict."""
    case, revision = world.case.serial, world.revision("建施-05").pk
    meeting = Consultation.objects.get().number
    return {
        "chen": [("workflow:window",), ("workflow:window_case", case)],
        "wang": [
            ("workflow:inbox",),
            ("reviews:workbench", case),
            ("reviews:workbench_sheet", case, revision),
            ("reviews:report", case),
            ("reviews:report_sheet", case, revision),
            ("reviews:search",),
        ],
        "sun": [
            ("workflow:head",),
            ("reviews:consultations",),
            ("reviews:consultation", case, meeting),
        ],
    }


def rechecking(world: World) -> Mapping[str, Sequence[Address]]:
    """Who looks at what in round two, and how it is overseen."""
    case = world.case.serial
    row = Comparison.objects.get(newer__sheet__number="建施-04").pk
    clock = world.review_of("housing").pk
    return {
        "wang": [
            ("reviews:roundtwo", case),
            ("reviews:compare", case, row),
            ("reviews:compare_report", case, row),
        ],
        "qian": [("workflow:head",), ("workflow:release", case)],
        "liu": [("reviews:answers", case), ("reviews:case", case)],
        "wu": [
            *((f"reviews:{one}",) for one in ("oversight", "oversight_cases")),
            *((f"reviews:{one}", case) for one in ("course", "timeline")),
            ("reviews:clock", case, clock),
            ("reviews:urgings", clock),
            ("workflow:register",),
        ],
    }


def issued(world: World) -> Mapping[str, Sequence[Address]]:
    """Who looks at what when the sealed set is out."""
    case = world.case.serial
    code = IssuedFile.objects.in_force().get(kind="certificate").code
    return {
        "qian": [
            ("workflow:seal", case),
            ("workflow:seals",),
            ("workflow:device",),
        ],
        "sun": [("workflow:certify", case)],
        "liu": [("reviews:case", case)],
        "wu": [("reviews:archive", case), ("workflow:revocation", case)],
        ANYBODY: [
            ("accounts:sign_in",),
            ("reviews:public",),
            ("signatures:verify",),
            ("signatures:ledger",),
            ("signatures:issued", code),
        ],
    }


def contradicting() -> World:
    """A world where two departments demand opposite things."""
    world = reviewing_world()
    world.contradict()
    return world


def sealed() -> World:
    """A world whose set is sealed and issued."""
    world = passed_world()
    apart(lambda: seal_case(world))
    return world.refresh()


STAGES: Final = {
    "draft": (build_world, drafting),
    "review": (contradicting, reviewing),
    "round two": (second_round_world, rechecking),
    "issued": (sealed, issued),
}


@pytest.mark.parametrize("stage", STAGES)
def test_every_main_page_fits_a_phone_and_speaks_one_language(
    floor: Floor, stage: str
) -> None:
    build, tour = STAGES[stage]
    world = build()
    for login, pages in tour(world).items():
        person = floor.person(world[login], PHONE) if login else floor.stranger(PHONE)
        for name, *args in pages:
            person.open(str(name), *args)
            look_in_both(person)


def look_in_both(person: Walker) -> None:
    """The page as it is in English and in Chinese."""
    for language in (ENGLISH, CHINESE):
        person.speak(language)
        person.measure_width()
        person.read_chosen(language)


def test_a_page_that_is_too_wide_is_found(floor: Floor) -> None:
    person = floor.stranger(PHONE)
    page = person.open("accounts:sign_in")
    wide = "document.body.insertAdjacentHTML('beforeend', '<p style=width:500px>wide')"
    page.evaluate(wide)

    person.measure_width()

    assert any("500 px" in fault for fault in floor.faults)
    floor.faults.clear()
