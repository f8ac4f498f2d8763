"""A letter that waits for its seal, as it is handed out until then: marked on every page."""

from functools import lru_cache
from typing import Final

import pymupdf

from reviews.letters.ink import HEIGHT, bind
from reviews.letters.lines import RED, Align, Ink, Run
from reviews.letters.paper import LEFT, RIGHT, Paper
from signatures.pades.placement import Box
from storage.typefaces import Face

UNSIGNED: Final = "未签章　以签章后的文书为准"
PALE: Final[Ink] = (0.95, 0.84, 0.83)
LARGE: Final = 64.0


def marked_unsigned(letter: bytes) -> bytes:
    """The letter with 未签章 at the head and pale below the words of each page.

    What will be sealed stays as it is: this is a copy for reading.
    """
    with (
        pymupdf.open(stream=letter, filetype="pdf") as pdf,
        pymupdf.open(stream=_mark(), filetype="pdf") as under,
    ):
        for page in pdf:
            page.show_pdf_page(page.rect, under, 0, overlay=False)
        return bytes(pdf.tobytes(garbage=3, deflate=True))


@lru_cache
def _mark() -> bytes:
    """The page that is laid below every other; drawn once."""
    paper = Paper()
    paper.label(
        [Run("未签章", Face.SANS_BOLD, PALE)],
        Box(LEFT, HEIGHT / 2 - 16.0, RIGHT, HEIGHT / 2 + 16.0),
        size=LARGE,
        align=Align.CENTRE,
    )
    paper.label(
        [Run(UNSIGNED, Face.SANS_BOLD, RED)], Box(LEFT, 10.8, RIGHT, 17.0), size=9.0
    )
    return bind(paper.leaves, title="", seals=()).pdf
