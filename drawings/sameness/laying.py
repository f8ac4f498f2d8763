"""Lay the DWG face on the page of the PDF, and say how closely ink can be asked to agree."""

from dataclasses import dataclass

import numpy as np

from drawings.content.parts import Content, Floats, Kind
from drawings.diff.preparing import prepare
from drawings.diff.registration import register
from drawings.diff.similarity import Similarity
from drawings.diff.strokes import Strokes
from drawings.sameness.areas import areas_of

# Below this a difference cannot be seen on paper.
VISIBLE_MM = 0.1
LEAST_MM, MOST_MM = 0.01, 0.1
FURTHEST_MM = 100_000.0
# Short strokes are mostly letters, and letters do not tell how a sheet lies.
_TELLING = 30_000
DOT_MM = 0.02
# No stroke of a letter is longer.
_LONG_MM, _FEWEST = 12.0, 4
_SURE = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class Laid:
    """Both faces on the page of the PDF, in millimetres.

    Attributes:
        dwg: strokes of the DWG face, laid on the page.
        pdf: strokes of the page.
        similarity: from the paper of the DWG to the page.
        residual_mm: how far counterparts lie apart.
        method: how the lay was found.
        reach_mm: ink within this is the same ink.

    """

    dwg: Strokes
    pdf: Strokes
    similarity: Similarity
    residual_mm: float
    method: str
    reach_mm: float


def lay(dwg: Content, pdf: Content) -> Laid:
    """Register what can be seen of the DWG face on what can be seen of the page.

    Whether that holds is for the caller to judge.
    """
    ready = prepare(dwg, pdf, furthest_mm=FURTHEST_MM)
    cad, page = (inked(one.strokes) for one in ready)
    thinned = _thinned(cad, dwg), _thinned(page, pdf)
    fit = register(*(_telling(one) for one in thinned), scales=None)
    if fit.share < _SURE:
        # letters drawn as ink are many and alike: the few lines beside them tell more
        cad_lines, page_lines = (_telling(_long(one)) for one in thinned)
        if min(len(cad_lines), len(page_lines)) >= _FEWEST:
            by_lines = register(cad_lines, page_lines, scales=None)
            fit = max(fit, by_lines, key=lambda each: each.share)
    closest = float(np.clip(3 * fit.residual_mm, LEAST_MM, MOST_MM))
    return Laid(
        cad.placed(fit.similarity),
        page,
        fit.similarity,
        fit.residual_mm,
        fit.method,
        max(closest, VISIBLE_MM - closest),
    )


def inked(strokes: Strokes) -> Strokes:
    """What can be seen: no dots that a program left."""
    is_dot = (strokes.lengths() < DOT_MM) & (strokes.kind == Kind.SEGMENT)
    return strokes.take(~is_dot)


def _thinned(strokes: Strokes, content: Content) -> Strokes:
    """Strokes with the middle of each slender fill in place of its edges.

    One plotter writes a line, another one the polygon around it: the middle is the same.
    """
    areas = areas_of(content, Similarity())
    is_thin = areas.width > 0
    if not is_thin.any():
        return strokes
    edges = np.zeros(len(content), bool)
    edges[areas.primitive[is_thin[areas.source]]] = True
    lines = areas.centre_lines(is_thin)[0]
    kept = strokes.take(~edges[strokes.index])
    nobody = np.full(len(lines), -1)
    middles = Strokes(
        kind=np.full(len(lines), Kind.SEGMENT, np.int8),
        points=lines[:, [0, 0, 1, 1]],
        text=nobody.astype(np.int32),
        look=np.zeros(len(lines), np.int32),
        group=nobody.astype(np.int32),
        index=nobody.astype(np.intp),
    )
    return kept.joined(middles.redirected())


def _long(strokes: Strokes) -> Strokes:
    is_line = strokes.kind != Kind.TEXT
    return strokes.take(is_line & (strokes.lengths() >= _LONG_MM))


def _telling(strokes: Strokes) -> Strokes:
    if len(strokes) <= _TELLING:
        return strokes
    length = np.where(strokes.kind == Kind.TEXT, np.inf, strokes.lengths())
    return strokes.take(np.sort(np.argsort(-length, kind="stable")[:_TELLING]))


def back(similarity: Similarity, points: Floats) -> Floats:
    """Points of the page as points on the paper of the DWG."""
    return Similarity(
        1 / similarity.factor, -similarity.shift / similarity.factor
    ).apply(points)
