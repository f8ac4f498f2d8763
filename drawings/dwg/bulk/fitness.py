"""Which manners are simple enough that one of them, moved, is another."""

from collections import defaultdict
from collections.abc import Mapping
from itertools import pairwise
from types import MappingProxyType
from typing import Final

import numpy as np

from drawings.dwg.bulk.groups import Groups, Unusual
from drawings.dwg.bulk.manners import HANDLE, TEXT_SAID, Manner

# Another plane, a layout of paper, a graphic that stands for the entity.
_NOT_PLAIN = {210, 220, 230, 92, 101, 160, 310}
_PAPER, _ATTRIBUTES, _BLOCK_NAME = 67, 66, 2
_WIDTHS_AND_BULGES = (40, 41, 42, 43)
_ONCE: Final[Mapping[bytes, tuple[int, ...]]] = MappingProxyType(
    {
        b"LINE": (10, 20, 11, 21),
        b"LWPOLYLINE": (),
        b"CIRCLE": (10, 20, 40),
        b"ARC": (10, 20, 40, 50, 51),
        b"POINT": (10, 20),
        b"TEXT": (10, 20, TEXT_SAID),
        b"INSERT": (10, 20, _BLOCK_NAME),
    }
)
# Where a text stands along its base line: 72 to the part of its width before the point.
ALONG: Final[Mapping[bytes, float]] = MappingProxyType(
    {b"": 0.0, b"0": 0.0, b"1": 0.5, b"2": 1.0, b"4": 0.5}
)
# What may stand in a block that is only moved; a hatch is not, its lines keep their place.
_SAFE = (
    *(b"LINE", b"LWPOLYLINE", b"POLYLINE", b"VERTEX", b"SEQEND", b"ARC", b"CIRCLE"),
    *(
        b"ELLIPSE",
        b"SPLINE",
        b"TEXT",
        b"MTEXT",
        b"SOLID",
        b"TRACE",
        b"3DFACE",
        b"POINT",
    ),
    *(b"INSERT", b"ATTDEF", b"ATTRIB", b"BLOCK", b"ENDBLK"),
)
_ENDLESS = (b"XLINE", b"RAY")


def is_fit(manner: Manner, unsafe: set[bytes]) -> bool:
    """Whether the members can be placed by their numbers.

    Args:
        manner: what is asked.
        unsafe: names of blocks, in small letters, that cannot be moved.

    """
    codes = manner.codes
    if codes.count(HANDLE) != 1 or _NOT_PLAIN.intersection(codes):
        return False
    if manner.said(_PAPER) not in (b"", b"0"):
        return False
    if any(codes.count(code) != 1 for code in _ONCE[manner.name]):
        return False
    if manner.name == b"LWPOLYLINE":
        return _is_plain_polyline(manner)
    if manner.name == b"INSERT":
        has_attributes = manner.said(_ATTRIBUTES) not in (b"", b"0")
        return not has_attributes and manner.said(_BLOCK_NAME).lower() not in unsafe
    return manner.name != b"TEXT" or _is_plain_text(manner)


def _is_plain_polyline(manner: Manner) -> bool:
    """Straight and without widths; every x has its y right behind it."""
    codes, count = manner.codes, manner.codes.count(10)
    pairs = sum(pair == (10, 20) for pair in pairwise(codes))
    return count == codes.count(20) == pairs and count > 1 and _has_only_zeros(manner)


def _has_only_zeros(manner: Manner) -> bool:
    values = [
        value
        for code, value in zip(manner.codes, manner.values, strict=True)
        if code in _WIDTHS_AND_BULGES
    ]
    return all(not value.strip(b"0.-+") and b"0" in value for value in values)


def _is_plain_text(manner: Manner) -> bool:
    """Neither mirrored nor fitted between two points."""
    is_aligned = is_anchored(manner)
    has_anchor = manner.codes.count(11) == manner.codes.count(21) == 1
    return (
        manner.said(72) in ALONG
        and manner.said(71) in (b"", b"0")
        and manner.said(73) in (b"", b"0", b"1", b"2", b"3")
        and (has_anchor or not is_aligned)
    )


def is_anchored(manner: Manner) -> bool:
    """Whether a text stands at its second point."""
    return manner.said(72) not in (b"", b"0") or manner.said(73) not in (b"", b"0")


def unsafe_blocks(groups: Groups) -> set[bytes]:
    """Names of blocks, in small letters, that hold something which is not only moved.

    Raises:
        Unusual: for endless lines: how far they are drawn, all the others tell.

    """
    zeros = np.flatnonzero(groups.code == 0)
    types = groups.types(zeros)
    if np.isin(types, _ENDLESS).any():
        raise Unusual("endless lines")
    begins = np.flatnonzero(types == b"BLOCK").tolist()
    ends = np.flatnonzero(types == b"ENDBLK")
    is_unsafe = np.r_[0, np.cumsum(~np.isin(types, _SAFE))]
    inserts = np.flatnonzero(types == b"INSERT")
    names = np.flatnonzero(groups.code == _BLOCK_NAME)
    unsafe: set[bytes] = set()
    users: defaultdict[bytes, set[bytes]] = defaultdict(set)

    def name_of(at: int) -> bytes:
        place = int(np.searchsorted(names, zeros[at]))
        return groups.value(int(names[place])).lower() if place < len(names) else b""

    for begin in begins:
        place = int(np.searchsorted(ends, begin))
        end = int(ends[place]) if place < len(ends) else len(zeros)
        name = name_of(begin)
        if is_unsafe[end] > is_unsafe[begin]:
            unsafe.add(name)
        inside = inserts[
            np.searchsorted(inserts, begin) : np.searchsorted(inserts, end)
        ]
        for insert in inside.tolist():
            users[name_of(insert)].add(name)
    waiting = list(unsafe)
    while waiting:
        for user in users[waiting.pop()] - unsafe:
            unsafe.add(user)
            waiting.append(user)
    return unsafe
