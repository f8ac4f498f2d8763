"""The filled areas of a sheet: their shapes, and the centre lines of those that are strokes.

Some plotters write a line with a weight as the polygon around it, some write a filled
area as a stack of lines or triangles. Both are told here from what they look like.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely

from drawings.content.parts import Content, Floats, Kind
from drawings.diff.hashing import Indices
from drawings.diff.shapes import Shapes
from drawings.diff.similarity import Similarity

# No pen is wider, and a stroke is at least so many times longer than wide.
_WIDEST_MM = 2.5
_SLENDER = 4.0
_CAP = 1.3
_CLOSE_MM = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class Areas:
    """The fills of one sheet, edge by edge in their order; k edges, m sources.

    Attributes:
        lines: shape (k, 2, 2), mm on the page.
        primitive: shape (k,), index in the content.
        loop: shape (k,), number of the closed loop that the edge belongs to.
        source: shape (k,), number of the filled shape.
        width: shape (m,), mm: how wide the pen would be; 0 for shapes that are no strokes.

    """

    lines: Floats
    primitive: Indices
    loop: Indices
    source: Indices
    width: Floats

    def centre_lines(self, source: npt.NDArray[np.bool_]) -> tuple[Floats, Indices]:
        """The lines that were widened, of the chosen sources (m,): (n, 2, 2), source."""
        edges = source[self.source] & (self.width[self.source] > 0)
        lines, width = self.lines[edges], self.width[self.source[edges]]
        inward = self._inward()[edges]
        span = lines[:, 1] - lines[:, 0]
        length = np.maximum(np.hypot(span[:, 0], span[:, 1]), 1e-12)
        normal = np.column_stack([-span[:, 1], span[:, 0]]) / length[:, None]
        moved = lines + (normal * (inward * width / 2)[:, None])[:, None]
        long = length > _CAP * width
        return moved[long], self.source[edges][long]

    def polygons(self, chosen: Indices) -> Shapes:
        """The chosen sources as valid polygons; holes by the even-odd rule."""
        order = np.argsort(self.source, kind="stable")
        first = np.searchsorted(self.source[order], chosen, "left")
        last = np.searchsorted(self.source[order], chosen, "right")
        return np.array(
            [self._polygon(order[a:b]) for a, b in zip(first, last, strict=True)],
            dtype=np.object_,
        )

    def _polygon(self, edges: Indices) -> shapely.Geometry:
        shape: shapely.Geometry = shapely.Polygon()
        borders = np.flatnonzero(np.diff(self.loop[edges])) + 1
        for loop in np.split(edges, borders):
            if len(loop) > 2:
                ring = shapely.make_valid(shapely.Polygon(self.lines[loop, 0]))
                shape = shapely.symmetric_difference(shape, ring)
        return shape

    def _inward(self) -> Floats:
        """1 where the ink lies left of an edge, -1 where right; shape (k,)."""
        signed = _signed(self.lines)
        loops = int(self.loop.max(initial=-1)) + 1
        area = np.bincount(self.loop, signed, minlength=loops)
        boxes = _boxes(self.lines, self.loop, loops)
        owner = np.zeros(loops, np.intp)
        owner[self.loop] = self.source
        hole = _lies_in_another(boxes, owner)
        side = np.where(area >= 0, 1.0, -1.0) * np.where(hole, -1.0, 1.0)
        return np.asarray(side[self.loop])


def areas_of(content: Content, lay: Similarity) -> Areas:
    """The fills of a content, laid on the page."""
    primitive = np.flatnonzero(content.kind == Kind.FILL)
    lines = lay.apply(content.points[primitive][:, [0, 3]])
    entity = content.source[primitive]
    begins = np.ones(len(primitive), bool)
    if len(primitive) > 1:
        apart = np.abs(lines[1:, 0] - lines[:-1, 1]).max(axis=1) > _CLOSE_MM
        # a loop that came back to its start is closed: what follows is another one
        other = entity[1:] != entity[:-1]
        begins[1:] = apart | other | (np.diff(primitive) > 1)
    loop = np.cumsum(begins) - 1
    source = np.unique(entity, return_inverse=True)[1].astype(np.intp)
    return Areas(lines, primitive, loop, source, _widths(lines, loop, source))


def _widths(lines: Floats, loop: Indices, source: Indices) -> Floats:
    count = int(source.max(initial=-1)) + 1
    if not count:
        return np.zeros(0)
    span = lines[:, 1] - lines[:, 0]
    around = np.bincount(source, np.hypot(span[:, 0], span[:, 1]), minlength=count)
    loops = int(loop.max()) + 1
    area = np.bincount(loop, _signed(lines), minlength=loops)
    owner = np.zeros(loops, np.intp)
    owner[loop] = source
    hole = _lies_in_another(_boxes(lines, loop, loops), owner)
    own = np.bincount(owner, np.abs(area) * np.where(hole, -1.0, 1.0), minlength=count)
    # a stroke of length l and width w has the area l w and 2 l + 2 w around it
    width = 2 * np.maximum(own, 0.0) / np.maximum(around, 1e-9)
    is_stroke = (width <= _WIDEST_MM) & (around / 2 > _SLENDER * width) & (width > 0)
    return np.asarray(np.where(is_stroke, width, 0.0))


def _signed(lines: Floats) -> Floats:
    a, b = lines[:, 0], lines[:, 1]
    return np.asarray((a[:, 0] * b[:, 1] - b[:, 0] * a[:, 1]) / 2)


def _boxes(lines: Floats, loop: Indices, loops: int) -> Floats:
    low, high = np.full((loops, 2), np.inf), np.full((loops, 2), -np.inf)
    np.minimum.at(low, loop, lines.min(axis=1))
    np.maximum.at(high, loop, lines.max(axis=1))
    return np.concatenate([low, high], axis=1)


def _lies_in_another(boxes: Floats, owner: Indices) -> npt.NDArray[np.bool_]:
    """Which loops lie within a larger loop of the same source."""
    inside = np.zeros(len(boxes), bool)
    order = np.argsort(owner, kind="stable")
    for group in np.split(order, np.flatnonzero(np.diff(owner[order])) + 1):
        if 1 < len(group) <= 200:
            own = boxes[group]
            low = np.all(own[:, None, :2] > own[None, :, :2], axis=2)
            high = np.all(own[:, None, 2:] < own[None, :, 2:], axis=2)
            inside[group] = np.any(low & high, axis=1)
    return inside
