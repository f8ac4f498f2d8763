"""How far a drawing reaches, when a few primitives have strayed far away."""

import numpy as np

from drawings.content.parts import Floats
from drawings.content.recording import Mask, Recording

STRAY_TIMES, MOST_STRAYS = 4.0, 12


def main_extents(recording: Recording) -> tuple[Floats, Floats]:
    """Lower left and upper right of what is drawn, without what strayed far away.

    A few primitives are stray when the empty space before them is several times as wide
    as all the rest.
    """
    boxes = recording.boxes()
    for _ in range(MOST_STRAYS):
        stray = _stray(boxes)
        if stray is None:
            break
        boxes = boxes[~stray]
    return boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)


def _stray(boxes: Floats) -> Mask | None:
    """The few boxes beyond the widest gap along x or y; None without such a gap."""
    few = min(max(3, len(boxes) // 50), len(boxes) // 3)
    for axis in (0, 1):
        centres = (boxes[:, axis] + boxes[:, axis + 2]) / 2
        values = np.sort(centres)
        gaps = np.diff(values)
        if not len(gaps):
            continue
        at = int(gaps.argmax())
        limit = (values[at] + values[at + 1]) / 2
        beyond: Mask = centres < limit
        if at + 1 > len(values) - at - 1:
            beyond = ~beyond
        if beyond.sum() > few:
            continue
        rest = boxes[~beyond]
        span = (rest[:, 2:].max(axis=0) - rest[:, :2].min(axis=0)).max()
        if gaps[at] > STRAY_TIMES * span:
            return beyond
    return None
