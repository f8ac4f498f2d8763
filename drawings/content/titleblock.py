"""Find what the title block (图签) says: number, name, scale, revision and more.

Attributes of a CAD block are believed first, then texts with a label beside them, then
large texts in the corner that look right, then the name of the layout or of the file.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from drawings.content.disciplines import Discipline, discipline_of
from drawings.content.labels import Labelled, labelled_values, suits
from drawings.content.lines import Box, Line, lines_of
from drawings.content.looks import SUBJECT, name_by_looks, number_by_looks
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
SUFFIX = re.compile(r"\.(dwg|dxf|pdf)$", re.IGNORECASE)
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
        _looked(number_by_looks(lines, content.size_mm), BY_LOOKS),
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
        _looked(name_by_looks(lines, content.size_mm, number.box_mm), BY_LOOKS - 0.1),
        _name_in(hints.layout, BY_LAYOUT - 0.1, Source.LAYOUT),
        _name_in(SUFFIX.sub("", hints.filename), BY_FILENAME - 0.1, Source.FILENAME),
    )
    return next((each for each in candidates if each), NOTHING)


def _looked(line: Line | None, confidence: float) -> Finding:
    if line is None:
        return NOTHING
    text = whole_number(line.text) or " ".join(line.text.split())
    return Finding(text, confidence, Source.TEXT, line.box)


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
