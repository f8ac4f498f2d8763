"""The filled areas of a sheet: their shapes, and the centre lines of those that are strokes.

Some plotters write a line with a weight as the polygon around it, some write a filled
area as a stack of lines or triangles. Both are told here from what they look like.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import shapely

from drawings.content.parts import Content, Floats, Kind
from drawings.diff.hashing import Indices, keys_of
from drawings.diff.shapes import Shapes
from drawings.diff.similarity import Similarity

# No pen is wider, and a stroke is at least so many times longer than wide.
_WIDEST_MM = 2.5
_SLENDER = 4.0
_CAP = 1.3
_CLOSE_MM = 1e-6
_AREA = 2
_MEETING_MM = 1e-4


@dataclass(frozen=True, eq=False)
class Areas:
    """The fills of one sheet, edge by edge in their order; k edges, m sources.

    Attributes:
        lines: shape (k, 2, 2), mm on the page.
        primitive: shape (k,), index in the content.
        loop: shape (k,), number of the closed loop that the edge belongs to.
        source: shape (k,), number of the filled shape.
        width: shape (m,), mm: how wide the pen would be; 0 for shapes that are no strokes.
        around: shape (m,), mm: the length of all edges, hidden ones too.

    """

    lines: Floats
    primitive: Indices
    loop: Indices
    source: Indices
    width: Floats
    around: Floats

    @cached_property
    def boxes(self) -> Floats:
        """Around each source, shape (m, 4)."""
        return _boxes(self.lines, self.source, len(self.width))

    def are_flat(self, most_mm: float) -> npt.NDArray[np.bool_]:
        """Which sources are nowhere thicker than so much; mask (m,).

        What is thin on average alone may have a blob, or cross itself (the two halves of
        a valve): those are asked for their shape.
        """
        area = np.abs(np.bincount(self.loop, _signed(self.lines)))
        owner = np.zeros(len(area), np.intp)
        owner[self.loop] = self.source
        whole = np.bincount(owner, area, minlength=len(self.around))
        flat = np.asarray(2 * whole <= most_mm * self.around)
        asked = np.flatnonzero(flat)
        shapes = shapely.buffer(self.polygons(asked), -most_mm / 2)
        flat[asked] = shapely.is_empty(shapes)
        return flat

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
        self._draw_simple(chosen)
        unknown = chosen[shapely.is_missing(self._shapes[chosen])]
        first = np.searchsorted(self.source[self._by_source], unknown, "left")
        last = np.searchsorted(self.source[self._by_source], unknown, "right")
        for number, start, end in zip(unknown, first, last, strict=True):
            self._shapes[number] = self._polygon(self._by_source[start:end])
        return np.asarray(self._shapes[chosen])

    def _draw_simple(self, chosen: Indices) -> None:
        """Draw those of one loop that does not cross itself, all at one go."""
        is_asked = np.zeros(len(self.width), bool)
        is_asked[chosen[shapely.is_missing(self._shapes[chosen])]] = True
        is_asked &= self._is_of_one_loop
        edges = self._by_source[is_asked[self.source[self._by_source]]]
        if not len(edges):
            return
        source = self.source[edges]
        begins = np.r_[True, source[1:] != source[:-1]]
        rings = shapely.linearrings(self.lines[edges, 0], indices=np.cumsum(begins) - 1)
        shapes = shapely.polygons(rings)
        sound = shapely.is_valid(shapes)
        self._shapes[source[begins][sound]] = shapes[sound]

    @cached_property
    def _is_of_one_loop(self) -> npt.NDArray[np.bool_]:
        """Which sources are one loop of three edges at least."""
        count = len(self.width)
        low, high = np.full(count, self.loop.max(initial=0) + 1), np.full(count, -1)
        np.minimum.at(low, self.source, self.loop)
        np.maximum.at(high, self.source, self.loop)
        return np.asarray(
            (low == high) & (np.bincount(self.source, minlength=count) > 2)
        )

    @cached_property
    def _shapes(self) -> Shapes:
        """What was asked for already."""
        return np.full(len(self.width), None, np.object_)

    @cached_property
    def _by_source(self) -> Indices:
        return np.argsort(self.source, kind="stable")

    @cached_property
    def is_seam(self) -> npt.NDArray[np.bool_]:
        """Which edges the outline of their own shape runs along twice, shape (k,)."""
        cells = np.rint(self.lines / _MEETING_MM).astype(np.int64)
        swapped = (cells[:, 0] > cells[:, 1])[:, :1] | (
            (cells[:, 0, :1] == cells[:, 1, :1]) & (cells[:, 0, 1:] > cells[:, 1, 1:])
        )
        ends = np.where(swapped[:, :, None], cells[:, ::-1], cells).reshape(-1, 4)
        keys = keys_of([self.source, *ends.T])
        _, which, count = np.unique(keys, return_inverse=True, return_counts=True)
        return np.asarray(count[which] > 1)

    def _polygon(self, edges: Indices) -> shapely.Geometry:
        """A loop within what is filled is a hole; one that only overlaps is a piece more."""
        borders = np.flatnonzero(np.diff(self.loop[edges])) + 1
        rings = [
            _sound(self.lines[loop, 0])
            for loop in np.split(edges, borders)
            if len(loop) > 2
        ]
        if len(rings) < 2:
            return rings[0] if rings else shapely.Polygon()
        shape: shapely.Geometry = shapely.Polygon()
        for ring in sorted(rings, key=lambda ring: -float(shapely.area(ring))):
            is_hole = bool(shapely.covers(shape, ring))
            joined = shapely.difference if is_hole else shapely.union
            shape = joined(shape, ring)
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


def _sound(corners: Floats) -> shapely.Geometry:
    """A valid area; a line that leads from a hole to the outline is none."""
    ring = shapely.Polygon(corners)
    if shapely.is_valid(ring):
        return ring
    parts = shapely.get_parts(shapely.make_valid(ring))
    flat = shapely.get_parts(parts)
    return shapely.union_all(flat[shapely.get_dimensions(flat) == _AREA])


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
    around = np.bincount(source, _lengths(lines)).astype(np.float64)
    width = _widths(lines, loop, source, around)
    return Areas(lines, primitive, loop, source, width, around)


def _widths(lines: Floats, loop: Indices, source: Indices, around: Floats) -> Floats:
    """How wide the pen of each source would be; 0 where it is no stroke of a pen."""
    count = len(around)
    if not count:
        return np.zeros(0)
    loops = int(loop.max()) + 1
    area = np.bincount(loop, _signed(lines), minlength=loops)
    owner = np.zeros(loops, np.intp)
    owner[loop] = source
    hole = _lies_in_another(_boxes(lines, loop, loops), owner)
    own = np.bincount(owner, np.abs(area) * np.where(hole, -1.0, 1.0), minlength=count)
    # a stroke of length l and width w has the area l w, and l + w is half around it
    half = around / 2
    width = (half - np.sqrt(np.maximum(half**2 - 4 * np.maximum(own, 0.0), 0.0))) / 2
    is_stroke = (width <= _WIDEST_MM) & (half > _SLENDER * width) & (width > 0)
    return np.asarray(np.where(is_stroke, width, 0.0))


def _lengths(lines: Floats) -> Floats:
    span = lines[:, 1] - lines[:, 0]
    return np.asarray(np.hypot(span[:, 0], span[:, 1]))


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
