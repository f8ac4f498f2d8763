"""Match the sheets of two packages: by number, then by what is drawn on them.

A sheet that keeps its number is the same sheet. Of the rest, sheets whose drawing is the
same under another number were renumbered; what is left was withdrawn or added.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

import numpy as np

from drawings.content.parts import Content, Kind
from drawings.diff.hashing import Keys, keys_of
from drawings.diff.preparing import spelled

_LEAST_LIKENESS = 0.5
_CLEARLY = 0.1
_CELL_MM = 0.5
_RARE = 8


class Fate(StrEnum):
    """What became of a sheet from one package to the next."""

    KEPT = "kept"
    RENUMBERED = "renumbered"
    ADDED = "added"
    WITHDRAWN = "withdrawn"


class SheetOfPackage(Protocol):
    """A sheet with its number; its content may be fetched when it is asked for."""

    @property
    def number(self) -> str:
        """The number it goes by; empty where nobody read one."""

    @property
    def content(self) -> Content:
        """What is drawn on it."""


@dataclass(frozen=True, slots=True, eq=False)
class Numbered:
    """A sheet with the number it goes by; empty where nobody read one."""

    number: str
    content: Content


@dataclass(frozen=True, slots=True)
class Match:
    """Positions in the two packages, None where there is no such sheet.

    `likeness` is the share of the drawing that both have, 0 to 1, and 1 for a number
    that was kept.
    """

    fate: Fate
    old: int | None
    new: int | None
    likeness: float = 1.0


def match_sheets(
    old: Sequence[SheetOfPackage], new: Sequence[SheetOfPackage]
) -> list[Match]:
    """Tell what became of each sheet: every sheet of both packages is told once.

    Numbers count when each package has them once. A number that two sheets of one
    package share says nothing, and both are matched by what is drawn.
    """
    kept = _by_number(old, new)
    olds = [i for i in range(len(old)) if i not in {m.old for m in kept}]
    news = [j for j in range(len(new)) if j not in {m.new for m in kept}]
    renumbered = _by_drawing(old, new, olds, news)
    told = kept + renumbered
    gone = [i for i in olds if i not in {m.old for m in renumbered}]
    come = [j for j in news if j not in {m.new for m in renumbered}]
    told += [Match(Fate.WITHDRAWN, i, None, 0.0) for i in gone]
    told += [Match(Fate.ADDED, None, j, 0.0) for j in come]
    return sorted(told, key=_order)


def likeness(old: Content, new: Content) -> float:
    """Share of the drawing that two sheets have in common, 0 to 1.

    Shapes and words count wherever they stand, so a plan that was shifted is the same
    plan; what stands on a sheet very often, as dots of a hatch do, counts a few times.
    """
    return _likeness(_marks(old), _marks(new))


def _by_number(
    old: Sequence[SheetOfPackage], new: Sequence[SheetOfPackage]
) -> list[Match]:
    places: list[dict[str, list[int]]] = []
    for sheets in (old, new):
        found = defaultdict(list)
        for position, sheet in enumerate(sheets):
            if sheet.number.strip():
                found[_bare(sheet.number)].append(position)
        places.append(found)
    single = ((here, places[1].get(number, [])) for number, here in places[0].items())
    return [
        Match(Fate.KEPT, here[0], there[0])
        for here, there in single
        if len(here) == len(there) == 1
    ]


def _bare(number: str) -> str:
    """建施-01, 建施 01 and 建施01 are one number."""
    return "".join(c for c in spelled(number).upper() if c.isalnum() or c == ".")


def _by_drawing(
    old: Sequence[SheetOfPackage],
    new: Sequence[SheetOfPackage],
    olds: Sequence[int],
    news: Sequence[int],
) -> list[Match]:
    """Pair what is alike, the most alike first; two that are as alike stay apart."""
    marks0 = {i: _marks(old[i].content) for i in olds}
    marks1 = {j: _marks(new[j].content) for j in news}
    offers = {(i, j): _likeness(marks0[i], marks1[j]) for i in olds for j in news}
    found: list[Match] = []
    free0, free1 = set(olds), set(news)
    for (i, j), share in sorted(
        offers.items(), key=lambda offer: (-offer[1], offer[0])
    ):
        if share < _LEAST_LIKENESS or i not in free0 or j not in free1:
            continue
        rivals = [offers[i, k] for k in free1 - {j}] + [
            offers[k, j] for k in free0 - {i}
        ]
        if not _is_clear(share, max(rivals, default=0.0)):
            continue
        same = _bare(old[i].number) == _bare(new[j].number)
        fate = Fate.KEPT if same and _bare(old[i].number) else Fate.RENUMBERED
        found.append(Match(fate, i, j, share))
        free0.discard(i)
        free1.discard(j)
    return found


def _is_clear(share: float, rival: float) -> bool:
    """Whether an offer is the one: a tenth better, or lacking half of what a rival lacks.

    The plans of two storeys are alike nearly all over; still each is most like itself.
    """
    return rival <= share - _CLEARLY or (rival < share and 1 - share <= (1 - rival) / 2)


def _marks(sheet: Content) -> dict[int, int]:
    """How often each shape and each wording stands on the sheet."""
    drawn = np.isfinite(sheet.points).all(axis=(1, 2)) & (sheet.kind != Kind.TEXT)
    some = sheet.points[drawn]
    some = some[np.abs(some).max(axis=(1, 2)) < 1e6] if len(some) else some
    span = some[:, 3] - some[:, 0]
    # a line and its reverse are one shape
    back = (span[:, 0] < 0) | ((span[:, 0] == 0) & (span[:, 1] < 0))
    span[back] *= -1
    keys: Keys = keys_of(np.rint(span / _CELL_MM).astype(np.int64))
    known, count = np.unique(keys, return_counts=True)
    marks = dict(zip(known.tolist(), np.minimum(count, _RARE).tolist(), strict=True))
    for position in sheet.text[sheet.kind == Kind.TEXT].tolist():
        word = hash(("text", spelled(sheet.texts[position])))
        marks[word] = min(_RARE, marks.get(word, 0) + 1)
    return marks


def _likeness(left: dict[int, int], right: dict[int, int]) -> float:
    common = sum(min(count, right.get(mark, 0)) for mark, count in left.items())
    most = max(sum(left.values()), sum(right.values()))
    return common / most if most else 0.0


def _order(match: Match) -> tuple[int, int]:
    if match.new is not None:
        return (match.new, 0)
    return (match.old or 0, 1)
