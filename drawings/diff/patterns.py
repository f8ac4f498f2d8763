"""Know the lines of a hatch pattern in CAD, so that a pattern that changed is one hatch.

A CAD program draws a pattern as families of parallel lines with one distance each
(AutoCAD pattern files: angle, origin, offset, dashes). Of an entity only its lines are
kept; that they are a pattern shows in their order: many, hardly one goes on where
another ends, and in their most frequent direction all lie on rungs of one ladder.
"""

from typing import Final

import numpy as np
import shapely

from drawings.content.parts import Content, Floats, Kind, Origin
from drawings.diff.coverage import boxes_of
from drawings.diff.grouping import clusters
from drawings.diff.hashing import Indices
from drawings.diff.shapes import box_shapes

MANY: Final = 5
"""Lines on different rungs; fewer may be steps of a stair or the lines of a wall."""
_JOINED: Final = 0.25
_ANGLES: Final = 180.0
_SAME_MM: Final = 0.02
_RUNG: Final = 0.05
_ON_RUNGS: Final = 0.8
_APART_MM, _MOST_APART_MM, _RUNGS_APART = 6.0, 30.0, 2.5
_COVER: Final = 0.5


def pitches(content: Content, primitives: Indices) -> Floats:
    """The distance of the lines of each pattern of which some primitives are asked, in mm.

    Returns:
        Shape (number of source entities,); 0 for what is no pattern, was not asked for,
        or is not of a CAD drawing.

    """
    count = int(content.source.max(initial=-1)) + 1
    answer = np.zeros(count)
    if content.origin is not Origin.CAD or not len(primitives):
        return answer
    asked = np.zeros(count, bool)
    asked[content.source[primitives]] = True
    asked &= np.bincount(content.source, minlength=count) >= MANY
    # Whatever draws nothing but lines that hardly ever go on where the last one ended.
    asked[content.source[content.kind != Kind.SEGMENT]] = False
    members = np.flatnonzero(asked[content.source])
    members = members[np.argsort(content.source[members], kind="stable")]
    for part in np.split(members, np.flatnonzero(np.diff(content.source[members])) + 1):
        if len(part):
            answer[content.source[part[0]]] = _pitch(content, part)
    return answer


def areas(lines: Floats, source: Indices, pitch: Floats) -> Indices:
    """Number the areas of patterns: pieces of one source that lie near each other.

    Args:
        lines: shape (m, 2, 2), what was found of the patterns.
        source: shape (m,), the entity of each.
        pitch: shape (m,), the distance of the lines of its pattern.

    Returns:
        Shape (m,), the number of the area, from 0.

    """
    answer = np.zeros(len(lines), np.intp)
    order = np.argsort(source, kind="stable")
    count = 0
    for part in np.split(order, np.flatnonzero(np.diff(source[order])) + 1):
        if not len(part):
            continue
        apart = min(max(_APART_MM, _RUNGS_APART * pitch[part[0]]), _MOST_APART_MM)
        near = clusters(lines[part], np.arange(len(part)), len(part), apart)
        known, which = np.unique(near, return_inverse=True)
        answer[part] = count + which
        count += len(known)
    return answer


def laid_over(
    old: tuple[Floats, Indices], new: tuple[Floats, Indices]
) -> tuple[Indices, Indices]:
    """Lines of an old and of a new area that lie over each other: one of each, in pairs.

    Args:
        old: lines (m, 2, 2) and the number of the area of each, -1 for none.
        new: the same of the newer sheet.

    Returns:
        Positions in `old` and in `new`.

    """
    (first0, boxes0), (first1, boxes1) = _framed(*old), _framed(*new)
    i, j = shapely.STRtree(box_shapes(boxes1)).query(box_shapes(boxes0))
    low = np.maximum(boxes0[i, :2], boxes1[j, :2])
    high = np.minimum(boxes0[i, 2:], boxes1[j, 2:])
    sizes0, sizes1 = (
        (boxes[:, 2:] - boxes[:, :2]).prod(axis=1) for boxes in (boxes0, boxes1)
    )
    common, least = (high - low).prod(axis=1), np.minimum(sizes0[i], sizes1[j])
    over = (common > 0) & (common >= _COVER * least)
    return first0[i[over]], first1[j[over]]


def _framed(lines: Floats, area: Indices) -> tuple[Indices, Floats]:
    """The first line of each area, and the box around it."""
    chosen = np.flatnonzero(area >= 0)
    known, first, which = np.unique(
        area[chosen], return_index=True, return_inverse=True
    )
    boxes = boxes_of(lines[chosen])
    around = np.empty((len(known), 4))
    around[:, :2], around[:, 2:] = np.inf, -np.inf
    np.minimum.at(around[:, :2], which, boxes[:, :2])
    np.maximum.at(around[:, 2:], which, boxes[:, 2:])
    return chosen[first], around


def _pitch(content: Content, part: Indices) -> float:
    """The distance of the lines of a pattern; 0 where the primitives are none."""
    start, end = content.points[part, 0], content.points[part, 3]
    goes_on = np.hypot(*(start[1:] - end[:-1]).T) < _SAME_MM
    drawn = np.hypot(*(end - start).T) > _SAME_MM  # dots lie in no direction
    if goes_on.mean() > _JOINED or drawn.sum() < MANY:
        return 0.0
    start, run = start[drawn], (end - start)[drawn]
    angle = np.degrees(np.arctan2(run[:, 1], run[:, 0])) % _ANGLES
    rounded = np.round(angle, 1) % _ANGLES
    often, counts = np.unique(rounded, return_counts=True)
    turn = np.radians(often[counts.argmax()])
    alike = rounded == often[counts.argmax()]
    return _rung(start[alike] @ np.array([-np.sin(turn), np.cos(turn)]))


def _rung(heights: Floats) -> float:
    """The one distance of the rungs of a ladder, of which some may be left out; or 0."""
    steps = np.diff(np.sort(heights))
    steps = steps[steps > _SAME_MM]
    if len(steps) < MANY - 1:
        return 0.0
    rung = float(np.quantile(steps, 0.1))
    ratio = steps / rung
    on_rungs = (np.abs(ratio - np.round(ratio)) < _RUNG).mean()
    return rung if on_rungs >= _ON_RUNGS else 0.0
