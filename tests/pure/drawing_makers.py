"""Make plan-like sheets, and sheets with fewer primitives or more lines.

Terminology:
    room: 60 x 50 mm of paper; a plan is a grid of rooms.
    part: the primitives of one thing in each room, by name.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from drawings.content.parts import Content, Floats, Ints, Kind, Origin, Style

ROOM = (60.0, 50.0)
LAYERS = ("0", "WALL", "DOOR", "FURN", "TEXT", "DIM", "DUCT", "HATCH", "NEW", "FRAME")
STYLES = (Style(), Style("#ff0000", 0.5), Style("#808080", 0.13))
_PER_ROOM = 50
FREE = (42.0, 30.0)

Line = tuple[float, float, float, float]
Note = tuple[float, float, float, str]
Box = tuple[float, float, float, float]


def sheet_of(
    lines: Sequence[Line] = (),
    notes: Sequence[Note] = (),
    *,
    origin: Origin = Origin.CAD,
    size_mm: tuple[float, float] = (420.0, 297.0),
) -> Content:
    """A small sheet of lines (x0, y0, x1, y1) and notes (x, y, height, wording)."""
    maker = _Maker()
    maker.segments("lines", np.array(lines, float).reshape(-1, 1, 2, 2), layer="WALL")
    if notes:
        starts = np.array([[n[0], n[1]] for n in notes])
        heights = np.array([n[2] for n in notes])
        maker.notes("notes", starts, heights, [n[3] for n in notes], layer="TEXT")
    return maker.content(size_mm, origin)


@dataclass(frozen=True, eq=False)
class Plan:
    """A sheet and the primitives of each part, shape (rooms, k)."""

    content: Content
    parts: dict[str, npt.NDArray[np.intp]]
    corners: Floats

    @property
    def rooms(self) -> int:
        """How many rooms there are."""
        return len(self.corners)


def make_plan(primitives: int, *, seed: int = 1, origin: Origin = Origin.CAD) -> Plan:
    """A plan of about so many primitives, at the density of a busy sheet."""
    rng = np.random.default_rng(seed)
    rooms = max(12, round(primitives / 333)) if primitives > 30_000 else 84
    rooms = min(rooms, max(12, primitives // 60))
    across = int(np.ceil(np.sqrt(rooms * 1.2)))
    number = np.arange(rooms)
    grid = np.column_stack([number % across, number // across])
    corners = grid * np.array(ROOM) + 20.0
    maker = _Maker()
    _walls(maker, corners)
    _fittings(maker, corners, rng)
    _lettering(maker, corners, rng)
    _lines(maker, corners, rng)
    _hatches(maker, corners, max(4, primitives // rooms - _PER_ROOM))
    size = corners.max(axis=0) + np.array(ROOM) + 20.0
    edge = (float(size[0]), float(size[1]))
    _frame(maker, edge)
    return Plan(maker.content(edge, origin), maker.parts, corners)


@dataclass(eq=False)
class _Maker:
    """Collects arrays of primitives by part."""

    parts: dict[str, npt.NDArray[np.intp]] = field(default_factory=dict)
    kinds: list[Ints] = field(default_factory=list)
    points: list[Floats] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    text: list[Ints] = field(default_factory=list)
    layer: list[Ints] = field(default_factory=list)
    group: list[Ints] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)
    count: int = 0

    def segments(
        self,
        part: str,
        lines: Floats,
        *,
        layer: str,
        block: str = "",
        fill: bool = False,
    ) -> None:
        """Lines (rooms, k, 2, 2)."""
        points = lines[:, :, [0, 0, 1, 1]]
        self.primitives(part, points, Kind.FILL if fill else Kind.SEGMENT, layer, block)

    def notes(
        self, part: str, starts: Floats, heights: Floats, said: list[str], *, layer: str
    ) -> None:
        """One text for each room: start of the base line (rooms, 2), height, wording."""
        width = 0.7 * heights * np.array([len(s) for s in said])
        up = np.column_stack([np.zeros_like(heights), heights])
        right = np.column_stack([width, np.zeros_like(width)])
        points = np.stack([starts, starts + up, starts + up + right, starts + right], 1)
        self.primitives(part, points[:, None], Kind.TEXT, layer, "")
        self.text[-1][:] = len(self.texts) + np.arange(len(said))
        self.texts += said

    def primitives(
        self, part: str, points: Floats, kind: Kind, layer: str, block: str
    ) -> None:
        """Primitives (rooms, k, 4, 2) of one kind."""
        rooms, each = points.shape[:2]
        new = np.arange(rooms * each).reshape(rooms, each) + self.count
        known = self.parts.get(part)
        self.parts[part] = new if known is None else np.hstack([known, new])
        group = np.full(rooms * each, -1)
        if block and known is not None:
            group = np.repeat(self._group_of(known), each)
        elif block:
            group = np.repeat(np.arange(rooms) + len(self.groups), each)
            self.groups += [block] * rooms
        self.count += rooms * each
        self.points.append(points.reshape(-1, 4, 2))
        self.kinds.append(np.full(rooms * each, kind, np.int32))
        self.text.append(np.full(rooms * each, -1, np.int32))
        self.layer.append(np.full(rooms * each, LAYERS.index(layer), np.int32))
        self.group.append(group.astype(np.int32))

    def _group_of(self, known: npt.NDArray[np.intp]) -> Ints:
        return np.concatenate(self.group)[known[:, 0]]

    def content(self, size_mm: tuple[float, float], origin: Origin) -> Content:
        layer = np.concatenate(self.layer)
        return Content(
            kind=np.concatenate(self.kinds).astype(np.int8),
            points=np.concatenate(self.points),
            text=np.concatenate(self.text),
            layer=layer,
            style=(layer % len(STYLES)).astype(np.int32),
            source=np.arange(self.count, dtype=np.int32),
            group=np.concatenate(self.group),
            texts=tuple(self.texts),
            layers=LAYERS,
            styles=STYLES,
            handles=tuple(format(i, "X") for i in range(self.count)),
            groups=tuple(self.groups),
            size_mm=size_mm,
            origin=origin,
            units_per_mm=100.0 if origin is Origin.CAD else 0.0,
        )


def _at(corners: Floats, lines: Sequence[Line]) -> Floats:
    """The same lines in every room: (rooms, k, 2, 2)."""
    own = np.array(lines).reshape(1, -1, 2, 2)
    return np.asarray(corners[:, None, None, :] + own)


def _walls(maker: _Maker, corners: Floats) -> None:
    w, h = ROOM[0] - 2, ROOM[1] - 2
    outer: list[Line] = [(0, 0, w, 0), (w, 0, w, h), (w, h, 0, h), (0, h, 0, 0)]
    inner: list[Line] = [(2, 2, w - 2, 2), (w - 2, 2, w - 2, h - 2)]
    inner += [(w - 2, h - 2, 2, h - 2), (2, h - 2, 2, 2)]
    maker.segments("wall", _at(corners, outer), layer="WALL")
    maker.segments("wall", _at(corners, inner), layer="WALL")


def _fittings(maker: _Maker, corners: Floats, rng: np.random.Generator) -> None:
    door = corners + np.array((15, 4)) + rng.uniform(-0.4, 0.4, corners.shape) * (1, 0)
    leaf = [(0, 0, 9, 0), (0, 0, 0, 9), (-1, 0, -1, 1.5), (9, 0, 9, 1.5)]
    maker.segments("door", _at(door, leaf), layer="DOOR", block="DOOR")
    maker.primitives("door", _arcs(door, 9.0, 1), Kind.CURVE, "DOOR", "DOOR")
    basin = corners + np.array((7, 35)) + rng.uniform(-0.4, 0.4, corners.shape)
    rim = [(0, 0, 4, 0), (4, 0, 4, 6), (4, 6, 0, 6), (0, 6, 0, 0), (0.5, 0.5, 3.5, 0.5)]
    maker.segments("basin", _at(basin, rim), layer="FURN", block="BASIN")
    bowl = _arcs(basin + np.array((2, 3.5)), 1.5, 4)
    maker.primitives("basin", bowl, Kind.CURVE, "FURN", "BASIN")


def _arcs(middle: Floats, radius: float, quarters: int) -> Floats:
    """Quarter circles as cubics, (rooms, quarters, 4, 2)."""
    k = 0.5522847498
    first = np.array([(1, 0), (1, k), (k, 1), (0, 1)]) * radius
    turn = np.array([[0, 1], [-1, 0]])
    arcs = []
    for _ in range(quarters):
        arcs.append(first)
        first = first @ turn
    return middle[:, None, None, :] + np.array(arcs)[None]


def _lettering(maker: _Maker, corners: Floats, rng: np.random.Generator) -> None:
    rooms = len(corners)
    tall = np.full(rooms, 2.5)
    names = [f"房间 {100 + i}" for i in range(rooms)]
    maker.notes("name", corners + np.array((26, 26)), tall, names, layer="TEXT")
    sizes = [f"{a:.2f} m2" for a in rng.uniform(20, 40, rooms)]
    maker.notes("area", corners + np.array((26, 22)), tall * 0.72, sizes, layer="TEXT")
    measures = [str(m) for m in rng.integers(1000, 9999, rooms)]
    maker.notes(
        "measure", corners + np.array((27, 43.5)), tall * 0.72, measures, layer="DIM"
    )
    ruler = [(4, 43, 54, 43), (4, 42.5, 4, 44), (54, 42.5, 54, 44)]
    maker.segments("ruler", _at(corners, ruler), layer="DIM")


def _lines(maker: _Maker, corners: Floats, rng: np.random.Generator) -> None:
    duct = corners + np.array((38, 6)) + rng.uniform(-0.4, 0.4, corners.shape)
    ring = [(0, 0, 9, 0), (9, 0, 9, 5), (9, 5, 5, 7), (5, 7, 0, 5), (0, 5, 0, 0)]
    maker.segments("duct", _at(duct, ring), layer="DUCT")
    pipe = corners + np.array((48, 15)) + rng.uniform(-0.4, 0.4, corners.shape) * (1, 0)
    maker.segments("pipe", _at(pipe, [(0, 0, 0, 7)]), layer="DUCT")
    column = corners + np.array((3, 28))
    square = [(0, 0, 2, 0), (2, 0, 2, 2), (2, 2, 0, 2), (0, 2, 0, 0)]
    maker.segments("column", _at(column, square), layer="HATCH", fill=True)


def _hatches(maker: _Maker, corners: Floats, count: int) -> None:
    """Lines at 45 degrees across a field of 16 x 9 mm."""
    step = (np.arange(count) + 0.5) / count * 25
    low = np.column_stack([np.minimum(step, 16), step - np.minimum(step, 16)])
    high = np.column_stack([step - np.minimum(step, 9), np.minimum(step, 9)])
    lines = (
        np.stack([low, high], axis=1)[None]
        + (corners + np.array((12, 15)))[:, None, None]
    )
    maker.segments("hatch", lines, layer="HATCH")


def _frame(maker: _Maker, size: tuple[float, float]) -> None:
    w, h = size
    sides: list[Line] = [(10, 10, w - 10, 10), (w - 10, 10, w - 10, h - 10)]
    sides += [(w - 10, h - 10, 10, h - 10), (10, h - 10, 10, 10)]
    maker.segments("frame", _at(np.zeros((1, 2)), sides), layer="FRAME")


def picked(sheet: Content, chosen: npt.NDArray[np.intp]) -> Content:
    """Only the chosen primitives, in that order."""
    arrays = ("kind", "points", "text", "layer", "style", "source", "group")
    return replace(sheet, **{name: getattr(sheet, name)[chosen] for name in arrays})


def with_white(sheet: Content, box: Box) -> Content:
    """The sheet with a white patch on top of all, mm."""
    x0, y0, x1, y1 = box
    sides = [(x0, y0, x1, y0), (x1, y0, x1, y1), (x1, y1, x0, y1), (x0, y1, x0, y0)]
    count = len(sheet)
    more = with_lines(sheet, sides, layer=sheet.layers[0])
    kind, style, source = more.kind.copy(), more.style.copy(), more.source.copy()
    kind[count:], style[count:] = Kind.FILL, len(sheet.styles)
    source[count:] = source[count]
    styles = (*sheet.styles, replace(sheet.styles[0], colour="#ffffff"))
    return replace(more, kind=kind, style=style, source=source, styles=styles)


def with_lines(sheet: Content, lines: Sequence[Line], *, layer: str = "NEW") -> Content:
    """The sheet with more lines drawn on it."""
    ends = np.array(lines, float).reshape(-1, 2, 2)
    points = ends[:, [0, 0, 1, 1]]
    count = len(ends)
    more = np.arange(count, dtype=np.int32) + len(sheet.handles)
    layers = np.full(count, sheet.layers.index(layer), np.int32)
    return replace(
        sheet,
        kind=np.concatenate([sheet.kind, np.zeros(count, np.int8)]),
        points=np.concatenate([sheet.points, points]),
        text=np.concatenate([sheet.text, np.full(count, -1, np.int32)]),
        layer=np.concatenate([sheet.layer, layers]),
        style=np.concatenate([sheet.style, np.zeros(count, np.int32)]),
        source=np.concatenate([sheet.source, more]),
        group=np.concatenate([sheet.group, np.full(count, -1, np.int32)]),
        handles=(*sheet.handles, *(f"N{i}" for i in range(count))),
    )
