"""A vector PDF page to a `Content` in paper millimetres, y upwards."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pymupdf

from drawings.content.errors import Refusal, refused
from drawings.content.joining import joined
from drawings.content.parts import Content, Floats, Kind, Origin, Style
from drawings.content.recorder import Place, Point, Quad, Recorder
from drawings.content.recording import Pen, Recording, Writing
from drawings.content.routes import BY_LIBRARY, FAST, Route
from drawings.pdf.natures import Nature, covered_share, nature_of
from drawings.pdf.opening import MM_PER_POINT, MUPDF_TROUBLE, as_damage
from drawings.pdf.runs import Run, runs_of_page
from drawings.pdf.sanitising import ANNOTATIONS, THE_DRAWING
from drawings.pdf.traced.grammar import Unlike
from drawings.pdf.traced.recording import traced_paths
from drawings.pdf.visibility import count_unread, seen_runs

Drawing = dict[str, Any]
Window = tuple[float, ...]
# A window that leaves this much of the page hides nothing that matters.
WHOLE_PAGE_SLACK = 1.0
SHADING = "fill-shade"
SHADING_KEY = "/ShadingType"
LAYER_KEY = "/OC"
UNREAD = "text without Unicode"


@dataclass(frozen=True, slots=True, eq=False)
class PageRead:
    """What a page holds and what it is.

    Attributes:
        content: the primitives that can be seen.
        nature: vectors, a picture, both or nothing.
        hidden_texts: texts that lie on the page and cannot be seen; not in the content.
        route: whether the paths were read the fast way (`drawings.pdf.traced`).

    """

    content: Content
    nature: Nature
    hidden_texts: int
    route: Route = BY_LIBRARY


def read_page(path: Path, page: int = 0) -> Content:
    """The content of one page; see `examine_page`."""
    return examine_page(path, page).content


def examine_page(path: Path, page: int = 0) -> PageRead:
    """Read one page: lines, curves, fills, texts and the places of pictures.

    Sources are the drawing operators in their order (`p12`), texts (`t3`) and pictures
    (`i0`). Hidden layers, annotations and texts that cannot be seen are not read; smooth
    shadings and texts without letters are losses. Units per mm are unknown: a PDF knows
    paper only.

    Raises:
        UnreadableDrawing: DAMAGED or NO_PAGES.

    """
    with as_damage(), pymupdf.open(str(path)) as document:
        if not 0 <= page < document.page_count:
            raise refused(Refusal.NO_PAGES)
        _leave_annotations(document, document[page])
        return _read(document[page])


def _leave_annotations(document: pymupdf.Document, page: pymupdf.Page) -> None:
    """Of a sanitised page take the drawing only; in memory, the file stays."""
    kind, _value = document.xref_get_key(
        page.xref, f"Resources/Properties{ANNOTATIONS}"
    )
    if kind != "null":
        first, *others = page.get_contents()
        document.update_stream(first, THE_DRAWING)
        for other in others:
            document.update_stream(other, b" ")


def _read(page: pymupdf.Page) -> PageRead:
    flip = _Flip(float(page.rect.height))
    width, height = float(page.rect.width), float(page.rect.height)
    recorder = Recorder()
    paths = _paths(page)
    runs = runs_of_page(page)
    has_windows = paths.has_windows or not paths.drawn
    seen = seen_runs(page, runs, has_windows=has_windows)
    for index, run in enumerate(seen):
        quad = flip.quad(run.quad)
        pen = Pen(Style(run.colour, -1.0, "continuous"))
        place = Place(run.layer or "0", pen, f"t{index}")
        recorder.text(Writing(run.text, is_shape=False), quad, place)
    pictures = page.get_image_info()
    for index, info in enumerate(pictures):
        _image(recorder, flip, info, index)
    covered = covered_share((info["bbox"] for info in pictures), width, height)
    _count_losses(recorder, page, seen)
    size = (width * MM_PER_POINT, height * MM_PER_POINT)
    nature = nature_of(covered, paths.drawn + len(seen))
    recording = joined(paths.recording, recorder.finish())
    content = _content(recording, size, is_scanned=nature is Nature.SCANNED)
    return PageRead(content, nature, len(runs) - len(seen), paths.route)


@dataclass(frozen=True, slots=True, eq=False)
class _Paths:
    """The paths of a page, how many there are, and whether some have windows."""

    recording: Recording
    drawn: int
    has_windows: bool
    route: Route


def _paths(page: pymupdf.Page) -> _Paths:
    """The paths from the trace of the page; by the library where that cannot be."""
    width, height = float(page.rect.width), float(page.rect.height)
    try:
        traced = traced_paths(page, has_layers=_may_have(page.parent, LAYER_KEY))
    except Unlike as unlike:
        return paths_by_library(page, str(unlike))
    has_windows = leave_out(traced.windows, width, height)
    return _Paths(traced.recording, traced.drawn, has_windows, FAST)


def paths_by_library(page: pymupdf.Page, why: str = "") -> _Paths:
    """The paths as the library hands them out, one by one."""
    flip, recorder = _Flip(float(page.rect.height)), Recorder()
    width, height = float(page.rect.width), float(page.rect.height)
    drawn, has_windows = 0, False
    for drawing, scissor in _clipped(page.get_cdrawings(extended=True)):
        _draw(recorder, flip, drawing, scissor)
        drawn += 1
        has_windows = has_windows or _is_window(scissor, width, height)
    return _Paths(recorder.finish(), drawn, has_windows, Route(why=why))


def _count_losses(recorder: Recorder, page: pymupdf.Page, seen: Sequence[Run]) -> None:
    shadings = 0
    if _may_have(page.parent, SHADING_KEY):
        shadings = sum(kind == SHADING for kind, *_rest in page.get_bboxlog())
    for kind, count in (
        (SHADING, shadings),
        (UNREAD, count_unread(page.parent, seen)),
    ):
        if count:
            recorder.losses[kind] += count


def _may_have(document: pymupdf.Document, key: str) -> bool:
    """Whether a page may have shadings or layers, so that it is worth looking for them.

    Of a file of one page its dictionaries say so: a shading stands in one of them.
    """
    if document.page_count > 1:
        return True
    numbers = range(1, document.xref_length())
    try:
        return any(key in document.xref_object(number) for number in numbers)
    except MUPDF_TROUBLE:
        return True


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
) -> Iterator[tuple[Drawing, Window | None]]:
    """Each path with the window it is seen through, as far as windows are upright.

    A path in a form takes the layer of the form where it names none of its own.
    """
    around: list[tuple[int, Window | None, str]] = []
    for drawing in drawings:
        level = int(drawing.get("level", 0))
        while around and around[-1][0] >= level:
            around.pop()
        window, layer = around[-1][1:] if around else (None, "")
        layer = str(drawing.get("layer") or "") or layer
        kind = drawing.get("type")
        if kind == "clip":
            around.append((level, tuple(drawing.get("scissor") or ()) or window, layer))
        elif kind == "group":
            around.append((level, window, layer))
        else:
            drawing["layer"] = layer
            yield drawing, window


def _is_window(scissor: Window | None, width: float, height: float) -> bool:
    """Whether a window leaves a part of the page out."""
    return scissor is not None and bool(leave_out(np.asarray([scissor]), width, height))


def leave_out(windows: Floats, width: float, height: float) -> bool:
    """Whether any of n windows, shape (n, 4), leaves a part of the page out."""
    slack = WHOLE_PAGE_SLACK
    low = windows[:, :2] > slack
    high = windows[:, 2:] < np.array([width, height]) - slack
    return bool(low.any() or high.any())


def _draw(
    recorder: Recorder,
    flip: _Flip,
    drawing: Drawing,
    scissor: Window | None,
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
        if item[0] == "l":  # nearly all of them: without a step in between
            start, end = flip.point(item[1]), flip.point(item[2])
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


def _item(item: Sequence[Any], flip: _Flip) -> Iterator[tuple[Quad, bool]]:
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
    width = float(drawing.get("width") or 0.0)
    pen = _pen(tuple(colour or ()), width, str(drawing.get("dashes") or ""))
    return Place(str(drawing.get("layer") or "0"), pen, f"p{drawing.get('seqno', 0)}")


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


def _image(recorder: Recorder, flip: _Flip, info: Drawing, index: int) -> None:
    """Record the place of a picture."""
    x0, y0, x1, y1 = info["bbox"]
    corners = [(x0, y1), (x0, y0), (x1, y0), (x1, y1)]
    recorder.image(flip.quad(corners), Place(source=f"i{index}"))


def _content(
    recording: Recording, size: tuple[float, float], *, is_scanned: bool
) -> Content:
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
