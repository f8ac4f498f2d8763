"""Opinions of two departments that cannot both be followed.

Two opinions are held against each other when they lie on one sheet and come from
different departments. They are about one thing when their regions overlap (by a share of
the smaller region) or when both name the same element. Then opposite demands, or values
that exclude each other, are a contradiction; without either it is only the same place.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from typing import Final

from reviews.demands import (
    Direction,
    Interval,
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


class Ground(StrEnum):
    """Why two opinions are held against each other."""

    OPPOSITE = "opposite"
    VALUES = "values"
    SAME_PLACE = "same_place"


@dataclass(frozen=True, slots=True)
class Spoken:
    """An opinion as it was given.

    `box` is x0, y0, x1, y1 in paper millimetres of the sheet; `text` says what is wrong,
    `requirement` what is demanded.
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

    `overlap` is the common area as a share of the smaller region, 0 to 1; `certainty` is
    from 0 to 1 and orders conflicts, it is no probability.
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


def _conflict(one: Spoken, other: Spoken, least: float) -> Conflict | None:
    overlap = overlap_of(one.box, other.box)
    shared = elements_in(_all(one)) & elements_in(_all(other))
    if overlap < least and not shared:
        return None
    element = min(shared) if shared else ""
    nearness = max(overlap, 0.8 if shared else 0.0)
    return (
        _opposite(one, other, overlap, element, nearness)
        or _excluding(one, other, overlap, element, nearness)
        or _same_place(one, other, overlap, element, nearness)
    )


def _opposite(
    one: Spoken, other: Spoken, overlap: float, element: str, nearness: float
) -> Conflict | None:
    pair = _first_opposite(directions_in(_demand(one)), directions_in(_demand(other)))
    if pair is None:
        return None
    is_demanded = bool(one.requirement.strip()) and bool(other.requirement.strip())
    certainty = 0.9 if is_demanded else 0.75
    if not element and _speak_of_different_things(one, other):
        certainty *= 0.6
    words: dict[str, Value] = {"first": pair[0].word, "second": pair[1].word}
    sentence = (
        Sentence(
            "Opposite demands on %(element)s: “%(first)s” against “%(second)s”",
            {**words, "element": element},
        )
        if element
        else Sentence(
            "Opposite demands at one place: “%(first)s” against “%(second)s”", words
        )
    )
    return _judged(one, other, overlap, Ground.OPPOSITE, certainty, nearness, sentence)


def _excluding(
    one: Spoken, other: Spoken, overlap: float, element: str, nearness: float
) -> Conflict | None:
    pair = next(
        (
            (first, second)
            for first in intervals_in(_demand(one))
            for second in intervals_in(_demand(other))
            if first.excludes(second)
        ),
        None,
    )
    if pair is None:
        return None
    sentence = _sentence_of_values(pair, element)
    certainty = 0.85
    if not element and _speak_of_different_things(one, other):
        certainty *= 0.6
    return _judged(one, other, overlap, Ground.VALUES, certainty, nearness, sentence)


def _same_place(
    one: Spoken, other: Spoken, overlap: float, element: str, nearness: float
) -> Conflict:
    sentence = (
        Sentence("Both opinions are about %(element)s", {"element": element})
        if element
        else Sentence(
            "Both opinions lie at one place: %(share)s %% of the smaller region",
            {"share": f"{overlap:.0%}".rstrip("%")},
        )
    )
    certainty = 0.45 if element else 0.3
    return _judged(
        one, other, overlap, Ground.SAME_PLACE, certainty, nearness, sentence
    )


def _judged(  # noqa: PLR0913 - the parts of one value
    one: Spoken,
    other: Spoken,
    overlap: float,
    ground: Ground,
    certainty: float,
    nearness: float,
    sentence: Sentence,
) -> Conflict:
    weighed = round(certainty * (0.8 + 0.2 * nearness), 3)
    return Conflict(one.id, other.id, round(overlap, 4), ground, weighed, sentence)


def _sentence_of_values(pair: tuple[Interval, Interval], element: str) -> Sentence:
    words: dict[str, Value] = {"first": pair[0].words, "second": pair[1].words}
    if element:
        return Sentence(
            "Values for %(element)s exclude each other: “%(first)s” and “%(second)s”",
            {**words, "element": element},
        )
    return Sentence("Values exclude each other: “%(first)s” and “%(second)s”", words)


def _first_opposite(
    ones: Sequence[Direction], others: Sequence[Direction]
) -> tuple[Direction, Direction] | None:
    """The first axis on which each says one thing only, and not the same."""
    for one in ones:
        for other in others:
            if one.axis == other.axis and one.is_forth != other.is_forth:
                if not _is_torn(one.axis, ones) and not _is_torn(one.axis, others):
                    return one, other
    return None


def _is_torn(axis: str, directions: Sequence[Direction]) -> bool:
    """Whether a text says both sides: it tells what is as well as what should be."""
    return len({one.is_forth for one in directions if one.axis == axis}) > 1


def _speak_of_different_things(one: Spoken, other: Spoken) -> bool:
    nouns, others = nouns_in(_demand(one)), nouns_in(_demand(other))
    if not nouns or not others:
        return False
    return not any(a in b or b in a for a in nouns for b in others)


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
