"""The table of a set: what became of each file is named, counted and put right."""

import io
from pathlib import Path
from uuid import uuid4

import pymupdf
import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.urls import reverse
from pytest_django import Settings

from drawings.actions.assembly import assemble_sheets
from drawings.actions.ingestion import ingest_file
from drawings.actions.overviews import OVERVIEWS_TASK
from drawings.actions.uploads import take_file, withdraw_file
from drawings.models import Face, SheetRevision
from reviews.halves import paper_of
from reviews.models import Case
from reviews.reconciled import sorted_rows
from reviews.reconciling import reconcile_set
from storage.models import Job
from tests.sets import add_file, announce, page_of_set
from tests.sheets import add_sheet
from tests.stage import signed_in
from tests.world import World, build_world, do_jobs

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.parametrize("built", [build_world], indirect=True, scope="module"),
]
TUS = {"Tus-Resumable": "1.0.0"}
DATA = b"%PDF-1.4 " + bytes(range(256)) * 40


def give_dwg(revision: SheetRevision) -> Face:
    """The sheet has a DWG beside its PDF, as if one had been read."""
    assert revision.pdf is not None
    face = Face.objects.select_related("file").get(pk=revision.pdf.pk)
    file = face.file
    file.pk, file.path, file.kind, file.token = None, "建施-05.dwg", "dwg", uuid4()
    file.save()
    face.pk, face.file, face.side = None, file, Face.Side.DWG
    face.save()
    assemble_sheets(submission=revision.submission)
    return face


def test_what_cannot_be_read_is_refused_with_its_sentence(world: World) -> None:
    announce(signed_in(world["lv"]), world, path="empty.dwg", size=0)
    do_jobs()

    told = page_of_set(world)

    assert "文件是空的" in told
    assert "未收取" in told


def test_every_row_says_what_is_the_matter_with_it(world: World) -> None:
    add_file(world, "x.pdf", state="refused", refusal="password")
    add_file(world, "twin.pdf", state="duplicate", particulars={"twin": "first.pdf"})
    reading = add_file(world, "reading.pdf", state="received")
    SheetRevision.objects.filter(sheet__number="建施-05").update(number_confidence=0.3)

    found = reconcile_set(world.case.current_round.submission)

    by_name = {row.name: row for row in found.rows}
    assert by_name["x.pdf"].status == "refused"
    assert "密码" in by_name["x.pdf"].remarks[0]
    assert "first.pdf" in by_name["twin.pdf"].remarks[0]
    assert by_name["reading.pdf"].status == "received"
    assert by_name["标准层平面图"].status == "unsure"
    assert by_name["首层平面图"].status == "pdf_only"
    assert sorted_rows(found.rows, "")[0].name == "x.pdf"
    assert sum(counter.count for counter in found.counters()) > len(found.rows)
    Job.objects.create(
        task="drawings.ingest_file",
        key=f"ingest:{reading.pk}",
        state=Job.State.FAILED,
        not_before=reading.added_at,
        requested_at=reading.added_at,
    )
    again = reconcile_set(world.case.current_round.submission)
    assert {row.name: row.status for row in again.rows}["reading.pdf"] == "stuck"


def test_the_counters_filter_the_table(world: World) -> None:
    add_file(world, "x.pdf", state="refused", refusal="password")

    only = page_of_set(world, show="refused")

    assert "x.pdf" in only
    assert "标准层平面图" not in only
    assert "没有这一类" in page_of_set(world, show="unsure")
    assert page_of_set(world, show="nonsense", page="-3", order="?")


def test_the_table_asks_for_itself_only_while_files_are_read(world: World) -> None:
    assert "every 2s" not in page_of_set(world)
    add_file(world, "reading.pdf", state="received")

    assert "every 2s" in page_of_set(world)
    assert "还不能报送" in page_of_set(world)
    fragment = signed_in(world["lv"]).get(
        reverse("reviews:upload_sheets", args=[world.case.serial]),
        headers={"HX-Request": "true"},
    )
    assert "<html" not in fragment.content.decode()


def test_a_number_is_put_right_and_a_double_one_refused(world: World) -> None:
    revision = world.revision("建施-05")
    client = signed_in(world["lv"])
    url = reverse("reviews:correct", args=[world.case.serial, revision.pk])
    right = {"number": "建施-07", "name": "屋顶平面图", "discipline": "architecture"}

    assert client.get(url).status_code == 200
    assert (
        "<html" not in client.get(url, headers={"HX-Request": "true"}).content.decode()
    )
    assert client.post(url, {**right, "discipline": "magic"}).status_code == 422
    assert client.post(url, {**right, "number": "建施-04"}).status_code == 409
    assert client.post(url, right).status_code == 302
    assert world.revision("建施-07").name == "屋顶平面图"
    assert world.revision("建施-07").is_corrected


