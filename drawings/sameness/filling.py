"""Areas that the two faces fill in other pieces: bands, triangles, lines side by side."""

import numpy as np
import shapely

from drawings.diff.coverage import chopped
from drawings.diff.hashing import keys_of
from drawings.diff.ink import Ink
from drawings.diff.matching import near
from drawings.diff.shapes import Shapes, line_shapes
from drawings.sameness.sides import MOST_AREAS, Side, length_of, part

# A piece is smaller than what it is a piece of.
_PIECE = 0.95
# Nobody sees a slit so narrow on paper, twice this wide.
_SEAM_MM = 0.03
# A shape of which so much of the outline lies within it is laid in folds.
_FOLDED = 0.05
_CELL_MM = 20.0
_STEP_MM = 0.25


def unsunk(ink: Ink, side: Side, reach: float) -> Ink:
    """Drop edges of fills within other fills of their colour: nobody sees them.

    So the pieces of one area leave its outline only, wherever they meet or overlap.
    """
    asked = side.sources(ink) >= 0
    edges = _unseamed(part(ink, asked), side)
    lines, piece = chopped(edges.lines, _CELL_MM)
    edges = Ink(lines, edges.whose[piece])
    cells = np.rint(lines.mean(axis=1) / _CELL_MM).astype(np.int64)
    colour = side.colours[side.sources(edges)]
    heap = np.unique(keys_of([colour, *cells.T]), return_inverse=True)[1]
    kept = [part(ink, ~asked)]
    order = np.argsort(heap, kind="stable")
    for chosen in np.split(order, np.flatnonzero(np.diff(heap[order])) + 1):
        if len(chosen):
            mine = Ink(edges.lines[chosen], edges.whose[chosen])
            kept.append(_seen(mine, side, int(colour[chosen[0]]), reach))
    return Ink.joined(kept)


def _unseamed(edges: Ink, side: Side) -> Ink:
    """Without the edges along which one shape meets itself."""
    place = np.searchsorted(side.areas.primitive, side.strokes.index[edges.whose])
    return part(edges, ~side.areas.is_seam[place])


def _seen(edges: Ink, side: Side, colour: int, reach: float) -> Ink:
    """What of edges of one colour, at one place, does not lie within fills of it."""
    shapes, source = side.areas_near(edges.lines)
    alike = side.colours[source] == colour
    shapes, source = shapes[alike], source[alike]
    lines = line_shapes(edges.lines)
    close = shapely.STRtree(shapes).query(lines, predicate="dwithin", distance=_SEAM_MM)
    line, shape = close
    is_other = source[shape] != side.sources(edges)[line]
    hidden = side.areas.around[source] - shapely.length(shapes)
    is_folded = hidden > _FOLDED * side.areas.around[source]
    asked = np.zeros(len(lines), bool)
    asked[line[is_other | is_folded[shape]]] = True
    if not asked.any():
        return edges
    deep = _inside(shapes[np.unique(shape[asked[line]])], reach)
    return Ink.joined([part(edges, ~asked), _outside(part(edges, asked), deep, reach)])


def _inside(shapes: Shapes, reach: float) -> shapely.Geometry:
    """What lies well within some shapes together."""
    closed = shapely.union_all(shapely.buffer(shapes, _SEAM_MM, join_style="mitre"))
    return shapely.buffer(closed, -_SEAM_MM - reach / 4, join_style="mitre")


def _outside(ink: Ink, inside: shapely.Geometry, reach: float) -> Ink:
    """What of each line lies outside of a shape; less than the reach is nothing."""
    lines = line_shapes(ink.lines)
    shapely.prepare(inside)
    cut = shapely.intersects(inside, lines)
    rest = shapely.difference(lines[cut], inside)
    pieces, whose = shapely.get_parts(rest, return_index=True)
    some = ~shapely.is_empty(pieces)
    pieces, whose = pieces[some], whose[some]
    ends = shapely.get_coordinates(pieces).reshape(-1, 2, 2)
    whole = length_of(ink.lines[cut])[whose]
    long = length_of(ends) > np.minimum(reach, 0.999 * whole)
    kept = Ink(ends[long], ink.whose[cut][whose[long]])
    return Ink.joined([part(ink, ~cut), kept])


def unjagged(ink: Ink, side: Side, other: Side, reach: float) -> Ink:
    """Drop steps of an edge that follow an edge of the other face as near as is asked.

    A slanting edge that was filled in bands has steps, and none of them runs along it.
    """
    asked = side.sources(ink) >= 0
    edges = part(ink, asked)
    lines, piece = chopped(edges.lines, _STEP_MM)
    given = other.areas.lines
    boxes = np.concatenate([given.min(axis=1), given.max(axis=1)], axis=1)
    wanted = np.concatenate([lines.min(axis=1), lines.max(axis=1)], axis=1)
    tree = shapely.STRtree(line_shapes(given[near(wanted, boxes, margin=reach)]))
    # a straight step whose ends and middle are near is near all along, but for a hair
    follows = np.ones(len(lines), bool)
    for places in (lines[:, 0], lines.mean(axis=1), lines[:, 1]):
        close = tree.query(shapely.points(places), predicate="dwithin", distance=reach)
        near_ones = np.zeros(len(lines), bool)
        near_ones[close[0]] = True
        follows &= near_ones
    rest = Ink(lines[~follows], edges.whose[piece[~follows]])
    return Ink.joined([part(ink, ~asked), rest])


def unfilled(
    dwg: Side, left: Ink, pdf: Side, right: Ink, reach: float
) -> tuple[Ink, Ink]:
    """Drop the edges between the pieces in which the other face fills one area."""
    for _ in range(2):
        right = _untiled(right, pdf, dwg, reach)
        left, right, dwg, pdf = right, left, pdf, dwg
    return left, right


def _untiled(ink: Ink, side: Side, other: Side, reach: float) -> Ink:
    """Drop open ink that together fills one area of the other face, and no more than it."""
    source = side.sources(ink)
    pieces = np.unique(source[source >= 0])
    if not len(ink.lines) or len(pieces) > MOST_AREAS:
        return ink
    whole = other.areas_near(ink.lines)
    if not len(whole[0]):
        return ink
    pieces = side.areas_near(ink.lines)[1]
    is_line = source < 0
    lines = np.flatnonzero(is_line)
    wide = side.weights[side.content.style[side.strokes.index[ink.whose[lines]]]]
    drawn = line_shapes(ink.lines[lines])
    tiles = np.concatenate(
        [side.areas.polygons(pieces), shapely.buffer(drawn, wide / 2, cap_style="flat")]
    )
    tree = shapely.STRtree(tiles)
    done = np.zeros(len(tiles), bool)
    size = shapely.area(tiles)
    for area in whole[0]:
        inside = tree.query(shapely.buffer(area, reach), predicate="covers")
        inside = inside[size[inside] < _PIECE * shapely.area(area)]
        if not len(inside):
            continue
        rest = shapely.difference(area, shapely.union_all(tiles[inside]))
        done[inside] |= bool(shapely.is_empty(shapely.buffer(rest, -reach / 2)))
    kept = np.ones(len(ink.whose), bool)
    kept[lines[done[len(pieces) :]]] = False
    kept &= ~np.isin(source, pieces[done[: len(pieces)]])
    return part(ink, kept)
