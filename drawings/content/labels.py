"""Find the value beside or below each label of a title block."""

import math
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from drawings.content.lines import Box, Line
from drawings.content.sheetnumbers import bare_number, labelled_number
from drawings.content.tags import Field, field_of, folded

COLON = re.compile(r"^\s*([^:：]{1,24})[:：]\s*(.*)$")
SCALE = re.compile(
    r"1\s*[:：/∶]\s*\d{1,5}|见图|如图|as (noted|shown|indicated)|n\.?t\.?s|="
)
DATE = re.compile(
    r"(19|20)\d\d\s*[-./年]\s*\d{1,2}|(19|20)\d{4,6}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}|"
    r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*['’.]?,?\s+.*\d{4}",
    re.IGNORECASE,
)
REVISION = re.compile(
    r"(第\s*)?[A-Z]?\d{0,3}([.]\d{1,2})?\s*版?|[A-Z]|rev\.?\s*\w{1,3}", re.I
)
LONGEST_PERSON = 24
# How far a value may stand from its label, in mm on paper.
RIGHT_MM, BELOW_MM = 60.0, 14.0
# On a large sheet the cells of a title block are wider too: a part of the sheet's width.
RIGHT_PART = 0.11
# Heights of recognised letters depend on which letters there are.
SAME_RECOGNISED = 0.25
# Words without a digit are believed to be a number only right beside its label.
CLOSE_MM = 12.0
MOST_LINES, SAME_SIZE, NEXT_LINE = 3, 0.06, 0.9
COUNT = re.compile(
    r"(sheet|page)\s+\d+\s+of\s+\d+|第.*[张页]|共.*[张页]", re.IGNORECASE
)
# How far apart labels of one title block may stand, as a part of the sheet's diagonal.
SAME_BLOCK = 0.2


@dataclass(frozen=True, slots=True)
class Labelled:
    """A value with its label: the field, the label as written, what and where."""

    field: Field
    label: str
    value: str
    box: Box
    corner: float
    is_recognised: bool = False


def labelled_values(
    lines: Sequence[Line], size_mm: tuple[float, float]
) -> list[Labelled]:
    """Values of all labels, those nearest to the lower right corner first."""
    return values_near(lines, (size_mm[0], 0.0), size_mm)


def values_near(
    lines: Sequence[Line],
    corner: tuple[float, float],
    size_mm: tuple[float, float],
) -> list[Labelled]:
    """Values of all labels, those nearest to a corner of the sheet first."""
    found: list[Labelled] = []
    nearest: dict[Field, float] = {}
    reach = max(RIGHT_MM, RIGHT_PART * max(size_mm))
    for line in lines:
        match = COLON.match(line.text)
        label = match[1] if match else line.text
        field = field_of(label)
        if field is None or field is Field.OTHER:
            continue
        away = math.dist(line.middle, corner) / math.hypot(*size_mm)
        nearest[field] = min(away, nearest.get(field, away))
        if match and match[2].strip():
            if suits(field, match[2]):
                whole = _whole(replace(line, text=match[2].strip()), field, lines, line)
                found.append(_labelled(field, label, line, whole, away))
            continue
        value = _beside(line, field, lines, reach)
        if value is None and field is Field.NUMBER:
            value = _beside(line, Field.OTHER, lines, CLOSE_MM)
        if value is not None:
            first = _first_line(value, line, lines) if field is Field.NAME else value
            whole = _whole(first, field, lines, line)
            found.append(_labelled(field, label, line, whole, away))
    # The label nearest to the corner is the title block's, even when it has no value.
    near = [each for each in found if each.corner <= nearest[each.field] + SAME_BLOCK]
    return sorted(near, key=lambda each: each.corner)


def _whole(value: Line, field: Field, lines: Sequence[Line], label: Line) -> Line:
    if field is not Field.NAME:
        return value
    return with_next_lines(value, lines, _labels_in_column(label, lines))


def _labels_in_column(label: Line, lines: Iterable[Line]) -> list[Line]:
    """The other labels that stand in one column with a label."""
    return [
        each
        for each in lines
        if each is not label
        and min(abs(each.box[0] - label.box[0]), abs(each.middle[0] - label.middle[0]))
        < label.height
        and field_of(each.text) is not None
    ]


def _labelled(
    field: Field, label: str, line: Line, value: Line, away: float
) -> Labelled:
    return Labelled(
        field,
        label,
        value.text,
        union(line.box, value.box),
        away,
        line.is_recognised or value.is_recognised,
    )


def _first_line(value: Line, label: Line, lines: Sequence[Line]) -> Line:
    """The line with which a name begins that stands in several beside its label.

    Lines above the one found belong to it where the label stands in the middle of all
    of them, and no label of their own stands in their row.
    """
    if value.box[0] < label.box[2] - 0.5:
        return value
    first, last = value, _last_line(value, lines)
    for _ in range(MOST_LINES - 1):  # lines upon one another go on with each other
        if _off_middle(first, last, label) >= -NEXT_LINE / 4 * value.height:
            break
        upper = next((each for each in lines if _continues(each, first)), None)
        if upper is None or upper is label or _has_label(upper, lines):
            break
        first = upper
    is_centred = abs(_off_middle(first, last, label)) <= NEXT_LINE / 2 * value.height
    return first if is_centred else value


def _last_line(line: Line, lines: Sequence[Line]) -> Line:
    for _ in range(MOST_LINES - 1):
        lower = next((each for each in lines if _continues(line, each)), None)
        if lower is None:
            break
        line = lower
    return line


def _off_middle(first: Line, last: Line, label: Line) -> float:
    """How far above its label the middle of some lines stands; below it, negative."""
    return (first.box[3] + last.box[1]) / 2 - label.middle[1]


def _has_label(line: Line, lines: Sequence[Line]) -> bool:
    """Whether a label stands to the left in the row of a line."""
    return any(
        each.box[2] <= line.box[0] + 0.5
        and min(each.box[3], line.box[3]) > max(each.box[1], line.box[1])
        and field_of(each.text) is not None
        for each in lines
    )


def with_next_lines(
    line: Line, lines: Sequence[Line], labels: Sequence[Line] = ()
) -> Line:
    """A line with those of its size right below it: a name set in several.

    What stands in a row with one of `labels` is the value of that one.
    """
    stack = [line]
    while len(stack) < MOST_LINES:
        lower = next((each for each in lines if _continues(stack[-1], each)), None)
        if lower is None or _has_label(lower, labels):
            break
        stack.append(lower)
    text = " ".join(" ".join(each.text.split()) for each in stack)
    box = stack[0].box
    for each in stack[1:]:
        box = union(box, each.box)
    return replace(line, text=text, box=box)


def _continues(upper: Line, lower: Line) -> bool:
    """Whether a line stands right below another and goes on with it."""
    size = SAME_RECOGNISED if upper.is_recognised else SAME_SIZE
    if upper is lower or abs(lower.height - upper.height) > size * upper.height:
        return False
    gap = (upper.box[1] - lower.box[3]) / max(upper.height, 1e-9)
    is_aligned = min(
        abs(upper.box[0] - lower.box[0]), abs(upper.middle[0] - lower.middle[0])
    ) < 0.6 * max(upper.height, 1e-9)
    is_own = COLON.match(lower.text) is None and not COUNT.search(lower.text)
    is_label = field_of(lower.text) is not None
    return is_aligned and is_own and not is_label and -0.3 <= gap <= NEXT_LINE


def suits(field: Field, text: str) -> bool:
    """Whether a text can be the value of a field."""
    text = text.strip()
    if not text or field_of(text) is not None:
        return False
    return _TESTS.get(field, _any)(text)


def _beside(
    label: Line, field: Field, lines: Sequence[Line], reach: float
) -> Line | None:
    best: tuple[float, Line] | None = None
    # Most lines stand in other rows: those are told by their boxes alone.
    lowest, highest = label.box[1] - BELOW_MM, max(label.box[3], label.box[1] + 0.5)
    farthest = label.box[2] + max(reach, label.height * 4)
    for line in lines:
        left, low, _right, high = line.box
        if high < lowest or low > highest or left > farthest or line is label:
            continue
        distance = _distance(label, line, reach)
        if distance is None or not suits(field, line.text):
            continue
        if best is None or distance < best[0]:
            best = (distance, line)
    return best[1] if best else None


def _distance(label: Line, value: Line, reach: float) -> float | None:
    """How far a value stands to the right of or below its label; None if elsewhere."""
    lx0, ly0, lx1, ly1 = label.box
    vx0, vy0, vx1, vy1 = value.box
    shared_rows = min(ly1, vy1) - max(ly0, vy0)
    right = vx0 - lx1
    if shared_rows > 0 and -0.5 <= right <= reach:
        return max(right, 0.0)
    shared_columns = min(lx1, vx1) - max(lx0, vx0)
    near = shared_columns > 0 or abs(vx0 - lx0) <= label.height * 4
    below = ly0 - vy1
    if near and -0.5 <= below <= BELOW_MM:
        # A value to the right is the rule; below only where nothing stands beside.
        return max(below, 0.0) * 2 + 4.0
    return None


def _is_number(text: str) -> bool:
    return bool(labelled_number(text) or bare_number(text))


def _is_person(text: str) -> bool:
    return len(text) <= LONGEST_PERSON and not re.search(r"\d", text)


def _is_name(text: str) -> bool:
    return len(folded(text)) > 1 and not re.fullmatch(r"[\d.:：/\s-]+", text)


def _any(text: str) -> bool:
    return bool(text)


_TESTS: dict[Field, Callable[[str], bool]] = {
    Field.NUMBER: _is_number,
    Field.NAME: _is_name,
    Field.KIND: lambda text: len(text) <= 12 and not text.isdigit(),
    Field.SCALE: lambda text: SCALE.search(text.lower()) is not None,
    Field.REVISION: lambda text: REVISION.fullmatch(text) is not None,
    Field.DATE: lambda text: DATE.search(text) is not None,
    Field.PROJECT: _is_name,
    Field.PART: _is_name,
    Field.SIGNER: _is_person,
    Field.OTHER: lambda text: len(text) > 1 and not DATE.search(text),
}


def union(a: Box, b: Box) -> Box:
    """The box around two boxes."""
    return (min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3]))
