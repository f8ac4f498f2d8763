"""Steps of traced paths to the parts that the library's reader makes of them.

The library takes a ring of three lines and a closing step for a rectangle, and a stroked
ring of four lines for a quadrangle, and walks around them its own way; both are kept.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from drawings.content.parts import Floats
from drawings.content.recording import Mask
from drawings.pdf.traced.grammar import Places, Step, Trace, Unlike
from drawings.pdf.traced.heads import FILL, Heads


@dataclass(frozen=True, slots=True, eq=False)
class Parts:
    """The p parts of m paths, in drawing order; page points, y down.

    Attributes:
        points: shape (p, 4, 2), a line or a cubic curve, as in `Content`.
        is_curve: shape (p,).
        path: shape (p,), the path of each, ascending.
        boxes: shape (m, 4), the box around each path as the library takes it; a path
            without steps is boundless.

    """

    points: Floats
    is_curve: Mask
    path: Places
    boxes: Floats


def parts_of(trace: Trace, heads: Heads) -> Parts:
    """What is drawn by the steps.

    Raises:
        Unlike: for an order of steps of which the library makes something else.

    """
    step, path = trace.step, trace.path
    count = len(step)
    is_new = np.r_[True, path[1:] != path[:-1]] if count else np.zeros(0, bool)
    if (step[is_new] != Step.MOVE).any():
        raise Unlike("a path that begins with no move")
    points = _moved(trace.points, heads.matrix[path])
    at = np.arange(count)
    first = np.maximum.accumulate(np.where(step == Step.MOVE, at, 0))
    is_close = step == Step.CLOSE
    points[is_close, 2] = points[first[is_close], 2]
    start = points[np.maximum(at - 1, 0), 2]
    rings = _Rings.of(trace, heads, points, start)
    _check_closes(step, first, rings.rectangle)
    boxes = _boxes(points, step, (path, is_new), len(heads.kind))
    quads = np.stack([start, points[:, 0], points[:, 1], points[:, 2]], axis=1)
    is_curve = step == Step.CURVE
    rings.write(quads)
    straight = ~is_curve
    quads[straight, 1], quads[straight, 2] = quads[straight, 0], quads[straight, 3]
    closes = np.flatnonzero(is_close & ~rings.rectangle)
    is_silent = step == Step.MOVE
    is_silent[closes] = (quads[closes, 0] == quads[closes, 3]).all(axis=1)
    kept = ~is_silent
    return Parts(quads[kept], is_curve[kept], path[kept], boxes)


def _moved(points: Floats, matrix: npt.NDArray[np.float32]) -> Floats:
    """Points through matrices in single precision, as MuPDF moves them."""
    x, y = points[..., 0].astype(np.float32), points[..., 1].astype(np.float32)
    a, b, c, d, e, f = (matrix[:, None, at] for at in range(6))
    with np.errstate(over="ignore", invalid="ignore"):
        moved = np.stack([x * a + y * c + e, x * b + y * d + f], axis=-1)
    return moved.astype(np.float64)


def _check_closes(step: npt.NDArray[np.int8], first: Places, ring: Mask) -> None:
    """Two closing steps without a move, or a step behind a rectangle, mean other things."""
    closes = np.flatnonzero(step == Step.CLOSE)
    if (first[closes][1:] == first[closes][:-1]).any():
        raise Unlike("closed twice")
    behind = np.flatnonzero(ring[:-1]) + 1
    if len(behind) and (first[behind] == first[behind - 1]).any():
        raise Unlike("a rectangle that goes on")


@dataclass(frozen=True, slots=True, eq=False)
class _Rings:
    """Closing steps of rectangles, last lines of quadrangles, and their corners."""

    rectangle: Mask
    rectangle_corners: Floats
    last: Places
    last_corners: Floats

    @classmethod
    def of(cls, trace: Trace, heads: Heads, points: Floats, start: Floats) -> "_Rings":
        step = trace.step
        at = np.arange(len(step))
        is_line = step == Step.LINE
        before = np.maximum.accumulate(np.where(is_line, -1, at))
        run = at - before  # of a line: how many there are in a row up to it
        may_be_quad = is_line & (heads.kind[trace.path] != FILL) & (run % 4 == 0)
        last = _quadrangles(np.flatnonzero(may_be_quad), run, points, start)
        ends = np.r_[0, np.cumsum(np.isin(at, last))]
        closes = np.flatnonzero(step == Step.CLOSE)
        closes = closes[closes > 0]
        lines = run[closes - 1] * is_line[closes - 1]
        lines = lines - 4 * (ends[closes] - ends[closes - lines])
        closes = closes[lines == 3]
        corners = points[closes[:, None] + np.array([-4, -3, -2, -1]), 2]
        upright = _is_upright(corners)
        rectangle = np.zeros(len(step), bool)
        rectangle[closes[upright]] = True
        quad = points[last[:, None] + np.array([-4, -3, -2, -1]), 2]
        return cls(rectangle, _corners(corners[upright]), last, quad[:, [0, 3, 2, 1]])

    def write(self, quads: Floats) -> None:
        """Set the lines of rings as the library walks around them."""
        rectangles = np.flatnonzero(self.rectangle)
        rings = (
            (rectangles, self.rectangle_corners),
            (self.last, self.last_corners),
        )
        for where, corners in rings:
            lines = where[:, None] + np.array([-3, -2, -1, 0])
            quads[lines, 0] = corners
            quads[lines, 3] = np.roll(corners, -1, axis=1)


def _quadrangles(
    candidates: Places, run: Places, points: Floats, start: Floats
) -> Places:
    """Of every fourth line in a row those that close a ring; once one does not, no more."""
    closed = (points[candidates, 2] == start[candidates - 3]).all(axis=1)
    at = np.arange(len(candidates))
    failed = np.maximum.accumulate(np.where(closed, -1, at)) if len(at) else at
    found: Places = candidates[failed < at - (run[candidates] // 4 - 1)]
    return found


def _is_upright(corners: Floats) -> Mask:
    """Whether four corners in a row are those of a rectangle that begins sideways."""
    x, y = corners[..., 0], corners[..., 1]
    across = (y[:, 0] == y[:, 1]) & (y[:, 2] == y[:, 3])
    return np.asarray(across & (x[:, 0] == x[:, 3]) & (x[:, 1] == x[:, 2]))


def _corners(corners: Floats) -> Floats:
    """From the smaller to the larger coordinates, as the library lists a rectangle."""
    first, second, third, fourth = (corners[:, at] for at in range(4))
    falls = (fourth[:, 1] < second[:, 1])[:, None]
    low, high = np.where(falls, fourth, first), np.where(falls, second, third)
    x0, y0, x1, y1 = low[:, 0], low[:, 1], high[:, 0], high[:, 1]
    return np.stack([x0, y0, x1, y0, x1, y1, x0, y1], axis=1).reshape(-1, 4, 2)


def _boxes(
    points: Floats,
    step: npt.NDArray[np.int8],
    paths: tuple[Places, Mask],
    count: int,
) -> Floats:
    """Boxes of paths; of moves only the first counts, as a later one draws nothing."""
    path, is_new = paths
    boxes = np.tile([-np.inf, -np.inf, np.inf, np.inf], (count, 1))
    if not len(step):
        return boxes
    low, high = points[:, 2].copy(), points[:, 2].copy()
    curves = np.flatnonzero(step == Step.CURVE)
    low[curves], high[curves] = points[curves].min(axis=1), points[curves].max(axis=1)
    silent = (step == Step.CLOSE) | (step == Step.MOVE) & ~is_new
    low[silent], high[silent] = np.inf, -np.inf
    begins = np.flatnonzero(is_new)
    boxes[path[begins], :2] = np.minimum.reduceat(low, begins)
    boxes[path[begins], 2:] = np.maximum.reduceat(high, begins)
    return boxes
