"""Whatever a sheet holds, a faithful plot of it is the same, and what is taken away is missed.

The sheet: a layout with two windows into the model at two scales, one of them turned; a
hatch of lines, filled columns, an arc, a dashed line, a wide line, a block that points
north and the same block mirrored, a mask over lines and over a text.
"""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from ezdxf.document import Drawing
from ezdxf.layouts import BaseLayout

from drawings.content.parts import Content, Kind
from drawings.sameness.findings import FindingKind, Verdict
from tests.pure.cad_makers import add_text, new_drawing
from tests.pure.drawing_makers import picked, with_white
from tests.pure.plotters import Habits
from tests.pure.proofs import paper_of, proof_of, read_paper, reworded

GRID_MM = 25.4 / 1200
PLOTTERS = {
    "words": Habits(),
    "a printer's grid, 97 %": Habits(scale=0.97, shift_mm=(4, 3), grid_mm=GRID_MM),
    "turned, chords, dashes": Habits(turn=1, flattens=0.02, dashes=2.0),
    "upside down": Habits(turn=2),
    "widened lines": Habits(widens=True),
    "widened lines on a grid": Habits(widens=True, flattens=0.02, grid_mm=GRID_MM),
    "fills in bands": Habits(slices=12),
    "fills in thin bands on a grid": Habits(slices=60, grid_mm=GRID_MM),
    "ink cut along masks": Habits(masks="cut"),
}
Box = tuple[float, float, float, float]
Edit = Callable[[Content], tuple[Content, Box]]


def draw_model(model: BaseLayout) -> None:
    """The drawing in millimetres of the building."""
    for step in range(8):
        y = 2000.0 + 1500.0 * step
        model.add_line((2000, y), (16000, y), dxfattribs={"lineweight": 35})
        add_text(model, f"{3300 + 100 * step}", (8000, y + 200), 350)
    field = model.add_hatch(color=8)
    field.set_pattern_fill("ANSI31", scale=20.0)
    corners = [(17000, 2000), (21000, 2000), (21000, 5000), (17000, 5000)]
    field.paths.add_polyline_path(corners, is_closed=True)
    for x in (3000.0, 7000.0, 11000.0):
        column = model.add_hatch(color=7)
        square = [(x, 14200), (x + 600, 14200), (x + 600, 14800), (x, 14800)]
        column.paths.add_polyline_path(square, is_closed=True)
    model.add_arc((18000, 9000), radius=1800, start_angle=20, end_angle=250)
    model.add_line((2000, 15500), (16000, 15500), dxfattribs={"linetype": "DASHED"})
    bent = [(17000, 12000), (21000, 12000), (21000, 14000)]
    model.add_lwpolyline(bent, dxfattribs={"const_width": 100})


def draw_north(document: Drawing) -> None:
    """A block with a filled half, a circle and a letter."""
    block = document.blocks.new("NORTH")
    block.add_circle((0, 0), radius=8)
    half = block.add_hatch(color=7)
    half.paths.add_polyline_path([(0, 8), (0, -8), (3, -6)], is_closed=True)
    block.add_lwpolyline([(0, 8), (-3, -6), (0, -8)], close=False)


def draw_sheet() -> Drawing:
    """The whole drawing."""
    document = new_drawing()
    document.linetypes.add("DASHED", [0.6, 0.5, -0.1])
    draw_model(document.modelspace())
    draw_north(document)
    paper = paper_of(document, pen_mm=0.7)
    paper.add_viewport((130, 180), (230, 170), (11500, 8500), 17000)
    turned = paper.add_viewport((320, 120), (150, 150), (9000, 9000), 9000)
    turned.dxf.view_twist_angle = 30
    paper.add_blockref("NORTH", (40, 60))
    paper.add_blockref("NORTH", (80, 60), {"xscale": -1.5, "yscale": 1.5})
    for step in range(10):
        paper.add_line((120, 22 + 4 * step), (200, 22 + 4 * step))
    add_text(paper, "hidden", (146, 35), 3)
    paper.add_wipeout([(140, 28), (180, 28), (180, 49), (140, 49)])
    add_text(paper, "seen", (150, 40), 3)
    return document


@pytest.fixture(scope="module")
def cad(tmp_path_factory: pytest.TempPathFactory) -> Content:
    """What is read of the layout."""
    return read_paper(draw_sheet(), tmp_path_factory.mktemp("kinds"))


@pytest.mark.parametrize("habits", PLOTTERS.values(), ids=PLOTTERS.keys())
def test_a_faithful_plot_is_the_same(
    cad: Content, tmp_path: Path, habits: Habits
) -> None:
    proof = proof_of(cad, cad, tmp_path, habits)
    assert [f for f in proof.findings if f.counts] == []
    assert proof.verdict is Verdict.SAME
    assert proof.hidden


# -- what is taken away or put on -------------------------------------------------------


def _without(cad: Content, gone: np.ndarray) -> tuple[Content, Box]:
    assert gone.any()
    boxes = cad.boxes()[gone]
    low, high = boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)
    box = (float(low[0]), float(low[1]), float(high[0]), float(high[1]))
    return picked(cad, np.flatnonzero(~gone)), box


def _within(cad: Content, box: Box) -> np.ndarray:
    low, high = cad.boxes()[:, :2], cad.boxes()[:, 2:]
    inside = (low >= np.array(box[:2])) & (high <= np.array(box[2:]))
    return np.asarray(inside.all(axis=1))


