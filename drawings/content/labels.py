"""Find the value beside or below each label of a title block."""

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from drawings.content.lines import Box, Line
from drawings.content.sheetnumbers import bare_number, find_number
from drawings.content.tags import Field, field_of, folded

COLON = re.compile(r"^\s*([^:：]{1,24})[:：]\s*(.*)$")
SCALE = re.compile(
    r"1\s*[:：/∶]\s*\d{1,5}|见图|如图|as (noted|shown|indicated)|n\.?t\.?s|="
)
DATE = re.compile(
    r"(19|20)\d\d\s*[-./年]\s*\d{1,2}|(19|20)\d{4,6}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}|"
    r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?,?\s+.*\d{4}",
    re.IGNORECASE,
)
REVISION = re.compile(
    r"(第\s*)?[A-Z]?\d{0,3}([.]\d{1,2})?\s*版?|[A-Z]|rev\.?\s*\w{1,3}", re.I
)
LONGEST_PERSON = 24
# How far a value may stand from its label, in mm on paper.
RIGHT_MM, BELOW_MM = 60.0, 14.0
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


def labelled_values(
    lines: Sequence[Line], size_mm: tuple[float, float]
) -> list[Labelled]:
    """Values of all labels, those nearest to the lower right corner first."""
    found: list[Labelled] = []
    nearest: dict[Field, float] = {}
    for line in lines:
        match = COLON.match(line.text)
        label = match[1] if match else line.text
        field = field_of(label)
        if field is None or field is Field.OTHER:
            continue
        corner = math.dist(line.middle, (size_mm[0], 0.0)) / math.hypot(*size_mm)
        nearest[field] = min(corner, nearest.get(field, corner))
        if match and match[2].strip():
            if suits(field, match[2]):
                found.append(Labelled(field, label, match[2].strip(), line.box, corner))
            continue
        value = _beside(line, field, lines)
        if value is not None:
            box = _union(line.box, value.box)
            found.append(Labelled(field, label, value.text, box, corner))
    # The label nearest to the corner is the title block's, even when it has no value.
    near = [each for each in found if each.corner <= nearest[each.field] + SAME_BLOCK]
    return sorted(near, key=lambda each: each.corner)


def suits(field: Field, text: str) -> bool:
    """Whether a text can be the value of a field."""
    text = text.strip()
    if not text or field_of(text) is not None:
        return False
    return _TESTS.get(field, _any)(text)


def _beside(label: Line, field: Field, lines: Sequence[Line]) -> Line | None:
    best: tuple[float, Line] | None = None
    for line in lines:
        if line is label:
            continue
        distance = _distance(label, line)
        if distance is None or not suits(field, line.text):
            continue
        if best is None or distance < best[0]:
            best = (distance, line)
    return best[1] if best else None


def _distance(label: Line, value: Line) -> float | None:
    """How far a value stands to the right of or below its label; None if elsewhere."""
    lx0, ly0, lx1, ly1 = label.box
    vx0, vy0, vx1, vy1 = value.box
    shared_rows = min(ly1, vy1) - max(ly0, vy0)
    right = vx0 - lx1
    if shared_rows > 0 and -0.5 <= right <= RIGHT_MM:
        return max(right, 0.0)
    shared_columns = min(lx1, vx1) - max(lx0, vx0)
    near = shared_columns > 0 or abs(vx0 - lx0) <= label.height * 4
    below = ly0 - vy1
    if near and -0.5 <= below <= BELOW_MM:
        # A value to the right is the rule; below only where nothing stands beside.
        return max(below, 0.0) * 2 + 4.0
    return None


def _is_number(text: str) -> bool:
    return bool(find_number(text) or bare_number(text))


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
    Field.SIGNER: _is_person,
}


def _union(a: Box, b: Box) -> Box:
    return (min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3]))
