"""The sheets of a set against the files they came from: one row each, problems named."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from drawings.models import (
    Comparison,
    Face,
    SheetRevision,
    Submission,
    SubmittedFile,
)
from drawings.sentences import refusal_sentence
from reviews.disciplines import discipline_name
from reviews.halves import Half, half_of, remarks_of
from storage.models import Job

SURE: Final = 0.6
"""Below this the number was guessed, and a person has to look."""

_DOUBLE: Final = re.compile(r"^(?P<number>.+) \(\d+\)$")

PROBLEMS: Final = ("refused", "stuck", "double", "dwg_only", "pdf_only", "unsure")
"""What a person has to look at, the worst first."""

ORDER: Final = (
    *PROBLEMS,
    "receiving",
    "received",
    "comparing",
    "duplicate",
    "paired",
)
TONES: Final[Mapping[str, str]] = {
    "refused": "late",
    "stuck": "late",
    "double": "warn",
    "dwg_only": "late",
    "pdf_only": "warn",
    "unsure": "warn",
    "receiving": "run",
    "received": "run",
    "comparing": "run",
    "duplicate": "none",
    "paired": "ok",
}


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
    remarks: list[str] = field(default_factory=list)
    revision: SheetRevision | None = None
    files: list[SubmittedFile] = field(default_factory=list)

    @property
    def tone(self) -> str:
        """The tone of its state."""
        return TONES[self.status]

    @property
    def is_problem(self) -> bool:
        """Whether a person has to look at it."""
        return self.status in PROBLEMS

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

    @property
    def sheet_count(self) -> int:
        """How many sheets there are."""
        return sum(row.revision is not None for row in self.rows)

    def of(self, status: str) -> list[Row]:
        """The rows of one state; `problems` are those that a person has to look at."""
        if status == "problems":
            return [row for row in self.rows if row.is_problem]
        if status == "running":
            running = {"receiving", "received", "comparing"}
            return [row for row in self.rows if row.status in running]
        return [row for row in self.rows if not status or row.status == status]

    def counters(self) -> list[Counter]:
        """What stands above the table; kinds that do not occur are left out."""
        kinds = [("problems", _("to look at"), "warn")]
        kinds += [
            (key, word, TONES[key])
            for key, word in _words().items()
            if key in PROBLEMS or key in {"duplicate", "paired"}
        ]
        kinds.append(("running", _("being worked on"), "run"))
        counted = [
            Counter(key, label, len(self.of(key)), tone) for key, label, tone in kinds
        ]
        kept = {"problems", "paired"}
        return [one for one in counted if one.count or one.key in kept]


def reconcile_set(submission: Submission) -> Reconciliation:
    """The rows of a set that is being put together, with the files that gave no sheet."""
    files = list(submission.files.select_related("blob"))
    revisions = submission.revisions.select_related(
        "sheet", "dwg__file", "pdf__file", "submission"
    )
    rows = _sheet_rows(revisions, _uncompared(submission))
    stuck = _stuck(files)
    rows += [_file_row(file, stuck) for file in files if file.state != "read"]
    return Reconciliation(rows, len(files))


def reconcile_sheets(revisions: "QuerySet[SheetRevision]") -> Reconciliation:
    """The rows of a set that was handed in: its sheets as they stand."""
    listed = list(revisions.select_related("dwg__file", "pdf__file"))
    rows = _sheet_rows(listed, frozenset())
    files = {half.face.file_id for row in rows for half in (row.dwg, row.pdf) if half}
    return Reconciliation(rows, len(files))


def sorted_rows(rows: Sequence[Row], order: str) -> list[Row]:
    """Problems first, or in the order of the set."""
    if order == "set":
        return list(rows)
    return sorted(rows, key=lambda row: ORDER.index(row.status))


def _words() -> dict[str, str]:
    return {
        "refused": pgettext("row of a set", "refused"),
        "stuck": pgettext("row of a set", "reading failed"),
        "double": pgettext("row of a set", "number twice"),
        "dwg_only": pgettext("row of a set", "PDF missing"),
        "pdf_only": pgettext("row of a set", "DWG missing"),
        "unsure": pgettext("row of a set", "number unsure"),
        "receiving": pgettext("row of a set", "coming in"),
        "received": pgettext("row of a set", "being read"),
        "comparing": pgettext("row of a set", "being compared"),
        "duplicate": pgettext("row of a set", "same file twice"),
        "paired": pgettext("row of a set", "both faces"),
    }


def _sheet_rows(
    revisions: Iterable[SheetRevision], uncompared: frozenset[int]
) -> list[Row]:
    listed = list(revisions)
    numbers = {revision.sheet.number for revision in listed}
    words = _words()
    rows = []
    for revision in listed:
        status = _status(revision, numbers, uncompared)
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
                remarks=remarks_of(revision),
                revision=revision,
                files=_files_of(revision),
            )
        )
    return rows


def _status(
    revision: SheetRevision, numbers: set[str], uncompared: frozenset[int]
) -> str:
    double = _DOUBLE.match(revision.sheet.number)
    if double and double["number"] in numbers:
        return "double"
    if revision.number_confidence < SURE and not revision.is_corrected:
        return "unsure"
    if revision.pairing != SheetRevision.Pairing.PAIRED:
        return str(revision.pairing.value)
    return "comparing" if revision.pk in uncompared else "paired"


def _file_row(file: SubmittedFile, stuck: set[int]) -> Row:
    status = "stuck" if file.pk in stuck else str(file.state)
    return Row(
        key=f"file-{file.pk}",
        number="",
        name=file.path,
        discipline="",
        status=status,
        word=_words()[status],
        remarks=[said] if (said := _why(file, status)) else [],
        files=[file],
    )


def _why(file: SubmittedFile, status: str) -> str:
    if status == "refused":
        return refusal_sentence(file.refusal, file.particulars)
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
