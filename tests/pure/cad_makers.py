"""Small CAD drawings for tests: frames, plans and title blocks whose truth is known."""

from pathlib import Path

import ezdxf
from ezdxf.document import Drawing
from ezdxf.enums import TextEntityAlignment
from ezdxf.layouts import BaseLayout

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
