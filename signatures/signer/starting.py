"""Start a signer that ends with us: for development, tests and demonstrations."""

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Final

from signatures.signer.client import Client, SignerAway

ROOT: Final = Path(__file__).parents[2]
SECONDS: Final = 90.0
"""A second where nothing else runs; on a machine that is full, more than half a minute."""

PAUSE_SECONDS: Final = 0.05
_ours: "list[subprocess.Popen[bytes]]" = []


def start_signer(folder: Path, path: Path) -> None:
    """Start one and wait until somebody answers; another that is quicker is as good.

    Its standard input is a pipe that nobody writes: it closes when we end, however we
    end, and the signer ends with it.

    Raises:
        SignerAway: nobody answers in time.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    client = Client(path)
    last = time.monotonic() + SECONDS
    started = _start(folder, path)
    while True:
        try:
            client.ask("about")
        except SignerAway:
            if time.monotonic() > last:
                raise
            if started.poll() is not None:
                # One that is just ending kept the folder, and is gone or going.
                started = _start(folder, path)
            time.sleep(PAUSE_SECONDS)
        else:
            return


def _start(folder: Path, path: Path) -> "subprocess.Popen[bytes]":
    _ours[:] = [one for one in _ours if one.poll() is None]
    started = subprocess.Popen(  # noqa: S603  our own program, our own folder
        signer_command(folder, path, "--while-stdin"),
        cwd=ROOT,
        env={"PATH": os.defpath, "PYTHONPATH": str(ROOT), **_settings()},
        stdin=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    _ours.append(started)
    return started


def _settings() -> dict[str, str]:
    """What the signer's environment may be told besides secrets."""
    return {
        name: value
        for name, value in os.environ.items()
        if name.startswith("LIANSHEN_TIME_STAMPING")
    }


def signer_command(folder: Path, path: Path, *more: str) -> list[str]:
    """What starts a signer for a folder of keys, listening at a path."""
    return [
        *(sys.executable, "-m", "signatures.signer", str(folder)),
        *("--socket", str(path), *more),
    ]
