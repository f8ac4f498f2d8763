"""Which texts of a page can be seen, and which can be read.

A text is part of the sheet when somebody who looks at the sheet sees it. Not seen: text
in rendering mode 3 or 7, fully transparent, outside of the page, or of which the rendered
page shows nothing: white on white, cut away by a clip, below a white patch. The rendering
is asked only where a text is nearly white, lies on or below a patch, or the page has
windows; any ink in its box counts as seen, so a text is kept in doubt.
"""

import re
from collections.abc import Sequence

import numpy as np
import pymupdf
from fontTools import agl

from drawings.content.parts import Floats
from drawings.pdf.runs import UNKNOWN, Run

NEARLY_WHITE = 0xF4
INK_BELOW = 250
ASKED_DPI, MOST_PIXELS = 100.0, 24_000_000
PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010fffd]")
TYPE3 = re.compile(r"Type3 \((\d+) 0 R\)")
READ_IN_PART = 0.5


def seen_runs(
    page: pymupdf.Page,
    listed: pymupdf.DisplayList,
    runs: Sequence[Run],
    *,
    has_windows: bool,
    patches: Floats,
) -> list[Run]:
    """The texts that can be seen, in their order.

    Args:
        page: the page.
        listed: the same page, parsed.
        runs: its texts.
        has_windows: whether windows leave a part of the page out.
        patches: boxes (n, 4) around what is filled in white, in page points.

    """
    width, height = float(page.rect.width), float(page.rect.height)
    inside = [run for run in runs if _touches(run, width, height)]
    asked = [
        run
        for run in inside
        if has_windows or _is_nearly_white(run) or _meets(run, patches)
    ]
    if not asked:
        return inside
    zoom = min(ASKED_DPI / 72, (MOST_PIXELS / (width * height)) ** 0.5)
    pixels = listed.get_pixmap(
        matrix=pymupdf.Matrix(zoom, zoom), colorspace=pymupdf.csGRAY, alpha=0
    )
    grey = np.frombuffer(pixels.samples_mv, np.uint8).reshape(pixels.height, -1)
    unseen = {id(run) for run in asked if not _has_ink(grey, run, zoom)}
    return [run for run in inside if id(run) not in unseen]


def count_unread(document: pymupdf.Document, runs: Sequence[Run]) -> int:
    """How many texts say nothing: their font does not tell which letters it draws."""
    silent: dict[str, bool] = {}
    unread = 0
    for run in runs:
        if run.font not in silent:
            silent[run.font] = _is_silent(document, run.font)
        unknown = run.text.count(UNKNOWN) + len(PRIVATE.findall(run.text))
        unread += silent[run.font] or unknown > READ_IN_PART * len(run.text)
    return unread


def _is_silent(document: pymupdf.Document, font: str) -> bool:
    """Whether a font drawn by procedures (Type 3) names none of its letters."""
    match = TYPE3.match(font)
    if match is None:
        return False
    number = int(match[1])
    if not 0 < number < document.xref_length():
        return False
    if document.xref_get_key(number, "ToUnicode")[0] != "null":
        return False
    _kind, encoding = document.xref_get_key(number, "Encoding")
    if (inner := re.fullmatch(r"(\d+) 0 R", encoding)) is not None:
        encoding = document.xref_object(int(inner[1]))
    names = re.findall(r"/([^\s/\[\]<>()]+)", encoding.partition("/Differences")[2])
    return not any(agl.toUnicode(name) for name in names)


def _touches(run: Run, width: float, height: float) -> bool:
    xs, ys = [x for x, _ in run.quad], [y for _, y in run.quad]
    return max(xs) >= 0 and min(xs) <= width and max(ys) >= 0 and min(ys) <= height


def _meets(run: Run, patches: Floats) -> bool:
    if not len(patches):
        return False
    quad = np.asarray(run.quad)
    low, high = quad.min(axis=0), quad.max(axis=0)
    meeting = (patches[:, :2] <= high) & (patches[:, 2:] >= low)
    return bool(meeting.all(axis=1).any())


def _is_nearly_white(run: Run) -> bool:
    return all(int(run.colour[i : i + 2], 16) >= NEARLY_WHITE for i in (1, 3, 5))


def _has_ink(
    grey: np.ndarray[tuple[int, int], np.dtype[np.uint8]], run: Run, zoom: float
) -> bool:
    xs, ys = [x * zoom for x, _ in run.quad], [y * zoom for _, y in run.quad]
    left, top = max(0, int(min(xs))), max(0, int(min(ys)))
    box = grey[top : int(max(ys)) + 2, left : int(max(xs)) + 2]
    return bool(box.size) and int(box.min()) < INK_BELOW
