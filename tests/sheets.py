"""Sheets of straight strokes, put into a set as if a PDF had been read."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pymupdf

from drawings.actions.assembly import assemble_sheets
from drawings.content.parts import Content, Floats, Kind, Origin, Style
from drawings.content.storing import save_content
from drawings.models import Face, SheetRevision, Submission, SubmittedFile
from storage import clock
from storage.actions.blobs import read_bytes, store_bytes, store_file
from storage.models import Blob

SIZE_MM = (420.0, 297.0)
POINTS_PER_MM = 72 / 25.4
Segment = tuple[float, float, float, float]
PLAN: tuple[Segment, ...] = (
    (40, 60, 240, 60),
    (240, 60, 240, 200),
    (240, 200, 40, 200),
    (40, 200, 40, 60),
    (140, 60, 140, 200),
    (140, 130, 240, 130),
)
DOOR: tuple[Segment, ...] = ((180, 130, 180, 142), (180, 142, 192, 130))
DOOR_BOX = (176.0, 126.0, 196.0, 146.0)
FAR: tuple[Segment, ...] = ((60, 90, 80, 90), (80, 90, 80, 100))


def add_sheet(
    submission: Submission,
    number: str,
    name: str,
    discipline: str,
    segments: Sequence[Segment],
) -> SheetRevision:
    """Put one sheet of straight strokes into an open set, as if a PDF had been read."""
    page = store_bytes(page_of(segments, number, name), media_type="application/pdf")
    file = add_read_file(submission, f"{discipline}/{number}.pdf", page)
    Face.objects.create(
        file=file,
        side=Face.Side.PDF,
        index=0,
        number=number,
        name=name,
        discipline=discipline,
        scale="1:100",
        width_mm=SIZE_MM[0],
        height_mm=SIZE_MM[1],
        units_per_mm=100,
        title_block={"number": {"value": number, "confidence": 1.0}},
        texts=f"{number}\n{name}",
        page=page,
        content=_content(segments, number, name),
        thumbnail=store_bytes(_png(page), media_type="image/png"),
    )
    assemble_sheets(submission=submission)
    return submission.revisions.get(sheet__number=number)


def add_read_file(
    submission: Submission, path: str, page: Blob, kind: str = "pdf"
) -> SubmittedFile:
    """Put a file into an open set whose bytes are all there and read."""
    return SubmittedFile.objects.create(
        submission=submission,
        path=path,
        size=page.size,
        received=page.size,
        blob=page,
        state=SubmittedFile.State.READ,
        kind=kind,
        added_at=clock.now(),
    )


def page_of(segments: Sequence[Segment], *words: str) -> bytes:
    """A PDF of one page: strokes, and words in its lower right corner."""
    with pymupdf.open() as document:
        width, height = (side * POINTS_PER_MM for side in SIZE_MM)
        page = document.new_page(width=width, height=height)
        for x0, y0, x1, y1 in segments:
            page.draw_line(_point(x0, y0), _point(x1, y1), width=0.7)
        for place, word in enumerate(words):
            at = _point(330, 30 - 10 * place)
            page.insert_text(at, word, fontname="china-s", fontsize=12)
        return bytes(document.tobytes(deflate=True))


def _point(x: float, y: float) -> pymupdf.Point:
    return pymupdf.Point(x * POINTS_PER_MM, (SIZE_MM[1] - y) * POINTS_PER_MM)


def _png(page: Blob) -> bytes:
    with pymupdf.open(stream=read_bytes(page), filetype="pdf") as document:
        return bytes(document[0].get_pixmap(dpi=30).tobytes("png"))


def _content(segments: Sequence[Segment], *words: str) -> Blob:
    lines = np.zeros((len(segments), 4, 2))
    for place, (x0, y0, x1, y1) in enumerate(segments):
        lines[place] = [(x0, y0), (x0, y0), (x1, y1), (x1, y1)]
    labels = np.zeros((len(words), 4, 2))
    for place in range(len(words)):
        y = 30.0 - 10 * place
        labels[place] = [(330, y), (330, y + 4), (360, y + 4), (360, y)]
    return keep_content(content_of(np.concatenate([lines, labels]), words))


def content_of(points: Floats, words: Sequence[str]) -> Content:
    """Strokes of one layer, shape (n, 4, 2): lines first, then a box for each word."""
    total, lines = len(points), len(points) - len(words)
    kinds = [Kind.SEGMENT] * lines + [Kind.TEXT] * len(words)
    return Content(
        kind=np.array(kinds, dtype=np.int8),
        points=points,
        text=np.array([-1] * lines + list(range(len(words))), dtype=np.int32),
        layer=np.zeros(total, np.int32),
        style=np.zeros(total, np.int32),
        source=np.arange(total, dtype=np.int32),
        group=np.full(total, -1, np.int32),
        texts=tuple(words),
        layers=("0",),
        styles=(Style(),),
        handles=tuple(str(number) for number in range(total)),
        groups=(),
        size_mm=SIZE_MM,
        origin=Origin.PDF,
    )


def keep_content(content: Content) -> Blob:
    """Put what was read of a sheet among the blobs."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "content.npz"
        save_content(content, path)
        return store_file(path, media_type="application/x-npz")
