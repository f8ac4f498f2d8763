"""What annotations and form fields look like, drawn on the page as a layer of its own.

Only the picture that the file carries for an annotation is taken (its normal appearance,
set into its rectangle by ISO 32000-1, 12.5.5, algorithm 8.1); the annotation itself, with
what it may do, stays behind. One that is hidden or has no picture is not drawn, and told.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import pikepdf
from pikepdf import Array, Dictionary, Stream

from drawings.pdf.found import AnnotationFound
from drawings.pdf.geometry import (
    Box,
    Geometry,
    Matrix,
    box_through,
    number_of,
    ordered_box,
    times,
)

MM_PER_POINT = 25.4 / 72
HIDDEN, NO_VIEW = 2, 32
# A border around a link, and the window of a comment, are no part of the sheet.
NOT_SHOWN = ("/Popup", "/Link")
MOST_DRAWN = 5000
LONGEST_TEXT, LONGEST_NAME = 2000, 200
PLAIN: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True, eq=False)
class Appearance:
    """One picture and the matrix that sets it on the sanitised page."""

    form: pikepdf.Stream
    matrix: Matrix


def annotations_on(
    page: pikepdf.Page, index: int, geometry: Geometry
) -> Iterator[tuple[AnnotationFound, Appearance | None]]:
    """The annotations of a page in their order, each with its picture if it has one."""
    listed = page.obj.get("/Annots")
    for each in list(listed)[:MOST_DRAWN] if isinstance(listed, Array) else ():
        if not isinstance(each, Dictionary):
            continue
        subtype = str(each.get("/Subtype", ""))
        if subtype in NOT_SHOWN:
            continue
        rect = ordered_box(each.get("/Rect"))
        appearance = None if rect is None else _appearance(each, rect, geometry)
        yield _found(each, index, rect, geometry, appearance), appearance


def _found(
    annotation: pikepdf.Object,
    index: int,
    rect: Box | None,
    geometry: Geometry,
    appearance: Appearance | None,
) -> AnnotationFound:
    x0, y0, x1, y1 = box_through(rect or (0, 0, 0, 0), geometry.matrix)
    kind = str(annotation.get("/Subtype", ""))[1:LONGEST_NAME]
    is_field = kind == "Widget"
    return AnnotationFound(
        page=index,
        kind=kind,
        author="" if is_field else words_of(annotation.get("/T"))[:LONGEST_NAME],
        text=_field_words(annotation)
        if is_field
        else words_of(annotation.get("/Contents")),
        box_mm=(
            x0 * MM_PER_POINT,
            y0 * MM_PER_POINT,
            x1 * MM_PER_POINT,
            y1 * MM_PER_POINT,
        ),
        is_drawn=appearance is not None,
    )


def _field_words(field: pikepdf.Object) -> str:
    """Name and value of a form field, whichever of the two it has."""
    parts = (words_of(field.get("/T")), words_of(field.get("/V")))
    return ": ".join(part for part in parts if part)[:LONGEST_TEXT]


def words_of(value: object) -> str:
    """A text of the file; what is none, or is in no known encoding, is empty."""
    if not isinstance(value, pikepdf.String | pikepdf.Name):
        return ""
    try:
        return str(value)[:LONGEST_TEXT]
    except (ValueError, UnicodeDecodeError):
        return ""


def _appearance(
    annotation: pikepdf.Object, rect: Box, geometry: Geometry
) -> Appearance | None:
    flags = int(number_of(annotation.get("/F"), 0.0))
    form = _normal(annotation)
    if form is None or flags & (HIDDEN | NO_VIEW):
        return None
    box = ordered_box(form.get("/BBox"))
    if box is None:
        return None
    seen = box_through(box, _matrix(form.get("/Matrix")))
    width, height = seen[2] - seen[0], seen[3] - seen[1]
    if not (width > 0 and height > 0):
        return None
    across, up = (rect[2] - rect[0]) / width, (rect[3] - rect[1]) / height
    placed = (across, 0, 0, up, rect[0] - seen[0] * across, rect[1] - seen[1] * up)
    matrix = times(placed, geometry.matrix)
    if not all(math.isfinite(value) for value in matrix):
        return None
    return Appearance(form, matrix)


def _normal(annotation: pikepdf.Object) -> pikepdf.Stream | None:
    """The normal appearance; of several states the one that is set."""
    looks = annotation.get("/AP")
    normal = looks.get("/N") if isinstance(looks, Dictionary) else None
    if isinstance(normal, Dictionary):
        normal = normal.get(str(annotation.get("/AS", "/Off")))
    return normal if isinstance(normal, Stream) else None


def _matrix(value: object) -> Matrix:
    if not isinstance(value, Array) or len(value) < 6:
        return PLAIN
    a, b, c, d, e, f = (number_of(each, math.nan) for each in list(value)[:6])
    found = (a, b, c, d, e, f)
    return found if all(math.isfinite(each) for each in found) else PLAIN
