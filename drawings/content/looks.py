"""Find number and name of a sheet by their looks: large texts in the title block."""

import math
import re
from collections.abc import Sequence

from drawings.content.lines import Box, Line
from drawings.content.sheetnumbers import whole_number
from drawings.content.tags import field_of

# The title block lies in the right or the lower part of a sheet.
RIGHT_PART, LOWER_PART = 0.72, 0.28
SUBJECT = re.compile(
    r"平面|立面|剖面|详图|大样|说明|目录|系统|布置|总图|节点|配筋|门窗|做法|屋面|图$|"
    r"\b(plan|elevation|section|detail|schedule|diagram|layout|notes|cover|index|framing|"
    r"structural|foundation|assembly|floor|roof)s?\b",
    re.IGNORECASE,
)
SHORT_NAME, LONG_NAME = 2, 60
MOST_LINES, SAME_SIZE, NEXT_LINE = 3, 0.04, 0.9


def number_by_looks(lines: Sequence[Line], size_mm: tuple[float, float]) -> Line | None:
    """The largest text of the title block that is a sheet number and nothing else."""
    best: tuple[float, Line | None] = (0.0, None)
    for line in lines:
        if not whole_number(line.text) or not in_titleblock(line, size_mm):
            continue
        away = math.dist(line.middle, (size_mm[0], 0.0)) / math.hypot(*size_mm)
        weight = line.height * (1.2 - away)
        if weight > best[0]:
            best = (weight, line)
    return best[1]


def name_by_looks(
    lines: Sequence[Line], size_mm: tuple[float, float], number: Box | None
) -> Line | None:
    """The largest text of the title block that reads like the subject of a sheet.

    Args:
        lines: the texts of the sheet.
        size_mm: width and height of the sheet.
        number: where the sheet number stands; names stand near it.

    """
    best: tuple[float, Line | None] = (0.0, None)
    corner = number[:2] if number else (size_mm[0], 0.0)
    for line in lines:
        text = " ".join(line.text.split())
        if not SHORT_NAME < len(text) <= LONG_NAME or not SUBJECT.search(text):
            continue
        if not in_titleblock(line, size_mm) or field_of(text) is not None:
            continue
        away = math.dist(line.middle, corner) / math.hypot(*size_mm)
        weight = line.height * (1.1 - away)
        if weight > best[0]:
            whole = _with_neighbours(line, lines)
            best = (weight, whole if len(whole.text) <= LONG_NAME else line)
    return best[1]


def in_titleblock(line: Line, size_mm: tuple[float, float]) -> bool:
    """Whether a text stands in the strip on the right or along the bottom."""
    x, y = line.middle
    return x >= RIGHT_PART * size_mm[0] or y <= LOWER_PART * size_mm[1]


def _with_neighbours(line: Line, lines: Sequence[Line]) -> Line:
    """A line with those of its size right above and below: a name set in several."""
    stack = [line]
    for _ in range(MOST_LINES):
        upper, lower = stack[0], stack[-1]
        for other in lines:
            if _continues(upper, other, line):
                stack.insert(0, other)
                break
            if _continues(other, lower, line):
                stack.append(other)
                break
    text = " ".join(" ".join(each.text.split()) for each in stack)
    boxes = [each.box for each in stack]
    box = (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )
    return Line(text, box, line.height, line.is_level)


def _continues(lower: Line, upper: Line, like: Line) -> bool:
    """Whether one line stands right under another, both of one size and margin."""
    if not (lower.is_level and upper.is_level) or lower is upper:
        return False
    if any(
        abs(each.height - like.height) > SAME_SIZE * like.height
        for each in (lower, upper)
    ):
        return False
    gap = (upper.box[1] - lower.box[3]) / like.height
    aligned = (
        abs(lower.box[0] - upper.box[0]) < like.height / 2
        or abs(lower.middle[0] - upper.middle[0]) < like.height / 2
    )
    is_label = field_of(lower.text) is not None or field_of(upper.text) is not None
    return aligned and not is_label and -0.3 <= gap <= NEXT_LINE
