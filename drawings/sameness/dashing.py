"""Dashed lines: one producer draws them whole and names the dashes, one draws each dash."""

import numpy as np
import numpy.typing as npt
from scipy.spatial import cKDTree

from drawings.content.parts import Floats, Kind
from drawings.diff.grouping import components
from drawings.diff.hashing import Indices
from drawings.diff.ink import Ink
from drawings.sameness.sides import Side, length_of, part

_SOLID = frozenset({"", "continuous", "bylayer", "byblock"})
# A dashed line shows this much of itself, and no gap is much longer than the others.
_SHOWN = 0.15
_ALIKE = 4.0
_LONGEST_GAP_MM = 25.0


def undashed(ink: Ink, side: Side) -> Ink:
    """Drop the gaps of dashed lines: many, alike, and the rest of the line is there."""
    content, strokes = side.content, side.strokes
    dashed = np.array([s.linetype not in _SOLID for s in content.styles], bool)
    primitive = strokes.index[ink.whose]
    asked = np.flatnonzero(dashed[content.style[primitive]])
    if not len(asked):
        return ink
    source = content.source[primitive[asked]]
    length = length_of(ink.lines[asked])
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
    return part(ink, kept)


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
    for heap in np.split(order, borders):
        answer[owner[heap[0]]] = values[heap[len(heap) // 2]]
    return answer
