"""Turn the paths of ezdxf into segments, cubic curves and closed loops."""

from collections.abc import Sequence

import numpy as np

from drawings.content.parts import Floats
from drawings.content.recorder import Point, Quad

LINE_TO, CURVE3_TO, CURVE4_TO = 1, 2, 3
FILL_STEPS = 8


def quads_of(
    vertices: Floats, commands: Sequence[int]
) -> tuple[list[Quad], list[bool]]:
    """The parts of a path, each with whether it is curved; moves leave gaps."""
    points = [(x, y) for x, y in vertices.tolist()]
    quads: list[Quad] = []
    curved: list[bool] = []
    at = 0
    for command in commands:
        start = points[at]
        if command == LINE_TO:
            end = points[at + 1]
            quads.append((start, start, end, end))
            at += 1
        elif command == CURVE4_TO:
            quads.append((start, points[at + 1], points[at + 2], points[at + 3]))
            at += 3
        elif command == CURVE3_TO:
            quads.append(_cubic(start, points[at + 1], points[at + 2]))
            at += 2
        else:
            at += 1
            continue
        curved.append(command != LINE_TO)
    return quads, curved


def loops_of(vertices: Floats, commands: Sequence[int]) -> list[list[Point]]:
    """The closed outlines of a path, curves flattened in eight steps each."""
    quads, curved = quads_of(vertices, commands)
    loops: list[list[Point]] = []
    last: Point | None = None
    for quad, is_curve in zip(quads, curved, strict=True):
        if quad[0] != last:
            loops.append([quad[0]])
        loops[-1].extend(flattened(quad, FILL_STEPS) if is_curve else [quad[3]])
        last = quad[3]
    return loops


def flattened(quad: Quad, steps: int) -> list[Point]:
    """Points of a cubic curve after its start."""
    t = np.linspace(0, 1, steps + 1)[1:, None]
    p = np.asarray(quad)
    s = 1 - t
    curve = s**3 * p[0] + 3 * s * s * t * p[1] + 3 * s * t * t * p[2] + t**3 * p[3]
    return [(x, y) for x, y in curve.tolist()]


def _cubic(start: Point, control: Point, end: Point) -> Quad:
    """A quadratic curve as a cubic one."""
    (x0, y0), (x1, y1), (x2, y2) = start, control, end
    return (
        start,
        (x0 + (x1 - x0) * 2 / 3, y0 + (y1 - y0) * 2 / 3),
        (x2 + (x1 - x2) * 2 / 3, y2 + (y1 - y2) * 2 / 3),
        end,
    )
