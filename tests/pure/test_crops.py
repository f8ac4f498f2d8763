"""Crops show the part of the sheet that was asked for, white beside it."""

from pathlib import Path

import numpy as np
import pymupdf
import pytest

from drawings.content.raster import NoSuchTile, render_crop

MM = 72 / 25.4
WIDTH, HEIGHT = 420.0, 297.0


@pytest.fixture
def page(tmp_path: Path) -> Path:
    """A sheet with one black square, 20 mm wide, its lower left corner at 100, 50."""
    path = tmp_path / "page.pdf"
    with pymupdf.open() as document:
        sheet = document.new_page(width=WIDTH * MM, height=HEIGHT * MM)
        square = pymupdf.Rect(100, HEIGHT - 70, 120, HEIGHT - 50) * MM
        sheet.draw_rect(square, fill=(0, 0, 0), width=0)
        document.save(path)
    return path


def pixels(data: bytes) -> np.ndarray:
    picture = pymupdf.Pixmap(data)
    return np.frombuffer(picture.samples, np.uint8).reshape(
        picture.height, picture.width, picture.n
    )[..., 0]


def test_the_box_fills_the_picture(page: Path) -> None:
    found = pixels(render_crop(page, (100, 50, 120, 70), 320))

    assert found.shape == (320, 320)
    assert found[5:-5, 5:-5].max() < 40


def test_y_goes_upwards(page: Path) -> None:
    found = pixels(render_crop(page, (90, 60, 130, 100), 320))

    assert found[:200].min() > 200
    assert found[260, 160] < 40


def test_beside_the_sheet_is_white(page: Path) -> None:
    found = pixels(render_crop(page, (-200, -200, -100, -100), 320))

    assert found.shape == (320, 320)
    assert found.min() == 255


def test_a_box_over_the_edge_keeps_its_place(page: Path) -> None:
    found = pixels(render_crop(page, (-40, 50, 160, 150), 400))

    assert found[180, 300] < 40
    assert found[180, 20] == 255


@pytest.mark.parametrize("box", [(0, 0, 0, 10), (10, 0, 0, 10), (0, 0, 1, 100)])
def test_a_box_without_sense_is_refused(
    page: Path, box: tuple[float, float, float, float]
) -> None:
    with pytest.raises(NoSuchTile):
        render_crop(page, box, 320)
