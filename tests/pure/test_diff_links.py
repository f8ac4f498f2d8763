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
from tests.pure.drawing_edits import edited
from tests.pure.drawing_makers import make_plan, sheet_of, with_lines
from tests.pure.drawing_nuisances import PLOTS, disturbed

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


def _busy() -> Difference:
    """A part of the plan moved as a whole, things moved, came and went beside it."""
    plan = make_plan(3_000, seed=63)
    new, _ = edited(plan, 24, seed=63)
    points = new.points.copy()
    right = points[:, :, 0].min(axis=1) > 330
    framing = np.abs(points[:, 3] - points[:, 0]).max(axis=1) > 300
    points[right & ~framing] += (7.0, 3.0)
    return compare(plan.content, replace(new, points=points))


BUSY = _busy()
RANKS = [
    Standing.UNCHANGED,
    Standing.NEAR_CHANGED,
    Standing.MOVED,
    Standing.REGION_CHANGED,
]
corners = st.tuples(st.floats(0, 620), st.floats(0, 450), sizes, sizes)
growth = st.floats(0, 30)


@settings(max_examples=200)
@given(corners, st.tuples(growth, growth, growth, growth), st.booleans())
def test_a_larger_region_is_never_less_changed(
    corner: Box, more: tuple[float, float, float, float], is_cut: bool
) -> None:
    x, y, wide, tall = corner
    small = np.array((x, y, x + wide, y + tall))
    inner, outer = small, small + np.array(more) * (-1, -1, 1, 1)
    if is_cut:
        # a box without its upper right corner
        inner, outer = (
            np.array([(a, b), (c, b), (c, (b + d) / 2), (a, d)])
            for a, b, c, d in (inner, outer)
        )
        hull = shapely.MultiPoint(np.concatenate([inner, outer])).convex_hull
        outer = shapely.get_coordinates(hull)[:-1]
    ranks = [RANKS.index(e.verdict) for e in link([inner, outer], BUSY)]
    assert ranks[0] <= ranks[1]


def test_what_stands_in_the_box_of_a_part_that_moved_did_not_move() -> None:
    long = [(20.0, 20.0, 390.0, 270.0), (20.0, 24.0, 386.0, 271.0)]
    moved = [(x0 + 3, y0, x1 + 3, y1) for x0, y0, x1, y1 in long]
    old, new = (sheet_of([*FRAME, *WALLS, *each]) for each in (long, moved))
    difference = compare(old, new)
    assert {str(change.kind) for change in difference.changes} == {"moved"}
    on, off = link(boxes((195, 140, 205, 146), (200, 100, 215, 115)), difference)
    assert on.verdict in {Standing.MOVED, Standing.REGION_CHANGED}
    assert off.verdict is Standing.UNCHANGED
    assert off.new_box == pytest.approx((200, 100, 215, 115))


def test_blank_paper_within_a_part_that_moved_is_followed() -> None:
    (part,) = [c for c in BUSY.changes if c.vector_mm and c.primitives > 500]
    assert part.vector_mm == pytest.approx((7.0, 3.0), abs=0.02)
    rooms = make_plan(3_000, seed=63)
    moved = rooms.corners[rooms.corners[:, 0] > 330][:12]
    blank = [(x + 32, y + 15, x + 36, y + 20) for x, y in moved.tolist()]
    found = link(boxes(*blank), BUSY)
    assert Standing.MOVED in {evidence.verdict for evidence in found}
    for box, evidence in zip(blank, found, strict=True):
        if evidence.verdict is Standing.MOVED:
            assert evidence.new_box == pytest.approx(
                (box[0] + 7, box[1] + 3, box[2] + 7, box[3] + 3), abs=0.05
            )
        else:
            assert evidence.verdict is Standing.REGION_CHANGED


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
