"""The page under the seals: its boxes, its rotation, and where it is still white."""

import io
import math
from pathlib import Path

import numpy as np
import pikepdf
import pymupdf

from signatures.pades.errors import NotAPdf
from signatures.pades.placement import (
    POINTS_PER_MM,
    Box,
    Ink,
    Paper,
    UserBox,
    number_of,
    quarters,
)

DEEPEST_PAGE_TREE = 64
CELL_MM = 2.0
# A cell counts as drawn on when its darkest pixel is darker than this of 255.
WHITE = 250
PIXELS_PER_CELL = 2


def paper_of(source: bytes | Path, page: int = 0) -> Paper:
    """How a page is displayed.

    Raises:
        NotAPdf: no PDF, no such page, or a page without area.
    """
    try:
        with _opened(source) as pdf:
            return paper_of_page(pdf.pages[page])
    except (pikepdf.PdfError, IndexError) as error:
        raise NotAPdf(str(error)) from error


def paper_of_page(page: pikepdf.Page) -> Paper:
    """How an opened page is displayed.

    Raises:
        NotAPdf: the page has no area.
    """
    media = _box(page.mediabox)
    crop = _cut(_box(page.cropbox), media)
    rotation = quarters(_inherited(page.obj, "/Rotate"))
    unit = number_of(page.obj.get("/UserUnit"), 1.0)
    return Paper(crop, rotation, unit if unit > 0 else 1.0)


def ink_of(source: bytes | Path, page: int = 0) -> Ink:
    """Which cells of the displayed page carry ink: a coarse rendering, darkest wins.

    Raises:
        NotAPdf: the page cannot be rendered.
    """
    try:
        with _rendered(source) as document:
            sheet = document[page]
            dpi = 25.4 / CELL_MM * PIXELS_PER_CELL
            pixmap = sheet.get_pixmap(dpi=round(dpi), colorspace=pymupdf.csGRAY)
            width_mm = sheet.rect.width / POINTS_PER_MM
    except (RuntimeError, ValueError, IndexError) as error:
        raise NotAPdf(str(error)) from error
    grey = np.frombuffer(pixmap.samples, np.uint8).reshape(pixmap.height, pixmap.stride)
    drawn = grey[:, : pixmap.width] < WHITE
    rows = math.ceil(pixmap.height / PIXELS_PER_CELL)
    columns = math.ceil(pixmap.width / PIXELS_PER_CELL)
    padded = np.zeros((rows * PIXELS_PER_CELL, columns * PIXELS_PER_CELL), np.bool_)
    padded[: pixmap.height, : pixmap.width] = drawn
    cells = padded.reshape(rows, PIXELS_PER_CELL, columns, PIXELS_PER_CELL)
    return Ink(
        np.asarray(cells.any(axis=(1, 3))), width_mm / (pixmap.width / PIXELS_PER_CELL)
    )


def seals_on(source: bytes | Path, page: int = 0) -> tuple[Box, ...]:
    """Where the fields of signatures stand on a page, as displayed.

    Raises:
        NotAPdf: no PDF, no such page, or a page without area.
    """
    try:
        with _opened(source) as pdf:
            sheet = pdf.pages[page]
            paper = paper_of_page(sheet)
            return tuple(
                paper.displayed_box(_box(one.Rect))
                for one in sheet.obj.get("/Annots", [])
                if isinstance(one, pikepdf.Dictionary)
                and str(one.get("/FT", "")) == "/Sig"
                and "/Rect" in one
            )
    except (pikepdf.PdfError, IndexError, TypeError, ValueError) as error:
        raise NotAPdf(str(error)) from error


def _opened(source: bytes | Path) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(source) if isinstance(source, bytes) else source)


def _rendered(source: bytes | Path) -> pymupdf.Document:
    if isinstance(source, bytes):
        return pymupdf.open(stream=source, filetype="pdf")
    return pymupdf.open(source, filetype="pdf")


def _box(array: pikepdf.Object) -> UserBox:
    a, b, c, d = (float(value) for value in array)
    return min(a, c), min(b, d), max(a, c), max(b, d)


def _cut(crop: UserBox, media: UserBox) -> UserBox:
    x0, y0 = max(crop[0], media[0]), max(crop[1], media[1])
    x1, y1 = min(crop[2], media[2]), min(crop[3], media[3])
    if x0 >= x1 or y0 >= y1:
        raise NotAPdf("a page without area")
    return x0, y0, x1, y1


def _inherited(node: pikepdf.Object, key: str) -> pikepdf.Object | None:
    for _ in range(DEEPEST_PAGE_TREE):
        if key in node:
            return node[key]
        if "/Parent" not in node:
            return None
        node = node["/Parent"]
    return None
