"""Texts of one entity that stand on each other are one text: the parts of a fraction.

A stacked fraction (堆叠分数) of CAD is drawn as several texts, each with its own base
line; who changes the fraction changes one thing.
"""

from collections.abc import Sequence
from dataclasses import replace

from drawings.content.parts import Origin
from drawings.diff.findings import Change, ChangeKind
from drawings.diff.ink import Ink
from drawings.diff.named import Named, Writer

_LINES_APART = 0.55
"""Parts of a fraction lie nearer than lines of a paragraph: in heights of a text."""
_REWORDED = frozenset({ChangeKind.TEXT, ChangeKind.DIMENSION})


def with_stacks_joined(texts: Sequence[Named], writer: Writer) -> list[Named]:
    """Make one change of rewordings that stand on each other in one entity (CAD)."""
    if writer.sheets.new_content.origin is not Origin.CAD:
        return list(texts)
    left: list[Named] = []
    stacks: dict[tuple[int, int], list[list[Named]]] = {}
    for text in texts:
        key = _entity(text.change)
        if key is None:
            left.append(text)
            continue
        known = stacks.setdefault(key, [])
        home = next((one for one in known if _stands_on(text, one)), None)
        if home is None:
            known.append([text])
        else:
            home.append(text)
    every = [one for some in stacks.values() for one in some]
    return [*left, *(_joined(stack, writer) for stack in every)]


def _entity(change: Change) -> tuple[int, int] | None:
    """The one entity on each sheet whose wording is another, outside of blocks."""
    if change.kind not in _REWORDED or change.block is not None:
        return None
    if len(change.old_sources) != 1 or len(change.new_sources) != 1:
        return None
    return change.old_sources[0], change.new_sources[0]


def _stands_on(text: Named, stack: Sequence[Named]) -> bool:
    return any(_are_stacked(text.change, one.change) for one in stack)


def _are_stacked(one: Change, other: Change) -> bool:
    if one.new_box is None or other.new_box is None:
        return False
    a, b = one.new_box, other.new_box
    height = min(a[3] - a[1], b[3] - b[1])
    gap = max(a[1] - b[3], b[1] - a[3])
    return a[0] < b[2] and b[0] < a[2] and 0 <= gap < _LINES_APART * height


def _joined(stack: list[Named], writer: Writer) -> Named:
    if len(stack) == 1:
        return stack[0]
    rows = sorted(stack, key=lambda one: -(one.change.new_box or (0, 0, 0, 0))[1])
    kinds = {one.change.kind for one in rows}
    kind = ChangeKind.DIMENSION if kinds == {ChangeKind.DIMENSION} else ChangeKind.TEXT
    named = writer.change(
        kind,
        Ink.joined([one.old for one in rows]),
        Ink.joined([one.new for one in rows]),
    )
    change = replace(
        named.change,
        text_from="/".join(one.change.text_from for one in rows),
        text_to="/".join(one.change.text_to for one in rows),
    )
    return replace(named, change=change)
