"""What a CAD layout draws, as arrays: the common ground of reading and plotting it.

Terminology:
    stroke: one drawing step: a polyline or curve, a filled outline, a text, an image.
        It has one style and yields one or more primitives, which stay in drawing order.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import IntEnum

import numpy as np
import numpy.typing as npt

from drawings.content.parts import Floats, Ints, Loss, Style, boxes_of

Mask = npt.NDArray[np.bool_]


class StrokeKind(IntEnum):
    """What a stroke is."""

    LINE = 0
    FILL = 1
    TEXT = 2
    IMAGE = 3


PLAIN = Style()


@dataclass(frozen=True, slots=True)
class Pen:
    """How a stroke is drawn: a style, and dashes (on, off, ...) in layout units."""

    style: Style = PLAIN
    dashes: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Writing:
    """What a text stroke says, and whether it is set in a shape font."""

    text: str
    is_shape: bool


@dataclass(frozen=True, slots=True, eq=False)
class Recording:
    """A layout in drawing order; coordinates in layout units, y upwards.

    Attributes:
        kind: shape (n,), values of `Kind`.
        points: shape (n, 4, 2), as in `Content`.
        stroke: shape (n,); index of the stroke of each primitive, ascending.
        strokes: shape (m, 6): kind, layer, pen, source, group, writing (-1 none).
        layers: layer names, index 0 is "0".
        pens: the distinct pens.
        writings: the distinct writings.
        handles: names of the source entities.
        groups: block names of the outermost insertions.
        group_scales: x scale of each outermost insertion.
        attributes: of each outermost insertion that has any: index -> tag -> value.
        losses: what could not be drawn.

    """

    kind: npt.NDArray[np.int8]
    points: Floats
    stroke: Ints
    strokes: Ints
    layers: tuple[str, ...]
    pens: tuple[Pen, ...]
    writings: tuple[Writing, ...]
    handles: Sequence[str]
    groups: tuple[str, ...]
    group_scales: tuple[float, ...]
    attributes: dict[int, dict[str, str]] = field(default_factory=dict)
    losses: tuple[Loss, ...] = ()

    def __len__(self) -> int:
        return len(self.kind)

    def chosen(self, mask: Mask) -> "Recording":
        """Some of the primitives; strokes and names stay as they are."""
        return replace(
            self,
            kind=self.kind[mask],
            points=self.points[mask],
            stroke=self.stroke[mask],
        )

    def boxes(self) -> Floats:
        """Bounding boxes of the primitives, shape (n, 4): x0, y0, x1, y1."""
        return boxes_of(self.points)
