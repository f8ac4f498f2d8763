"""DWG and PDF of one sheet: which word is shown, what is told where the two part."""

import pytest

from drawings.actions.assembly import assemble_sheets
from drawings.models import Face, SamenessProof, SheetRevision
from reviews.noting import notes_of_set
from storage import clock
from tests.sets import add_dwg, click, page_of_set
from tests.world import World, build_world

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.parametrize("built", [build_world], indirect=True, scope="module"),
]


def pdf_of(world: World, number: str) -> Face:
    submission = world.case.current_round.submission
    face = submission.revisions.get(sheet__number=number).pdf
    assert face is not None
    return face


def say(face: Face, *, sure: float, **words: str) -> None:
    """Let a face say words in its title block, all read as surely."""
    for word, value in words.items():
        setattr(face, word, value)
    read = {word: {"value": told, "confidence": sure} for word, told in words.items()}
    face.title_block = {**face.title_block, **read}
    face.save()


def codes_of(world: World, row: SheetRevision) -> set[str]:
    notes = notes_of_set(world.case.current_round.submission)
    return {note.code for note in notes.by_revision.get(row.pk, []) if note.is_open}


def a_pair(world: World, *, scale: str, sure: float) -> SheetRevision:
    """建施-05 with a DWG whose title block says a scale."""
    pdf = pdf_of(world, "建施-05")
    say(pdf, sure=0.5, scale="1:100")
    dwg = add_dwg(pdf, "建施-05.dwg", number=pdf.number, name=pdf.name)
    say(dwg, sure=sure, scale=scale)
    assemble_sheets(submission=pdf.file.submission)
    return SheetRevision.objects.get(dwg=dwg)


def test_of_two_scales_the_surer_is_shown_and_the_other_told(world: World) -> None:
    row = a_pair(world, scale="1:50", sure=0.9)

    told = page_of_set(world, show="scales_part")

    assert "1:50 · 版次" in told
    assert "暂按识别较可靠的 1:50，未采用 PDF 1:100" in told
    assert "scales_part" in codes_of(world, row)


def test_the_less_sure_scale_of_a_dwg_is_told_as_such(world: World) -> None:
    a_pair(world, scale="1:50", sure=0.2)

    assert "暂按识别较可靠的 1:100，未采用 DWG 1:50" in page_of_set(world)


def test_the_same_scale_in_other_letters_is_no_contradiction(world: World) -> None:
    row = a_pair(world, scale="1：100", sure=0.9)

    assert "scales_part" not in codes_of(world, row)


def test_a_click_settles_two_scales(world: World) -> None:
    row = a_pair(world, scale="1:50", sure=0.9)

    click(world, act="scale", sheet=row.pk, value="1:50")

    row = SheetRevision.objects.get(sheet__number="建施-05")
    assert "scales_part" not in codes_of(world, row)
    assert {face.scale for face in (row.pdf, row.dwg) if face} == {"1:50"}


def test_a_pair_whose_faces_differ_is_counted_as_worth_a_look(world: World) -> None:
    row = a_pair(world, scale="1:100", sure=0.9)
    before = page_of_set(world, show="faces_differ")
    assert f'id="sheet-{row.pk}"' not in before

    proof = {"verdict": "differs", "count": 3, "score": 0.8, "proved_at": clock.now()}
    SamenessProof.objects.create(revision=row, **proof)

    told = page_of_set(world, show="faces_differ")
    assert "DWG 与 PDF 内容不一致" in told
    assert f'id="sheet-{row.pk}"' in told
    assert f'id="sheet-{row.pk}"' in page_of_set(world, show="look")


def test_joined_sheets_are_called_as_the_surer_face_says(world: World) -> None:
    pdf = pdf_of(world, "建施-05")
    say(pdf, sure=0.3, number="建施-05", scale="1:100")
    dwg = add_dwg(pdf, "x.dwg", name="标准层平面图")
    say(dwg, sure=0.9, number="建施-15", scale="1:50")
    submission = pdf.file.submission
    for face, words in ((pdf, "一\n二\n三"), (dwg, "四\n五\n六")):
        face.texts, face.name = words, face.side
        face.save()
    assemble_sheets(submission=submission)
    row = SheetRevision.objects.get(pdf=pdf)
    other = SheetRevision.objects.get(dwg=dwg)
    assert row != other

    click(world, act="join", sheet=row.pk, value=str(other.pk))

    joined = SheetRevision.objects.get(dwg=dwg)
    assert joined.pdf == pdf
    assert joined.sheet.number == "建施-15"
    assert joined.dwg is not None
    assert joined.dwg.scale == "1:50"


def test_a_join_without_a_partner_changes_nothing(world: World) -> None:
    row = SheetRevision.objects.get(pdf=pdf_of(world, "建施-05"))

    assert click(world, act="join", sheet=row.pk, value="") == 200

    row.refresh_from_db()
    assert row.dwg is None


def test_a_partner_is_chosen_beforehand_only_where_one_is_clear(world: World) -> None:
    pdf = pdf_of(world, "建施-05")
    pdf.number, pdf.name = "建施-05", "标准层平面图"
    pdf.save()
    small = {"width_mm": 420.0, "height_mm": 297.0}
    add_dwg(pdf, "甲.dwg", number="建施-55", name="楼梯大样", **small)
    right = add_dwg(pdf, "乙.dwg", number="建施-56", name="标准层平面图（一）", **small)
    assemble_sheets(submission=pdf.file.submission)
    likely = SheetRevision.objects.get(dwg=right)

    assert f'<option value="{likely.pk}" selected>' not in page_of_set(world)
    assert "请选择" in page_of_set(world)

    Face.objects.filter(pk=right.pk).update(
        name="标准层平面图", width_mm=pdf.width_mm, height_mm=pdf.height_mm
    )
    Face.objects.filter(pk=pdf.pk).update(title_block={"number": {"confidence": 0.9}})
    Face.objects.filter(pk=right.pk).update(title_block={"number": {"confidence": 0.9}})
    assemble_sheets(submission=pdf.file.submission)

    likely = SheetRevision.objects.get(dwg=right)
    assert f'<option value="{likely.pk}" selected>' in page_of_set(world)
