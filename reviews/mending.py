"""The clicks that put right what the check of a set says: the table of mends."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from django.utils.translation import gettext as _

from drawings.content.partners import Lone, by_likeness
from drawings.content.setcheck import Code, SetRemark
from drawings.doubles import earlier_doubles, faces_of, holds_one_sheet
from drawings.models import Settlement, SheetRevision
from reviews.disciplines import discipline_name
from storage.sentences import listed

MOST_PARTNERS: Final = 12


class Act(StrEnum):
    """What a click does."""

    NUMBER = "number"
    NAME = "name"
    DISCIPLINE = "discipline"
    VERSION = "version"
    SCALE = "scale"
    TOGETHER = "together"
    APART = "apart"
    JOIN = "join"
    DROP = "drop"
    REPLACE = "replace"
    SETTLE = "settle"


@dataclass(frozen=True, slots=True)
class Mend:
    """One click: what it does and with which value; `asks` is `day` or `choice`.

    `choices` are value and label where one of several is chosen, `value` the likely one.
    """

    act: Act
    label: str
    value: str = ""
    asks: str = ""
    choices: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Company:
    """The sheets that a sheet stands among in its set."""

    rows: Sequence[SheetRevision] = ()

    def with_one_face(self, side: str) -> list[SheetRevision]:
        """Sheets that have this face (`dwg`, `pdf`) and not the other."""
        other = "pdf" if side == "dwg" else "dwg"
        return [
            row
            for row in self.rows
            if getattr(row, f"{side}_id") and not getattr(row, f"{other}_id")
        ]


def mends_of(
    remark: SetRemark,
    revision: SheetRevision | None,
    company: Company,
) -> list[Mend]:
    """The mends of a remark, the likeliest first."""
    if revision is None:
        return [
            Mend(Act.SETTLE, _("To follow until"), _FOLLOWS, asks="day"),
            Mend(Act.SETTLE, _("The list is out of date"), _OUTDATED),
        ]
    return [*_first_mends(remark, revision, company), *_words(remark)]


def answers_to(remark: SetRemark, revision: SheetRevision | None) -> set[str]:
    """The words that settle a remark; to one that keeps the set back there is none."""
    if revision is None:
        return {_FOLLOWS, _OUTDATED}
    return {mend.value for mend in _words(remark)}


_FOLLOWS: Final = Settlement.Answer.FOLLOWS.value
_OUTDATED: Final = Settlement.Answer.OUTDATED.value
_ACCEPTED: Final = Settlement.Answer.ACCEPTED.value


def _first_mends(
    remark: SetRemark,
    revision: SheetRevision,
    company: Company,
) -> Iterator[Mend]:
    match remark.code:
        case Code.PAIR_UNSURE:
            yield Mend(Act.TOGETHER, _("The same sheet"))
            yield Mend(Act.APART, _("Two sheets"))
        case Code.NUMBER_TWICE:
            yield from _either(revision, company)
        case Code.SAME_AS_OTHER if _is_alone(revision):
            yield Mend(Act.DROP, _("Take out this one"))
        case Code.SAME_AS_BEFORE if _is_alone(revision):
            yield Mend(Act.DROP, _("Take it out: nothing changed"))
        case Code.DWG_MISSING:
            yield from _partners(revision, company.with_one_face("dwg"))
        case Code.PDF_MISSING:
            yield from _partners(revision, company.with_one_face("pdf"))
        case _:
            yield from _proposals(remark)


def _proposals(remark: SetRemark) -> Iterator[Mend]:
    """Take over what the check proposes."""
    proposal = remark.proposal
    match remark.code:
        case Code.NUMBER_UNSURE:
            text = _("Use the number %(number)s") % {"number": proposal}
            yield Mend(Act.NUMBER, text, proposal)
        case Code.NAME_DIFFERS:
            yield Mend(Act.NAME, _("Accept the list's name"), proposal)
        case Code.DISCIPLINE_DIFFERS if proposal:
            text = _("Set %(discipline)s") % {"discipline": discipline_name(proposal)}
            yield Mend(Act.DISCIPLINE, text, proposal)
        case Code.SCALE_MISSING if proposal:
            text = _("Accept the list's scale %(scale)s") % {"scale": proposal}
            yield Mend(Act.SCALE, text, proposal)
        case Code.NUMBERS_PART:
            text = _("Use the number %(number)s") % {"number": proposal}
            yield Mend(Act.NUMBER, text, proposal)
        case Code.SCALES_PART:
            text = _("Use the scale %(scale)s") % {"scale": proposal}
            yield Mend(Act.SCALE, text, proposal)
        case Code.VERSION_NOT_INCREASED:
            text = _("Call it version %(version)s") % {"version": proposal}
            yield Mend(Act.VERSION, text, proposal)


def _words(remark: SetRemark) -> Iterator[Mend]:
    """What can be said to a remark without changing the set."""
    match remark.code:
        case Code.EXTRA:
            yield Mend(Act.SETTLE, _("The list is out of date"), _OUTDATED)
        case Code.SCALE_MISSING:
            scaleless = Settlement.Answer.NOT_TO_SCALE.value
            yield Mend(Act.SETTLE, _("Not to scale"), scaleless)
        case Code.DWG_MISSING | Code.PDF_MISSING:
            yield Mend(Act.SETTLE, _("To follow until"), _FOLLOWS, asks="day")
        case Code.SAME_AS_BEFORE | Code.SAME_AS_OTHER | Code.VERSION_NOT_INCREASED:
            yield Mend(Act.SETTLE, _("Keep it as it is"), _ACCEPTED)
        case (
            Code.NAME_DIFFERS
            | Code.DISCIPLINE_DIFFERS
            | Code.NUMBERS_PART
            | Code.SCALES_PART
        ):
            yield Mend(Act.SETTLE, _("Right as it is"), _ACCEPTED)


def _partners(revision: SheetRevision, lone: Sequence[SheetRevision]) -> Iterator[Mend]:
    """The sheets that may be its other face, the likeliest first; chosen is a clear one."""
    keys, likely = by_likeness(_lone(revision), [_lone(row) for row in lone])
    called = {str(row.pk): f"{row.sheet.number} {row.name}".strip() for row in lone}
    choices = [(key, called[key]) for key in keys[:MOST_PARTNERS]]
    if choices:
        text = _("Same sheet as")
        yield Mend(Act.JOIN, text, likely, asks="choice", choices=choices)


def _lone(row: SheetRevision) -> Lone:
    face = row.face
    return Lone(
        key=str(row.pk),
        number=row.sheet.number,
        name=row.name or row.sheet.name,
        # A file that holds many sheets is called after none of them.
        filename="" if face.index else face.file.name,
        size_mm=(face.width_mm, face.height_mm),
    )


def _either(revision: SheetRevision, company: Company) -> Iterator[Mend]:
    """Of a sheet that was put in twice the later one counts, or the earlier."""
    earlier = earlier_doubles(revision, company.rows)
    if earlier:
        paths = {"files": listed(file.path for file in earlier)}
        yield Mend(Act.REPLACE, _("It replaces %(files)s") % paths)
    if _is_alone(revision):
        yield Mend(Act.DROP, _("Take out this one"))


def _is_alone(revision: SheetRevision) -> bool:
    """Whether its files hold nothing else, so that they can be taken out."""
    return all(holds_one_sheet(face.file) for face in faces_of(revision))
