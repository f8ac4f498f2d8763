"""What the proof of sameness says of the two faces of one sheet.

Every box is in paper millimetres, y upwards: `dwg_box` on the paper of the DWG face,
`pdf_box` on the page of the PDF face.
"""

from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np

from drawings.content.parts import Floats
from drawings.diff.findings import Box, Registration


class Verdict(StrEnum):
    """What can be said about DWG and PDF as one sheet."""

    SAME = "same"
    DIFFERS = "differs"
    UNPROVED = "unproved"


class Doubt(StrEnum):
    """Why sameness cannot be proved, however well the rest agrees."""

    SCANNED = "scanned"
    EMPTY = "empty"
    NO_REGISTRATION = "no_registration"
    LOSSES = "losses"
    REDUCED = "reduced"
    IMAGES = "images"
    LETTERING = "lettering"
    TOO_LARGE = "too_large"


class FindingKind(StrEnum):
    """What differs at one place."""

    TEXT = "text"
    DIMENSION = "dimension"
    TEXT_MISSING = "text_missing"
    TEXT_EXTRA = "text_extra"
    TEXT_UNTOLD = "text_untold"
    MISSING = "missing"
    EXTRA = "extra"
    CHANGED = "changed"
    FILL_MISSING = "fill_missing"
    FILL_EXTRA = "fill_extra"


class Place(StrEnum):
    """On which part of the sheet a difference lies."""

    DRAWING = "drawing"
    TITLE_BLOCK = "title_block"
    MARGIN = "margin"


@dataclass(frozen=True, slots=True)
class Finding:
    """One difference between the faces.

    Attributes:
        dwg_box: its place on the DWG face; where only the PDF has it, the place to look.
        pdf_box: its place on the page, likewise.
        said_dwg: the text of the DWG.
        said_pdf: the text of the PDF.
        layer: the layer that most of it is on.
        length_mm: ink that has no counterpart, both faces together.
        apart_mm: about how far both lie from each other, where both drew something.

    """

    kind: FindingKind
    place: Place
    dwg_box: Box
    pdf_box: Box
    said_dwg: str = ""
    said_pdf: str = ""
    layer: str = ""
    length_mm: float = 0.0
    apart_mm: float = 0.0

    @property
    def counts(self) -> bool:
        """Whether it stands against sameness.

        A plot stamp on the margin does not, and a text that could not be told is no
        difference: it is a place for a person to look at.
        """
        is_stamp = self.kind is FindingKind.TEXT_EXTRA and self.place is Place.MARGIN
        return not is_stamp and self.kind is not FindingKind.TEXT_UNTOLD


@dataclass(frozen=True, slots=True)
class Score:
    """Shares from 0 to 1 of what one face has that the other has too.

    Ink is measured by its length in paper millimetres, texts are counted. A share of
    nothing is 1.
    """

    ink_of_dwg: float = 0.0
    ink_of_pdf: float = 0.0
    texts_of_dwg: float = 0.0
    texts_of_pdf: float = 0.0

    @property
    def least(self) -> float:
        """The one number of a sheet: the worst of the four shares."""
        return min(
            self.ink_of_dwg, self.ink_of_pdf, self.texts_of_dwg, self.texts_of_pdf
        )


@dataclass(frozen=True, slots=True, eq=False)
class Traces:
    """Ink without counterpart, on the page of the PDF: lines (m, 2, 2) of each face."""

    dwg: Floats = field(default_factory=lambda: np.zeros((0, 2, 2)))
    pdf: Floats = field(default_factory=lambda: np.zeros((0, 2, 2)))


@dataclass(frozen=True, slots=True, eq=False)
class Proof:
    """The answer to "are these two files the same sheet".

    Attributes:
        doubts: why `SAME` cannot be said; with how many, where that can be counted.
        registration: how the DWG face lies on the page of the PDF.
        tolerance_mm: ink nearer than this on the page is the same ink.
        missing_layers: layers of the DWG of which the PDF shows nothing.
        outlined: texts of the DWG that the PDF draws as outlines or strokes.
        unread: those of them that could not be told by their shapes.
        hidden: lines, fills and texts of either face that masks hide or cut.

    """

    verdict: Verdict
    doubts: tuple[tuple[Doubt, str], ...] = ()
    score: Score = field(default_factory=Score)
    registration: Registration = field(default_factory=Registration)
    findings: tuple[Finding, ...] = ()
    tolerance_mm: float = 0.0
    missing_layers: tuple[str, ...] = ()
    outlined: int = 0
    unread: int = 0
    hidden: int = 0
    traces: Traces = field(default_factory=Traces)
