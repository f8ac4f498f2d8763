"""Whatever takes the place of a file: no face that stays is ever without a sheet."""

from pathlib import Path

import pytest

from drawings.actions.abandoned import give_up_file
from drawings.actions.assembly import assemble_sheets
from drawings.actions.uploads import begin_file, take_file
from drawings.models import Face, Submission, SubmittedFile
from storage.actions.blobs import file_of
from tests.sets import add_dwg
from tests.sheets import PLAN, add_sheet
from tests.world import build_world

pytestmark = pytest.mark.django_db
NUMBER, NAME = "建施-05", "标准层平面图"
PAGE = f"architecture/{NUMBER}.pdf"


@pytest.fixture
def pair() -> Face:
    """The DWG of a sheet of which the PDF is about to be replaced."""
    pdf = Face.objects.get(
        file__submission=build_world().case.current_round.submission,
        file__path=PAGE,
    )
    dwg = add_dwg(pdf, f"architecture/{NUMBER}.dwg", number=NUMBER)
    assemble_sheets(submission=pdf.file.submission)
    assert stands(dwg)
    return dwg


def stands(face: Face) -> bool:
    return face.file.submission.revisions.filter(dwg=face).exists()


def test_of_a_page_given_up_on_its_way_the_drawing_stays(pair: Face) -> None:
    coming = begin_file(submission=pair.file.submission, path=PAGE, size=4_000)
    assert not stands(pair)

    give_up_file(file=coming)

    assert stands(pair)


def test_of_a_page_that_proves_to_be_a_double_the_drawing_stays(
    pair: Face, tmp_path: Path
) -> None:
    submission = pair.file.submission
    other = SubmittedFile.objects.filter(submission=submission, kind="pdf")
    twin = other.exclude(path=PAGE).order_by("pk")[0]
    assert twin.blob is not None

    # without a digest nobody knows beforehand
    file = take_file(submission=submission, path=PAGE, source=file_of(twin.blob))

    assert file.state == SubmittedFile.State.DUPLICATE
    assert stands(pair)


def test_a_suffix_of_ours_is_never_the_number_of_another_sheet() -> None:
    submission = build_world().case.current_round.submission
    add_sheet(submission, "总图 (2)", NAME, "architecture", PLAN)
    for folder in ("甲", "乙"):
        add_sheet(submission, "总图", NAME, "architecture", PLAN)
        path = f"{folder}/总图.pdf"
        SubmittedFile.objects.filter(path="architecture/总图.pdf").update(path=path)

    numbers = numbers_of(submission)

    assert len(numbers) == Face.objects.filter(file__submission=submission).count()
    assert {"总图", "总图 (2)", "总图 (3)"} <= numbers


def numbers_of(submission: Submission) -> set[str]:
    return set(submission.revisions.values_list("sheet__number", flat=True))
