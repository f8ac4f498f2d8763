"""One value of a title block: what it says, where that was found, and how sure it is."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from drawings.content.lines import Box


class Source(StrEnum):
    """Where a value was found."""

    ATTRIBUTE = "attribute"
    TEXT = "text"
    RECOGNISED = "recognised"  # letters drawn as lines or as a picture, read by shape
    FILENAME = "filename"
    LAYOUT = "layout"
    CORRECTED = "corrected"  # a person said so
    NONE = ""


BY_ATTRIBUTE: Final = 0.95
BY_LABEL: Final = 0.85
BY_LOOKS: Final = 0.6
BY_LAYOUT: Final = 0.5
BY_RECOGNISED_LABEL: Final = 0.5
BY_RECOGNISED_LOOKS: Final = 0.45
BY_FILENAME: Final = 0.4
BY_WORDS: Final = 0.35
"""Beside the label of a number stand words without any digit."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One value of the title block.

    Attributes:
        value: what is written, tidied; empty when nothing was found.
        confidence: 0 nothing found, 1 certain.
        source: where it was found.
        box_mm: where it stands on the sheet (x0, y0, x1, y1; paper mm, y upwards).

    """

    value: str = ""
    confidence: float = 0.0
    source: Source = Source.NONE
    box_mm: Box | None = None

    def __bool__(self) -> bool:
        return bool(self.value)


NOTHING: Final = Finding()
