"""A comparison as vectors on the page of the newer sheet: for print, and as a picture.

The page lies under a white veil. What came is a blue line, what went an orange dashed
one, a part that moved has a dotted frame and an arrow, a text that changed a green
frame; regions are framed and numbered from 1. A plate is a PDF of two pages: the whole
sheet with a heavy pen, and the same with a fine pen and no numbers, to be cut into
details.
"""

import math
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Final

import numpy as np
import pymupdf

from drawings.content.parts import Floats
from drawings.diff.findings import SILENT, Box, Change, ChangeKind, Difference, Pieces
from drawings.diff.keeping import difference_from

POINTS: Final = 72 / 25.4
VEIL: Final = 0.62
"""How white the page is made, 0 to 1."""
PICTURE_PX: Final = 3600
"""Of a page as a picture: 110 dpi on an A1 sheet, 290 dpi where it is printed on A4."""

_FINE_MM: Final = 0.3
_HEAVY_SHARE: Final = 0.3 / 260
"""Pen of the whole sheet as a share of its width: still seen when printed on A4."""
_BLUE, _ORANGE = "0 .447 .698", "0.835 .369 0"
_PURPLE, _GREEN, _DARK = "0.533 .133 .333", "0.067 .467 .2", "0.15 .17 .2"
_FONT: Final = "Numbers"


def plate_of(page: Path, answer: Path, most_bytes: int | None = None) -> bytes:
    """The two pages of a kept comparison (`drawings.diff.keeping`).

    Args:
        page: the one-page PDF of the newer sheet.
        answer: the kept answer.
        most_bytes: a plate that is larger comes as pictures (`pictured`).

    Raises:
        ValueError: the answer is something else.

    """
    plate = draw_plate(page, difference_from(answer))
    if most_bytes is not None and len(plate) > most_bytes:
        return pictured(plate)
    return plate


def pictured(plate: bytes) -> bytes:
    """The same pages, each as one picture of `PICTURE_PX` at the longer side.

    So a report of many dense sheets keeps a size that can be sent.
    """
    with pymupdf.open(stream=plate, filetype="pdf") as sheet, pymupdf.open() as light:
        for leaf in sheet:
            zoom = PICTURE_PX / max(leaf.rect.width, leaf.rect.height)
            pixels = leaf.get_pixmap(matrix=pymupdf.Matrix(zoom, zoom), alpha=False)
            page = light.new_page(width=leaf.rect.width, height=leaf.rect.height)
            page.insert_image(page.rect, stream=pixels.tobytes("jpeg", jpg_quality=80))
        return bytes(light.tobytes(garbage=3, deflate=True, no_new_id=True))


def plate_png(page: Path, answer: Path, width_px: int) -> bytes:
    """The first page of the plate as PNG of a width."""
    with pymupdf.open(stream=plate_of(page, answer), filetype="pdf") as plate:
        zoom = width_px / plate[0].rect.width
        pixels = plate[0].get_pixmap(matrix=pymupdf.Matrix(zoom, zoom), alpha=False)
        return bytes(pixels.tobytes("png"))


def draw_plate(page: Path, difference: Difference) -> bytes:
    """The two pages of a comparison, as PDF."""
    with pymupdf.open(page) as sheet, pymupdf.open() as plate:
        width, height = sheet[0].rect.width, sheet[0].rect.height
        heavy = max(_FINE_MM, _HEAVY_SHARE * width / POINTS)
        for pen, is_whole in ((heavy, True), (_FINE_MM, False)):
            leaf = plate.new_page(width=width, height=height)
            leaf.show_pdf_page(leaf.rect, sheet, 0)
            leaf.draw_rect(leaf.rect, color=None, fill=(1, 1, 1), fill_opacity=VEIL)
            drawn = list(_changes(difference, pen))
            if is_whole:
                leaf.insert_font(fontname=_FONT, fontbuffer=_bold().buffer)
                drawn += _numbers(difference, pen)
            _append(plate, leaf, "\n".join(drawn))
        return bytes(plate.tobytes(garbage=3, deflate=True, no_new_id=True))


@lru_cache
def _bold() -> pymupdf.Font:
    return pymupdf.Font("hebo")


