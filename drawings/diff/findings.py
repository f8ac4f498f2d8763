"""What a comparison finds: verdict, registration, changes and the regions they form.

Every coordinate is in paper millimetres, y upwards; old places are told in the frame of
the old sheet, new places in the frame of the new sheet.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

import numpy as np

from drawings.content.parts import Floats, Ints
from drawings.diff.settings import ENGINE

Box = tuple[float, float, float, float]
Vector = tuple[float, float]


class Verdict(StrEnum):
    """What can be said about two revisions as a whole."""

    IDENTICAL = "identical"
    CHANGED = "changed"
    CANNOT_COMPARE = "cannot_compare"


class Reason(StrEnum):
    """Why two revisions cannot be compared, or not by their lines.

    `PICTURES` goes with `CHANGED`: the differences were seen on pictures of the sheets.
    `ALIKE` goes with `CANNOT_COMPARE`: the pictures show none, which proves nothing.
    """

    NONE = ""
    SCANNED = "scanned"
    EMPTY = "empty"
    NO_REGISTRATION = "no_registration"
    PICTURES = "pictures"
    ALIKE = "alike"
    TOO_LARGE = "too_large"
    BROKEN = "broken"


class ChangeKind(StrEnum):
    """What happened at one place."""

    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    MODIFIED = "modified"
    TEXT = "text"
    DIMENSION = "dimension"
    PROPERTY = "property"
    HATCH = "hatch"
    BLOCK = "block"
    IMAGE = "image"
    COSMETIC = "cosmetic"


UNSEEN: Final = ("property:", "properties", "black")
"""Of what was not compared, that which alters nothing that can be seen."""

SILENT = frozenset({ChangeKind.PROPERTY, ChangeKind.COSMETIC})
"""Kinds that alter nothing that is built: they form no region and no verdict."""


def leaves_open(not_compared: Iterable[str]) -> bool:
    """Whether something that can be seen on a sheet was read or compared by nobody.

    A verdict `IDENTICAL` with such a rest is no proof that nothing changed.
    """
    return any(not str(word).startswith(UNSEEN) for word in not_compared)


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of the sheet that was laid elsewhere as a whole.

    `vector_mm` is its displacement on the new sheet, on top of the registration of the
    sheet; `share` the part of the old primitives that follow it.
    """

    vector_mm: Vector
    share: float


@dataclass(frozen=True, slots=True)
class Registration:
    """How the old sheet lies on the new one: `new = scale * R(rotation) * old + d`.

    Attributes:
        inliers: share of primitives that found their counterpart, on the better side.
        residual_mm: median distance of counterparts.
        method: `identity`, `translation`, `similarity` or `pictures`.
        pieces: parts of the sheet that follow a displacement of their own.

    """

    scale: float = 1.0
    rotation_deg: float = 0.0
    dx_mm: float = 0.0
    dy_mm: float = 0.0
    inliers: float = 0.0
    residual_mm: float = 0.0
    method: str = "identity"
    pieces: tuple[Piece, ...] = ()

    def to_new(self, points: Floats) -> Floats:
        """Map points (..., 2) of the old sheet onto the new one."""
        return points @ self._turn().T * self.scale + (self.dx_mm, self.dy_mm)

    def to_old(self, points: Floats) -> Floats:
        """Map points (..., 2) of the new sheet onto the old one."""
        back = (points - (self.dx_mm, self.dy_mm)) @ self._turn() / self.scale
        return np.asarray(back, dtype=np.float64)

    def box_to_new(self, box: Box) -> Box:
        """The box on the new sheet around a box of the old one."""
        x0, y0, x1, y1 = box
        corners = self.to_new(np.array([(x0, y0), (x1, y0), (x1, y1), (x0, y1)]))
        (left, low), (right, top) = corners.min(axis=0), corners.max(axis=0)
        return (float(left), float(low), float(right), float(top))

    def _turn(self) -> Floats:
        turn = math.radians(self.rotation_deg)
        return np.array(
            [[math.cos(turn), -math.sin(turn)], [math.sin(turn), math.cos(turn)]]
        )


@dataclass(frozen=True, slots=True)
class Change:
    """One atomic change.

    Attributes:
        old_box: its place on the old sheet, None where nothing was.
        new_box: its place on the new sheet, None where nothing is.
        text_from: the old text, or the old property for `PROPERTY`.
        text_to: the new text, or the new property.
        vector_mm: how far it moved on the new sheet, for `MOVED`.
        layer: the layer that most of its primitives are on.
        primitives: how many primitives it takes in, old and new together.
        block: the block that it is an insertion of, where it is exactly one.
        old_sources: indices of source entities in the old content.
        new_sources: indices of source entities in the new content.
        length_mm: how much line was touched: old and new together.

    """

    kind: ChangeKind
    old_box: Box | None
    new_box: Box | None
    text_from: str = ""
    text_to: str = ""
    vector_mm: Vector | None = None
    layer: str = ""
    primitives: int = 0
    block: str | None = None
    old_sources: tuple[int, ...] = ()
    new_sources: tuple[int, ...] = ()
    length_mm: float = 0.0


@dataclass(frozen=True, slots=True)
class Region:
    """A box on the new sheet that a person looks at once; `changes` are indices."""

    box: Box
    changes: tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Pieces:
    """The very pieces of primitives that changed, on their own sheet; m pieces long.

    Attributes:
        change: shape (m,), index of the change.
        primitive: shape (m,), index of the primitive in its content, -1 where pictures
            were compared.
        lines: shape (m, 2, 2), the two ends of the piece.

    """

    change: Ints = field(default_factory=lambda: np.zeros(0, np.int32))
    primitive: Ints = field(default_factory=lambda: np.zeros(0, np.int32))
    lines: Floats = field(default_factory=lambda: np.zeros((0, 2, 2)))


@dataclass(frozen=True, slots=True, eq=False)
class Difference:
    """The answer to "what changed from the old sheet to the new one".

    Attributes:
        reason: why the verdict is `CANNOT_COMPARE`, or that pictures were compared.
        tolerance_mm: counterparts were allowed to lie this far apart.
        cosmetic_count: primitives that differ by less than can be seen on paper.
        property_count: primitives that differ in layer, colour, weight or line type only.
        not_compared: what nobody looked at: `images`, `properties`, `black` (single
            lines of black areas), or `old/loss/KIND/COUNT`, `new/out_of_range/COUNT` and
            the like.
        engine: version of the comparison that gave the answer.

    """

    verdict: Verdict
    reason: Reason = Reason.NONE
    registration: Registration = field(default_factory=Registration)
    changes: tuple[Change, ...] = ()
    regions: tuple[Region, ...] = ()
    tolerance_mm: float = 0.0
    cosmetic_count: int = 0
    property_count: int = 0
    not_compared: tuple[str, ...] = ()
    old_pieces: Pieces = field(default_factory=Pieces)
    new_pieces: Pieces = field(default_factory=Pieces)
    engine: int = ENGINE
