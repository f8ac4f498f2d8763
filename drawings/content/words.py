"""Join words that stand on one base line into the line that was written."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from drawings.content.lettering import width_of
from drawings.content.recorder import Place, Point, Quad
from drawings.content.recording import Writing

SAME_LINE = 0.1
SAME_HEIGHT = 0.02
WIDEST_GAP = 1.2
A_SPACE = 0.15


@dataclass(frozen=True, slots=True)
class Word:
    """A piece of text with its place; the quad as in `Content`."""

    writing: Writing
    quad: Quad
    place: Place


def joined(words: Sequence[Word]) -> list[Word]:
    """Words in writing order, neighbours on a line made one."""
    lines: list[Word] = []
    for word in words:
        gap = _gap(lines[-1], word) if lines else None
        if gap is None:
            lines.append(word)
        else:
            lines[-1] = _join(lines[-1], word, gap)
    return lines


def _gap(left: Word, right: Word) -> float | None:
    """Distance between two words in text heights; None where they do not belong."""
    height = math.dist(left.quad[0], left.quad[1])
    other = math.dist(right.quad[0], right.quad[1])
    if height <= 0 or abs(height - other) > SAME_HEIGHT * height:
        return None
    if left.place.pen != right.place.pen:
        return None
    along, across = _along(left.quad, right.quad[0])
    if abs(across) > SAME_LINE * height or not -A_SPACE <= along / height <= WIDEST_GAP:
        return None
    return along / height


def _along(quad: Quad, point: Point) -> tuple[float, float]:
    """A point in the frame of a base line's end: along the line, and across it."""
    (x0, y0), (x1, y1) = quad[0], quad[3]
    length = math.hypot(x1 - x0, y1 - y0) or 1.0
    ux, uy = (x1 - x0) / length, (y1 - y0) / length
    dx, dy = point[0] - x1, point[1] - y1
    return dx * ux + dy * uy, dy * ux - dx * uy


def _join(left: Word, right: Word, gap: float) -> Word:
    natural = width_of(" ", is_shape=left.writing.is_shape)
    spaces = " " * max(1, round(gap / natural)) if gap > A_SPACE else ""
    writing = replace(
        left.writing, text=left.writing.text + spaces + right.writing.text
    )
    quad = (left.quad[0], left.quad[1], right.quad[2], right.quad[3])
    return replace(left, writing=writing, quad=quad)
