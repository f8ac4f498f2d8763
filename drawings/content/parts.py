"""What a drawing holds, as plain arrays: the one form in which readers and differ meet.

Terminology:
    paper millimetres: millimetres on the plotted sheet; origin at the lower left corner
        of the sheet, x to the right, y upwards. Every coordinate in this module.
    primitive: the smallest thing that is compared: a straight segment, a cubic curve,
        a text, one edge of a fill, an image.
    source: the entity of the file (DXF handle, PDF object number) that a primitive
        came from; one entity may yield many primitives.
    group: the outermost block insertion that a primitive belongs to; -1 outside blocks.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from typing import overload

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int32]


class Kind(IntEnum):
    """What a primitive is."""

    SEGMENT = 0
    CURVE = 1
    TEXT = 2
    FILL = 3
    IMAGE = 4


class Origin(StrEnum):
    """Which kind of file a content was read from."""

    CAD = "cad"
    PDF = "pdf"


@dataclass(frozen=True, slots=True)
class Style:
    """How a primitive is drawn: colour, line weight in mm (-1 default), line type."""

    colour: str = "#000000"
    weight_mm: float = -1.0
    linetype: str = "continuous"


# The loss that stands for everything a weaker reader may have left out unsaid.
SECOND_READER = "second reader"
# Parts of entities that a converter leaves out while it keeps the rest.
MTEXT_GROUND = "MTEXT background"
LEADER_HOOK = "LEADER hook line"


@dataclass(frozen=True, slots=True, eq=False)
class Numbered(Sequence[str]):
    """Names of a letter and a number each, then others; written when they are asked for.

    A sheet has a hundred thousand of them, and hardly anybody ever asks.

    Attributes:
        letter: what the numbered ones begin with.
        numbers: shape (n,), their numbers.
        others: the names behind them.

    """

    letter: str
    numbers: npt.NDArray[np.int64]
    others: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.numbers) + len(self.others)

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[str]: ...
    def __getitem__(self, at: int | slice) -> str | Sequence[str]:
        if isinstance(at, slice):
            return [self[each] for each in range(*at.indices(len(self)))]
        place = range(len(self))[at]
        if place < len(self.numbers):
            return f"{self.letter}{self.numbers[place]}"
        return self.others[place - len(self.numbers)]


@dataclass(frozen=True, slots=True)
class Loss:
    """What a reader could not carry over: a type of entity and how many of them."""

    kind: str
    count: int


@dataclass(frozen=True, slots=True, eq=False)
class Content:
    """One sheet as arrays, n primitives long; paper millimetres, y upwards.

    Attributes:
        kind: shape (n,), int8, values of `Kind`.
        points: shape (n, 4, 2), float64; four control points. A segment and an edge of
            a fill lie on points 0 and 3 (1 = 0, 2 = 3); a curve is a cubic Bézier; a
            text has its insertion point (left end of the base line) in 0, the right end
            of the base line in 3, and in 1 and 2 the same two lifted by the text
            height; an image has its four corners.
        text: shape (n,), int32; index into `texts`, -1 where the primitive is no text. Of
            an image: what tells it from others (digest of its pixels, or the name of its
            file), -1 where that is unknown.
        layer: shape (n,), int32; index into `layers`.
        style: shape (n,), int32; index into `styles`.
        source: shape (n,), int32; index of the source entity, dense from 0.
        group: shape (n,), int32; index of the block insertion, -1 outside blocks.
        texts: the strings, decoded and stripped of formatting codes.
        layers: layer names; index 0 is "0" or the PDF's default.
        styles: the distinct styles.
        handles: the name of each source entity in its file.
        groups: block name of each insertion.
        size_mm: width and height of the sheet.
        origin: which kind of file this was.
        units_per_mm: drawing units for one paper millimetre (100 for a plan in mm at
            1:100), 0 where unknown.
        losses: what the reader could not carry over; empty means everything was read.
        is_scanned: True for a page that is a picture, not vectors.

    """

    kind: npt.NDArray[np.int8]
    points: Floats
    text: Ints
    layer: Ints
    style: Ints
    source: Ints
    group: Ints
    texts: tuple[str, ...]
    layers: tuple[str, ...]
    styles: tuple[Style, ...]
    handles: Sequence[str]
    groups: tuple[str, ...]
    size_mm: tuple[float, float]
    origin: Origin
    units_per_mm: float = 0.0
    losses: tuple[Loss, ...] = field(default=())
    is_scanned: bool = False

    def __len__(self) -> int:
        return len(self.kind)

    def boxes(self) -> Floats:
        """Bounding boxes, shape (n, 4): x0, y0, x1, y1 in paper mm."""
        return boxes_of(self.points)


def boxes_of(points: Floats) -> Floats:
    """Bounding boxes of primitives, shape (n, 4), of points of shape (n, 4, 2)."""
    # One point after the other: numpy is slow along an axis of four.
    a, b, c, d = (points[:, at] for at in range(4))
    low = np.minimum(np.minimum(a, b), np.minimum(c, d))
    high = np.maximum(np.maximum(a, b), np.maximum(c, d))
    return np.concatenate([low, high], axis=1)
