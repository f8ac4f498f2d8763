"""The sheets of a set against the files they came from: one row each, problems named."""

from collections import Counter as Tally
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from drawings.models import (
    Comparison,
    Face,
    SheetRevision,
    SheetRevisionQuerySet,
    Submission,
    SubmittedFile,
)
from drawings.sentences import left_out_sentence, refusal_sentence
from reviews.arrived import SealNote
from reviews.disciplines import discipline_name
from reviews.halves import Half, half_of, remarks_of
from reviews.listed import Listing
from reviews.noting import Note, Notes, notes_of
from reviews.reporting import UNSHOWN, Seal, seal_of
from reviews.rowstates import ORDER, PROBLEMS, STATUS_OF, TONES, words_of_rows
from storage.models import Job

LIST_NAMES: Final = (".xlsx", ".csv")
RUNNING: Final = frozenset({"receiving", "received", "comparing"})
MOST_LEFT_OUT: Final = 20
"""Members of a package that are named one by one."""


@dataclass(frozen=True, slots=True)
class Row:
    """One sheet, or one file from which no sheet came."""

    key: str
    number: str
    name: str
    discipline: str
    status: str
    word: str
    dwg: Half | None = None
    pdf: Half | None = None
    said: list[str] = field(default_factory=list)
    revision: SheetRevision | None = None
    files: list[SubmittedFile] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    scale: str = ""
    """By the title block of the face that was read more surely."""

    @property
    def seal(self) -> Seal | None:
        """Whether both faces are proved to be one sheet."""
        return seal_of(self.revision) if self.revision else None

    @property
    def remarks(self) -> list[str]:
        """What reading it has cost; for many rows `ask_at_length` first."""
        if self.revision is not None:
            return remarks_of(self.revision)
        return self.said

    @property
    def tone(self) -> str:
        """The tone of its state."""
        return TONES[self.status]

    @property
    def is_problem(self) -> bool:
        """Whether a person has to look at it."""
        return self.status in PROBLEMS

    @property
    def is_blocking(self) -> bool:
        """Whether the set cannot be handed in with it."""
        told = any(note.is_blocking and note.is_open for note in self.notes)
        return told or self.status == "stuck"

    @property
    def matters(self) -> set[str]:
        """Everything that is the matter with it, and its own state."""
        told = {_status_of(note) for note in self.notes if note.is_open}
        return told | {self.status}

    @property
    def face(self) -> Face | None:
        """The face whose picture stands beside it."""
        half = self.pdf or self.dwg
        return half.face if half else None

    @property
    def percent(self) -> int:
        """How much of a file that is still coming in has arrived."""
        file = self.files[0] if self.files else None
        return 100 * file.received // file.size if file and file.size else 0


@dataclass(frozen=True, slots=True)
class Counter:
    """How many rows are of one kind."""

    key: str
    label: str
    count: int
    tone: str


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """Every row of a set, with the counters above them."""

    rows: list[Row]
    file_count: int
    listing: Listing
    seals: list[SealNote] = field(default_factory=list)

    @property
    def sheet_count(self) -> int:
        """How many sheets there are."""
        return sum(row.revision is not None for row in self.rows)

    def of(self, status: str) -> list[Row]:
        """The rows of one state.

        `problems` are those that a person has to look at: those that keep the set from
        being handed in (`blocking`), and those that may stay (`look`).
        """
        if status in {"problems", "blocking", "look"}:
            return self._problems(status)
        if status == "running":
            return [row for row in self.rows if row.status in RUNNING]
        if status == "paired":
            return [row for row in self.rows if row.dwg and row.pdf]
        return [row for row in self.rows if not status or status in row.matters]

    def counters(self) -> list[Counter]:
        """What stands above the table; kinds that do not occur are left out."""
        kinds = [
            ("blocking", pgettext("rows", "to settle first"), "late"),
            ("look", pgettext("rows", "worth a look"), "warn"),
        ]
        words = words_of_rows()
        kinds += [
            (key, words[key], TONES[key]) for key in (*PROBLEMS, "duplicate", "paired")
        ]
        kinds.append(("running", _("being worked on"), "run"))
        counts = self._counts()
        counted = [Counter(key, label, counts[key], tone) for key, label, tone in kinds]
        kept = {"blocking", "look", "paired"}
        return [one for one in counted if one.count or one.key in kept]

    def _counts(self) -> Tally[str]:
        """How many rows `of` gives for each kind; each row is asked once."""
        counts: Tally[str] = Tally()
        for row in self.rows:
            kinds = row.matters - {"paired"}
            if row.dwg and row.pdf:
                kinds.add("paired")
            if row.status in RUNNING:
                kinds.add("running")
            if row.is_blocking:
                kinds.add("blocking")
            elif row.is_problem:
                kinds.add("look")
            counts.update(kinds)
        return counts

    def _problems(self, status: str) -> list[Row]:
        rows = [row for row in self.rows if row.is_problem or row.is_blocking]
        if status == "problems":
            return rows
        return [row for row in rows if row.is_blocking == (status == "blocking")]


def reconcile_set(submission: Submission) -> Reconciliation:
    """The rows of a set that is being put together, with the files that gave no sheet."""
    files = list(submission.files.exclude(state="read"))
    count = submission.files.count()
    listed = _listed(submission.revisions.all())
    notes = notes_of(listed, submission)
    rows = _sheet_rows(listed, _uncompared(submission), notes)
    rows += [_missing_row(note) for note in notes.missing]
    stuck = _stuck(files)
    rows += [_file_row(file, stuck) for file in files]
    return Reconciliation(rows, count, notes.listing, notes.seals)


