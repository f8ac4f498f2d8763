"""What is to be said of a set before it is handed in: remarks on sheets and on its list.

Which remarks keep a set from being handed in is decided here alone:

* it blocks that a number is unsure or stands twice, or that two faces may not belong
  together: nobody could say later which sheet an opinion is about;
* everything else is said and may stay. A sheet that only the list has may be promised (容缺),
  or the list be called out of date; without such a word the window sees it and decides.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from drawings.content.disciplines import Discipline, discipline_of
from drawings.content.drawinglist import Listed
from drawings.content.sheetnumbers import comparable

SURE: Final = 0.6
"""Below this a number was guessed, and a person has to look."""
# Lists, notes and schedules have no scale.
SCALELESS: Final = re.compile(
    r"目录|说明|做法|门窗表|材料表|一览表|图例|\b(list|notes|schedule|index|cover|legend)\b",
    re.IGNORECASE,
)
_DOUBLE: Final = re.compile(r"^(?P<number>.+) \(\d+\)$")


class Code(StrEnum):
    """What a remark says."""

    NUMBER_UNSURE = "number_unsure"
    NUMBER_TWICE = "number_twice"
    PAIR_UNSURE = "pair_unsure"
    MISSING = "missing"
    EXTRA = "extra"
    NAME_DIFFERS = "name_differs"
    DISCIPLINE_DIFFERS = "discipline_differs"
    SCALE_MISSING = "scale_missing"
    DWG_MISSING = "dwg_missing"
    PDF_MISSING = "pdf_missing"
    VERSION_NOT_INCREASED = "version_not_increased"
    SAME_AS_BEFORE = "same_as_before"
    SAME_AS_OTHER = "same_as_other"
    NUMBERS_PART = "numbers_part"
    SCALES_PART = "scales_part"
    FACES_DIFFER = "faces_differ"
    # Said by others, of the seals that a set brings along (`reviews.sealrules`).
    SEAL_MISSING = "seal_missing"
    COUNTERSIGN_MISSING = "countersign_missing"
    SEAL_BROKEN = "seal_broken"


BLOCKING: Final = frozenset({Code.NUMBER_UNSURE, Code.NUMBER_TWICE, Code.PAIR_UNSURE})


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """One sheet of a set, as far as it is checked.

    Attributes:
        key: the caller's name for it.
        number: its number; one that stands twice carries a running suffix ` (2)`.
        confidence: how sure the number is, 0 to 1.
        is_corrected: whether a person said the number.
        is_pair_unsure: whether its two faces were only guessed to belong together.
        has_dwg: whether the CAD face is there.
        has_pdf: whether the PDF face is there.
        label: version by the title block; empty when it has none.
        before: version of the revision before; empty for the first.
        is_same_as_before: whether the content is that of the revision before.
        digest: the same for the same content; empty when unknown.
        other_number: what the less sure face says, where that is another number.
        other_scale: the same of the scale.
        is_unlike: whether DWG and PDF were proved to show different things.

    """

    key: str
    number: str
    name: str = ""
    discipline: str = Discipline.OTHER
    scale: str = ""
    confidence: float = 1.0
    is_corrected: bool = False
    is_pair_unsure: bool = False
    has_dwg: bool = True
    has_pdf: bool = True
    label: str = ""
    before: str = ""
    is_same_as_before: bool = False
    digest: str = ""
    other_number: str = ""
    other_scale: str = ""
    is_unlike: bool = False


@dataclass(frozen=True, slots=True)
class SetRemark:
    """One thing to say: of a sheet by its key, or of a number that only the list has.

    `subject` names it for a settlement and does not change when a set is read again;
    `values` are the particulars of its sentence, `proposal` what a click would take over.
    """

    code: Code
    key: str
    subject: str
    proposal: str = ""
    other: str = ""

    @property
    def is_blocking(self) -> bool:
        """Whether the set cannot be handed in before it is settled."""
        return self.code in BLOCKING


def check_set(
    sheets: Sequence[SheetFacts],
    listed: Sequence[Listed] = (),
    known: Iterable[str] = (),
) -> list[SetRemark]:
    """Every remark on a set.

    Args:
        sheets: the sheets of the set.
        listed: the entries of its drawing lists; empty when it has none.
        known: numbers of sheets that were handed in before and are not revised now.

    """
    entries = {comparable(entry.number): entry for entry in listed}
    numbers = {sheet.number for sheet in sheets}
    alike = _alike(sheets)
    remarks = [
        remark
        for sheet in sheets
        for remark in (
            *_about_number(sheet, numbers, entries),
            *_about_list(sheet, entries),
            *_about_title(sheet, entries),
            *_about_faces(sheet),
            *_about_both(sheet),
            *_about_version(sheet),
            *_about_twin(sheet, alike),
        )
    ]
    there = {comparable(bare_number(number)) for number in (*numbers, *known)}
    return remarks + [
        SetRemark(Code.MISSING, "", entry.number, entry.name)
        for key, entry in entries.items()
        if key not in there
    ]


def same_words(one: str, other: str) -> bool:
    """Whether two names are equal but for spaces, width, case and punctuation."""
    return _plain(one) == _plain(other)


def _about_number(
    sheet: SheetFacts, numbers: set[str], entries: Mapping[str, Listed]
) -> Iterable[SetRemark]:
    double = _DOUBLE.match(sheet.number)
    if double and double["number"] in numbers:
        yield SetRemark(
            Code.NUMBER_TWICE, sheet.key, sheet.number, other=double["number"]
        )
    elif (
        sheet.confidence < SURE and not sheet.is_corrected and not sheet.is_pair_unsure
    ):
        by_name = [e for e in entries.values() if same_words(e.name, sheet.name)]
        proposal = by_name[0].number if len(by_name) == 1 else sheet.number
        yield SetRemark(Code.NUMBER_UNSURE, sheet.key, sheet.number, proposal)
    if sheet.is_pair_unsure:
        yield SetRemark(Code.PAIR_UNSURE, sheet.key, sheet.number)


def _about_list(
    sheet: SheetFacts, entries: Mapping[str, Listed]
) -> Iterable[SetRemark]:
    if not entries:
        return
    entry = entries.get(comparable(bare_number(sheet.number)))
    if entry is None:
        yield SetRemark(Code.EXTRA, sheet.key, sheet.number)
    elif entry.name and not same_words(entry.name, sheet.name):
        yield SetRemark(Code.NAME_DIFFERS, sheet.key, sheet.number, entry.name)


def _about_title(
    sheet: SheetFacts, entries: Mapping[str, Listed]
) -> Iterable[SetRemark]:
    entry = entries.get(comparable(bare_number(sheet.number)), Listed("", ""))
    by_number = discipline_of(bare_number(sheet.number))
    told: str = by_number
    if by_number is Discipline.OTHER:
        told = entry.discipline or discipline_of("", sheet.name)
    if sheet.discipline == Discipline.OTHER or (
        by_number is not Discipline.OTHER and by_number != sheet.discipline
    ):
        proposal = "" if told == sheet.discipline else str(told)
        yield SetRemark(Code.DISCIPLINE_DIFFERS, sheet.key, sheet.number, proposal)
    if not sheet.scale.strip() and not SCALELESS.search(sheet.name):
        yield SetRemark(Code.SCALE_MISSING, sheet.key, sheet.number, entry.scale)


def _about_faces(sheet: SheetFacts) -> Iterable[SetRemark]:
    if not sheet.has_dwg:
        yield SetRemark(Code.DWG_MISSING, sheet.key, sheet.number)
    if not sheet.has_pdf:
        yield SetRemark(Code.PDF_MISSING, sheet.key, sheet.number)


def _about_both(sheet: SheetFacts) -> Iterable[SetRemark]:
    """What its two faces do not agree on; where a person said it, they do."""
    number = bare_number(sheet.number)
    is_told = sheet.is_corrected or sheet.is_pair_unsure
    if sheet.other_number and not is_told:
        yield SetRemark(
            Code.NUMBERS_PART, sheet.key, sheet.number, number, sheet.other_number
        )
    if sheet.other_scale and not sheet.is_corrected:
        yield SetRemark(
            Code.SCALES_PART, sheet.key, sheet.number, sheet.scale, sheet.other_scale
        )
    if sheet.is_unlike:
        yield SetRemark(Code.FACES_DIFFER, sheet.key, sheet.number)


def _about_version(sheet: SheetFacts) -> Iterable[SetRemark]:
    if sheet.is_same_as_before:
        yield SetRemark(
            Code.SAME_AS_BEFORE, sheet.key, sheet.number, other=sheet.before
        )
    elif sheet.label and sheet.label == sheet.before:
        yield SetRemark(
            Code.VERSION_NOT_INCREASED,
            sheet.key,
            sheet.number,
            next_version(sheet.label),
            sheet.before,
        )


def _about_twin(
    sheet: SheetFacts, alike: Mapping[str, list[SheetFacts]]
) -> Iterable[SetRemark]:
    others = [each for each in alike.get(sheet.digest, ()) if each.key != sheet.key]
    if others:
        yield SetRemark(
            Code.SAME_AS_OTHER, sheet.key, sheet.number, other=others[0].number
        )


def _alike(sheets: Sequence[SheetFacts]) -> dict[str, list[SheetFacts]]:
    found: dict[str, list[SheetFacts]] = defaultdict(list)
    for sheet in sheets:
        if sheet.digest:
            found[sheet.digest].append(sheet)
    return found


def next_version(label: str) -> str:
    """The version after this one: B after A, 2 after 1, A02 after A01."""
    digits = re.search(r"\d+$", label)
    if digits:
        number = str(int(digits[0]) + 1).zfill(len(digits[0]))
        return label[: digits.start()] + number
    last = label[-1:]
    if last.isascii() and last.isalpha() and last.upper() != "Z":
        return label[:-1] + chr(ord(last) + 1)
    return f"{label}2"


def bare_number(number: str) -> str:
    """A number without the suffix of one that stands twice."""
    double = _DOUBLE.match(number)
    return double["number"] if double else number


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold()
    return re.sub(r"[\W_]+", "", folded)
