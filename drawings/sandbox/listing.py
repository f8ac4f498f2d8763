"""Read a drawing list in a limited child process: the door that callers knock at."""

from pathlib import Path
from typing import Final

from drawings.content.drawinglist import Listed
from drawings.content.errors import Refusal, refused
from drawings.sandbox.limits import Limits
from drawings.sandbox.process import run_job

JOB: Final = "drawings.sandbox.listjobs:read_list"
LARGEST_BYTES: Final = 5 << 20
LIMITS: Final = Limits(seconds=20.0, cpu_seconds=15, memory_mb=1024, file_mb=16)


def read_list(path: Path, work: Path) -> list[Listed]:
    """The entries of a drawing list as CSV or XLSX; `work` is a folder of the caller's.

    Raises:
        UnreadableDrawing: LIST_UNKNOWN, LIST_HEADLESS, LIST_EMPTY, TOO_LARGE, SWELLS, or what
            becomes of a child that breaks down.

    """
    if path.stat().st_size > LARGEST_BYTES:
        raise refused(Refusal.TOO_LARGE, bytes=path.stat().st_size, limit=LARGEST_BYTES)
    answer = run_job(JOB, {"path": str(path.resolve())}, work=work, limits=LIMITS)
    try:
        return [
            Listed(*(str(cell) for cell in (number, name, discipline, scale, version)))
            for number, name, discipline, scale, version in answer["entries"]
        ]
    except (ValueError, KeyError, TypeError) as error:
        raise refused(Refusal.DAMAGED, f"no sense in the answer: {error}") from error
