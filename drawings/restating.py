"""Tell what every revision changes in its title block from what somebody has to declare.

A sheet that is handed in again carries another version and another date: the sheet says
so itself, where its title block was read. Nobody declares that, and nobody is asked to.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from drawings.diff.findings import Change, ChangeKind

OWN: Final = ("revision", "date")
"""The fields of a title block that are other on each revision."""
WORDS: Final = frozenset({ChangeKind.TEXT, ChangeKind.DIMENSION})
BESIDE_MM: Final = 2.0
# Without a place a value has to be long enough to stand nowhere else: A is an axis too.
LEAST_ALONE: Final = 6

Block = Mapping[str, Any]


def restated(change: Change, older: Block, newer: Block) -> tuple[str, str] | None:
    """The version or the date before and after, where a change is that and nothing else.

    Args:
        change: what was found, boxes in mm on paper.
        older: the fields of the older title block, each with `value` and `box_mm`.
        newer: those of the newer one.

    """
    if change.kind not in WORDS:
        return None
    for name in OWN:
        before, after = older.get(name) or {}, newer.get(name) or {}
        said = str(before.get("value", "")), str(after.get("value", ""))
        if (
            all(said)
            and said[0] != said[1]
            and _is_exchanged(change, said)
            and _stands(change.old_box, before.get("box_mm"), change.text_from, said[0])
            and _stands(change.new_box, after.get("box_mm"), change.text_to, said[1])
        ):
            return said
    return None


def _is_exchanged(change: Change, said: tuple[str, str]) -> bool:
    """Whether the one text becomes the other by this value alone."""
    old, new = (_closed(text) for text in (change.text_from, change.text_to))
    before, after = (_closed(text) for text in said)
    return before in old and old.replace(before, after, 1) == new


def _stands(
    found: Sequence[float] | None, box: Sequence[float] | None, text: str, value: str
) -> bool:
    """Whether a change lies where the value of the title block was read."""
    if found is None:
        return False
    if box is None:
        return _closed(text) == _closed(value) and len(_closed(value)) >= LEAST_ALONE
    return all(
        found[axis] <= box[axis + 2] + BESIDE_MM
        and box[axis] <= found[axis + 2] + BESIDE_MM
        for axis in (0, 1)
    )


def _closed(text: str) -> str:
    return "".join(text.split())
