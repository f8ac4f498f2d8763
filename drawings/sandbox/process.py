"""Run one job in a child process that may die: the parent only ever sees an answer.

Children are forked from a process that has imported the readers and has never seen a file
(`drawings.sandbox.nursery`), or started anew where that is not possible.

The child has bounds on time, memory, file size and open files (kept by the kernel), a
folder of its own, an environment with nothing in it, no standard input, and where the
kernel permits a network name space without any network. Where it does not permit that,
nothing in the child opens a connection, but nothing hinders it either: keep the worker's
host without a route to the outside.
"""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from drawings.content.errors import (
    Refusal,
    UnreadableDrawing,
    refused,
    tells_of_memory,
)
from drawings.sandbox.limits import Limits
from drawings.sandbox.warm import Ended, NoNursery, run_warm
from storage.typefaces import face_folder

ROOT = Path(__file__).resolve().parents[2]
REQUEST, ANSWER, LOG = "request.json", "answer.json", "child.log"
LARGEST_ANSWER = 128 << 20
LOG_TAIL = 4000
FALLEN = (-signal.SIGSEGV, -signal.SIGABRT, -signal.SIGBUS)
# Of the address space that is allowed; the rest is code and what was never touched.
STARVED_FROM = 0.6
# ezdxf looks for the machine's fonts when imported; an empty list saves a second.
NO_FONTS = '{"version": 2, "font-faces": []}'

Json = dict[str, Any]


def run_job(
    job: str, request: Mapping[str, object], *, work: Path, limits: Limits
) -> Json:
    """Run a job, `module:function`, and give its answer; what it wrote lies in `work`.

    Raises:
        UnreadableDrawing: what the job found, or TIMED_OUT, OUT_OF_MEMORY, TOO_LARGE or
            DAMAGED when the child broke down.

    """
    work.mkdir(parents=True, exist_ok=True)
    for name in (REQUEST, ANSWER, LOG):
        (work / name).unlink(missing_ok=True)
    scratch = work / "tmp"
    _prepare(scratch)
    words = {"request": dict(request), "limits": asdict(limits)}
    (work / REQUEST).write_text(json.dumps(words, ensure_ascii=False), "utf-8")
    ended = _run(job, work, scratch, limits)
    if ended.timed_out or ended.code in (-signal.SIGXCPU, -signal.SIGVTALRM):
        raise refused(Refusal.TIMED_OUT, seconds=round(limits.seconds))
    return _answer(work, ended, limits)


def _prepare(scratch: Path) -> None:
    fonts = scratch / "cache" / "ezdxf"
    fonts.mkdir(parents=True, exist_ok=True)
    (fonts / "font_manager_cache.json").write_text(NO_FONTS, "ascii")


def _environment(scratch: Path) -> dict[str, str]:
    return {
        "PATH": "/usr/bin:/bin",
        "PYTHONPATH": str(ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
        "HOME": str(scratch),
        "TMPDIR": str(scratch),
        "XDG_CACHE_HOME": str(scratch / "cache"),
        "XDG_CONFIG_HOME": str(scratch / "config"),
        "LIANSHEN_FONT_CACHE": str(face_folder()),
        "LANG": "C.UTF-8",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
    }


def _run(job: str, work: Path, scratch: Path, limits: Limits) -> Ended:
    """Run the child to its end, forked where that is possible."""
    (work / LOG).touch()
    try:
        return run_warm(
            job,
            work.resolve(),
            _environment(scratch.resolve()),
            _nursery_environment,
            limits.seconds,
        )
    except NoNursery:
        return _run_cold(job, work, scratch, limits)


def _nursery_environment(scratch: Path) -> dict[str, str]:
    _prepare(scratch)
    return _environment(scratch)


def _run_cold(job: str, work: Path, scratch: Path, limits: Limits) -> Ended:
    """The same from a new interpreter, where there is no nursery."""
    with (work / LOG).open("wb") as log:
        child = subprocess.Popen(  # noqa: S603
            [sys.executable, "-P", "-s", "-m", "drawings.sandbox.child", job],
            cwd=work,
            env=_environment(scratch),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=log,
            start_new_session=True,
        )
    try:
        return Ended(child.wait(limits.seconds))
    except subprocess.TimeoutExpired:
        return Ended(-signal.SIGKILL, timed_out=True)
    finally:
        _end(child)


def _end(child: subprocess.Popen[bytes]) -> None:
    """Kill whatever is left of the child's process group."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, signal.SIGKILL)
    try:
        child.wait(5)
    except subprocess.TimeoutExpired:
        child.kill()


def _answer(work: Path, ended: Ended, limits: Limits) -> Json:
    path = work / ANSWER
    if not path.is_file() or path.is_symlink():
        raise _breakdown(work, ended, limits)
    if path.stat().st_size > LARGEST_ANSWER:
        raise refused(
            Refusal.TOO_LARGE, bytes=path.stat().st_size, limit=LARGEST_ANSWER
        )
    try:
        words = json.loads(path.read_bytes())
        if "refused" in words:
            particulars = {str(k): str(v) for k, v in words["particulars"].items()}
            raise refused(Refusal(words["refused"]), **particulars)
        answer = words["answer"]
        if not isinstance(answer, dict):
            raise TypeError(type(answer).__name__)  # noqa: TRY301
    except UnreadableDrawing:
        raise
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise refused(Refusal.DAMAGED, f"no answer: {error}") from error
    return answer


def _breakdown(work: Path, ended: Ended, limits: Limits) -> UnreadableDrawing:
    """Why a child ended without an answer, told from its end and its last words."""
    words = _last_words(work / LOG)
    code = ended.code
    # Nobody but the kernel kills a child that is still in time; and a library that gets
    # no memory may simply fall over.
    was_starved = code == -signal.SIGKILL or (
        code in FALLEN and ended.peak_mb > STARVED_FROM * limits.memory_mb
    )
    if was_starved or tells_of_memory(words):
        return refused(Refusal.OUT_OF_MEMORY, megabytes=limits.memory_mb)
    if code == -signal.SIGXFSZ or "File too large" in words:
        return refused(Refusal.TOO_LARGE, limit=limits.file_mb << 20)
    return refused(Refusal.DAMAGED, f"the reader broke down ({code}) {words[-160:]}")


def _last_words(log: Path) -> str:
    with log.open("rb") as file:
        file.seek(max(0, log.stat().st_size - LOG_TAIL))
        return file.read().decode("utf-8", "replace").strip()


def clear(work: Path) -> None:
    """Remove what a job needed and nobody else does."""
    for name in (REQUEST, ANSWER):
        (work / name).unlink(missing_ok=True)


def now() -> float:
    """Seconds on a clock that only goes forward."""
    return time.monotonic()
