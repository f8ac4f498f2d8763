"""Lines with a weight that one face writes as the polygon around them.

Slender polygons are turned back into the lines in their middle; most of a plot is told so.
What is too short, too bold or too crooked for that is held against the ink that a pen
would leave on the lines of the other face: the polygon must lie within it, and on both
sides of the line there must be ink to the width of that pen. Both together leave the line
no more room than the reach, whatever the pen.
"""

import numpy as np
import numpy.typing as npt
import shapely

from drawings.content.parts import Floats
from drawings.diff.coverage import chopped, uncovered
from drawings.diff.hashing import Indices
from drawings.diff.ink import Ink
from drawings.diff.matching import near
from drawings.diff.shapes import Shapes, line_shapes
from drawings.sameness.sides import Side, lacking_lines, length_of, part

# The long sides of a stroke that was written as a polygon, as a share of its outline.
_ALONG = 0.6
# Polygons may part so far where they meet, and a pen may end so far before its line.
_SEAM_MM = 0.03
_PIECE_MM = 1.0
_SHORTEST_MM = 1e-3
# Where chords of an arc meet, their ends leave a notch; so much is inked nevertheless.
_INKED = 0.8
_ALONG_PIECE = (0.1, 0.3, 0.5, 0.7, 0.9)
_STEP_MM = 0.25
_MOST_PIECES = 60_000
# Of the lines, and as many of the fills that are so many times longer than wide.
_MOST_PENS = 8
_LONG = 20.0
_WIDEST_PEN_MM = 2.5
# Beyond both ends ink reaches as far as aside: its corners lie a little farther.
_CORNER = 1.42


def unwidened(
    dwg: Side, left: Ink, pdf: Side, right: Ink, reach: float
) -> tuple[Ink, Ink]:
    """Let polygons stand for the lines that they were drawn along, on either face."""
    thin0, thin1 = _slender(dwg, left), _slender(pdf, right)
    if thin0.any() or thin1.any():
        centre0 = dwg.areas.centre_lines(thin0)
        centre1 = pdf.areas.centre_lines(thin1)
        lines0 = np.concatenate([dwg.lines(reach).lines, centre0[0]])
        lines1 = np.concatenate([pdf.lines(reach).lines, centre1[0]])
        left = dwg.without(left, thin0 & _is_drawn(dwg, centre0, lines1, reach))
        right = pdf.without(right, thin1 & _is_drawn(pdf, centre1, lines0, reach))
        left = _unlined(left, dwg, centre1[0], reach)
        right = _unlined(right, pdf, centre0[0], reach)
    return left, right


def unpenned(
    dwg: Side, left: Ink, pdf: Side, right: Ink, reach: float
) -> tuple[Ink, Ink]:
    """Drop the polygons of either face that are ink of a pen, and the lines along them."""
    left, right = _penned(dwg, left, pdf, right, reach)
    right, left = _penned(pdf, right, dwg, left, reach)
    return left, right


def _unlined(ink: Ink, side: Side, centre: Floats, reach: float) -> Ink:
    """Drop lines that the other face draws as slender fills."""
    is_line = side.sources(ink) < 0
    kept = lacking_lines(part(ink, is_line), centre, reach)
    return Ink.joined([part(ink, ~is_line), kept])


def _slender(side: Side, ink: Ink) -> npt.NDArray[np.bool_]:
    """Which fills have uncovered edges and are as slender as a stroke."""
    touched = np.zeros(len(side.areas.width), bool)
    source = side.sources(ink)
    touched[source[source >= 0]] = True
    return touched & (side.areas.width > 0)


def _is_drawn(
    side: Side, centre: tuple[Floats, Indices], given: Floats, reach: float
) -> npt.NDArray[np.bool_]:
    """Which fills have a middle that the other face draws; a pen may reach past its end."""
    lines, source = centre
    count = len(side.areas.width)
    width = side.areas.width
    gaps = uncovered(lines, given, reach, forgiven=reach)
    owner = source[gaps.line]
    wide = gaps.end - gaps.start > width[owner] + reach
    open_ = np.bincount(owner[wide], minlength=count) > 0
    middle = np.bincount(source, length_of(lines), minlength=count)
    around = np.bincount(
        side.areas.source, length_of(side.areas.lines), minlength=count
    )
    return np.asarray(~open_ & (middle >= _ALONG * around))


