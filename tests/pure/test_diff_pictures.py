"""Scans are compared as pictures: a re-scan differs nowhere, a planted change is found."""

from dataclasses import replace
from functools import cache
from io import BytesIO
from pathlib import Path

import numpy as np
import pymupdf
import pytest
from PIL import Image, ImageDraw

from drawings.content.parts import Origin
from drawings.content.storing import save_content
from drawings.diff.findings import Difference, Reason, Verdict
from drawings.diff.keeping import difference_from
from drawings.diff.linking import Standing, link
from drawings.diff.overlay import overlay_svg
from drawings.diff.pictures import Grey, compare_pictures
from drawings.sandbox.comparejobs import ANSWER
from drawings.sandbox.limits import Limits
from drawings.sandbox.process import run_job
from tests.pure.drawing_makers import sheet_of
from tests.pure.drawing_scores import overlaps

PIXEL_MM = 25.4 / 150
SIZE_MM = (297.0, 210.0)
Line = tuple[float, float, float, float]


@cache
def plan_lines() -> tuple[Line, ...]:
    """Rooms of uneven width with doors, in mm, y upwards."""
    rng = np.random.default_rng(8)
    lines: list[Line] = [(10, 10, 287, 10), (287, 10, 287, 200)]
    lines += [(287, 200, 10, 200), (10, 200, 10, 10)]
    for x in np.cumsum(rng.uniform(25, 45, 11)):
        for y in np.cumsum(rng.uniform(20, 40, 8)):
            if x < 262 and y < 175:
                a, b = rng.uniform(6, 20, 2)
                lines += [(x, y, x + a, y), (x, y, x, y + b), (x + a, y, x + a, y + 5)]
                lines += [(x + 2, y + 3, x + 6, y + 7), (x + 6, y + 7, x + 8, y + 3)]
    return tuple(lines)


def drawn(*more: Line, less: int = -1) -> Image.Image:
    """The plan, with lines more or one less, as a printer puts it on paper."""
    size = (round(SIZE_MM[0] / PIXEL_MM), round(SIZE_MM[1] / PIXEL_MM))
    picture = Image.new("L", size, 255)
    pen = ImageDraw.Draw(picture)
    for number, (x0, y0, x1, y1) in enumerate((*plan_lines(), *more)):
        if number != less:
            ends = [(x0, SIZE_MM[1] - y0), (x1, SIZE_MM[1] - y1)]
            pen.line([(x / PIXEL_MM, y / PIXEL_MM) for x, y in ends], fill=20, width=2)
    return picture


def scanned(
    picture: Image.Image,
    *,
    turn: float = 0.0,
    shift: tuple[int, int] = (0, 0),
    seed: int = 1,
) -> Grey:
    """The paper from a scanner: turned, shifted, fading to one side, noisy, as JPEG."""
    turned = picture.rotate(
        turn, Image.Resampling.BICUBIC, translate=shift, fillcolor=255
    )
    grey = np.asarray(turned, dtype=np.float64)
    rng = np.random.default_rng(seed)
    fading = np.linspace(1.0, 0.85, grey.shape[1])[None]
    noisy = grey * fading + rng.normal(0, 6, grey.shape) - 6
    written = BytesIO()
    Image.fromarray(np.clip(noisy, 0, 255).astype(np.uint8)).save(
        written, "JPEG", quality=60
    )
    return np.asarray(Image.open(written))


@cache
def paper() -> Grey:
    """The older sheet, scanned straight."""
    return scanned(drawn())


def compared(old: Grey, new: Grey) -> Difference:
    """The comparison at the resolution of these tests."""
    return compare_pictures(old, new, pixel_mm=PIXEL_MM)


@pytest.mark.parametrize(("turn", "shift"), [(0.5, (14, -9)), (-0.5, (-30, 22))])
def test_the_same_paper_scanned_again_differs_nowhere(
    turn: float, shift: tuple[int, int]
) -> None:
    again = scanned(drawn(), turn=turn, shift=shift, seed=2)
    difference = compared(paper(), again)
    assert not difference.changes
    assert difference.reason is Reason.ALIKE
    assert difference.registration.rotation_deg == pytest.approx(turn, abs=0.02)
    assert difference.registration.inliers > 0.999


