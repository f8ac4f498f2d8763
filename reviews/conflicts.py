"""Opinions of two departments that cannot both be followed.

Two opinions are held against each other when they lie on one sheet and come from
different departments. They are about one thing when their regions overlap (by a share
of the smaller region) or when both name the same element. Then opposite demands, or
values that exclude each other, are a contradiction; else it is only the same place.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from typing import Final

from reviews.demands import (
    Direction,
    directions_in,
    elements_in,
    intervals_in,
    nouns_in,
)
from reviews.sentences import Sentence, Value

OVERLAP: Final = 0.25
"""The share of the smaller region from which two regions are one place."""

WORTH_A_MEETING: Final = 0.5
"""The certainty from which a consultation is worth proposing."""

_LEAST_SIDE_MM: Final = 1.0
_NAMED: Final = 0.8  # as near as regions that overlap by this share
_OTHER_KIND: Final = 0.6  # one speaks of doors, the other of ducts


class Ground(StrEnum):
    """Why two opinions are held against each other."""

    OPPOSITE = "opposite"
    VALUES = "values"
    SAME_PLACE = "same_place"


@dataclass(frozen=True, slots=True)
class Spoken:
    """An opinion as it was given.

    `box` is x0, y0, x1, y1 in paper millimetres of the sheet; `text` says what is
    wrong, `requirement` what is demanded.
    """

    id: int
    department: str
    sheet: int
    box: Sequence[float]
    text: str
    requirement: str = ""
    clause: str = ""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two opinions that seem to contradict each other.

    `overlap` is the common area as a share of the smaller region, 0 to 1; `certainty`,
    also 0 to 1, orders conflicts and is no probability.
    """

    a: int
    b: int
    overlap: float
    ground: Ground
    certainty: float
    sentence: Sentence

    @property
    def is_worth_a_meeting(self) -> bool:
        """Whether a consultation should be proposed; the same place alone is not."""
        return self.certainty >= WORTH_A_MEETING


def conflicts_of(
    opinions: Iterable[Spoken], *, least_overlap: float = OVERLAP
) -> tuple[Conflict, ...]:
    """Find the pairs of opinions that contradict each other, the most certain first.

    Args:
        opinions: of any departments and sheets.
        least_overlap: share of the smaller region, above 0 and up to 1.

    Returns:
        At most one conflict a pair; `a` comes before `b` in `opinions`.

    Raises:
        ValueError: a box has not four numbers, or the share is out of range.

    """
    if not 0 < least_overlap <= 1:
        raise ValueError(f"least_overlap must be above 0 and up to 1: {least_overlap}")
    found = [
        conflict
        for one, other in combinations(opinions, 2)
        if one.sheet == other.sheet and one.department != other.department
        if (conflict := _conflict(one, other, least_overlap)) is not None
    ]
    return tuple(sorted(found, key=lambda one: (-one.certainty, one.a, one.b)))


