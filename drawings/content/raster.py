"""Pictures of sanitised one-page PDFs: tiles for the viewer, thumbnails, whole pages.

Call these from processes, one page at a time in each (see `openpages`).

Levels: z = 0 .. 6; at z a point of the page is 8 / 2 ** (6 - z) pixels. Tile x, y counts
from the upper left corner of the page; tiles are always 512 px wide and padded white.
Tiles are PNG (see `tilepictures`). The coarsest levels are made from the finest overview,
each half as wide as the next: to draw them would cost as much again.
"""

import math
import struct
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import numpy as np
import pymupdf
from PIL import Image

from drawings.content.openpages import OpenPage, open_page
from drawings.content.tilepictures import Pixels, halved, packed_png, pixels_of

TILE_PX = 512
LEVELS = 7
LARGEST_ZOOM = 8.0
# Below this level every tile shows much of the page, so a level is drawn in one go.
OVERVIEWS = 3
# Of such a page the next level, too, costs more than a tile should: many lines, or a scan.
HEAVY_BYTES = 1_000_000
# What is drawn differently from now on gets another number, and so another address.
DRAWN_AS = 3
LARGEST_SIDE_PX = 20000
# A picture of so many pixels holds 100 MB with its copy; larger ones are drawn in strips.
MOST_PIXELS = 16_000_000
POINTS_PER_INCH = 72.0
TALLEST_CROP = 3.0  # times its width
_TILE_HEAD = struct.Struct("<HHI")


class NoSuchTile(LookupError):
    """The level does not exist or the tile lies outside of the page."""


def zoom_of(z: int) -> float:
    """Pixels for one point of the page at a level."""
    if not 0 <= z < LEVELS:
        raise NoSuchTile(z)
    return float(LARGEST_ZOOM / 2 ** (LEVELS - 1 - z))


def render_tile(
    pdf_path: Path, z: int, x: int, y: int, off: Collection[int] | None = None
) -> bytes:
    """One tile as PNG.

    Args:
        pdf_path: the one-page PDF.
        z: level.
        x: column from the left.
        y: row from the top.
        off: layers that are not drawn (see `open_page`).

    Raises:
        NoSuchTile: the level does not exist or the tile lies outside of the page.

    """
    page = open_page(pdf_path, off=off)
    zoom = zoom_of(z)
    side = TILE_PX / zoom
    wanted = pymupdf.Rect(x * side, y * side, (x + 1) * side, (y + 1) * side)
    clip = wanted & page.box
    if x < 0 or y < 0 or clip.is_empty:
        raise NoSuchTile((z, x, y))
    return packed_png(pixels_of(page.draw(clip, zoom)), TILE_PX)


def render_level(pdf_path: Path, z: int, off: Collection[int] | None = None) -> bytes:
    """All tiles of a level, for `tiles_in`: the page is walked once for many of them."""
    packed = BytesIO()
    for top, drawn in _level(open_page(pdf_path, off=off), z):
        _pack_strip(drawn, top, packed)
    return packed.getvalue()


@dataclass(frozen=True, slots=True)
class Overviews:
    """What is drawn before anybody asks.

    Attributes:
        levels: for each of `overview_levels` its tiles, packed as `render_level` does.
        thumbnail: the page as PNG of the width that was asked for.

    """

    levels: tuple[bytes, ...]
    thumbnail: bytes


def render_overviews(pdf_path: Path, width_px: int = 480) -> Overviews:
    """All overviews and the thumbnail, which is a level made smaller where one is wider.

    Args:
        pdf_path: the one-page PDF.
        width_px: of the thumbnail; very tall pages get narrower.

    """
    page = open_page(pdf_path)
    wanted = _zoom_of_thumbnail(page, width_px)
    levels: dict[int, bytes] = {}
    whole = enough = None
    for z in reversed(overview_levels(pdf_path)):
        strips = list(_level(page, z, whole))
        whole = strips[0][1] if z < OVERVIEWS and len(strips) == 1 else None
        if zoom_of(z) >= wanted:
            enough = whole
        packed = BytesIO()
        for top, drawn in strips:
            _pack_strip(drawn, top, packed)
        levels[z] = packed.getvalue()
    told = tuple(levels[z] for z in sorted(levels))
    if enough is None:
        return Overviews(told, thumbnail(pdf_path, width_px))
    return Overviews(told, _made_smaller(enough, page.box, wanted))


def overview_levels(pdf_path: Path) -> range:
    """The levels that are drawn before anybody asks."""
    return range(OVERVIEWS + (pdf_path.stat().st_size >= HEAVY_BYTES))


