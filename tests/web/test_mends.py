"""The check of a set on the screen: every remark has its click, and clicks keep their word."""

import datetime as dt
import re

import pytest
from django.test import Client
from django.urls import reverse

from drawings.actions.assembly import assemble_sheets
from drawings.actions.corrections import recall_corrections
from drawings.models import Correction, Face, Settlement, SheetRevision, SubmittedFile
from reviews.actions.cases import confirm_case
from reviews.errors import NotReady
from reviews.noting import notes_of_set
from storage import clock
from storage.models import Job
from tests.world import DOOR, FAR, PLAN, World, add_sheet, build_world, do_jobs

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.parametrize("built", [build_world], indirect=True, scope="module"),
]
LIST = [["建施-04", "一层平面图"], ["建施-05", "标准层平面图"], ["结施-01", "基础图"]]


def client_of(world: World, login: str = "lv") -> Client:
    client = Client()
    client.force_login(world[login])
    return client


def page(world: World, login: str = "lv", **query: str) -> str:
    url = reverse("reviews:upload", args=[world.case.serial])
    return client_of(world, login).get(url, query).content.decode()


def click(world: World, login: str = "lv", **said: object) -> int:
    url = reverse("reviews:mend", args=[world.case.serial])
    answer = client_of(world, login).post(url, said, headers={"HX-Request": "true"})
    if answer.status_code == 200:
        assert "<html" not in answer.content.decode()
    return answer.status_code


def list_of(world: World) -> None:
    """The first sheet is the drawing list."""
    Face.objects.filter(number="建施-05").update(listed=LIST)


def codes_of(world: World, number: str) -> set[str]:
    submission = world.case.current_round.submission
    notes = notes_of_set(submission)
    row = submission.revisions.filter(sheet__number=number).first()
    found = notes.by_revision.get(row.pk, []) if row else notes.missing
    return {note.code for note in found if note.is_open and note.subject == number}


def reread(world: World, sheet: str, **values: object) -> Face:
    """Put the file of a sheet in again, as if it had been replaced and read."""
    old = Face.objects.get(number=sheet)
    path, submission = old.file.path, world.case.current_round.submission
    row = submission.revisions.get(pdf=old)
    kept = {f: getattr(old, f) for f in ("page", "content", "thumbnail", "digest")}
    row.delete()
    old.delete()
    SubmittedFile.objects.filter(path=path, submission=submission).delete()
    file = SubmittedFile.objects.create(
        submission=submission,
        path=path,
        size=1,
        received=1,
        blob=kept["page"],
        state="read",
        kind="pdf",
        added_at=clock.now(),
    )
    face = Face.objects.create(
        file=file,
        side="pdf",
        index=0,
        width_mm=420,
        height_mm=297,
        **{"discipline": "other", **kept, **values},
    )
    recall_corrections(file)
    assemble_sheets(submission=submission)
    face.refresh_from_db()
    return face


def test_the_list_is_held_against_the_sheets(world: World) -> None:
    list_of(world)

    told = page(world)

    assert "图纸目录中的图名是“一层平面图”" in told
    assert "图纸目录中有，未报送" in told
    assert "图纸目录中没有" in told  # 防施-01
    assert "基础图" in page(world, show="missing")
    assert "标准层平面图" not in page(world, show="missing")


def test_a_missing_sheet_is_promised_and_the_set_goes_in(world: World) -> None:
    list_of(world)
    said = {
        "act": "settle",
        "code": "missing",
        "subject": "结施-01",
        "value": "follows",
    }

    click(world, **said)
    assert codes_of(world, "结施-01") == {"missing"}
    click(world, **said, until=str(clock.today() + dt.timedelta(days=90)))
    assert codes_of(world, "结施-01") == {"missing"}
    day = clock.today() + dt.timedelta(days=10)
    click(world, **said, until=str(day))

    assert codes_of(world, "结施-01") == set()
    assert Settlement.objects.get().until == day
    world.hand_in()
    assert "容缺" in page(world, "chen")


def test_a_set_with_an_unsure_number_waits_for_a_word(world: World) -> None:
    SheetRevision.objects.filter(sheet__number="建施-05").update(number_confidence=0.3)
    assert "1 行须先处理" in page(world)
    with pytest.raises(NotReady, match="建施-05"):
        world.hand_in()

    row = world.case.current_round.submission.revisions.get(sheet__number="建施-05")
    click(world, act="number", sheet=row.pk, value="建施-05")

    assert "行须先处理" not in page(world)
    world.hand_in()


@pytest.mark.parametrize("word", ["accepted", "outdated", "not_to_scale"])
def test_what_keeps_a_set_back_is_not_settled_by_a_word(
    world: World, word: str
) -> None:
    SheetRevision.objects.filter(sheet__number="建施-05").update(number_confidence=0.3)

    click(world, act="settle", code="number_unsure", subject="建施-05", value=word)

    assert "1 行须先处理" in page(world)
    with pytest.raises(NotReady, match="建施-05"):
        world.hand_in()


