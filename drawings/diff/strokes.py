"""The primitives of one sheet, made comparable with those of another.

Terminology:
    stroke: a primitive whose direction, duplicates and vocabulary do not matter any more.
    look: layer and style of a primitive, numbered alike in both sheets.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from drawings.content.parts import Floats, Ints, Kind, boxes_of
from drawings.diff.cells import Cells
from drawings.diff.hashing import Indices
from drawings.diff.similarity import Similarity

# No line of a drawing runs square to this direction, so a stroke and its reverse are
# told apart by it without depending on the last digit of a coordinate.
_COMPASS = np.array([0.7446, 0.6675])
# how far a stroke runs along the compass: end to end, and, where the ends meet, inside
_BEARING = np.outer([-1.0, -0.31, 0.31, 1.0], _COMPASS).ravel()


@dataclass(frozen=True, eq=False)
class Strokes:
    """n strokes; `points` has shape (n, 4, 2) and means what it means in `Content`.

    Attributes:
        text: shape (n,), index into the vocabulary of both sheets, -1 without text. Of an
            image what it shows, if that is known of all images of both sheets.
        look: shape (n,), number of layer and style among both sheets.
        group: shape (n,), index of the block insertion in the content.
        index: shape (n,), index of the primitive in the content.

    """

    kind: npt.NDArray[np.int8]
    points: Floats
    text: Ints
    look: Ints
    group: Ints
    index: Indices

    def __len__(self) -> int:
        return len(self.kind)

    def take(self, chosen: Indices | npt.NDArray[np.bool_]) -> "Strokes":
        """Only the chosen strokes."""
        return Strokes(
            self.kind[chosen],
            self.points[chosen],
            self.text[chosen],
            self.look[chosen],
            self.group[chosen],
            self.index[chosen],
        )

    def joined(self, *others: "Strokes") -> "Strokes":
        """These strokes and all the other ones."""
        every = (self, *others)
        return Strokes(
            np.concatenate([each.kind for each in every]),
            np.concatenate([each.points for each in every]),
            np.concatenate([each.text for each in every]),
            np.concatenate([each.look for each in every]),
            np.concatenate([each.group for each in every]),
            np.concatenate([each.index for each in every]),
        )

    def placed(self, similarity: Similarity) -> "Strokes":
        """The same strokes laid elsewhere."""
        if similarity.is_identity:
            return self
        laid = replace(self, points=similarity.apply(self.points))
        # what is only shifted or scaled runs as it ran
        is_turned = similarity.factor.imag != 0 or similarity.factor.real < 0
        return laid.redirected() if is_turned else laid

    def redirected(self) -> "Strokes":
        """The same strokes, each run in the direction that all strokes are run."""
        return replace(self, points=_undirected(self.kind, self.points))

    def shifted(self, vectors: Floats) -> "Strokes":
        """The same strokes moved by one vector (2,) or by one each (n, 2)."""
        if not vectors.any():
            return self
        by = vectors if vectors.ndim == 1 else vectors[:, None, :]
        return replace(self, points=self.points + by)

    def boxes(self) -> Floats:
        """Bounding boxes, shape (n, 4); measured once, so nobody may write into them."""
        return self._boxes

    @cached_property
    def ends(self) -> Floats:
        """Of the first and of the last point x and y, shape (4, n); read off once."""
        return self.points[:, ::3].reshape(-1, 4).T.copy()

    @cached_property
    def _boxes(self) -> Floats:
        x0, y0, x1, y1 = self.ends
        sides = (np.minimum(x0, x1), np.minimum(y0, y1))
        boxes = np.stack((*sides, np.maximum(x0, x1), np.maximum(y0, y1)), axis=1)
        bent = np.flatnonzero((self.kind != Kind.SEGMENT) & (self.kind != Kind.FILL))
        if len(bent):
            boxes[bent] = boxes_of(self.points[bent])
        return boxes

    @cached_property
    def cells(self) -> Cells:
        """The cells that the boxes take; made once."""
        return Cells(self._boxes)

    def near(self, wanted: Floats, family: Sequence[Kind], *, margin: float) -> Indices:
        """Positions of the strokes of some kinds that may lie near wanted boxes (k, 4)."""
        if not len(self):
            return np.zeros(0, np.intp)
        close = self.cells.near(wanted, margin=margin)
        return close[np.isin(self.kind[close], family)]

    def doubtful_run(self, reach: float) -> npt.NDArray[np.bool_]:
        """Mask of the strokes that would run backwards if their points moved by `reach`."""
        along = np.abs(self.points.reshape(-1, 8) @ _BEARING)
        return np.asarray(along <= 4.0 * reach)

    def middles(self, chosen: Indices | slice = slice(None)) -> Floats:
        """The middle between both ends, shape (n, 2), of the chosen strokes."""
        x0, y0, x1, y1 = (side[chosen] for side in self.ends)
        return np.stack([(x0 + x1) / 2, (y0 + y1) / 2], axis=1)

    def lengths(self) -> Floats:
        """Distance of both ends, shape (n,)."""
        x0, y0, x1, y1 = self.ends
        return np.asarray(np.hypot(x1 - x0, y1 - y0))


def _undirected(kind: npt.NDArray[np.int8], points: Floats) -> Floats:
    """Let every stroke run along the compass; texts and images have a direction."""
    back = points.reshape(-1, 8) @ _BEARING < 0
    back &= (kind != Kind.TEXT) & (kind != Kind.IMAGE)
    if not back.any():
        return points
    places = np.ascontiguousarray(points).view(np.complex128)[..., 0]
    turned = np.empty_like(places)
    for at in range(4):
        turned[:, at] = np.where(back, places[:, 3 - at], places[:, at])
    return np.asarray(turned.view(np.float64).reshape(-1, 4, 2))
