"""Drawing operators of a page, as MuPDF tells them, into strokes in paper millimetres.

A sheet has a hundred thousand of them: what is done for each is done in few steps.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from drawings.content.parts import Style
from drawings.content.recorder import Place, Point, Quad, Recorder
from drawings.content.recording import Pen
from drawings.pdf.opening import MM_PER_POINT

Drawing = dict[str, Any]
Window = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Flip:
    """Page points with y downwards to paper mm with y upwards."""

    height: float

    def point(self, point: Sequence[float]) -> Point:
        """One point."""
        return (point[0] * MM_PER_POINT, (self.height - point[1]) * MM_PER_POINT)

    def quad(self, points: Sequence[Sequence[float]]) -> Quad:
        """Four points."""
        a, b, c, d = (self.point(point) for point in points)
        return (a, b, c, d)


def clipped(
    drawings: Iterable[Drawing],
) -> Iterator[tuple[Drawing, Window | None]]:
    """Each path with the window it is seen through, as far as windows are upright.

    A path in a form takes the layer of the form where it names none of its own.
    """
    around: list[tuple[int, Window | None, str]] = []
    innermost: tuple[int, Window | None, str] = (-1, None, "")
    for drawing in drawings:
        level = int(drawing.get("level", 0))
        while innermost[0] >= level:
            around.pop()
            innermost = around[-1] if around else (-1, None, "")
        _level, window, layer = innermost
        layer = str(drawing.get("layer") or layer)
        kind = drawing.get("type")
        if kind == "clip":
            scissor = tuple(drawing.get("scissor") or ())
            innermost = (level, scissor or window, layer)
            around.append(innermost)
        elif kind == "group":
            innermost = (level, window, layer)
            around.append(innermost)
        else:
            drawing["layer"] = layer
            yield drawing, window


def draw(
    recorder: Recorder,
    flip: Flip,
    drawing: Drawing,
    scissor: Window | None,
) -> None:
    """Record one path, unless it lies outside of its window."""
    kind = str(drawing.get("type", "s"))
    rectangle = drawing.get("rect")
    if scissor and rectangle and _is_apart(rectangle, scissor):
        return
    quads, curved = _parts(drawing, flip)
    if "s" in kind:
        place = _place(drawing, drawing.get("color"))
        recorder.path(*_reaching(quads, curved, flip, scissor), place)
    # the library joins a fill and the stroke that follows it on the same path into one;
    # a plotter that cuts that stroke up is read as two, so both are always kept
    if "f" in kind:
        recorder.fill(_loops(quads), _filled(drawing))


def _reaching(
    quads: list[Quad], curved: list[bool], flip: Flip, scissor: Window | None
) -> tuple[list[Quad], list[bool]]:
    """The parts that reach into a window; a path may go on far beyond it."""
    if not scissor:
        return quads, curved
    (x0, y1), (x1, y0) = flip.point(scissor[:2]), flip.point(scissor[2:])
    kept = [
        (quad, is_curve)
        for quad, is_curve in zip(quads, curved, strict=True)
        if not _is_apart(_box(quad), (x0, y0, x1, y1))
    ]
    return [quad for quad, _ in kept], [is_curve for _, is_curve in kept]


def _box(quad: Quad) -> tuple[float, float, float, float]:
    xs, ys = [x for x, _ in quad], [y for _, y in quad]
    return min(xs), min(ys), max(xs), max(ys)


def _is_apart(a: Sequence[float], b: Sequence[float]) -> bool:
    return a[2] < b[0] or a[0] > b[2] or a[3] < b[1] or a[1] > b[3]


def _parts(drawing: Drawing, flip: Flip) -> tuple[list[Quad], list[bool]]:
    """The segments and curves of a path, in paper mm."""
    quads: list[Quad] = []
    curved: list[bool] = []
    height = flip.height
    for item in drawing.get("items", ()):
        if item[0] == "l":  # nearly all of them: without a step in between
            _l, (x0, y0), (x1, y1) = item
            start = (x0 * MM_PER_POINT, (height - y0) * MM_PER_POINT)
            end = (x1 * MM_PER_POINT, (height - y1) * MM_PER_POINT)
            quads.append((start, start, end, end))
            curved.append(False)
            continue
        for quad, is_curve in _item(item, flip):
            quads.append(quad)
            curved.append(is_curve)
    if drawing.get("closePath") and quads and quads[-1][3] != quads[0][0]:
        start, end = quads[-1][3], quads[0][0]
        quads.append((start, start, end, end))
        curved.append(False)
    return quads, curved


def _item(item: Sequence[Any], flip: Flip) -> Iterator[tuple[Quad, bool]]:
    command = item[0]
    if command == "c":
        yield flip.quad(item[1:5]), True
    elif command == "re":
        x0, y0, x1, y1 = item[1][:4]
        yield from _ring(flip, [(x0, y0), (x1, y0), (x1, y1), (x0, y1)])
    elif command == "qu":
        a, b, c, d = item[1]
        yield from _ring(flip, [tuple(a), tuple(b), tuple(d), tuple(c)])


def _ring(
    flip: Flip, corners: Sequence[Sequence[float]]
) -> Iterator[tuple[Quad, bool]]:
    points = [flip.point(corner) for corner in corners]
    for start, end in zip(points, [*points[1:], points[0]], strict=True):
        yield (start, start, end, end), False


def _loops(quads: Sequence[Quad]) -> list[list[Point]]:
    loops: list[list[Point]] = []
    last: Point | None = None
    for quad in quads:
        if last is None or quad[0] != last:
            loops.append([quad[0]])
        if quad[0] != quad[1] or quad[2] != quad[3]:
            loops[-1].extend(_flattened(quad))
        else:
            loops[-1].append(quad[3])
        last = quad[3]
    return loops


def _flattened(quad: Quad) -> list[Point]:
    t = np.linspace(0, 1, 9)[1:, None]
    p, s = np.asarray(quad), 1 - t
    curve = s**3 * p[0] + 3 * s * s * t * p[1] + 3 * s * t * t * p[2] + t**3 * p[3]
    return [(x, y) for x, y in curve.tolist()]


def _place(drawing: Drawing, colour: Sequence[float] | None) -> Place:
    pen = _pen(
        tuple(colour or ()), drawing.get("width") or 0.0, drawing.get("dashes") or ""
    )
    return Place(drawing.get("layer") or "0", pen, f"p{drawing.get('seqno', 0)}")


@lru_cache(maxsize=4096)
def _pen(colour: tuple[float, ...], width: float, dashes: str) -> Pen:
    """A pen; a sheet has few of them and takes each up thousands of times."""
    is_dashed = bool(dashes) and not dashes.startswith("[]")
    linetype = "dashed" if is_dashed else "continuous"
    return Pen(Style(_hex(colour), round(width * MM_PER_POINT, 2), linetype))


def _filled(drawing: Drawing) -> Place:
    """A fill has a colour; width and dashes belong to the stroke around it."""
    bare: Drawing = {key: drawing[key] for key in ("layer", "seqno") if key in drawing}
    return _place(bare, drawing.get("fill"))


def _hex(colour: Sequence[float]) -> str:
    parts = [min(255, max(0, round(float(part) * 255))) for part in colour or (0, 0, 0)]
    return f"#{parts[0]:02x}{parts[1]:02x}{parts[2]:02x}"
