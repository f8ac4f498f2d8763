"""Checks a stranger's file in a process of its own, with limits; the answer is JSON.

What the process does to itself harms nobody: it has little memory, little time, an empty
folder and no inheritance. If it dies, the file counts as unreadable.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import threading
from datetime import datetime
from pathlib import Path
from typing import Final

from django.conf import settings

from signatures.pades.digests import sha256_of
from signatures.pades.trust import Trust
from signatures.pades.verdicts import (
    IssuedRecord,
    Objection,
    Reason,
    Report,
    Verdict,
)
from signatures.pades.wire import report_of_json

SECONDS: Final = 60
"""By the clock: on a busy machine a check that needs one second may take many."""

CPU_SECONDS: Final = 20
"""A sheet of 20 MB needs about one; a file that needs more was made to need it."""

MEMORY: Final = 2 * 1024**3
LARGEST: Final = 256 * 1024**2
_room = threading.BoundedSemaphore(max(2, os.cpu_count() or 1))
"""More checks than cores at once only make all of them late; who waits loses no time."""


def check_apart(
    data: bytes, *, trust: Trust, register: IssuedRecord | None, at: datetime
) -> Report:
    """The verdict on the bytes; whatever goes wrong is a verdict too."""
    digest = sha256_of(data)
    if len(data) > LARGEST:
        return _failed(digest, Reason.TOO_LARGE)
    with _room, tempfile.TemporaryDirectory(prefix="lianshen-verify-") as folder:
        work = Path(folder)
        (work / "file.pdf").write_bytes(data)
        (work / "asked.json").write_text(_asked(trust, register, at))
        try:
            done = subprocess.run(  # noqa: S603  our own program, fixed arguments
                [sys.executable, "-m", "signatures.pades.child", folder],
                cwd=settings.BASE_DIR,
                env={"PATH": os.defpath, "PYTHONPATH": str(settings.BASE_DIR)},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=SECONDS,
                preexec_fn=_limit,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return _failed(digest, Reason.CHECK_FAILED)
        answer = work / "report.json"
        if done.returncode or not answer.is_file():
            return _failed(digest, Reason.CHECK_FAILED)
        try:
            return report_of_json(answer.read_text())
        except ValueError:
            return _failed(digest, Reason.CHECK_FAILED)


def _failed(digest: str, reason: Reason) -> Report:
    return Report(Verdict.UNREADABLE, digest, (Objection(reason),))


def _asked(trust: Trust, register: IssuedRecord | None, at: datetime) -> str:
    return json.dumps(
        {
            "at": at.isoformat(),
            "roots": [root.dump().hex() for root in trust.roots],
            "between": [one.dump().hex() for one in trust.between],
            "lists": [one.hex() for one in trust.lists],
            "register": _plain(register),
        }
    )


def _plain(register: IssuedRecord | None) -> dict[str, object] | None:
    if register is None:
        return None
    issued = register.issued_at
    return {
        "sha256": register.sha256,
        "seals": dict(register.seals),
        "status": str(register.status),
        "issued_at": issued.isoformat() if issued else None,
    }


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (64 * 1024**2, 64 * 1024**2))
