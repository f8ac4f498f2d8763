"""Lay the picture of one sheet on that of another: turn and shift, then window by window.

First both are made small and the turn is sought whose phase correlation has the highest
peak; then some fifty windows are sought near where that puts them, and an affine map is
fitted to those that agree: scanners stretch paper differently along and across.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import ndimage

from drawings.content.parts import Floats

Ink = npt.NDArray[np.float32]
Shape = tuple[int, ...]

_SMALL = 384
_MARGIN = 96
_TURNS = np.arange(-3.0, 3.01, 0.25)
_WINDOW = 192
_GRID = 7
_LEAST_WINDOWS = 6
_LEAST_INK = 40.0
_AGREE = 3.0
_ROUNDS = 3


@dataclass(frozen=True, slots=True, eq=False)
class Lay:
    """An affine map of pixels (row, column): `new = matrix @ old + shift`.

    `residual` is the median distance in pixels of the windows from the map.
    """

    matrix: Floats
    shift: Floats
    residual: float = 0.0

    def to_new(self, points: Floats) -> Floats:
        """Map points (n, 2) of the old picture."""
        return np.asarray(points @ self.matrix.T + self.shift)

    def laid(self, ink: Ink, shape: Shape, at: tuple[int, int] = (0, 0)) -> Ink:
        """The old ink as it lies in a window of the new picture that begins at `at`."""
        back = np.linalg.inv(self.matrix)
        offset = back @ (np.array(at) - self.shift)
        return np.asarray(
            ndimage.affine_transform(ink, back, offset, output_shape=shape, order=1),
            dtype=np.float32,
        )

    def inside(
        self, before: Shape, after: Shape, *, margin: float
    ) -> npt.NDArray[np.bool_]:
        """Pixels of the new picture that lie on both sheets, `margin` from each edge."""
        rows, columns = np.ogrid[: after[0], : after[1]]
        seen = (rows >= margin) & (rows < after[0] - margin)
        seen = seen & (columns >= margin) & (columns < after[1] - margin)
        back = np.linalg.inv(self.matrix)
        offset = -back @ self.shift
        for axis in (0, 1):
            place = back[axis, 0] * rows + back[axis, 1] * columns + offset[axis]
            seen &= (place >= margin) & (place < before[axis] - margin)
        return np.asarray(seen)


def lay_pictures(old: Ink, new: Ink) -> Lay | None:
    """Find how `old` lies on `new`; None where too few windows agree on it."""
    lay = _coarse(old, new)
    for _ in range(_ROUNDS):
        start, goal = _windows(old, new, lay)
        settled = _fitted(start, goal)
        if settled is None:
            return None
        lay = settled
    return lay


def lay_turned(old: Ink, new: Ink) -> Lay | None:
    """The same for paper that was fed sideways or upside down: quarter turns, best first."""
    found = []
    for quarters in (1, 2, 3):
        lay = lay_pictures(np.ascontiguousarray(np.rot90(old, quarters)), new)
        if lay is not None:
            turn, shift = _quarter(quarters, old.shape)
            joined = lay.matrix @ shift + lay.shift
            found.append(Lay(lay.matrix @ turn, joined, lay.residual))
    return min(found, key=lambda lay: lay.residual, default=None)


def _quarter(quarters: int, shape: Shape) -> tuple[Floats, Floats]:
    """Where `numpy.rot90` puts a pixel: matrix and shift."""
    matrix, shift = np.eye(2), np.zeros(2)
    for turn in range(quarters):
        step = np.array([[0.0, -1.0], [1.0, 0.0]])
        matrix = step @ matrix
        shift = step @ shift + (shape[1 - turn % 2] - 1, 0)
    return matrix, shift


def _coarse(old: Ink, new: Ink) -> Lay:
    """The turn and shift whose phase correlation peaks highest, on small pictures."""
    step = max(1, -(-max(*old.shape, *new.shape) // _SMALL))
    here, there = _reduced(old, step), _reduced(new, step)
    # a shift beyond the margin would come in again from the other side
    size = (_SMALL + _MARGIN, _SMALL + _MARGIN)
    target = np.fft.rfft2(there - there.mean(), size)
    best, found = -1.0, Lay(np.eye(2), np.zeros(2))
    for turn in _TURNS:
        lay = _turned(float(turn), here.shape)
        moved = lay.laid(here, here.shape)
        peak, shift = _peak(np.fft.rfft2(moved - moved.mean(), size), target)
        if peak > best:
            best = peak
            found = Lay(lay.matrix, (lay.shift + shift) * step)
    return found


def _turned(degrees: float, shape: Shape) -> Lay:
    turn = np.radians(degrees)
    matrix = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    middle = np.array(shape[:2]) / 2
    return Lay(matrix, middle - matrix @ middle)


def _reduced(ink: Ink, step: int) -> Ink:
    rows, columns = (side // step * step for side in ink.shape)
    blocks = ink[:rows, :columns].reshape(rows // step, step, columns // step, step)
    return np.asarray(np.sqrt(blocks.mean(axis=(1, 3))), dtype=np.float32)


def _peak(
    moved: npt.NDArray[np.complexfloating], target: npt.NDArray[np.complexfloating]
) -> tuple[float, Floats]:
    """Height and place of the peak of the half-whitened correlation."""
    cross = target * np.conj(moved)
    cross /= np.sqrt(np.abs(cross)) + 1e-6
    answer = np.fft.irfft2(cross)
    row, column = np.unravel_index(int(answer.argmax()), answer.shape)
    height = float(answer[row, column])
    place = np.array([float(row), float(column)])
    for axis, side in enumerate(answer.shape):
        place[axis] += _between(answer, (int(row), int(column)), axis)
        if place[axis] > side / 2:
            place[axis] -= side
    return height, place


def _between(answer: Floats, at: tuple[int, int], axis: int) -> float:
    """How far a parabola through the peak and its neighbours peaks beside it."""
    before, after = list(at), list(at)
    before[axis] = (at[axis] - 1) % answer.shape[axis]
    after[axis] = (at[axis] + 1) % answer.shape[axis]
    low, top, high = answer[tuple(before)], answer[at], answer[tuple(after)]
    bend = low - 2 * top + high
    return float(0.5 * (low - high) / bend) if abs(bend) > 1e-12 else 0.0


def _windows(old: Ink, new: Ink, lay: Lay) -> tuple[Floats, Floats]:
    """Middles of windows of the old picture, and where they are found in the new one."""
    start, goal = [], []
    back = np.linalg.inv(lay.matrix)
    for corner in _corners(new.shape):
        top, left = corner
        there = new[top : top + _WINDOW, left : left + _WINDOW]
        here = lay.laid(old, there.shape, (top, left))
        if min(here.sum(), there.sum()) < _LEAST_INK:
            continue
        size = (3 * _WINDOW // 2, 3 * _WINDOW // 2)
        _, shift = _peak(
            np.fft.rfft2(here - here.mean(), size),
            np.fft.rfft2(there - there.mean(), size),
        )
        middle = np.array(corner) + np.array(there.shape) / 2
        start.append(back @ (middle - lay.shift))
        goal.append(middle + shift)
    return np.array(start).reshape(-1, 2), np.array(goal).reshape(-1, 2)


def _corners(shape: Shape) -> list[tuple[int, int]]:
    rows, columns = (
        np.unique(np.linspace(0, max(0, side - _WINDOW), _GRID).astype(int)).tolist()
        for side in shape[:2]
    )
    return [(row, column) for row in rows for column in columns]


def _fitted(start: Floats, goal: Floats) -> Lay | None:
    """The affine map that most windows agree on."""
    if len(start) < _LEAST_WINDOWS:
        return None
    kept = np.ones(len(start), bool)
    lay, gap = Lay(np.eye(2), np.zeros(2)), np.zeros(len(start))
    told = np.column_stack([start, np.ones(len(start))])
    for _ in range(5):
        answer: Floats = np.linalg.lstsq(told[kept], goal[kept], rcond=None)[0].astype(
            np.float64
        )
        lay = Lay(answer[:2].T, answer[2])
        gap = np.hypot(*(lay.to_new(start) - goal).T)
        limit = max(_AGREE, 2.5 * float(np.median(gap)))
        kept = gap <= limit
        if kept.sum() < _LEAST_WINDOWS:
            return None
    if kept.sum() < 0.5 * len(start) or abs(np.linalg.det(lay.matrix)) < 0.5:
        return None
    return Lay(lay.matrix, lay.shift, float(np.median(gap[kept])))