def tiles_in(packed: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Column, row and picture of each tile that `render_level` packed."""
    at = 0
    while at + _TILE_HEAD.size <= len(packed):
        x, y, size = _TILE_HEAD.unpack_from(packed, at)
        at += _TILE_HEAD.size
        yield x, y, packed[at : at + size]
        at += size


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
    opened = open_page(pdf_path, page)
    clip = opened.box
    if clip_mm is not None:
        scale, height = POINTS_PER_INCH / 25.4, opened.box.height
        x0, y0, x1, y1 = (value * scale for value in clip_mm)
        clip = pymupdf.Rect(x0, height - y1, x1, height - y0) & opened.box
    if clip.is_empty:
        raise NoSuchTile(clip_mm)
    zoom = min(
        dpi / POINTS_PER_INCH, LARGEST_SIDE_PX / max(clip.width, clip.height, 1.0)
    )
    return _png(opened, clip, zoom)


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
    opened = open_page(pdf_path)
    x0, y0, x1, y1 = (value * POINTS_PER_INCH / 25.4 for value in box_mm)
    if not (x1 > x0 and 0 < y1 - y0 <= TALLEST_CROP * (x1 - x0)):
        raise NoSuchTile(box_mm)
    wanted = pymupdf.Rect(x0, opened.box.height - y1, x1, opened.box.height - y0)
    zoom = min(width_px / wanted.width, LARGEST_ZOOM)
    size = max(1, round(wanted.width * zoom)), max(1, round(wanted.height * zoom))
    whole = pymupdf.Pixmap(pymupdf.csRGB, pymupdf.IRect(0, 0, *size), 0)
    whole.clear_with(255)
    clip = wanted & opened.box
    if not clip.is_empty:
        pixels = opened.draw(clip, zoom)
        left, top = round(wanted.x0 * zoom), round(wanted.y0 * zoom)
        pixels.set_origin(pixels.x - left, pixels.y - top)
        whole.copy(pixels, pixels.irect)
    return bytes(whole.tobytes("png"))


def thumbnail(pdf_path: Path, width_px: int = 480) -> bytes:
    """The first page as PNG of a given width; very tall pages get narrower."""
    opened = open_page(pdf_path)
    return _png(opened, opened.box, _zoom_of_thumbnail(opened, width_px))


def page_count(pdf_path: Path) -> bytes:
    """How many pages a PDF has, in figures; `locked` when it wants a password."""
    with pymupdf.open(str(pdf_path), filetype="pdf") as document:
        return b"locked" if document.needs_pass else str(len(document)).encode()


def _level(
    page: OpenPage, z: int, finer: Pixels | None = None
) -> Iterator[tuple[int, Pixels]]:
    """The strips of a level; of the coarsest, one that is made from the next finer.

    Args:
        page: what is drawn.
        z: level.
        finer: the next finer level, where it is there already.

    """
    if z < OVERVIEWS - 1 and _is_one_strip(page, zoom_of(z + 1)):
        if finer is None:
            ((_top, finer),) = _level(page, z + 1)
        yield 0, halved(finer)
    else:
        yield from _strips(page, zoom_of(z))


def _strips(page: OpenPage, zoom: float) -> Iterator[tuple[int, Pixels]]:
    """The page from top to bottom, some rows of tiles at once, each with its first row."""
    rows, side = _rows_at_once(page, zoom), TILE_PX / zoom
    for top in range(0, math.ceil(page.box.height * zoom / TILE_PX), rows):
        strip = pymupdf.Rect(0, top * side, page.box.width, (top + rows) * side)
        yield top, pixels_of(page.draw(strip & page.box, zoom))


def _rows_at_once(page: OpenPage, zoom: float) -> int:
    return max(1, int(MOST_PIXELS / (page.box.width * zoom * TILE_PX)))


def _is_one_strip(page: OpenPage, zoom: float) -> bool:
    return bool(_rows_at_once(page, zoom) * TILE_PX >= page.box.height * zoom)


def _pack_strip(drawn: Pixels, top: int, packed: BytesIO) -> None:
    """Cut some rows of tiles that were drawn at once."""
    height, width = drawn.shape[:2]
    for y in range(0, height, TILE_PX):
        for x in range(0, width, TILE_PX):
            tile = packed_png(drawn[y : y + TILE_PX, x : x + TILE_PX], TILE_PX)
            at = _TILE_HEAD.pack(x // TILE_PX, top + y // TILE_PX, len(tile))
            packed.write(at + tile)


def _zoom_of_thumbnail(page: OpenPage, width_px: int) -> float:
    return float(min(width_px / page.box.width, 4 * width_px / page.box.height))


def _made_smaller(drawn: Pixels, box: pymupdf.Rect, zoom: float) -> bytes:
    # As MuPDF takes every pixel that the page touches.
    wide, tall = (math.ceil(side * zoom - 0.01) for side in (box.width, box.height))
    size = (max(wide, 1), max(tall, 1))
    smaller = Image.fromarray(drawn).resize(size, Image.Resampling.HAMMING)
    return packed_png(np.asarray(smaller))


def _png(page: OpenPage, clip: pymupdf.Rect, zoom: float) -> bytes:
    return bytes(page.draw(clip, zoom).tobytes("png"))