def _append(plate: pymupdf.Document, leaf: pymupdf.Page, drawn: str) -> None:
    """Draw on top of a page, in millimetres from its lower left corner."""
    leaf.wrap_contents()
    xref = plate.get_new_xref()
    plate.update_object(xref, "<<>>")
    scaled = f"q {POINTS:.6f} 0 0 {POINTS:.6f} 0 0 cm 1 J 1 j\n{drawn}\nQ"
    plate.update_stream(xref, scaled.encode("ascii"), new=True)
    contents = " ".join(f"{one} 0 R" for one in [*leaf.get_contents(), xref])
    plate.xref_set_key(leaf.xref, "Contents", f"[{contents}]")


def _changes(difference: Difference, pen: float) -> Iterator[str]:
    laid = difference.registration.to_new(difference.old_pieces.lines)
    told = np.array([c.kind not in SILENT for c in difference.changes], bool)
    gone = _lines(laid, difference.old_pieces, told)
    came = _lines(difference.new_pieces.lines, difference.new_pieces, told)
    dash = f"[{3 * pen:.2f} {2.5 * pen:.2f}] 0 d"
    yield f"q {_ORANGE} RG {pen:.3f} w {dash}\n{gone} S Q"
    yield f"q {_BLUE} RG {pen:.3f} w\n{came} S Q"
    for change in difference.changes:
        yield from _frame(change, pen)


def _lines(
    lines: Floats, pieces: Pieces, told: np.ndarray[tuple[int], np.dtype[np.bool_]]
) -> str:
    """Path operators of lines (m, 2, 2); what is no number is left out."""
    seen = np.isfinite(lines).all(axis=(1, 2)) & (np.abs(lines) < 1e6).all(axis=(1, 2))
    if len(told):
        seen &= told[pieces.change]
    rows = lines[seen].reshape(-1, 4).tolist()
    return "\n".join(f"{a:.2f} {b:.2f} m {c:.2f} {d:.2f} l" for a, b, c, d in rows)


def _frame(change: Change, pen: float) -> Iterator[str]:
    box = change.new_box
    if box is None:
        return
    if change.kind in {ChangeKind.TEXT, ChangeKind.DIMENSION}:
        yield f"q {_GREEN} RG {0.7 * pen:.3f} w {_rectangle(box, 2 * pen)} S Q"
    elif change.kind is ChangeKind.MOVED and change.vector_mm is not None:
        dots = f"[0 {2.5 * pen:.2f}] 0 d"
        yield (
            f"q {_PURPLE} RG {pen:.3f} w {_arrow(box, change.vector_mm, pen)} "
            f"{dots} {_rectangle(box, 3 * pen)} S Q"
        )


def _arrow(box: Box, vector: tuple[float, float], pen: float) -> str:
    long = math.hypot(*vector)
    if long < 4 * pen:
        return ""
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    turn, head = math.atan2(vector[1], vector[0]), min(6 * pen, long / 2)
    wings = [
        (x - head * math.cos(turn + a), y - head * math.sin(turn + a))
        for a in (0.5, -0.5)
    ]
    (ax, ay), (bx, by) = wings
    return (
        f"{x - vector[0]:.2f} {y - vector[1]:.2f} m {x:.2f} {y:.2f} l "
        f"{ax:.2f} {ay:.2f} m {x:.2f} {y:.2f} l {bx:.2f} {by:.2f} l S"
    )


def _numbers(difference: Difference, pen: float) -> Iterator[str]:
    size = 9 * pen
    for number, region in enumerate(difference.regions, start=1):
        words = str(number)
        glyphs = "".join(f"{_bold().has_glyph(ord(one)):04x}" for one in words)
        wide, tall = size * (0.56 * len(words) + 0.5), size * 1.15
        x, y = region.box[0] - 4 * pen, region.box[3] + 4 * pen
        yield f"q {_DARK} RG {0.6 * pen:.3f} w {_rectangle(region.box, 4 * pen)} S Q"
        yield f"q {_DARK} rg {x:.2f} {y:.2f} {wide:.2f} {tall:.2f} re f"
        yield (
            f"BT 1 1 1 rg /{_FONT} {size:.2f} Tf "
            f"{x + 0.25 * size:.2f} {y + 0.22 * size:.2f} Td <{glyphs}> Tj ET Q"
        )


def _rectangle(box: Box, margin: float) -> str:
    x0, y0, x1, y1 = box
    return (
        f"{x0 - margin:.2f} {y0 - margin:.2f} "
        f"{x1 - x0 + 2 * margin:.2f} {y1 - y0 + 2 * margin:.2f} re"
    )
