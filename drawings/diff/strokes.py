"""The primitives of one sheet, made comparable with those of another.

Terminology:
    stroke: a primitive whose direction, duplicates and vocabulary do not matter any more.
    look: layer and style of a primitive, numbered alike in both sheets.
"""

import unicodedata
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from drawings.content.parts import Content, Floats, Ints, Kind
from drawings.diff.hashing import Indices, keys_of
from drawings.diff.similarity import Similarity

# No line of a drawing runs square to this direction, so a stroke and its reverse are
# told apart by it without depending on the last digit of a coordinate.
_COMPASS = np.array([0.7446, 0.6675])
_SAME_MM = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class Strokes:
    """n strokes; `points` has shape (n, 4, 2) and means what it means in `Content`.

    Attributes:
        text: shape (n,), index into the vocabulary of both sheets, -1 without text.
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

    def placed(self, similarity: Similarity) -> "Strokes":
        """The same strokes laid elsewhere."""
        if similarity.is_identity:
            return self
        return replace(self, points=similarity.apply(self.points)).redirected()

    def redirected(self) -> "Strokes":
        """The same strokes, each run in the direction that all strokes are run."""
        return replace(self, points=_undirected(self.kind, self.points))

    def shifted(self, vectors: Floats) -> "Strokes":
        """The same strokes moved by one vector (2,) or by one each (n, 2)."""
        by = vectors if vectors.ndim == 1 else vectors[:, None, :]
        return replace(self, points=self.points + by)

    def boxes(self) -> Floats:
        """Bounding boxes, shape (n, 4)."""
        a, b, c, d = (self.points[:, i] for i in range(4))
        low = np.minimum(np.minimum(a, b), np.minimum(c, d))
        high = np.maximum(np.maximum(a, b), np.maximum(c, d))
        return np.concatenate([low, high], axis=1)

    def middles(self) -> Floats:
        """The middle between both ends, shape (n, 2)."""
        return np.asarray((self.points[:, 0] + self.points[:, 3]) / 2)

    def lengths(self) -> Floats:
        """Distance of both ends, shape (n,)."""
        span = self.points[:, 3] - self.points[:, 0]
        return np.asarray(np.hypot(span[:, 0], span[:, 1]))


@dataclass(frozen=True, slots=True)
class Prepared:
    """One sheet ready to be compared, and what had to be left out."""

    strokes: Strokes
    out_of_range: int


def prepare(old: Content, new: Content, *, furthest_mm: float) -> list[Prepared]:
    """Bring both sheets into one vocabulary; duplicates and wild coordinates go."""
    words: dict[str, int] = {}
    looks: dict[object, int] = {}
    return [_prepare(sheet, words, looks, furthest_mm) for sheet in (old, new)]


def vocabulary(old: Content, new: Content) -> list[str]:
    """The wording of each text number that `prepare` gave."""
    said = dict.fromkeys(spelled(t) for sheet in (old, new) for t in sheet.texts)
    return list(said)


def spelled(text: str) -> str:
    """The text as it is compared: compatibility forms folded, spaces evened."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


def _prepare(
    sheet: Content, words: dict[str, int], looks: dict[object, int], furthest_mm: float
) -> Prepared:
    text = _numbered([spelled(t) for t in sheet.texts], sheet.text, words)
    pairs = sheet.layer.astype(np.int64) * max(1, len(sheet.styles)) + sheet.style
    known, which = np.unique(pairs, return_inverse=True)
    names = [_look(sheet, int(pair)) for pair in known]
    look = np.array([looks.setdefault(n, len(looks)) for n in names], np.int32)
    strokes = Strokes(
        sheet.kind,
        sheet.points,
        text,
        look[which] if len(known) else np.zeros(0, np.int32),
        sheet.group,
        np.arange(len(sheet)),
    )
    # NaN compares false, so what is kept is known to be a number
    sound = (np.abs(sheet.points) <= furthest_mm).all(axis=(1, 2))
    blank = np.array([not spelled(t) for t in sheet.texts] + [False])[sheet.text]
    kept = strokes.take(sound & ~blank)
    kept = kept.redirected()
    return Prepared(kept.take(_distinct(kept)), int((~sound).sum()))


def _numbered(texts: list[str], index: Ints, words: dict[str, int]) -> Ints:
    numbers = [words.setdefault(t, len(words)) for t in texts]
    return np.array([*numbers, -1], np.int32)[index]


def _look(sheet: Content, pair: int) -> tuple[object, ...]:
    layer, style = divmod(pair, max(1, len(sheet.styles)))
    return (sheet.layers[layer], sheet.styles[style])


def _undirected(kind: npt.NDArray[np.int8], points: Floats) -> Floats:
    """Let every stroke run along the compass; texts and images have a direction."""
    way = points[:, 3] - points[:, 0] + 0.31 * (points[:, 2] - points[:, 1])
    back = (way @ _COMPASS < 0) & (kind != Kind.TEXT) & (kind != Kind.IMAGE)
    if not back.any():
        return points
    points = points.copy()
    points[back] = points[back, ::-1]
    return points


def _distinct(strokes: Strokes) -> Indices:
    """The first of each set of strokes that are alike in everything."""
    cells = np.rint(strokes.points.reshape(-1, 8) / _SAME_MM).astype(np.int64)
    told = np.column_stack([strokes.kind, strokes.text, strokes.look])
    keys = keys_of(np.column_stack([told.astype(np.int64), cells]))
    return np.sort(np.unique(keys, return_index=True)[1])
