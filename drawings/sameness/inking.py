"""Which ink of one face the other does not show, however its producer writes ink down.

Lines may be cut, merged, flattened, dashed or widened to polygons; areas may be filled in
one piece, as triangles or as lines; masks may hide ink or leave it out. All of that is the
same sheet.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely
from scipy.spatial import cKDTree

from drawings.content.parts import Content, Floats, Kind
from drawings.diff.coverage import uncovered
from drawings.diff.grouping import components
from drawings.diff.hashing import Indices
from drawings.diff.ink import Ink, ink_of, lacking_ink
from drawings.diff.matching import counterparts, lacking, near
from drawings.diff.shapes import line_shapes
from drawings.diff.strokes import Strokes
from drawings.sameness.areas import Areas, areas_of
from drawings.sameness.laying import Laid

_NOWHERE = np.zeros(2)
_SOLID = frozenset({"", "continuous", "bylayer", "byblock"})
# A dashed line shows this much of itself, and no gap is much longer than the others.
_SHOWN = 0.15
# The long sides of a stroke that was written as a polygon, as a share of its outline.
_ALONG = 0.6
_RECTANGLE = 0.9
_BOLD_MM = 1.0
# A piece is smaller than what it is a piece of.
_PIECE = 0.95
_ALIKE = 4.0
_LONGEST_GAP_MM = 25.0
_MOST_AREAS = 20_000


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """One face on the page: its strokes, masks, fills and what it was read from."""

    strokes: Strokes
    masks: Strokes
    areas: Areas
    content: Content


@dataclass(frozen=True, slots=True, eq=False)
class Leftover:
    """Ink without counterpart, `whose` a position in the strokes of its face."""

    dwg: Ink
    pdf: Ink
    hidden: int


def sides_of(dwg: Content, pdf: Content, laid: Laid) -> tuple[Side, Side]:
    """Both faces as they are compared."""
    still = type(laid.similarity)()
    return (
        Side(laid.dwg, laid.dwg_masks, areas_of(dwg, laid.similarity), dwg),
        Side(laid.pdf, laid.pdf_masks, areas_of(pdf, still), pdf),
    )


def leftover_ink(dwg: Side, pdf: Side, reach: float) -> Leftover:
    """What is drawn on one face alone; texts and pictures are no ink.

    Args:
        dwg: the DWG face, laid on the page.
        pdf: the page.
        reach: ink within so many mm is the same ink.

    """
    left, right = _unmatched(dwg.strokes, pdf.strokes, reach)
    left, right = _unwidened(dwg, left, pdf, right, reach)
    left, right = _unfilled(dwg, left, pdf, right, reach)
    left = _undashed(left, dwg)
    right = _undashed(right, pdf)
    seen_left, seen_right = _unmasked(left, dwg), _unmasked(right, pdf)
    hidden = len(left.whose) + len(right.whose)
    hidden -= len(seen_left.whose) + len(seen_right.whose)
    return Leftover(seen_left, seen_right, hidden)


def _unmatched(dwg: Strokes, pdf: Strokes, reach: float) -> tuple[Ink, Ink]:
    pairs = counterparts(dwg, pdf, reach)
    inks = []
    for asking, found, other in ((dwg, pairs.old, pdf), (pdf, pairs.new, dwg)):
        drawn = (asking.kind != Kind.TEXT) & (asking.kind != Kind.IMAGE)
        open_ = np.flatnonzero(drawn & lacking(len(asking), found))
        gaps = lacking_ink(
            asking, open_, other, shift=_NOWHERE, tolerance=reach, forgiven=reach
        )
        inks.append(_unedged(gaps, asking, other, reach))
    return inks[0], inks[1]


def _unedged(gaps: Ink, asking: Strokes, other: Strokes, reach: float) -> Ink:
    """A line that the other face draws as the edge of a fill is drawn."""
    is_line = asking.kind[gaps.whose] != Kind.FILL
    fills = np.flatnonzero(other.kind == Kind.FILL)
    if not is_line.any() or not len(fills):
        return gaps
    lines = Ink(gaps.lines[is_line], gaps.whose[is_line])
    edges = other.points[fills][:, [0, 3]]
    kept = _lacking(lines, edges, reach)
    return Ink.joined([Ink(gaps.lines[~is_line], gaps.whose[~is_line]), kept])


def _lacking(ink: Ink, given: Floats, reach: float, forgiven: float = 0.0) -> Ink:
    gaps = uncovered(ink.lines, given, reach, forgiven=forgiven or reach)
    return Ink(gaps.of(ink.lines), ink.whose[gaps.line])


# -- lines with a weight that were written as polygons ------------------------------


def _unwidened(
    dwg: Side, left: Ink, pdf: Side, right: Ink, reach: float
) -> tuple[Ink, Ink]:
    """Let slender fills stand for the lines in their middle, on either face."""
    thin0, thin1 = _slender(dwg, left), _slender(pdf, right)
    if not thin0.any() and not thin1.any():
        return left, right
    centre0, centre1 = dwg.areas.centre_lines(thin0), pdf.areas.centre_lines(thin1)
    lines0 = np.concatenate([_lines(dwg.strokes, reach), centre0[0]])
    lines1 = np.concatenate([_lines(pdf.strokes, reach), centre1[0]])
    drawn0 = thin0 & _is_drawn(dwg, centre0, lines1, reach)
    drawn1 = thin1 & _is_drawn(pdf, centre1, lines0, reach)
    left, right = _without(left, dwg, drawn0), _without(right, pdf, drawn1)
    left = _without(left, dwg, _stubs(dwg, left, drawn0, lines1, reach))
    right = _without(right, pdf, _stubs(pdf, right, drawn1, lines0, reach))
    return (
        _unlined(left, dwg, centre1[0], reach),
        _unlined(right, pdf, centre0[0], reach),
    )


def _unlined(ink: Ink, side: Side, centre: Floats, reach: float) -> Ink:
    """Drop lines that the other face draws as slender fills."""
    is_line = side.strokes.kind[ink.whose] != Kind.FILL
    kept = _lacking(_part(ink, is_line), centre, reach)
    return Ink.joined([_part(ink, ~is_line), kept])


def _slender(side: Side, ink: Ink) -> npt.NDArray[np.bool_]:
    """Which fills have uncovered edges and are as slender as a stroke."""
    touched = np.zeros(len(side.areas.width), bool)
    source = _sources(side, ink)
    touched[source[source >= 0]] = True
    return touched & (side.areas.width > 0)


def _sources(side: Side, ink: Ink) -> Indices:
    """The fill that each piece of ink belongs to, -1 for lines."""
    place = np.full(len(side.content), -1, np.intp)
    place[side.areas.primitive] = side.areas.source
    return np.asarray(place[side.strokes.index[ink.whose]])


def _without(ink: Ink, side: Side, sources: npt.NDArray[np.bool_]) -> Ink:
    source = _sources(side, ink)
    known = np.r_[sources, False]
    return _part(ink, ~known[source])


def _part(ink: Ink, chosen: npt.NDArray[np.bool_]) -> Ink:
    return Ink(ink.lines[chosen], ink.whose[chosen])


def _lines(strokes: Strokes, reach: float) -> Floats:
    drawn = np.flatnonzero(
        (strokes.kind == Kind.SEGMENT) | (strokes.kind == Kind.CURVE)
    )
    return ink_of(strokes, drawn, sagitta=reach / 4).lines


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
    middle = np.bincount(source, _length(lines), minlength=count)
    around = np.bincount(side.areas.source, _length(side.areas.lines), minlength=count)
    return np.asarray(~open_ & (middle >= _ALONG * around))


def _stubs(
    side: Side,
    ink: Ink,
    drawn: npt.NDArray[np.bool_],
    given: Floats,
    reach: float,
) -> npt.NDArray[np.bool_]:
    """Open fills that lie on a line of the other face and are no wider than its pens.

    A line shorter than its pen is wide has no long sides. Pens are known from the fills
    that were told as strokes; where there are none, nothing is a stub.
    """
    found = np.zeros(len(side.areas.width), bool)
    if not drawn.any():
        return found
    pen = min(float(np.quantile(side.areas.width[drawn], 0.95)), _BOLD_MM)
    source = _sources(side, ink)
    asked = np.unique(source[source >= 0])
    if not 0 < len(asked) <= _MOST_AREAS:
        return found
    shapes = side.areas.polygons(asked)
    boxes = shapely.bounds(shapes)
    sound = boxes[np.isfinite(boxes).all(axis=1)]
    flat = np.concatenate([given.min(axis=1), given.max(axis=1)], axis=1)
    lines = line_shapes(given[near(sound, flat, margin=pen)])
    if not len(lines):
        return found
    tree = shapely.STRtree(lines)
    narrow = _are_bars(shapes, pen + reach)
    for number, shape in zip(asked[narrow], shapes[narrow], strict=True):
        close = lines[tree.query(shape, predicate="dwithin", distance=reach)]
        if len(close):
            inked = shapely.buffer(shapely.union_all(close), (pen + reach) / 2)
            found[number] = bool(shapely.covers(inked, shape))
    return found


def _are_bars(shapes: npt.NDArray[np.object_], widest: float) -> npt.NDArray[np.bool_]:
    """Which shapes are rectangles no wider than this."""
    around = shapely.oriented_envelope(shapes)
    area, full = shapely.area(shapes), shapely.area(around)
    # of a rectangle, half the outline is width and length, the area is their product
    half = shapely.length(around) / 2
    side = (half - np.sqrt(np.maximum(half**2 - 4 * full, 0.0))) / 2
    return np.asarray((area >= _RECTANGLE * full) & (side <= widest))


# -- areas that were filled otherwise --------------------------------------------------


def _unfilled(
    dwg: Side, left: Ink, pdf: Side, right: Ink, reach: float
) -> tuple[Ink, Ink]:
    """Drop the edges between the pieces in which the other face fills one area."""
    for _ in range(2):
        right = _untiled(right, pdf, dwg, reach)
        left, right, dwg, pdf = right, left, pdf, dwg
    return left, right


def _untiled(ink: Ink, side: Side, other: Side, reach: float) -> Ink:
    """Drop open ink that together fills one area of the other face, and no more than it."""
    source = _sources(side, ink)
    pieces = np.unique(source[source >= 0])
    if not len(ink.lines) or len(pieces) > _MOST_AREAS:
        return ink
    whole = _areas_near(ink.lines, other)
    if not len(whole[0]):
        return ink
    pieces = _areas_near(ink.lines, side)[1]
    is_line = source < 0
    lines = np.flatnonzero(is_line)
    weight = np.array([max(s.weight_mm, 0.0) for s in side.content.styles])
    wide = weight[side.content.style[side.strokes.index[ink.whose[lines]]]]
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
    return _part(ink, kept)


def _areas_near(lines: Floats, side: Side) -> tuple[npt.NDArray[np.object_], Indices]:
    """Fills of a face at the place of open ink, and their sources."""
    edges = side.areas.lines
    if not len(edges):
        return np.zeros(0, np.object_), np.zeros(0, np.intp)
    count = len(side.areas.width)
    low, high = np.full((count, 2), np.inf), np.full((count, 2), -np.inf)
    np.minimum.at(low, side.areas.source, edges.min(axis=1))
    np.maximum.at(high, side.areas.source, edges.max(axis=1))
    wanted = np.concatenate([lines.min(axis=1), lines.max(axis=1)], axis=1)
    close = near(wanted, np.concatenate([low, high], axis=1), margin=0.5)
    shapes = side.areas.polygons(close[:_MOST_AREAS])
    sound = ~shapely.is_empty(shapes)
    return np.asarray(shapes[sound]), close[:_MOST_AREAS][sound]


# -- dashes and masks ------------------------------------------------------------------


def _undashed(ink: Ink, side: Side) -> Ink:
    """Drop the gaps of dashed lines: many, alike, and the rest of the line is there."""
    content, strokes = side.content, side.strokes
    dashed = np.array([s.linetype not in _SOLID for s in content.styles], bool)
    primitive = strokes.index[ink.whose]
    asked = np.flatnonzero(dashed[content.style[primitive]])
    if not len(asked):
        return ink
    source = content.source[primitive[asked]]
    length = _length(ink.lines[asked])
    run = _runs(ink.lines[asked], source)
    gap = np.bincount(run, length).astype(np.float64)
    owner = np.zeros(len(gap), np.intp)
    owner[run] = source
    all_ = _lengths_by_source(side)
    lacking_ = np.bincount(source, length, minlength=len(all_))
    typical = _medians(gap, owner, len(all_))
    fine = gap <= np.minimum(_ALIKE * np.maximum(typical[owner], 0.5), _LONGEST_GAP_MM)
    shown = lacking_ <= (1 - _SHOWN) * np.maximum(all_, 1e-9)
    kept = np.ones(len(ink.whose), bool)
    kept[asked[(fine & shown[owner])[run]]] = False
    return _part(ink, kept)


def _length(lines: Floats) -> Floats:
    span = lines[:, 1] - lines[:, 0]
    return np.asarray(np.hypot(span[:, 0], span[:, 1]))


def _runs(lines: Floats, source: npt.NDArray[np.int32]) -> Indices:
    """Label pieces that go on where another one of their source ends."""
    ends = lines.reshape(-1, 2)
    i, j = cKDTree(ends).query_pairs(1e-3, output_type="ndarray").T
    kin = source[i // 2] == source[j // 2]
    return components(len(lines), i[kin] // 2, j[kin] // 2).astype(np.intp)


def _lengths_by_source(side: Side) -> Floats:
    content = side.content
    drawn = np.flatnonzero(
        (side.strokes.kind == Kind.SEGMENT) | (side.strokes.kind == Kind.CURVE)
    )
    length = side.strokes.lengths()[drawn]
    source = content.source[side.strokes.index[drawn]]
    count = max(len(content.handles), 1)
    return np.bincount(source, length, minlength=count).astype(np.float64)


def _medians(values: Floats, owner: Indices, count: int) -> Floats:
    answer = np.zeros(count)
    order = np.lexsort((values, owner))
    borders = np.flatnonzero(np.diff(owner[order])) + 1
    for part in np.split(order, borders):
        answer[owner[part[0]]] = values[part[len(part) // 2]]
    return answer


def _unmasked(ink: Ink, side: Side) -> Ink:
    """Drop what lies behind a white fill that the same face draws later: nobody sees it."""
    if not len(side.masks) or not len(ink.lines):
        return ink
    place = np.full(len(side.content), -1, np.intp)
    place[side.areas.primitive] = side.areas.source
    sources = np.unique(place[side.masks.index])
    sources = sources[sources >= 0]
    drawn_at = np.zeros(len(side.areas.width), np.intp)
    drawn_at[side.areas.source] = side.areas.primitive
    grown = shapely.buffer(side.areas.polygons(sources), 0.1)
    tree = shapely.STRtree(line_shapes(ink.lines))
    mask, piece = tree.query(grown, predicate="covers")
    later = drawn_at[sources[mask]] > side.strokes.index[ink.whose[piece]]
    kept = np.ones(len(ink.whose), bool)
    kept[piece[later]] = False
    return _part(ink, kept)
