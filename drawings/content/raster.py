"""Pictures of a page: tiles for the viewer, thumbnails, whole pages.

Tile scheme: 512 px square, level z from 0 to 6, `8 / 2 ** (6 - z)` pixels a point,
column x from the left, row y from the top; tiles at the edge are padded with white.
PyMuPDF is not safe in threads: call this in a process that does nothing else.
"""

from functools import lru_cache
from pathlib import Path
from typing import Final

import pymupdf

TILE_PX: Final = 512
LEVELS: Final = 7
MOST_PIXELS_A_POINT: Final = 8.0
WHITE: Final = 255

# hairlines fade to nothing when a whole sheet is drawn small
pymupdf.TOOLS.set_graphics_min_line_width(0.6)


def pixels_a_point(z: int) -> float:
    """Pixels for one point at a level."""
    return MOST_PIXELS_A_POINT / 2 ** (LEVELS - 1 - z)


def render_tile(page: Path, z: int, x: int, y: int) -> bytes | None:
    """One tile as PNG; None outside the sheet.

    Raises:
        RuntimeError: the page cannot be drawn.

    """
    if not 0 <= z < LEVELS or x < 0 or y < 0:
        return None
    _document, listed, sheet = _display_list(str(page), page.stat().st_mtime_ns)
    zoom = pixels_a_point(z)
    side = TILE_PX / zoom
    place = pymupdf.Rect(x * side, y * side, (x + 1) * side, (y + 1) * side)
    if (place & sheet).is_empty:
        return None
    tile = pymupdf.Pixmap(pymupdf.csRGB, pymupdf.IRect(0, 0, TILE_PX, TILE_PX), 0)
    tile.clear_with(WHITE)
    drawn = listed.get_pixmap(
        matrix=pymupdf.Matrix(zoom, zoom), clip=place & sheet, alpha=0
    )
    drawn.set_origin(drawn.x - x * TILE_PX, drawn.y - y * TILE_PX)
    tile.copy(drawn, drawn.irect)
    return bytes(tile.tobytes("png"))


def thumbnail(page: Path, width_px: int) -> bytes:
    """The whole first page as PNG, so wide."""
    with pymupdf.open(page, filetype="pdf") as document:
        sheet = document[0]
        zoom = width_px / sheet.rect.width
        pixmap = sheet.get_pixmap(matrix=pymupdf.Matrix(zoom, zoom), alpha=False)
        return bytes(pixmap.tobytes("png"))


@lru_cache(maxsize=8)
def _display_list(
    name: str, _changed: int
) -> tuple[pymupdf.Document, pymupdf.DisplayList, pymupdf.Rect]:
    document = pymupdf.open(name, filetype="pdf")
    page = document[0]
    return document, page.get_displaylist(annots=False), page.rect
