"""The picture of a comparison."""

import xml.etree.ElementTree as ET
from dataclasses import replace

import numpy as np

from drawings.content.parts import Content, Origin
from drawings.diff.comparing import compare
from drawings.diff.findings import Difference
from drawings.diff.overlay import changes_geojson, overlay_svg
from tests.pure.drawing_edits import edited
from tests.pure.drawing_makers import make_plan, sheet_of, with_lines
from tests.pure.drawing_nuisances import PLOTS, disturbed

SVG = "{http://www.w3.org/2000/svg}"
OLD = sheet_of([(10, 10, 200, 10), (10, 10, 10, 150), (30, 40, 90, 41)])
NEW = with_lines(OLD, [(100, 20, 140, 60)])


def drawn(
    old: Content, new: Content, difference: Difference, **how: bool
) -> ET.Element:
    """The overlay, parsed: it must be sound XML."""
    return ET.fromstring(overlay_svg(old, new, difference, **how))  # noqa: S314


def paths(root: ET.Element, name: str) -> list[str]:
    """What is drawn in one class."""
    return [e.get("d", "") for e in root.iter(f"{SVG}path") if e.get("class") == name]


def test_an_added_line_is_drawn_with_y_pointing_down() -> None:
    root = drawn(OLD, NEW, compare(OLD, NEW))
    assert root.get("viewBox") == "0 0 420 297"
    assert root.get("width") == "420mm"
    (added,) = paths(root, "added")
    assert set(added[1:].replace("L", " ").split()) == {"100", "277", "140", "237"}
    assert paths(root, "removed") == []


def test_a_removed_line_is_drawn_where_it_was() -> None:
    root = drawn(NEW, OLD, compare(NEW, OLD))
    assert len(paths(root, "removed")) == 1
    assert paths(root, "added") == []


def test_what_did_not_change_is_drawn_only_on_demand() -> None:
    difference = compare(OLD, NEW)
    assert "M" in paths(drawn(OLD, NEW, difference), "same")[0]
    assert not paths(drawn(OLD, NEW, difference, with_unchanged=False), "same")


def test_every_kind_of_edit_is_drawn_and_every_region_numbered() -> None:
    plan = make_plan(3_000, seed=71, origin=Origin.PDF)
    new, _ = edited(plan, 18, seed=71)
    plotted = disturbed(new, PLOTS["fit to 97 %"])
    difference = compare(plan.content, plotted)
    root = drawn(plan.content, plotted, difference)
    names = {e.get("class") for e in root.iter()}
    assert {"same", "added", "removed", "moved", "text", "region", "number"} <= names
    numbers = [e.text for e in root.iter(f"{SVG}text") if e.get("class") == "number"]
    assert numbers == [str(i + 1) for i in range(len(difference.regions))]


def test_texts_that_look_like_markup_are_only_texts() -> None:
    old = sheet_of([(10, 10, 200, 10), (10, 10, 10, 150)], [(20, 20, 3, "<b>&\x0b")])
    new = replace(old, texts=('"><script>&\x01',))
    root = drawn(old, new, compare(old, new))
    said = [e.text for e in root.iter(f"{SVG}text")]
    assert '"><script>&' in said
    assert "<b>&" in said


def test_line_strings_follow_the_new_sheet() -> None:
    plan = make_plan(3_000, seed=72, origin=Origin.PDF)
    new, _ = edited(plan, 9, seed=72)
    nuisance = PLOTS["fit to 97 %"]
    plotted = disturbed(new, nuisance)
    difference = compare(plan.content, plotted)
    strings = changes_geojson(difference)
    assert {s["index"] for s in strings} == set(range(len(difference.changes)))
    removed = [s for s in strings if s["kind"] == "removed"]
    assert removed and all(s["side"] == "old" for s in removed)
    (change,) = {s["index"] for s in removed}
    assert isinstance(change, int)
    box = difference.changes[change].old_box
    assert box is not None
    points = np.array([p for s in removed for p in s["d"]])  # type: ignore[attr-defined]
    expected = nuisance.box(box)
    assert np.abs(points.min(axis=0) - expected[:2]).max() <= 0.05
    assert np.abs(points.max(axis=0) - expected[2:]).max() <= 0.05


def test_nothing_is_drawn_of_identical_sheets() -> None:
    difference = compare(OLD, OLD)
    assert changes_geojson(difference) == []
    root = drawn(OLD, OLD, difference)
    assert {e.get("class") for e in root.iter(f"{SVG}path")} == {"same"}
