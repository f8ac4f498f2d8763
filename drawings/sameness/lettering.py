"""Tell drawn letters by the sheet's own hand: what looks alike says the same.

A sheet draws one character in one font always alike. So the letters are sorted by their
looks, and every heap is named after what the DWG says of most of its letters; a letter in
a heap of another name was changed. Nothing has to be known of the font. A heap that is too
small to be named by number is held against the characters of our own typeface: the one
that the DWG says must be the most alike of all that the sheet uses.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from drawings.diff.hashing import Indices
from drawings.diff.strokes import Strokes
from drawings.sameness.letters import Letter, cut_letters
from drawings.sameness.sides import Side
from drawings.sameness.stencils import Stencils, gaps, stencils_of, templates_of

# Letters of one heap lack less than this of each other's ink, and are of about one size.
_ALIKE = 0.05
_SIZE = 0.08
# So many letters that the DWG calls alike name their heap beyond doubt ...
_MANY = 5
# ... and a foreign letter needs a heap at least so large to be told by it.
_TOLD = 2
_MAJORITY = 0.5
_GRID = 1 / 48
_MOST_LETTERS = 40_000
# The right character may be so much farther than the nearest: fonts differ.
_FARTHER, _CLOSE = 1.3, 0.03
# These are drawn alike in many fonts; none of them is a digit that another one is.
_LIKE = {
    letter: family[0]
    for family in (
        "0OoQ〇○",
        "1lI|丨",
        "-－—–―一_",
        "xX×",
        "cC",
        "sS",
        "vV",
        "wW",
        "zZ",
    )
    for letter in family
}
_DIGITS = "0123456789"


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """What drawn texts say; positions among the texts that were asked.

    Attributes:
        differing: text and what its ink says, where letters were told as others.
        missing: texts that are not drawn.
        unread: texts that could not be told.
        same: how many were told and agree.
        used: positions of the strokes of the page that belong to texts.

    """

    differing: tuple[tuple[int, str], ...]
    missing: tuple[int, ...]
    unread: tuple[int, ...]
    same: int
    used: Indices


def read_lettering(
    texts: Strokes, words: Sequence[str], page: Side, ink: Indices
) -> Reading:
    """Hold the ink at the place of each text against what the DWG says there.

    Args:
        texts: texts of the DWG that the PDF has no words for, laid on the page.
        words: what they say.
        page: the page.
        ink: positions of its strokes that have no counterpart.

    """
    cut = cut_letters(texts, words, page, ink)
    letters = cut.letters[:_MOST_LETTERS]
    said = _Heaps(letters).said() if letters else []
    unread = set(cut.uncut)
    unread |= {letter.text for letter in cut.letters[_MOST_LETTERS:]}
    differing: dict[int, list[str]] = {}
    by_text: dict[int, list[int]] = defaultdict(list)
    for number, letter in enumerate(letters):
        by_text[letter.text].append(number)
    for text, members in by_text.items():
        read = [said[m] for m in members]
        if any(r is None for r in read):
            unread.add(text)
        if any(
            r is not None and r != letters[m].character
            for r, m in zip(read, members, strict=True)
        ):
            differing[text] = [
                letters[m].character if r is None else r
                for r, m in zip(read, members, strict=True)
            ]
    # a text that was cut at a guess may have been cut wrongly: that proves nothing
    for text in cut.guessed & set(differing):
        del differing[text]
        unread.add(text)
    unread -= set(differing)
    wrong = len(differing) + len(cut.missing) + len(unread)
    return Reading(
        tuple((text, "".join(read)) for text, read in sorted(differing.items())),
        cut.missing,
        tuple(sorted(unread)),
        len(texts) - wrong,
        cut.used,
    )


class _Heaps:
    """Letters sorted by their looks."""

    def __init__(self, letters: Sequence[Letter]) -> None:
        self._letters = letters
        first, self._kind = _distinct(letters)
        self._shapes = stencils_of([letters[i] for i in first])
        self._size = np.array([letters[i].size for i in first])
        self._heap = self._sorted()[self._kind]
        self._claims: dict[int, Counter[str]] = defaultdict(Counter)
        for heap, letter in zip(self._heap.tolist(), letters, strict=True):
            # a letter that was cut at a guess may be half of another one: it has no vote
            if letter.is_sure:
                self._claims[heap][_folded(letter.character)] += 1

    def said(self) -> list[str | None]:
        """What each letter says; None where nobody can tell."""
        names = {heap: self._name(heap) for heap in set(self._heap.tolist())}
        return [
            self._told(letter, heap, names[heap])
            for letter, heap in zip(self._letters, self._heap.tolist(), strict=True)
        ]

    def _told(self, letter: Letter, heap: int, name: str | None) -> str | None:
        own = _folded(letter.character)
        if name == own or (name is None and self._is_lone(heap, own)):
            return letter.character
        claims = self._claims[heap]
        if name is not None and claims[name] >= _TOLD and claims[name] > claims[own]:
            return name
        return None

    def _name(self, heap: int) -> str | None:
        claims = self._claims[heap]
        if not claims:
            return None
        name, votes = claims.most_common(1)[0]
        if votes <= _MAJORITY * claims.total():
            return None
        if votes >= _MANY or self._looks_like(heap, name):
            return name
        return None

    def _is_lone(self, heap: int, character: str) -> bool:
        """Whether nobody votes on a heap, and it looks like what is asked."""
        return not self._claims[heap] and self._looks_like(heap, character)

    def _looks_like(self, heap: int, name: str) -> bool:
        """Whether of all characters of the sheet none is clearly more like the heap."""
        characters = self._alphabet()
        if name not in characters:
            return False
        one = int(self._kind[np.flatnonzero(self._heap == heap)[0]])
        templates = templates_of(characters)
        apart = gaps(self._shapes, one, templates, np.arange(len(characters)))
        own = apart[characters.index(name)]
        return bool(own <= _FARTHER * apart.min() + _CLOSE)

    def _alphabet(self) -> str:
        used = {_folded(letter.character) for letter in self._letters}
        return "".join(sorted(used | set(_DIGITS)))

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
    return _LIKE.get(character, character)


__all__ = ["Reading", "Stencils", "read_lettering"]
