"""What lies on a layout and on no sheet: beside the frames, or several sheets in one."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from drawings.content.frames import Sheet
from drawings.content.parts import Kind
from drawings.content.recording import Mask, Recording
from drawings.content.scenes import Scene
from drawings.content.sheetnumbers import whole_number

# Fewer primitives beside a frame are a mark or a slip of the hand.
FEWEST = 8
MOST_WORDS, LONGEST_WORD = 4, 40


@dataclass(frozen=True, slots=True)
class Outlying:
    """What no sheet of a layout holds.

    Attributes:
        layout: its name.
        count: how many primitives.
        words: what is written there: numbers of sheets first, then the largest texts.

    """

    layout: str
    count: int
    words: tuple[str, ...] = ()


def outlying(layout: str, sheets: Sequence[tuple[Recording, Sheet]]) -> Outlying | None:
    """What lies beside the sheets of a layout; None where that is next to nothing.

    Args:
        layout: its name.
        sheets: each with the layout, turned so that the sheet stands upright.

    """
    recording = sheets[0][0]
    outside = np.ones(len(recording), bool)
    for turned, sheet in sheets:
        outside &= ~_touches(turned, sheet)
    count = int(outside.sum())
    if count < FEWEST:
        return None
    return Outlying(layout, count, _words(recording.chosen(outside)))


def sheets_in_one(recording: Recording) -> int:
    """How many sheets seem to lie on a layout of which no frame was recognised.

    Title blocks are counted, and how often one missing drawing was to be inserted: frames
    are often kept in a file of their own.
    """
    missing = [loss.count for loss in recording.losses if loss.kind.startswith("XREF ")]
    return max([Scene(recording).titleblock_count(), *missing], default=0)


def _touches(recording: Recording, sheet: Sheet) -> Mask:
    x0, y0, x1, y1 = recording.boxes().T
    left, bottom, right, top = sheet.box
    found: Mask = (x1 >= left) & (x0 <= right) & (y1 >= bottom) & (y0 <= top)
    return found


def _words(recording: Recording) -> tuple[str, ...]:
    written = recording.strokes[recording.stroke, 5]
    at = np.flatnonzero((recording.kind == Kind.TEXT) & (written >= 0))
    points = recording.points[at]
    heights = np.linalg.norm(points[:, 1] - points[:, 0], axis=1)
    texts = [recording.writings[which].text.strip() for which in written[at]]
    named = [(not whole_number(t), -h, t) for t, h in zip(texts, heights, strict=True)]
    order = Counter(text for _, _, text in sorted(named) if len(text) > 1)
    return tuple(text[:LONGEST_WORD] for text in list(order)[:MOST_WORDS])
