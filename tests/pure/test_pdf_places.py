"""What is read lies where the page shows it: turned, cropped, shifted, scaled."""

from itertools import product
from pathlib import Path

import numpy as np
import pikepdf
import pymupdf
import pytest
from pikepdf import Array, Name

from drawings.content.parts import Floats, Kind
from tests.pure.pdf_makers import examined, taken, write_pdf

MM = 25.4 / 72
TOLERANCE_MM = 0.05
DPI = 288.0
# Two bars of unlike size and place in the page's own units, all inside of every box.
BARS = ((130.25, 61.5, 60.0, 12.0), (150.0, 90.0, 15.5, 40.25))
INK = b" ".join(b"%g %g %g %g re f" % bar for bar in BARS)
BOXES: dict[str, dict[str, list[float]]] = {
    "plain": {"MediaBox": [0, 0, 400, 300]},
    "cropped": {"MediaBox": [0, 0, 400, 300], "CropBox": [100.5, 50.25, 300, 150]},
    "from elsewhere": {"MediaBox": [-50, -20.5, 350, 280]},
    "swapped": {"MediaBox": [360, 250, 20, 10], "CropBox": [300, 150, 100, 40]},
    "crop wider than media": {
        "MediaBox": [90, 40, 310, 160],
        "CropBox": [-900, 50, 900, 999],
    },
}
TURNS = (0, 90, 180, 270)
UNITS = (1.0, 2.5)
CASES = list(product(BOXES, TURNS, UNITS))


def shown(path: Path) -> Floats:
    """The box of each bar in the rendered original; mm, y upwards, by size."""
    with pymupdf.open(path) as document:
        page = document[0]
        pixels = page.get_pixmap(dpi=int(DPI), colorspace=pymupdf.csGRAY)
        flat = np.frombuffer(pixels.samples, np.uint8)
        ink = 1 - flat.reshape(pixels.height, pixels.width) / 255
        height = float(page.rect.height) * MM
    boxes = [edges(ink * (label == marked(ink))) for label in (1, 2)]
    scale = 25.4 / DPI
    found = [
        (x0 * scale, height - y1 * scale, x1 * scale, height - y0 * scale)
        for x0, y0, x1, y1 in boxes
    ]
    return np.array(sorted(found))


def marked(ink: Floats) -> Floats:
    """Which bar each pixel belongs to."""
    from scipy import ndimage

    labels: Floats = ndimage.label(ink > 0)[0]
    return labels


def edges(ink: Floats) -> tuple[float, float, float, float]:
    """The box of one bar to a fraction of a pixel: a pixel half covered is half grey."""
    sides = []
    for profile in (ink.max(axis=0), ink.max(axis=1)):
        at = np.flatnonzero(profile)
        first, last = int(at[0]), int(at[-1])
        sides += [first + 1 - profile[first], last + profile[last]]
    x0, x1, y0, y1 = sides
    return float(x0), float(y0), float(x1), float(y1)


def read(path: Path, folder: Path) -> Floats:
    """The box of each bar in the content."""
    content = examined(path, folder).content
    fills = content.kind == Kind.FILL
    boxes = []
    for source in np.unique(content.source[fills]):
        points = content.points[fills & (content.source == source)].reshape(-1, 2)
        boxes.append((*points.min(axis=0), *points.max(axis=0)))
    return np.array(sorted(boxes))


@pytest.mark.parametrize(("box", "turn", "unit"), CASES)
def test_a_bar_is_read_where_it_is_shown(
    tmp_path: Path, box: str, turn: int, unit: float
) -> None:
    def build(document: pikepdf.Pdf, page: pikepdf.Object) -> None:
        for key, value in BOXES[box].items():
            page[f"/{key}"] = Array(value)
        page.Rotate = turn
        if unit != 1:
            page.UserUnit = unit

    path = write_pdf(tmp_path, INK, build)
    assert read(path, tmp_path) == pytest.approx(shown(path), abs=TOLERANCE_MM)


def test_boxes_and_turn_may_come_from_the_tree_above(tmp_path: Path) -> None:
    def build(document: pikepdf.Pdf, page: pikepdf.Object) -> None:
        tree = document.Root.Pages
        for key, value in BOXES["cropped"].items():
            tree[f"/{key}"] = Array(value)
        tree.Rotate = 270
        tree.Resources = page.Resources
        for key in ("/MediaBox", "/Resources"):
            del page[key]

    path = write_pdf(tmp_path, INK, build)
    assert read(path, tmp_path) == pytest.approx(shown(path), abs=TOLERANCE_MM)


@pytest.mark.parametrize(
    "keys",
    [
        {"MediaBox": Array([0, 0, 400])},
        {"MediaBox": Name.None_},
        {"CropBox": Array([200, 200, 200, 200])},
        {"CropBox": Array([900, 900, 990, 990])},
        {"Rotate": Name.Left},
        {"Rotate": 44},
        {"UserUnit": 0},
        {"UserUnit": -3},
        {"UserUnit": Name.Two},
    ],
)
def test_what_makes_no_sense_in_a_frame_counts_as_if_it_were_not_there(
    tmp_path: Path, keys: dict[str, object]
) -> None:
    def build(document: pikepdf.Pdf, page: pikepdf.Object) -> None:
        for key, value in keys.items():
            page[f"/{key}"] = value

    plain = examined(write_pdf(tmp_path, INK), tmp_path).content.points
    path = write_pdf(tmp_path, INK, build)
    content = examined(path, tmp_path).content
    assert content.points == pytest.approx(plain)
    box = taken(path, tmp_path).pages[0].box
    assert (box.width_mm, box.height_mm) == pytest.approx(content.size_mm)
