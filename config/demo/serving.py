"""Serves web, worker and beat as three child processes until somebody stops them."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
PATIENCE_SECONDS = 10.0


def commands(address: str) -> dict[str, list[str]]:
    """What runs: the web server, one worker for every queue, the beat."""
    python = sys.executable
    celery = [python, "-m", "celery", "-A", "config"]
    return {
        "web": [
            python,
            "-m",
            "waitress",
            f"--listen={address}",
            "--threads=8",
            "config.wsgi:application",
        ],
        "worker": [
            *celery,
            "worker",
            "--queues=light,cad,seal",
            "--pool=threads",
            "--concurrency=2",
            "--loglevel=WARNING",
        ],
        "beat": [*celery, "beat", "--loglevel=WARNING"],
    }


def serve(address: str = "127.0.0.1:8000") -> int:
    """Run until a signal comes or a part dies; everything ends together.

    Returns:
        0 after a signal, 1 when a part died by itself.

    """
    children = {
        name: subprocess.Popen(command, cwd=ROOT, env=os.environ)  # noqa: S603
        for name, command in commands(address).items()
    }
    is_stopped = False

    def stop(_number: int, _frame: FrameType | None) -> None:
        nonlocal is_stopped
        is_stopped = True

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    while not is_stopped and all(child.poll() is None for child in children.values()):
        time.sleep(0.3)
    dead = [name for name, child in children.items() if child.poll() is not None]
    _end(list(children.values()))
    if dead and not is_stopped:
        sys.stderr.write(f"stopped by itself: {', '.join(dead)}\n")
        return 1
    return 0


def _end(children: Sequence[subprocess.Popen[bytes]]) -> None:
    for child in children:
        if child.poll() is None:
            child.send_signal(signal.SIGTERM)
    until = time.monotonic() + PATIENCE_SECONDS
    for child in children:
        try:
            child.wait(timeout=max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
