"""What members of a manner draw, computed from their numbers and what one of them drew."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from drawings.content.lettering import width_of
from drawings.content.parts import Floats, Kind
from drawings.content.recording import Mask, Recording, StrokeKind
from drawings.dwg.bulk.fitness import ALONG, is_anchored
from drawings.dwg.bulk.places import Placed

QUARTERS = 4
# The factor of ezdxf; and how far apart ends may be that it takes for one.
TANGENT, SAME_END, SAME_POINT = 4.0 / 3.0, 1e-9, 1e-12


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """What the library drew of one entity.

    Attributes:
        kind: shape (p,), the kinds of its primitives.
        points: shape (p, 4, 2).
        stroke: shape (p,), the stroke of each, from 0.
        strokes: shape (k, 6), as in `Recording`.
        said: what a text says, and whether its font is one of shapes.

    """

    kind: np.ndarray
    points: Floats
    stroke: np.ndarray
    strokes: np.ndarray
    is_shape: bool = False
    wording: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Copies:
    """What n members draw.

    Attributes:
        points: shape (n, p, 4, 2).
        kind: shape (p,).
        stroke: shape (p,), the stroke of each, from 0.
        has: shape (n, p), which of the primitives each has.

    """

    points: Floats
    kind: np.ndarray
    stroke: np.ndarray
    has: Mask


def copies_of(placed: Placed, drawn: Drawn, origin: Placed) -> Copies:
    """What members draw, given what one of them (`origin`) drew."""
    make: dict[bytes, Callable[[Placed, Drawn, Placed], Copies]] = {
        b"LINE": _lines,
        b"LWPOLYLINE": _polylines,
        b"CIRCLE": _arcs,
        b"ARC": _arcs,
        b"TEXT": _texts,
        b"POINT": _moved,
        b"INSERT": _moved,
    }
    return make[placed.manner.name](placed, drawn, origin)


def drawn_by(recording: Recording, strokes: np.ndarray) -> Drawn:
    """The part of a recording that lies in some of its strokes, given ascending."""
    rows = np.flatnonzero(np.isin(recording.stroke, strokes))
    table = recording.strokes[strokes]
    texts = table[:, 0] == StrokeKind.TEXT
    writing = recording.writings[int(table[0, 5])] if len(table) and texts[0] else None
    return Drawn(
        recording.kind[rows],
        recording.points[rows],
        np.searchsorted(strokes, recording.stroke[rows]),
        table,
        writing is not None and writing.is_shape,
        writing.text if writing is not None else "",
    )


def _all(points: Floats, kind: Kind) -> Copies:
    """Copies of one stroke of one kind."""
    count, each = points.shape[:2]
    return Copies(
        points,
        np.full(each, kind, np.int8),
        np.zeros(each, np.int64),
        np.ones((count, each), bool),
    )


def _at(placed: Placed, x: int, y: int) -> Floats:
    return np.stack([placed.numbers[x], placed.numbers[y]], axis=-1)


def _lines(placed: Placed, drawn: Drawn, origin: Placed) -> Copies:
    del drawn, origin
    start, end = _at(placed, 10, 20), _at(placed, 11, 21)
    return _all(np.stack([start, start, end, end], axis=1)[:, None], Kind.SEGMENT)


def _polylines(placed: Placed, drawn: Drawn, origin: Placed) -> Copies:
    del drawn, origin
    corners = _at(placed, 10, 20)
    start, end = corners[:, :-1], corners[:, 1:]
    flags = placed.manner.said(70)
    if int(flags or b"0") & 1:
        start = np.concatenate([start, corners[:, -1:]], axis=1)
        end = np.concatenate([end, corners[:, :1]], axis=1)
    made = _all(np.stack([start, start, end, end], axis=2), Kind.SEGMENT)
    if int(flags or b"0") & 1:
        first, last = corners[:, 0], corners[:, -1]
        most = np.maximum(np.abs(first), np.abs(last))
        made.has[:, -1] = (np.abs(first - last) > SAME_END * most).any(axis=1)
    return made


def _arcs(placed: Placed, drawn: Drawn, origin: Placed) -> Copies:
    """Cubic curves, one for each quarter begun, with the arithmetic of ezdxf."""
    del drawn, origin
    own = placed.numbers
    none = np.zeros(len(placed.entity))
    first = np.radians(own.get(50, none)) % math.tau
    last = np.radians(own.get(51, none + 360.0))
    span = last - np.radians(own.get(50, none))
    full = np.abs(span - math.tau) < SAME_END
    span = np.where(full, math.tau, np.mod(span, math.tau))
    delta = (first + span) - first
    counts = np.maximum(np.ceil(delta / math.pi * 2.0), 1.0).astype(np.int64)
    step = delta / counts
    tangent = (TANGENT * np.tan(step / 4.0))[:, None]
    number = np.arange(QUARTERS + 1)
    begin = first[:, None] + step[:, None] * number
    end = begin + step[:, None]
    radius = np.abs(own[40])[:, None]
    x, y = own[10][:, None], own[20][:, None]
    c, s, g, h = np.cos(begin), np.sin(begin), np.cos(end), np.sin(end)
    xs = [c, c - s * tangent, g + h * tangent, g]
    ys = [s, s + c * tangent, h - g * tangent, h]
    points = np.stack(
        [
            np.stack([x + radius * px, y + radius * py], axis=-1)
            for px, py in zip(xs, ys, strict=True)
        ],
        axis=2,
    )
    # ezdxf walks round a whole circle the other way, as it ends where it begins.
    first_y, last_y = points[:, 0, 0, 1], points[:, QUARTERS - 1, 3, 1]
    near = np.maximum(np.abs(first_y), np.abs(last_y)) * SAME_END
    back = full & (np.abs(first_y - last_y) <= np.maximum(near, SAME_POINT))
    points[back, :QUARTERS] = points[back, :QUARTERS][:, ::-1, ::-1]
    made = _all(points, Kind.CURVE)
    made.has[:] = number < counts[:, None]
    return made


def _texts(placed: Placed, drawn: Drawn, origin: Placed) -> Copies:
    """Texts move with their points; their widths grow along the base line."""
    quad = drawn.points[0]
    width = width_of(drawn.wording, is_shape=drawn.is_shape)
    along, up = (quad[3] - quad[0]) / width, quad[1] - quad[0]
    codes = (11, 21) if is_anchored(placed.manner) else (10, 20)
    part = ALONG[placed.manner.said(72)]
    offset = quad[0] + part * along * width - _at(origin, *codes)[0]
    known: dict[str, float] = {}
    widths = np.asarray(
        [
            known.setdefault(text, width_of(text, is_shape=drawn.is_shape))
            for text in placed.wordings
        ]
    )[:, None]
    start = _at(placed, *codes) + offset - part * along * widths
    end = start + along * widths
    return _all(
        np.stack([start, start + up, end + up, end], axis=1)[:, None], Kind.TEXT
    )


def _moved(placed: Placed, drawn: Drawn, origin: Placed) -> Copies:
    shift = _at(placed, 10, 20) - _at(origin, 10, 20)
    return Copies(
        drawn.points[None] + shift[:, None, None, :],
        drawn.kind,
        drawn.stroke,
        np.ones((len(shift), len(drawn.kind)), bool),
    )
