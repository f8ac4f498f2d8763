"""The printed report of a comparison: asked for, made by a job, kept, and told to whom."""

import pymupdf
import pytest
from django.test import Client
from django.urls import reverse

from drawings.actions.withdrawing import withdraw_sheet
from drawings.models import Comparison
from reviews.actions.papers import make_paper, order_paper
from reviews.comparing import Told, told_to
from reviews.models import ComparisonPaper
from reviews.standing import undeclared_changes
from storage.actions.blobs import read_bytes
from storage.models import Job
from tests.sheets import PLAN, add_sheet
from tests.stage import HTMX, IN_ROUND_ONE, IN_ROUND_TWO, REVISING, signed_in
from tests.world import World, do_jobs


def urls_of(world: World, row: Comparison | None = None) -> tuple[str, str]:
    """The page of a report, and its PDF."""
    kind, keys = ("compare_case", []) if row is None else ("compare", [row.pk])
    args = [world.case.serial, *keys]
    return (
        reverse(f"reviews:{kind}_report", args=args),
        reverse(f"reviews:{kind}_report_file", args=args),
    )


def words_of(client: Client, address: str) -> str:
    """What the PDF says, without spaces."""
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    data = b"".join(answer)
    with pymupdf.open(stream=data, filetype="pdf") as pdf:
        return "".join("".join(page.get_text() for page in pdf).split())


def made(world: World, login: str, row: Comparison | None = None) -> str:
    """The words of the report that a person asks for."""
    client = signed_in(world[login])
    page, file = urls_of(world, row)
    assert client.post(page).status_code == 302
    do_jobs()
    assert file in client.get(page).content.decode()
    return words_of(client, file)


@IN_ROUND_TWO
def test_the_report_of_a_sheet_names_changes_files_and_limits(world: World) -> None:
    (change,) = undeclared_changes(world.case)

    words = made(world, "wang", change.comparison)

    blob = change.comparison.newer.face.file.blob
    assert blob is not None
    assert blob.sha256 in words
    assert "未声明" in words
    assert "对比引擎第5版" in words


@IN_ROUND_TWO
def test_the_report_of_the_case_names_every_sheet_and_how_it_was_compared(
    world: World,
) -> None:
    rows = list(Comparison.objects.order_by("pk"))
    rows[0].verdict, rows[0].reason = Comparison.Verdict.CANNOT, "scanned"
    rows[0].save()

    words = made(world, "qian")

    for row in rows:
        assert row.newer.sheet.number in words
    assert "按图元1" in words
    assert "未能对比1" in words


@IN_ROUND_TWO
def test_it_is_made_by_a_job_once_and_the_page_tells_how_far_it_is(
    world: World,
) -> None:
    client = signed_in(world["wang"])
    page, file = urls_of(world)

    assert client.get(file).status_code == 404
    assert "生成报告" in client.get(page).content.decode()
    for _again in range(2):
        client.post(page)
    waiting = client.get(page, headers=HTMX).content.decode()
    job = Job.objects.get(task="reviews.make_comparison_paper")
    do_jobs()
    client.post(page)

    assert "every 1s" in waiting
    assert "<html" not in waiting
    assert ComparisonPaper.objects.count() == 1
    assert Job.objects.get(task=job.task).pk == job.pk
    assert "every 1s" not in client.get(page, headers=HTMX).content.decode()


@IN_ROUND_TWO
def test_making_it_twice_keeps_the_first(world: World) -> None:
    paper = order_paper(
        case=world.case, comparison=None, actor=world["wang"], language="en"
    )
    do_jobs()
    before = ComparisonPaper.objects.values().get()

    make_paper(paper=paper, tell=lambda _done, _total, _note: None)

    assert ComparisonPaper.objects.values().get() == before
    assert "Comparisonreport" in words_in(paper.pk)


def words_in(key: int) -> str:
    paper = ComparisonPaper.objects.get(pk=key)
    assert paper.blob is not None
    with pymupdf.open(stream=read_bytes(paper.blob), filetype="pdf") as pdf:
        return "".join(pdf[0].get_text().split())


@IN_ROUND_TWO
def test_another_one_is_made_when_it_would_say_something_else(world: World) -> None:
    client = signed_in(world["wang"])
    page, file = urls_of(world)
    client.post(page)
    do_jobs()
    assert client.get(file).status_code == 200

    world.say("fire")

    assert client.get(file).status_code == 404
    assert "生成报告" in client.get(page).content.decode()


@IN_ROUND_TWO
def test_another_one_is_made_when_a_sheet_goes_by_another_name(world: World) -> None:
    told = told_to(world["wang"], world.case, None)
    before = told.digest(language="en")
    sheet = told.comparisons[0].newer.sheet
    sheet.name = f"{sheet.name} A"
    again = Told(told.comparisons, told.opinions)
    assert again.digest(language="en") != before


@IN_ROUND_TWO
def test_nobody_reads_opinions_in_a_report_that_are_not_told_to_him(
    world: World,
) -> None:
    draft = world.say("fire", box=(58.0, 88.0, 82.0, 102.0), sheet="建施-04")

    told = made(world, "wang")
    kept = made(world, "lv")

    assert draft.number in told
    assert draft.number not in kept
    assert ComparisonPaper.objects.count() == 2


@IN_ROUND_TWO
def test_a_report_that_failed_says_so_and_can_be_asked_for_again(world: World) -> None:
    client = signed_in(world["wang"])
    page, file = urls_of(world)
    client.post(page)
    Job.objects.filter(task="reviews.make_comparison_paper").update(
        state=Job.State.FAILED, error="no room"
    )

    assert "报告未能生成" in client.get(page).content.decode()
    client.post(page)
    do_jobs()
    assert client.get(file).status_code == 200


@pytest.mark.parametrize("login", ["he"])
@IN_ROUND_TWO
def test_a_stranger_has_none_made(world: World, login: str) -> None:
    client = signed_in(world[login])

    for address in urls_of(world):
        assert client.get(address).status_code == 404
    assert client.post(urls_of(world)[0]).status_code == 404
    assert not ComparisonPaper.objects.exists()


@IN_ROUND_ONE
def test_without_a_comparison_there_is_no_report(world: World) -> None:
    assert signed_in(world["wang"]).post(urls_of(world)[0]).status_code == 404


@REVISING
def test_a_set_with_new_and_withdrawn_sheets_alone_has_its_report(world: World) -> None:
    """No sheet came again: there is nothing compared, and still something to tell."""
    submission = world.case.rounds.get(number=2).submission
    add_sheet(submission, "建施-09", "楼梯详图", "architecture", PLAN)
    withdraw_sheet(
        sheet=world.revision("建施-04").sheet,
        submission=submission,
        reason="并入 建施-09",
        actor=world["lv"],
    )
    do_jobs()
    case = reverse("reviews:case", args=[world.case.serial])
    assert urls_of(world)[0] in signed_in(world["lv"]).get(case).content.decode()

    words = made(world, "lv")

    for part in ("建施-09", "本次新增", "建施-04", "并入建施-09", "没有重新报送的图纸"):
        assert part in words
    # it is not handed in yet: the departments know nothing of it
    assert signed_in(world["wang"]).get(urls_of(world)[0]).status_code == 404