# -- lines and the ink that a pen would leave on them ----------------------------------


def _penned(
    lined: Side, ink: Ink, filled: Side, fills: Ink, reach: float
) -> tuple[Ink, Ink]:
    """Drop polygons that are the ink of a pen along lines, and the lines that have one."""
    is_line = lined.sources(ink) < 0
    shapes, source = _open_shapes(filled, fills, ink.lines[is_line])
    lines = _Lines(lined, shapes, reach)
    if not len(shapes) or not 0 < len(lines.pieces) <= _MOST_PIECES:
        return ink, fills
    ground = _Ground(filled.areas_near(lines.pieces)[0])
    outlines = _Outlines(shapes)
    for pen in _pens(filled, lined):
        outlines.told |= lines.draw(outlines, pen, ground)
    known = np.zeros(len(filled.areas.width), bool)
    known[source[outlines.told]] = True
    rest = lacking_lines(part(ink, is_line), lines.pieces[lines.drawn], reach)
    return Ink.joined([part(ink, ~is_line), rest]), filled.without(fills, known)


def _open_shapes(filled: Side, fills: Ink, lines: Floats) -> tuple[Shapes, Indices]:
    """Shapes that have open edges or lie on open lines, and their sources."""
    edges = filled.sources(fills)
    shapes, source = filled.areas_near(np.concatenate([lines, fills.lines[edges >= 0]]))
    touched = np.isin(source, edges)
    tree = shapely.STRtree(shapes)
    touched[tree.query(line_shapes(lines), predicate="intersects")[1]] = True
    return shapes[touched], source[touched]


def _pens(filled: Side, lined: Side) -> list[float]:
    """Widths of the pens of a sheet in mm: as its lines say, and of its slender fills."""
    said = lined.weights[lined.content.style[lined.strokes.index]]
    width = filled.areas.width
    long = width[(width > 0) & (filled.areas.around > _LONG * width)]
    pens = dict.fromkeys(
        pen for widths in (said[said > 0], long) for pen in _commonest(widths)
    )
    return list(pens)


def _commonest(widths: Floats) -> list[float]:
    known, count = np.unique(np.round(widths, 2), return_counts=True)
    usual = known[np.argsort(-count, kind="stable")]
    usual = usual[(usual > 0) & (usual <= _WIDEST_PEN_MM)]
    return [float(pen) for pen in usual[:_MOST_PENS]]


class _Ground:
    """Filled shapes as one ground; seams between them are filled."""

    def __init__(self, shapes: Shapes) -> None:
        self._tree = shapely.STRtree(
            shapely.buffer(shapes, _SEAM_MM, join_style="mitre")
        )

    def has_ink(self, pieces: Floats, half: float) -> npt.NDArray[np.bool_]:
        """Which pieces have ink to so many mm on both sides, but for a notch."""
        first, span = pieces[:, 0], pieces[:, 1] - pieces[:, 0]
        length = np.maximum(length_of(pieces), 1e-9)[:, None]
        aside = np.column_stack([-span[:, 1], span[:, 0]]) / length * half
        places = [
            first + span * along + aside * side
            for along in _ALONG_PIECE
            for side in (-1, 1)
        ]
        points = np.stack(places, axis=1).reshape(-1, 2)
        inked = np.zeros(len(points), bool)
        inked[self._tree.query(shapely.points(points), predicate="intersects")[0]] = (
            True
        )
        return np.asarray(inked.reshape(-1, len(places)).mean(axis=1) >= _INKED)


