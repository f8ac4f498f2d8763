"""A file of several frames beside a PDF of several pages: paired, shown, compared, proved."""

from pathlib import Path

import pymupdf
import pytest
from ezdxf.document import Drawing
from ezdxf.entities import Line

from drawings.actions.sameness import prove_sameness
from drawings.actions.uploads import take_file
from drawings.dwg.reading import read_dxf
from drawings.models import Face, SheetRevision, Submission
from drawings.sameness.findings import Verdict
from tests.pure.cad_makers import (
    add_frame_block,
    add_plan,
    add_text,
    insert_frame,
    new_drawing,
    save,
)
from tests.pure.plotters import Habits, by_hand
from tests.sets import page_of_set
from tests.world import World, build_world, do_jobs

pytestmark = pytest.mark.django_db
NUMBERS = ("建施-31", "建施-32", "建施-33", "建施-34")
MOVED = "建施-33"


@pytest.fixture
def world() -> World:
    """A case whose set is open."""
    return build_world()


def drawing_of_four() -> Drawing:
    """Four frames that touch, each with its plan."""
    document = new_drawing()
    add_frame_block(document)
    for place, number in enumerate(NUMBERS):
        insert_frame(document.modelspace(), (place * 84100.0, 0.0), 100, number)
    return document


def hand_in(submission: Submission, source: Path, path: str) -> list[Face]:
    """The faces of a file that was taken in."""
    file = take_file(submission=submission, path=path, source=source)
    do_jobs()
    return list(Face.objects.filter(file=file).order_by("index"))


def plotted(document: Drawing, folder: Path, habits: Habits) -> Path:
    """One PDF with a page for each frame, the last first."""
    folder.mkdir()
    sheets = read_dxf(save(document, folder))
    with pymupdf.open() as whole:
        for sheet in reversed(sheets):
            page = folder / f"{sheet.frame}.pdf"
            by_hand(sheet.content, page, habits)
            with pymupdf.open(page) as one:
                whole.insert_pdf(one)
        whole.save(folder / "plot.pdf")
    return folder / "plot.pdf"


def pairs_of(submission: Submission) -> dict[str, SheetRevision]:
    """The sheets that the two files hold, by number."""
    rows = submission.revisions.select_related("sheet", "dwg__file", "pdf__file")
    return {row.sheet.number: row for row in rows if row.sheet.number in NUMBERS}


def verdict_of(row: SheetRevision) -> str:
    """What the proof of a sheet says."""
    proof = prove_sameness(revision=row)
    assert proof is not None
    return proof.verdict


def test_each_frame_is_paired_with_its_page_and_proved_by_its_own_window(
    world: World, tmp_path: Path
) -> None:
    submission = world.case.current_round.submission
    document = drawing_of_four()
    dwg = hand_in(submission, save(document, tmp_path), "建施.dxf")
    assert [(face.number, face.name) for face in dwg] == [
        (number, f"平面图{number}") for number in NUMBERS
    ]
    assert {(face.units_per_mm, face.scale) for face in dwg} == {(100.0, "1:100")}

    in_third = [
        line
        for line in document.modelspace()
        if isinstance(line, Line) and 2 * 84100 < line.dxf.start.x < 3 * 84100
    ]
    in_third[20].translate(0, 10, 0)  # 0.1 mm on paper
    pages = hand_in(
        submission, plotted(document, tmp_path / "plot", Habits()), "建.pdf"
    )
    assert [face.number for face in pages] == list(reversed(NUMBERS))

    pairs = pairs_of(submission)
    assert {
        number: (row.dwg.index, row.pdf.index)
        for number, row in pairs.items()
        if row.dwg and row.pdf
    } == {number: (at, 3 - at) for at, number in enumerate(NUMBERS)}
    assert {number: verdict_of(row) for number, row in pairs.items()} == {
        number: Verdict.DIFFERS if number == MOVED else Verdict.SAME
        for number in NUMBERS
    }


def test_what_no_frame_holds_is_told_with_the_file(
    world: World, tmp_path: Path
) -> None:
    submission = world.case.current_round.submission
    document = drawing_of_four()
    add_plan(document.modelspace(), (600000, 0), 100)
    add_text(document.modelspace(), "建施-35", (610000, 5000), 350)
    dwg = hand_in(submission, save(document, tmp_path), "建施.dxf")
    assert len(dwg) == 4
    told = page_of_set(world)
    assert "Model：有 21 个图元不在任何图纸范围内（建施-35）" in told
