"""Grounds of texts that only one face has: one program lays paper below letters, one does not.

A ground is a white fill that is mostly covered by texts which both faces say. What it hides
is drawn all the same; that the other face shows it behind the letters is no difference. Ink
that is drawn on the other face alone is one, also across a text. A white patch without such
texts is no ground.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import shapely

from drawings.content.parts import Content, Kind
from drawings.diff.hashing import Indices
from drawings.diff.ink import Ink
from drawings.diff.preparing import prepare
from drawings.diff.shapes import Shapes, line_shapes
from drawings.diff.similarity import Similarity
from drawings.diff.strokes import Strokes
from drawings.sameness.areas import areas_of
from drawings.sameness.inking import leftover_ink
from drawings.sameness.laying import FURTHEST_MM, Laid, inked
from drawings.sameness.masking import is_white, unmasked
from drawings.sameness.sides import Leftover, Side, length_of, part
from drawings.sameness.wording import Saying

# Letters take at least so much of a ground, and ink along its edge is the edge.
_WRITTEN = 0.45
_EDGE_MM = 0.12


def ungrounded(
    left: Leftover,
    faces: tuple[Content, Content],
    sides: tuple[Side, Side],
    laid: Laid,
    sayings: Sequence[Saying],
) -> Leftover:
    """Drop open ink that a ground of the other face hides, and the edges of grounds.

    Only what is drawn behind the ground is hidden by it: ink that the other face draws
    nowhere is a difference, also across a text.

    Args:
        left: ink without counterpart.
        faces: what was read of DWG and PDF, with their masks.
        sides: both faces as they are seen.
        laid: the same on the page.
        sayings: texts that do not agree.

    """
    still = Similarity()
    of_dwg = _grounds(
        faces[0], laid.similarity, _agreed(laid.dwg, [s.dwg for s in sayings])
    )
    of_pdf = _grounds(faces[1], still, _agreed(laid.pdf, [s.pdf for s in sayings]))
    dwg = _without_edges(left.dwg, laid.dwg, of_dwg)
    pdf = _without_edges(left.pdf, laid.pdf, of_pdf)
    (dwg, hidden_of_dwg), (pdf, hidden_of_pdf) = _cut(dwg, of_pdf), _cut(pdf, of_dwg)
    if len(hidden_of_dwg.lines):
        bare = _bare(faces[1], still)
        drawn_by_none = leftover_ink(sides[0], bare, laid.reach_mm).dwg
        dwg = Ink.joined([dwg, _cut(drawn_by_none, of_pdf)[1]])
    if len(hidden_of_pdf.lines):
        bare = _bare(faces[0], laid.similarity)
        drawn_by_none = leftover_ink(bare, sides[1], laid.reach_mm).pdf
        pdf = Ink.joined([pdf, _cut(drawn_by_none, of_dwg)[1]])
    return Leftover(dwg, pdf)


def _agreed(strokes: Strokes, open_: Sequence[Indices]) -> Strokes:
    """The texts of a face that the other one says too."""
    texts = strokes.kind == Kind.TEXT
    for members in open_:
        texts[members] = False
    return strokes.take(texts)


def _grounds(content: Content, lay: Similarity, texts: Strokes) -> shapely.Geometry:
    """All grounds of texts of one face, on the page."""
    white = np.array([is_white(style.colour) for style in content.styles], bool)
    areas = areas_of(content, lay)
    sources = np.unique(areas.source[white[content.style[areas.primitive]]])
    nothing: shapely.Geometry = shapely.Polygon()
    if not len(sources) or not len(texts):
        return nothing
    shapes = areas.polygons(sources)
    words = np.asarray(shapely.convex_hull(shapely.multipoints(texts.points)))
    tree = shapely.STRtree(np.asarray(shapely.centroid(words)))
    shape, word = tree.query(shapes, predicate="contains")
    parts = shapely.intersection(shapes[shape], words[word])
    inside = np.asarray(shapely.area(parts))
    written = np.bincount(shape, inside, minlength=len(shapes))
    chosen = shapes[written >= _WRITTEN * np.maximum(shapely.area(shapes), 1e-9)]
    return shapely.union_all(chosen) if len(chosen) else nothing


def _bare(content: Content, lay: Similarity) -> Side:
    """A face with everything that it draws, also what its masks hide."""
    content = unmasked(content)
    strokes = prepare(content, content, furthest_mm=FURTHEST_MM)[0].strokes
    return Side(inked(strokes).placed(lay), areas_of(content, lay), content)


def _without_edges(ink: Ink, strokes: Strokes, ground: shapely.Geometry) -> Ink:
    """Ink that is not the edge of a ground of its own face."""
    is_fill: npt.NDArray[np.bool_] = strokes.kind[ink.whose] == Kind.FILL
    edge = shapely.buffer(shapely.boundary(ground), _EDGE_MM)
    outside = shapely.difference(line_shapes(ink.lines[is_fill]), edge)
    return Ink.joined([part(ink, ~is_fill), _pieces(outside, ink.whose[is_fill])])


def _cut(ink: Ink, ground: shapely.Geometry) -> tuple[Ink, Ink]:
    """Ink beside a ground, and ink that it may hide."""
    lines = line_shapes(ink.lines)
    reach = shapely.buffer(ground, _EDGE_MM, join_style="mitre")
    return (
        _pieces(shapely.difference(lines, reach), ink.whose),
        _pieces(shapely.intersection(lines, reach), ink.whose),
    )


def _pieces(shapes: Shapes, whose: Indices) -> Ink:
    """Straight lines, cut to pieces or to nothing, as ink."""
    rest, owner = shapely.get_parts(shapes, return_index=True)
    is_line = (shapely.get_dimensions(rest) == 1) & ~shapely.is_empty(rest)
    ends = shapely.get_coordinates(rest[is_line]).reshape(-1, 2, 2)
    some = length_of(ends) > 0
    return Ink(ends[some], whose[owner[is_line]][some])