class _Outlines:
    """Shapes by points on their outlines, near enough to each other to stand for them.

    `told` says which were told to be ink of a pen; `width` is about how thick each is.
    """

    def __init__(self, shapes: Shapes) -> None:
        self.told = np.zeros(len(shapes), bool)
        half, area = shapely.length(shapes) / 2, shapely.area(shapes)
        self.width = (half - np.sqrt(np.maximum(half**2 - 4 * area, 0.0))) / 2
        rings, owner = shapely.get_parts(shapely.boundary(shapes), return_index=True)
        dense = shapely.segmentize(rings, _STEP_MM)
        points, ring = shapely.get_coordinates(dense, return_index=True)
        inner = shapely.get_coordinates(shapely.point_on_surface(shapes))
        self._points = np.concatenate([points, inner])
        self._whose = np.concatenate([owner[ring], np.arange(len(shapes))])
        self._tree = shapely.STRtree(np.asarray(shapely.points(self._points)))

    def within(
        self, pairs: tuple[Indices, Indices], pieces: Floats, half: float
    ) -> npt.NDArray[np.bool_]:
        """Which shapes lie within ink so wide on both sides of their pieces.

        Args:
            pairs: pieces, and the shape that each is asked for.
            pieces: all pieces, lines (n, 2, 2).
            half: half of the width, mm; ink reaches as far beyond both ends.

        """
        count = len(self.told)
        asked = np.unique(pairs[0])
        near_ = self._tree.query(
            line_shapes(pieces[asked]), predicate="dwithin", distance=half * _CORNER
        )
        piece, point = asked[near_[0]], near_[1]
        known = np.isin(piece * count + self._whose[point], pairs[0] * count + pairs[1])
        piece, point = piece[known], point[known]
        arm = self._points[point] - pieces[piece, 0]
        span = (pieces[:, 1] - pieces[:, 0])[piece]
        length = np.maximum(length_of(pieces), 1e-9)[piece]
        along = (arm * span).sum(axis=1) / length
        across = np.abs(arm[:, 0] * span[:, 1] - arm[:, 1] * span[:, 0]) / length
        inside = (across <= half) & (along >= -half) & (along <= length + half)
        open_ = np.ones(len(self._points), bool)
        open_[point[inside]] = False
        return np.asarray(np.bincount(self._whose[open_], minlength=count) == 0)


class _Lines:
    """Lines of one face at the place of shapes of the other, in short pieces (n, 2, 2).

    `drawn` says which of them shapes were told to be the ink of.
    """

    def __init__(self, side: Side, shapes: Shapes, reach: float) -> None:
        lines = side.lines(reach).lines
        boxes = np.concatenate([lines.min(axis=1), lines.max(axis=1)], axis=1)
        bounds = shapely.bounds(shapes)
        lines = lines[near(bounds, boxes, margin=reach)]
        pieces = chopped(lines, _PIECE_MM)[0] if len(lines) else lines
        pieces = pieces[length_of(pieces) > _SHORTEST_MM]
        tree = shapely.STRtree(shapes)
        close = tree.query(line_shapes(pieces), predicate="dwithin", distance=reach)
        chosen, which = np.unique(close[0], return_inverse=True)
        self.pieces = pieces[chosen]
        self.drawn = np.zeros(len(chosen), bool)
        self._reach = reach
        self._piece, self._shape = which.astype(np.intp), close[1].astype(np.intp)

    def draw(
        self, shapes: _Outlines, pen: float, ground: _Ground
    ) -> npt.NDArray[np.bool_]:
        """Which of the shapes that are not told yet are ink of this pen."""
        fits = ~shapes.told & (shapes.width <= pen + 2 * self._reach)
        chosen = fits[self._shape]
        piece, shape = self._piece[chosen], self._shape[chosen]
        asked = np.unique(piece)
        inked = np.zeros(len(self.pieces), bool)
        half = max(pen / 2 - self._reach + _SEAM_MM, _SHORTEST_MM)
        inked[asked] = ground.has_ink(self.pieces[asked], half)
        piece, shape = piece[inked[piece]], shape[inked[piece]]
        found = shapes.within((piece, shape), self.pieces, pen / 2 + self._reach)
        self.drawn[piece[found[shape]]] = True
        return found