def test_a_line_of_two_millimetres_that_came_is_found_on_a_turned_scan() -> None:
    planted = (201.0, 101.5, 203.0, 101.5)
    new = scanned(drawn(planted), turn=0.5, shift=(14, -9), seed=2)
    difference = compared(paper(), new)
    (change,) = difference.changes
    assert (difference.verdict, difference.reason) == (
        Verdict.CHANGED,
        Reason.PICTURES,
    )
    assert change.kind == "added"
    assert change.old_box is not None
    assert overlaps(change.old_box, planted, 0.3)
    assert difference.registration.method == "pictures"


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_paper_that_was_fed_sideways_is_laid_by_quarter_turns(quarters: int) -> None:
    planted = (201.0, 101.5, 205.0, 101.5)
    again = scanned(drawn(planted), turn=0.4, shift=(9, -5), seed=2)
    difference = compared(paper(), np.ascontiguousarray(np.rot90(again, quarters)))
    (change,) = difference.changes
    assert change.old_box is not None
    assert overlaps(change.old_box, planted, 0.4)
    turn = difference.registration.rotation_deg % 360
    assert turn == pytest.approx(90 * quarters + 0.4, abs=0.05)


def test_a_line_that_went_is_found_where_it_was() -> None:
    gone = 40
    difference = compared(paper(), scanned(drawn(less=gone), turn=-0.5, seed=3))
    (change,) = difference.changes
    assert change.kind == "removed"
    assert change.old_box is not None
    assert overlaps(change.old_box, plan_lines()[gone], 0.5)


def test_dust_is_counted_and_no_change() -> None:
    dirty = scanned(drawn((201.0, 101.5, 201.5, 101.5)), seed=2)
    difference = compared(paper(), dirty)
    assert not difference.changes
    assert difference.cosmetic_count == 1


def test_another_drawing_and_blank_paper_cannot_be_compared() -> None:
    other = scanned(drawn().transpose(Image.Transpose.FLIP_LEFT_RIGHT), seed=4)
    assert compared(paper(), other).reason is Reason.NO_REGISTRATION
    blank = np.full((1240, 1754), 255, np.uint8)
    assert compared(paper(), blank).reason is Reason.EMPTY


def test_pictures_prove_no_opinion_to_be_left_unanswered() -> None:
    difference = compared(paper(), scanned(drawn((201, 101, 204, 101))))
    boxes = np.array([(195.0, 95.0, 210.0, 110.0), (240.0, 20.0, 250.0, 30.0)])
    near, far = link(boxes, difference)
    assert near.verdict is Standing.REGION_CHANGED
    assert far.verdict is Standing.CANNOT_COMPARE
    scan = sheet_of(size_mm=SIZE_MM)
    assert 'class="added" data-change="0"' in overlay_svg(scan, scan, difference)


def test_scanned_pages_are_compared_by_their_pictures_in_the_job(
    tmp_path: Path,
) -> None:
    request: dict[str, str] = {}
    sheets: dict[str, list[Line]] = {"old": [], "new": [(100.0, 101.5, 104.0, 101.5)]}
    for side, more in sheets.items():
        scan = replace(sheet_of(size_mm=SIZE_MM, origin=Origin.PDF), is_scanned=True)
        save_content(scan, tmp_path / f"{side}.npz")
        written = BytesIO()
        drawn(*more).save(written, "JPEG", quality=70)
        with pymupdf.open() as document:
            page = document.new_page(width=SIZE_MM[0] / 25.4 * 72, height=595.28)
            page.insert_image(page.rect, stream=written.getvalue())
            document.save(tmp_path / f"{side}.pdf")
        request[side] = str(tmp_path / f"{side}.npz")
        request[f"{side}_page"] = str(tmp_path / f"{side}.pdf")
    told = run_job(
        "drawings.sandbox.comparejobs:compare_sheets",
        request,
        work=tmp_path / "work",
        limits=Limits(),
    )
    difference = difference_from(tmp_path / "work" / ANSWER)
    assert told["verdict"] == "changed"
    assert difference.reason is Reason.PICTURES
    assert len(difference.regions) == 1
    assert {"old/scanned", "new/scanned"} <= set(difference.not_compared)
