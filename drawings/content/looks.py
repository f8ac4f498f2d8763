"""Find number and name of a sheet by their looks: large texts in the title block."""

import math
import re
from collections.abc import Sequence
from dataclasses import replace

from drawings.content.labels import SAME_RECOGNISED
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
# What stands in a title block beside number and name: firms, places, days, scales.
FOREIGN = re.compile(
    r"公司|设计院|事务所|有限|集团|资质|电话|地址|@|www|\b(inc|ltd|llc|gmbh|co|tel|phone|fax)\b|"
    r"\d{1,2}[-./]\d{1,2}[-./]\d{2,4}|(19|20)\d\d|1\s*[:：]\s*\d|[:：]\s*$|"
    r"\b(street|road|avenue|lane|drive|not for construction|preliminary|planning)\b|"
    r"\bof \d|^\d+$|\b(dwg|drg|sheet|drawing) ?n",
    re.IGNORECASE,
)
# A name beside the number: its height as a part of the number's, and how near it stands
# as a part of the sheet's diagonal.
LEAST_SHARE, MOST_SHARE, BESIDE_PART = 0.3, 1.2, 0.12
SMALL_PRINT = 1.8
CORNER_PART = 0.2
TALL = 1.3
CODE = re.compile(r"[A-Z0-9]{1,8}([-.][A-Z0-9]{1,8}){1,5}", re.IGNORECASE)
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
    return best[1] or _code_in_corner(lines, size_mm)


def _code_in_corner(lines: Sequence[Line], size_mm: tuple[float, float]) -> Line | None:
    """The tallest code with digits and a dash of the corner, where it stands out."""
    reach = CORNER_PART * math.hypot(*size_mm)
    corner = [
        line for line in lines if math.dist(line.middle, (size_mm[0], 0.0)) <= reach
    ]
    codes = [
        line
        for line in corner
        if CODE.fullmatch(line.text.strip())
        and re.search(r"\d", line.text)
        and not FOREIGN.search(line.text)
        and not re.fullmatch(r"[\d.]+", line.text.strip())
    ]
    tallest = max(codes, key=lambda line: line.height, default=None)
    # A lower quartile: boxes of cells that were taken for letters are tall.
    heights = sorted(line.height for line in corner if len(line.text.strip()) > 2)
    usual = heights[len(heights) // 4] if heights else 0.0
    is_tall = tallest is not None and tallest.height >= TALL * usual
    return tallest if is_tall else None


def name_by_looks(
    lines: Sequence[Line], size_mm: tuple[float, float], number: Box | None
) -> Line | None:
    """The largest text of the title block that reads like the subject of a sheet.

    Where none does, or only small print, the large text beside the number is the name.

    Args:
        lines: the texts of the sheet.
        size_mm: width and height of the sheet.
        number: where the sheet number stands; names stand near it.

    """
    subject = _name_by_subject(lines, size_mm, number)
    beside = _name_beside(lines, size_mm, number) if number else None
    if beside and (subject is None or beside.height > SMALL_PRINT * subject.height):
        return beside
    return subject


def _name_by_subject(
    lines: Sequence[Line], size_mm: tuple[float, float], number: Box | None
) -> Line | None:
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


def _name_beside(
    lines: Sequence[Line], size_mm: tuple[float, float], number: Box
) -> Line | None:
    """The large text nearest to the number that is no date, address or firm."""
    tall = number[3] - number[1]
    near = [
        (_gap(line.box, number), line)
        for line in lines
        if tall * LEAST_SHARE <= line.height <= tall * MOST_SHARE
        and in_titleblock(line, size_mm)
        and _may_be_name(line.text)
    ]
    found = [pair for pair in near if pair[0] <= BESIDE_PART * math.hypot(*size_mm)]
    if not found:
        return None
    line = min(found, key=lambda pair: pair[0] - 2 * pair[1].height)[1]
    whole = _with_neighbours(line, lines)
    is_one = len(whole.text) <= LONG_NAME and not FOREIGN.search(whole.text)
    return whole if is_one else line


def _may_be_name(text: str) -> bool:
    text = " ".join(text.split())
    letters = re.sub(r"[\W\d_]", "", text)
    return (
        SHORT_NAME < len(text) <= LONG_NAME
        and len(letters) > 1
        and field_of(text) is None
        and not whole_number(text)
        and not CODE.fullmatch(text)
        and not FOREIGN.search(text)
    )


def _gap(a: Box, b: Box) -> float:
    """How far two boxes stand apart."""
    across = max(a[0] - b[2], b[0] - a[2], 0.0)
    along = max(a[1] - b[3], b[1] - a[3], 0.0)
    return math.hypot(across, along)


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
    return replace(line, text=text, box=box)


def _continues(lower: Line, upper: Line, like: Line) -> bool:
    """Whether one line stands right under another, both of one size and margin."""
    gap = (upper.box[1] - lower.box[3]) / like.height
    if not -0.3 <= gap <= NEXT_LINE or lower is upper:
        return False  # so nearly all; the dearer questions are for the others
    if not (lower.is_level and upper.is_level):
        return False
    if any(
        abs(each.height - like.height)
        > (SAME_RECOGNISED if each.is_recognised else SAME_SIZE) * like.height
        for each in (lower, upper)
    ):
        return False
    aligned = (
        abs(lower.box[0] - upper.box[0]) < like.height / 2
        or abs(lower.middle[0] - upper.middle[0]) < like.height / 2
    )
    return aligned and field_of(lower.text) is None and field_of(upper.text) is None
