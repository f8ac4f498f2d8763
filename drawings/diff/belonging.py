"""Ink that is left over and belongs to a change that is told already.

A block that moved leaves pieces where some of its lines lie on other ink, before or
after; a dimension of which the number changed is drawn anew around its number.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.spatial import cKDTree

from drawings.content.parts import Content, Floats
from drawings.diff.gathering import Group, Shifted
from drawings.diff.hashing import Numbers, distinct
from drawings.diff.ink import Ink
from drawings.diff.named import Named, Writer
from drawings.diff.strokes import Strokes

_MOST = 2_000


def with_rest_of_blocks(
    moves: list[Shifted],
    groups: list[Group],
    old: Strokes,
    new: Strokes,
    tolerance: float,
) -> tuple[list[Shifted], list[Group]]:
    """Give insertions that moved the pieces of theirs that are left over.

    A piece belongs to the move when the whole stroke that it is of is found again in the
    insertion on the other side, under the displacement.

    Args:
        moves: what moved.
        groups: ink of the old and the new sheet that is left.
        old: strokes of the older sheet, laid on the newer one.
        new: strokes of the newer sheet.
        tolerance: how far ends may lie off.

    """
    places: dict[tuple[int, int], int] = {}
    for number, move in enumerate(moves[:_MOST]):
        pair = _only(old.group, move.old), _only(new.group, move.new)
        if move.is_block and min(pair) >= 0:
            places[pair] = number
    moves, left = list(moves), []
    known: dict[int, _Both] = {}
    for group in groups:
        at = _owner(group, places, old, new)
        if at is None:
            left.append(group)
            continue
        if at not in known:
            known[at] = _Both.of(moves[at], old, new)
        if not known[at].draw(group, old, new, 4 * tolerance):
            left.append(group)
            continue
        move = moves[at]
        moves[at] = replace(
            move,
            old=Ink.joined([move.old, group[0]]),
            new=Ink.joined([move.new, group[1]]),
        )
    return moves, left


def with_rest_of_texts(
    texts: Sequence[Named], groups: list[Group], writer: Writer
) -> tuple[list[Named], list[Group]]:
    """Give texts that changed what else of their entity did, as of a dimension (CAD).

    Ink of blocks is left alone: an attribute is one thing, its block another.
    """
    sheets = writer.sheets
    owners = _owners_of(texts)
    taken: dict[int, list[Group]] = {}
    left = []
    for group in groups:
        before = _sources(sheets.old_content, sheets.old, group[0])
        after = _sources(sheets.new_content, sheets.new, group[1])
        at = {owners.get(("old", one), -1) for one in before}
        at |= {owners.get(("new", one), -1) for one in after}
        number = at.pop() if len(at) == 1 else -1
        if number < 0:
            left.append(group)
        else:
            taken.setdefault(number, []).append(group)
    told = list(texts)
    for number, some in taken.items():
        told[number] = _joined(texts[number], some, writer)
    return told, left


def _joined(text: Named, groups: Iterable[Group], writer: Writer) -> Named:
    old = Ink.joined([text.old, *(group[0] for group in groups)])
    new = Ink.joined([text.new, *(group[1] for group in groups)])
    said = text.change
    named = writer.change(said.kind, old, new)
    change = replace(
        named.change,
        text_from=said.text_from,
        text_to=said.text_to,
        vector_mm=said.vector_mm,
    )
    return replace(named, change=change)


def _owners_of(texts: Sequence[Named]) -> dict[tuple[str, int], int]:
    owners: dict[tuple[str, int], int] = {}
    for number, text in enumerate(texts):
        for one in text.change.old_sources:
            owners["old", one] = number
        for one in text.change.new_sources:
            owners["new", one] = number
    return owners


def _sources(content: Content, strokes: Strokes, ink: Ink) -> set[int]:
    """The entities that ink is of; -1 among them where it is of a block."""
    primitives = strokes.index[distinct(ink.whose)]
    outside = content.group[primitives] < 0
    return set(np.where(outside, content.source[primitives], -1).tolist())


def _owner(
    group: Group, places: dict[tuple[int, int], int], old: Strokes, new: Strokes
) -> int | None:
    """The one insertion that moved of which all of a group is."""
    pair = [_only(side.group, ink) for side, ink in zip((old, new), group, strict=True)]
    if min(pair) < -1 or max(pair) < 0:
        return None
    found = [
        at
        for (before, after), at in places.items()
        if pair[0] in {-1, before} and pair[1] in {-1, after}
    ]
    return found[0] if len(found) == 1 else None


def _only(groups: Numbers, ink: Ink) -> int:
    """The insertion that all of some ink is of; -1 without ink, -2 for anything else."""
    known = distinct(groups[distinct(ink.whose)])
    if not len(known):
        return -1
    return int(known[0]) if len(known) == 1 and known[0] >= 0 else -2


@dataclass(frozen=True, slots=True, eq=False)
class _Both:
    """The strokes of an insertion that moved, each side where the other has it."""

    old_there: cKDTree
    new_here: cKDTree

    @classmethod
    def of(cls, move: Shifted, old: Strokes, new: Strokes) -> "_Both":
        """Of a move of one whole insertion."""
        before = old.group == _only(old.group, move.old)
        after = new.group == _only(new.group, move.new)
        return cls(
            cKDTree((old.points[before] + move.vector).reshape(-1, 8)),
            cKDTree((new.points[after] - move.vector).reshape(-1, 8)),
        )

    def draw(self, group: Group, old: Strokes, new: Strokes, reach: float) -> bool:
        """Whether each stroke that a group is of is found again on the other side."""
        return all(
            _are_among(side.points[distinct(ink.whose)], tree, reach)
            for side, ink, tree in (
                (old, group[0], self.new_here),
                (new, group[1], self.old_there),
            )
        )


def _are_among(asked: Floats, there: cKDTree, reach: float) -> bool:
    """Whether each stroke (k, 4, 2) is among others."""
    away, _which = there.query(
        asked.reshape(-1, 8), p=np.inf, distance_upper_bound=1.01 * reach
    )
    return bool((away <= reach).all())
