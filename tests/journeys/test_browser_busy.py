"""A busy server at a real browser: what is turned away for a moment comes by itself."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Route, expect

from drawings.models import Comparison
from drawings.tiling import HANDS
from tests.journeys.walking import Floor
from tests.pure import hand_probes as probe
from tests.world import second_round_world

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]
WIDTH: Final = "picture => picture.naturalWidth"


@contextmanager
def no_free_hand(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[ThreadPoolExecutor]:
    """All hands hold something, and nobody may wait for one."""
    go = folder / "go"
    with ThreadPoolExecutor(HANDS.count) as crowd, monkeypatch.context() as patched:
        for _ in range(HANDS.count):
            crowd.submit(HANDS.ask, "", probe.wait_for, go)
        patched.setattr(HANDS, "waiting", 0)
        try:
            yield crowd
        finally:
            go.touch()


def test_pictures_of_changes_that_were_turned_away_come_when_a_hand_is_free(
    floor: Floor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = second_round_world()
    row = Comparison.objects.get(newer__sheet__number="建施-04")
    reviewer = floor.person(world["wang"])

    with no_free_hand(tmp_path, monkeypatch):
        page = reviewer.open("reviews:compare", world.case.serial, row.pk)
        picture = page.locator("img.crop").first
        expect(picture).to_have_attribute("data-picture", "waiting")
    expect(page.locator("[data-picture]")).to_have_count(0, timeout=30_000)
    assert all(picture.evaluate(WIDTH) for picture in page.locator("img.crop").all())


def test_a_page_instead_of_a_picture_leaves_a_place_that_says_it_is_lost(
    floor: Floor,
) -> None:
    world = second_round_world()
    row = Comparison.objects.get(newer__sheet__number="建施-04")
    reviewer = floor.person(world["wang"])

    def sign_in_first(route: Route) -> None:
        route.fulfill(status=200, content_type="text/html", body="<p>登录</p>")

    reviewer.page.route("**/crops/**", sign_in_first)
    page = reviewer.open("reviews:compare", world.case.serial, row.pk)
    picture = page.locator("img.crop").first
    expect(picture).to_have_attribute("data-picture", "lost", timeout=10_000)

    reviewer.page.unroute("**/crops/**")
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("[data-picture]")).to_have_count(0, timeout=10_000)
