"""Lines without an end (XLINE, RAY): the part of them that lies in a window."""

import math

from ezdxf.math import Vec2

from drawings.content.recorder import Point

# A point, a direction of length 1, and how far back the line goes: 0 for a ray.
Endless = tuple[Vec2, Vec2, float]
Window = tuple[float, float, float, float]
PARALLEL = 1e-12


def part_within(line: Endless, window: Window) -> tuple[Point, Point] | None:
    """Both ends of the part of a line within x0, y0, x1, y1; None when it passes by.

    The method is that of Liang and Barsky: the line is cut by one edge after the other.
    """
    start, along, first = line
    last = math.inf
    for at, step, low, high in (
        (start.x, along.x, window[0], window[2]),
        (start.y, along.y, window[1], window[3]),
    ):
        if abs(step) < PARALLEL:
            if not low <= at <= high:
                return None
            continue
        one, other = (low - at) / step, (high - at) / step
        first, last = max(first, min(one, other)), min(last, max(one, other))
    if not (math.isfinite(first) and math.isfinite(last) and first < last):
        return None
    begin, end = start + along * first, start + along * last
    return (begin.x, begin.y), (end.x, end.y)
