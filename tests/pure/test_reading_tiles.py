"""Tiles, crops and thumbnails of a page."""

from io import BytesIO
from pathlib import Path

import numpy as np
import pymupdf
import pytest
from PIL import Image

from drawings.content.raster import NoSuchTile, render_png, render_tile, thumbnail


@pytest.fixture
def page(tmp_path: Path) -> Path:
    """An A4 page with one hair line across the middle."""
    path = tmp_path / "page.pdf"
    with pymupdf.open() as document:
        drawn = document.new_page(width=842, height=595)
        drawn.draw_line((0, 300), (842, 300), width=0.05)
        document.save(path)
    return path


def picture(data: bytes) -> Image.Image:
    """A PNG as greys."""
    return Image.open(BytesIO(data)).convert("L")


def test_every_tile_is_512_pixels_wide_and_padded_white(page: Path) -> None:
    corner = picture(render_tile(page, 3, 1, 1))
    assert corner.size == (512, 512)
    # At level 3 a point is a pixel: the page ends at 842 - 512 in the second tile.
    assert corner.getpixel((400, 20)) == 255


def test_a_hair_line_stays_visible_from_afar(page: Path) -> None:
    whole = picture(render_tile(page, 0, 0, 0))
    assert np.asarray(whole).min() < 160


def test_the_line_lies_where_it_was_drawn(page: Path) -> None:
    tile = picture(render_tile(page, 3, 0, 0))
    column = np.asarray(tile)[:, 100]
    dark = np.flatnonzero(column < 200).tolist()
    assert dark
    assert all(abs(y - 300) <= 1 for y in dark)


@pytest.mark.parametrize(
    "address", [(3, 2, 0), (3, 0, 2), (7, 0, 0), (-1, 0, 0), (3, -1, 0)]
)
def test_outside_of_the_page_there_is_no_tile(
    page: Path, address: tuple[int, int, int]
) -> None:
    with pytest.raises(NoSuchTile):
        render_tile(page, *address)


def test_a_rewritten_page_is_drawn_anew(page: Path) -> None:
    before = render_tile(page, 0, 0, 0)
    with pymupdf.open() as document:
        document.new_page(width=842, height=595).draw_rect(
            (0, 0, 842, 595), fill=(0, 0, 0)
        )
        document.save(page)
    assert render_tile(page, 0, 0, 0) != before


def test_a_thumbnail_has_the_width_that_was_asked_for(page: Path) -> None:
    assert picture(thumbnail(page, 480)).size[0] == 480


def test_a_window_is_cut_in_paper_millimetres_from_below(page: Path) -> None:
    # The line lies 300 pt from the top, that is 295 pt or 104.07 mm from below.
    with_line = picture(render_png(page, dpi=72, clip_mm=(10, 100, 60, 110)))
    without = picture(render_png(page, dpi=72, clip_mm=(10, 120, 60, 140)))
    assert np.asarray(with_line).min() < 160
    assert np.asarray(without).min() == 255
