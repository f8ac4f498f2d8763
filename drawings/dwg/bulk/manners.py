"""Entities that are alike in all but their places: the same manner.

The library draws a few of each manner; the others are the same, moved. So layer, colour,
line type, visibility, blocks and whatever else decides over the looks of an entity is
decided by the library, and only places are computed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import numpy as np

from drawings.content.recording import Mask
from drawings.dwg.bulk.groups import HIGHEST_CODE, Groups, Places, Unusual

HANDLE, TEXT_SAID = 5, 1
# Of each type the codes whose values are places (or sizes) and may differ in a manner.
PLACES: Final[Mapping[bytes, tuple[int, ...]]] = MappingProxyType(
    {
        b"LINE": (10, 20, 30, 11, 21, 31),
        b"LWPOLYLINE": (10, 20),
        b"CIRCLE": (10, 20, 30, 40),
        b"ARC": (10, 20, 30, 40, 50, 51),
        b"POINT": (10, 20, 30),
        b"TEXT": (10, 20, 30, 11, 21, 31),
        b"INSERT": (10, 20, 30),
    }
)
TYPES: Final = tuple(PLACES)
# With fewer of a manner the library draws them all.
FEWEST = 4


@dataclass(frozen=True, slots=True, eq=False)
class Manner:
    """Entities of one type that are alike in all but their places.

    Attributes:
        name: their type.
        codes: the codes of their groups, in order; the same for each of them.
        values: the values, empty where each has its own.
        members: which entities of the drawing they are, ascending.

    """

    name: bytes
    codes: tuple[int, ...]
    values: tuple[bytes, ...]
    members: Places

    def said(self, code: int) -> bytes:
        """The first value of a code, empty where there is none."""
        found = [v for c, v in zip(self.codes, self.values, strict=True) if c == code]
        return found[0] if found else b""


@dataclass(frozen=True, slots=True, eq=False)
class Entities:
    """The n entities of the section of entities: model space and the active layout.

    Attributes:
        first: shape (n,), the first group of each.
        beyond: shape (n,), the group behind its last.
        kind: shape (n,), index into `TYPES`, -1 for all others.

    """

    first: Places
    beyond: Places
    kind: Places


def entities_of(groups: Groups) -> Entities:
    """Find the entities.

    Raises:
        Unusual: where there is not just one section of entities.

    """
    zeros = np.flatnonzero(groups.code == 0)
    types = groups.types(zeros)
    sections = np.flatnonzero(types == b"SECTION")
    found = [
        at
        for at in sections.tolist()
        if zeros[at] + 1 < len(groups.code)
        and groups.value(int(zeros[at]) + 1) == b"ENTITIES"
    ]
    ends = np.flatnonzero(types == b"ENDSEC")
    if len(found) != 1:
        raise Unusual("not one section of entities")
    end = int(np.searchsorted(ends, found[0]))
    if end == len(ends):
        raise Unusual("a section without an end")
    own = slice(found[0] + 1, int(ends[end]))
    kind = np.full(len(zeros), -1)
    for number, name in enumerate(TYPES):
        kind[types == name] = number
    beyond = np.r_[zeros[1:], len(groups.code)]
    return Entities(zeros[own], beyond[own], kind[own])


def manners_of(groups: Groups, entities: Entities) -> list[Manner]:
    """The manners with enough members to be worth it."""
    chosen = np.flatnonzero(entities.kind >= 0)
    if not len(chosen):
        return []
    lines, sizes = _own_lines(groups, entities, chosen)
    text = groups.text(lines)
    ends = np.cumsum(sizes).tolist()
    known: dict[bytes, int] = {}
    begin, index = 0, []
    for end in ends:
        index.append(known.setdefault(text[begin:end], len(known)))
        begin = end
    numbers = np.asarray(index)
    order = np.argsort(numbers, kind="stable")
    counts = np.bincount(numbers)
    firsts = np.cumsum(counts) - counts
    manners = []
    for at in known.values():
        if counts[at] < FEWEST:
            continue
        members = chosen[order[firsts[at] : firsts[at] + counts[at]]]
        manners.append(_manner(groups, entities, members))
    return manners


def _manner(groups: Groups, entities: Entities, members: Places) -> Manner:
    """What the members of a manner have in common, read from the first of them."""
    first = int(members[0])
    name = TYPES[int(entities.kind[first])]
    own = {HANDLE, *PLACES[name]} | ({TEXT_SAID} if name == b"TEXT" else set())
    within = range(int(entities.first[first]), int(entities.beyond[first]))
    codes = tuple(int(groups.code[at]) for at in within)
    values = tuple(
        b"" if code in own else groups.value(at)
        for code, at in zip(codes, within, strict=True)
    )
    return Manner(name, codes, values, members)


def _own_lines(
    groups: Groups, entities: Entities, chosen: Places
) -> tuple[Mask, Places]:
    """Lines without the values that each has of its own, and how long those of each are.

    What a code line is followed by, its value or the next code, its number tells; so two
    that read alike are alike.
    """
    own = np.zeros((len(TYPES) + 1, HIGHEST_CODE + 1), bool)
    own[:, HANDLE] = True
    for number, name in enumerate(TYPES):
        own[number, list(PLACES[name])] = True
    own[TYPES.index(b"TEXT"), TEXT_SAID] = True
    group_kind = np.full(len(groups.code), len(TYPES))
    lengths = entities.beyond[chosen] - entities.first[chosen]
    inside = np.repeat(entities.first[chosen] - (np.cumsum(lengths) - lengths), lengths)
    inside += np.arange(len(inside))
    group_kind[inside] = np.repeat(entities.kind[chosen], lengths)
    lines = np.zeros(len(groups.length), bool)
    lines[2 * inside] = True
    lines[2 * inside + 1] = ~own[group_kind[inside], groups.code[inside]]
    size = np.where(lines, groups.length, 0)
    per_group = size[0::2] + size[1::2]
    before = np.r_[0, np.cumsum(per_group)]
    return lines, before[entities.beyond[chosen]] - before[entities.first[chosen]]
