"""The check of a set at a real browser: every click of its table is pressed, and counts."""

import datetime as dt
from typing import Final

import pytest
from playwright.sync_api import Locator, Page, expect

from drawings.actions.assembly import assemble_sheets
from drawings.actions.listing import give_list
from drawings.content.drawinglist import Listed
from drawings.models import Face, Settlement, SheetRevision, Submission
from reviews.noting import notes_of_set
from storage import clock
from storage.actions.blobs import store_bytes
from tests.journeys.walking import Floor
from tests.sets import add_again, add_unsure_dwg
from tests.sheets import DOOR, FAR, PLAN, add_sheet
from tests.world import World, build_world, do_jobs, revising_world

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]
MORE: Final = (
    ("建施-06", "屋顶平面图", "architecture"),
    ("建施-07", "墙身", "architecture"),
    ("建施-08", "楼梯", "architecture"),
    ("结施-01", "基础图", "architecture"),
    ("结施-03", "柱网图", "structure"),
)
LISTED: Final = {"建施-06": "屋面平面图", "结施-02": "梁图"}


def world_with_faults() -> World:
    """A set in which each sheet has something to be put right by one click."""
    world = build_world(MORE)
    submission = world.case.current_round.submission
    Face.objects.filter(number="建施-07").update(scale="")
    unsure = {"number": {"confidence": 0.3}}
    Face.objects.filter(number="建施-08").update(title_block=unsure)
    assemble_sheets(submission=submission)
    for number, path in (("建施-04", "首层.dwg"), ("建施-05", "标准层.dwg")):
        add_unsure_dwg(Face.objects.get(number=number), path)
    for number in ("防施-01", "结施-03"):
        add_again(submission, row_of(submission, number), PLAN + FAR)
    names = {row.sheet.number: row.name for row in submission.revisions.all()} | LISTED
    give_list(
        submission=submission,
        file_name="目录.csv",
        blob=store_bytes("图号,图名\n".encode(), media_type="text/csv"),
        entries=[
            Listed(number, name, scale="1:20")
            for number, name in names.items()
            if "(" not in number
        ],
        actor=world["lv"],
    )
    return world


def row_of(submission: Submission, number: str) -> SheetRevision:
    return submission.revisions.get(sheet__number=number)


def codes_of(submission: Submission, number: str) -> set[str]:
    """What is still to be said of a sheet."""
    row = submission.revisions.filter(sheet__number=number).first()
    notes = notes_of_set(submission)
    told = notes.by_revision.get(row.pk, []) if row else notes.missing
    return {note.code for note in told if note.is_open and note.subject == number}


def row(page: Page, number: str) -> Locator:
    """The row of a sheet in the table of the set."""
    return page.locator("#sheets tbody tr").filter(
        has=page.get_by_role("rowheader", name=number, exact=True)
    )


def press(page: Page, number: str, words: str) -> None:
    """One click in the row of a sheet; the table comes back without it."""
    button = row(page, number).get_by_role("button", name=words, exact=True)
    button.click()
    expect(button).to_have_count(0)


def test_each_click_of_the_table_puts_its_sheet_right(floor: Floor) -> None:
    world = world_with_faults()
    submission = world.case.current_round.submission
    person = floor.person(world["lv"])
    page = person.see("reviews:upload", world.case.serial)

    press(page, "建施-08", "采用图号 建施-08")
    assert row_of(submission, "建施-08").is_corrected
    press(page, "建施-06", "采用目录中的图名")
    assert row_of(submission, "建施-06").name == "屋面平面图"
    press(page, "建施-07", "采用目录中的比例 1:20")
    assert row_of(submission, "建施-07").face.scale == "1:20"
    press(page, "结施-01", "设为结构")
    assert row_of(submission, "结施-01").sheet.discipline == "structure"

    press(page, "建施-05", "是同一张图")
    assert "pair_unsure" not in codes_of(submission, "建施-05")
    press(page, "建施-04", "是两张图")
    assert row_of(submission, "建施-04").dwg is None
    alone = submission.revisions.get(dwg__file__path="首层.dwg")
    row(page, "建施-04").get_by_label("与此图为同一张：").select_option(str(alone.pk))
    press(page, "建施-04", "与此图为同一张：")
    assert row_of(submission, "建施-04").dwg is not None

    press(page, "防施-01 (2)", "移除这一张")
    press(page, "结施-03 (2)", "替换 拖入/structure/结施-03.pdf")
    assert row_of(submission, "结施-03").face.file.path == "structure/结施-03.pdf"
    assert not submission.revisions.filter(sheet__number__contains="(2)").exists()

    day = clock.today() + dt.timedelta(days=5)
    row(page, "结施-02").get_by_label("容缺后补，最晚").fill(str(day))
    press(page, "结施-02", "容缺后补，最晚")
    assert Settlement.objects.get(subject="结施-02").until == day
    expect(page.locator("#dock")).to_contain_text("1 项图纸容缺")


def test_a_revised_sheet_is_given_its_version_or_taken_out(floor: Floor) -> None:
    world = revising_world()
    Face.objects.filter(number="建施-05").update(revision="A")
    Face.objects.filter(number="建施-04").update(digest="same")
    SheetRevision.objects.filter(sheet__number="建施-05").update(label="A")
    submission = world.case.rounds.get(number=2).submission
    add_sheet(submission, "建施-05", "标准层平面图", "architecture", PLAN + DOOR + FAR)
    add_sheet(submission, "建施-04", "首层平面图", "architecture", PLAN + DOOR)
    own = Face.objects.filter(file__submission=submission)
    own.filter(number="建施-05").update(revision="A")
    own.filter(number="建施-04").update(digest="same")
    assemble_sheets(submission=submission)
    do_jobs()
    page = floor.person(world["lv"]).see("reviews:upload", world.case.serial)

    press(page, "建施-05", "改为 B 版")
    assert row_of(submission, "建施-05").label == "B"
    press(page, "建施-04", "移除：没有变化")
    assert not submission.revisions.filter(sheet__number="建施-04").exists()
