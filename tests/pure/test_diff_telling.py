"""What a person did once is told once: an axis, a wall, a door, a dimension."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from drawings.content.parts import Content, Kind
from drawings.diff.continuing import continued
from drawings.diff.findings import ChangeKind
from tests.pure.drawing_makers import Line, sheet_of
from tests.pure.told_once import ROOM, told

AXIS: Line = (200, 30, 200, 260)
ON_AXIS: tuple[Line, ...] = ((200, 90, 200, 96), (200, 150, 200, 158))


def cut(line: Line, *at: float) -> tuple[Line, ...]:
    """A line as several that meet: at these shares of its length."""
    x0, y0, x1, y1 = line
    stops = [(x0 + (x1 - x0) * s, y0 + (y1 - y0) * s) for s in (0.0, *at, 1.0)]
    return tuple((*a, *b) for a, b in pairwise(stops))


@pytest.mark.parametrize("shares", [(), (0.5,), (0.1, 0.2, 0.3, 0.52, 0.7, 0.9)])
def test_an_axis_that_shares_ink_with_other_lines_goes_once(
    shares: tuple[float, ...],
) -> None:
    with_axis = sheet_of((*ROOM, *ON_AXIS, *cut(AXIS, *shares)))
    without = sheet_of((*ROOM, *ON_AXIS))

    (gone,) = told(with_axis, without)
    (came,) = told(without, with_axis)

    assert gone.kind is ChangeKind.REMOVED
    assert came.kind is ChangeKind.ADDED
    assert gone.old_box == pytest.approx((200, 30, 200, 260))


def test_two_openings_of_one_wall_are_two_changes() -> None:
    wall: Line = (60, 140, 340, 140)
    opened = ((60, 140, 120, 140), (129, 140, 260, 140), (269, 140, 340, 140))

    changes = told(sheet_of((*ROOM, wall)), sheet_of((*ROOM, *opened)))

    assert [one.kind for one in changes] == [ChangeKind.REMOVED] * 2


@pytest.mark.parametrize(("apart", "count"), [(2.4, 1), (5.0, 1), (12.0, 2)])
def test_the_two_lines_of_a_wall_are_one_change(apart: float, count: int) -> None:
    wall = ((100, 120, 180, 120), (100, 120 + apart, 180, 120 + apart))

    changes = told(sheet_of(ROOM), sheet_of((*ROOM, *wall)))

    assert len(changes) == count


def test_lines_of_other_lengths_beside_each_other_stay_two() -> None:
    lines = ((100, 120, 180, 120), (100, 123, 130, 123))

    assert len(told(sheet_of(ROOM), sheet_of((*ROOM, *lines)))) == 2


def door(x: float) -> tuple[Line, ...]:
    """A door whose threshold lies on the line of the wall; it has no symmetry."""
    return (
        (x, 140, x + 9, 140),
        (x, 140, x, 149),
        (x, 149, x + 9, 143),
        (x, 145, x + 3, 145),
    )


def with_door(x: float) -> Content:
    sheet = sheet_of((*ROOM, *door(x)))
    group = np.full(len(sheet), -1, np.int32)
    group[len(ROOM) :] = 0
    return replace(sheet, group=group, groups=("M0921",))


@pytest.mark.parametrize("by", [4.0, -6.0, 7.5])
def test_a_door_that_moved_along_its_own_threshold_is_one_move(by: float) -> None:
    (change,) = told(with_door(100.0), with_door(100.0 + by))

    assert change.kind is ChangeKind.MOVED
    assert change.block == "M0921"
    assert change.vector_mm == pytest.approx((by, 0.0), abs=0.02)


def test_a_door_that_moved_and_was_redrawn_tells_the_redrawing_as_well() -> None:
    new = with_door(106.0)
    points = new.points.copy()
    points[-1] += (4.0, 3.0)
    old = with_door(100.0)

    kinds = [one.kind for one in told(old, replace(new, points=points))]

    assert kinds == [ChangeKind.MOVED, ChangeKind.BLOCK]


def dimension(words: str, gap: float) -> Content:
    """A dimension: its number in a gap of its line, all of one entity."""
    lines = ((100, 200, 130 - gap, 200), (130 + gap, 200, 160, 200))
    sheet = sheet_of((*ROOM, *lines), [(126.0, 198.5, 3.0, words)])
    source = sheet.source.copy()
    source[len(ROOM) :] = source[len(ROOM)]
    assert sheet.kind[-1] == Kind.TEXT
    return replace(sheet, source=source)


def test_a_dimension_of_another_number_is_one_change_with_its_line() -> None:
    (change,) = told(dimension("3600", 5.0), dimension("13700", 7.0))

    assert (change.text_from, change.text_to) == ("3600", "13700")
    assert change.old_box is not None
    assert change.old_box[0] == pytest.approx(123.0, abs=0.5)


def test_few_pieces_have_nothing_to_be_tied_to() -> None:
    nothing = np.zeros((0, 2, 2))

    for lines in (nothing, np.array([[[0.0, 0.0], [0.0, 0.0]]])):
        left, right = continued(lines, nothing, tolerance=0.1)
        assert len(left) == len(right) == 0
