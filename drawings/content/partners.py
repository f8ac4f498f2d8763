"""Which of the sheets with one face most likely is the other face of this one.

A proposal for a person, never a decision: it goes by names of sheets and files, and where
two are as good as each other it names none.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

LEAST: Final = 0.6
"""A likeness below this is none."""

AHEAD: Final = 0.15
"""By how much the best must lead the next."""

SAME_SIZE_MM: Final = 3.0
_ENDING: Final = re.compile(r"\.(dwg|dxf|pdf)$", re.IGNORECASE)
# What tells one storey, part or running number from the next.
_COUNTED: Final = re.compile(r"\d+|[一二三四五六七八九十首顶负甲乙丙]|地下|标准")


@dataclass(frozen=True, slots=True)
class Lone:
    """A sheet with one face: the caller's key, its words, and its paper in mm."""

    key: str
    number: str = ""
    name: str = ""
    filename: str = ""
    size_mm: tuple[float, float] = (0.0, 0.0)


def by_likeness(sheet: Lone, others: Sequence[Lone]) -> tuple[list[str], str]:
    """Keys of the others, the likeliest first, and the one that clearly leads, or nothing."""
    scored = sorted(
        ((likeness(sheet, other), other.key) for other in others),
        key=lambda each: -each[0],
    )
    keys = [key for _score, key in scored]
    best, next_best, *_rest = [*(score for score, _key in scored), 0.0, 0.0]
    is_clear = best >= LEAST and best - next_best >= AHEAD
    return keys, keys[0] if is_clear else ""


def likeness(one: Lone, other: Lone) -> float:
    """How alike two are, 0 to 1: by number, name or file, whichever says most."""
    words = ((one.number, other.number), (one.name, other.name), _stems(one, other))
    best = max(_alike(_plain(a), _plain(b)) for a, b in words)
    return best if _fits(one, other) else best / 2


def _stems(one: Lone, other: Lone) -> tuple[str, str]:
    return _ENDING.sub("", one.filename), _ENDING.sub("", other.filename)


def _fits(one: Lone, other: Lone) -> bool:
    """Whether both lie on paper of one size, as far as that is known."""
    pairs = zip(one.size_mm, other.size_mm, strict=True)
    return all(not (a and b) or abs(a - b) <= SAME_SIZE_MM for a, b in pairs)


def _alike(one: str, other: str) -> float:
    """Letter pairs in common as a part of all; what counts otherwise is another sheet."""
    if not one or not other:
        return 0.0
    if one == other:
        return 1.0
    if _COUNTED.findall(one) != _COUNTED.findall(other):
        return 0.0
    first, second = _letter_pairs(one), _letter_pairs(other)
    all_of_them = len(first) + len(second)
    return 2 * len(first & second) / all_of_them if all_of_them else 0.0


@lru_cache(maxsize=4096)
def _letter_pairs(text: str) -> frozenset[str]:
    return frozenset(text[place : place + 2] for place in range(len(text) - 1))


@lru_cache(maxsize=4096)
def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold()
    return re.sub(r"[\W_]+", "", folded)
