"""Drawn letters sorted by their looks; every heap is named by what the DWG says of it.

A heap of many letters is named by their number, whatever the font. A smaller one is also
held against our own typeface: it has to look like its name, and less like any other
character there is. What can not be told is not told.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property

import numpy as np

from drawings.diff.hashing import Indices
from drawings.sameness.characters import Letter
from drawings.sameness.likeness import apart
from drawings.sameness.stencils import SIDE, Picture, stencils_of

# Letters of one heap lack less than this of each other's ink, and are of about one size.
_ALIKE = 0.05
_SIZE = 0.08
# So many letters that the DWG calls alike name their heap beyond doubt ...
_MANY = 5
# ... and a foreign letter needs a heap at least so large to be told by it.
_TOLD = 2
_MAJORITY, _PURE = 0.5, 0.8
_GRID = 1 / 48
# How far a letter may lie from its name, as a share of how far the nearest other
# character lies: alone, of a few, and of a digit of which there are many.
_ALONE, _FEW, _DIGIT = 0.95, 1.0, 1.5
_FARTHEST_PX, _FARTHEST_DIGIT_PX = 3.0, 6.0
# These are drawn alike in many fonts; none of them is a digit that another one is.
_FAMILIES = (
    "0OoQ\u3007\u25cb",
    "1lI|\u4e28",
    "-\uff0d\u2014\u2013\u2015\u4e00_",
    "xX\u00d7",
    "cC",
    "sS",
    "vV",
    "wW",
    "zZ",
)
_LIKE = {letter: family[0] for family in _FAMILIES for letter in family}
# Punctuation of either width is one sign.
_WIDE_SIGNS = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_DIGITS = "0123456789"


class Heaps:
    """Letters sorted by their looks, and what is claimed of each heap."""

    def __init__(self, letters: Sequence[Letter]) -> None:
        self._letters = letters
        first, self._kind = _distinct(letters)
        self._shapes = stencils_of([letters[i] for i in first])
        self._size = np.array([letters[i].size for i in first]).reshape(-1, 2)
        head = self._sorted()
        self._heap = head[self._kind].tolist()
        self._claims: dict[int, Counter[str]] = defaultdict(Counter)
        self._known: dict[tuple[int, str, str], tuple[float, float]] = {}
        self._first = [letters[i] for i in first]

    def vote(self, letter: int) -> None:
        """Count what the DWG says of a letter that was cut beyond doubt."""
        character = self._letters[letter].character
        self._claims[self._heap[letter]][_folded(character)] += 1

    def is_named_by_number(self, letter: int) -> bool:
        """Whether a letter lies in a heap that many letters of its name make."""
        heap = self._heap[letter]
        name = self._most_claimed(heap)
        own = _folded(self._letters[letter].character)
        return name == own and self._claims[heap][own] >= _MANY

    def told(self, letter: int) -> str | None:
        """What a letter says; None where nobody can tell."""
        heap, character = self._heap[letter], self._letters[letter].character
        own, claims = _folded(character), self._claims[heap]
        name = self._name(heap)
        if name == own or (not claims and self._looks_like(heap, own, _ALONE)):
            return character
        if name is None or claims[name] < _TOLD or claims[name] <= claims[own]:
            return None
        return self._either(int(self._kind[letter]), own, name, character)

    def _either(self, shape: int, own: str, name: str, character: str) -> str | None:
        """Which of two names a letter has that lies in a heap of the other one.

        Letters of many strokes can be alike to a pixel; then they are the same to us.
        """
        if self._looks_like(shape, own, _ALONE):
            return character
        near, away = (self._nearness(shape, each) for each in (name, own))
        return name if near[0] < away[0] else None

    def _most_claimed(self, heap: int) -> str | None:
        claims = self._claims[heap]
        if not claims:
            return None
        name, votes = claims.most_common(1)[0]
        return name if votes > _MAJORITY * claims.total() else None

    def _name(self, heap: int) -> str | None:
        name = self._most_claimed(heap)
        if name is None:
            return None
        votes = self._claims[heap][name]
        if votes >= _MANY:
            is_named = name not in _DIGITS or self._is_digit(heap, name)
        else:
            is_named = self._looks_like(heap, name, _ALONE if votes == 1 else _FEW)
        return name if is_named else None

    def _is_digit(self, heap: int, name: str) -> bool:
        """Whether a heap that many call a digit looks no more like another digit.

        A measure may stand on a sheet many times and be wrong in all places. Whether its
        digits look like letters says nothing: in a shape font 0 is nearly D.
        """
        claims = self._claims[heap]
        if claims[name] < _PURE * claims.total():
            return (
                False  # two digits are drawn alike here, or one was put for the other
            )
        distance, ratio = self._nearness(heap, name, _DIGITS)
        return distance <= _FARTHEST_DIGIT_PX and ratio <= _DIGIT

    def _looks_like(self, shape: int, name: str, share: float) -> bool:
        """Whether a shape looks like a character, and less so like any other one."""
        distance, ratio = self._nearness(shape, name)
        return distance <= _FARTHEST_PX and ratio <= share

    def _nearness(self, shape: int, name: str, among: str = "") -> tuple[float, float]:
        """How far a shape lies from a name, and as a share of the nearest other one."""
        key = (shape, name, among)
        if key not in self._known:
            family = next((f for f in _FAMILIES if name in f), name)
            found = (np.inf, np.inf)
            for ink in self._pictures(shape):
                picture = ink.reshape(SIDE, SIDE)
                own, other = apart(picture, name, family, among)
                found = min(found, (own, own / max(other, 1e-9)))
            self._known[key] = found
        return self._known[key]

    def _pictures(self, shape: int) -> Iterator[Picture]:
        """A shape as it is drawn; and filled, where only its outline is drawn."""
        yield self._shapes.ink[shape]
        if (filled := self._filled.get(shape)) is not None:
            yield filled

    @cached_property
    def _filled(self) -> dict[int, Picture]:
        """The shapes of which only the outline is drawn, filled; drawn at one go."""
        outlines = {
            shape: outline
            for shape, letter in enumerate(self._first)
            if (outline := letter.filled()) is not None
        }
        ink = stencils_of(list(outlines.values())).ink
        return dict(zip(outlines, ink, strict=True))

    def _sorted(self) -> Indices:
        """The heap of each distinct shape: the first one that it is alike."""
        heap = np.arange(len(self._size))
        heads = np.zeros(0, np.intp)
        for one in range(len(self._size)):
            near = heads[
                (np.abs(self._size[heads] - self._size[one]) <= _SIZE).all(axis=1)
            ]
            if len(near):
                apart = self._shapes.apart(one, near)
                best = int(apart.argmin())
                if apart[best] <= _ALIKE:
                    heap[one] = near[best]
                    continue
            heads = np.append(heads, one)
        return heap


def _distinct(letters: Sequence[Letter]) -> tuple[list[int], Indices]:
    """The first letter of each exact shape, and the shape of every letter."""
    known: dict[bytes, int] = {}
    first: list[int] = []
    kind = np.zeros(len(letters), np.intp)
    for number, letter in enumerate(letters):
        cells = np.rint(letter.points.reshape(-1, 8) / _GRID).astype(np.int16)
        key = np.unique(cells, axis=0).tobytes()
        if key not in known:
            known[key] = len(first)
            first.append(number)
        kind[number] = known[key]
    return first, kind


def _folded(character: str) -> str:
    character = _WIDE_SIGNS.get(character, character)
    return _LIKE.get(character, character)
