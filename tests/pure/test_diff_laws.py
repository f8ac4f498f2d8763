"""The comparison of two sheets, by its laws."""

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from drawings.content.parts import Content
from drawings.diff.comparing import compare
from drawings.diff.coverage import uncovered
from drawings.diff.findings import SILENT, Change, ChangeKind, Difference, Verdict
from tests.pure.drawing_makers import Line, make_plan, picked, sheet_of, with_lines
from tests.pure.drawing_nuisances import Nuisance, disturbed, split

place = st.integers(0, 400).map(lambda v: v / 1.0)
line = st.tuples(place, place, place, place).filter(
    lambda v: abs(v[0] - v[2]) + abs(v[1] - v[3]) >= 1.0
)
lines = st.lists(line, min_size=3, max_size=25, unique=True)
seeds = st.integers(0, 2**16)
PLAN = make_plan(1200, seed=5)
few = settings(max_examples=25)
MIRROR = {ChangeKind.ADDED: ChangeKind.REMOVED, ChangeKind.REMOVED: ChangeKind.ADDED}


def loud(difference: Difference) -> list[Change]:
    """The changes that matter."""
    return [c for c in difference.changes if c.kind not in SILENT]


@given(lines)
def test_a_sheet_is_identical_with_itself(drawn: list[Line]) -> None:
    sheet = sheet_of(drawn, [(5, 5, 3.5, "A-101")])
    difference = compare(sheet, sheet)
    assert difference.verdict is Verdict.IDENTICAL
    assert not difference.changes
    assert difference.cosmetic_count == difference.property_count == 0


@given(lines, seeds)
def test_order_and_direction_and_duplicates_change_nothing(
    drawn: list[Line], seed: int
) -> None:
    sheet = sheet_of(drawn)
    nuisance = Nuisance(seed=seed, split=0.0, duplicate=0.4)
    assert compare(sheet, disturbed(sheet, nuisance)).verdict is Verdict.IDENTICAL


@given(lines, seeds)
def test_cutting_lines_changes_nothing_in_either_direction(
    drawn: list[Line], seed: int
) -> None:
    sheet = sheet_of(drawn)
    rng = np.random.default_rng(seed)
    cut = split(sheet, rng.random(len(sheet)) < 0.7, rng)
    cut = split(cut, rng.random(len(cut)) < 0.4, rng)
    assert compare(sheet, cut).verdict is Verdict.IDENTICAL
    assert compare(cut, sheet).verdict is Verdict.IDENTICAL


@few
@given(seeds)
def test_a_plan_saved_again_is_identical(seed: int) -> None:
    again = disturbed(PLAN.content, Nuisance(seed=seed, split=0.5, duplicate=0.1))
    assert compare(PLAN.content, again).verdict is Verdict.IDENTICAL


@few
@given(st.floats(-500, 500), st.floats(-500, 500))
def test_a_shift_of_the_whole_sheet_changes_nothing(dx: float, dy: float) -> None:
    moved = replace(PLAN.content, points=PLAN.content.points + np.array((dx, dy)))
    difference = compare(PLAN.content, moved)
    assert difference.verdict is Verdict.IDENTICAL
    assert abs(difference.registration.dx_mm - dx) <= 0.01
    assert abs(difference.registration.dy_mm - dy) <= 0.01


@few
@given(st.integers(1, 20), seeds)
def test_each_line_added_apart_is_one_change(count: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    rooms = rng.permutation(PLAN.rooms)[:count]
    new = [_mark(*(PLAN.corners[room] + (42, 30))) for room in rooms]
    changed = with_lines(PLAN.content, new)
    difference = compare(PLAN.content, changed)
    assert [c.kind for c in loud(difference)] == [ChangeKind.ADDED] * len(rooms)


@few
@given(seeds)
def test_what_was_added_one_way_was_removed_the_other_way(seed: int) -> None:
    old, new = _two_states(seed)
    there, back = compare(old, new), compare(new, old)
    assert _told(there) == sorted(_mirrored(c) for c in loud(back))


@few
@given(seeds)
def test_changes_do_not_depend_on_the_order_of_the_file(seed: int) -> None:
    old, new = _two_states(seed)
    rng = np.random.default_rng(seed)
    shuffled = picked(new, rng.permutation(len(new)))
    assert _told(compare(old, new)) == _told(compare(old, shuffled))


def _mark(x: float, y: float) -> Line:
    return (float(x), float(y), float(x) + 5.0, float(y) + 2.0)


def _two_states(seed: int) -> tuple[Content, Content]:
    """Two plans that each lack a few things and have a few lines of their own."""
    rng = np.random.default_rng(seed)
    rooms = rng.permutation(PLAN.rooms)
    states = []
    for part, own in (("door", rooms[:3]), ("pipe", rooms[3:6])):
        kept = np.ones(len(PLAN.content), bool)
        kept[PLAN.parts[part][own]] = False
        sheet = picked(PLAN.content, np.flatnonzero(kept))
        marks = [_mark(*(PLAN.corners[room] + (42, 32))) for room in own]
        states.append(with_lines(sheet, marks))
    return states[0], states[1]


def _told(difference: Difference) -> list[tuple[str, ...]]:
    return sorted(
        (str(c.kind), _place(c.old_box), _place(c.new_box)) for c in loud(difference)
    )


def _mirrored(change: Change) -> tuple[str, ...]:
    kind = MIRROR.get(change.kind, change.kind)
    return (str(kind), _place(change.new_box), _place(change.old_box))


def _place(box: object) -> str:
    return str(None if box is None else np.round(np.array(box), 3).tolist())


def test_a_long_line_does_not_cover_the_short_ones_beside_it() -> None:
    crossed = [(10.0, 10.0, 12.0, 10.0), (11.0, 10.5, 11.0, 12.5)]
    lines = np.array(crossed).reshape(-1, 2, 2)
    ink = np.array([[[0.0, 10.0], [600.0, 10.0]]])
    assert uncovered(lines, ink, 0.05).line.tolist() == [1]
