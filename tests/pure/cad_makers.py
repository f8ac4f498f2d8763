"""Small CAD drawings for tests: frames, plans and title blocks whose truth is known."""

import math
from pathlib import Path

import ezdxf
from ezdxf.document import Drawing
from ezdxf.enums import TextEntityAlignment
from ezdxf.layouts import BaseLayout
from ezdxf.math import Matrix44

A1 = (841.0, 594.0)


def new_drawing() -> Drawing:
    """An empty drawing in millimetres with a shape font style."""
    document = ezdxf.new("R2018", units=4)
    document.styles.add("HZ", font="txt.shx").dxf.bigfont = "hztxt.shx"
    document.layers.add("WALL", color=1)
    document.layers.add("HIDDEN", color=2).off()
    return document


def add_frame(
    space: BaseLayout,
    corner: tuple[float, float],
    scale: float,
    *,
    size: tuple[float, float] = A1,
    number: str = "建施-05",
    name: str = "一层平面图",
) -> None:
    """The edge of the paper, the thick frame, and a title block of labels and values."""
    x, y = corner
    width, height = size[0] * scale, size[1] * scale
    edge = [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]
    space.add_lwpolyline(edge, close=True)
    inner = (25 * scale, 10 * scale)
    space.add_lwpolyline(
        [
            (x + inner[0], y + inner[1]),
            (x + width - inner[1], y + inner[1]),
            (x + width - inner[1], y + height - inner[1]),
            (x + inner[0], y + height - inner[1]),
        ],
        close=True,
        dxfattribs={"const_width": scale},
    )
    rows = (
        ("图号", number),
        ("图 名", name),
        ("比例", f"1:{scale:.0f}"),
        ("版次", "B"),
        ("日期", "2026.03"),
        ("设计", "吕舟"),
    )
    for index, (label, value) in enumerate(rows):
        level = y + (15 + 9 * index) * scale
        add_text(space, label, (x + width - 110 * scale, level), 3 * scale)
        add_text(space, value, (x + width - 85 * scale, level), 4 * scale)


def add_text(
    space: BaseLayout,
    words: str,
    at: tuple[float, float],
    height: float,
    rotation: float = 0.0,
) -> None:
    """A text from its left end on the base line."""
    text = space.add_text(
        words, height=height, rotation=rotation, dxfattribs={"style": "HZ"}
    )
    text.set_placement(at, align=TextEntityAlignment.LEFT)


def add_plan(space: BaseLayout, corner: tuple[float, float], scale: float) -> None:
    """Twenty walls of 100 paper mm, from 100 100 upwards, 10 mm apart."""
    x, y = corner
    for index in range(20):
        level = y + (100 + 10 * index) * scale
        start = (x + 100 * scale, level)
        space.add_line(start, (x + 200 * scale, level), dxfattribs={"layer": "WALL"})


def save(document: Drawing, folder: Path, name: str = "drawing.dxf") -> Path:
    """The drawing as a file."""
    path = folder / name
    document.saveas(path)
    return path


def add_frame_block(
    document: Drawing, name: str = "TK-A1", size: tuple[float, float] = A1
) -> None:
    """A block with edge, thick frame and title block; its values are attributes."""
    block = document.blocks.new(name)
    width, height = size
    edge = [(0, 0), (width, 0), (width, height), (0, height)]
    block.add_lwpolyline(edge, close=True)
    thick = [(25, 10), (width - 10, 10), (width - 10, height - 10), (25, height - 10)]
    block.add_lwpolyline(thick, close=True, dxfattribs={"const_width": 1})
    for index, label in enumerate(("图号", "图名", "比例", "日期")):
        level = 15 + 9 * index
        add_text(block, label, (width - 110, level), 3)
        at = (width - 85, level)
        block.add_attdef(label, at, dxfattribs={"height": 4, "style": "HZ"})


def insert_frame(
    space: BaseLayout,
    at: tuple[float, float],
    scale: float,
    number: str,
    *,
    block: str = "TK-A1",
    degrees: float = 0.0,
) -> None:
    """A sheet of one's own: the block at a scale, and a plan of thirty lines each way."""
    scales = dict.fromkeys(("xscale", "yscale", "zscale"), scale)
    frame = space.add_blockref(block, at, dxfattribs={**scales, "rotation": degrees})
    values = {"图号": number, "图名": f"平面图{number}", "比例": f"1:{scale:.0f}"}
    frame.add_auto_attribs(values)
    turn = Matrix44.z_rotate(math.radians(degrees)) @ Matrix44.translate(*at, 0)
    for index in range(30):
        level, along = (40 + 12 * index) * scale, (60 + 16 * index) * scale
        across = ((60 * scale, level), (540 * scale, level))
        upwards = ((along, 40 * scale), (along, 390 * scale))
        for ends in (across, upwards):
            first, last = turn.transform_vertices([(x, y, 0) for x, y in ends])
            space.add_line(first, last, dxfattribs={"layer": "WALL"})
        if index % 3 == 0:
            place = turn.transform((along + 2 * scale, level + 2 * scale, 0))
            words = f"{1000 + 37 * index}"
            add_text(space, words, (place.x, place.y), 2.5 * scale, degrees)
