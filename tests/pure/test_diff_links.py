"""Opinions against changes, by evidence."""

from dataclasses import replace

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from drawings.content.parts import Floats, Origin
from drawings.diff.comparing import compare
from drawings.diff.findings import Box, Difference, Reason, Verdict
from drawings.diff.linking import Standing, link, undeclared
from tests.pure.drawing_makers import (
    PLOTS,
    disturbed,
    edited,
    make_plan,
    sheet_of,
    with_lines,
)

FRAME = [(10, 10, 400, 10), (400, 10, 400, 280), (400, 280, 10, 280), (10, 280, 10, 10)]
WALLS = [(50, 50, 120, 50), (50, 60, 120, 60), (200, 100, 200, 180), (210, 90, 300, 95)]
OLD = sheet_of([*FRAME, *WALLS])
NEW = with_lines(OLD, [(150, 150, 160, 155)])
CHANGED = compare(OLD, NEW)
places = st.floats(0, 380)
sizes = st.floats(0.5, 40)


def boxes(*rows: Box) -> Floats:
    """Regions as an array."""
    return np.array(rows, float)


def test_a_region_with_a_change_inside_has_changed() -> None:
    (evidence,) = link(boxes((145, 145, 170, 160)), CHANGED)
    assert evidence.verdict is Standing.REGION_CHANGED
    assert evidence.changes == (0,)
    assert evidence.new_box == pytest.approx((145, 145, 170, 160))


def test_a_region_beside_a_change_is_told_apart_from_one_far_away() -> None:
    beside, far = link(boxes((162, 150, 180, 160), (250, 200, 260, 210)), CHANGED)
    assert beside.verdict is Standing.NEAR_CHANGED
    assert far.verdict is Standing.UNCHANGED
    assert far.changes == ()


def test_a_polygon_is_asked_by_its_shape_and_not_by_its_box() -> None:
    corner = np.array([(100, 100), (200, 100), (100, 200)], float)
    hollow = np.array(
        [(140, 140), (200, 140), (200, 200), (190, 200), (190, 145), (140, 145)], float
    )
    hit, missed = link([corner + 10, hollow], CHANGED, near_mm=1.0)
    assert hit.verdict is Standing.REGION_CHANGED
    assert missed.verdict is Standing.UNCHANGED


def test_a_withdrawn_sheet_and_an_incomparable_one_say_so() -> None:
    (gone,) = link(boxes((1, 1, 2, 2)), None)
    assert gone.verdict is Standing.SHEET_WITHDRAWN
    blind = Difference(Verdict.CANNOT_COMPARE, Reason.SCANNED)
    (unknown,) = link(boxes((1, 1, 2, 2)), blind)
    assert unknown.verdict is Standing.CANNOT_COMPARE
    assert unknown.new_box is None


def test_a_region_on_a_moved_part_is_followed() -> None:
    plan = make_plan(3_000, seed=61)
    new, _ = edited(plan, 1, seed=61, names=("basin",))
    difference = compare(plan.content, new)
    (change,) = difference.changes
    assert change.old_box is not None and change.vector_mm is not None
    x0, y0, x1, y1 = change.old_box
    (evidence,) = link(boxes((x0 + 1, y0 + 1, x1 - 1, y1 - 1)), difference)
    assert evidence.verdict is Standing.MOVED
    assert evidence.new_box == pytest.approx((x0 + 9, y0 + 1, x1 + 7, y1 - 1), abs=0.01)


def test_a_region_is_followed_onto_a_scaled_plot() -> None:
    plan = make_plan(3_000, seed=62, origin=Origin.PDF)
    nuisance = PLOTS["fit to 97 %"]
    difference = compare(plan.content, disturbed(plan.content, nuisance))
    (evidence,) = link(boxes((100, 100, 150, 140)), difference)
    assert evidence.verdict is Standing.UNCHANGED
    expected = nuisance.box((100, 100, 150, 140))
    assert evidence.new_box == pytest.approx(expected, abs=0.02)


def test_changes_outside_opinions_and_declarations_are_undeclared() -> None:
    new = with_lines(NEW, [(250, 200, 260, 203), (300, 30, 310, 33)])
    difference = compare(OLD, new)
    assert len(difference.changes) == 3
    left = undeclared(
        difference, boxes((145, 145, 170, 160)), boxes((295, 25, 315, 40))
    )
    (index,) = left
    assert difference.changes[index].new_box == pytest.approx((250, 200, 260, 203))
    assert undeclared(difference, [], []) == (0, 1, 2)


def test_a_restyled_line_is_never_undeclared() -> None:
    layer = OLD.layer.copy()
    layer[5] = OLD.layers.index("NEW")
    assert undeclared(compare(OLD, replace(OLD, layer=layer)), [], []) == ()


@given(st.tuples(places, places, sizes, sizes), st.floats(0, 100))
def test_a_larger_region_is_never_less_changed(
    corner: tuple[float, float, float, float], more: float
) -> None:
    x, y, wide, tall = corner
    small = (x, y, x + wide, y + tall)
    large = (x - more, y - more, x + wide + more, y + tall + more)
    ranks = [Standing.UNCHANGED, Standing.NEAR_CHANGED, Standing.REGION_CHANGED]
    inner, outer = link(boxes(small, large), CHANGED)
    assert ranks.index(inner.verdict) <= ranks.index(outer.verdict)


@given(st.integers(0, 2**16))
@settings(max_examples=15)
def test_links_equal_those_of_comparing_each_with_each(seed: int) -> None:
    rng = np.random.default_rng(seed)
    marks = rng.uniform(20, 380, (30, 2))
    new = with_lines(OLD, [(x, y, x + 3.0, y + 1.0) for x, y in marks.tolist()])
    difference = compare(OLD, new)
    corner = rng.uniform(0, 380, (40, 2))
    regions = np.hstack([corner, corner + rng.uniform(1, 60, (40, 2))])
    pieces = difference.new_pieces
    for region, evidence in zip(regions, link(regions, difference), strict=True):
        shape = shapely.box(*region)
        lines = shapely.linestrings(pieces.lines)
        hit = shapely.dwithin(shape, lines, difference.tolerance_mm)
        if hit.any():
            assert evidence.changes == tuple(np.unique(pieces.change[hit]).tolist())
        else:
            assert evidence.verdict is not Standing.REGION_CHANGED
