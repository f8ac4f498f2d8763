"""What journeys share: one Chromium, and a floor on which people walk through pages."""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.journeys.walking import Floor

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-sync",
    "--disable-component-update",
    "--no-first-run",
)


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """Chromium, started once for a module."""
    # Playwright keeps a loop in this thread; Django would take every query for a slip.
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield started
        started.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def floor(browser: Browser, live_server: object) -> Iterator[Floor]:
    """A served world; at the end no page may have had anything to complain about."""
    with Floor(browser, str(live_server)) as floor:
        yield floor
        assert not floor.faults, "\n".join(dict.fromkeys(floor.faults))
