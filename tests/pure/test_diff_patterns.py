"""A hatch pattern that changed is one hatch, whatever became of its single lines."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from drawings.content.parts import Content, Origin
from drawings.diff.findings import Change, ChangeKind
from drawings.diff.patterns import pitches
from tests.pure.drawing_makers import Line, sheet_of
from tests.pure.told_once import ROOM, told

LEFT, LOW, SIDE = 100.0, 100.0, 40.0


def ruled(step: float, *, left: float = LEFT, width: float = SIDE) -> list[Line]:
    """Upright lines of one distance over an area."""
    return [(x, LOW, x, LOW + SIDE) for x in np.arange(left + 1, left + width, step)]


def leaning(step: float) -> list[Line]:
    """Lines at 45 degrees over the same area, cut at its edges."""
    found = []
    for c in np.arange(-SIDE + 1, SIDE, step):
        x0, x1 = max(0.0, -c), min(SIDE, SIDE - c)
        found.append((LEFT + x0, LOW + x0 + c, LEFT + x1, LOW + x1 + c))
    return found


def room_with(lines: Sequence[Line], *, entities: int = 1) -> Content:
    """A room with lines that are dealt out to so many entities."""
    sheet = sheet_of((*ROOM, *lines))
    source = sheet.source.copy()
    source[len(ROOM) :] = 1000 + np.arange(len(lines)) % entities
    return replace(sheet, source=source)


def mirrored(old: Content, new: Content) -> tuple[list[Change], list[Change]]:
    return told(old, new), told(new, old)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (ruled(4), ruled(8)),
        (ruled(4), leaning(4)),
        (ruled(4), [*ruled(4), *leaning(4)]),
        (ruled(4), []),
    ],
    ids=["wider", "other", "crossed", "none"],
)
def test_another_pattern_is_one_hatch_that_changed(
    old: list[Line], new: list[Line]
) -> None:
    for changes in mirrored(room_with(old), room_with(new)):
        assert [one.kind for one in changes] == [ChangeKind.HATCH]


def test_lines_of_entities_of_their_own_are_no_pattern() -> None:
    (change,) = told(room_with(ruled(2), entities=100), room_with([]))
    assert change.kind is ChangeKind.REMOVED


def test_a_line_of_many_pieces_is_no_pattern() -> None:
    stairs = [(100 + i, 100 + i, 101 + i, 100 + i) for i in range(20)]
    risers = [(101 + i, 100 + i, 101 + i, 101 + i) for i in range(20)]
    going_on = [one for pair in zip(stairs, risers, strict=True) for one in pair]
    changes = told(room_with(going_on), room_with([]))
    assert ChangeKind.HATCH not in {one.kind for one in changes}


def test_two_places_of_one_large_hatch_stay_two_changes() -> None:
    every = ruled(2, left=60, width=240)
    far = {3, 4, 5, 6, 7, 100, 101, 102, 103, 104}
    some = [line for number, line in enumerate(every) if number not in far]
    changes = told(room_with(every), room_with(some))
    assert [one.kind for one in changes] == [ChangeKind.HATCH] * 2


def test_dots_alone_and_pdfs_have_no_patterns() -> None:
    dots = room_with([(100 + i, 100, 100 + i, 100) for i in range(20)])
    lines = room_with(ruled(2))
    assert set(pitches(lines, np.arange(len(lines.kind))).round(9)) == {0.0, 2.0}
    assert not pitches(dots, np.arange(len(dots.kind))).any()
    assert not pitches(replace(lines, origin=Origin.PDF), np.arange(9)).any()
    assert not pitches(lines, np.zeros(0, np.intp)).any()
