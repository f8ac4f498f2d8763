"""Find what the title block (图签) says: number, name, scale, revision and more.

Attributes of a CAD block are believed first, then texts with a label beside them, then
large texts in the corner that look right, then the name of the layout or of the file.
"""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from drawings.content.disciplines import Discipline, discipline_of
from drawings.content.labels import Labelled, labelled_values, suits
from drawings.content.lines import Box, Line, lines_of
from drawings.content.parts import Content
from drawings.content.sheetnumbers import (
    bare_number,
    comparable,
    find_number,
    tidy,
    whole_number,
)
from drawings.content.tags import Field, field_of


class Source(StrEnum):
    """Where a value was found."""

    ATTRIBUTE = "attribute"
    TEXT = "text"
    FILENAME = "filename"
    LAYOUT = "layout"
    NONE = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One value of the title block.

    Attributes:
        value: what is written, tidied; empty when nothing was found.
        confidence: 0 nothing found, 1 certain.
        source: where it was found.
        box_mm: where it stands on the sheet (x0, y0, x1, y1; paper mm, y upwards).

    """

    value: str = ""
    confidence: float = 0.0
    source: Source = Source.NONE
    box_mm: Box | None = None

    def __bool__(self) -> bool:
        return bool(self.value)


NOTHING = Finding()
BY_ATTRIBUTE, BY_LABEL, BY_LOOKS, BY_LAYOUT, BY_FILENAME = 0.95, 0.85, 0.6, 0.5, 0.4
AGREED = 0.1
# The title block lies in the right or the lower part of a sheet.
RIGHT_PART, LOWER_PART = 0.72, 0.28
SUBJECT = re.compile(
    r"平面|立面|剖面|详图|大样|说明|目录|系统|布置|总图|节点|配筋|门窗|做法|屋面|图$|"
    r"\b(plan|elevation|section|detail|schedule|diagram|layout|notes|cover|index|framing|"
    r"structural|foundation|assembly|floor|roof)s?\b",
    re.IGNORECASE,
)
SUFFIX = re.compile(r"\.(dwg|dxf|pdf)$", re.IGNORECASE)
SHORT_NAME, LONG_NAME = 2, 60
MOST_LINES, SAME_SIZE, NEXT_LINE = 3, 0.04, 0.9
# A number of the author's own making, such as 2019.TSD.PD.104.
CODE = re.compile(r"[A-Za-z\u4e00-\u9fff0-9]+(?:[-._－][A-Za-z\u4e00-\u9fff0-9]+){1,6}")


@dataclass(frozen=True, slots=True)
class TitleBlock:
    """What a title block says; `signers` maps a role (as written) to a name."""

    number: Finding = NOTHING
    name: Finding = NOTHING
    scale: Finding = NOTHING
    revision: Finding = NOTHING
    date: Finding = NOTHING
    project: Finding = NOTHING
    discipline: Discipline = Discipline.OTHER
    signers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Hints:
    """What is known of a sheet besides its texts.

    Attributes:
        attributes: tag to value of the CAD title block.
        layout: name of the CAD layout.
        filename: name of the file; empty when the file holds several sheets.
        folder: name of the folder that the file came in.

    """

    attributes: Mapping[str, str] = field(default_factory=dict)
    layout: str = ""
    filename: str = ""
    folder: str = ""


def read_titleblock(content: Content, hints: Hints) -> TitleBlock:
    """What the title block of a sheet says, each value with how sure that is."""
    lines = lines_of(content)
    labelled = labelled_values(lines, content.size_mm)
    by_attribute = _attributes(hints.attributes)
    number = _number(by_attribute, labelled, lines, content, hints)
    name = _name(by_attribute, labelled, lines, content, (number, hints))
    found = {
        each: by_attribute.get(each) or _labelled(labelled, each)
        for each in (Field.SCALE, Field.REVISION, Field.DATE, Field.PROJECT, Field.KIND)
    }
    discipline = discipline_of(number.value, name.value, hints.folder or hints.filename)
    if discipline is Discipline.OTHER:
        discipline = discipline_of("", found[Field.KIND].value)
    return TitleBlock(
        number=number,
        name=name,
        scale=found[Field.SCALE],
        revision=found[Field.REVISION],
        date=found[Field.DATE],
        project=found[Field.PROJECT],
        discipline=discipline,
        signers=_signers(hints.attributes, labelled),
    )


def _attributes(attributes: Mapping[str, str]) -> dict[Field, Finding]:
    found: dict[Field, Finding] = {}
    for tag, value in attributes.items():
        kind = field_of(tag)
        text = " ".join(value.split())
        if kind is None or kind in found or not suits(kind, text):
            continue
        found[kind] = Finding(text, BY_ATTRIBUTE, Source.ATTRIBUTE)
    return found


def _labelled(labelled: Sequence[Labelled], kind: Field) -> Finding:
    for each in labelled:
        if each.field is kind:
            return Finding(each.value, BY_LABEL, Source.TEXT, each.box)
    return NOTHING


def _number(
    by_attribute: Mapping[Field, Finding],
    labelled: Sequence[Labelled],
    lines: Sequence[Line],
    content: Content,
    hints: Hints,
) -> Finding:
    kind = by_attribute.get(Field.KIND) or _labelled(labelled, Field.KIND)
    named = _as_number(by_attribute.get(Field.NUMBER, NOTHING), kind)
    candidates = [
        named,
        *(
            _as_number(Finding(each.value, BY_LABEL, Source.TEXT, each.box), kind)
            for each in labelled
            if each.field is Field.NUMBER
        ),
        _number_by_looks(lines, content.size_mm),
        _number_in(hints.layout, BY_LAYOUT, Source.LAYOUT),
        _number_in(SUFFIX.sub("", hints.filename), BY_FILENAME, Source.FILENAME),
    ]
    found = [each for each in candidates if each]
    if not found:
        return NOTHING
    best = max(found, key=lambda each: each.confidence)
    agreed = any(
        each.source is not best.source
        and comparable(each.value) == comparable(best.value)
        for each in found
    )
    confidence = min(1.0, best.confidence + (AGREED if agreed else 0.0))
    return Finding(best.value, round(confidence, 2), best.source, best.box_mm)


def _as_number(finding: Finding, kind: Finding) -> Finding:
    """A labelled value as a sheet number; 图别 建施 and 图号 05 make 建施-05."""
    value = find_number(finding.value)
    written = re.sub(r"/\d+$", "", finding.value.strip())
    if value and CODE.fullmatch(written):
        value = written
    if not value and (bare := bare_number(finding.value)):
        prefix = kind.value.strip()
        value = find_number(f"{prefix}-{bare}") if prefix else ""
        if not value:
            return Finding(bare, BY_FILENAME, finding.source, finding.box_mm)
    return Finding(tidy(value), finding.confidence, finding.source, finding.box_mm)


def _number_in(text: str, confidence: float, source: Source) -> Finding:
    value = find_number(text.replace("_", " "))
    return Finding(value, confidence, source) if value else NOTHING


def _number_by_looks(lines: Sequence[Line], size_mm: tuple[float, float]) -> Finding:
    """The largest text of the title block that is a sheet number and nothing else."""
    best: tuple[float, Finding] = (0.0, NOTHING)
    for line in lines:
        value = whole_number(line.text)
        if not value or not in_titleblock(line, size_mm):
            continue
        away = math.dist(line.middle, (size_mm[0], 0.0)) / math.hypot(*size_mm)
        weight = line.height * (1.2 - away)
        if weight > best[0]:
            best = (weight, Finding(value, BY_LOOKS, Source.TEXT, line.box))
    return best[1]


def _name(
    by_attribute: Mapping[Field, Finding],
    labelled: Sequence[Labelled],
    lines: Sequence[Line],
    content: Content,
    known: tuple[Finding, Hints],
) -> Finding:
    number, hints = known
    candidates = (
        by_attribute.get(Field.NAME, NOTHING),
        _labelled(labelled, Field.NAME),
        _name_by_looks(lines, content.size_mm, number),
        _name_in(hints.layout, BY_LAYOUT - 0.1, Source.LAYOUT),
        _name_in(SUFFIX.sub("", hints.filename), BY_FILENAME - 0.1, Source.FILENAME),
    )
    return next((each for each in candidates if each), NOTHING)


def _name_by_looks(
    lines: Sequence[Line], size_mm: tuple[float, float], number: Finding
) -> Finding:
    """The largest text of the title block that reads like the subject of a sheet."""
    best: tuple[float, Finding] = (0.0, NOTHING)
    for line in lines:
        text = " ".join(line.text.split())
        if not SHORT_NAME < len(text) <= LONG_NAME or not SUBJECT.search(text):
            continue
        if not in_titleblock(line, size_mm) or field_of(text) is not None:
            continue
        corner = number.box_mm[:2] if number.box_mm else (size_mm[0], 0.0)
        away = math.dist(line.middle, corner) / math.hypot(*size_mm)
        weight = line.height * (1.1 - away)
        if weight > best[0]:
            whole = _with_neighbours(line, lines)
            whole = whole if len(whole.text) <= LONG_NAME else line
            finding = Finding(whole.text, BY_LOOKS - 0.1, Source.TEXT, whole.box)
            best = (weight, finding)
    return best[1]


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


def _name_in(text: str, confidence: float, source: Source) -> Finding:
    """What is left of a layout's or file's name without the number."""
    text = text.replace("_", " ")
    if not SUBJECT.search(text):
        return NOTHING
    number = find_number(text)
    rest = text
    if number:
        loose = r"[-－—–_.\s]*".join(
            re.escape(each) for each in number.replace("-", "")
        )
        rest = re.sub(loose, " ", text, flags=re.IGNORECASE)
    rest = re.sub(r"[_\s]+", " ", rest).strip(" -_.—")
    return Finding(rest, confidence, source) if rest else NOTHING


def in_titleblock(line: Line, size_mm: tuple[float, float]) -> bool:
    """Whether a text stands in the strip on the right or along the bottom."""
    x, y = line.middle
    return x >= RIGHT_PART * size_mm[0] or y <= LOWER_PART * size_mm[1]


def _signers(
    attributes: Mapping[str, str], labelled: Iterable[Labelled]
) -> dict[str, str]:
    signers: dict[str, str] = {}
    for tag, value in attributes.items():
        text = " ".join(value.split())
        if field_of(tag) is Field.SIGNER and suits(Field.SIGNER, text):
            signers.setdefault(tag.strip(), text)
    for each in labelled:
        if each.field is Field.SIGNER:
            signers.setdefault(re.sub(r"\s+", "", each.label), each.value)
    return signers
