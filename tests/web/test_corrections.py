"""Title blocks put right by hand: in one table, kept for files that come later."""

import re

import pytest
from django.urls import reverse

from drawings.actions.assembly import assemble_sheets
from drawings.actions.corrections import recall_corrections
from drawings.models import Correction, Face, SheetRevision, SubmittedFile
from tests.sets import add_dwg, click
from tests.sheets import add_read_file
from tests.stage import signed_in
from tests.world import World, build_world

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.parametrize("built", [build_world], indirect=True, scope="module"),
]


def reread(world: World, sheet: str, **values: object) -> Face:
    """Put the file of a sheet in again, as if it had been replaced and read."""
    old = Face.objects.get(number=sheet)
    path, submission = old.file.path, world.case.current_round.submission
    row = submission.revisions.get(pdf=old)
    kept = {f: getattr(old, f) for f in ("page", "content", "thumbnail", "digest")}
    row.delete()
    old.delete()
    SubmittedFile.objects.filter(path=path, submission=submission).delete()
    file = add_read_file(submission, path, old.page)
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
    client = signed_in(world["lv"])
    rows = list(world.case.current_round.submission.revisions.select_related("sheet"))
    sent = filled(world)

    assert "建施-04" in client.get(url).content.decode()
    assert signed_in(world["he"]).get(url).status_code == 404
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


def a_sheet_and_a_dwg_alone(world: World) -> tuple[Face, Face]:
    """The PDF of 建施-05, and a DWG of another number: each is a row of its own."""
    pdf = Face.objects.get(number="建施-05")
    alone = add_dwg(pdf, "标准层.dwg", number="A-99")
    assemble_sheets(submission=world.case.current_round.submission)
    return pdf, alone


def test_rows_paired_anew_while_somebody_writes_are_kept(world: World) -> None:
    """The DWG was a sheet of its own when the page was drawn; its PDF arrives meanwhile."""
    submission = world.case.current_round.submission
    pdf, alone = a_sheet_and_a_dwg_alone(world)
    sent = filled(world)
    sent |= {f"f{alone.pk}-name": "屋顶平面图", f"f{alone.pk}-scale": "1:50"}
    Face.objects.filter(pk=alone.pk).update(number="建施-05")
    assemble_sheets(submission=submission)
    both = submission.revisions.get(dwg=alone)
    assert both.pdf == pdf
    sent[f"f{alone.pk}-number"] = sent[f"initial-f{alone.pk}-number"] = "建施-05"

    url = reverse("reviews:corrections", args=[world.case.serial])
    assert signed_in(world["lv"]).post(url, sent).status_code == 302

    assert submission.revisions.get(dwg=alone).name == "屋顶平面图"


def test_what_was_written_for_a_sheet_that_is_gone_is_told(world: World) -> None:
    url = reverse("reviews:corrections", args=[world.case.serial])
    gone, stays = (Face.objects.get(number=one) for one in ("建施-05", "建施-04"))
    sent = filled(world)
    sent |= {f"f{gone.pk}-name": "改过的名字", f"f{stays.pk}-scale": "1:20"}
    row = SheetRevision.objects.get(pdf=gone)
    click(world, act="drop", sheet=row.pk)

    answer = signed_in(world["lv"]).post(url, sent)

    assert answer.status_code == 422
    assert "改过的名字" in answer.content.decode()
    assert Face.objects.get(pk=stays.pk).scale == "1:20"
    assert not Correction.objects.filter(name="改过的名字").exists()


def test_two_rows_that_became_one_are_told(world: World) -> None:
    submission = world.case.current_round.submission
    pdf, alone = a_sheet_and_a_dwg_alone(world)
    sent = filled(world)
    sent |= {f"f{pdf.pk}-name": "此名", f"f{alone.pk}-name": "彼名"}
    Face.objects.filter(pk=alone.pk).update(number="建施-05")
    assemble_sheets(submission=submission)

    url = reverse("reviews:corrections", args=[world.case.serial])
    answer = signed_in(world["lv"]).post(url, sent)

    names = set(submission.revisions.values_list("name", flat=True))
    assert answer.status_code == 422
    assert len(names & {"此名", "彼名"}) == 1
    assert set(re.findall("[此彼]名", answer.content.decode())) == {"此名", "彼名"}
