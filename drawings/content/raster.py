"""Pictures of sanitised one-page PDFs: tiles for the viewer, thumbnails, whole pages.

MuPDF is not thread-safe: call these from processes, one page at a time in each. The
parsed page is kept, which makes a tile five to twenty-five times cheaper.

Levels: z = 0 .. 6; at z a point of the page is 8 / 2 ** (6 - z) pixels. Tile x, y counts
from the upper left corner of the page; tiles are always 512 px wide and padded white.
"""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pymupdf

TILE_PX = 512
LEVELS = 7
LARGEST_ZOOM = 8.0
KEPT_PAGES = 8
# Hair lines would fade at small zoom; every line keeps this width in pixels.
THINNEST_LINE_PX = 0.75
LARGEST_SIDE_PX = 20000
POINTS_PER_INCH = 72.0
TALLEST_CROP = 3.0  # times its width


class NoSuchTile(LookupError):
    """The level does not exist or the tile lies outside of the page."""


@dataclass(frozen=True, slots=True, eq=False)
class _Listed:
    """A parsed page; the document must live as long as its display list."""

    document: pymupdf.Document
    page: pymupdf.DisplayList
    box: pymupdf.Rect


def zoom_of(z: int) -> float:
    """Pixels for one point of the page at a level."""
    if not 0 <= z < LEVELS:
        raise NoSuchTile(z)
    return float(LARGEST_ZOOM / 2 ** (LEVELS - 1 - z))


def render_tile(pdf_path: Path, z: int, x: int, y: int) -> bytes:
    """One tile as PNG.

    Raises:
        NoSuchTile: the level does not exist or the tile lies outside of the page.

    """
    listed = _listed(pdf_path)
    zoom = zoom_of(z)
    side = TILE_PX / zoom
    wanted = pymupdf.Rect(x * side, y * side, (x + 1) * side, (y + 1) * side)
    clip = wanted & listed.box
    if x < 0 or y < 0 or clip.is_empty:
        raise NoSuchTile((z, x, y))
    pixels = listed.page.get_pixmap(
        matrix=pymupdf.Matrix(zoom, zoom), clip=clip, alpha=0
    )
    if (pixels.width, pixels.height) != (TILE_PX, TILE_PX):
        pixels = _padded(pixels)
    return bytes(pixels.tobytes("png"))


def render_png(
    pdf_path: Path,
    page: int = 0,
    *,
    dpi: float = 150.0,
    clip_mm: tuple[float, float, float, float] | None = None,
) -> bytes:
    """A page, or a window of it, as PNG.

    Args:
        pdf_path: the file.
        page: which page, from 0.
        dpi: resolution; lowered where the picture would be wider than 20 000 px.
        clip_mm: x0, y0, x1, y1 in paper mm, y upwards; the whole page when not given.

    """
    listed = _listed(pdf_path, page)
    clip = listed.box
    if clip_mm is not None:
        scale, height = POINTS_PER_INCH / 25.4, listed.box.height
        x0, y0, x1, y1 = (value * scale for value in clip_mm)
        clip = pymupdf.Rect(x0, height - y1, x1, height - y0) & listed.box
    if clip.is_empty:
        raise NoSuchTile(clip_mm)
    zoom = min(
        dpi / POINTS_PER_INCH, LARGEST_SIDE_PX / max(clip.width, clip.height, 1.0)
    )
    return _picture(listed, clip, zoom)


def render_crop(
    pdf_path: Path, box_mm: tuple[float, float, float, float], width_px: int
) -> bytes:
    """A window of the first page as PNG of its own shape, white beside the paper.

    A frame that is drawn over the picture in percent lies right at the edge, too.

    Args:
        pdf_path: the file.
        box_mm: x0, y0, x1, y1 in paper mm, y upwards.
        width_px: how wide; less where a point would be wider than `LARGEST_ZOOM`.

    Raises:
        NoSuchTile: the box has no area, or is far taller than wide.

    """
    listed = _listed(pdf_path)
    x0, y0, x1, y1 = (value * POINTS_PER_INCH / 25.4 for value in box_mm)
    if not (x1 > x0 and 0 < y1 - y0 <= TALLEST_CROP * (x1 - x0)):
        raise NoSuchTile(box_mm)
    wanted = pymupdf.Rect(x0, listed.box.height - y1, x1, listed.box.height - y0)
    zoom = min(width_px / wanted.width, LARGEST_ZOOM)
    size = max(1, round(wanted.width * zoom)), max(1, round(wanted.height * zoom))
    whole = pymupdf.Pixmap(pymupdf.csRGB, pymupdf.IRect(0, 0, *size), 0)
    whole.clear_with(255)
    clip = wanted & listed.box
    if not clip.is_empty:
        pixels = listed.page.get_pixmap(
            matrix=pymupdf.Matrix(zoom, zoom), clip=clip, alpha=0
        )
        left, top = round(wanted.x0 * zoom), round(wanted.y0 * zoom)
        pixels.set_origin(pixels.x - left, pixels.y - top)
        whole.copy(pixels, pixels.irect)
    return bytes(whole.tobytes("png"))


def thumbnail(pdf_path: Path, width_px: int = 480) -> bytes:
    """The first page as PNG of a given width; very tall pages get narrower."""
    listed = _listed(pdf_path)
    box = listed.box
    zoom = min(width_px / box.width, 4 * width_px / box.height)
    return _picture(listed, box, zoom)


def page_count(pdf_path: Path) -> bytes:
    """How many pages a PDF has, in figures; `locked` when it wants a password."""
    with pymupdf.open(str(pdf_path), filetype="pdf") as document:
        return b"locked" if document.needs_pass else str(len(document)).encode()


def _picture(listed: _Listed, clip: pymupdf.Rect, zoom: float) -> bytes:
    pixels = listed.page.get_pixmap(
        matrix=pymupdf.Matrix(zoom, zoom), clip=clip, alpha=0
    )
    return bytes(pixels.tobytes("png"))


def _padded(pixels: pymupdf.Pixmap) -> pymupdf.Pixmap:
    pixels.set_origin(0, 0)
    whole = pymupdf.Pixmap(pymupdf.csRGB, pymupdf.IRect(0, 0, TILE_PX, TILE_PX), 0)
    whole.clear_with(255)
    whole.copy(pixels, pymupdf.IRect(0, 0, pixels.width, pixels.height))
    return whole


def _listed(pdf_path: Path, page: int = 0) -> _Listed:
    return _kept(str(pdf_path), page, pdf_path.stat().st_mtime_ns)


@lru_cache(maxsize=KEPT_PAGES)
def _kept(path: str, page: int, changed: int) -> _Listed:
    """The parsed page; `changed` makes a rewritten file a new one."""
    del changed
    pymupdf.TOOLS.set_graphics_min_line_width(THINNEST_LINE_PX)
    document = pymupdf.open(path, filetype="pdf")
    listed = document[page]
    return _Listed(document, listed.get_displaylist(annots=False), listed.rect)
