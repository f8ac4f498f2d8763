"""Grounds of texts that only one face has: one program lays paper below letters, one does not.

A ground is a white fill that is mostly covered by texts which both faces say. What it hides
was drawn, and is drawn beside it; that the other face shows it behind the letters is no
difference. A white patch without such texts is no ground.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import shapely

from drawings.content.parts import Content, Kind
from drawings.diff.hashing import Indices
from drawings.diff.ink import Ink
from drawings.diff.shapes import line_shapes
from drawings.diff.similarity import Similarity
from drawings.diff.strokes import Strokes
from drawings.sameness.areas import areas_of
from drawings.sameness.laying import Laid
from drawings.sameness.masking import is_white
from drawings.sameness.sides import Leftover, length_of
from drawings.sameness.wording import Saying

# Letters take at least so much of a ground, and ink along its edge is the edge.
_WRITTEN = 0.45
_EDGE_MM = 0.12


def ungrounded(
    left: Leftover,
    faces: tuple[Content, Content],
    laid: Laid,
    sayings: Sequence[Saying],
) -> Leftover:
    """Drop open ink that one face has behind a text, and the edges of the grounds.

    Args:
        left: ink without counterpart.
        faces: what was read of DWG and PDF, with their masks.
        laid: the same on the page.
        sayings: texts that do not agree.

    """
    grounds = [
        _grounds(
            faces[0], laid.similarity, _agreed(laid.dwg, [s.dwg for s in sayings])
        ),
        _grounds(faces[1], Similarity(), _agreed(laid.pdf, [s.pdf for s in sayings])),
    ]
    if all(shapely.is_empty(ground) for ground in grounds):
        return left
    return Leftover(
        _outside(left.dwg, laid.dwg, own=grounds[0], other=grounds[1]),
        _outside(left.pdf, laid.pdf, own=grounds[1], other=grounds[0]),
    )


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


def _outside(
    ink: Ink, strokes: Strokes, *, own: shapely.Geometry, other: shapely.Geometry
) -> Ink:
    """Ink that is neither behind a text of the other face nor the edge of a ground."""
    is_fill: npt.NDArray[np.bool_] = strokes.kind[ink.whose] == Kind.FILL
    edge = shapely.buffer(shapely.boundary(own), _EDGE_MM)
    behind = shapely.buffer(other, _EDGE_MM, join_style="mitre")
    kept = []
    for chosen, hiding in ((is_fill, shapely.union(edge, behind)), (~is_fill, behind)):
        lines = line_shapes(ink.lines[chosen])
        rest, owner = shapely.get_parts(
            shapely.difference(lines, hiding), return_index=True
        )
        ends = shapely.get_coordinates(rest[~shapely.is_empty(rest)]).reshape(-1, 2, 2)
        whose = ink.whose[chosen][owner[~shapely.is_empty(rest)]]
        some = length_of(ends) > 0
        kept.append(Ink(ends[some], whose[some]))
    return Ink.joined(kept)
