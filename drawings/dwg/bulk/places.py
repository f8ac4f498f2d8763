"""The places of the members of a manner: numbers, handles and wordings, read at once."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from drawings.content.parts import Floats
from drawings.content.recording import Mask
from drawings.dwg.bulk.groups import Groups, Places, Unusual
from drawings.dwg.bulk.manners import HANDLE, PLACES, TEXT_SAID, Entities, Manner

# Codes of formatting, and escapes: such texts are left to the library.
_CODED = re.compile(r"[%\\^]")
_HEX = b"0123456789abcdefABCDEF"
SMALLEST_RADIUS, SMALLEST_CHORD = 1e-12, 1e-7
FIRST_UNICODE = b"AC1021"


@dataclass(frozen=True, slots=True, eq=False)
class Placed:
    """Some members of a manner with what is their own.

    Attributes:
        manner: what they have in common.
        entity: shape (n,), which entities they are, ascending.
        handles: their handles.
        numbers: code to values, shape (n,); (n, v) for the corners of polylines.
        wordings: of texts what they say; else empty.

    """

    manner: Manner
    entity: Places
    handles: tuple[str, ...]
    numbers: Mapping[int, Floats]
    wordings: tuple[str, ...] = ()

    def chosen(self, mask: Mask) -> "Placed":
        """Those of them that are chosen."""
        at = np.flatnonzero(mask).tolist()
        return Placed(
            self.manner,
            self.entity[mask],
            tuple(self.handles[i] for i in at),
            {code: values[mask] for code, values in self.numbers.items()},
            tuple(self.wordings[i] for i in at) if self.wordings else (),
        )


def placed_members(
    groups: Groups, entities: Entities, manners: list[Manner]
) -> tuple[list[Placed], dict[str, int]]:
    """Members that can be placed, others left out; and every handle with its entity.

    Raises:
        Unusual: for a number or a handle that is none, or a handle that two have.

    """
    is_own = np.zeros(len(groups.code), bool)
    for manner in manners:
        offsets = [i for i, c in enumerate(manner.codes) if c in PLACES[manner.name]]
        is_own[entities.first[manner.members][:, None] + np.asarray(offsets)] = True
    numbers = groups.numbers(is_own)
    names = _Handles(groups, entities)
    wordings = _Wordings(groups, entities, manners)
    is_unicode = _version(groups) >= FIRST_UNICODE
    found = []
    for manner in manners:
        first = entities.first[manner.members]
        own = {
            code: numbers[first[:, None] + _offsets(manner, code)].squeeze(-1)
            if manner.codes.count(code) == 1
            else numbers[first[:, None] + _offsets(manner, code)]
            for code in PLACES[manner.name]
            if code in manner.codes
        }
        said = wordings.of(first, manner)
        plain = tuple(_plain(word, is_unicode=is_unicode) for word in said)
        placed = Placed(manner, manner.members, names.of(first, manner), own, plain)
        found.append(placed.chosen(_is_simple(placed)))
    return found, dict(zip(names.names, names.entity.tolist(), strict=True))


def _offsets(manner: Manner, code: int) -> Places:
    return np.asarray([i for i, each in enumerate(manner.codes) if each == code])


class _Handles:
    """All handles of the section; no two entities may share one."""

    def __init__(self, groups: Groups, entities: Entities) -> None:
        within = np.zeros(len(groups.code), bool)
        if len(entities.first):
            within[int(entities.first[0]) : int(entities.beyond[-1])] = True
        chosen = within & (groups.code == HANDLE)
        words = groups.words(chosen)
        if b"".join(words).translate(None, _HEX + b" "):
            raise Unusual("a handle that is none")
        self.names = [word.strip().decode("ascii") for word in words]
        if len(set(self.names)) != len(self.names):
            raise Unusual("a handle that two have")
        self.place = np.cumsum(chosen) - 1
        places = np.flatnonzero(chosen)
        self.entity = np.searchsorted(entities.first, places, "right") - 1

    def of(self, first: Places, manner: Manner) -> tuple[str, ...]:
        """The handles of members, given their first groups."""
        at = self.place[first + manner.codes.index(HANDLE)].tolist()
        return tuple(self.names[i] for i in at)


def _version(groups: Groups) -> bytes:
    """The version that the header names."""
    head = groups.raw[: 1 << 16].tobytes()
    found = re.search(rb"\$ACADVER\r?\n *1\r?\n *(AC\d+)", head)
    return found[1] if found else b""


class _Wordings:
    """What the texts of all manners say, in bytes."""

    def __init__(
        self, groups: Groups, entities: Entities, manners: list[Manner]
    ) -> None:
        chosen = np.zeros(len(groups.code), bool)
        for manner in manners:
            if manner.name == b"TEXT":
                first = entities.first[manner.members]
                chosen[first + manner.codes.index(TEXT_SAID)] = True
        self.words = groups.words(chosen) if chosen.any() else []
        self.place = np.cumsum(chosen) - 1

    def of(self, first: Places, manner: Manner) -> list[bytes]:
        """The wordings of members, given their first groups; none for other types."""
        if manner.name != b"TEXT":
            return []
        at = self.place[first + manner.codes.index(TEXT_SAID)].tolist()
        return [self.words[i] for i in at]


def _is_simple(placed: Placed) -> Mask:
    """Not circles that are points, arcs of nothing, and texts that are coded."""
    name, own = placed.manner.name, placed.numbers
    good = np.ones(len(placed.entity), bool)
    if name in (b"CIRCLE", b"ARC"):
        reach = np.abs(own[10]) + np.abs(own[20]) + np.abs(own[40])
        good &= np.abs(own[40]) > np.maximum(SMALLEST_RADIUS, SMALLEST_CHORD * reach)
    if name == b"ARC":
        # One that ends where it begins ezdxf may take for none, or for a whole circle.
        chord = np.abs(own[40] * np.sin(np.radians((own[51] - own[50]) / 2)))
        good &= chord > SMALLEST_CHORD * reach
    if name == b"TEXT":
        good &= np.asarray([bool(word) for word in placed.wordings])
    return good


def _plain(word: bytes, *, is_unicode: bool) -> str:
    """What a text says, empty where it takes more than reading its letters."""
    try:
        text = word.decode("utf-8" if is_unicode else "ascii")
    except UnicodeDecodeError:
        return ""
    is_plain = text == text.strip() and text.isprintable() and not _CODED.search(text)
    return text if is_plain else ""
