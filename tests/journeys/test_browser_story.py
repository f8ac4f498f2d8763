"""Real people at a real browser: one case from its opening to the revised sheets.

Each test is a chapter; the world before it is built by the actions that the pages use.
"""

from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import expect

from config.demo.cast import enrol_cast
from drawings.actions.projects import found_project
from drawings.actions.uploads import take_file
from drawings.models import Comparison
from reviews.actions.cases import open_case
from reviews.models import Case, Opinion
from reviews.routing import facts_to_dict
from reviews.states import CaseState, MaterialState
from samples.sets import write_set
from samples.tower.opinions import sample_opinions
from tests.journeys.walking import PATIENCE, Floor, Walker, apart
from tests.world import FACTS, World, build_world, do_jobs, reviewing_world

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]

SHEETS: Final = ("建施-05", "防施-01")
DEFERRED: Final = "energy_calculation"


@pytest.fixture(scope="module")
def first_set(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small folder of drawings, DWG and PDF."""
    folder = tmp_path_factory.mktemp("first") / "清和苑3号楼"
    write_set(folder, "A", only=SHEETS)
    return folder


@pytest.fixture(scope="module")
def second_set(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One of these sheets, revised."""
    folder = tmp_path_factory.mktemp("second") / "修改图"
    write_set(folder, "B", only=SHEETS[:1])
    return folder


# ---- the builder opens a case
def test_a_builder_opens_a_case_uploads_a_folder_and_hands_it_in(
    floor: Floor, first_set: Path, tmp_path: Path
) -> None:
    cast = enrol_cast()
    builder = floor.person(cast["liu"])
    builder.see("reviews:cases")
    page = builder.see("reviews:new_case")
    page.fill("[name=name]", "清和苑 3# 住宅楼")
    page.select_option("[name=designer]", label="云溪市建筑设计研究院有限公司")
    for name, value in facts_to_dict(FACTS).items():
        field = page.locator(f"input[type=number][name={name}]")
        if field.count():
            field.fill(str(value))
    expect(page.locator("#routing h2 + .r").first).to_have_text("3 个部门")
    builder.press("开始报审")
    page.wait_for_url("**/upload/")
    case = Case.objects.get()

    page.set_input_files("#upload-folder", first_set)
    submission = case.current_round.submission
    files = sum(1 for path in first_set.rglob("*") if path.is_file())
    expect(page.locator("[data-said]")).to_have_text("全部传完", timeout=PATIENCE)
    expect(page.locator("#sheets tbody tr")).not_to_have_count(0)
    assert submission.files.count() == files
    apart(do_jobs)
    expect(page.locator("#intake .job")).to_have_count(0)
    for number in SHEETS:
        expect(page.locator("#sheets th", has_text=number)).to_have_count(1)
    builder.read_labels()

    papers = [material.code for material in case.materials.all()]
    builder.see("reviews:materials", case.serial)
    paper = tmp_path / "查询.pdf"
    paper.write_bytes(b"%PDF-1.4\n%%EOF\n")
    for code in papers:
        page.set_input_files(f"#{code} input[type=file]", paper)
        page.click(f"#{code} button")
    builder.see("workflow:submit", case.serial)
    builder.press("确认")
    builder.press("提交报审")
    page.wait_for_url(f"**/cases/{case.serial}/")
    case.refresh_from_db()
    assert case.state == CaseState.SUBMITTED
    assert not case.materials.exclude(state=MaterialState.PRESENT).exists()
    builder.see("reviews:facts", case.serial)


# ---- the window
def test_a_clerk_accepts_with_one_document_to_follow(floor: Floor) -> None:
    world = build_world().hand_in(but=[DEFERRED])
    clerk = floor.person(world["chen"])
    page = clerk.see("workflow:window")
    page.get_by_role("link", name=world.case.project.name).first.click()
    page.wait_for_url(f"**/window/{world.case.serial}/")
    clerk.read_labels()

    page.check("input[name=ending][value=defer]")
    expect(page.locator("#letter-preview li")).to_have_count(1)
    page.click("#outcome button.primary")
    page.wait_for_url("**/window/")

    assert world.refresh().case.state == CaseState.REVIEWING
    owed = world.case.materials.get(code=DEFERRED)
    assert owed.state == MaterialState.PROMISED
    applicant = floor.person(world["liu"])
    applicant.see("reviews:case", world.case.serial)
    applicant.see("reviews:timeline", world.case.serial)


# ---- the departments
def test_a_reviewer_draws_a_cloud_and_the_opinion_gets_its_number(floor: Floor) -> None:
    world = reviewing_world()
    reviewer = floor.person(world["wang"])
    page = reviewer.see("workflow:inbox")
    page.click(".desk-table a.btn")
    page.locator(".sheet-line", has_text="建施-05").click()
    reviewer.read_labels()

    say(reviewer, "次卧门洞净宽不足。", "加宽至 0.90 m。")

    expect(page.locator(".opinion-line .no, .opinion-line").first).to_contain_text(
        "建-01"
    )
    opinion = Opinion.objects.get()
    assert (opinion.number, opinion.shape) == ("建-01", "cloud")
    assert opinion.sheet.number == "建施-05"
    page.click(".opinion-line")
    expect(page.locator("#opinion-pane textarea[name=text]")).to_have_value(
        "次卧门洞净宽不足。"
    )
    builder = floor.person(world["liu"])
    builder.see("reviews:answers", world.case.serial)
    expect(builder.page.locator("body")).not_to_contain_text("次卧门洞净宽不足。")


def test_contradicting_departments_meet_and_one_resolution_takes_their_place(
    floor: Floor,
) -> None:
    world = reviewing_world()
    fire, air = floor.person(world["li"]), floor.person(world["zhao"])
    revision = world.revision("建施-05")
    for reviewer in (fire, air):
        reviewer.open("reviews:workbench_sheet", world.case.serial, revision.pk)
    say(fire, "疏散门应向疏散方向开启。", "疏散门改为向外开启，净宽不小于 1.20 m。")
    say(air, "门扇不得向外开启。", "疏散门应向内开启，净宽不大于 1.00 m。")
    expect(air.page.locator(".note.warn[role=alert]")).to_contain_text("消-01")

    host, other = floor.person(world["sun"]), floor.person(world["zheng"])
    meeting = world.case.consultations.get()
    host.see("reviews:consultations")
    host.see("reviews:consultation", world.case.serial, meeting.number)
    host.page.click(f"#begin-{meeting.pk} button.primary")
    host.page.locator(f"#resolution-{meeting.pk}").wait_for()
    for head, words in (
        (host, "净宽满足要求，同意。"),
        (other, "不影响战时关闭，同意。"),
    ):
        page = head.see("reviews:consultation", world.case.serial, meeting.number)
        page.fill("#position-text", words)
        page.check(f"#position-{meeting.pk} input[name=view][value=yes]", force=True)
        page.click(f"#position-{meeting.pk} form button[type=submit]")
        page.locator(f"#position-{meeting.pk} .note.ok").wait_for()
    page = host.see("reviews:consultation", world.case.serial, meeting.number)
    page.check("input[name=outcome][value=middle]", force=True)
    page.fill("#resolution-text", "门洞加宽至 1500，向外开启，铰链改设于北侧。")
    page.click(f"#resolution-{meeting.pk} button.primary")
    page.locator(f"#resolution-{meeting.pk}").wait_for(state="detached")
    host.read_labels()
    states = set(world.case.opinions.values_list("number", "state"))
    assert {("消-01", "replaced"), ("人-01", "replaced")} < states
    host.see("reviews:consultations")


def test_heads_approve_and_the_lead_head_releases_one_notice(floor: Floor) -> None:
    world = reviewing_world()
    world.say("housing", "次卧门洞净宽不足。")
    for sector in ("fire", "airdefence"):
        world.conclude(sector)
        world.approve(sector)
    reviewer = floor.person(world["wang"])
    page = reviewer.open("reviews:workbench", world.case.serial)
    page.check("input[name=result][value=pass_after_change]", force=True)
    page.click("form.dock button[type=submit]")
    page.locator("div.dock").wait_for()

    floor.release(world["qian"], world.case.serial)
    assert world.refresh().case.state == CaseState.REVISING

    builder = floor.person(world["liu"])
    builder.see("reviews:case", world.case.serial)
    builder.see("reviews:answers", world.case.serial)
    expect(builder.page.locator("body")).to_contain_text("次卧门洞净宽不足。")


# ---- builder and design firm answer
def test_a_designer_answers_and_a_revised_sheet_is_compared_by_itself(
    floor: Floor, first_set: Path, second_set: Path
) -> None:
    world = tower_world(first_set).hand_in().accept()
    said = next(one for one in sample_opinions() if one.sheet == SHEETS[0])
    world.say("housing", said.finding, sheet=said.sheet, box=said.region)
    world.finish_round().release()
    designer = floor.person(world["lv"])
    page = designer.see("reviews:upload", world.case.serial)

    page.set_input_files("#upload-folder", second_set)
    expect(page.locator("[data-said]")).to_have_text("全部传完", timeout=PATIENCE)
    expect(page.locator("#sheets tbody tr")).not_to_have_count(0)
    apart(do_jobs)
    expect(page.locator("#intake .job")).to_have_count(0)
    row = Comparison.objects.get()
    assert row.verdict == Comparison.Verdict.CHANGED
    page = designer.see("reviews:answers", world.case.serial)
    expect(page.locator("body")).to_contain_text(SHEETS[0])
    page.fill("details.declaration [name=text]", "门窗表与图签同步修改")
    page.click("details.declaration button[name=all]")
    expect(page.locator("details.declaration .change-list")).not_to_contain_text(
        "未声明"
    )
    page.fill("textarea[name=text]", said.reply)
    page.click("form:has(textarea[name=text]) button[type=submit]")
    page.locator("#send button.primary").wait_for()
    page.click("#send button")
    page.wait_for_url(f"**/cases/{world.case.serial}/")
    assert world.refresh().case.round_number == 2
    assert world.case.state == CaseState.REVIEWING

    reviewer = floor.person(world["wang"])
    reviewer.see("reviews:compare", world.case.serial, row.pk)
    expect(reviewer.page.locator("canvas").first).to_be_visible()


def say(reviewer: Walker, text: str, requirement: str) -> None:
    """Draw a cloud in the middle of the sheet with the mouse, and write the opinion."""
    page = reviewer.page
    page.locator("sheet-viewer canvas").first.wait_for()
    page.click("[data-tool=cloud]")
    box = page.locator("sheet-viewer .map").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x - 60, y - 50)
    page.mouse.down()
    page.mouse.move(x, y, steps=4)
    page.mouse.move(x + 60, y + 50, steps=4)
    page.mouse.up()
    form = page.locator("form[data-mark-form]")
    form.locator("textarea[name=text]").fill(text)
    form.locator("textarea[name=requirement]").fill(requirement)
    page.keyboard.press("Control+Enter")
    page.locator(".panel-body .note.ok.saved").wait_for()


def tower_world(folder: Path) -> World:
    """A draft case with sheets that were really read."""
    cast = enrol_cast()
    project = found_project(
        name="清和苑 3# 住宅楼",
        region=cast.city,
        builder=cast.units["清和置业"],
        designer=cast.units["云溪设计院"],
        facts=facts_to_dict(FACTS),
    )
    case = open_case(project=project, actor=cast["liu"], phone="13800000001")
    submission = case.current_round.submission
    assert submission is not None
    for path in sorted(folder.rglob("*.*")):
        if path.is_file():
            name = str(path.relative_to(folder))
            take_file(submission=submission, path=name, source=path)
    apart(do_jobs)
    return World(cast, case)
