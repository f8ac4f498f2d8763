"""Planted edits are found, named and nothing else is, whatever the plot did."""

from dataclasses import replace

import numpy as np
import pytest

from drawings.content.parts import Content, Kind, Origin
from drawings.diff.comparing import compare
from drawings.diff.findings import ChangeKind, Verdict
from tests.pure.drawing_edits import EDITS, edited
from tests.pure.drawing_makers import Line, make_plan, picked, sheet_of
from tests.pure.drawing_nuisances import PLOTS, QUIET, disturbed
from tests.pure.drawing_scores import score

SEEDS = (11, 12, 13)
CAD_PLOTS = [name for name in PLOTS if PLOTS[name].scale == 1.0]


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("plot", PLOTS)
def test_every_edit_of_a_plotted_plan_is_found_and_nothing_else(
    plot: str, seed: int
) -> None:
    plan = make_plan(10_000, seed=seed, origin=Origin.PDF)
    new, edits = edited(plan, 45, seed=seed)
    nuisance = replace(PLOTS[plot], seed=seed)
    found = score(compare(plan.content, disturbed(new, nuisance)), edits, new=nuisance)
    assert found.is_perfect, found


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("plot", CAD_PLOTS)
def test_every_edit_of_a_cad_plan_is_found_and_nothing_else(
    plot: str, seed: int
) -> None:
    plan = make_plan(10_000, seed=seed)
    new, edits = edited(plan, 45, seed=seed)
    nuisance = replace(PLOTS[plot], seed=seed)
    found = score(compare(plan.content, disturbed(new, nuisance)), edits, new=nuisance)
    assert found.is_perfect, found


@pytest.mark.parametrize("plot", PLOTS)
def test_edits_are_found_backwards_too(plot: str) -> None:
    plan = make_plan(10_000, seed=21, origin=Origin.PDF)
    new, edits = edited(plan, 45, seed=21)
    mirror = {"added": "removed", "removed": "added"}
    undone = [
        replace(
            e, kind=mirror.get(e.kind, e.kind), old_box=e.new_box, new_box=e.old_box
        )
        for e in edits
    ]
    difference = compare(disturbed(new, PLOTS[plot]), plan.content)
    found = score(difference, undone, old=PLOTS[plot])
    assert found.is_perfect, found


@pytest.mark.parametrize("plot", PLOTS)
def test_a_plot_of_a_cad_plan_shows_its_edits(plot: str) -> None:
    plan = make_plan(10_000, seed=31)
    new, edits = edited(plan, 45, seed=31)
    plotted = replace(disturbed(new, PLOTS[plot]), origin=Origin.PDF)
    difference = compare(plan.content, plotted)
    found = score(difference, edits, new=PLOTS[plot])
    assert found.is_perfect, found
    assert "properties" in difference.not_compared


@pytest.mark.parametrize("plot", PLOTS)
@pytest.mark.parametrize("seed", SEEDS)
def test_a_plot_without_edits_is_identical(plot: str, seed: int) -> None:
    plan = make_plan(10_000, seed=seed, origin=Origin.PDF)
    nuisance = replace(PLOTS[plot], seed=seed)
    difference = compare(plan.content, disturbed(plan.content, nuisance))
    assert difference.verdict is Verdict.IDENTICAL
    assert not difference.regions


@pytest.mark.parametrize("name", EDITS)
def test_a_single_edit_is_a_single_change(name: str) -> None:
    plan = make_plan(3_000, seed=41)
    new, edits = edited(plan, 1, seed=41, names=(name,))
    difference = compare(plan.content, new)
    assert [str(c.kind) for c in difference.changes] == [edits[0].kind]


def test_a_moved_block_is_one_change_with_vector_and_name() -> None:
    plan = make_plan(3_000, seed=42)
    new, _ = edited(plan, 1, seed=42, names=("basin",))
    (change,) = compare(plan.content, new).changes
    assert change.block == "BASIN"
    assert change.vector_mm == pytest.approx((8.0, 0.0), abs=1e-6)


def test_a_reworded_text_tells_what_it_was_and_is() -> None:
    plan = make_plan(3_000, seed=43)
    new, _ = edited(plan, 1, seed=43, names=("name",))
    (change,) = compare(plan.content, new).changes
    assert change.text_to == change.text_from + "A"


