"""A vector PDF page to a `Content` in paper millimetres, y upwards."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pymupdf

from drawings.content.errors import Refusal, refused
from drawings.content.parts import Content, Kind, Origin, Style
from drawings.content.recorder import Place, Point, Quad, Recorder
from drawings.content.recording import Pen, Writing
from drawings.pdf.opening import MM_PER_POINT, as_damage
from drawings.pdf.runs import runs_of_page

# A page is a scan when pictures cover most of it and hardly anything is drawn.
SCAN_COVERS = 0.6
SCAN_FEWEST_PATHS = 40
Drawing = dict[str, Any]


def read_page(path: Path, page: int = 0) -> Content:
    """Read one page: lines, curves, fills, texts and the places of pictures.

    Sources are the drawing operators in their order (`p12`), texts (`t3`) and pictures
    (`i0`). Hidden layers are not read. Units per mm are unknown: a PDF knows paper only.

    Raises:
        UnreadableDrawing: DAMAGED or NO_PAGES.

    """
    with as_damage(), pymupdf.open(str(path)) as document:
        if not 0 <= page < document.page_count:
            raise refused(Refusal.NO_PAGES)
        return _read(document[page])


def _read(page: pymupdf.Page) -> Content:
    flip = _Flip(float(page.rect.height))
    recorder = Recorder()
    paths = 0
    for drawing, scissor in _clipped(page.get_cdrawings(extended=True)):
        _draw(recorder, flip, drawing, scissor)
        paths += 1
    for index, run in enumerate(runs_of_page(page)):
        quad = flip.quad(run.quad)
        pen = Pen(Style(run.colour, -1.0, "continuous"))
        place = Place(run.layer or "0", pen, f"t{index}")
        recorder.text(Writing(run.text, is_shape=False), quad, place)
    covered = 0.0
    for index, info in enumerate(page.get_image_info()):
        covered += _image(recorder, flip, info, index)
    area = float(page.rect.width) * float(page.rect.height)
    size = (float(page.rect.width) * MM_PER_POINT, flip.height * MM_PER_POINT)
    is_scanned = covered > SCAN_COVERS * area and paths < SCAN_FEWEST_PATHS
    return _content(recorder, size, is_scanned=is_scanned)


@dataclass(frozen=True, slots=True)
class _Flip:
    """Page points with y downwards to paper mm with y upwards."""

    height: float

    def point(self, point: Sequence[float]) -> Point:
        """One point."""
        return (point[0] * MM_PER_POINT, (self.height - point[1]) * MM_PER_POINT)

    def quad(self, points: Sequence[Sequence[float]]) -> Quad:
        """Four points."""
        a, b, c, d = (self.point(point) for point in points)
        return (a, b, c, d)


def _clipped(
    drawings: Iterable[Drawing],
) -> Iterator[tuple[Drawing, tuple[float, ...] | None]]:
    """Each path with the window it is seen through, as far as windows are upright."""
    windows: list[tuple[int, tuple[float, ...]]] = []
    for drawing in drawings:
        level = int(drawing.get("level", 0))
        while windows and windows[-1][0] >= level:
            windows.pop()
        kind = drawing.get("type")
        if kind == "clip":
            window = tuple(drawing.get("scissor") or ())
            if window:
                windows.append((level, window))
        elif kind != "group":
            yield drawing, windows[-1][1] if windows else None


def _draw(
    recorder: Recorder,
    flip: _Flip,
    drawing: Drawing,
    scissor: tuple[float, ...] | None,
) -> None:
    kind = str(drawing.get("type", "s"))
    rectangle = drawing.get("rect")
    if scissor and rectangle and _is_apart(tuple(rectangle), scissor):
        return
    quads, curved = _parts(drawing, flip)
    if "s" in kind:
        recorder.path(quads, curved, _place(drawing, drawing.get("color")))
    # the library joins a fill and the stroke that follows it on the same path into one;
    # a plotter that cuts that stroke up is read as two, so both are always kept
    if "f" in kind:
        recorder.fill(_loops(quads), _filled(drawing))


def _is_apart(a: tuple[float, ...], b: tuple[float, ...]) -> bool:
    return a[2] < b[0] or a[0] > b[2] or a[3] < b[1] or a[1] > b[3]


def _parts(drawing: Drawing, flip: _Flip) -> tuple[list[Quad], list[bool]]:
    """The segments and curves of a path, in paper mm."""
    quads: list[Quad] = []
    curved: list[bool] = []
    for item in drawing.get("items", ()):
        for quad, is_curve in _item(item, flip):
            quads.append(quad)
            curved.append(is_curve)
    if drawing.get("closePath") and quads and quads[-1][3] != quads[0][0]:
        start, end = quads[-1][3], quads[0][0]
        quads.append((start, start, end, end))
        curved.append(False)
    return quads, curved


def _item(item: Sequence[Any], flip: _Flip) -> Iterator[tuple[Quad, bool]]:
    command = item[0]
    if command == "l":
        start, end = flip.point(item[1]), flip.point(item[2])
        yield (start, start, end, end), False
    elif command == "c":
        yield flip.quad(item[1:5]), True
    elif command == "re":
        x0, y0, x1, y1 = item[1][:4]
        yield from _ring(flip, [(x0, y0), (x1, y0), (x1, y1), (x0, y1)])
    elif command == "qu":
        a, b, c, d = item[1]
        yield from _ring(flip, [tuple(a), tuple(b), tuple(d), tuple(c)])


def _ring(
    flip: _Flip, corners: Sequence[Sequence[float]]
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
    width = float(drawing.get("width") or 0.0) * MM_PER_POINT
    dashes = str(drawing.get("dashes") or "")
    is_dashed = bool(dashes) and not dashes.startswith("[]")
    style = Style(
        _hex(colour), round(width, 2), "dashed" if is_dashed else "continuous"
    )
    layer = str(drawing.get("layer") or "0")
    return Place(layer, Pen(style), f"p{drawing.get('seqno', 0)}")


def _filled(drawing: Drawing) -> Place:
    """A fill has a colour; width and dashes belong to the stroke around it."""
    bare: Drawing = {key: drawing[key] for key in ("layer", "seqno") if key in drawing}
    return _place(bare, drawing.get("fill"))


def _hex(colour: Sequence[float] | None) -> str:
    parts = [min(255, max(0, round(float(part) * 255))) for part in colour or (0, 0, 0)]
    return f"#{parts[0]:02x}{parts[1]:02x}{parts[2]:02x}"


def _image(recorder: Recorder, flip: _Flip, info: Drawing, index: int) -> float:
    """Record the place of a picture; gives the area it covers in square points."""
    x0, y0, x1, y1 = info["bbox"]
    corners = [(x0, y1), (x0, y0), (x1, y0), (x1, y1)]
    recorder.image(flip.quad(corners), Place(source=f"i{index}"))
    return float(abs(x1 - x0) * abs(y1 - y0))


def _content(
    recorder: Recorder, size: tuple[float, float], *, is_scanned: bool
) -> Content:
    recording = recorder.finish()
    low, high = recording.points.min(axis=1), recording.points.max(axis=1)
    kept = np.logical_and(high >= 0, low <= np.asarray(size)).all(axis=1)
    stroke = recording.strokes[recording.stroke[kept]]
    return Content(
        kind=recording.kind[kept],
        points=recording.points[kept],
        text=stroke[:, 5],
        layer=stroke[:, 1],
        style=stroke[:, 2],
        source=stroke[:, 3],
        group=stroke[:, 4],
        texts=tuple(writing.text for writing in recording.writings),
        layers=recording.layers,
        styles=tuple(pen.style for pen in recording.pens) or (Style(),),
        handles=recording.handles,
        groups=(),
        size_mm=size,
        origin=Origin.PDF,
        losses=recording.losses,
        is_scanned=is_scanned,
    )


def kinds_in(content: Content) -> dict[Kind, int]:
    """How many primitives of each kind a page has."""
    return {kind: int((content.kind == kind).sum()) for kind in Kind}
