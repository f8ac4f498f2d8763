"""A picture of the proof: the page in pale grey, what differs in two colours and numbered.

Blue and orange are told apart by colour-blind people; a dashed frame of the other colour
and the numbers of the list say the same again.
"""

from pathlib import Path

import pymupdf

from drawings.content.parts import Floats
from drawings.diff.findings import Box
from drawings.sameness.findings import Proof
from drawings.sameness.numbering import Rect, beside

POINTS_PER_MM = 72 / 25.4
WIDE_PX = 1800
DWG_COLOUR, PDF_COLOUR = (0.0, 0.45, 0.70), (0.84, 0.37, 0.0)
_FRAME = (0.2, 0.2, 0.2)
_PALE = 0.72
_BELOW = 0.15
"""Of the height of letters: what lies below the line that they stand on."""
_MOST_LINES, _MOST_NUMBERS = 20_000, 300


def draw_picture(page_pdf: Path, proof: Proof, target: Path) -> None:
    """Write a PNG of a one-page PDF with the ink that has no counterpart."""
    with pymupdf.open(page_pdf) as document:
        page = document[0]
        high = float(page.rect.height)
        page.draw_rect(
            page.rect, color=None, fill=(1, 1, 1), fill_opacity=_PALE, overlay=True
        )
        thick = max(page.rect.width / 1400, 0.6)
        _ink(page, proof.traces.dwg, high, (DWG_COLOUR, thick))
        _ink(page, proof.traces.pdf, high, (PDF_COLOUR, thick))
        _numbers(page, proof, thick)
        zoom = WIDE_PX / max(page.rect.width, page.rect.height)
        page.get_pixmap(matrix=pymupdf.Matrix(zoom, zoom), alpha=False).save(target)


def _ink(
    page: pymupdf.Page,
    lines: Floats,
    high: float,
    pen: tuple[tuple[float, float, float], float],
) -> None:
    colour, thick = pen
    shape = page.new_shape()
    for (x0, y0), (x1, y1) in (lines[:_MOST_LINES] * POINTS_PER_MM).tolist():
        shape.draw_line((x0, high - y0), (x1, high - y1))
    if len(lines):
        shape.finish(color=colour, width=thick, lineCap=1, closePath=False)
        shape.commit()


def _numbers(page: pymupdf.Page, proof: Proof, thick: float) -> None:
    """A dashed frame around each difference, and its number where there is room for it."""
    high = float(page.rect.height)
    shown = proof.findings[:_MOST_NUMBERS]
    frames = [_frame(finding.pdf_box, high, 4 * thick) for finding in shown]
    words = [str(number) for number in range(1, len(shown) + 1)]
    size = 12 * thick
    boxes = beside(frames, words, size, tuple(page.rect))
    for frame, word, box in zip(frames, words, boxes, strict=True):
        page.draw_rect(
            pymupdf.Rect(frame),
            color=_FRAME,
            width=thick / 2,
            dashes=f"[{3 * thick:.1f}] 0",
        )
        if box is not None:
            foot = (box[0], box[3] - _BELOW * size)
            page.insert_text(foot, word, fontsize=size, color=_FRAME)


def _frame(box: Box, high: float, margin: float) -> Rect:
    x0, y0, x1, y1 = (v * POINTS_PER_MM for v in box)
    return x0 - margin, high - y1 - margin, x1 + margin, high - y0 + margin