@pytest.mark.parametrize(("shift_mm", "is_seen"), [(0.05, False), (0.1, True)])
def test_a_line_is_cosmetic_below_a_tenth_of_a_millimetre(
    shift_mm: float, *, is_seen: bool
) -> None:
    plan = make_plan(3_000, seed=44)
    points = plan.content.points.copy()
    points[plan.parts["pipe"][3]] += (shift_mm, 0.0)
    difference = compare(plan.content, replace(plan.content, points=points))
    assert bool(difference.regions) is is_seen
    assert difference.cosmetic_count == (0 if is_seen else 1)


def test_the_tolerance_follows_the_noise_of_the_plot() -> None:
    plan = make_plan(3_000, seed=45, origin=Origin.PDF)
    exact = compare(plan.content, disturbed(plan.content, PLOTS["saved again"]))
    rough = compare(plan.content, disturbed(plan.content, PLOTS["plotted on a grid"]))
    assert exact.tolerance_mm == pytest.approx(0.01)
    assert 0.02 < rough.tolerance_mm <= 0.1


def test_the_scale_of_a_plot_is_recovered() -> None:
    plan = make_plan(10_000, seed=46, origin=Origin.PDF)
    nuisance = PLOTS["fit to 97 %"]
    lay = compare(plan.content, disturbed(plan.content, nuisance)).registration
    corner = np.array([[0.0, 0.0], plan.content.size_mm])
    expected = corner * nuisance.scale + nuisance.shift
    assert np.abs(lay.to_new(corner) - expected).max() <= 0.01
    assert np.abs(lay.to_old(lay.to_new(corner)) - corner).max() <= 1e-6


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_a_turned_page_is_recognised(quarters: int) -> None:
    plan = make_plan(3_000, seed=47, origin=Origin.PDF)
    turn = np.linalg.matrix_power(np.array([[0, 1], [-1, 0]]), quarters)
    turned = replace(plan.content, points=plan.content.points @ turn + (900.0, 900.0))
    difference = compare(plan.content, turned)
    assert difference.verdict is Verdict.IDENTICAL
    assert difference.registration.method == "similarity"


def test_a_plan_that_moved_on_a_standing_frame_is_one_moved_part() -> None:
    plan = make_plan(3_000, seed=48)
    new, edits = edited(plan, 18, seed=48)
    frame = plan.parts["frame"].ravel()
    moved = new.points + np.array((14.0, 6.0))
    standing = np.flatnonzero(np.isin(new.source, frame))
    moved[standing] -= (14.0, 6.0)
    difference = compare(plan.content, replace(new, points=moved))
    part, *rest = sorted(difference.changes, key=lambda c: -c.primitives)
    assert difference.registration.method == "identity"
    assert part.kind is ChangeKind.MOVED
    assert part.vector_mm == pytest.approx((14.0, 6.0), abs=0.01)
    assert part.primitives > len(plan.content)
    assert len(rest) == len(edits)
    assert {str(c.kind) for c in rest} == {e.kind for e in edits}


def test_a_changed_frame_gives_thin_regions() -> None:
    plan = make_plan(3_000, seed=49)
    points = plan.content.points.copy()
    sides = plan.parts["frame"].ravel()
    middle = points[sides].reshape(-1, 2).mean(axis=0)
    points[sides] = middle + (points[sides] - middle) * 0.995
    difference = compare(plan.content, replace(plan.content, points=points))
    width, height = plan.content.size_mm
    area = sum(
        (r.box[2] - r.box[0]) * (r.box[3] - r.box[1]) for r in difference.regions
    )
    assert difference.regions
    assert area < 0.05 * width * height


def test_a_property_is_counted_and_told_but_is_no_region() -> None:
    plan = make_plan(3_000, seed=50)
    layer = plan.content.layer.copy()
    layer[plan.parts["pipe"][5]] = plan.content.layers.index("NEW")
    difference = compare(plan.content, replace(plan.content, layer=layer))
    (change,) = difference.changes
    assert difference.verdict is Verdict.IDENTICAL
    assert change.kind is ChangeKind.PROPERTY
    assert (change.text_from, change.text_to) == ("layer=DUCT", "layer=NEW")
    assert difference.property_count == 1
    assert not difference.regions


