"""A sheet that is put in once more under another path: the later counts, or the earlier."""

import pytest

from drawings.actions.assembly import assemble_sheets
from drawings.models import Face, SheetRevision, Submission, SubmittedFile
from reviews.noting import notes_of_set
from tests.sets import add_dwg, click, page_of_set
from tests.sheets import DOOR, FAR, PLAN, add_sheet
from tests.world import World, build_world

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.parametrize("built", [build_world], indirect=True, scope="module"),
]
NUMBER, NAME = "建施-05", "标准层平面图"
DRAGGED, CHOSEN = f"清和苑/{NUMBER}.pdf", f"architecture/{NUMBER}.pdf"


@pytest.fixture
def twice(world: World) -> Submission:
    """One sheet dragged with its folder, and chosen alone once more, changed."""
    submission = world.case.current_round.submission
    SubmittedFile.objects.filter(path=CHOSEN).update(path=DRAGGED)
    add_sheet(submission, NUMBER, NAME, "architecture", PLAN + DOOR + FAR)
    return submission


def later_of(submission: Submission) -> SheetRevision:
    return submission.revisions.get(sheet__number=f"{NUMBER} (2)")


def paths_of(submission: Submission) -> set[str]:
    return {file.path for file in submission.files.all() if NUMBER in file.path}


def test_the_later_file_is_the_double_whatever_its_name(twice: Submission) -> None:
    assert later_of(twice).face.file.path == CHOSEN
    Face.objects.filter(file__path=CHOSEN).update(name="八层平面图")
    assemble_sheets(submission=twice)
    assert later_of(twice).face.file.path == CHOSEN


def test_one_click_puts_it_in_the_place_of_the_earlier(
    world: World, twice: Submission
) -> None:
    notes = notes_of_set(twice).by_revision[later_of(twice).pk]
    labels = [mend.label for note in notes for mend in note.mends]
    assert labels[0] == f"替换 {DRAGGED}"

    click(world, act="replace", sheet=later_of(twice).pk)

    assert paths_of(twice) == {CHOSEN}
    assert twice.revisions.filter(sheet__number__startswith=NUMBER).count() == 1
    assert "行须先处理" not in page_of_set(world)


def test_one_click_takes_it_out_again(world: World, twice: Submission) -> None:
    click(world, act="drop", sheet=later_of(twice).pk)

    assert paths_of(twice) == {DRAGGED}
    assert twice.revisions.filter(sheet__number__startswith=NUMBER).count() == 1


def test_the_other_face_stays_with_the_sheet(world: World, twice: Submission) -> None:
    earlier = Face.objects.get(file__path=DRAGGED)
    dwg = add_dwg(earlier, f"清和苑/{NUMBER}.dwg", number=NUMBER)
    assemble_sheets(submission=twice)
    pair = twice.revisions.get(sheet__number=NUMBER)
    assert (pair.dwg, pair.pdf) == (dwg, earlier)

    click(world, act="replace", sheet=later_of(twice).pk)

    pair = twice.revisions.get(sheet__number=NUMBER)
    assert pair.dwg == dwg
    assert pair.pdf is not None
    assert pair.pdf.file.path == CHOSEN


def test_a_file_with_other_sheets_is_not_taken_out(
    world: World, twice: Submission
) -> None:
    SubmittedFile.objects.filter(path=DRAGGED).update(reading={"sheets": 2})

    click(world, act="replace", sheet=later_of(twice).pk)

    assert paths_of(twice) == {DRAGGED, CHOSEN}
