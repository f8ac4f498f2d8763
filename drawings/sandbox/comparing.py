"""Compare two sheets in a limited child; whatever breaks there is an answer too."""

from dataclasses import dataclass
from pathlib import Path

from drawings.content.errors import Refusal, UnreadableDrawing
from drawings.diff.findings import Difference, Reason, Verdict
from drawings.diff.keeping import difference_from
from drawings.sandbox.limits import Limits
from drawings.sandbox.process import run_job

COMPARING = "drawings.sandbox.comparejobs:compare_sheets"
TELLING = "drawings.sandbox.comparejobs:tell_difference"
ANSWER, GEOMETRY = "difference.npz", "geometry.json"
# Fifteen times what half a million primitives take; the wall waits for a busy machine.
LIMITS = Limits(seconds=120.0, cpu_seconds=50)
_UNTOLD = frozenset({Reason.TOO_LARGE, Reason.BROKEN})
_LARGE = frozenset({Refusal.TIMED_OUT, Refusal.OUT_OF_MEMORY, Refusal.TOO_LARGE})


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two sheets: its content (npz) and its page (a one-page PDF).

    Only scans are looked at; a sheet of CAD may come without a page.
    """

    content: Path
    page: Path | None


@dataclass(frozen=True, slots=True)
class Compared:
    """The difference; with it, where it could be told, the files that keep it."""

    difference: Difference
    answer: Path | None = None
    geometry: Path | None = None


def compare_apart(old: Side, new: Side, work: Path) -> Compared:
    """Compare within limits of time and memory; scans are compared as pictures.

    Args:
        old: the sheet before.
        new: the sheet after.
        work: an empty folder, in which the files of the answer stay.

    """
    told = _told(COMPARING, old, new, work)
    if told.reason in _UNTOLD:
        return Compared(told)
    return Compared(told, work / ANSWER, work / GEOMETRY)


def tell_apart(old: Side, new: Side, work: Path) -> Difference:
    """The difference alone, without what a browser draws of it.

    Args:
        old: the sheet before.
        new: the sheet after.
        work: an empty folder.

    """
    return _told(TELLING, old, new, work)


def _told(job: str, old: Side, new: Side, work: Path) -> Difference:
    request = {
        "old": str(old.content),
        "new": str(new.content),
        "old_page": str(old.page or ""),
        "new_page": str(new.page or ""),
    }
    try:
        run_job(job, request, work=work, limits=LIMITS)
        return difference_from(work / ANSWER)
    except UnreadableDrawing as error:
        reason = Reason.TOO_LARGE if error.code in _LARGE else Reason.BROKEN
        return Difference(Verdict.CANNOT_COMPARE, reason)
    except ValueError:
        return Difference(Verdict.CANNOT_COMPARE, Reason.BROKEN)
