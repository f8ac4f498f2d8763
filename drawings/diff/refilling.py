"""A fill that took the place of a pattern, or gave way to one, is a hatch that changed."""

from typing import Final

import numpy as np

from drawings.content.parts import Kind
from drawings.diff.hashing import distinct
from drawings.diff.ink import Ink
from drawings.diff.strokes import Strokes

MANY: Final = 5
"""Lines of a pattern; fewer may be an outline."""
_DIRECTIONS: Final = 2
_EDGE_MM: Final = 0.5


def is_refilled(old: tuple[Ink, Strokes], new: tuple[Ink, Strokes]) -> bool:
    """Whether one side is a fill, and the other parallel lines within its box.

    Args:
        old: ink of the older sheet and its strokes.
        new: ink of the newer sheet and its strokes.

    """
    for filled, drawn in ((old, new), (new, old)):
        if _are_all(filled, Kind.FILL) and _are_all(drawn, Kind.SEGMENT):
            return _is_pattern(drawn[0]) and _lies_within(drawn[0], filled[0])
    return False


def _are_all(side: tuple[Ink, Strokes], kind: Kind) -> bool:
    ink, strokes = side
    return bool(len(ink.whose)) and bool((strokes.kind[ink.whose] == kind).all())


def _is_pattern(ink: Ink) -> bool:
    if len(distinct(ink.whose)) < MANY:
        return False
    run = ink.lines[:, 1] - ink.lines[:, 0]
    angle = np.degrees(np.arctan2(run[:, 1], run[:, 0]))
    known = np.unique(np.round(angle) % 180)
    return len(known) <= _DIRECTIONS


def _lies_within(drawn: Ink, filled: Ink) -> bool:
    points, frame = drawn.lines.reshape(-1, 2), filled.lines.reshape(-1, 2)
    low, high = frame.min(axis=0) - _EDGE_MM, frame.max(axis=0) + _EDGE_MM
    return bool(((points >= low) & (points <= high)).all())
