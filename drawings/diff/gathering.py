"""Put together what moved as one: walls of several lines, and the stubs beside them.

A wall that is moved is several lines with one displacement; the lines that end on it grow
or shrink by that displacement. All of it is one thing that a person did.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely

from drawings.content.parts import Floats
from drawings.diff.coverage import boxes_of
from drawings.diff.grouping import components
from drawings.diff.hashing import Indices, distinct
from drawings.diff.ink import Ink
from drawings.diff.shapes import Shapes, box_shapes, line_shapes

_GAP_MM = 6.0
_PARALLEL = 0.035
_MOST = 2_000


@dataclass(frozen=True, slots=True, eq=False)
class Shifted:
    """Ink of both sheets that moved by `vector` (2,); `is_block` of whole insertions."""

    old: Ink
    new: Ink
    vector: Floats
    is_block: bool


Group = tuple[Ink, Ink]


def gathered(
    moves: list[Shifted], groups: list[Group], *, tolerance: float, touch: float
) -> tuple[list[Shifted], list[Group]]:
    """Join loose moves of one displacement that are near; give them their stubs.

    Args:
        moves: what moved; block insertions stay for themselves.
        groups: ink of the old and the new sheet that came, went or changed places.
        tolerance: displacements closer than four of these are one.
        touch: a stub ends this near to what moved, mm.

    Returns:
        The moves, and the groups that are left.

    """
    loose = [move for move in moves if not move.is_block]
    blocks = [move for move in moves if move.is_block]
    joined = _joined(loose, tolerance) if len(loose) <= _MOST else loose
    every = blocks + joined
    owner = _owners(every, groups, tolerance, touch)
    left = [group for group, at in zip(groups, owner, strict=True) if at < 0]
    for number in sorted(set(owner) - {-1}):
        stubs = [group for group, at in zip(groups, owner, strict=True) if at == number]
        move = every[number]
        every[number] = Shifted(
            Ink.joined([move.old, *(stub[0] for stub in stubs)]),
            Ink.joined([move.new, *(stub[1] for stub in stubs)]),
            move.vector,
            move.is_block,
        )
    return every, left


def _joined(moves: list[Shifted], tolerance: float) -> list[Shifted]:
    if len(moves) < 2:
        return moves
    boxes = np.array([_extent(move.old.lines) for move in moves])
    vectors = np.array([move.vector for move in moves])
    grown = boxes + np.array([-1.0, -1.0, 1.0, 1.0]) * (_GAP_MM / 2)
    shapes = box_shapes(grown)
    left, right = shapely.STRtree(shapes).query(shapes)
    same = np.abs(vectors[left] - vectors[right]).max(axis=1) <= 4 * tolerance
    label = components(len(moves), left[same], right[same])
    return [_one(moves, np.flatnonzero(label == n)) for n in distinct(label)]


def _one(moves: list[Shifted], members: Indices) -> Shifted:
    some = [moves[i] for i in members]
    weight = np.array([len(move.old.whose) for move in some], float)
    vector = np.average([move.vector for move in some], axis=0, weights=weight)
    old = Ink.joined([move.old for move in some])
    return Shifted(old, Ink.joined([move.new for move in some]), vector, is_block=False)


def _owners(
    moves: list[Shifted], groups: list[Group], tolerance: float, touch: float
) -> list[int]:
    """For each group the move that it is a stub of, -1 for none."""
    owner = [-1] * len(groups)
    if not moves or not groups or len(groups) > _MOST:
        return owner
    lines = np.concatenate([line for m in moves for line in (m.old.lines, m.new.lines)])
    counts = [len(m.old.lines) + len(m.new.lines) for m in moves]
    whose = np.repeat(np.arange(len(moves)), counts)
    tree = shapely.STRtree(line_shapes(lines))
    for number, (old, new) in enumerate(groups):
        stubs = np.concatenate([old.lines, new.lines])
        ends: Shapes = np.asarray(shapely.points(stubs.reshape(-1, 2)))
        end, line = tree.query(ends, predicate="dwithin", distance=touch)
        for at in distinct(whose[line]):
            reached = np.zeros(2 * len(stubs), np.bool_)
            reached[end[whose[line] == at]] = True
            if _are_stubs(stubs, reached, moves[int(at)].vector, tolerance):
                owner[number] = int(at)
                break
    return owner


def _are_stubs(
    stubs: Floats, reached: npt.NDArray[np.bool_], vector: Floats, tolerance: float
) -> bool:
    """Every line runs along the displacement, is no longer, and ends on what moved."""
    far = float(np.hypot(*vector))
    if far <= tolerance:
        return False
    span = stubs[:, 1] - stubs[:, 0]
    length = np.hypot(span[:, 0], span[:, 1])
    across = np.abs(span[:, 0] * vector[1] - span[:, 1] * vector[0]) / far
    along = across <= np.maximum(_PARALLEL * length, tolerance)
    short = length <= far + 4 * tolerance
    return bool((along & short & reached.reshape(-1, 2).any(axis=1)).all())


def _extent(lines: Floats) -> Floats:
    boxes = boxes_of(lines)
    return np.concatenate([boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)])
