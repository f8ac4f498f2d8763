"""The child: bind itself, then do one job (`python -m drawings.sandbox.child MODULE:JOB`).

The working folder holds `request.json`; the answer goes into `answer.json`. Only what the
job needs is imported, after the limits are set.
"""

import ctypes
import gc
import importlib
import json
import os
import resource
import signal
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from drawings.content.errors import Refusal, UnreadableDrawing

MEGABYTE = 1 << 20
NICENESS = 10
# A child makes millions of small things for one file and is gone: to look among them for
# what cannot be reached any more, as often as Python does, costs a seventh of its time.
YOUNG, MIDDLE, OLD = 100_000, 50, 100
NEW_USER, NEW_NETWORK = 0x10000000, 0x40000000
# Arrays larger than this are given back as before, so peaks stay where they are.
LARGE_ARRAY, MOST_KEPT = 32 * MEGABYTE, 256 * MEGABYTE
MAPPED_FROM, GIVEN_BACK_FROM = -3, -1
DIE_WITH_PARENT, NO_NEW_PRIVILEGES = 1, 38


def main(job: str) -> int:
    """Do one job; 0 when an answer or a refusal was written."""
    work = Path.cwd()
    words = json.loads((work / "request.json").read_bytes())
    bind(words["limits"])
    keep_memory()
    gc.set_threshold(YOUNG, MIDDLE, OLD)
    module, _, function = job.partition(":")
    try:
        call = getattr(importlib.import_module(module), function)
        answer: dict[str, Any] = {
            "answer": call(words["request"], work, words["limits"])
        }
    except UnreadableDrawing as error:
        answer = _refusal(error.code, error.particulars, words["limits"])
    except MemoryError:
        answer = _refusal(Refusal.OUT_OF_MEMORY, {}, words["limits"])
    partial = work / "answer.part"
    text = json.dumps(answer, ensure_ascii=False)
    partial.write_bytes(text.encode("utf-8", "replace"))
    partial.replace(work / "answer.json")
    return 0


def _refusal(
    code: Refusal, particulars: Mapping[str, str], limits: dict[str, Any]
) -> dict[str, Any]:
    """A refusal as it is written; only here is it known how much memory there was."""
    told = dict(particulars)
    if code is Refusal.OUT_OF_MEMORY:
        told.setdefault("megabytes", str(limits["memory_mb"]))
    return {"refused": code.value, "particulars": told}


def bind(limits: dict[str, Any]) -> None:
    """Give up time, memory, files and network, for this process and its children.

    It steps behind whoever answers pages on the same machine.
    """
    os.nice(NICENESS)
    memory = int(limits["memory_mb"]) * MEGABYTE
    file_size = int(limits["file_mb"]) * MEGABYTE
    seconds = int(limits["cpu_seconds"])
    _limit(resource.RLIMIT_CORE, 0)
    # Past the first bound the kernel sends a signal of its own, past the second it kills.
    _limit(resource.RLIMIT_CPU, seconds, seconds + 2)
    _limit(resource.RLIMIT_FSIZE, file_size)
    _limit(resource.RLIMIT_NOFILE, int(limits["open_files"]))
    _leave_network()
    _limit(resource.RLIMIT_AS, memory)


def keep_memory() -> None:
    """Use memory that was freed again, in place of giving it back and asking anew.

    Arrays of a few megabytes come and go by the hundred. Each page of memory that the
    kernel hands out costs as much as filling it, and a child is gone soon anyway.
    """
    try:
        settle = ctypes.CDLL(None).mallopt
    except (OSError, AttributeError):
        # Only the library of GNU has it.
        return
    settle(MAPPED_FROM, LARGE_ARRAY)
    settle(GIVEN_BACK_FROM, MOST_KEPT)


def _limit(kind: int, wanted: int, most: int | None = None) -> None:
    _soft, hard = resource.getrlimit(kind)
    most = wanted if most is None else most
    if hard != resource.RLIM_INFINITY:
        wanted, most = min(wanted, hard), min(most, hard)
    resource.setrlimit(kind, (wanted, most))


def _leave_network() -> None:
    """Enter an empty network name space where permitted; die with the parent."""
    try:
        kernel = ctypes.CDLL(None, use_errno=True)
        kernel.prctl(DIE_WITH_PARENT, signal.SIGKILL, 0, 0, 0)
        kernel.prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0)
        if kernel.unshare(NEW_NETWORK) != 0:
            kernel.unshare(NEW_USER | NEW_NETWORK)
    except (OSError, AttributeError):
        # Not Linux: the docstring of drawings.sandbox.process says what that means.
        return


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
