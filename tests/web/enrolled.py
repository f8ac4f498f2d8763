"""A world whose units have their seals, and what is asked of the seal of review."""

import pytest
from django.urls import reverse

from reviews.states import CaseState
from signatures.models import SealHolder
from tests.stage import signed_in
from tests.world import World, passed_world
from workflow.actions.delivery import holders_of

ENROLLED = pytest.mark.parametrize(
    "built", [passed_world], indirect=True, ids=["passed"]
)


def enrol_seals(world: World) -> None:
    """The signer forgets nothing: give the world seals that no other test has revoked."""
    if world.case.state == CaseState.PASSED:
        holders_of(world.case)


def review_seal() -> SealHolder:
    """The seal of the department of housing."""
    return SealHolder.objects.get(kind=SealHolder.Kind.REVIEW)


def post(world: World, login: str, name: str, **told: str) -> int:
    """What a person is answered who asks something of that seal."""
    url = reverse(f"workflow:{name}", args=[review_seal().pk])
    return signed_in(world[login]).post(url, told).status_code
