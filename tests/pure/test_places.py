"""What the viewer asks of a face: its layers, its words, the lines to snap to."""

import json
from io import BytesIO
from pathlib import Path

import numpy as np
import pymupdf
import pytest
from PIL import Image

from drawings.content.parts import Content, Kind, Origin, Style
from drawings.content.places import layers_told, lines_told, words_told
from drawings.content.raster import render_tile
from drawings.content.storing import save_content
from tests.pure.test_reading_tiles import picture


@pytest.fixture
def page(tmp_path: Path) -> Path:
    """Two layers of one line each, a third that the file hides; groups of one name."""
    path = tmp_path / "page.pdf"
    with pymupdf.open() as document:
        drawn = document.new_page(width=400, height=400)
        named = [document.add_ocg(name) for name in ("墙", "给水", "墙")]
        hidden = document.add_ocg("底图", on=False)
        for group, y in zip([*named, hidden], (100, 200, 110, 300), strict=True):
            drawn.draw_line((50, y), (350, y), width=2, oc=group)
        document.save(path)
    return path


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A wall from 10 to 190 mm, a text that stands upright, a far line."""
    points = np.zeros((3, 4, 2))
    points[0, :2], points[0, 2:] = (10, 20), (190, 20)
    points[1] = [(30, 40), (27, 40), (27, 60), (30, 60)]
    points[2, :2], points[2, 2:] = (300, 300), (310, 300)
    path = tmp_path / "content.npz"
    save_content(
        Content(
            kind=np.asarray([Kind.SEGMENT, Kind.TEXT, Kind.SEGMENT], np.int8),
            points=points,
            text=np.asarray([-1, 0, -1], np.int32),
            layer=np.asarray([1, 0, 1], np.int32),
            style=np.asarray([1, 0, 1], np.int32),
            source=np.arange(3, dtype=np.int32),
            group=np.full(3, -1, np.int32),
            texts=("消火栓箱",),
            layers=("0", "墙"),
            styles=(Style(), Style("#ff0000")),
            handles=("1", "2", "3"),
            groups=(),
            size_mm=(420.0, 297.0),
            origin=Origin.CAD,
        ),
        path,
    )
    return path


def ink(page: Path, off: frozenset[int] | None = None) -> set[int]:
    """The rows of the page, in points from the top, on which something is drawn."""
    tile = np.asarray(picture(render_tile(page, 3, 0, 0, off)))
    rows = np.flatnonzero((tile[:400, 60:340] < 128).any(axis=1))
    return {int(round(row / 10) * 10) for row in rows}


def test_a_layer_that_is_off_takes_away_just_its_ink(page: Path, content: Path) -> None:
    told = json.loads(layers_told(page, content))
    wall, water, base = (
        next(at for at, one in enumerate(told) if one["name"] == name)
        for name in ("墙", "给水", "底图")
    )
    assert ink(page) == {100, 110, 200}
    assert ink(page, frozenset({wall})) == {200, 300}
    assert ink(page, frozenset({water, base})) == {100, 110}
    assert ink(page, frozenset()) == {100, 110, 200, 300}
    assert ink(page) == {100, 110, 200}


def test_layers_are_told_by_name_with_colour_and_count(
    page: Path, content: Path
) -> None:
    told = {one.pop("name"): one for one in json.loads(layers_told(page, content))}
    assert told == {
        "墙": {"colour": "#ff0000", "count": 2, "on": True},
        "给水": {"colour": "", "count": 0, "on": True},
        "底图": {"colour": "", "count": 0, "on": False},
    }


def test_words_are_told_with_the_corners_of_their_letters(content: Path) -> None:
    # Read upwards: the base line goes up, the letters' heads point to the left.
    words = json.loads(words_told(content))
    assert words == [["消火栓箱", 300, 400, 300, 600, 270, 600, 270, 400]]


def test_lines_are_told_to_each_cell_they_reach(content: Path) -> None:
    wall = [1000, 2000, 19000, 2000]
    assert json.loads(lines_told(content, 0, 0)) == [wall]
    assert json.loads(lines_told(content, 1, 0)) == [wall]
    assert json.loads(lines_told(content, 2, 0)) == []


def test_tiles_are_kept_without_loss(page: Path) -> None:
    with Image.open(BytesIO(render_tile(page, 3, 0, 0))) as tile:
        assert tile.format == "PNG"
        assert tile.convert("RGB").getpixel((200, 100)) == (0, 0, 0)