def overlap_of(one: Sequence[float], other: Sequence[float]) -> float:
    """The common area of two boxes as a share of the smaller one, 0 to 1.

    A point or a line counts as one millimetre wide.

    Raises:
        ValueError: a box has not four numbers.

    """
    a, b = _grown(one), _grown(other)
    width = min(a[2], b[2]) - max(a[0], b[0])
    height = min(a[3], b[3]) - max(a[1], b[1])
    if width <= 0 or height <= 0:
        return 0.0
    return min(1.0, width * height / min(_area(a), _area(b)))


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two opinions about one thing: `element` is the mark that both name, or empty."""

    one: Spoken
    other: Spoken
    overlap: float
    element: str

    def judged(self, ground: Ground, certainty: float, sentence: Sentence) -> Conflict:
        """The conflict, the more certain the nearer the two are to each other."""
        nearness = max(self.overlap, _NAMED if self.element else 0.0)
        if not self.element and ground is not Ground.SAME_PLACE:
            certainty *= 1.0 if self._speak_of_one_kind() else _OTHER_KIND
        return Conflict(
            a=self.one.id,
            b=self.other.id,
            overlap=round(self.overlap, 4),
            ground=ground,
            certainty=round(certainty * (0.8 + 0.2 * nearness), 3),
            sentence=sentence,
        )

    def _speak_of_one_kind(self) -> bool:
        ones, others = nouns_in(_demand(self.one)), nouns_in(_demand(self.other))
        if not ones or not others:
            return True
        return any(a in b or b in a for a in ones for b in others)


def _conflict(one: Spoken, other: Spoken, least: float) -> Conflict | None:
    overlap = overlap_of(one.box, other.box)
    shared = elements_in(_all(one)) & elements_in(_all(other))
    if overlap < least and not shared:
        return None
    pair = _Pair(one, other, overlap, min(shared, default=""))
    return _opposite(pair) or _excluding(pair) or _same_place(pair)


def _opposite(pair: _Pair) -> Conflict | None:
    found = _first_opposite(
        directions_in(_demand(pair.one)), directions_in(_demand(pair.other))
    )
    if found is None:
        return None
    words: dict[str, Value] = {"first": found[0].word, "second": found[1].word}
    sentence = Sentence(
        "Opposite demands at one place: “%(first)s” against “%(second)s”", words
    )
    if pair.element:
        sentence = Sentence(
            "Opposite demands on %(element)s: “%(first)s” against “%(second)s”",
            {**words, "element": pair.element},
        )
    demanded = pair.one.requirement.strip() and pair.other.requirement.strip()
    return pair.judged(Ground.OPPOSITE, 0.9 if demanded else 0.8, sentence)


def _excluding(pair: _Pair) -> Conflict | None:
    found = next(
        (
            (first, second)
            for first in intervals_in(_demand(pair.one))
            for second in intervals_in(_demand(pair.other))
            if first.excludes(second)
        ),
        None,
    )
    if found is None:
        return None
    words: dict[str, Value] = {"first": found[0].words, "second": found[1].words}
    sentence = Sentence(
        "Values exclude each other: “%(first)s” and “%(second)s”", words
    )
    if pair.element:
        sentence = Sentence(
            "Values for %(element)s exclude each other: “%(first)s” and “%(second)s”",
            {**words, "element": pair.element},
        )
    return pair.judged(Ground.VALUES, 0.85, sentence)


def _same_place(pair: _Pair) -> Conflict:
    if pair.element:
        sentence = Sentence(
            "Both opinions are about %(element)s", {"element": pair.element}
        )
        return pair.judged(Ground.SAME_PLACE, 0.45, sentence)
    sentence = Sentence(
        "Both opinions lie at one place: %(share)s %% of the smaller region",
        {"share": str(round(pair.overlap * 100))},
    )
    return pair.judged(Ground.SAME_PLACE, 0.3, sentence)


def _first_opposite(
    ones: Sequence[Direction], others: Sequence[Direction]
) -> tuple[Direction, Direction] | None:
    """The first axis on which each says one thing only, and not the same."""
    for one in ones:
        for other in others:
            is_opposite = one.axis == other.axis and one.is_forth != other.is_forth
            is_torn = _is_torn(one.axis, ones) or _is_torn(one.axis, others)
            if is_opposite and not is_torn:
                return one, other
    return None


def _is_torn(axis: str, directions: Sequence[Direction]) -> bool:
    """Whether a text says both sides: it tells what is as well as what should be."""
    return len({one.is_forth for one in directions if one.axis == axis}) > 1


def _demand(opinion: Spoken) -> str:
    return opinion.requirement.strip() or opinion.text


def _all(opinion: Spoken) -> str:
    return f"{opinion.text}\n{opinion.requirement}"


def _grown(box: Sequence[float]) -> tuple[float, float, float, float]:
    if len(box) != 4:
        raise ValueError(f"a box has four numbers, got {list(box)}")
    x0, x1 = sorted((float(box[0]), float(box[2])))
    y0, y1 = sorted((float(box[1]), float(box[3])))
    wide = max(0.0, _LEAST_SIDE_MM - (x1 - x0)) / 2
    high = max(0.0, _LEAST_SIDE_MM - (y1 - y0)) / 2
    return x0 - wide, y0 - high, x1 + wide, y1 + high


def _area(box: tuple[float, float, float, float]) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])
