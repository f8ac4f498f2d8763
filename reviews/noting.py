"""What the check of a set says of each sheet, with the clicks that would put it right."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop
from django.utils.translation import pgettext_lazy

from drawings.content.setcheck import Code, SetRemark, SheetFacts, check_set
from drawings.models import (
    Face,
    SamenessProof,
    Settlement,
    SheetRevision,
    Submission,
)
from drawings.pairing import UNSURE
from reviews.arrived import SealNote, seal_notes_of
from reviews.facewords import FaceWords, face_words_of
from reviews.listed import Listing, listing_of
from reviews.mending import Company, Mend, answers_to, mends_of

SIDES: Final = ("dwg", "pdf")
SENTENCES: Final[Mapping[Code, str]] = {
    Code.NUMBER_UNSURE: noop("The number is unsure; please look at the title block."),
    Code.NUMBER_TWICE: noop("The number %(other)s stands on another sheet too."),
    Code.PAIR_UNSURE: noop("It is unsure whether DWG and PDF are the same sheet."),
    Code.MISSING: noop("In the drawing list, and not handed in."),
    Code.EXTRA: noop("Not in the drawing list."),
    Code.NAME_DIFFERS: noop("The drawing list calls it “%(proposal)s”."),
    Code.DISCIPLINE_DIFFERS: noop("The discipline does not fit the number."),
    Code.SCALE_MISSING: noop("No scale was found in the title block."),
    Code.DWG_MISSING: noop("The DWG is missing."),
    Code.PDF_MISSING: noop("The PDF is missing."),
    Code.VERSION_NOT_INCREASED: noop(
        "Revised, and still called version %(other)s like the one before."
    ),
    Code.SAME_AS_BEFORE: noop(
        "The same content as version %(other)s; nothing changed."
    ),
    Code.SAME_AS_OTHER: noop("The same content as sheet %(other)s."),
    Code.NUMBERS_PART: noop(
        "The title blocks contradict: %(proposal)s was read more surely and is used, "
        "%(other)s is not."
    ),
    Code.SCALES_PART: noop(
        "The scales contradict: %(proposal)s was read more surely and is shown, "
        "%(other)s is not."
    ),
    Code.FACES_DIFFER: noop(
        "DWG and PDF do not show the same: see the list of differences, plot the sheet "
        "again or hand in the DWG that belongs to it."
    ),
}
_NAMES: Final[Mapping[Code, object]] = {
    Code.NUMBER_UNSURE: pgettext_lazy("row of a set", "number unsure"),
    Code.NUMBER_TWICE: pgettext_lazy("row of a set", "number twice"),
    Code.PAIR_UNSURE: pgettext_lazy("row of a set", "pair unsure"),
    Code.MISSING: pgettext_lazy("row of a set", "missing by the list"),
    Code.EXTRA: pgettext_lazy("row of a set", "not in the list"),
    Code.NAME_DIFFERS: pgettext_lazy("row of a set", "name differs"),
    Code.DISCIPLINE_DIFFERS: pgettext_lazy("row of a set", "discipline unclear"),
    Code.SCALE_MISSING: pgettext_lazy("row of a set", "no scale"),
    Code.DWG_MISSING: pgettext_lazy("row of a set", "DWG missing"),
    Code.PDF_MISSING: pgettext_lazy("row of a set", "PDF missing"),
    Code.VERSION_NOT_INCREASED: pgettext_lazy("row of a set", "version not increased"),
    Code.SAME_AS_BEFORE: pgettext_lazy("row of a set", "same as before"),
    Code.SAME_AS_OTHER: pgettext_lazy("row of a set", "same as another"),
    Code.NUMBERS_PART: pgettext_lazy("row of a set", "numbers contradict"),
    Code.SCALES_PART: pgettext_lazy("row of a set", "scales contradict"),
    Code.FACES_DIFFER: pgettext_lazy("row of a set", "DWG and PDF differ"),
}


@dataclass(frozen=True, slots=True)
class Note:
    """One remark on a sheet or on the list; `settled` is what a person said to it.

    Words and clicks are made for those that are shown: a set has hundreds of notes.
    """

    remark: SetRemark
    settled: str = ""
    revision: SheetRevision | None = None
    company: Company = field(default_factory=Company)
    until: dt.date | None = None
    """To when what is missing was promised; nothing where no promise is its answer."""

    @property
    def code(self) -> str:
        """What kind of remark it is."""
        return str(self.remark.code)

    @property
    def subject(self) -> str:
        """What it is about: the number of a sheet."""
        return self.remark.subject

    @property
    def named(self) -> str:
        """How a refusal names it."""
        return self.remark.subject

    @property
    def proposal(self) -> str:
        """What the check would put in its place."""
        return self.remark.proposal

    @property
    def is_blocking(self) -> bool:
        """Whether the set cannot be handed in with it."""
        return self.remark.is_blocking

    @property
    def text(self) -> str:
        """Its sentence."""
        values = {"other": self.remark.other, "proposal": self.remark.proposal}
        if self.remark.code == Code.DISCIPLINE_DIFFERS and not self.remark.proposal:
            return _("The discipline is not known.")
        return _(SENTENCES[self.remark.code]) % values

    @property
    def mends(self) -> list[Mend]:
        """The clicks that would put it right."""
        return mends_of(self.remark, self.revision, self.company)

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


@dataclass(frozen=True, slots=True)
class Notes:
    """The notes of a set: by key of the revision, on sheets of the list alone, on seals.

    `scales` are those that its sheets are shown with, by key of the revision.
    """

    by_revision: Mapping[int, list[Note]]
    missing: list[Note]
    listing: Listing
    seals: list[SealNote] = field(default_factory=list)
    scales: Mapping[int, str] = field(default_factory=dict)

    def blocking(self) -> list[Note | SealNote]:
        """What keeps the set from being handed in."""
        every = [note for notes in self.by_revision.values() for note in notes]
        asked: list[Note | SealNote] = [*every, *self.missing, *self.seals]
        return [note for note in asked if note.is_blocking and note.is_open]


def notes_of_set(submission: Submission) -> Notes:
    """The notes of one set as it is put together or was handed in."""
    return notes_of(list(submission.revisions.in_brief()), submission)


def notes_of(
    revisions: Sequence[SheetRevision], submission: Submission | None = None
) -> Notes:
    """The notes of some sheets, those of one project, as they stand in a set."""
    sets = {submission.pk} if submission else set()
    listing = listing_of(revisions, sets)
    if not (revisions or listing.entries):
        return Notes({}, [], listing)
    before = _before(revisions)
    words = face_words_of(revisions)
    unlike = _unlike(revisions)
    facts = [
        replace(
            _facts(row, before.get(row.sheet_id), words[row.pk]),
            is_unlike=row.pk in unlike,
        )
        for row in revisions
    ]
    remarks = check_set(facts, listing.entries, _known(revisions, submission))
    said = _settlements({*sets, *(row.submission_id for row in revisions)})
    company = Company(revisions)
    rows = {str(revision.pk): revision for revision in revisions}
    found: dict[int, list[Note]] = defaultdict(list)
    missing = []
    for remark in remarks:
        revision = rows.get(remark.key)
        word = said.get((remark.code, remark.subject))
        # A row may stand there by a click that no page offers, or no longer.
        if word and word.answer not in answers_to(remark, revision):
            word = None
        said_to_it, until = (_said(word), word.until) if word else ("", None)
        note = Note(remark, said_to_it, revision, company, until)
        if revision is None:
            missing.append(note)
        else:
            found[revision.pk].append(note)
    scales = {pk: told.scale.surer for pk, told in words.items()}
    return Notes(found, missing, listing, seal_notes_of(revisions, said), scales)


def _said(said: Settlement) -> str:
    if said.until:
        return _("to follow until %(day)s") % {"day": said.until}
    return said.get_answer_display()


def code_name(code: str) -> str:
    """A kind of remark in a word, as counters and chips say it."""
    return str(_NAMES[Code(code)])


def _unlike(revisions: Sequence[SheetRevision]) -> set[int]:
    """Those whose DWG and PDF were proved to show different things."""
    pairs = [row.pk for row in revisions if row.dwg_id and row.pdf_id]
    if not pairs:
        return set()
    differs = SamenessProof.Verdict.DIFFERS
    proofs = SamenessProof.objects.filter(revision__in=pairs, verdict=differs)
    return set(proofs.values_list("revision", flat=True))


def _facts(
    revision: SheetRevision, before: SheetRevision | None, words: FaceWords
) -> SheetFacts:
    face = revision.face
    return SheetFacts(
        key=str(revision.pk),
        number=revision.sheet.number,
        name=revision.name or revision.sheet.name,
        discipline=revision.sheet.discipline,
        scale=words.scale.surer,
        other_number=words.number.other,
        other_scale=words.scale.other,
        confidence=revision.number_confidence,
        is_corrected=revision.is_corrected,
        is_pair_unsure=revision.paired_by == UNSURE and not revision.is_corrected,
        has_dwg=revision.dwg_id is not None,
        has_pdf=revision.pdf_id is not None,
        label=revision.label,
        before=before.version if before else "",
        is_same_as_before=before is not None and is_same_content(before, revision),
        digest=face.digest,
    )


def is_same_content(one: SheetRevision, other: SheetRevision) -> bool:
    """Whether every face of the newer revision shows what that of the older showed."""
    pairs = [
        (getattr(one, side), getattr(other, side))
        for side in SIDES
        if getattr(other, side)
    ]
    return all(old is not None and _is_same(old, new) for old, new in pairs)


def _is_same(old: Face, new: Face) -> bool:
    if old.digest or new.digest:
        return old.digest == new.digest
    return old.index == new.index and old.file.blob_id == new.file.blob_id


def _before(revisions: Sequence[SheetRevision]) -> dict[int, SheetRevision]:
    """The revision before each, by sheet."""
    wanted = {row.sheet_id: row.ordinal - 1 for row in revisions if row.ordinal > 1}
    if not wanted:
        return {}
    rows = SheetRevision.objects.filter(
        sheet__in=wanted, ordinal__in=set(wanted.values())
    ).in_brief()
    return {row.sheet_id: row for row in rows if row.ordinal == wanted[row.sheet_id]}


def _known(
    revisions: Sequence[SheetRevision], submission: Submission | None
) -> list[str]:
    """Numbers of the project's sheets from sets before these."""
    sets = [row.submission for row in revisions] + ([submission] if submission else [])
    first = min(sets, key=lambda one: one.number)
    if first.number <= 1:
        return []
    older = SheetRevision.objects.current(first.project, upto=first.number - 1)
    return list(older.values_list("sheet__number", flat=True))


def _settlements(sets: Collection[int]) -> dict[tuple[str, str], Settlement]:
    rows = Settlement.objects.filter(submission__in=sets).order_by("said_at", "pk")
    return {(row.code, row.subject): row for row in rows}
