"""The laws of comparison on plans with texts, blocks, curves, fills and hatches."""

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from drawings.content.parts import Content, Kind
from drawings.diff.comparing import compare
from drawings.diff.findings import SILENT, Change, ChangeKind, Difference, Verdict
from tests.pure.drawing_edits import EDITS, edited
from tests.pure.drawing_makers import make_plan, picked, with_lines
from tests.pure.drawing_nuisances import Nuisance, disturbed

PLAN = make_plan(1500, seed=9)
MIRROR = {ChangeKind.ADDED: ChangeKind.REMOVED, ChangeKind.REMOVED: ChangeKind.ADDED}
seeds = st.integers(0, 2**16)
few = settings(max_examples=12)
Told = list[tuple[str, ...]]


def states(seed: int) -> tuple[Content, Content]:
    """A plan as two people left it, each after edits of every kind."""
    (old, _), (new, _) = (
        edited(PLAN, len(EDITS), seed=2 * seed + side, names=EDITS) for side in (0, 1)
    )
    return old, new


def told(difference: Difference, step: tuple[float, float] = (0.0, 0.0)) -> Told:
    """The loud changes in an order of their own, the new sheet moved back by `step`."""
    loud = [c for c in difference.changes if c.kind not in SILENT]
    return sorted(_row(change, step) for change in loud)


def mirrored(difference: Difference) -> Told:
    """The same as they are told the other way round."""
    loud = [c for c in difference.changes if c.kind not in SILENT]
    return sorted(
        _row(
            replace(
                change,
                kind=MIRROR.get(change.kind, change.kind),
                old_box=change.new_box,
                new_box=change.old_box,
                text_from=change.text_to,
                text_to=change.text_from,
                vector_mm=change.vector_mm
                and (-change.vector_mm[0], -change.vector_mm[1]),
            )
        )
        for change in loud
    )


def _row(change: Change, step: tuple[float, float] = (0.0, 0.0)) -> tuple[str, ...]:
    dx, dy = step
    return (
        str(change.kind),
        _numbers(change.old_box),
        _numbers(change.new_box and np.array(change.new_box) - (dx, dy, dx, dy)),
        change.text_from,
        change.text_to,
        _numbers(
            change.vector_mm and np.array(change.vector_mm) - (dx, dy)
            if change.vector_mm
            else None
        )
        if step == (0.0, 0.0)
        else "",
    )


def _numbers(box: object) -> str:
    if box is None:
        return ""
    # minus nought is nought
    return str((np.round(np.array(box, float), 1) + 0.0).tolist())


def renumbered(sheet: Content, seed: int) -> Content:
    """The same sheet with other handles, layers and styles in another order."""
    rng = np.random.default_rng(seed)
    layers, styles = (rng.permutation(len(s)) for s in (sheet.layers, sheet.styles))
    sources = rng.permutation(len(sheet.handles))
    return replace(
        sheet,
        layer=np.argsort(layers).astype(np.int32)[sheet.layer],
        layers=tuple(sheet.layers[i] for i in layers),
        style=np.argsort(styles).astype(np.int32)[sheet.style],
        styles=tuple(sheet.styles[i] for i in styles),
        source=sources.astype(np.int32)[sheet.source],
        handles=tuple(f"X{i}" for i in range(len(sheet.handles))),
    )


@few
@given(seeds)
def test_any_plan_is_identical_with_itself(seed: int) -> None:
    old, _ = states(seed)
    difference = compare(old, old)
    assert difference.verdict is Verdict.IDENTICAL
    assert not difference.changes
    assert difference.cosmetic_count == difference.property_count == 0


@few
@given(seeds)
def test_the_way_back_mirrors_the_way_there(seed: int) -> None:
    old, new = states(seed)
    assert told(compare(old, new)) == mirrored(compare(new, old))


@few
@given(seeds, st.sampled_from([0.0, 0.2]), st.sampled_from([0.0, 0.3]))
def test_another_save_of_either_side_changes_nothing(
    seed: int, split: float, duplicate: float
) -> None:
    old, new = states(seed)
    again = [
        disturbed(
            renumbered(sheet, seed + side),
            Nuisance(seed=seed + side, split=split, duplicate=duplicate),
        )
        for side, sheet in enumerate((old, new))
    ]
    assert told(compare(old, new)) == told(compare(*again))


@few
@given(seeds, st.floats(-300, 300), st.floats(-300, 300))
def test_a_move_of_the_whole_sheet_changes_no_change(
    seed: int, dx: float, dy: float
) -> None:
    old, new = states(seed)
    moved = replace(new, points=new.points + np.array((dx, dy)))
    there, direct = compare(old, moved), compare(old, new)
    rows = [(row[0], *row[3:5]) for row in told(there, (dx, dy))]
    assert rows == [(row[0], *row[3:5]) for row in told(direct)]
    assert there.verdict is direct.verdict


@few
@given(seeds, st.integers(1, 8))
def test_each_thing_added_apart_is_one_change(seed: int, count: int) -> None:
    rooms = np.random.default_rng(seed).permutation(PLAN.rooms)[: 3 * count]
    gone = np.ones(len(PLAN.content), bool)
    for part, own in zip(("door", "name", "column"), rooms.reshape(3, -1), strict=True):
        gone[PLAN.parts[part][own]] = False
    less = picked(PLAN.content, np.flatnonzero(gone))
    kinds = sorted(str(c.kind) for c in compare(less, PLAN.content).changes)
    assert kinds == ["added"] * (2 * len(rooms) // 3) + ["hatch"] * (len(rooms) // 3)


@few
@given(seeds)
def test_only_what_changed_decides_and_not_how_much_stands_around(seed: int) -> None:
    old, new = states(seed)
    x, y = PLAN.content.size_mm
    aside = [(x + 50.0 + 3 * i, y, x + 51.0 + 3 * i, y + 40.0) for i in range(40)]
    more = [with_lines(sheet, aside) for sheet in (old, new)]
    assert told(compare(old, new)) == told(compare(*more))


def test_the_plans_of_these_laws_hold_every_kind() -> None:
    kinds = {Kind(int(kind)) for kind in np.unique(PLAN.content.kind)}
    assert kinds == {Kind.SEGMENT, Kind.CURVE, Kind.TEXT, Kind.FILL}
    assert PLAN.content.groups
    seen = {row[0] for row in told(compare(*states(1)))}
    assert {"added", "removed", "moved", "modified", "text", "dimension"} <= seen
