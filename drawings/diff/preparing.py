"""Both sheets in one vocabulary; repeats, heaps and wild coordinates go."""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from drawings.content.parts import Content, Floats, Ints, Kind
from drawings.diff.hashing import Indices, Keys, keys_of
from drawings.diff.strokes import Strokes

_SAME_MM = 1e-6
_HEAP_MM = 0.005
_HEAP = 8
_FEW_LOOKS = 10_000


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


# Each text is asked for twice, and most stand on both sheets.
@lru_cache(maxsize=1 << 16)
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


def _distinct(strokes: Strokes) -> Indices:
    """The first of each set of strokes that are alike in everything."""
    # three numbers tell almost all apart: only the others are looked at whole
    every = np.arange(len(strokes))
    spare = _slot_counts(_place_keys(strokes, every, [0, 1, 2], _SAME_MM)) > 1
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
    """Keys of some coordinates of the ends alone."""
    sides = (strokes.ends[at] for at in columns)
    if len(chosen) < len(strokes):
        sides = (side[chosen] for side in sides)
    return keys_of([np.rint(side * (1.0 / cell)).astype(np.int64) for side in sides])


def _keys(strokes: Strokes, chosen: Indices, cell: float) -> Keys:
    """Keys of everything: kind, wording, look and place."""
    points = strokes.points.reshape(-1, 8)[chosen]
    told = [side[chosen].astype(np.int64) for side in (strokes.kind, strokes.text)]
    told.append(strokes.look[chosen].astype(np.int64))
    cells = [np.rint(column * (1.0 / cell)).astype(np.int64) for column in points.T]
    return keys_of([*told, *cells])
