"""The page on which a builder takes a case back."""

import pytest
from django.urls import reverse

from reviews.states import CaseState
from tests.stage import IN_ROUND_ONE, signed_in
from tests.world import World


def url_of(world: World) -> str:
    return reverse("workflow:withdraw", args=[world.case.serial])


@IN_ROUND_ONE
def test_the_builder_takes_the_case_back_with_a_reason(world: World) -> None:
    client = signed_in(world["liu"])
    page = reverse("reviews:case", args=[world.case.serial])
    assert url_of(world) in client.get(page).content.decode()

    refused = client.post(url_of(world), {"reason": " "})
    taken = client.post(url_of(world), {"reason": "方案调整"})

    assert refused.status_code == 422
    assert "请说明撤回原因" in refused.content.decode()
    assert taken.status_code == 302
    assert world.refresh().case.state == CaseState.WITHDRAWN
    assert url_of(world) not in client.get(page).content.decode()
    assert 'name="reason"' not in client.get(url_of(world)).content.decode()
    assert client.post(url_of(world), {"reason": "再次"}).status_code == 409


@pytest.mark.parametrize("login", ["lv", "wang", "chen", "he"])
@IN_ROUND_ONE
def test_nobody_else_finds_the_page(world: World, login: str) -> None:
    client = signed_in(world[login])

    assert client.get(url_of(world)).status_code == 404
    assert client.post(url_of(world), {"reason": "x"}).status_code == 404
    assert world.refresh().case.state == CaseState.REVIEWING