def reconcile_sheets(revisions: SheetRevisionQuerySet) -> Reconciliation:
    """The rows of a set that was handed in: its sheets as they stand."""
    listed = _listed(revisions)
    notes = notes_of(listed)
    rows = _sheet_rows(listed, frozenset(), notes)
    rows += [_missing_row(note) for note in notes.missing]
    files = {half.face.file_id for row in rows for half in (row.dwg, row.pdf) if half}
    return Reconciliation(rows, len(files), notes.listing, notes.seals)


def _listed(revisions: SheetRevisionQuerySet) -> list[SheetRevision]:
    return list(revisions.in_brief().select_related("sameness").defer(*UNSHOWN))


def ask_at_length(rows: Iterable[Row]) -> None:
    """Ask at once for what the files of some rows say at length: those that are shown."""
    faces = [half.face for row in rows for half in (row.dwg, row.pdf) if half]
    wanted = {face.file_id for face in faces}
    readings = SubmittedFile.objects.filter(pk__in=wanted).values_list("pk", "reading")
    found = dict(readings)
    for face in faces:
        face.file.reading = found.get(face.file_id, {})  # taken out at this moment


def sorted_rows(rows: Sequence[Row], order: str) -> list[Row]:
    """Problems first, or in the order of the set."""
    if order == "set":
        return list(rows)
    return sorted(rows, key=lambda row: ORDER.index(row.status))


def _sheet_rows(
    listed: Iterable[SheetRevision], uncompared: frozenset[int], notes: Notes
) -> list[Row]:
    words = words_of_rows()
    rows = []
    for revision in listed:
        said = notes.by_revision.get(revision.pk, [])
        status = _status(revision, said, uncompared)
        rows.append(
            Row(
                key=f"sheet-{revision.pk}",
                number=revision.sheet.number,
                name=revision.name or revision.sheet.name,
                discipline=discipline_name(revision.sheet.discipline),
                status=status,
                word=words[status],
                dwg=half_of(revision.dwg),
                pdf=half_of(revision.pdf),
                revision=revision,
                files=_files_of(revision),
                notes=said,
                scale=notes.scales.get(revision.pk, ""),
            )
        )
    return rows


def _status(
    revision: SheetRevision, notes: Sequence[Note], uncompared: frozenset[int]
) -> str:
    told = [_status_of(note) for note in notes if note.is_open]
    if told:
        return min(told, key=ORDER.index)
    return "comparing" if revision.pk in uncompared else "paired"


def _status_of(note: Note) -> str:
    return STATUS_OF.get(note.code, note.code)


def _missing_row(note: Note) -> Row:
    status = "missing" if note.is_open else "promised"
    word = words_of_rows()["missing"] if note.is_open else note.settled
    return Row(
        key=f"missing-{note.subject}",
        number=note.subject,
        name=note.proposal,
        discipline="",
        status=status,
        word=word,
        notes=[note],
    )


def _file_row(file: SubmittedFile, stuck: set[int]) -> Row:
    status = "stuck" if file.pk in stuck else str(file.state)
    if status == "unpacked" and file.reading.get("left_out"):
        status = "left_out"
    return Row(
        key=f"file-{file.pk}",
        number="",
        name=file.path,
        discipline="",
        status=status,
        word=words_of_rows()[status],
        said=_said_of(file, status),
        files=[file],
    )


def _said_of(file: SubmittedFile, status: str) -> list[str]:
    if status != "left_out":
        return list(filter(None, [_why(file, status)]))
    left_out = file.reading["left_out"]
    said = [left_out_sentence(path, why) for path, why in left_out[:MOST_LEFT_OUT]]
    if more := file.reading.get("left_out_count", 0) - len(said):
        and_more = ngettext(
            "%(count)s more was left out.", "%(count)s more were left out.", more
        )
        said.append(and_more % {"count": more})
    return said


def _why(file: SubmittedFile, status: str) -> str:
    if status == "refused":
        said = refusal_sentence(file.refusal, file.particulars)
        if file.path.casefold().endswith(LIST_NAMES):
            said += _("If it is the drawing list, hand it in as such above.")
        return said
    if status == "duplicate":
        twin = file.particulars.get("twin", "–")
        return _("The same bytes as %(file)s; one of them is enough.") % {"file": twin}
    if status == "stuck":
        return _(
            "Reading stopped on our side. The file is kept; "
            "take it out and send it once more."
        )
    if status == "receiving":
        return _("Not all of it has arrived: choose the folder again, it goes on.")
    return ""


def _uncompared(submission: Submission) -> frozenset[int]:
    """Revised sheets whose comparison is still to come."""
    revised = submission.revisions.filter(ordinal__gt=1)
    compared = Comparison.objects.filter(newer__submission=submission)
    done = set(compared.values_list("newer", flat=True))
    return frozenset(revised.values_list("pk", flat=True)) - done


def _stuck(files: Iterable[SubmittedFile]) -> set[int]:
    """Files whose reading ended in a fault on our side."""
    keys = {f"ingest:{file.pk}": file.pk for file in files if file.state == "received"}
    failed = Job.objects.filter(key__in=keys, state=Job.State.FAILED)
    return {keys[key] for key in failed.values_list("key", flat=True)}


def _files_of(revision: SheetRevision) -> list[SubmittedFile]:
    faces = [face for face in (revision.dwg, revision.pdf) if face]
    return list({face.file_id: face.file for face in faces}.values())
