"""The seals that sheets brought along: what they are worth, and what the set still lacks."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from drawings.content.setcheck import Code
from drawings.models import Settlement, SheetRevision
from reviews.disciplines import discipline_name
from reviews.mending import Act, Mend
from reviews.routing import facts_from
from reviews.sealrules import (
    Ask,
    CarriedSeal,
    Lack,
    SealedSheet,
    Stage,
    lacks_of,
)
from signatures.models import ArrivedFile, ArrivedSeal, Registration
from signatures.telling import objection_words
from storage import clock
from storage.models import Job
from storage.sentences import listed

NAMED: Final = 8
"""How many sheets a remark names."""

CODES: Final[Mapping[Ask, Code]] = {
    Ask.HOLDS: Code.SEAL_BROKEN,
    Ask.FIRM: Code.SEAL_MISSING,
    Ask.PRACTICE: Code.SEAL_MISSING,
    Ask.COUNTERSIGN: Code.COUNTERSIGN_MISSING,
}


@dataclass(frozen=True, slots=True)
class SealNote:
    """One remark on the seals of a set; shown and settled like a `Note`."""

    lack: Lack
    settled: str = ""

    @property
    def code(self) -> str:
        """What kind of remark it is."""
        return str(CODES[self.lack.rule.ask])

    @property
    def subject(self) -> str:
        """The row of the rules, under which it is settled."""
        return self.lack.rule.id

    @property
    def named(self) -> str:
        """How a refusal names it."""
        return self.title

    @property
    def is_blocking(self) -> bool:
        """Whether the set cannot be handed in with it; the row says so."""
        return self.lack.rule.blocks

    @property
    def is_open(self) -> bool:
        """Whether a person still has to look at it."""
        return not self.settled

    @property
    def tone(self) -> str:
        """The tone of its chip."""
        if self.settled:
            return "none"
        return "late" if self.is_blocking else "warn"

    @property
    def title(self) -> str:
        """What the row asks for."""
        return self.lack.rule.name.told(_)

    @property
    def text(self) -> str:
        """What is lacking, with the sheets."""
        sheets = listed(self.lack.sheets[:NAMED])
        many = len(self.lack.sheets)
        values = {"sheets": sheets, "count": many}
        if self.lack.rule.ask is Ask.HOLDS:
            said = ngettext(
                "A seal does not hold on %(count)s sheet: %(sheets)s",
                "A seal does not hold on %(count)s sheets: %(sheets)s",
                many,
            )
        elif self.lack.rule.ask is Ask.COUNTERSIGN:
            values["who"] = listed(map(discipline_name, self.lack.missing))
            said = ngettext(
                "Not countersigned by %(who)s on %(count)s sheet: %(sheets)s",
                "Not countersigned by %(who)s on %(count)s sheets: %(sheets)s",
                many,
            )
        else:
            said = ngettext(
                "No seal that counts on %(count)s sheet: %(sheets)s",
                "No seal that counts on %(count)s sheets: %(sheets)s",
                many,
            )
        more = "…" if len(self.lack.sheets) > NAMED else ""
        return said % values + more

    @property
    def ground(self) -> str:
        """The clause and its source."""
        return f"{self.lack.rule.clause}（{self.lack.rule.source}）"

    @property
    def mends(self) -> list[Mend]:
        """The clicks that would settle it: it may follow, where the row lets it."""
        if not self.lack.rule.may_follow:
            return []
        follows = Settlement.Answer.FOLLOWS.value
        return [Mend(Act.SETTLE, _("To follow until"), follows, asks="day")]


@dataclass(frozen=True, slots=True)
class ArrivedLine:
    """One seal of a sheet as a page shows it."""

    seal: ArrivedSeal

    @property
    def entry(self) -> Registration | None:
        """The registration that it belongs to."""
        return self.seal.registration

    @property
    def discipline(self) -> str:
        """For what the person is registered."""
        return discipline_name(self.entry.discipline) if self.entry else ""

    @property
    def word(self) -> str:
        """What it is worth."""
        return self.seal.get_outcome_display()

    @property
    def tone(self) -> str:
        """The tone of its chip."""
        return {"counts": "ok", "doubtful": "warn"}.get(self.seal.outcome, "late")

    @property
    def sentences(self) -> list[str]:
        """What speaks against it."""
        return objection_words(self.seal.objections)


def lines_of_seals(revision: SheetRevision) -> list[ArrivedLine]:
    """The judged seals of one sheet."""
    found = seals_by_revision([revision])
    return [ArrivedLine(seal) for seal in found.get(revision.pk, [])]


def seals_by_revision(
    revisions: Sequence[SheetRevision],
) -> dict[int, list[ArrivedSeal]]:
    """The judged seals of each sheet: of its uploaded PDF, and set here on its page.

    A seal that a further signed form of the page carries too is told once.
    """
    of_blob = defaultdict(list)
    for row in revisions:
        for blob in _blobs(row):
            of_blob[blob].append(row.pk)
    found: dict[int, dict[tuple[str, str], ArrivedSeal]] = defaultdict(dict)
    rows = ArrivedSeal.objects.filter(
        Q(file__blob__in=of_blob) | Q(file__page__in=of_blob)
    ).select_related("file__blob", "registration__unit")
    for seal in rows:
        keys = {seal.file.blob_id, seal.file.page_id}
        for pk in dict.fromkeys(pk for key in keys for pk in of_blob.get(key or 0, ())):
            found[pk][(seal.field, seal.fingerprint)] = seal
    return {pk: list(seals.values()) for pk, seals in found.items()}


def seal_notes_of(
    revisions: Sequence[SheetRevision], said: Mapping[tuple[str, str], Settlement]
) -> list[SealNote]:
    """What is to be said of the seals of a set that is put together or was handed in."""
    if not revisions:
        return []
    project = revisions[0].sheet.project
    seals = seals_by_revision(revisions)
    waiting = _waiting(revisions)
    sheets = [
        SealedSheet(
            number=row.sheet.number,
            discipline=row.sheet.discipline,
            seals=tuple(
                [_carried(seal, project.designer_id) for seal in seals.get(row.pk, [])]
                if row.pk not in waiting
                # What nobody has judged yet neither counts nor lets the set through.
                else [CarriedSeal(counts=False, is_broken=True)]
            ),
        )
        for row in revisions
    ]
    first = min(row.submission.number for row in revisions)
    lacks = lacks_of(
        sheets,
        facts_from(project.facts),
        on=_day(revisions),
        stage=Stage.FIRST if first == 1 else Stage.REVISION,
    )
    return [
        SealNote(lack, _answer(lack, said.get((CODES[lack.rule.ask], lack.rule.id))))
        for lack in lacks
    ]


def _blobs(row: SheetRevision) -> Iterable[int]:
    if row.pdf is not None and row.pdf.file.blob_id:
        yield row.pdf.file.blob_id
    yield row.face.page_id


def _waiting(revisions: Sequence[SheetRevision]) -> set[int]:
    """Sheets whose file carries seals that nobody has judged yet."""
    of_blob = {
        f"arrival:{row.pdf.file.blob_id}": row.pdf.file.blob_id
        for row in revisions
        if row.pdf is not None and row.pdf.file.blob_id
    }
    asked = Job.objects.filter(key__in=of_blob).values_list("key", flat=True)
    blobs = {of_blob[key] for key in asked}
    if not blobs:
        return set()
    judged = ArrivedFile.objects.filter(blob__in=blobs)
    blobs -= set(judged.values_list("blob", flat=True))
    return {row.pk for row in revisions if row.pdf and row.pdf.file.blob_id in blobs}


def _carried(seal: ArrivedSeal, designer: int) -> CarriedSeal:
    entry = seal.registration
    return CarriedSeal(
        counts=seal.outcome == ArrivedSeal.Outcome.COUNTS,
        is_broken=seal.outcome == ArrivedSeal.Outcome.BROKEN,
        is_firm=entry is not None and entry.kind == Registration.Kind.FIRM,
        discipline=entry.discipline if entry else "",
        is_own=entry is not None and entry.unit_id == designer,
    )


def _day(revisions: Sequence[SheetRevision]) -> dt.date:
    """The day whose rules decide: that of handing in, until then today."""
    closed = [row.submission.closed_at for row in revisions if row.submission.closed_at]
    return timezone.localdate(max(closed)) if closed else clock.today()


def _answer(lack: Lack, said: Settlement | None) -> str:
    """The promise that a row lets stand; no other word settles what a seal lacks."""
    if said is None or said.until is None or not lack.rule.may_follow:
        return ""
    return _("to follow until %(day)s") % {"day": said.until}