def test_each_click_takes_over_what_it_says(world: World) -> None:
    list_of(world)
    first = world.case.current_round.submission.revisions.get(sheet__number="建施-04")

    assert click(world, act="name", sheet=first.pk, value="一层平面图") == 200
    assert "name_differs" not in codes_of(world, "建施-04")
    air = world.case.current_round.submission.revisions.get(sheet__number="防施-01")
    click(world, act="settle", code="extra", subject="防施-01", value="outdated")
    assert "extra" not in codes_of(world, "防施-01")
    click(world, act="discipline", sheet=air.pk, value="fire")
    assert codes_of(world, "防施-01") == {"discipline_differs", "dwg_missing"}


def test_clicks_that_make_no_sense_change_nothing(world: World) -> None:
    for said in (
        {},
        {"act": "magic"},
        {"act": "settle", "code": "missing", "subject": "x", "value": "maybe"},
        {"act": "settle", "code": "nonsense", "value": "accepted"},
    ):
        assert click(world, **said) == 200
    assert not Settlement.objects.exists()
    assert click(world, act="number", sheet=99_999, value="A") == 404
    assert click(world, "he", act="number", value="A") == 404
    first = world.case.current_round.submission.revisions.first()
    assert first is not None
    assert click(world, act="number", sheet=first.pk, value="防施-01") == 409
    for nothing in ("²", "9" * 200, "x"):
        assert click(world, act="join", sheet=first.pk, value=nothing) == 404
    assert click(world, act="number", sheet=10**30, value="A") == 404


def test_a_correction_outlives_the_file(world: World) -> None:
    row = world.case.current_round.submission.revisions.get(sheet__number="建施-05")
    click(world, act="number", sheet=row.pk, value="建施-15")
    assert Correction.objects.get().number == "建施-15"

    read = {"number": {"value": "建施-05", "confidence": 0.9}}
    again = reread(world, "建施-15", number="建施-05", title_block=read)
    assert again.number == "建施-15"

    other = {"number": {"value": "建施-33", "confidence": 0.95}}
    Correction.objects.update(digest="")
    surely = reread(world, "建施-15", number="建施-33", title_block=other)
    assert surely.number == "建施-33"


def test_all_title_blocks_are_put_right_in_one_table(world: World) -> None:
    url = reverse("reviews:corrections", args=[world.case.serial])
    client = client_of(world)
    rows = list(world.case.current_round.submission.revisions.select_related("sheet"))
    sent = filled(world)

    assert "建施-04" in client.get(url).content.decode()
    assert client_of(world, "he").get(url).status_code == 404
    # two numbers change places: refused as one, and nothing is changed
    twice = sent | {f"f{rows[0].face.pk}-number": rows[1].sheet.number}
    assert client.post(url, twice).status_code == 422
    assert not Correction.objects.exists()
    changed = sent | {
        f"f{rows[0].face.pk}-scale": "1:50",
        f"f{rows[1].face.pk}-revision": "B",
    }
    assert client.post(url, changed).status_code == 302

    assert Correction.objects.count() == 2
    assert Face.objects.filter(scale="1:50").count() == 1
    assert SheetRevision.objects.get(label="B").sheet.number == rows[1].sheet.number


def filled(world: World) -> dict[str, str]:
    """The table of all title blocks as the page shows it, nothing written yet."""
    sent: dict[str, str] = {}
    submission = world.case.current_round.submission
    for row in submission.revisions.select_related("sheet", "dwg", "pdf"):
        said = {"number": row.sheet.number, "name": row.name, "scale": row.face.scale}
        said |= {"discipline": row.sheet.discipline, "revision": row.label}
        for field, value in said.items():
            sent[f"f{row.face.pk}-{field}"] = value
            sent[f"initial-f{row.face.pk}-{field}"] = value
    return sent


def test_rows_paired_anew_while_somebody_writes_are_kept(world: World) -> None:
    """The DWG was a sheet of its own when the page was drawn; its PDF arrives meanwhile."""
    submission = world.case.current_round.submission
    pdf = Face.objects.get(number="建施-05")
    alone = dwg_of(world, pdf, number="A-99")
    assemble_sheets(submission=submission)
    sent = filled(world)
    sent |= {f"f{alone.pk}-name": "屋顶平面图", f"f{alone.pk}-scale": "1:50"}
    Face.objects.filter(pk=alone.pk).update(number="建施-05")
    assemble_sheets(submission=submission)
    both = submission.revisions.get(dwg=alone)
    assert both.pdf == pdf
    sent[f"f{alone.pk}-number"] = sent[f"initial-f{alone.pk}-number"] = "建施-05"

    url = reverse("reviews:corrections", args=[world.case.serial])
    assert client_of(world).post(url, sent).status_code == 302

    assert submission.revisions.get(dwg=alone).name == "屋顶平面图"


