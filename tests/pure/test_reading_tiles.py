"""Tiles, crops and thumbnails of a page."""

from io import BytesIO
from pathlib import Path

import numpy as np
import pymupdf
import pytest
from PIL import Image

from drawings.content import raster
from drawings.content.openpages import open_page
from drawings.content.raster import (
    LEVELS,
    NoSuchTile,
    render_level,
    render_overviews,
    render_png,
    render_tile,
    thumbnail,
    tiles_in,
)
from drawings.content.tilepictures import packed_png


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


@pytest.fixture
def crossed(tmp_path: Path) -> Path:
    """An A3 page with hair lines over every edge between cells and tiles, and words."""
    path = tmp_path / "crossed.pdf"
    with pymupdf.open() as document:
        drawn = document.new_page(width=1191, height=842)
        for at in range(0, 1200, 64):
            drawn.draw_line((at, 0), (1191 - at, 842), width=0.02)
        drawn.draw_rect((400, 400, 620, 620), fill=(1, 0.5, 0), color=None)
        drawn.draw_circle((512, 512), 90, width=3, fill=(0, 0, 1), fill_opacity=0.5)
        drawn.insert_text((450, 515), "across the cells", fontsize=30)
        document.save(path)
    return path


@pytest.mark.parametrize("z", range(LEVELS))
def test_a_hair_line_stays_visible_at_every_level(page: Path, z: int) -> None:
    # The line lies at 300 of 595 points from the top; level 3 has a pixel a point.
    row = int(300 * 2.0 ** (z - 3)) // 512
    tile = np.asarray(picture(render_tile(page, z, 0, row)))
    assert tile.min() < 160


def test_what_is_drawn_from_a_cell_is_what_the_whole_page_draws(crossed: Path) -> None:
    opened = open_page(crossed)
    for zoom, side in ((1.0, 512), (2.0, 256), (8.0, 64)):
        for x, y in ((0, 0), (1, 1), (448 // side, 512 // side)):
            window = pymupdf.Rect(x * side, y * side, (x + 1) * side, (y + 1) * side)
            clip = window & opened.box
            matrix = pymupdf.Matrix(zoom, zoom)
            whole = opened.whole.get_pixmap(matrix=matrix, clip=clip, alpha=0)
            assert opened.draw(clip, zoom).samples == whole.samples
    assert opened.cells


@pytest.mark.parametrize("z", [2, 4])
def test_a_level_drawn_in_one_go_is_made_of_the_same_tiles(
    crossed: Path, z: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(raster, "MOST_PIXELS", 2_000_000)  # strips of one row at z 4
    tiles = list(tiles_in(render_level(crossed, z)))
    side = 512 / 2.0 ** (z - 3)
    columns, rows = -(-1191 // side), -(-842 // side)
    assert len({(x, y) for x, y, _tile in tiles}) == len(tiles) == columns * rows
    for x, y, tile in tiles:
        together = np.asarray(picture(tile)).astype(int)
        alone = np.asarray(picture(render_tile(crossed, z, x, y)))
        # at the seam a line is cut at another place: some greys
        assert np.abs(together - alone).max() < 40
        assert np.abs(together - alone).mean() < 0.5


@pytest.mark.parametrize("z", range(3))
@pytest.mark.parametrize("shift", [0.0, 0.5, 1.0, 1.7, 2.0, 3.3, 4.0, 5.9])
def test_a_hair_line_stays_visible_in_overviews_wherever_it_lies(
    tmp_path: Path, z: int, shift: float
) -> None:
    path = tmp_path / "lines.pdf"
    with pymupdf.open() as document:
        drawn = document.new_page(width=842, height=595)
        drawn.draw_line((0, 300 + shift), (842, 300 + shift), width=0.05)
        drawn.draw_line((0, 100), (842, 180 + shift), width=0.05, color=(1, 0, 0))
        document.save(path)
    (tile,) = [tile for _x, y, tile in tiles_in(render_level(path, z)) if y == 0]
    seen = np.asarray(Image.open(BytesIO(tile)).convert("RGB"))
    columns = seen[: int(74 * 2.0**z), : int(105 * 2.0**z)]
    black, red = columns[int(34 * 2.0**z) :], columns[: int(30 * 2.0**z)]
    assert black[..., 0].min(axis=0).max() < 170
    assert red[..., 1].min(axis=0).max() < 190
    assert red[..., 0].min() == 255


def test_a_coarser_level_keeps_the_shades_of_areas(tmp_path: Path) -> None:
    path = tmp_path / "areas.pdf"
    with pymupdf.open() as document:
        drawn = document.new_page(width=842, height=595)
        drawn.draw_rect((0, 0, 400, 595), fill=(0.9, 0.8, 0.7), color=None)
        document.save(path)
    for z in range(3):
        ((_x, _y, tile),) = tiles_in(render_level(path, z))
        seen = Image.open(BytesIO(tile)).convert("RGB")
        at = int(200 * 2.0 ** (z - 3))
        assert seen.getpixel((at, at)) == seen.getpixel((0, 0)) != (255, 255, 255)
        assert seen.getpixel((at, at)) == pytest.approx((230, 204, 179), abs=1)
        assert seen.getpixel((3 * at, at)) == (255, 255, 255)


def test_a_picture_is_packed_without_loss_in_grey_and_in_colour() -> None:
    noise = np.random.default_rng(1).integers(0, 256, (301, 200, 3), np.uint8)
    slope = np.linspace(0, 255, 301 * 200 * 3).astype(np.uint8).reshape(noise.shape)
    for drawn in (noise, slope, noise[:, :, 0]):
        with Image.open(BytesIO(packed_png(drawn))) as found:
            assert np.array_equal(np.asarray(found), drawn)
        with Image.open(BytesIO(packed_png(drawn, 512))) as padded:
            assert padded.size == (512, 512)
            assert np.array_equal(np.asarray(padded)[:301, :200], drawn)
            assert np.asarray(padded)[301:].min() == 255
            assert np.asarray(padded)[:, 200:].min() == 255


def test_overviews_are_the_levels_and_the_thumbnail_is_one_made_smaller(
    crossed: Path,
) -> None:
    drawn = render_overviews(crossed, 480)
    assert list(drawn.levels) == [render_level(crossed, z) for z in (0, 1, 2)]
    smaller, alone = picture(drawn.thumbnail), picture(thumbnail(crossed, 480))
    assert smaller.size == alone.size
    there, drawn_alone = (
        255 - np.asarray(each.resize((48, 34), Image.Resampling.BOX)).astype(int)
        for each in (smaller, alone)
    )
    assert np.abs(there - drawn_alone).mean() < 0.3 * drawn_alone.mean()
    # A thumbnail wider than every overview is drawn.
    assert picture(render_overviews(crossed, 900).thumbnail).size[0] == 900


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
