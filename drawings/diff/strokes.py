"""The primitives of one sheet, made comparable with those of another.

Terminology:
    stroke: a primitive whose direction, duplicates and vocabulary do not matter any more.
    look: layer and style of a primitive, numbered alike in both sheets.
"""

import unicodedata
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from drawings.content.parts import Content, Floats, Ints, Kind
from drawings.diff.hashing import Indices, Keys, keys_of
from drawings.diff.similarity import Similarity

# No line of a drawing runs square to this direction, so a stroke and its reverse are
# told apart by it without depending on the last digit of a coordinate.
_COMPASS = np.array([0.7446, 0.6675])
# how far a stroke runs along the compass: end to end, and, where the ends meet, inside
_BEARING = np.outer([-1.0, -0.31, 0.31, 1.0], _COMPASS).ravel()
_SAME_MM = 1e-6
_HEAP_MM = 0.005
_HEAP = 8
_FEW_LOOKS = 10_000


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
        return replace(self, points=similarity.apply(self.points)).redirected()

    def redirected(self) -> "Strokes":
        """The same strokes, each run in the direction that all strokes are run."""
        return replace(self, points=_undirected(self.kind, self.points))

    def shifted(self, vectors: Floats) -> "Strokes":
        """The same strokes moved by one vector (2,) or by one each (n, 2)."""
        by = vectors if vectors.ndim == 1 else vectors[:, None, :]
        return replace(self, points=self.points + by)

    def boxes(self) -> Floats:
        """Bounding boxes, shape (n, 4); measured once, so nobody may write into them."""
        return self._boxes

    @cached_property
    def _boxes(self) -> Floats:
        a, b, c, d = (self.points[:, i] for i in range(4))
        boxes = np.empty((len(self), 4))
        boxes[:, :2] = np.minimum(np.minimum(a, b), np.minimum(c, d))
        boxes[:, 2:] = np.maximum(np.maximum(a, b), np.maximum(c, d))
        return boxes

    def doubtful_run(self, reach: float) -> npt.NDArray[np.bool_]:
        """Mask of the strokes that would run backwards if their points moved by `reach`."""
        along = np.abs(self.points.reshape(-1, 8) @ _BEARING)
        return np.asarray(along <= 4.0 * reach)

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
    ready = [_prepare(sheet, words, looks, furthest_mm) for sheet in (old, new)]
    if not pictures_are_told(old, new):
        for each in ready:
            each.strokes.text[each.strokes.kind == Kind.IMAGE] = -1
    return ready


def pictures_are_told(old: Content, new: Content) -> bool:
    """Whether what every picture shows is known, in one way on both sheets.

    A plot knows the pixels, a CAD drawing knows the names of files alone.
    """
    shown = [sheet.text[sheet.kind == Kind.IMAGE] for sheet in (old, new)]
    return old.origin is new.origin and all((of >= 0).all() for of in shown)


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
    said = [spelled(t) for t in sheet.texts]
    text = _numbered(said, sheet.text, words)
    look = _looks(sheet, looks)
    every = np.arange(len(sheet))
    strokes = Strokes(sheet.kind, sheet.points, text, look, sheet.group, every)
    sound = _sound(sheet.points, furthest_mm)
    blank = np.array([not t for t in said] + [False])[sheet.text]
    wanted = sound & ~blank
    kept = strokes if wanted.all() else strokes.take(wanted)
    kept = kept.redirected()
    distinct = _distinct(kept)
    distinct = distinct[_unheaped(kept, distinct)]
    some = kept if len(distinct) == len(kept) else kept.take(distinct)
    return Prepared(some, int((~sound).sum()))


def _sound(points: Floats, furthest_mm: float) -> npt.NDArray[np.bool_]:
    # NaN compares false, so what is kept is known to be a number
    if len(points) and points.max() <= furthest_mm and points.min() >= -furthest_mm:
        return np.ones(len(points), bool)
    return np.asarray((np.abs(points) <= furthest_mm).all(axis=(1, 2)))


def _numbered(texts: list[str], index: Ints, words: dict[str, int]) -> Ints:
    numbers = [words.setdefault(t, len(words)) for t in texts]
    return np.array([*numbers, -1], np.int32)[index]


