"""Read letters by their shape, where a page draws them as lines or as a picture.

Plotters turn SHX letters into strokes, and scans know no letters at all: the title block is
there for the eye only. MuPDF carries the Tesseract engine; the trained letters (Chinese and
Latin) lie beside this module. Only strips in which title blocks stand are looked at.
"""

import gzip
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Final

import pymupdf

from drawings.content.labels import union
from drawings.content.lines import Box, Line, joined_pieces, turned_box
from drawings.content.openpages import ANNOTATIONS, leave_out
from drawings.content.parts import Content, Kind, Origin
from drawings.content.tags import field_of
from storage.typefaces import face_folder

VENDORED: Final = Path(__file__).parent / "letters"
FEWEST_TEXTS: Final = 8
FOOT: Final = 0.2
WORD_GAP: Final = 0.9
EDGES: Final = " |[]“”\"'‘’~_—"
RULED: Final = re.compile(r"(?<=[\u4e00-\u9fff])[”“\"|](?=[\u4e00-\u9fff])")
"""The line between two cells, taken for a mark: 图号”建施-05."""
LATIN: Final = ("eng",)
CHINESE: Final = ("chi_sim", "eng")
FEWEST_LABELS: Final = 2
"""With so many English labels a title block is English, and read so: faster and better."""
MM_PER_POINT: Final = 25.4 / 72
DPI: Final = 200
MOST_PIXELS: Final = 6_000_000
"""Larger strips are drawn coarser: what a title block says is large on a large sheet."""


@dataclass(frozen=True, slots=True)
class Strip:
    """A part of a page (x0, y0, x1, y1; parts of its sides, y upwards) and its turn."""

    part: Box
    turn: int = 0


STRIPS: Final = (
    Strip((0.74, 0.0, 1.0, 0.75)),
    Strip((0.5, 0.0, 1.0, 0.12)),
    Strip((0.92, 0.0, 1.0, 1.0), 90),
)
"""The right of the sheet, its foot, and a turned title block along its right edge."""


def is_mute(content: Content) -> bool:
    """Whether a page has next to no letters where title blocks stand."""
    width, height = content.size_mm
    boxes = content.boxes()[content.kind == Kind.TEXT]
    middles = (boxes[:, :2] + boxes[:, 2:]) / 2
    inside = (middles[:, 0] >= STRIPS[0].part[0] * width) | (
        middles[:, 1] <= FOOT * height
    )
    return content.origin is Origin.PDF and int(inside.sum()) < FEWEST_TEXTS


def recognised_lines(page: Path) -> Iterator[list[Line]]:
    """The lines of each strip in turn; the caller stops when it knows enough.

    Args:
        page: a PDF of one page.

    """
    with pymupdf.open(str(page)) as document:
        # Notes that somebody stuck on a title block hide it and are no part of it.
        leave_out(document, ANNOTATIONS)
        latin = _tried(document[0], STRIPS[0], LATIN)
        labels = [line for line in latin if field_of(line.text.partition(":")[0])]
        if len(labels) >= FEWEST_LABELS:
            yield latin
            return
        for strip in STRIPS:
            yield _tried(document[0], strip, CHINESE)


def _tried(page: pymupdf.Page, strip: Strip, languages: tuple[str, ...]) -> list[Line]:
    try:
        return _lines_in(page, strip, languages)
    except (RuntimeError, ValueError, OSError):
        # A strip that the engine cannot read says nothing; the sheet goes on.
        return []


def _lines_in(
    page: pymupdf.Page, strip: Strip, languages: tuple[str, ...]
) -> list[Line]:
    width, height = float(page.rect.width), float(page.rect.height)
    x0, y0, x1, y1 = strip.part
    clip = pymupdf.Rect(x0 * width, (1 - y1) * height, x1 * width, (1 - y0) * height)
    area = (clip.width * DPI / 72) * (clip.height * DPI / 72)
    dpi = DPI * min(1.0, (MOST_PIXELS / max(area, 1.0)) ** 0.5)
    zoom = pymupdf.Matrix(dpi / 72, dpi / 72).prerotate(strip.turn)
    picture = page.get_pixmap(matrix=zoom, clip=clip, alpha=False, annots=False)
    picture.set_dpi(round(dpi), round(dpi))
    answer = picture.pdfocr_tobytes(
        compress=False, language="+".join(languages), tessdata=str(_letters())
    )
    size = (clip.width * MM_PER_POINT, clip.height * MM_PER_POINT)
    foot = (clip.x0 * MM_PER_POINT, (height - clip.y1) * MM_PER_POINT)
    with pymupdf.open("pdf", answer) as document:
        found = list(_found(document[0], strip.turn, size, foot))
    return joined_pieces(_joined_words(found) if not strip.turn else found)


def _joined_words(lines: list[Line]) -> list[Line]:
    """Words that the engine took apart, made lines again."""
    rows = sorted(lines, key=lambda line: (-round(line.box[1] / 2), line.box[0]))
    joined: list[Line] = []
    for line in rows:
        left = joined[-1] if joined else None
        if left is None or not _is_next(left, line):
            joined.append(line)
            continue
        space = "" if min(left.text[-1], line.text[0]) >= "\u4e00" else " "
        text = left.text + space + line.text
        joined[-1] = replace(left, text=text, box=union(left.box, line.box))
    return joined


def _is_next(left: Line, right: Line) -> bool:
    height = min(left.height, right.height)
    is_row = abs(left.middle[1] - right.middle[1]) <= height / 2
    return is_row and right.box[0] - left.box[2] <= WORD_GAP * height


def _found(
    page: pymupdf.Page,
    turn: int,
    size_mm: tuple[float, float],
    foot_mm: tuple[float, float],
) -> Iterator[Line]:
    """The lines of a recognised picture, in the frame of the sheet."""
    frame = (size_mm[1], size_mm[0]) if turn % 180 else size_mm
    across = frame[0] / float(page.rect.width)
    up = frame[1] / float(page.rect.height)
    for block in page.get_text("dict")["blocks"]:
        for line in block.get("lines", ()):
            text = "".join(span["text"] for span in line["spans"])
            text = RULED.sub(":", text.strip(EDGES), count=1)
            if not text:
                continue
            x0, y0, x1, y1 = line["bbox"]
            level = (
                x0 * across,
                frame[1] - y1 * up,
                x1 * across,
                frame[1] - y0 * up,
            )
            bx0, by0, bx1, by1 = turned_box(level, turn, frame)
            yield Line(
                text,
                (
                    bx0 + foot_mm[0],
                    by0 + foot_mm[1],
                    bx1 + foot_mm[0],
                    by1 + foot_mm[1],
                ),
                level[3] - level[1],
                is_level=turn == 0,
                turn=turn,
                is_recognised=True,
            )


@lru_cache
def _letters() -> Path:
    """The folder of trained letters; unpacked on first use, atomically."""
    folder = face_folder()
    for language in CHINESE:
        target = folder / f"{language}.traineddata"
        if target.is_file() and target.stat().st_size > 0:
            continue
        partial = target.with_suffix(f".{os.getpid()}.part")
        packed = (VENDORED / f"{target.name}.gz").read_bytes()
        partial.write_bytes(gzip.decompress(packed))
        partial.replace(target)
    return folder
