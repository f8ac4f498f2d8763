"""Which ink of one face the other does not show, however its producer writes ink down.

Lines may be cut, merged, flattened, dashed or widened to polygons; areas may be filled in
one piece, as triangles or as lines; masks may hide ink or leave it out. All of that is the
same sheet.
"""

import numpy as np

from drawings.content.parts import Kind
from drawings.diff.ink import Asking, Ink, lacking_ink
from drawings.diff.matching import counterparts, lacking
from drawings.diff.strokes import Strokes
from drawings.sameness.dashing import undashed
from drawings.sameness.filling import unfilled, unjagged, unsunk
from drawings.sameness.laying import DOT_MM
from drawings.sameness.sides import Leftover, Side, lacking_lines, part
from drawings.sameness.widening import unpenned, unwidened

_NOWHERE = np.zeros(2)
# Twice what is no ink beforehand: a plot may round one face up and not the other.
_DOT_MM = 2 * DOT_MM
_FLAT_MM = 0.01


def leftover_ink(dwg: Side, pdf: Side, reach: float) -> Leftover:
    """What is drawn on one face alone; texts and pictures are no ink.

    Args:
        dwg: the DWG face, laid on the page.
        pdf: the page.
        reach: ink within so many mm is the same ink.

    """
    left, right = _unmatched(dwg.strokes, pdf.strokes, reach)
    left, right = _seen(left, dwg), _seen(right, pdf)
    left, right = unwidened(dwg, left, pdf, right, reach)
    left, right = unsunk(left, dwg, reach), unsunk(right, pdf, reach)
    left, right = (
        unjagged(left, dwg, pdf, reach),
        unjagged(right, pdf, dwg, reach),
    )
    left, right = unfilled(dwg, left, pdf, right, reach)
    left, right = undashed(left, dwg), undashed(right, pdf)
    left, right = unpenned(dwg, left, pdf, right, reach)
    return Leftover(left, right)


def _unmatched(dwg: Strokes, pdf: Strokes, reach: float) -> tuple[Ink, Ink]:
    pairs = counterparts(dwg, pdf, reach)
    inks = []
    for asking, found, other in ((dwg, pairs.old, pdf), (pdf, pairs.new, dwg)):
        drawn = (asking.kind != Kind.TEXT) & (asking.kind != Kind.IMAGE)
        open_ = np.flatnonzero(drawn & lacking(len(asking), found))
        by = Asking(reach, forgiven=reach)
        gaps = lacking_ink(asking, open_, other, shift=_NOWHERE, by=by)
        inks.append(_unedged(gaps, asking, other, reach))
    return inks[0], inks[1]


def _seen(ink: Ink, side: Side) -> Ink:
    """Without dots and without fills that are as good as flat: a plot may drop them."""
    length = side.strokes.lengths()[ink.whose]
    is_dot = (side.strokes.kind[ink.whose] == Kind.SEGMENT) & (length <= _DOT_MM)
    return side.without(part(ink, ~is_dot), side.areas.are_flat(_FLAT_MM))


def _unedged(gaps: Ink, asking: Strokes, other: Strokes, reach: float) -> Ink:
    """A line that the other face draws as the edge of a fill is drawn."""
    is_line = asking.kind[gaps.whose] != Kind.FILL
    fills = np.flatnonzero(other.kind == Kind.FILL)
    if not is_line.any() or not len(fills):
        return gaps
    edges = other.points[fills][:, [0, 3]]
    kept = lacking_lines(part(gaps, is_line), edges, reach)
    return Ink.joined([part(gaps, ~is_line), kept])
