"""Where the numbers of a list stand beside their places in a picture, without overlap."""

from collections.abc import Iterator, Sequence
from typing import Final

Rect = tuple[float, float, float, float]
"""x0, y0, x1, y1 with y downwards, in any one unit."""

WIDE: Final = 0.6
"""Of a figure, as a part of its height."""

ROWS: Final = 6
"""How many rows away from its place a number may stand."""


def beside(
    frames: Sequence[Rect], words: Sequence[str], high: float, page: Rect
) -> list[Rect | None]:
    """The box of each word beside its frame, clear of those before it.

    Args:
        frames: the places, the most important first.
        words: what is written beside each.
        high: height of the letters.
        page: what nothing may leave.

    Returns:
        A box for each; None where there is no room near: its frame alone tells.

    """
    taken: list[Rect] = []
    found: list[Rect | None] = []
    for frame, word in zip(frames, words, strict=True):
        size = (WIDE * high * len(word), high)
        box = next(
            (
                one
                for one in _around(frame, size)
                if _is_within(one, page) and not any(_meet(one, o) for o in taken)
            ),
            None,
        )
        found.append(box)
        if box is not None:
            taken.append(box)
    return found


def _around(frame: Rect, size: tuple[float, float]) -> Iterator[Rect]:
    """Places above, below and beside a frame, the nearest first."""
    x0, y0, x1, y1 = frame
    wide, high = size
    for row in range(ROWS):
        away = row * high
        for left in (x0, x1 - wide):
            yield left, y0 - high - away, left + wide, y0 - away
            yield left, y1 + away, left + wide, y1 + high + away
        side = row * wide
        for top in (y0, y1 - high):
            yield x1 + side, top, x1 + wide + side, top + high
            yield x0 - wide - side, top, x0 - side, top + high


def _is_within(one: Rect, page: Rect) -> bool:
    return (
        one[0] >= page[0]
        and one[1] >= page[1]
        and one[2] <= page[2]
        and one[3] <= page[3]
    )


def _meet(one: Rect, other: Rect) -> bool:
    return (
        one[0] < other[2]
        and other[0] < one[2]
        and one[1] < other[3]
        and other[1] < one[3]
    )
