"""The resolution of a consultation: the preview, the signature, the minutes."""

import pytest
from django.urls import reverse

from reviews.actions.resolutions import resolve_consultation
from reviews.models import Letter, Opinion, Resolution
from reviews.states import OpinionState
from tests.stage import signed_in
from tests.web.meetings import (
    HTMX,
    begun,
    contradicted,
    heard,
    url,
)
from tests.world import World

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.parametrize("built", [contradicted], indirect=True, scope="module"),
]


def test_nothing_is_signed_before_both_have_spoken(world: World) -> None:
    meeting = begun(world)
    client = signed_in(world["sun"])
    words = {"outcome": "first", "text": "门外开。"}

    page = client.get(url("consultation", meeting)).content.decode()
    answer = client.post(url("consultation_resolution", meeting), words, headers=HTMX)

    assert "双方表明立场后方可签署" in page
    assert "data-unheard" in page
    assert answer.status_code == 409
    assert not Resolution.objects.exists()


@pytest.mark.parametrize("outcome", ["first", "second", "middle"])
def test_the_preview_names_the_very_number_that_signing_gives(
    world: World, outcome: str
) -> None:
    meeting = heard(world)
    client = signed_in(world["sun"])
    page = client.get(url("consultation", meeting)).content.decode()
    promised = page.split(f'data-outcome="{outcome}"')[1].split("</p>")[0]

    client.post(
        url("consultation_resolution", meeting),
        {"outcome": outcome, "text": "退后凹入。"},
    )

    heir = Resolution.objects.get().opinion
    assert heir is not None
    assert f">{heir.number}<" in promised
    olds = Opinion.objects.filter(pk__in=[meeting.opinion_a_id, meeting.opinion_b_id])
    assert {old.state for old in olds} == {OpinionState.REPLACED}


def test_a_draft_is_read_by_the_other_party_and_asks_for_its_assent(
    world: World,
) -> None:
    meeting = heard(world)
    words = {"outcome": "middle", "text": "门洞净宽改为 2600。"}

    answer = signed_in(world["sun"]).post(
        url("consultation_resolution", meeting), {**words, "draft": "1"}, headers=HTMX
    )

    assert answer.status_code == 204
    assert not Resolution.objects.exists()
    read = signed_in(world["zhao"]).get(url("consultation_chairs", meeting))
    assert "门洞净宽改为 2600。" in read.content.decode()
    assert "同意在本草案之前作出" in read.content.decode()
    page = signed_in(world["sun"]).get(url("consultation", meeting)).content.decode()
    assert "门洞净宽改为 2600。</textarea>" in page
    refused = signed_in(world["sun"]).post(
        url("consultation_resolution", meeting), words, headers=HTMX
    )
    assert refused.status_code == 409


def test_to_experts_both_opinions_stay(world: World) -> None:
    meeting = heard(world)

    signed_in(world["sun"]).post(
        url("consultation_resolution", meeting),
        {"outcome": "experts", "text": "请专家。"},
    )

    assert Resolution.objects.get().opinion is None
    assert Opinion.objects.get(pk=meeting.opinion_a_id).is_open


@pytest.mark.parametrize(
    "words", [{}, {"outcome": "fifth", "text": "x"}, {"outcome": "first"}]
)
def test_a_resolution_that_is_not_complete_comes_back(
    world: World, words: dict[str, str]
) -> None:
    meeting = heard(world)
    client, target = signed_in(world["sun"]), url("consultation_resolution", meeting)

    assert client.post(target, words, headers=HTMX).status_code == 422
    whole = client.post(target, words)
    assert whole.status_code == 422
    assert "<html" in whole.content.decode()


def test_after_signing_the_room_is_read_only_and_gives_the_minutes(
    world: World,
) -> None:
    meeting = heard(world)
    resolve_consultation(
        consultation=meeting, host=world["sun"], outcome="middle", text="门洞后退。"
    )
    client = signed_in(world["zhao"])

    page = client.get(url("consultation", meeting)).content.decode()
    minutes = client.get(url("consultation_minutes", meeting))
    again = client.post(
        url("consultation_position", meeting), {"text": "x", "view": "no"}
    )

    assert "门洞后退。" in page
    assert url("consultation_position", meeting) not in page
    assert url("consultation_resolution", meeting) not in page
    assert b"".join(minutes).startswith(b"%PDF")
    assert again.status_code == 409


def test_the_minutes_reach_neither_builder_nor_public(world: World) -> None:
    meeting = heard(world)
    resolve_consultation(
        consultation=meeting, host=world["sun"], outcome="middle", text="门洞后退。"
    )
    letter = Letter.objects.get(kind=Letter.Kind.MINUTES)
    address = reverse("reviews:letter", args=[world.case.serial, letter.pk])
    client = signed_in(world["liu"])

    assert client.get(address).status_code == 404
    page = client.get(reverse("reviews:case", args=[world.case.serial]))
    assert letter.number not in page.content.decode()
    assert signed_in(world["li"]).get(address).status_code == 200
