"""What became of each file of a set since it was sent: waiting, being read, read, refused."""

import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from drawings.actions.arriving import CHANGED, INGEST_TASK
from drawings.models import Submission, SubmittedFile
from drawings.sentences import refusal_sentence
from storage.models import Job

SHOWN: Final = 60
REDRAWN: Final = 20
"""How often, about, the table is drawn again while one large set is read."""
ORDER: Final = (
    "reading",
    "refused",
    "stuck",
    "waiting",
    "receiving",
    "duplicate",
    "unpacked",
    "read",
)
TONES: Final = {
    "reading": "run",
    "refused": "late",
    "stuck": "late",
    "waiting": "none",
    "receiving": "warn",
    "duplicate": "none",
    "unpacked": "ok",
    "read": "ok",
}


@dataclass(frozen=True, slots=True)
class Taken:
    """One file: its state, and one sentence about it."""

    path: str
    state: str
    said: str

    @property
    def tone(self) -> str:
        """The tone of its state."""
        return TONES[self.state]

    @property
    def word(self) -> str:
        """The name of its state."""
        return _words()[self.state]


@dataclass(frozen=True, slots=True)
class Intake:
    """Every file of a set, those at hand first; `mark` tells these files from others."""

    files: list[Taken]
    mark: int = 0

    def of(self, *states: str) -> int:
        """How many are in one of these states."""
        return sum(file.state in states for file in self.files)

    @property
    def running(self) -> int:
        """How many wait or are being read."""
        return self.of("waiting", "reading")

    @property
    def unfinished(self) -> int:
        """How many have not arrived whole."""
        return self.of("receiving")

    @property
    def settled(self) -> int:
        """How many came to an end, good or bad."""
        return len(self.files) - self.of("waiting", "reading", "receiving")

    @property
    def percent(self) -> int:
        """How far the set is; files that have not arrived whole do not count."""
        here = len(self.files) - self.of("receiving")
        return 100 * self.settled // here if here else 0

    @property
    def shown(self) -> list[Taken]:
        """As many as somebody looks at."""
        return self.files[:SHOWN]

    @property
    def more(self) -> int:
        """How many are not shown."""
        return len(self.files) - len(self.shown)

    @property
    def stamp(self) -> str:
        """Changes when the table of the set has to be drawn again.

        That is when a file comes, is here whole, or comes to an end; of a large set each
        twentieth of it, for every drawing again asks about every sheet. When all is quiet
        it is about these very files: one taken out and another handed in count the same.
        """
        step = max(1, len(self.files) // REDRAWN) if self.running else 1
        counts = (self.settled, self.unfinished, len(self.files))
        told = [-(-count // step) for count in counts]
        return "-".join(map(str, told if self.running else [*told, self.mark]))


def intake_of(submission: Submission) -> Intake:
    """The files of a set, by how they fare."""
    rows = submission.files.annotate(sheets=Count("faces")).defer("reading")
    # What a package held is asked for by itself: a set has few of them.
    files = list(rows)
    jobs = _jobs_of(files)
    found = [_taken(file, jobs.get(f"ingest:{file.pk}")) for file in files]
    mark = zlib.crc32(repr([(file.pk, file.blob_id) for file in files]).encode())
    in_order = sorted(found, key=lambda one: (ORDER.index(one.state), one.path))
    return Intake(in_order, mark)


def _jobs_of(files: Iterable[SubmittedFile]) -> dict[str, Job]:
    waiting = [f for f in files if f.state == SubmittedFile.State.RECEIVED]
    jobs = Job.objects.filter(
        task=INGEST_TASK, key__in=[f"ingest:{f.pk}" for f in waiting]
    )
    return {job.key: job for job in jobs}


def _taken(file: SubmittedFile, job: Job | None) -> Taken:
    state = _state_of(file, job)
    return Taken(file.path, state, _said(file, state, job))


def _state_of(file: SubmittedFile, job: Job | None) -> str:
    if file.state != SubmittedFile.State.RECEIVED:
        return str(file.state)
    if job is not None and job.state == Job.State.FAILED:
        return "stuck"
    return (
        "reading" if job is not None and job.state == Job.State.RUNNING else "waiting"
    )


def _said(file: SubmittedFile, state: str, job: Job | None) -> str:
    if state == "refused":
        return refusal_sentence(file.refusal, file.particulars)
    if state == "read":
        count: int = getattr(file, "sheets", 0)
        return ngettext("%(count)s sheet", "%(count)s sheets", count) % {"count": count}
    if state == "unpacked":
        return _unpacked(file)
    if state == "reading" and job is not None:
        return _reading(job)
    if state == "receiving":
        return _arriving(file)
    if state == "duplicate":
        twin = file.particulars.get("twin", "–")
        return _("the same as %(file)s") % {"file": twin}
    return ""


def _arriving(file: SubmittedFile) -> str:
    """How far a file is, or what it waits for with all its bytes here."""
    if file.size and file.received == file.size:
        return _("is being checked")
    if file.particulars.get(CHANGED):
        return _("changed on its way, send it once more")
    percent = 100 * file.received // file.size if file.size else 0
    return f"{percent} %"


def _unpacked(file: SubmittedFile) -> str:
    """How many files came out of a package, and how many did not."""
    count = file.reading.get("files", 0)
    said = ngettext("%(count)s file", "%(count)s files", count) % {"count": count}
    left_out = file.reading.get("left_out_count", 0)
    if not left_out:
        return said
    return _("%(files)s, %(count)s left out") % {"files": said, "count": left_out}


def _reading(job: Job) -> str:
    """The step of a reading, and for how long it goes on."""
    if job.note == "unpacking":
        values = {"done": job.done, "total": job.total}
        return _("unpacking, %(done)s of %(total)s files") % values
    step = {
        "kept": pgettext("step of reading", "keeping its sheets"),
    }.get(job.note, pgettext("step of reading", "looking at it"))
    since = job.started_at or timezone.now()
    seconds = max(0, round((timezone.now() - since).total_seconds()))
    return _("%(step)s, %(seconds)s s") % {"step": step, "seconds": seconds}


def _words() -> dict[str, str]:
    return {
        "reading": pgettext("file of a set", "being read"),
        "refused": pgettext("file of a set", "refused"),
        "stuck": pgettext("file of a set", "reading failed"),
        "waiting": pgettext("file of a set", "waiting"),
        "receiving": pgettext("file of a set", "not whole yet"),
        "duplicate": pgettext("file of a set", "double"),
        "unpacked": pgettext("file of a set", "unpacked"),
        "read": pgettext("file of a set", "read"),
    }