def test_what_was_written_for_a_sheet_that_is_gone_is_told(world: World) -> None:
    url = reverse("reviews:corrections", args=[world.case.serial])
    gone, stays = (Face.objects.get(number=one) for one in ("建施-05", "建施-04"))
    sent = filled(world)
    sent |= {f"f{gone.pk}-name": "改过的名字", f"f{stays.pk}-scale": "1:20"}
    row = SheetRevision.objects.get(pdf=gone)
    click(world, act="drop", sheet=row.pk)

    answer = client_of(world).post(url, sent)

    assert answer.status_code == 422
    assert "改过的名字" in answer.content.decode()
    assert Face.objects.get(pk=stays.pk).scale == "1:20"
    assert not Correction.objects.filter(name="改过的名字").exists()


def test_two_rows_that_became_one_are_told(world: World) -> None:
    submission = world.case.current_round.submission
    pdf = Face.objects.get(number="建施-05")
    alone = dwg_of(world, pdf, number="A-99")
    assemble_sheets(submission=submission)
    sent = filled(world)
    sent |= {f"f{pdf.pk}-name": "此名", f"f{alone.pk}-name": "彼名"}
    Face.objects.filter(pk=alone.pk).update(number="建施-05")
    assemble_sheets(submission=submission)

    url = reverse("reviews:corrections", args=[world.case.serial])
    answer = client_of(world).post(url, sent)

    names = set(submission.revisions.values_list("name", flat=True))
    assert answer.status_code == 422
    assert len(names & {"此名", "彼名"}) == 1
    assert set(re.findall("[此彼]名", answer.content.decode())) == {"此名", "彼名"}


def dwg_of(world: World, pdf: Face, **values: object) -> Face:
    """A DWG face in a file of its own, drawn like the PDF."""
    file = SubmittedFile.objects.create(
        submission=world.case.current_round.submission,
        path="标准层.dwg",
        size=1,
        received=1,
        blob=pdf.page,
        state="read",
        kind="dwg",
        added_at=clock.now(),
    )
    filled_in: dict[str, object] = {
        "file": file,
        "side": "dwg",
        "index": 0,
        "discipline": "architecture",
        "width_mm": 420,
        "height_mm": 297,
    }
    kept = {name: getattr(pdf, name) for name in ("page", "content", "thumbnail")}
    return Face.objects.create(**filled_in | kept | values)


def test_a_refused_click_leaves_the_confirmation(world: World) -> None:
    for material in world.case.materials.all():
        world.hand_in_one(material.code)
    confirm_case(case=world.case, actor=world["liu"])
    first = world.case.current_round.submission.revisions.first()
    assert first is not None

    assert click(world, act="number", sheet=first.pk, value="防施-01") == 409
    assert world.refresh().case.is_confirmed_by_builder
    assert click(world, act="number", sheet=first.pk, value="建施-44") == 200
    assert not world.refresh().case.is_confirmed_by_builder


def test_unsure_pairs_are_said_and_parted_or_kept(world: World) -> None:
    submission = world.case.current_round.submission
    pdf = Face.objects.get(number="建施-05")
    file = dwg_of(world, pdf, texts="标准层平面图\n客厅\n卧室").file
    pdf.texts = "标准层平面图\n客厅\n建施-05"
    pdf.save()
    assemble_sheets(submission=submission)
    row = submission.revisions.get(sheet__number="建施-05")
    assert row.dwg is not None
    assert "pair_unsure" in codes_of(world, "建施-05")

    click(world, act="apart", sheet=row.pk)
    assert submission.revisions.get(sheet__number="建施-05").dwg is None
    alone = submission.revisions.get(dwg__file=file)
    joined = submission.revisions.get(sheet__number="建施-05")
    click(world, act="join", sheet=joined.pk, value=str(alone.pk))

    both = submission.revisions.get(sheet__number="建施-05")
    assert both.dwg is not None
    assert both.pdf is not None
    assert codes_of(world, "建施-05") <= {"scale_missing"}


def test_a_revision_that_shows_the_same_is_said(world: World) -> None:
    Face.objects.filter(number="建施-05").update(digest="same", revision="A")
    SheetRevision.objects.filter(sheet__number="建施-05").update(label="A")
    world.hand_in().accept().say("housing")
    world.finish_round().release()
    submission = world.case.rounds.get(number=2).submission
    row = add_sheet(submission, "建施-05", "标准层平面图", "architecture", PLAN + DOOR)
    add_sheet(submission, "建施-04", "首层平面图", "architecture", PLAN + DOOR + FAR)
    Face.objects.filter(pdf_of=row).update(digest="same")

    notes = notes_of_set(submission).by_revision[row.pk]
    assert "same_as_before" in {note.code for note in notes}
    assert "内容与 A 版相同" in page(world)

    click(world, act="drop", sheet=row.pk)
    assert not submission.revisions.filter(sheet__number="建施-05").exists()
    assert Job.objects.open().exists()
    do_jobs()
