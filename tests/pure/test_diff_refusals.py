"""A comparison never says "no change" where it did not look, and never crashes."""

from dataclasses import replace

import numpy as np
import pytest

from drawings.content.parts import Content, Kind, Loss, Origin
from drawings.diff.comparing import compare
from drawings.diff.findings import Reason, Verdict, leaves_open
from drawings.diff.preparing import prepare
from tests.pure.drawing_makers import make_plan, picked, sheet_of, with_lines

SHEET = sheet_of([(10, 10, 200, 10), (10, 10, 10, 150), (30, 40, 90, 41)])


def test_a_scanned_page_cannot_be_compared() -> None:
    scan = replace(SHEET, is_scanned=True)
    for old, new in ((scan, SHEET), (SHEET, scan), (scan, scan)):
        difference = compare(old, new)
        assert difference.verdict is Verdict.CANNOT_COMPARE
        assert difference.reason is Reason.SCANNED
    assert "new/scanned" in compare(SHEET, scan).not_compared


def test_an_empty_page_cannot_be_compared() -> None:
    empty = sheet_of()
    for old, new in ((empty, SHEET), (SHEET, empty), (empty, empty)):
        assert compare(old, new).reason is Reason.EMPTY


def test_unrelated_drawings_cannot_be_compared() -> None:
    one, other = (make_plan(3_000, seed=s, origin=Origin.PDF).content for s in (1, 2))
    rng = np.random.default_rng(5)
    scattered = other.points + rng.uniform(-60, 60, (len(other), 1, 2))
    difference = compare(one, replace(other, points=scattered))
    assert difference.verdict is Verdict.CANNOT_COMPARE
    assert difference.reason is Reason.NO_REGISTRATION
    assert difference.registration.inliers < 0.5
    assert not difference.changes


def test_thousands_of_lines_that_cross_another_drawing_are_given_up_soon() -> None:
    rng = np.random.default_rng(6)
    one, other = (
        sheet_of([(a, b, c, d) for a, b, c, d in rng.uniform(0, 800, (5_000, 4))])
        for _ in range(2)
    )
    difference = compare(one, other)
    assert difference.reason is Reason.NO_REGISTRATION
    assert difference.registration.inliers < 0.05
    assert not difference.changes


def test_a_sheet_in_inches_is_the_sheet_in_millimetres() -> None:
    metric = replace(make_plan(3_000, seed=4).content, units_per_mm=1.0)
    inches = replace(metric, points=metric.points / 25.4, units_per_mm=25.4)
    difference = compare(inches, metric)
    assert difference.verdict is Verdict.IDENTICAL
    assert difference.registration.scale == pytest.approx(25.4, rel=1e-6)


def test_a_mirrored_sheet_is_not_called_the_same() -> None:
    plan = make_plan(3_000, seed=4).content
    mirrored = plan.points * (-1.0, 1.0) + (plan.size_mm[0], 0.0)
    assert (
        compare(plan, replace(plan, points=mirrored)).verdict is not Verdict.IDENTICAL
    )


def test_cad_is_never_fitted_to_another_scale() -> None:
    plan = make_plan(3_000, seed=3).content
    larger = replace(plan, points=plan.points * 1.03)
    assert compare(plan, larger).verdict is not Verdict.IDENTICAL


def test_what_the_reader_lost_is_named_even_when_all_else_is_identical() -> None:
    lossy = replace(SHEET, losses=(Loss("OLE2FRAME", 2),))
    difference = compare(SHEET, lossy)
    assert difference.verdict is Verdict.IDENTICAL
    assert difference.not_compared == ("new/loss/OLE2FRAME/2",)


def test_pictures_are_named_as_not_looked_into() -> None:
    corners = np.array([[(50, 50), (50, 80), (90, 80), (90, 50)]], float)
    pictured = with_lines(SHEET, [(50, 50, 90, 50)])
    points, kind = pictured.points.copy(), pictured.kind.copy()
    points[-1], kind[-1] = corners[0], Kind.IMAGE
    sheet = replace(pictured, points=points, kind=kind)
    assert compare(sheet, sheet).not_compared == ("images",)
    assert compare(SHEET, sheet).verdict is Verdict.CHANGED


@pytest.mark.parametrize("wild", [np.nan, np.inf, -np.inf, 1e300, 2e9])
def test_wild_coordinates_are_left_out_and_named(wild: float) -> None:
    strange = with_lines(SHEET, [(50, 50, 90, 50)])
    points = strange.points.copy()
    points[-1, 3, 0] = wild
    difference = compare(SHEET, replace(strange, points=points))
    assert difference.verdict is Verdict.IDENTICAL
    assert difference.not_compared == ("new/out_of_range/1",)
    assert leaves_open(difference.not_compared)


def test_many_coincident_lines_are_one_line() -> None:
    heap = _repeated(SHEET, 50_000)
    assert compare(SHEET, heap).verdict is Verdict.IDENTICAL
    assert compare(heap, SHEET).verdict is Verdict.IDENTICAL


def test_a_missing_line_under_many_coincident_ones_is_found() -> None:
    heap = _repeated(picked(SHEET, np.array([0, 1])), 20_000)
    (change,) = compare(SHEET, heap).changes
    assert change.old_box == pytest.approx((30, 40, 90, 41))


def test_many_lines_that_nearly_coincide_are_few() -> None:
    rng = np.random.default_rng(7)
    heaps = []
    for _ in range(2):
        heap = _repeated(SHEET, 20_000)
        trembling = heap.points + rng.normal(0, 0.001, heap.points.shape)
        heaps.append(replace(heap, points=trembling))
    ready = prepare(*heaps, furthest_mm=1e5)
    assert all(len(each.strokes) < 5_000 for each in ready)
    assert compare(*heaps).verdict is Verdict.IDENTICAL
    assert compare(heaps[0], SHEET).verdict is Verdict.IDENTICAL
    less = _repeated(picked(SHEET, np.array([0, 1])), 20_000)
    assert compare(heaps[0], less).verdict is Verdict.CHANGED


def test_points_and_blank_texts_are_no_drawing() -> None:
    dots = sheet_of([(5, 5, 5, 5)], [(10, 10, 3, "  ")])
    assert compare(dots, dots).verdict is not Verdict.CHANGED


def _repeated(sheet: Content, times: int) -> Content:
    return picked(sheet, np.resize(np.arange(len(sheet)), times))
