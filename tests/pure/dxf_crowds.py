"""DXF files with many entities of few kinds, made by chance from a seed."""

import random
from pathlib import Path

import ezdxf
from ezdxf.document import Drawing
from ezdxf.layouts import Modelspace

LAYERS = (("WALL", 1), ("AXIS", 3), ("TEXT", 7), ("OFF", 5), ("FROZEN", 6))
WORDINGS = ("A-101", "卧室", "3.600", "DN100", "Axis 1", "%%c200", "a^b", "楼梯间 1")
MANNERS: tuple[dict[str, object], ...] = (
    {"layer": "WALL"},
    {"layer": "AXIS", "lineweight": 35},
    {"layer": "OFF"},
    {"layer": "FROZEN", "color": 1, "invisible": 1},
)
LETTERINGS: tuple[dict[str, object], ...] = (
    {"rotation": 0, "style": "Standard"},
    {"rotation": 30, "style": "OpenSans", "width": 0.7, "oblique": 15},
)
PLACINGS: tuple[dict[str, object], ...] = (
    {"rotation": 0},
    {"rotation": 17, "xscale": -1, "yscale": 2},
    {"row_count": 2, "column_count": 2, "row_spacing": 50, "column_spacing": 70},
)
ALIGNED = ((0, 0), (1, 0), (2, 0), (4, 0), (0, 1), (1, 2), (2, 3), (1, 3))


def write_crowd(
    folder: Path, seed: int, *, each: int = 60, version: str = "R2010"
) -> Path:
    """A file with `each` or so entities of each kind, in mixed order."""
    dice = random.Random(seed)  # noqa: S311
    document = ezdxf.new(version, setup=True)
    for name, colour in LAYERS:
        document.layers.add(
            name, color=colour, linetype="DASHED" if colour == 3 else ""
        )
    document.layers.get("OFF").off()
    document.layers.get("FROZEN").freeze()
    _blocks(document)
    space = document.modelspace()
    kinds = [_line, _polyline, _circle, _arc, _point, _text, _insert] * each
    kinds += [_others] * 3
    dice.shuffle(kinds)
    for make in kinds:
        make(space, dice)
    path = folder / f"crowd{seed}.dxf"
    document.saveas(path)
    return path


def _blocks(document: Drawing) -> None:
    door = document.blocks.new("DOOR", base_point=(1, 2))
    door.add_line((0, 0), (9, 0))
    door.add_arc((0, 0), 9, 0, 90, dxfattribs={"color": 0})
    door.add_text("D", height=2).set_placement((1, 1))
    twin = document.blocks.new("TWIN")
    twin.add_blockref("DOOR", (3, 4), dxfattribs={"rotation": 30})
    twin.add_blockref("DOOR", (3, 40), dxfattribs={"xscale": -1})
    floor = document.blocks.new("FLOOR")
    hatch = floor.add_hatch(color=2)
    hatch.set_pattern_fill("ANSI31", scale=0.5)
    hatch.paths.add_polyline_path([(0, 0), (10, 0), (10, 10), (0, 10)], is_closed=True)


def _manner(dice: random.Random) -> dict[str, object]:
    return dict(dice.choice(MANNERS))


def _at(dice: random.Random) -> tuple[float, float]:
    return (dice.uniform(-5e4, 5e4), round(dice.uniform(0, 9e4), dice.randint(0, 6)))


def _line(space: Modelspace, dice: random.Random) -> None:
    space.add_line(_at(dice), _at(dice), dxfattribs=_manner(dice))


def _polyline(space: Modelspace, dice: random.Random) -> None:
    corners = [_at(dice) for _ in range(dice.choice([2, 3, 4, 4, 4]))]
    if dice.random() < 0.2:
        corners.append(corners[0])
    if dice.random() < 0.1:
        corners = [(*corner, 0, 0, 0.5) for corner in corners]  # type: ignore[misc]
    space.add_lwpolyline(corners, close=dice.random() < 0.5, dxfattribs=_manner(dice))


def _circle(space: Modelspace, dice: random.Random) -> None:
    radius = dice.choice([100.0, dice.uniform(0.1, 900), 0.0])
    space.add_circle(_at(dice), radius, dxfattribs=_manner(dice))


def _arc(space: Modelspace, dice: random.Random) -> None:
    first = dice.choice([0.0, 90.0, 270.0, dice.uniform(-400, 400)])
    last = dice.choice([90.0, 180.0, 360.0, first, dice.uniform(-400, 400)])
    manner = _manner(dice)
    if dice.random() < 0.1:
        manner |= {"extrusion": (0, 0, -1)}
    space.add_arc(_at(dice), dice.uniform(1, 900), first, last, dxfattribs=manner)


def _point(space: Modelspace, dice: random.Random) -> None:
    space.add_point(_at(dice), dxfattribs=_manner(dice))


def _text(space: Modelspace, dice: random.Random) -> None:
    level, upright = dice.choice(ALIGNED)
    manner = {"layer": "TEXT", "halign": level, "valign": upright}
    manner |= {"align_point": _at(dice), **dice.choice(LETTERINGS)}
    text = space.add_text(dice.choice(WORDINGS), height=350, dxfattribs=manner)
    text.dxf.insert = _at(dice)


def _insert(space: Modelspace, dice: random.Random) -> None:
    name = dice.choice(["DOOR", "TWIN", "FLOOR"])
    manner = {"layer": "WALL", **dice.choice(PLACINGS)}
    made = space.add_blockref(name, _at(dice), dxfattribs=manner)
    if dice.random() < 0.1:
        made.add_attrib("NO", "7", made.dxf.insert)


def _others(space: Modelspace, dice: random.Random) -> None:
    space.add_mtext("one\\Ptwo", dxfattribs={"insert": _at(dice), "char_height": 300})
    space.add_ellipse(_at(dice), (900, 100), 0.4)
    space.add_spline([(*_at(dice), 0) for _ in range(4)])
    space.add_solid([_at(dice) for _ in range(4)])
    space.add_linear_dim(base=_at(dice), p1=_at(dice), p2=_at(dice)).render()
    hatch = space.add_hatch(color=3)
    hatch.paths.add_polyline_path([_at(dice) for _ in range(4)], is_closed=True)
