"""Find the large upright rectangles among the strokes of a recording."""

from itertools import pairwise

import numpy as np

from drawings.content.parts import Floats, Kind
from drawings.content.recording import Mask, Recording, StrokeKind

Box = tuple[float, float, float, float]

# Only the longest lines can bound a sheet.
LONGEST = 500
SLACK = 1e-3
UPRIGHT = 1e-5
THIN = 30.0
EQUAL = 1e-7
# Lines are drawn over each other a few times, hardly more often.
FOLD = 8
# A ring is at most this wide, as a part of its length.
RING, LARGEST = 5e-3, 200


def rectangles(recording: Recording) -> list[Box]:
    """Upright rectangles bounded by long lines, whoever drew them; largest first."""
    across, along = _long_lines(recording)
    found: set[Box] = set()
    for x0, x1, y in across:
        slack = SLACK * (x1 - x0)
        left = along[_near(along[:, 2], x0, slack) & _near(along[:, 0], y, slack)]
        right = along[_near(along[:, 2], x1, slack) & _near(along[:, 0], y, slack)]
        for _, top, _ in left:
            if not _near(right[:, 1], top, slack).any():
                continue
            closes = (
                _near(across[:, 2], top, slack)
                & _near(across[:, 0], x0, slack)
                & _near(across[:, 1], x1, slack)
            )
            if closes.any():
                found.add((float(x0), float(y), float(x1), float(top)))
    boxes = sorted(found, key=_area, reverse=True)
    return _distinct(sorted([*_rings(boxes), *boxes], key=_area, reverse=True))


def _long_lines(recording: Recording) -> tuple[Floats, Floats]:
    """Level lines (x0, x1, y) and upright lines (y0, y1, x), the longest of each."""
    # The edges of fills count too: a wide polyline comes as the ring that it covers.
    is_straight = (recording.kind == Kind.SEGMENT) | (recording.kind == Kind.FILL)
    segments = recording.points[is_straight][:, [0, 3]]
    ends = np.concatenate([segments.reshape(-1, 4), _bars(recording)])
    x0, x1 = np.minimum(ends[:, 0], ends[:, 2]), np.maximum(ends[:, 0], ends[:, 2])
    y0, y1 = np.minimum(ends[:, 1], ends[:, 3]), np.maximum(ends[:, 1], ends[:, 3])
    width, height = x1 - x0, y1 - y0
    level = (height <= UPRIGHT * width) & (width > 0)
    upright = (width <= UPRIGHT * height) & (height > 0)
    across = np.column_stack([x0, x1, y0])[level]
    along = np.column_stack([y0, y1, x0])[upright]
    return _longest(across), _longest(along)


def _bars(recording: Recording) -> Floats:
    """Centre lines of long thin fills: polylines with a width come as fills."""
    fills = np.flatnonzero(recording.strokes[:, 0] == StrokeKind.FILL)
    mask = np.isin(recording.stroke, fills)
    if not mask.any():
        return np.empty((0, 4))
    stroke, points = recording.stroke[mask], recording.points[mask]
    starts = np.flatnonzero(np.r_[True, stroke[1:] != stroke[:-1]])
    low = np.minimum.reduceat(points.min(axis=1), starts)
    high = np.maximum.reduceat(points.max(axis=1), starts)
    size = high - low
    longest, shortest = size.max(axis=1), size.min(axis=1)
    thin = longest > THIN * np.maximum(shortest, 1e-12)
    low, high, shortest = low[thin], high[thin], shortest[thin]
    half = shortest[:, None] / 2
    return np.concatenate([low + half, high - half], axis=1)


def _longest(lines: Floats) -> Floats:
    enough = FOLD * LONGEST
    if len(lines) > enough:
        # To tell all lines apart takes long; those that may be chosen are few.
        length = lines[:, 1] - lines[:, 0]
        least = np.partition(length, -enough)[-enough]
        long = np.unique(lines[length >= least], axis=0)
        lines = long if len(long) >= LONGEST else np.unique(lines, axis=0)
    else:
        lines = np.unique(lines, axis=0)
    order = np.argsort(lines[:, 0] - lines[:, 1], kind="stable")
    return lines[order[:LONGEST]]


def _near(values: Floats, wanted: float, slack: float) -> Mask:
    return np.abs(values - wanted) <= slack


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _rings(boxes: list[Box]) -> list[Box]:
    """The middle line of each pair of boxes that lie in each other like a drawn ring."""
    found: list[Box] = []
    for outer, inner in pairwise(boxes[:LARGEST]):
        gaps = [abs(a - b) for a, b in zip(outer, inner, strict=True)]
        widest = RING * max(outer[2] - outer[0], outer[3] - outer[1])
        if min(gaps) > 0 and max(gaps) <= widest and max(gaps) <= 1.1 * min(gaps):
            x0, y0, x1, y1 = ((a + b) / 2 for a, b in zip(outer, inner, strict=True))
            found.append((x0, y0, x1, y1))
    return found


def _distinct(boxes: list[Box]) -> list[Box]:
    """Boxes that differ at all."""
    sides = np.asarray(boxes, float).reshape(-1, 4)
    kept: list[int] = []
    for at, (x0, y0, x1, y1) in enumerate(boxes):
        slack = EQUAL * max(x1 - x0, y1 - y0)
        gaps = np.abs(sides[kept] - sides[at])
        if not (gaps <= slack).all(axis=1).any():
            kept.append(at)
    return [boxes[at] for at in kept]