def without_hatch(cad: Content) -> tuple[Content, Box]:
    """The lines of a hatch are gone."""
    slanted = np.abs(np.diff(cad.points[:, [0, 3]], axis=1)[:, 0]).min(axis=1) > 0.5
    field = _within(cad, (15.0, 95.0, 244.0, 266.0)) & (cad.kind == Kind.SEGMENT)
    return _without(cad, field & slanted)


def without_column(cad: Content) -> tuple[Content, Box]:
    """One filled column is gone."""
    fills = np.flatnonzero(
        (cad.kind == Kind.FILL) & _within(cad, (15.0, 200.0, 244.0, 266.0))
    )
    return _without(cad, cad.source == cad.source[fills[0]])


def without_north(cad: Content) -> tuple[Content, Box]:
    """The arrow that points north is gone."""
    return _without(cad, _within(cad, (30.0, 50.0, 50.0, 70.0)))


def with_other_north(cad: Content) -> tuple[Content, Box]:
    """The arrow points the other way."""
    chosen = _within(cad, (30.0, 50.0, 50.0, 70.0))
    points = cad.points.copy()
    points[chosen] = np.array([80.0, 120.0]) - points[chosen]
    return replace(cad, points=points), (30.0, 50.0, 50.0, 70.0)


def without_window(cad: Content) -> tuple[Content, Box]:
    """Nothing is seen through one of the windows."""
    return _without(cad, _within(cad, (244.5, 44.0, 396.0, 196.0)))


def without_mask(cad: Content) -> tuple[Content, Box]:
    """The mask is gone: what it hid is seen."""
    white = np.array([style.colour == "#ffffff" for style in cad.styles])
    return _without(cad, white[cad.style] & (cad.kind == Kind.FILL))


def with_mask(cad: Content) -> tuple[Content, Box]:
    """Somebody hid a wall behind a white patch."""
    box = (150.0, 104.0, 180.0, 150.0)
    return with_white(cad, box), box


def moved_wall(cad: Content) -> tuple[Content, Box]:
    """One wall stands 0.1 mm aside."""
    span = np.abs(cad.points[:, 3] - cad.points[:, 0])
    walls = (cad.kind == Kind.SEGMENT) & (span[:, 0] > 100) & (span[:, 1] < 1e-6)
    at = int(np.flatnonzero(walls & _within(cad, (15, 95, 244, 266)))[2])
    points = cad.points.copy()
    points[at, :, 1] += 0.1
    x0, y0, x1, y1 = (float(v) for v in cad.boxes()[at])
    return replace(cad, points=points), (x0, y0, x1, y1)


def other_digit(cad: Content) -> tuple[Content, Box]:
    """One digit of a dimension is another one."""
    texts = np.flatnonzero(cad.kind == Kind.TEXT)
    at = int(next(i for i in texts if cad.texts[int(cad.text[i])] == "3500"))
    x0, y0, x1, y1 = (float(v) for v in cad.boxes()[at])
    return reworded(cad, at, "3600"), (x0, y0, x1, y1)


PLANTED: dict[str, Edit] = {
    "a hatch gone": without_hatch,
    "a column gone": without_column,
    "the north arrow gone": without_north,
    "the north arrow turned": with_other_north,
    "a window blind": without_window,
    "a mask gone": without_mask,
    "a wall behind a patch": with_mask,
    "a wall 0.1 mm aside": moved_wall,
    "a digit": other_digit,
}
TABLE = ("words", "widened lines on a grid", "fills in thin bands on a grid")


@pytest.mark.parametrize("plotter", TABLE)
@pytest.mark.parametrize("edit", PLANTED.values(), ids=PLANTED.keys())
def test_what_was_planted_is_found_there_and_nowhere_else(
    cad: Content, tmp_path: Path, edit: Edit, plotter: str
) -> None:
    edited, box = edit(cad)
    proof = proof_of(cad, edited, tmp_path, PLOTTERS[plotter])
    counted = [f for f in proof.findings if f.counts]
    assert proof.verdict is Verdict.DIFFERS
    assert counted
    assert [f for f in counted if not _touches(f.dwg_box, box)] == []


def _touches(found: Box, box: Box, margin: float = 1.5) -> bool:
    across = found[0] <= box[2] + margin and found[2] >= box[0] - margin
    return across and found[1] <= box[3] + margin and found[3] >= box[1] - margin


def test_a_plot_in_a_mirror_is_not_the_same(cad: Content, tmp_path: Path) -> None:
    points = cad.points.copy()
    points[..., 0] = cad.size_mm[0] - points[..., 0]
    mirrored = replace(cad, points=points)
    drawn = picked(mirrored, np.flatnonzero(cad.kind != Kind.TEXT))
    proof = proof_of(cad, drawn, tmp_path, Habits())
    assert proof.verdict is not Verdict.SAME


def test_a_mask_that_is_lacking_says_what_it_hid(cad: Content, tmp_path: Path) -> None:
    proof = proof_of(cad, without_mask(cad)[0], tmp_path, Habits())
    kinds = {f.kind for f in proof.findings if f.counts}
    assert kinds == {FindingKind.EXTRA, FindingKind.TEXT_EXTRA}
