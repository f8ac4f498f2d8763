"""People at their browsers: they sign in through the page, walk, and notice faults."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from types import TracebackType
from typing import Final, Self

from django.conf import settings
from django.db import connections
from django.urls import reverse
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Frame,
    Page,
    Response,
    TimeoutError,
    ViewportSize,
)

from accounts.models import Organisation, Region, User
from config.demo.cast import PASSWORD
from drawings.models import Change, Project, SheetRevision, SubmittedFile
from reviews.models import Clause, Opinion, Reply
from reviews.routing import ProjectFacts, route
from signatures.models import IssuedFile
from storage import clock
from tests.world import FACTS

ENGLISH, CHINESE = "en", "zh-hans"
BUSY: Final = 503
SIZE: Final[ViewportSize] = {"width": 1440, "height": 900}
PHONE: Final[ViewportSize] = {"width": 390, "height": 780}
PATIENCE: Final = 30_000  # milliseconds; for machines that do other things as well
LABELS: Final = "h1, h2, h3, th, button, legend, label, summary, header nav a"
HAN: Final = re.compile(r"[\u4e00-\u9fff]+")
ENGLISH_WORDS: Final = re.compile(r"\b[A-Za-z]?[a-z]{2,} [a-z]{3,}\b")
WORDS: Final = """labels => labels.map(label => {
  const copy = label.cloneNode(true);
  copy.querySelectorAll(".ava, .dept, kbd, [lang]").forEach(part => part.remove());
  return label.offsetParent && !label.lang ? copy.textContent.replace(/\\s+/g, " ").trim() : "";
})"""
"""The words of labels that are seen, without signs that stand for people and sectors."""
WIDER: Final = """() => {
  const root = document.scrollingElement;
  if (root.scrollWidth <= innerWidth) return [];
  const out = [...document.body.querySelectorAll("*")].filter(
    (one) => one.getBoundingClientRect().right > innerWidth + 1);
  const last = out.filter((one) => !out.some((other) => other !== one && one.contains(other)));
  const told = (one) => [one.localName, one.getAttribute("class"), one.textContent.trim()];
  return [`${root.scrollWidth} px`, ...last.slice(0, 4).map((one) => told(one).join(" | "))];
}"""
"""How wide the page is, and what reaches out of it; nothing where it fits."""
SIGNS: Final = re.compile(r"测试|[\u4e00-\u9fff]{1,2}-\d+")
"""The mark of test seals, numbers of sheets and opinions."""


@dataclass
class Floor:
    """The served world and everybody who sits in it; `faults` is what pages did wrong."""

    browser: Browser
    address: str
    faults: list[str] = field(default_factory=list)
    people: list["Walker"] = field(default_factory=list)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for person in self.people:
            person.get_all()
            person.context.close()

    def stranger(self, size: ViewportSize = SIZE) -> "Walker":
        """Somebody without an account."""
        context = self.browser.new_context(viewport=size, accept_downloads=True)
        context.set_default_timeout(PATIENCE)
        walker = Walker(self, context, context.new_page())
        self.people.append(walker)
        return walker

    def release(self, user: User, serial: str) -> None:
        """A head approves the one draft that waits, and releases the round."""
        head = self.person(user)
        page = head.see("workflow:head")
        page.click("article.draft footer button.primary")
        page.locator("#lead").wait_for()
        head.see("workflow:release", serial)
        page.click("form.outcome button.primary")
        page.wait_for_url("**/department/")

    def person(self, user: User, size: ViewportSize = SIZE) -> "Walker":
        """Somebody who signs in through the page."""
        walker = self.stranger(size)
        walker.open("accounts:sign_in")
        walker.page.fill("[name=username]", user.username)
        walker.page.fill("[name=password]", PASSWORD)
        walker.page.click("main button.primary")
        walker.page.wait_for_url(lambda url: "sign-in" not in url)
        return walker


@dataclass
class Walker:
    """One person with one browser."""

    floor: Floor
    context: BrowserContext
    page: Page
    put_off: set[str] = field(default_factory=set)
    """What a busy server was asked for by this page, and has not given yet."""

    def __post_init__(self) -> None:
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self._note(f"script: {error}"))
        self.page.on("response", self._weigh)
        self.page.on("framenavigated", self._leave)

    def open(self, name: str, *args: object) -> Page:
        """Go to a page by its name; it has to be there."""
        self.get_all()
        self.page.goto(self.floor.address + reverse(name, args=args))
        return self.page

    def see(self, name: str, *args: object) -> Page:
        """Go to a page, and read its labels in both languages."""
        page = self.open(name, *args)
        self.read_labels()
        return page

    def read_labels(self) -> None:
        """Whether this page speaks the chosen language, in English and in Chinese."""
        for language in (ENGLISH, CHINESE):
            self.speak(language)
            self.read_chosen(language)

    def read_chosen(self, language: str) -> None:
        """Whether the labels that are seen now are in this language."""
        if language == ENGLISH:
            foreign = [text for text in self._labels() if HAN.search(_bare(text))]
            self._note_all("not in English", foreign)
        else:
            foreign = [text for text in self._labels() if ENGLISH_WORDS.search(text)]
            self._note_all("not in Chinese", foreign)

    def measure_width(self) -> None:
        """Whether the page is as wide as the screen, and nothing makes it wider."""
        self._note_all("wider than the screen", self.page.evaluate(WIDER))

    def speak(self, language: str) -> None:
        """The same page again in a language."""
        cookie = {
            "name": settings.LANGUAGE_COOKIE_NAME,
            "value": language,
            "url": self.floor.address,
        }
        self.context.add_cookies([cookie])  # type: ignore[list-item]
        self.get_all()
        self.page.reload()

    def press(self, words: str) -> None:
        """Press the button or the link with these words."""
        button = self.page.get_by_role("button", name=words)
        link = self.page.get_by_role("link", name=words)
        button.or_(link).first.click()

    def wait(self, words: str) -> None:
        """Until the page says these words."""
        self.page.get_by_text(words).first.wait_for()

    def get_all(self) -> None:
        """Until the page has what a busy server put off; a page that gave up is at fault."""
        while self.put_off:
            try:
                self.page.wait_for_event("response", timeout=PATIENCE)
            except TimeoutError:
                for address in self.put_off:
                    self._note(f"busy, and not asked again: {address}")
                self.put_off.clear()

    def _labels(self) -> list[str]:
        found: list[str] = self.page.locator(LABELS).evaluate_all(WORDS)
        return [text for text in found if text]

    def _hear(self, message: ConsoleMessage) -> None:
        # What is lost for good is weighed by its answers.
        if message.type == "error" and "status of 503" not in message.text:
            self._note(f"console: {message.text}")

    def _weigh(self, response: Response) -> None:
        if response.status == BUSY and "retry-after" in response.headers:
            self.put_off.add(response.url)
        elif response.status >= 400:
            self._note(f"{response.status} {response.request.method} {response.url}")
        else:
            self.put_off.discard(response.url)

    def _leave(self, frame: Frame) -> None:
        """Who goes to another page wants nothing more of this one."""
        if frame == self.page.main_frame:
            self.put_off.clear()

    def _note_all(self, what: str, texts: list[str]) -> None:
        for text in dict.fromkeys(texts):
            self._note(f"{what}: {text}")

    def _note(self, fault: str) -> None:
        self.floor.faults.append(f"{fault} ({self.page.url})")


def apart(work: Callable[[], object]) -> None:
    """Do it in a thread of its own: this one belongs to the browser's loop."""

    def done_and_hung_up() -> None:
        try:
            work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as worker:
        worker.submit(done_and_hung_up).result()


def _bare(text: str) -> str:
    """A label without what stays as it is: names, what people wrote, titles of laws."""
    for name in sorted(filter(None, _names()), key=len, reverse=True):
        text = text.replace(name, "")
    return SIGNS.sub("", text)


def _names() -> set[str]:
    said = [
        Organisation.objects.values_list("name", flat=True),
        Organisation.objects.values_list("short_name", flat=True),
        User.objects.values_list("display_name", flat=True),
        Region.objects.values_list("name", flat=True),
        Project.objects.values_list("name", flat=True),
        SheetRevision.objects.values_list("sheet__name", flat=True),
        SubmittedFile.objects.values_list("path", flat=True),
        Opinion.objects.values_list("text", flat=True),
        Reply.objects.values_list("text", flat=True),
        Clause.objects.values_list("code", flat=True),
        IssuedFile.objects.values_list("title", flat=True),
        Change.objects.values_list("layer", flat=True),
        Change.objects.values_list("text_from", flat=True),
        Change.objects.values_list("text_to", flat=True),
    ]
    laws = {
        text
        for facts in (ProjectFacts(), FACTS)
        for decision in route(facts, clock.today()).departments
        for text in (decision.source, decision.clause)
    }
    return laws | {name for names in said for name in names}
