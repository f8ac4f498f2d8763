"""Tell drawn letters by the sheet's own hand: what looks alike says the same.

A sheet draws one character in one font always alike. So the letters are sorted by their
looks, and every heap is named after what the DWG says of most of its letters; a letter in
a heap of another name was changed. Nothing has to be known of the font. A text whose
letters do not stand apart is cut where they are expected, in the way in which most of them
look like letters of their name; one that stands between two that do is cut rightly, and
has a vote from then on.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain

import numpy as np

from drawings.diff.hashing import Indices
from drawings.diff.strokes import Strokes
from drawings.sameness.characters import Cut, InkedText, Letter
from drawings.sameness.heaps import Heaps
from drawings.sameness.letters import ink_of_texts
from drawings.sameness.sides import Side
from drawings.sameness.spacing import Spacing, learned

_MOST_LETTERS = 40_000
_ROUNDS = 4


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
    found = ink_of_texts(texts, words, page, ink)
    if found is None:
        every = tuple(range(len(texts)))
        return Reading((), every, (), 0, np.zeros(0, np.intp))
    sure, open_ = _cut(found.inked)
    said = _Said(sure, open_)
    unread = set(said.unread) | said.beyond
    wrong = len(said.differing) + len(found.missing) + len(unread)
    return Reading(
        tuple(sorted(said.differing.items())),
        found.missing,
        tuple(sorted(unread)),
        len(texts) - wrong,
        found.used,
    )


def _cut(inked: Sequence[InkedText]) -> tuple[dict[int, Cut], dict[int, list[Cut]]]:
    """Texts that are cut beyond doubt, and the ways in which others may be cut."""
    ours = Spacing()
    sure = {text.text: cut for text in inked if (cut := text.sure(ours)) is not None}
    known = learned([text.told(sure[text.text]) for text in inked if text.text in sure])
    open_: dict[int, list[Cut]] = {}
    for text in inked:
        if text.text in sure:
            continue
        cut = text.sure(known) if known is not None else None
        if cut is not None:
            sure[text.text] = cut
            continue
        spacings = [known, ours] if known is not None else [ours]
        open_[text.text] = [cut for by in spacings for cut in text.likely(by)]
    return sure, open_


class _Said:
    """What all texts say.

    Attributes:
        differing: texts of which letters were told as others, and what they say.
        unread: texts of which letters could not be told.
        beyond: texts that were not asked: there are too many letters.

    """

    def __init__(self, sure: dict[int, Cut], open_: dict[int, list[Cut]]) -> None:
        every = [*chain.from_iterable(sure.values())]
        every += chain.from_iterable(cut for cuts in open_.values() for cut in cuts)
        asked = every[:_MOST_LETTERS]
        self.beyond = {letter.text for letter in every[_MOST_LETTERS:]}
        self._heaps = Heaps(asked)
        self._number = {id(letter): at for at, letter in enumerate(asked)}
        # numbers go by identity: what has one must stay
        self._kept: list[Cut] = [tuple(asked)]
        self.differing: dict[int, str] = {}
        self.unread: list[int] = [text for text, cuts in open_.items() if not cuts]
        texts = {text: cut for text, cut in sure.items() if text not in self.beyond}
        guessed = {
            text: cuts
            for text, cuts in open_.items()
            if cuts and text not in self.beyond
        }
        for cut in texts.values():
            self._vote(cut)
        texts |= self._confirmed(guessed)
        for text, cut in texts.items():
            self._tell(text, cut)

    def _vote(self, cut: Cut) -> None:
        for letter in cut:
            if letter.is_sure:
                self._heaps.vote(self._number[id(letter)])

    def _confirmed(self, guessed: dict[int, list[Cut]]) -> dict[int, Cut]:
        """The likeliest cut of each text, and which of its letters are beyond doubt."""
        likeliest = {
            text: max(cuts, key=lambda cut: sum(map(self._is_named, cut)))
            for text, cuts in guessed.items()
        }
        sure: set[int] = set()
        for _ in range(_ROUNDS):
            more = set()
            for cut in likeliest.values():
                held = _held([self._is_told(letter) for letter in cut])
                numbers = [self._number[id(letter)] for letter in cut]
                more |= {n for n, is_held in zip(numbers, held, strict=True) if is_held}
            for number in sorted(more - sure):
                self._heaps.vote(number)
            if more <= sure:
                break
            sure |= more
        return {text: self._marked(cut, sure) for text, cut in likeliest.items()}

    def _marked(self, cut: Cut, sure: set[int]) -> Cut:
        """A cut with its letters said to be beyond doubt where they are."""
        numbers = [self._number[id(letter)] for letter in cut]
        marked = tuple(
            replace(letter, is_sure=number in sure)
            for letter, number in zip(cut, numbers, strict=True)
        )
        for letter, number in zip(marked, numbers, strict=True):
            self._number[id(letter)] = number
        self._kept.append(marked)
        return marked

    def _is_named(self, letter: Letter) -> bool:
        return self._heaps.is_named_by_number(self._number[id(letter)])

    def _is_told(self, letter: Letter) -> bool:
        return self._heaps.told(self._number[id(letter)]) == letter.character

    def _tell(self, text: int, cut: Cut) -> None:
        read = [self._heaps.told(self._number[id(letter)]) for letter in cut]
        pairs = list(zip(cut, read, strict=True))
        # what was cut at a guess may have been cut wrongly: that proves nothing
        if any(
            r is not None and r != letter.character and letter.is_sure
            for letter, r in pairs
        ):
            self.differing[text] = "".join(
                letter.character if r is None else r for letter, r in pairs
            )
        elif any(r != letter.character for letter, r in pairs):
            self.unread.append(text)


def _held(known: Sequence[bool]) -> list[bool]:
    """Which letters are known or stand alone between such as are, or an end."""
    padded = [True, *known, True]
    return [
        padded[at] or (padded[at - 1] and padded[at + 1])
        for at in range(1, len(padded) - 1)
    ]


__all__ = ["Reading", "read_lettering"]
