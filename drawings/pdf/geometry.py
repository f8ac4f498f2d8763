"""Where a page of a PDF lies: the visible box, its turn, its unit; the matrix to paper.

The frame of the sanitised page: points, origin at the lower left corner of what is seen,
y upwards, as a person sees the page (turned, cropped, user unit applied).
"""

import math
from dataclasses import dataclass

import pikepdf
from pikepdf import Array, Dictionary

Box = tuple[float, float, float, float]
Matrix = tuple[float, float, float, float, float, float]
# A page tree deeper than this is a trap; qpdf follows it, we do not.
DEEPEST_TREE = 60
# US letter: what a page without a media box has (as MuPDF and Acrobat take it).
USUAL_BOX: Box = (0.0, 0.0, 612.0, 792.0)


@dataclass(frozen=True, slots=True)
class Geometry:
    """The frame of one page.

    Attributes:
        box: the visible box in the page's own units.
        matrix: from the page's own units to the frame of the sanitised page.
        size: width and height there, in points.

    """

    box: Box
    matrix: Matrix
    size: tuple[float, float]


def geometry_of(page: pikepdf.Page) -> Geometry:
    """The frame of a page: crop box inside media box, /Rotate and /UserUnit applied."""
    x0, y0, x1, y1 = box = _visible_box(page)
    unit = _unit(page)
    width, height = (x1 - x0) * unit, (y1 - y0) * unit
    turn = _rotation(page)
    matrix: Matrix
    if turn == 90:
        matrix = (0, -unit, unit, 0, -y0 * unit, x1 * unit)
    elif turn == 180:
        matrix = (-unit, 0, 0, -unit, x1 * unit, y1 * unit)
    elif turn == 270:
        matrix = (0, unit, -unit, 0, y1 * unit, -x0 * unit)
    else:
        matrix = (unit, 0, 0, unit, -x0 * unit, -y0 * unit)
    size = (height, width) if turn in (90, 270) else (width, height)
    return Geometry(box, matrix, size)


def inherited(page: pikepdf.Page, key: str) -> pikepdf.Object | None:
    """An attribute of a page or, where it is silent, of the tree above it."""
    node: pikepdf.Object | None = page.obj
    for _ in range(DEEPEST_TREE):
        if not isinstance(node, Dictionary):
            return None
        if key in node:
            return node[key]
        node = node.get("/Parent")
    return None


def times(first: Matrix, second: Matrix) -> Matrix:
    """The matrix that applies `first`, then `second`."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = second
    return (
        a * g + b * i,
        a * h + b * j,
        c * g + d * i,
        c * h + d * j,
        e * g + f * i + k,
        e * h + f * j + m,
    )


def box_through(box: Box, matrix: Matrix) -> Box:
    """The upright box around a box that went through a matrix."""
    a, b, c, d, e, f = matrix
    corners = [
        (a * x + c * y + e, b * x + d * y + f) for x in box[0::2] for y in box[1::2]
    ]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return min(xs), min(ys), max(xs), max(ys)


def ordered_box(value: object) -> Box | None:
    """A rectangle of the file with its corners in order; None where it is none."""
    if not isinstance(value, Array) or len(value) < 4:
        return None
    a, b, c, d = (number_of(each, math.nan) for each in list(value)[:4])
    if not all(math.isfinite(each) for each in (a, b, c, d)):
        return None
    return min(a, c), min(b, d), max(a, c), max(b, d)


def number_of(value: object, otherwise: float) -> float:
    """A number of the file; what is none counts as if it were not there."""
    try:
        number = float(str(value))
    except ValueError:
        return otherwise
    return number if math.isfinite(number) else otherwise


def _visible_box(page: pikepdf.Page) -> Box:
    """The crop box inside the media box; a box without area counts as not there."""
    media = ordered_box(inherited(page, "/MediaBox"))
    if media is None or media[0] >= media[2] or media[1] >= media[3]:
        media = USUAL_BOX
    crop = ordered_box(inherited(page, "/CropBox"))
    if crop is None:
        return media
    both = (
        max(media[0], crop[0]),
        max(media[1], crop[1]),
        min(media[2], crop[2]),
        min(media[3], crop[3]),
    )
    return both if both[0] < both[2] and both[1] < both[3] else media


def _rotation(page: pikepdf.Page) -> int:
    return round(number_of(inherited(page, "/Rotate"), 0.0) / 90) * 90 % 360


def _unit(page: pikepdf.Page) -> float:
    unit = number_of(page.obj.get("/UserUnit"), 1.0)
    return unit if unit > 0 else 1.0
