"""How a sheet will look once it is sealed: drawn from the same places as the seals.

Runs in a limited process: no Django, no database.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pymupdf

from signatures.layout import places_for
from signatures.pades.canvas import Picture
from signatures.pades.paper import ink_of, paper_of
from signatures.pades.placement import POINTS_PER_MM, Box, Paper
from signatures.pades.sheet_marks import SheetMark

MARGIN_MM: Final = 14.0
LINES: Final = ("", "", "", "")
"""The mark of the platform takes room for four lines; seals keep clear of it."""


@dataclass(frozen=True, slots=True)
class Look:
    """What to draw: the seals' pictures, the title block (mm from the upper left), width.

    `whole` shows the sheet, else the corner with title block and seals. `places` are
    those that somebody chose, one a picture; empty: they are found by rule.
    """

    pictures: tuple[Picture, ...]
    title_block: tuple[float, float, float, float] | None
    width_px: int
    whole: bool
    places: tuple[Box, ...] = ()


def sealed_look(sheet: Path, look: Look) -> bytes:
    """A PNG of the sheet with its seals where they will stand.

    Raises:
        NoRoom: even small seals do not fit on this page.

    """
    block = Box(*look.title_block) if look.title_block else None
    paper, boxes = _standing(sheet, look)
    width, height = paper.size_mm
    whole = Box(0.0, 0.0, width, height)
    shown = (
        whole if look.whole else _around([*boxes, *([block] if block else [])], whole)
    )
    with pymupdf.open(str(sheet), filetype="pdf") as document:
        return _drawn(
            document[0], shown, list(zip(look.pictures, boxes, strict=True)), look
        )


def planned(sheet: Path, look: Look) -> bytes:
    """Size of the page, the boxes of its seals and the ink under each, as JSON; mm.

    Raises:
        NoRoom: even small seals do not fit on this page.

    """
    paper, boxes = _standing(sheet, look)
    ink = ink_of(sheet)
    edges = [[one.left, one.top, one.right, one.bottom] for one in boxes]
    told = {
        "size": [round(side, 2) for side in paper.size_mm],
        "boxes": [[round(edge, 2) for edge in box] for box in edges],
        "ink": [round(ink.share_under(box), 4) for box in boxes],
    }
    return json.dumps(told).encode()


def seal_face(picture: Picture, width_px: int) -> bytes:
    """A PNG of a seal alone, with nothing behind it."""
    with pymupdf.open(stream=picture.as_pdf(), filetype="pdf") as document:
        zoom = width_px / document[0].rect.width
        pixels = document[0].get_pixmap(matrix=pymupdf.Matrix(zoom, zoom), alpha=True)
        return bytes(pixels.tobytes("png"))


def _standing(sheet: Path, look: Look) -> tuple[Paper, tuple[Box, ...]]:
    if look.places:
        return paper_of(sheet), look.places
    return places_for(
        sheet,
        [(one.width_mm, one.height_mm) for one in look.pictures],
        title_block=Box(*look.title_block) if look.title_block else None,
        mark=SheetMark(address="", lines=LINES),
    )


def _drawn(
    page: pymupdf.Page,
    shown: Box,
    seals: Sequence[tuple[Picture, Box]],
    look: Look,
) -> bytes:
    """Lay the seals over a picture of the shown part; the page itself may be turned."""
    zoom = look.width_px / (shown.width * POINTS_PER_MM)
    clip = _rect(shown) & page.rect
    under = page.get_pixmap(matrix=pymupdf.Matrix(zoom, zoom), clip=clip, alpha=False)
    with pymupdf.open() as drawing:
        sheet = drawing.new_page(width=clip.width, height=clip.height)
        sheet.insert_image(sheet.rect, pixmap=under)
        for picture, box in seals:
            target = _rect(box) - (clip.x0, clip.y0, clip.x0, clip.y0)
            with pymupdf.open(stream=picture.as_pdf(), filetype="pdf") as seal:
                sheet.show_pdf_page(target, seal, 0)
        pixels = sheet.get_pixmap(matrix=pymupdf.Matrix(zoom, zoom), alpha=False)
        return bytes(pixels.tobytes("png"))


def _around(boxes: Sequence[Box], whole: Box) -> Box:
    return Box(
        max(whole.left, min(box.left for box in boxes) - MARGIN_MM),
        max(whole.top, min(box.top for box in boxes) - MARGIN_MM),
        min(whole.right, max(box.right for box in boxes) + MARGIN_MM),
        min(whole.bottom, max(box.bottom for box in boxes) + MARGIN_MM),
    )


def _rect(box: Box) -> pymupdf.Rect:
    edges = (box.left, box.top, box.right, box.bottom)
    return pymupdf.Rect(*(edge * POINTS_PER_MM for edge in edges))
