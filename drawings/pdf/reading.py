"""A vector PDF page to a `Content` in paper millimetres, y upwards."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pymupdf

from drawings.content.errors import Refusal, refused
from drawings.content.joining import joined
from drawings.content.openpages import open_page
from drawings.content.parts import Content, Floats, Kind, Origin, Style
from drawings.content.recorder import Place, Recorder
from drawings.content.recording import Pen, Recording, Writing
from drawings.content.routes import BY_LIBRARY, FAST, Route
from drawings.pdf.natures import Nature, covered_share, nature_of
from drawings.pdf.opening import MM_PER_POINT, MUPDF_TROUBLE, as_damage
from drawings.pdf.paths import Drawing, Flip, Window, clipped, draw
from drawings.pdf.pictures import pictures_of
from drawings.pdf.runs import Run, runs_of, runs_of_page
from drawings.pdf.sanitising import ANNOTATIONS, THE_DRAWING
from drawings.pdf.traced.device import has_pictures, letters_of
from drawings.pdf.traced.grammar import Unlike
from drawings.pdf.traced.recording import traced_paths
from drawings.pdf.traced.written import PROFILES
from drawings.pdf.visibility import count_unread, seen_runs

# A window that leaves this much of the page hides nothing that matters.
WHOLE_PAGE_SLACK = 1.0
WHITE = "#ffffff"
# What is filled in white over more of the page than this is its ground.
GROUND_SHARE = 0.8
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
    return examine_page(path, page, counts_hidden=False).content


def examine_page(path: Path, page: int = 0, *, counts_hidden: bool = True) -> PageRead:
    """Read one page: lines, curves, fills, texts and the places of pictures.

    Sources are the drawing operators in their order (`p12`), texts (`t3`) and pictures
    (`i0`). Hidden layers, annotations and texts that cannot be seen are not read; smooth
    shadings and texts without letters are losses. Units per mm are unknown: a PDF knows
    paper only.

    To count texts beyond the page (`counts_hidden`) it has to be read once more.

    Raises:
        UnreadableDrawing: DAMAGED or NO_PAGES.

    """
    with as_damage(), pymupdf.open(str(path)) as document:
        if not 0 <= page < document.page_count:
            raise refused(Refusal.NO_PAGES)
        if _leaves_annotations(document, document[page]):
            alone = document[page]
            listed = alone.get_displaylist(annots=False)
            return _read(alone, listed, counts_hidden=counts_hidden)
        if document.xref_get_key(document.page_xref(page), "Annots")[0] != "null":
            # of a page that was not sanitised paths and texts show the same: all of it
            return _read(document[page], document[page].get_displaylist())
        # the pictures of the page are drawn from the very same list
        listed = open_page(path, page).whole
        return _read(document[page], listed, counts_hidden=counts_hidden)


def _leaves_annotations(document: pymupdf.Document, page: pymupdf.Page) -> bool:
    """Of a sanitised page take the drawing only; in memory, the file stays.

    False where there was nothing else on it.
    """
    kind, _value = document.xref_get_key(
        page.xref, f"Resources/Properties{ANNOTATIONS}"
    )
    if kind == "null":
        return False
    first, *others = page.get_contents()
    document.update_stream(first, THE_DRAWING)
    for other in others:
        document.update_stream(other, b" ")
    return True


def _read(
    page: pymupdf.Page, listed: pymupdf.DisplayList, *, counts_hidden: bool = True
) -> PageRead:
    flip = Flip(float(page.rect.height))
    width, height = float(page.rect.width), float(page.rect.height)
    recorder = Recorder()
    paths = _paths(page, listed)
    is_listed = paths.is_open and not counts_hidden
    runs = runs_of(letters_of(listed, height)) if is_listed else runs_of_page(page)
    has_windows = paths.has_windows or not paths.drawn
    seen = seen_runs(
        page,
        listed,
        runs,
        has_windows=has_windows,
        patches=_patches(paths.recording, width, height),
    )
    for index, run in enumerate(seen):
        quad = flip.quad(run.quad)
        pen = Pen(Style(run.colour, -1.0, "continuous"))
        place = Place(run.layer or "0", pen, f"t{index}")
        recorder.text(Writing(run.text, is_shape=False), quad, place)
    has_shadings = _may_have(page.parent, SHADING_KEY)
    # Asked of every page: the trace is silent about pictures, whose profiles have names.
    pictures = pictures_of(page) if has_pictures(listed) else []
    for index, info in enumerate(pictures):
        _image(recorder, flip, info, index)
    covered = covered_share((info["bbox"] for info in pictures), width, height)
    _count_losses(recorder, page, seen, has_shadings=has_shadings)
    size = (width * MM_PER_POINT, height * MM_PER_POINT)
    nature = nature_of(covered, paths.drawn + len(seen))
    recording = joined(paths.recording, recorder.finish())
    content = _content(recording, size, is_scanned=nature is Nature.SCANNED)
    return PageRead(content, nature, len(runs) - len(seen), paths.route)


@dataclass(frozen=True, slots=True, eq=False)
class _Paths:
    """The paths of a page, how many there are, and what there is besides.

    Attributes:
        recording: their strokes.
        drawn: how many there are.
        has_windows: whether some are seen through windows.
        route: who read them.
        is_open: whether it is known that no clip cuts off a part of the page.

    """

    recording: Recording
    drawn: int
    has_windows: bool
    route: Route
    is_open: bool = False


def _paths(page: pymupdf.Page, listed: pymupdf.DisplayList) -> _Paths:
    """The paths from the trace of the page; by the library where that cannot be."""
    width, height = float(page.rect.width), float(page.rect.height)
    try:
        traced = traced_paths(
            listed,
            height,
            has_layers=_may_have(page.parent, LAYER_KEY),
            has_profiles=_may_have(page.parent, *(f"/{name}" for name in PROFILES)),
        )
    except Unlike as unlike:
        return paths_by_library(page, str(unlike))
    has_windows = leave_out(traced.windows, width, height)
    is_open = page.rotation == 0 and traced.shows_all(width, height)
    return _Paths(traced.recording, traced.drawn, has_windows, FAST, is_open)


def paths_by_library(page: pymupdf.Page, why: str = "") -> _Paths:
    """The paths as the library hands them out, one by one."""
    flip, recorder = Flip(float(page.rect.height)), Recorder()
    width, height = float(page.rect.width), float(page.rect.height)
    drawn, has_windows = 0, False
    for drawing, scissor in clipped(page.get_cdrawings(extended=True)):
        draw(recorder, flip, drawing, scissor)
        drawn += 1
        has_windows = has_windows or _is_window(scissor, width, height)
    return _Paths(recorder.finish(), drawn, has_windows, Route(why=why))


def _patches(recording: Recording, width: float, height: float) -> Floats:
    """Boxes around what is filled in white, in page points; the ground of all is none."""
    white = np.array([pen.style.colour == WHITE for pen in recording.pens], bool)
    stroke = recording.strokes[recording.stroke]
    chosen = np.flatnonzero(white[stroke[:, 2]] & (recording.kind == Kind.FILL))
    if not len(chosen):
        return np.zeros((0, 4))
    first = np.unique(recording.stroke[chosen], return_index=True)[1]
    low = np.minimum.reduceat(recording.points[chosen].min(axis=1), first)
    high = np.maximum.reduceat(recording.points[chosen].max(axis=1), first)
    small = (high - low).prod(axis=1) < GROUND_SHARE * width * height * MM_PER_POINT**2
    low, high = low[small] / MM_PER_POINT, high[small] / MM_PER_POINT
    return np.column_stack(
        [low[:, 0], height - high[:, 1], high[:, 0], height - low[:, 1]]
    )


def _count_losses(
    recorder: Recorder, page: pymupdf.Page, seen: Sequence[Run], *, has_shadings: bool
) -> None:
    shadings = 0
    if has_shadings:
        shadings = sum(kind == SHADING for kind, *_rest in page.get_bboxlog())
    for kind, count in (
        (SHADING, shadings),
        (UNREAD, count_unread(page.parent, seen)),
    ):
        if count:
            recorder.losses[kind] += count


def _may_have(document: pymupdf.Document, *keys: str) -> bool:
    """Whether a page may have shadings, layers, profiles, so that one has to look.

    Of a file of one page its dictionaries say so: each of them stands in one.
    """
    if document.page_count > 1:
        return True
    numbers = range(1, document.xref_length())
    try:
        objects = (document.xref_object(number) for number in numbers)
        return any(key in said for said in objects for key in keys)
    except MUPDF_TROUBLE:
        return True


def _is_window(scissor: Window | None, width: float, height: float) -> bool:
    """Whether a window leaves a part of the page out."""
    return scissor is not None and bool(leave_out(np.asarray([scissor]), width, height))


def leave_out(windows: Floats, width: float, height: float) -> bool:
    """Whether any of n windows, shape (n, 4), leaves a part of the page out."""
    slack = WHOLE_PAGE_SLACK
    low = windows[:, :2] > slack
    high = windows[:, 2:] < np.array([width, height]) - slack
    return bool(low.any() or high.any())


def _image(recorder: Recorder, flip: Flip, info: Drawing, index: int) -> None:
    """Record the place of a picture."""
    x0, y0, x1, y1 = info["bbox"]
    corners = [(x0, y1), (x0, y0), (x1, y0), (x1, y1)]
    recorder.image(flip.quad(corners), Place(source=f"i{index}"), info["shows"])


def _content(
    recording: Recording, size: tuple[float, float], *, is_scanned: bool
) -> Content:
    x0, y0, x1, y1 = recording.boxes().T
    kept = (x1 >= 0) & (y1 >= 0) & (x0 <= size[0]) & (y0 <= size[1])
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
