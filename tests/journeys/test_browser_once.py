"""A button that is pressed twice gives one order."""

from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
HERE: Final = "http://once.invalid/"
SCRIPT: Final = Path(__file__).parents[2] / "config" / "static" / "js" / "once.js"
FORM: Final = """<!doctype html><title>form</title>
<form method="{method}" action="/order"><button>send</button></form>
<script type="module" src="/once.js"></script>
<script>
  let sent = 0
  addEventListener("submit", event => { sent += event.defaultPrevented ? 0 : 1 })
</script>"""


def opened(browser: Browser, method: str) -> Page:
    """A page with one form; the answer to its orders leaves the page as it is."""
    page = browser.new_page()
    body = FORM.replace("{method}", method)
    page.route("**/once.js", lambda way: way.fulfill(path=SCRIPT))
    page.route("**/order*", lambda way: way.fulfill(status=204))
    page.route(HERE, lambda way: way.fulfill(body=body, content_type="text/html"))
    page.goto(HERE, wait_until="load")
    return page


def sent_by_three_clicks(page: Page) -> int:
    """How many times the form goes out when its button is clicked before any answer."""
    clicks = "for (let i = 0; i < 3; i++) document.querySelector('button').click()"
    return int(page.evaluate(f"() => {{ {clicks}; return sent }}"))


def test_three_clicks_are_one_order_and_the_form_says_that_it_is_busy(
    browser: Browser,
) -> None:
    page = opened(browser, "post")

    assert sent_by_three_clicks(page) == 1
    assert page.get_attribute("form", "aria-busy") == "true"
    page.close()


def test_a_search_may_be_sent_again(browser: Browser) -> None:
    page = opened(browser, "get")

    assert sent_by_three_clicks(page) == 3
    assert page.get_attribute("form", "aria-busy") is None
    page.close()
