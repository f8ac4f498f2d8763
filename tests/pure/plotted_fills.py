"""Fills, masks, chords and dashes of a content, as plotters write them down."""

from itertools import pairwise

import numpy as np
import shapely

from drawings.content.parts import Content, Floats, Kind
from tests.pure.drawing_makers import picked, with_lines


def members_of_fills(content: Content) -> dict[int, list[int]]:
    """The edges of each fill, by its source."""
    edges: dict[int, list[int]] = {}
    for number in np.flatnonzero(content.kind == Kind.FILL).tolist():
        edges.setdefault(int(content.source[number]), []).append(number)
    return edges


def masks_of(content: Content) -> set[int]:
    """The sources of white fills."""
    white = np.array([style.colour == "#ffffff" for style in content.styles])
    chosen = white[content.style] & (content.kind == Kind.FILL)
    return set(content.source[chosen].tolist())


def without_hidden(content: Content) -> Content:
    """The sheet as a plotter writes it that cuts ink along masks: straight lines only."""
    kept = np.ones(len(content), bool)
    lines: list[tuple[float, float, float, float]] = []
    edges = members_of_fills(content)
    for source in sorted(masks_of(content)):
        first = edges[source][0]
        mask = shapely.Polygon(content.points[edges[source], 0])
        kept[edges[source]] = False
        for number in range(first):
            quad = content.points[number]
            shape = shapely.MultiPoint(quad).convex_hull
            if not kept[number] or not mask.intersects(shape):
                continue
            if content.kind[number] == Kind.SEGMENT:
                kept[number] = False
                rest = shapely.LineString(quad[[0, 3]]).difference(mask)
                for part in getattr(rest, "geoms", [rest]):
                    if part.length > 1e-6:
                        (x0, y0), (x1, y1) = part.coords
                        lines.append((x0, y0, x1, y1))
            elif mask.covers(shape):
                kept[number] = False
    left = picked(content, np.flatnonzero(kept))
    return with_lines(left, lines, layer=content.layers[0]) if lines else left


def loops_of(quads: Floats) -> list[Floats]:
    loops: list[list[Floats]] = []
    for quad in quads:
        if not loops or np.abs(loops[-1][-1] - quad[0]).max() > 1e-6:
            loops.append([quad[0]])
        loops[-1].append(quad[3])
    return [np.array(loop) for loop in loops]


def flattened(quad: Floats, sagitta: float) -> Floats:
    bend = max(
        np.hypot(*(quad[0] - 2 * quad[1] + quad[2])),
        np.hypot(*(quad[1] - 2 * quad[2] + quad[3])),
    )
    count = int(np.clip(np.ceil(np.sqrt(0.75 * bend / sagitta)), 1, 64))
    t = np.linspace(0, 1, count + 1)[:, None]
    s = 1 - t
    return np.asarray(
        s**3 * quad[0]
        + 3 * s * s * t * quad[1]
        + 3 * s * t * t * quad[2]
        + t**3 * quad[3],
        np.float64,
    )


def dashed(points: Floats, period: float) -> list[Floats]:
    pieces = []
    for start, end in pairwise(points):
        length = float(np.hypot(*(end - start)))
        stops = np.arange(0, length, period)
        for stop in stops:
            last = min(stop + period * 0.6, length)
            pieces.append(
                np.array(
                    [
                        start + (end - start) * stop / length,
                        start + (end - start) * last / length,
                    ]
                )
            )
    return pieces
