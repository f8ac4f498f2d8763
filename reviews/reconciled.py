"""A set reconciled with its files: its rows, what is the matter with them, the counters."""

from collections import Counter as Tally
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from drawings.models import Face, SheetRevision, SubmittedFile
from reviews.arrived import SealNote
from reviews.halves import Half, remarks_of
from reviews.listed import Listing
from reviews.noting import Note
from reviews.reporting import Seal, seal_of
from reviews.rowstates import ORDER, PROBLEMS, TONES, status_of, words_of_rows

RUNNING: Final = frozenset({"receiving", "received", "comparing"})


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
        told = {status_of(note) for note in self.notes if note.is_open}
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


def sorted_rows(rows: Sequence[Row], order: str) -> list[Row]:
    """Problems first, or in the order of the set."""
    if order == "set":
        return list(rows)
    return sorted(rows, key=lambda row: ORDER.index(row.status))
