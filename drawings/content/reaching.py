"""How far an entity may reach, generously and without drawing it.

A viewport shows a part of model space. Asking first what can lie in that part is only
worth it when asking is cheap: a box may be far too large, never too small.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import numpy as np
from ezdxf.entities import DXFEntity, DXFGraphic, Insert
from ezdxf.layouts import BlockLayout

from drawings.content.loading import TROUBLE
from drawings.content.parts import Floats

# Lower left and upper right; None: may lie anywhere.
Reach = tuple[float, float, float, float] | None
NOWHERE: Reach = (np.inf, np.inf, -np.inf, -np.inf)
# No letter is wider, no line higher than this many text heights.
WIDEST_LETTER, HIGHEST_LINE = 2.5, 3.0
DEEPEST = 32


class Reaches:
    """Reaches of the entities of one document; each block is measured once."""

    def __init__(self) -> None:
        self._entities: dict[DXFEntity, Reach] = {}
        self._blocks: dict[str, Reach] = {}
        self._depth = 0

    def within(
        self, entities: Iterable[DXFGraphic], window: tuple[float, float, float, float]
    ) -> Iterator[DXFGraphic]:
        """The entities that may be seen in a window, in their order."""
        x0, y0, x1, y1 = window
        for entity in entities:
            reach = self.of(entity)
            if reach is None or (
                reach[0] <= x1 and reach[2] >= x0 and reach[1] <= y1 and reach[3] >= y0
            ):
                yield entity

    def of(self, entity: DXFEntity) -> Reach:
        """The reach of one entity."""
        if entity not in self._entities:
            self._entities[entity] = self._measured(entity)
        return self._entities[entity]

    def _measured(self, entity: DXFEntity) -> Reach:
        if entity.dxf.hasattr("extrusion") and not entity.dxf.extrusion.isclose(
            (0, 0, 1)
        ):
            return None
        try:
            if isinstance(entity, Insert):
                return self._insertion(entity)
            if entity.dxftype() == "DIMENSION":
                block = entity.get_geometry_block()  # type: ignore[attr-defined]
                return None if block is None else self._block(block)
            points = POINTS.get(entity.dxftype())
            return None if points is None else _around(points(entity))
        except TROUBLE:
            return None

    def _insertion(self, insert: Insert) -> Reach:
        block = insert.block()
        if block is None or insert.mcount > 1 or self._depth > DEEPEST:
            return None
        inner = self._block(block)
        if inner is None:
            return None
        found = [self.of(attribute) for attribute in insert.attribs]
        if inner[0] <= inner[2]:
            x0, y0, x1, y1 = inner
            corners = [(x0, y0, 0), (x1, y0, 0), (x1, y1, 0), (x0, y1, 0)]
            moved = insert.matrix44().transform_vertices(corners)
            found.append(_around(np.asarray([(v.x, v.y) for v in moved])))
        return _together(found)

    def _block(self, block: BlockLayout) -> Reach:
        if block.name not in self._blocks:
            # A block that holds itself has no end: it may lie anywhere.
            self._blocks[block.name] = None
            self._depth += 1
            self._blocks[block.name] = _together([self.of(each) for each in block])
            self._depth -= 1
        return self._blocks[block.name]


def _together(reaches: list[Reach]) -> Reach:
    known = [reach for reach in reaches if reach is not None]
    if len(known) < len(reaches):
        return None
    if not known:
        return NOWHERE
    boxes = np.asarray(known)
    return _reach(boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0))


def _around(points: Floats) -> Reach:
    if not len(points) or not np.isfinite(points).all():
        return None
    return _reach(points.min(axis=0), points.max(axis=0))


def _reach(low: Floats, high: Floats) -> Reach:
    return (float(low[0]), float(low[1]), float(high[0]), float(high[1]))


def _line(entity: Any) -> Floats:
    return np.asarray([entity.dxf.start.vec2, entity.dxf.end.vec2])


def _point(entity: Any) -> Floats:
    return np.asarray([entity.dxf.location.vec2])


def _circle(entity: Any) -> Floats:
    return _disc(entity.dxf.center, entity.dxf.radius)


def _ellipse(entity: Any) -> Floats:
    return _disc(entity.dxf.center, entity.dxf.major_axis.magnitude)


def _disc(centre: Any, radius: float) -> Floats:
    middle = np.asarray([centre[0], centre[1]])
    return np.asarray([middle - abs(radius), middle + abs(radius)])


def _bulged(points: Floats, bulge: float, width: float) -> Floats:
    """Corners, moved out by the arcs between them and by the width of the line."""
    low, high = points.min(axis=0), points.max(axis=0)
    more = float(np.linalg.norm(high - low)) * abs(bulge) + width
    return np.asarray([low - more, high + more])


def _polyline(entity: Any) -> Floats:
    rows = np.asarray(entity.lwpoints.values).reshape(-1, 5)
    width = max(float(rows[:, 2:4].max()), entity.dxf.const_width)
    return _bulged(rows[:, :2], float(np.abs(rows[:, 4]).max()), width)


def _solid(entity: Any) -> Floats:
    return np.asarray([(v.x, v.y) for v in entity.vertices()])


def _text(entity: Any) -> Floats:
    dxf = entity.dxf
    most = max(abs(dxf.width), 1.0) * len(dxf.text) * WIDEST_LETTER + HIGHEST_LINE
    anchors = [dxf.insert]
    if dxf.hasattr("align_point"):
        anchors.append(dxf.align_point)
    return np.concatenate([_disc(anchor, most * dxf.height) for anchor in anchors])


def _paragraphs(entity: Any) -> Floats:
    if entity.has_columns:
        return np.asarray([[np.nan, np.nan]])
    height, letters = entity.dxf.char_height, len(entity.text) + 1
    # Inline codes may enlarge letters; nobody enlarges them tenfold.
    most = 10 * height * max(WIDEST_LETTER, HIGHEST_LINE) * letters
    return _disc(entity.dxf.insert, most + (entity.dxf.get("width", 0.0) or 0.0))


def _hatch(entity: Any) -> Floats:
    return np.concatenate([_outline(path) for path in entity.paths])


def _outline(path: Any) -> Floats:
    if hasattr(path, "vertices"):
        rows = np.asarray([tuple(vertex)[:3] for vertex in path.vertices])
        return _bulged(rows[:, :2], float(np.abs(rows[:, 2]).max()), 0.0)
    return np.concatenate([_edge(edge) for edge in path.edges])


def _edge(edge: Any) -> Floats:
    if hasattr(edge, "radius"):
        return _disc(edge.center, edge.radius)
    if hasattr(edge, "major_axis"):
        return _disc(edge.center, edge.major_axis.magnitude)
    if hasattr(edge, "control_points"):
        return _corners([*edge.control_points, *edge.fit_points])
    return _corners([edge.start, edge.end])


def _corners(points: Iterable[Any]) -> Floats:
    return np.asarray([(point[0], point[1]) for point in points])


POINTS: dict[str, Callable[[Any], Floats]] = {
    "LINE": _line,
    "POINT": _point,
    "CIRCLE": _circle,
    "ARC": _circle,
    "ELLIPSE": _ellipse,
    "LWPOLYLINE": _polyline,
    "SOLID": _solid,
    "TRACE": _solid,
    "3DFACE": _solid,
    "TEXT": _text,
    "ATTRIB": _text,
    "ATTDEF": _text,
    "MTEXT": _paragraphs,
    "HATCH": _hatch,
}