def _looks(sheet: Content, looks: dict[object, int]) -> Ints:
    """The number of each primitive's layer and style among both sheets."""
    if not len(sheet):
        return np.zeros(0, np.int32)
    styles = max(1, len(sheet.styles))
    pairs = sheet.layer.astype(np.int64) * styles + sheet.style
    # a table of all pairs, unless there are absurdly many
    if len(sheet.layers) * styles <= 4 * len(sheet) + _FEW_LOOKS:
        known = np.flatnonzero(np.bincount(pairs))
        which = np.zeros(int(known[-1]) + 1, np.intp)
        which[known] = np.arange(len(known))
        which = which[pairs]
    else:
        known, which = np.unique(pairs, return_inverse=True)
    names = [(sheet.layers[p // styles], sheet.styles[p % styles]) for p in known]
    numbers = [looks.setdefault(name, len(looks)) for name in names]
    return np.asarray(np.array(numbers, np.int32)[which])


def _undirected(kind: npt.NDArray[np.int8], points: Floats) -> Floats:
    """Let every stroke run along the compass; texts and images have a direction."""
    back = points.reshape(-1, 8) @ _BEARING < 0
    back &= (kind != Kind.TEXT) & (kind != Kind.IMAGE)
    if not back.any():
        return points
    points = points.copy()
    points[back] = points[back, ::-1]
    return points


def _distinct(strokes: Strokes) -> Indices:
    """The first of each set of strokes that are alike in everything."""
    # three numbers tell almost all apart: only the others are looked at whole
    every = np.arange(len(strokes))
    spare = _slot_counts(_place_keys(strokes, every, [0, 1, 6], _SAME_MM)) > 1
    doubtful = np.flatnonzero(spare)
    whole = _keys(strokes, doubtful, _SAME_MM)
    spare[doubtful[np.unique(whole, return_index=True)[1]]] = False
    return np.flatnonzero(~spare)


def _unheaped(strokes: Strokes, chosen: Indices) -> Indices:
    """Positions in `chosen`: all, but of heaps closer than any tolerance one each.

    A few lines upon one another are drawn so by people; very many are a fault of a
    program, and every one of them would be the counterpart of every other.
    """
    rough = _place_keys(strokes, chosen, [0, 1], _HEAP_MM)
    crowded = np.flatnonzero(_slot_counts(rough) > _HEAP)
    if not len(crowded):
        return np.arange(len(chosen))
    keys = _keys(strokes, chosen[crowded], _HEAP_MM)
    # whichever the order of the file, the same one stands for its heap
    points = strokes.points.reshape(-1, 8)[chosen[crowded]]
    order = np.lexsort((*points.T[::-1], keys))
    border = np.flatnonzero(
        np.diff(keys[order], prepend=keys[order[:1]] ^ np.uint64(1))
    )
    count = np.diff([*border, len(order)])
    stands = np.repeat(count <= _HEAP, count)
    stands[border] = True
    kept = np.ones(len(chosen), bool)
    kept[crowded[order[~stands]]] = False
    return np.flatnonzero(kept)


def _slot_counts(keys: Keys) -> Indices:
    """How many keys share the slot of each: never fewer than share the key."""
    bits = np.uint64(len(keys).bit_length() + 2)
    slot = (keys & ((np.uint64(1) << bits) - np.uint64(1))).astype(np.intp)
    return np.bincount(slot)[slot]


def _place_keys(
    strokes: Strokes, chosen: Indices, columns: list[int], cell: float
) -> Keys:
    """Keys of some coordinates alone."""
    points = strokes.points.reshape(-1, 8)
    return keys_of(
        [np.rint(points[chosen, c] * (1.0 / cell)).astype(np.int64) for c in columns]
    )


def _keys(strokes: Strokes, chosen: Indices, cell: float) -> Keys:
    """Keys of everything: kind, wording, look and place."""
    points = strokes.points.reshape(-1, 8)[chosen]
    told = [side[chosen].astype(np.int64) for side in (strokes.kind, strokes.text)]
    told.append(strokes.look[chosen].astype(np.int64))
    cells = [np.rint(column * (1.0 / cell)).astype(np.int64) for column in points.T]
    return keys_of([*told, *cells])
