"""What can be seen of a sheet: ink behind a white fill that is drawn later, nobody sees.

One producer writes a mask over the ink, one cuts the ink along the mask, one does both.
What is left to be seen is the same.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import shapely

from drawings.content.parts import Content, Floats, Kind
from drawings.diff.grouping import components
from drawings.diff.hashing import Indices
from drawings.diff.shapes import Shapes, line_shapes
from drawings.diff.similarity import Similarity
from drawings.sameness.areas import Areas, areas_of

# Ink along the edge of a mask may lie on either side of it.
_EDGE_MM = 0.05
_SHORTEST_MM = 0.02
_CHORDS = 24
_WHITE = 0xF8


@dataclass(frozen=True, slots=True, eq=False)
class Visible:
    """What can be seen of a face, without masks, and how many things they hide or cut."""

    content: Content
    hidden: int


def is_white(colour: str) -> bool:
    """Whether a fill of this colour, #rrggbb, hides what is below it; unknown: no."""
    if len(colour) != len("#rrggbb"):
        return False
    return min(int(colour[at : at + 2], 16) for at in (1, 3, 5)) >= _WHITE


def visible(content: Content) -> Visible:
    """Take masks off a content, and with them what lies behind them."""
    is_mask = _are_masks(content)
    if not is_mask.any():
        return Visible(content, 0)
    areas = areas_of(content, Similarity())
    masks = _masks(areas, np.unique(_source_of(areas, np.flatnonzero(is_mask))))
    gone, more = is_mask.copy(), _More(content)
    hidden = 0
    for members, shape, hiding in masks.affected(content, areas, is_mask):
        if not more.cut(int(members[0]), shape, hiding):
            continue
        gone[members] = True
        hidden += 1
    return Visible(more.added_to(np.flatnonzero(~gone)), hidden)


def unmasked(content: Content) -> Content:
    """All that a content draws but its masks, what they hide among it."""
    return _More(content).added_to(np.flatnonzero(~_are_masks(content)))


def _are_masks(content: Content) -> npt.NDArray[np.bool_]:
    white = np.array([is_white(style.colour) for style in content.styles], bool)
    return np.asarray(white[content.style] & (content.kind == Kind.FILL))


def _source_of(areas: Areas, primitive: Indices) -> Indices:
    return areas.source[np.searchsorted(areas.primitive, primitive)]


@dataclass(frozen=True, slots=True, eq=False)
class _Masks:
    """Shapes that hide what is drawn before them: the number of a primitive each."""

    shapes: Shapes
    drawn_at: Indices

    def affected(
        self, content: Content, areas: Areas, is_mask: npt.NDArray[np.bool_]
    ) -> Iterator[tuple[Indices, shapely.Geometry, shapely.Geometry]]:
        """What lies behind masks: its primitives, its shape, and all that hides it."""
        members, shapes = _things(content, areas, is_mask)
        first = np.array([int(each[0]) for each in members], np.intp)
        tree = shapely.STRtree(self.shapes)
        thing, mask = tree.query(shapes, predicate="intersects")
        later = self.drawn_at[mask] > first[thing]
        thing, mask = thing[later], mask[later]
        order = np.argsort(thing, kind="stable")
        for chosen in np.split(order, np.flatnonzero(np.diff(thing[order])) + 1):
            if len(chosen):
                number = int(thing[chosen[0]])
                hiding = shapely.union_all(self.shapes[mask[chosen]])
                yield members[number], shapes[number], hiding


def _masks(areas: Areas, sources: Indices) -> _Masks:
    """Every mask, and masks that touch as one from the first of them on.

    A mask may be filled in bands; what is drawn between two masks is behind the second.
    """
    shapes = areas.polygons(sources)
    drawn_at = np.zeros(len(areas.width), np.intp)
    np.maximum.at(drawn_at, areas.source, areas.primitive)
    drawn_at = drawn_at[sources]
    left, right = shapely.STRtree(shapes).query(
        shapes, predicate="dwithin", distance=_EDGE_MM
    )
    heap = components(len(shapes), left, right)
    every, since = [shapes], [drawn_at]
    order = np.argsort(heap, kind="stable")
    for chosen in np.split(order, np.flatnonzero(np.diff(heap[order])) + 1):
        if len(chosen) > 1:
            grown = shapely.buffer(shapes[chosen], _EDGE_MM, join_style="mitre")
            whole = shapely.union_all(grown)
            whole = shapely.buffer(whole, -_EDGE_MM, join_style="mitre")
            every.append(np.array([whole], np.object_))
            since.append(drawn_at[chosen].min(keepdims=True))
    less = shapely.buffer(np.concatenate(every), -_EDGE_MM, join_style="mitre")
    some = ~shapely.is_empty(less)
    return _Masks(np.asarray(less[some]), np.concatenate(since)[some])


