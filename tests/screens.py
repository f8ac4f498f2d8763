"""Take the pictures of the README from a demonstration that is being served.

`make screens` after `make demo`; with another address `make screens at=http://…`. Only the
sample tower that our own code draws is ever pictured.
"""

# ruff: noqa: E402  Django is set up before anything of the house is imported

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import which
from typing import Final

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

import django

django.setup()

from django.db.models import Count, Q
from django.urls import reverse
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from config.demo.cast import PASSWORD
from drawings.models import Comparison, SamenessProof
from reviews.models import Case, Consultation, DepartmentReview
from signatures.models import IssuedFile

FOLDER: Final = Path(__file__).parents[1] / "docs/screens"
AT: Final = "http://127.0.0.1:8000"
DESK: Final = (1440, 900)
PHONE: Final = (390, 780)
SHARP: Final = 1.5
"""Of a phone: pixels of the picture for one of the page."""
COLOURS: Final = 128
PATIENCE_MS: Final = 60_000
QUIET_MS: Final = 1_500
FLAGS: Final = ("--no-sandbox", "--disable-gpu")


@dataclass(frozen=True, slots=True)
class Screen:
    """One picture: its name, who looks, and at which page."""

    name: str
    login: str
    path: str


def main(at: str = AT) -> int:
    """Take every picture anew; the exit code is 1 where there is no demonstration."""
    cases = list(Case.objects.order_by("pk"))
    if len(cases) < 3:
        sys.stderr.write("There is no demonstration in LIANSHEN_VAR: make demo\n")
        return 1
    with sync_playwright() as playwright:
        chromium = which("chromium") or which("google-chrome")
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        for screen in _screens(cases[0], cases[2]):
            with _signed_in(browser, at, screen.login) as page:
                page.goto(at + screen.path)
                _keep(page, FOLDER / f"{screen.name}.png")
                sys.stdout.write(f"{screen.name}\n")
        _take_phone(browser, at, cases[0], cases[2])
        browser.close()
    return 0


def _screens(done: Case, running: Case) -> Iterator[Screen]:
    """The issued case and the one under review, each where it says most."""
    case, now = [done.serial], [running.serial]
    yield Screen("builder", "liu", reverse("reviews:case", args=now))
    yield Screen("upload", "lv", reverse("reviews:upload", args=case))
    marked = running.opinions.filter(sheet__number__contains="建施-03").first()
    assert marked is not None
    sheet = reverse("reviews:workbench_sheet", args=[*now, marked.revision_id])
    yield Screen("workbench", "wang", sheet)
    compared = (
        Comparison.objects.filter(newer__sheet__project=done.project)
        .annotate(silent=Count("changes", filter=Q(changes__declaration="")))
        .order_by("-silent", "pk")
        .first()
    )
    assert compared is not None
    yield Screen(
        "compare", "wang", reverse("reviews:compare", args=[*case, compared.pk])
    )
    meeting = Consultation.objects.filter(case=running).order_by("-pk").first()
    assert meeting is not None
    room = reverse("reviews:consultation", args=[*now, meeting.number])
    yield Screen("consultation", "wang", room)
    review = DepartmentReview.objects.filter(case=done).order_by("pk").first()
    assert review is not None
    yield Screen("clock", "wu", reverse("reviews:clock", args=[*case, review.pk]))
    yield Screen("oversight", "wu", reverse("reviews:oversight"))
    yield Screen("seal", "qian", reverse("workflow:seal", args=case))
    proof = SamenessProof.objects.filter(revision__sheet__project=done.project)
    best = proof.order_by("-score", "pk").first()
    assert best is not None
    sheet = reverse("reviews:report_sheet", args=[*case, best.revision_id])
    yield Screen("report", "wang", sheet)


def _take_phone(browser: Browser, at: str, done: Case, running: Case) -> None:
    """Progress and verification, side by side."""
    sheets = IssuedFile.objects.in_force().filter(kind=IssuedFile.Kind.SHEET)
    issued = sheets.filter(stream=done.serial).order_by("pk")[0]
    context = browser.new_context(
        viewport={"width": PHONE[0], "height": PHONE[1]},
        device_scale_factor=SHARP,
        locale="zh-CN",
    )
    page = context.new_page()
    with tempfile.TemporaryDirectory() as folder:
        left, right = Path(folder) / "left.png", Path(folder) / "right.png"
        page.goto(at + reverse("reviews:public"))
        page.get_by_label("查询码").fill(running.query_code)
        page.get_by_label("手机号").fill(running.phone)
        page.get_by_role("button", name="查询", exact=True).click()
        _keep(page, left)
        page.goto(at + reverse("signatures:short", args=[issued.code]))
        _keep(page, right)
        one, other = (Image.open(path).convert("RGB") for path in (left, right))
        both = Image.new("RGB", (one.width + other.width + 30, one.height), "white")
        both.paste(one, (0, 0))
        both.paste(other, (one.width + 30, 0))
        _smaller(both).save(FOLDER / "phone.png", optimize=True)
    context.close()


@contextmanager
def _signed_in(browser: Browser, at: str, login: str) -> Iterator[Page]:
    context = browser.new_context(
        viewport={"width": DESK[0], "height": DESK[1]}, locale="zh-CN"
    )
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    page.goto(at + reverse("accounts:sign_in"))
    page.fill("[name=username]", login)
    page.fill("[name=password]", PASSWORD)
    page.locator("form [type=submit]").last.click()
    page.wait_for_load_state("networkidle")
    yield page
    context.close()


def _keep(page: Page, path: Path) -> None:
    """The picture once nothing is under way any more, in few colours."""
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(QUIET_MS)
    page.screenshot(path=path)
    with Image.open(path) as taken:
        _smaller(taken.convert("RGB")).save(path, optimize=True)


def _smaller(picture: Image.Image) -> Image.Image:
    return picture.quantize(COLOURS, dither=Image.Dither.NONE)


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:2]))