def test_a_file_is_taken_out_with_its_sheet(world: World) -> None:
    face = world.revision("建施-05").pdf
    assert face is not None
    url = reverse("reviews:take_out", args=[world.case.serial, face.file.token])

    answer = signed_in(world["lv"]).post(url, headers={"HX-Request": "true"})

    assert answer.status_code == 200
    assert "标准层平面图" not in answer.content.decode()
    assert not world.case.revisions_now().filter(sheet__number="建施-05").exists()


def test_the_other_face_stays_when_one_is_taken_out(world: World) -> None:
    revision = world.revision("建施-05")
    dwg = give_dwg(revision)
    assert revision.pdf is not None
    token = revision.pdf.file.token

    signed_in(world["lv"]).post(
        reverse("reviews:take_out", args=[world.case.serial, token])
    )

    left = world.revision("建施-05")
    assert (left.dwg, left.pdf) == (dwg, None)


def test_a_double_that_is_taken_out_gives_the_sheet_its_pair_back(world: World) -> None:
    revision = world.revision("建施-05")
    dwg, pdf = give_dwg(revision), revision.pdf
    assert pdf is not None
    submission = revision.submission
    add_sheet(submission, "建施-05", "标准层平面图", "other", [])
    double = submission.files.get(path="other/建施-05.pdf")
    assert not submission.revisions.filter(dwg=dwg, pdf=pdf).exists()

    withdraw_file(file=double, actor=world["lv"])

    assert submission.revisions.filter(
        dwg=dwg, pdf=pdf, sheet__number="建施-05"
    ).exists()
    assert not submission.revisions.filter(sheet__number__contains="(").exists()


def test_revised_sheets_are_seen_by_nobody_else_before_they_are_sent(
    world: World,
) -> None:
    world.hand_in().accept().say("housing")
    world.finish_round().release().revise()

    assert "2 个文件，2 张图" in page_of_set(world)
    assert "3 个文件，3 张图" in page_of_set(world, "wang")
    assert "已报送并冻结" in page_of_set(world, "wang")


@pytest.mark.usefixtures("world")
def test_a_paper_is_named_as_people_say_it() -> None:
    assert paper_of(841, 594) == "A1"
    assert paper_of(594, 1051) == "A1+"
    assert paper_of(300, 500) == "A3+"
    assert paper_of(500, 700) == "500×700"


def test_a_folder_becomes_a_case_and_every_file_is_accounted_for(
    tmp_path: Path, world: World
) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "空.dwg").write_bytes(b"")
    (tmp_path / "说明.txt").write_text("kein Plan", encoding="utf-8")
    (tmp_path / ".hidden").write_bytes(b"x")
    out, faults = io.StringIO(), io.StringIO()

    call_command(
        "open_case",
        str(tmp_path),
        name="湖畔楼",
        fact=["height_m=20"],
        stdout=out,
        stderr=faults,
        leave=True,
    )
    case = Case.objects.get(project__name="湖畔楼")
    do_jobs()

    told = out.getvalue()
    assert case.serial in told
    assert "2 files" in told
    assert reverse("reviews:upload", args=[case.serial]) in told
    refused = case.current_round.submission.files.refused()
    assert {file.path for file in refused} == {"sub/空.dwg", "说明.txt"}


def test_who_reads_a_file_draws_its_overviews_with_it(
    world: World, settings: Settings, tmp_path: Path
) -> None:
    settings.LIANSHEN_TILES = tiles = tmp_path / "tiles"
    path = tmp_path / "建施-31.pdf"
    with pymupdf.open() as document:
        document.new_page(width=1191, height=842).draw_line((72, 72), (900, 700))
        document.save(path)
    submission = world.case.current_round.submission
    file = ingest_file(
        file=take_file(submission=submission, path="建施-31.pdf", source=path)
    )
    face = Face.objects.get(file=file)
    drawn = {each.stem for each in (tiles / face.page.sha256[:2]).rglob("*.png")}
    assert drawn == {"0-0-0", "1-0-0", "2-0-0", "2-1-0"}
    assert not Job.objects.filter(task=OVERVIEWS_TASK).exists()


@pytest.mark.usefixtures("world")
def test_a_folder_that_is_none_is_an_error_of_the_command(tmp_path: Path) -> None:
    with pytest.raises(CommandError):
        call_command("open_case", str(tmp_path / "nothing"))
    with pytest.raises(CommandError):
        call_command("open_case", str(tmp_path))