def _things(
    content: Content, areas: Areas, is_mask: npt.NDArray[np.bool_]
) -> tuple[list[Indices], Shapes]:
    """Every line and text, and every fill as a whole: its primitives and its shape."""
    plain = (content.kind != Kind.FILL) & (content.kind != Kind.IMAGE)
    lone = np.flatnonzero(plain)
    points = content.points[lone]
    shapes = np.empty(len(lone), np.object_)
    straight = content.kind[lone] == Kind.SEGMENT
    shapes[straight] = line_shapes(points[straight][:, [0, 3]])
    bent = content.kind[lone] == Kind.CURVE
    shapes[bent] = shapely.linestrings(_chords(points[bent]))
    texts = content.kind[lone] == Kind.TEXT
    shapes[texts] = shapely.convex_hull(shapely.multipoints(points[texts]))
    filled = np.flatnonzero(~is_mask[areas.primitive])
    sources = np.unique(areas.source[filled])
    order = np.argsort(areas.source, kind="stable")
    first = np.searchsorted(areas.source[order], sources, "left")
    last = np.searchsorted(areas.source[order], sources, "right")
    members = [np.array([number]) for number in lone.tolist()]
    members += [areas.primitive[order[a:b]] for a, b in zip(first, last, strict=True)]
    return members, np.concatenate([shapes, areas.polygons(sources)])


def _chords(curves: Floats) -> Floats:
    """Points along cubic Béziers (n, 4, 2), shape (n, k, 2)."""
    t = np.linspace(0.0, 1.0, _CHORDS + 1)[None, :, None]
    a, b, c, d = (curves[:, None, i] for i in range(4))
    s = 1 - t
    return np.asarray(s**3 * a + 3 * s**2 * t * b + 3 * s * t**2 * c + t**3 * d)


class _More:
    """What is left of things that were cut, while it is put together."""

    def __init__(self, content: Content) -> None:
        self._content = content
        self._points: list[Floats] = []
        self._like: list[int] = []

    def cut(
        self, primitive: int, shape: shapely.Geometry, hiding: shapely.Geometry
    ) -> bool:
        """Keep what can be seen of one thing; False where that is all of it."""
        kind = self._content.kind[primitive]
        if kind == Kind.TEXT:
            return bool(shapely.covers(hiding, shape))
        rest: shapely.Geometry = shapely.difference(shape, hiding)
        if kind == Kind.FILL:
            # a rim along the edge of the mask is not seen either
            rest = _without_rim(rest, hiding)
            if shapely.area(shape) - shapely.area(rest) <= _SHORTEST_MM**2:
                return False
        elif shapely.length(shape) - shapely.length(rest) <= _SHORTEST_MM:
            return False
        for run in _runs(rest):
            lines = np.stack([run[:-1], run[1:]], axis=1)
            self._points.append(lines[:, [0, 0, 1, 1]])
            self._like += [primitive] * len(lines)
        return True

    def added_to(self, kept: Indices) -> Content:
        """The content of the kept primitives with all that is left of others."""
        content = self._content
        like = np.concatenate([kept, np.array(self._like, np.intp)])
        kind = content.kind[like]
        kind[len(kept) :][kind[len(kept) :] == Kind.CURVE] = Kind.SEGMENT
        return replace(
            content,
            kind=kind,
            points=np.concatenate([content.points[kept], *self._points]),
            text=content.text[like],
            layer=content.layer[like],
            style=content.style[like],
            source=content.source[like],
            group=content.group[like],
        )


def _without_rim(rest: shapely.Geometry, hiding: shapely.Geometry) -> shapely.Geometry:
    """What is left of an area without slivers along the mask; far from it all is left."""
    broad = shapely.buffer(rest, -_EDGE_MM, join_style="mitre")
    broad = shapely.buffer(broad, _EDGE_MM, join_style="mitre")
    beside = shapely.buffer(hiding, 2 * _EDGE_MM, join_style="mitre")
    return shapely.union(broad, shapely.difference(rest, beside))


def _runs(rest: shapely.Geometry) -> Iterator[Floats]:
    """The lines and rings of a geometry, each as points (n, 2)."""
    for each in shapely.get_parts(rest):
        dimension = int(shapely.get_dimensions(each))
        if shapely.is_empty(each) or dimension < 1:
            continue
        rings = [each] if dimension == 1 else shapely.get_rings(each)
        for ring in rings:
            if shapely.length(ring) > _SHORTEST_MM:
                yield shapely.get_coordinates(ring)
