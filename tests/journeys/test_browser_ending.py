"""Real people at a real browser: the second round, the seals, the checked certificate.

Chapters after `test_browser_story`; the world before each is built by the same actions.
"""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from config.demo.cast import PASSWORD
from reviews.actions.ticks import tick_change
from reviews.models import ChangeTick
from reviews.standing import undeclared_changes
from reviews.states import CaseState, OpinionState
from signatures import keys
from signatures.models import IssuedFile
from storage.actions.blobs import read_bytes
from tests.journeys.walking import Floor, Walker, apart
from tests.world import World, do_jobs, passed_world, second_round_world

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]


def test_round_two_shows_evidence_and_undeclared_changes_until_all_is_settled(
    floor: Floor,
) -> None:
    world = second_round_world()
    reviewer = floor.person(world["wang"])
    page = reviewer.see("reviews:roundtwo", world.case.serial)
    item = page.locator("#panel-opinions article.recheck")
    expect(item).to_have_count(1)
    expect(item.locator(".machine")).not_to_be_empty()
    page.keyboard.press("j")
    item.locator("[data-decide='1']").click()
    expect(page.locator("article.recheck.decided, .settled-line").first).to_be_visible()
    assert world.case.opinions.get().state == OpinionState.CLOSED

    page.click("#tab-undeclared")
    page.locator("#panel-undeclared [data-decide='1']").first.click()
    page.locator("#panel-undeclared [aria-pressed=true]").first.wait_for()
    page = reviewer.see("reviews:workbench", world.case.serial)
    page.check("form.dock input[value=pass]", force=True)
    page.click("form.dock button[type=submit]")
    # nobody of the department opened the other sheets: told first, then gone on with
    page.locator("ul.unopened li").first.wait_for()
    page.click("form:has([name=anyway]) button[type=submit]")
    page.locator("div.dock").wait_for()
    for sector in ("fire", "airdefence"):
        settle(world, sector)

    floor.release(world["qian"], world.case.serial)
    assert world.refresh().case.state == CaseState.PASSED


def give_permission(page: Page, login: str) -> None:
    """Type password and code, say that all was looked through, and let it be sealed."""
    page.fill("[name=password]", PASSWORD)
    page.fill("[name=code]", keys.test_code(login))
    page.check("[name=agreed]")
    page.click("button.primary.large")


def test_one_click_seals_the_set_and_anybody_can_check_it(
    floor: Floor, tmp_path: Path
) -> None:
    world = passed_world()
    head = floor.person(world["qian"])
    page = head.see("workflow:seal", world.case.serial)
    give_permission(page, "qian")
    page.locator("#sealing").wait_for()
    apart(do_jobs)
    page.locator("#sealing a.primary").click()
    give_permission(page, "qian")
    page.locator("#sealing").wait_for()
    second = floor.person(world["sun"])
    other = second.see("workflow:certify", world.case.serial)
    give_permission(other, "sun")
    other.locator("#sealing").wait_for()
    apart(do_jobs)
    page = head.see("workflow:seal", world.case.serial)
    page.get_by_role("link", name="打包下载").or_(
        page.locator("a[href$='sealed.zip']")
    ).first.wait_for()
    head.read_labels()
    assert world.refresh().case.state == CaseState.ISSUED

    builder = floor.person(world["liu"])
    page = builder.see("reviews:case", world.case.serial)
    with page.expect_download() as arriving:
        page.click("#issued tr.current a[download]")
    certificate = tmp_path / "certificate.pdf"
    arriving.value.save_as(certificate)
    issued = IssuedFile.objects.in_force().get(kind="certificate")
    assert issued.blob is not None
    assert certificate.read_bytes() == read_bytes(issued.blob)

    anybody = floor.stranger()
    anybody.see("accounts:sign_in")
    page = anybody.see("reviews:public")
    page.fill("[name=code]", world.case.query_code)
    page.fill("[name=phone]", world.case.phone)
    page.click("form .primary")
    expect(page.locator("section.answer")).to_contain_text(world.case.serial)
    anybody.see("signatures:issued", issued.code)
    page.goto(f"{floor.address}/v/{issued.code}")
    expect(page.locator(".verdict.ok")).to_be_visible()
    anybody.see("signatures:verify")
    check(anybody, certificate, "ok")
    data = bytearray(certificate.read_bytes())
    data[len(data) // 3] ^= 1
    forged = tmp_path / "forged.pdf"
    forged.write_bytes(data)
    check(anybody, forged, "late")
    expect(page.locator("#answer li").first).not_to_be_empty()
    check_folder(anybody, tmp_path)


def test_the_regulator_sees_the_whole_course(floor: Floor) -> None:
    world = second_round_world()
    regulator = floor.person(world["wu"])
    for name in ("oversight", "oversight_cases", "oversight_ledger"):
        regulator.see(f"reviews:{name}")
    page = regulator.see("reviews:course", world.case.serial)
    expect(page.locator("body")).to_contain_text(world.case.serial)
    page = regulator.see("reviews:timeline", world.case.serial)
    expect(page.locator("body")).to_contain_text("建-01")
    review = world.review_of("housing")
    regulator.see("reviews:clock", world.case.serial, review.pk)


def check(person: Walker, file: Path, tone: str) -> None:
    """Give a file to the page that checks it; the answer has this tone."""
    person.page.set_input_files("#check-file", file)
    person.page.click(".file-ask:has(#check-file) button")
    expect(person.page.locator(f"#answer.{tone}")).to_be_visible()


def check_folder(person: Walker, folder: Path) -> None:
    """Give a folder with a genuine and a forged file: each has its verdict, the bad first."""
    person.see("signatures:verify")
    person.page.set_input_files("#check-folder", folder)
    state = person.page.locator("[data-folder-check] [data-state]")
    expect(state).to_have_text("2 个文件中，1 个现行有效、与存档一致。", timeout=60_000)
    rows = person.page.locator("[data-folder-check] tbody tr")
    expect(rows.locator(".chip.late")).to_have_count(1)
    expect(rows.nth(0)).to_contain_text("forged.pdf")
    expect(rows.nth(1)).to_contain_text("certificate.pdf")
    expect(rows.nth(1).locator(".chip.ok")).to_be_visible()


def settle(world: World, sector: str) -> None:
    """A department has nothing against what was changed, and passes the case."""
    review = world.review_of(sector)
    for change in undeclared_changes(world.case):
        tick_change(
            change=change,
            review=review,
            reviewer=world.cast.reviewer_of(sector),
            verdict=ChangeTick.Verdict.ACCEPTED,
            note="",
        )
    world.conclude(sector)
    world.approve(sector)
