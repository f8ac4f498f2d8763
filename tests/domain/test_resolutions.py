"""Nobody signs a resolution for two departments; what experts decide comes back."""

import pytest

from reviews.actions.consultations import (
    call_consultation,
    open_consultation,
    take_position,
)
from reviews.actions.drafting import draft_resolution
from reviews.actions.resolutions import resolve_consultation
from reviews.errors import NotReady, NotYours
from reviews.models import Consultation, Resolution
from reviews.states import OpinionState
from tests.world import World, reviewing_world

pytestmark = pytest.mark.django_db
Outcome = Resolution.Outcome


def meeting(
    *, agrees: bool | None, by_host: bool = False
) -> tuple[World, Consultation]:
    """An open meeting: the fire head holds it, air defence said whether it agrees."""
    world = reviewing_world()
    first, second = world.contradict()
    found = Consultation.objects.get()
    host = world.cast.head_of("fire")
    open_consultation(consultation=found, host=host)
    for opinion in (first, second):
        sector = opinion.review.department.sector
        speaker = world.cast.reviewer_of(sector)
        take_position(
            consultation=found,
            representative=host if by_host and sector == "fire" else speaker,
            text="立场",
            agrees=agrees,
        )
    return world, found


def sign(
    world: World, found: Consultation, outcome: str, sector: str = "fire"
) -> Resolution:
    return resolve_consultation(
        consultation=found,
        host=world.cast.head_of(sector),
        outcome=outcome,
        text="向外开启。",
    )


@pytest.mark.parametrize("agrees", [None, False])
@pytest.mark.parametrize("outcome", [Outcome.FIRST, Outcome.SECOND, Outcome.MIDDLE])
def test_without_the_other_partys_assent_nothing_is_signed(
    agrees: bool | None, outcome: str
) -> None:
    world, found = meeting(agrees=agrees)

    with pytest.raises(NotReady):
        sign(world, found, outcome)

    assert not Resolution.objects.exists()
    found.refresh_from_db()
    assert found.is_open


def test_with_the_assent_of_the_other_party_a_head_signs() -> None:
    world, found = meeting(agrees=True, by_host=True)

    signed = sign(world, found, Outcome.MIDDLE)

    assert signed.opinion is not None


@pytest.mark.parametrize(
    ("outcome", "demanded"),
    [
        (Outcome.FIRST, "净宽改为 2800"),
        (Outcome.SECOND, "保持 2400"),
        (Outcome.MIDDLE, ""),
    ],
)
def test_a_middle_way_demands_its_own_words_only(outcome: str, demanded: str) -> None:
    world, found = meeting(agrees=True, by_host=True)
    for opinion, words in (
        (found.opinion_a, "净宽改为 2800"),
        (found.opinion_b, "保持 2400"),
    ):
        opinion.requirement = words
        opinion.save(update_fields=["requirement"])

    signed = sign(world, found, outcome)

    assert signed.opinion is not None
    assert signed.opinion.text == "向外开启。"
    assert signed.opinion.requirement == demanded


def lay_draft(world: World, found: Consultation, text: str = "向外开启。") -> None:
    draft_resolution(
        consultation=found,
        host=world.cast.head_of("fire"),
        outcome=Outcome.MIDDLE,
        text=text,
    )


def test_assent_given_before_the_draft_is_no_assent_to_it() -> None:
    world, found = meeting(agrees=True, by_host=True)
    lay_draft(world, found)

    with pytest.raises(NotReady):
        sign(world, found, Outcome.MIDDLE)

    take_position(
        consultation=found,
        representative=world.cast.reviewer_of("airdefence"),
        text="立场",
        agrees=True,
    )
    assert sign(world, found, Outcome.MIDDLE).opinion is not None


def test_only_the_words_that_were_agreed_to_are_signed() -> None:
    world, found = meeting(agrees=None, by_host=True)
    lay_draft(world, found, "向内开启。")
    take_position(
        consultation=found,
        representative=world.cast.reviewer_of("airdefence"),
        text="立场",
        agrees=True,
    )

    with pytest.raises(NotReady):
        sign(world, found, Outcome.MIDDLE)

    assert not Resolution.objects.exists()


def test_only_who_may_hold_the_meeting_lays_a_draft() -> None:
    world, found = meeting(agrees=True)

    with pytest.raises(NotYours):
        draft_resolution(
            consultation=found,
            host=world.cast.reviewer_of("fire"),
            outcome=Outcome.MIDDLE,
            text="向外开启。",
        )


def test_a_lead_that_is_no_party_needs_both() -> None:
    world, found = meeting(agrees=True)
    found.positions.filter(department=world.review_of("fire").department).update(
        agrees=None
    )

    with pytest.raises(NotReady):
        sign(world, found, Outcome.MIDDLE, "housing")
    found.positions.update(agrees=True)
    assert sign(world, found, Outcome.MIDDLE, "housing").opinion is not None


def test_experts_may_be_asked_against_a_word_and_the_meeting_comes_again() -> None:
    world, found = meeting(agrees=False)

    sign(world, found, Outcome.EXPERTS)

    first, second = world.opinions.values()
    for opinion in (first, second):
        opinion.refresh_from_db()
        assert opinion.state == OpinionState.DRAFT
    again = call_consultation(first=first, second=second, actor=world["li"])
    assert again.pk != found.pk
    assert call_consultation(first=second, second=first, actor=world["li"]) == again
