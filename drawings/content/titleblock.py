"""Find what the title block (图签) says: number, name, scale, revision and more.

Attributes of a CAD block are believed first, then texts with a label beside them, then
large texts in the corner that look right, then the name of the layout or of the file.
Where the letters are drawn as lines or as a picture, they are recognised by their shape.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from drawings.content.disciplines import Discipline, discipline_of
from drawings.content.filewords import name_in, number_in
from drawings.content.findings import (
    BY_ATTRIBUTE,
    BY_FILENAME,
    BY_LAYOUT,
    BY_WORDS,
    NOTHING,
    Finding,
    Source,
)
from drawings.content.labels import COUNT, suits
from drawings.content.lines import Line, lines_of
from drawings.content.parts import Content
from drawings.content.sheetnumbers import (
    LONGEST_OWN,
    bare_number,
    comparable,
    find_number,
    labelled_number,
    tidy,
)
from drawings.content.tags import Field, field_of, named_in_lines
from drawings.content.ways import Way, ways_of

__all__ = ["Finding", "Hints", "Source", "TitleBlock", "read_titleblock"]

AGREED = 0.1
# Fields whose value is taken as it stands beside its label.
PLAIN = (
    Field.SCALE,
    Field.REVISION,
    Field.DATE,
    Field.PROJECT,
    Field.PART,
    Field.KIND,
)


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
    signers: dict[str, Finding] = field(default_factory=dict)


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


def read_titleblock(
    content: Content, hints: Hints, recognised: Sequence[Line] = ()
) -> TitleBlock:
    """What the title block of a sheet says, each value with how sure that is.

    Args:
        content: the sheet.
        hints: what is known besides its texts.
        recognised: texts that were read from the picture of the sheet.

    """
    ways = ways_of([*lines_of(content), *recognised], content.size_mm)
    by_attribute = _attributes(hints.attributes)
    number = _number(by_attribute, ways, hints)
    name = _name(by_attribute, ways, number, hints)
    found = {each: by_attribute.get(each) or _labelled(ways, each) for each in PLAIN}
    discipline = discipline_of(number.value, name.value, hints.folder or hints.filename)
    if discipline is Discipline.OTHER:
        discipline = discipline_of("", found[Field.KIND].value)
    return TitleBlock(
        number=number,
        name=name,
        scale=found[Field.SCALE],
        revision=found[Field.REVISION],
        date=found[Field.DATE] or _day(ways),
        project=found[Field.PROJECT] or found[Field.PART],
        discipline=discipline,
        signers=_signers(hints.attributes, ways),
    )


def _attributes(attributes: Mapping[str, str]) -> dict[Field, Finding]:
    found: dict[Field, Finding] = {}
    if name := named_in_lines(attributes):
        found[Field.NAME] = Finding(name, BY_ATTRIBUTE, Source.ATTRIBUTE)
    for tag, value in attributes.items():
        kind = field_of(tag)
        text = " ".join(value.split())
        if kind is None or kind in found or not suits(kind, text):
            continue
        found[kind] = Finding(text, BY_ATTRIBUTE, Source.ATTRIBUTE)
    return found


def _labelled(ways: Iterable[Way], kind: Field) -> Finding:
    for way in ways:
        for each in way.of(kind):
            return each
    return NOTHING


def _day(ways: Iterable[Way]) -> Finding:
    return next((found for way in ways if (found := way.day_looked())), NOTHING)


def _number(
    by_attribute: Mapping[Field, Finding], ways: Sequence[Way], hints: Hints
) -> Finding:
    kind = by_attribute.get(Field.KIND) or _labelled(ways, Field.KIND)
    candidates = [
        _as_number(by_attribute.get(Field.NUMBER, NOTHING), kind),
        *(_as_number(each, kind) for way in ways for each in way.of(Field.NUMBER)),
        *(way.number_looked() for way in ways),
        _if_found(number_in(hints.layout), BY_LAYOUT, Source.LAYOUT),
        _if_found(number_in(hints.filename), BY_FILENAME, Source.FILENAME),
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
    return replace(best, confidence=round(confidence, 2))


def _as_number(finding: Finding, kind: Finding) -> Finding:
    """A labelled value as a sheet number; 图别 建施 and 图号 05 make 建施-05."""
    if not finding:
        return NOTHING
    if value := labelled_number(finding.value):
        return replace(finding, value=tidy(value))
    if bare := bare_number(finding.value):
        prefix = kind.value.strip()
        value = find_number(f"{prefix}-{bare}") if prefix else ""
        sure = finding.confidence if value else BY_FILENAME
        return replace(finding, value=tidy(value) or bare, confidence=sure)
    if len(finding.value) > LONGEST_OWN or COUNT.search(finding.value):
        return NOTHING
    return replace(finding, value=" ".join(finding.value.split()), confidence=BY_WORDS)


def _if_found(value: str, confidence: float, source: Source) -> Finding:
    return Finding(value, round(confidence, 2), source) if value else NOTHING


def _name(
    by_attribute: Mapping[Field, Finding],
    ways: Sequence[Way],
    number: Finding,
    hints: Hints,
) -> Finding:
    candidates = (
        by_attribute.get(Field.NAME, NOTHING),
        _labelled(ways, Field.NAME),
        *(way.name_looked(number.box_mm) for way in ways),
        _if_found(name_in(hints.layout), BY_LAYOUT - 0.1, Source.LAYOUT),
        _if_found(name_in(hints.filename), BY_FILENAME - 0.1, Source.FILENAME),
    )
    return next((each for each in candidates if each), NOTHING)


def _signers(attributes: Mapping[str, str], ways: Iterable[Way]) -> dict[str, Finding]:
    signers: dict[str, Finding] = {}
    for tag, value in attributes.items():
        text = " ".join(value.split())
        if field_of(tag) is Field.SIGNER and suits(Field.SIGNER, text):
            finding = Finding(text, BY_ATTRIBUTE, Source.ATTRIBUTE)
            signers.setdefault(tag.strip(), finding)
    for way in ways:
        named = (each for each in way.labelled if each.field is Field.SIGNER)
        for each, finding in zip(named, way.of(Field.SIGNER), strict=True):
            signers.setdefault(re.sub(r"\s+", "", each.label), finding)
    return signers