def test_a_wall_that_was_moved_is_one_change_with_the_lines_that_end_on_it() -> None:
    shell: list[Line] = [(50, 50, 250, 50), (250, 50, 250, 150)]
    shell += [(250, 150, 50, 150), (50, 150, 50, 50)]

    def plan(at: float) -> Content:
        wall: list[Line] = [(at, 50, at, 150), (at + 2.4, 50, at + 2.4, 150)]
        beside: list[Line] = [(60, 100, at, 100), (at + 2.4, 80, 230, 80)]
        return sheet_of([*shell, *wall, *beside], [(100, 120, 3.5, "大厅")])

    (change,) = compare(plan(140.0), plan(143.0)).changes
    assert change.kind is ChangeKind.MOVED
    assert change.vector_mm == pytest.approx((3.0, 0.0), abs=1e-6)


def test_a_block_that_was_drawn_anew_is_told_from_what_was_added() -> None:
    plan = make_plan(3_000, seed=54)
    ring = plan.parts["basin"][:4, 4]
    points = plan.content.points.copy()
    points[ring] += (0.0, 0.7)
    difference = compare(plan.content, replace(plan.content, points=points))
    assert {c.kind for c in difference.changes} <= {ChangeKind.BLOCK, ChangeKind.MOVED}
    assert all(c.block == "BASIN" for c in difference.changes)
    kept = np.delete(np.arange(len(plan.content)), ring)
    (first, *_) = compare(plan.content, picked(plan.content, kept)).changes
    assert first.kind is ChangeKind.BLOCK


def test_a_text_of_another_font_stays_where_it_is() -> None:
    plan = make_plan(3_000, seed=55)
    some = plan.parts["name"][:5, 0]
    points = plan.content.points.copy()
    wider = 0.2 * (points[some, 3] - points[some, 0])
    points[some, :2] -= wider[:, None]
    points[some, 2:] += wider[:, None]
    difference = compare(plan.content, replace(plan.content, points=points))
    assert difference.verdict is Verdict.IDENTICAL
    assert {c.kind for c in difference.changes} == {ChangeKind.PROPERTY}
    assert all(c.text_from.startswith("width=") for c in difference.changes)


def test_texts_that_were_cut_into_runs_are_the_same_text() -> None:
    plan = make_plan(3_000, seed=51, origin=Origin.PDF)
    sheet = plan.content
    first = int(plan.parts["name"][2, 0])
    word, number = sheet.texts[sheet.text[first]].split()
    again = picked(sheet, np.append(np.arange(len(sheet)), first))
    points, text = again.points.copy(), again.text.copy()
    width = points[first, 3, 0] - points[first, 0, 0]
    points[first, 2:, 0] -= 0.6 * width
    points[-1, :2, 0] += 0.5 * width
    text[first], text[-1] = len(sheet.texts), len(sheet.texts) + 1
    texts = (*sheet.texts, word, number)
    cut = replace(again, points=points, text=text, texts=texts)
    assert compare(sheet, cut).verdict is Verdict.IDENTICAL
    assert compare(cut, sheet).verdict is Verdict.IDENTICAL


def test_a_circle_of_chords_is_the_circle_of_curves() -> None:
    plan = make_plan(3_000, seed=52, origin=Origin.PDF)
    sheet = plan.content
    curves = np.flatnonzero(sheet.kind == Kind.CURVE)
    places = np.linspace(0, 1, 41)[:, None]
    drawn = []
    for a, b, c, d in sheet.points[curves]:
        at = (1 - places) ** 3 * a + 3 * (1 - places) ** 2 * places * b
        at = at + 3 * (1 - places) * places**2 * c + places**3 * d
        drawn.append(np.stack([at[:-1], at[:-1], at[1:], at[1:]], axis=1))
    chords = np.concatenate(drawn)
    order = np.concatenate([np.arange(len(sheet)), np.repeat(curves, 40)])
    flat = picked(sheet, order)
    points, kind = flat.points.copy(), flat.kind.copy()
    points[len(sheet) :] = chords
    kind[len(sheet) :] = Kind.SEGMENT
    flat = picked(
        replace(flat, points=points, kind=kind),
        np.setdiff1d(np.arange(len(flat)), curves),
    )
    assert compare(sheet, flat).verdict is Verdict.IDENTICAL


def test_a_quiet_nuisance_changes_no_number() -> None:
    plan = make_plan(3_000, seed=53)
    same = disturbed(plan.content, QUIET)
    assert np.array_equal(same.points, plan.content.points)
