"""A sheet drawn anew has thousands of changes: its pages stay light, and it can be settled."""

import copy

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from drawings.models import Change
from reviews.models import ChangeTick
from reviews.standing import hindrances, undeclared_changes
from reviews.views.comparisons import MOST_LISTED
from reviews.views.roundtwo import MOST_SHOWN
from tests.stage import IN_ROUND_TWO, signed_in
from tests.world import World

MANY = MOST_LISTED + 60


@pytest.fixture
def crowded(world: World) -> Change:
    """One of the many undeclared changes of a sheet."""
    (pattern,) = undeclared_changes(world.case)
    copies = []
    for index in range(pattern.index + 1, pattern.index + MANY):
        one = copy.copy(pattern)
        one.pk, one.index, one.kind, one.text_to = None, index, "text", f"第{index}处"
        one._state = copy.copy(pattern._state)
        one._state.adding = True
        copies.append(one)
    Change.objects.bulk_create(copies)
    return pattern


@IN_ROUND_TWO
def test_round_two_lists_the_first_and_leads_to_the_rest(
    world: World, crowded: Change
) -> None:
    address = reverse("reviews:roundtwo", args=[world.case.serial])
    client = signed_in(world["wang"])
    client.get(address)

    with CaptureQueriesContext(connection) as asked:
        page = client.get(address).content.decode()

    assert page.count('<article class="recheck change"') == MOST_SHOWN
    assert f"另有 {MANY - MOST_SHOWN} 处" in page
    compare = reverse(
        "reviews:compare", args=[world.case.serial, crowded.comparison_id]
    )
    assert f'href="{compare}?show=undeclared"' in page
    assert len(asked) < 80


@IN_ROUND_TWO
def test_what_was_settled_makes_room_for_what_was_not(
    world: World, crowded: Change
) -> None:
    client = signed_in(world["wang"])
    tick = reverse("reviews:change_tick", args=[world.case.serial, crowded.pk])
    listed = reverse("reviews:roundtwo", args=[world.case.serial])
    assert f'id="change-{crowded.pk}"' in client.get(listed).content.decode()

    client.post(tick, {"verdict": "accepted"})

    page = client.get(listed).content.decode()
    assert f'id="change-{crowded.pk}"' not in page
    assert page.count('<article class="recheck change"') == MOST_SHOWN


@IN_ROUND_TWO
def test_accepting_a_kind_accepts_what_was_listed(
    world: World, crowded: Change
) -> None:
    args = [world.case.serial, crowded.comparison_id]
    told = {"kind": "text", "until": MOST_LISTED, "show": "waiting"}

    signed_in(world["wang"]).post(reverse("reviews:compare_accept", args=args), told)

    accepted = ChangeTick.objects.filter(review=world.review_of("housing"))
    assert 0 < accepted.count() <= MOST_LISTED
    assert hindrances(world.review_of("housing"))


@IN_ROUND_TWO
def test_a_sheet_is_accepted_whole_by_one_who_says_to_have_looked_at_it(
    world: World, crowded: Change
) -> None:
    args = [world.case.serial, crowded.comparison_id]
    client = signed_in(world["wang"])
    page = client.get(reverse("reviews:compare", args=args)).content.decode()
    assert 'name="whole"' in page

    accept = reverse("reviews:compare_accept", args=args)
    assert client.post(accept, {"show": "waiting"}).status_code == 409
    client.post(accept, {"show": "waiting", "whole": "1"})

    accepted = ChangeTick.objects.filter(review=world.review_of("housing"))
    assert accepted.count() == MANY
    assert not any(
        "未确认" in one or "改动" in one
        for one in hindrances(world.review_of("housing"))
    )
