"""The sheets of a set against the files they came from: one row each, problems named."""

from collections.abc import Iterable, Sequence
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from drawings.models import (
    Comparison,
    SheetRevision,
    SheetRevisionQuerySet,
    Submission,
    SubmittedFile,
)
from drawings.sentences import left_out_sentence, refusal_sentence
from reviews.disciplines import discipline_name
from reviews.halves import half_of
from reviews.noting import Note, Notes, notes_of
from reviews.reconciled import Reconciliation, Row
from reviews.reporting import UNSHOWN
from reviews.rowstates import ORDER, status_of, words_of_rows
from storage.models import Job

LIST_NAMES: Final = (".xlsx", ".csv")
MOST_LEFT_OUT: Final = 20
"""Members of a package that are named one by one."""


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
    told = [status_of(note) for note in notes if note.is_open]
    if told:
        return min(told, key=ORDER.index)
    return "comparing" if revision.pk in uncompared else "paired"


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
