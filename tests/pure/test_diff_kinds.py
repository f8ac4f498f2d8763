"""One thing that a person did has the one name that fits it: a fraction, a hatch."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from drawings.content.parts import Content, Kind
from drawings.diff.findings import ChangeKind
from tests.pure.drawing_makers import Line, Note, sheet_of
from tests.pure.told_once import ROOM, told

RING: tuple[Line, ...] = (
    (100, 100, 130, 100),
    (130, 100, 130, 120),
    (130, 120, 100, 120),
    (100, 120, 100, 100),
)
PATTERN: tuple[Line, ...] = tuple(
    (100.5 + 3 * i, 100, 105.5 + 3 * i, 120) for i in range(8)
)


def written(notes: Sequence[Note], *, entities: Sequence[int]) -> Content:
    """A room with notes, each of the entity of its number."""
    sheet = sheet_of(ROOM, notes)
    source = sheet.source.copy()
    source[len(ROOM) :] = [1000 + number for number in entities]
    return replace(sheet, source=source)


def fraction(over: str, under: str, entities: Sequence[int] = (0, 0)) -> Content:
    """Two figures above each other."""
    notes = [(150.0, 103.6, 2.5, over), (150.0, 100.0, 2.5, under)]
    return written(notes, entities=entities)


def hatched(lines: Sequence[Line], *, is_solid: bool) -> Content:
    """A room with lines of one entity; as a fill where it is solid."""
    sheet = sheet_of((*ROOM, *lines))
    source, kind = sheet.source.copy(), sheet.kind.copy()
    source[len(ROOM) :] = 1000
    if is_solid:
        kind[len(ROOM) :] = Kind.FILL
    return replace(sheet, source=source, kind=kind)


def test_a_fraction_that_changed_is_one_change() -> None:
    (change,) = told(fraction("1", "2"), fraction("3", "4"))

    assert change.kind in {ChangeKind.TEXT, ChangeKind.DIMENSION}
    assert (change.text_from, change.text_to) == ("1/2", "3/4")


def test_a_fraction_of_which_one_part_changed_is_told_by_that_part() -> None:
    (change,) = told(fraction("1", "2"), fraction("3", "2"))

    assert (change.text_from, change.text_to) == ("1", "3")


def test_two_texts_that_stand_on_each_other_stay_two() -> None:
    apart = (0, 1)

    assert len(told(fraction("1", "2", apart), fraction("3", "4", apart))) == 2


def test_lines_of_a_paragraph_are_told_each() -> None:
    def paragraph(first: str, second: str) -> Content:
        notes = [(150.0, 104.2, 2.5, first), (150.0, 100.0, 2.5, second)]
        return written(notes, entities=(0, 0))

    assert len(told(paragraph("墙厚", "梁高"), paragraph("板厚", "柱宽"))) == 2


@pytest.mark.parametrize("is_back", [False, True])
def test_a_fill_that_became_a_pattern_is_a_hatch(is_back: bool) -> None:
    solid, lined = hatched(RING, is_solid=True), hatched(PATTERN, is_solid=False)

    changes = told(lined, solid) if is_back else told(solid, lined)

    assert {one.kind for one in changes} == {ChangeKind.HATCH}


def test_a_fill_that_became_a_cross_is_no_hatch() -> None:
    cross: tuple[Line, ...] = ((100, 100, 130, 120), (100, 120, 130, 100))

    changes = told(hatched(RING, is_solid=True), hatched(cross, is_solid=False))

    assert {one.kind for one in changes} == {ChangeKind.MODIFIED}
