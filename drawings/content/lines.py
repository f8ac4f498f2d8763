"""The texts of a sheet as lines with places: what a reader of the title block looks at."""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from drawings.content.parts import Content, Kind

Box = tuple[float, float, float, float]
SAME_ROW = 0.35
WIDEST_GAP = 1.6
QUARTER = 90
# 建施 in one cell of writing and 05 in the next are one number.
KIND_ALONE = re.compile(r"[\u4e00-\u9fff]{0,3}[施初方通变修]\s*[-－—–]?")
REST_OF_NUMBER = re.compile(r"[-－—–]?\s*\d{1,3}[A-Za-z]?(\s*[/／]\s*\d{1,3})?")


@dataclass(frozen=True, slots=True)
class Line:
    """One piece of text on paper; its box in mm, y upwards.

    `turn` is 0, 90, 180 or 270: how far the writing is turned against the clock. What
    was recognised from the picture of the letters is marked: it may be misread.
    """

    text: str
    box: Box
    height: float
    is_level: bool
    turn: int = 0
    is_recognised: bool = False

    @property
    def middle(self) -> tuple[float, float]:
        """The middle of the box."""
        x0, y0, x1, y1 = self.box
        return (x0 + x1) / 2, (y0 + y1) / 2


# The title block and the drawing list of one sheet ask one after the other.
@lru_cache(maxsize=1)
def lines_of(content: Content) -> tuple[Line, ...]:
    """Every text primitive as a line; single letters of a spaced word are joined."""
    chosen = np.flatnonzero(content.kind == Kind.TEXT)
    quads = content.points[chosen]
    along, up = quads[:, 3] - quads[:, 0], quads[:, 1] - quads[:, 0]
    lines = []
    for text, (x0, y0), (x1, y1), height, (right, rise) in zip(
        content.text[chosen].tolist(),
        quads.min(axis=1).tolist(),
        quads.max(axis=1).tolist(),
        np.hypot(up[:, 0], up[:, 1]).tolist(),
        along.tolist(),
        strict=True,
    ):
        if not (words := content.texts[text].strip()):
            continue
        is_level = abs(rise) <= SAME_ROW * max(abs(right), 1e-9)
        turn = round(math.degrees(math.atan2(rise, right)) / QUARTER) % 4 * QUARTER
        lines.append(Line(words, (x0, y0, x1, y1), height, is_level, turn))
    return tuple(joined_pieces(lines))


def turned(
    lines: Iterable[Line], turn: int, size_mm: tuple[float, float]
) -> list[Line]:
    """The lines written at a turn, in a frame in which they are level.

    The frame is the sheet turned with the clock, its lower left corner at 0 0 again.
    """
    return [
        replace(line, box=turned_box(line.box, -turn, size_mm), is_level=True, turn=0)
        for line in lines
        if line.turn == turn
    ]


def turned_box(box: Box, turn: int, size_mm: tuple[float, float]) -> Box:
    """A box on a sheet of this size that is turned against the clock by quarters."""
    x0, y0, x1, y1 = box
    width, height = size_mm
    for _ in range(turn // QUARTER % 4):
        x0, y0, x1, y1 = height - y1, x0, height - y0, x1
        width, height = height, width
    return (x0, y0, x1, y1)


def joined_pieces(lines: list[Line]) -> list[Line]:
    """Words set letter by letter, and numbers set in two pieces, made whole."""
    return _joined_numbers(_joined_letters(lines))


def _joined_numbers(lines: list[Line]) -> list[Line]:
    """建施- and 05 set as two texts side by side become 建施-05."""
    kinds = [line for line in lines if KIND_ALONE.fullmatch(line.text)]
    used: set[int] = set()
    joined: list[Line] = []
    for kind in kinds:
        for line in lines:
            if (
                id(line) not in used
                and REST_OF_NUMBER.fullmatch(line.text)
                and _stands_behind(kind, line)
            ):
                used |= {id(kind), id(line)}
                joined.append(_join(kind, line))
                break
    return [line for line in lines if id(line) not in used] + joined


def _stands_behind(left: Line, right: Line) -> bool:
    height = max(left.height, right.height)
    return (
        left.is_level
        and right.is_level
        and abs(left.middle[1] - right.middle[1]) <= SAME_ROW * height
        and -SAME_ROW * height <= right.box[0] - left.box[2] <= WIDEST_GAP * height
    )


def _joined_letters(lines: list[Line]) -> list[Line]:
    """图 and 号 set as two texts side by side become 图号."""
    single = [line for line in lines if len(line.text) == 1 and line.is_level]
    others = [line for line in lines if not (len(line.text) == 1 and line.is_level)]
    single.sort(key=lambda line: (-round(line.box[1], 0), line.box[0]))
    joined: list[Line] = []
    for line in single:
        if joined and _are_neighbours(joined[-1], line):
            joined[-1] = _join(joined[-1], line)
        else:
            joined.append(line)
    return others + joined


def _are_neighbours(left: Line, right: Line) -> bool:
    gap = right.box[0] - left.box[2]
    height = max(left.height, right.height)
    return (
        abs(left.box[1] - right.box[1]) <= SAME_ROW * height
        and -SAME_ROW * height <= gap <= WIDEST_GAP * 2 * height
        and min(left.text[-1], right.text) >= "\u4e00"
    )


def _join(left: Line, right: Line) -> Line:
    box = (
        left.box[0],
        min(left.box[1], right.box[1]),
        right.box[2],
        max(left.box[3], right.box[3]),
    )
    return replace(
        left,
        text=left.text + right.text,
        box=box,
        height=max(left.height, right.height),
    )
