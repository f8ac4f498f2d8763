"""A real worker in a process of its own, on the database and the broker of the test."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import connection

from config.serving import worker_command
from tests.outside import ROOT

LONGEST_WAIT_SECONDS: Final = 60
WORK: Final = "tests.queue.work"


def surroundings(broker: str, folder: Path) -> Mapping[str, str]:
    """The environment in which a worker sees the rows of the test."""
    place = connection.settings_dict
    if connection.vendor == "sqlite":
        address = f"sqlite:{place['NAME']}"
    else:
        address = f"postgresql://{place['USER']}@{place['HOST']}/{place['NAME']}"
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "LIANSHEN_DATABASE": address,
        "LIANSHEN_BROKER": broker,
        "LIANSHEN_VAR": str(folder),
        "LIANSHEN_SECRET_KEY": str(settings.SECRET_KEY),
    }


@contextmanager
def a_worker(broker: str, folder: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """Run a worker as `manage.py serve` does until the block ends."""
    command = [*worker_command(), f"--include={WORK}"]
    with subprocess.Popen(
        command, cwd=ROOT, env=surroundings(broker, folder)
    ) as worker:
        try:
            yield worker
        finally:
            worker.terminate()


def send(broker: str, folder: Path, task: str, *arguments: int) -> None:
    """Ring as `storage.doorbell` does, from another process."""
    program = (
        "import sys; from config.celery import app; "
        "app.send_task(sys.argv[1], args=[int(a) for a in sys.argv[2:]], queue='light')"
    )
    command = [sys.executable, "-c", program, task, *map(str, arguments)]
    subprocess.run(command, cwd=ROOT, env=surroundings(broker, folder), check=True)


def brings(worker: "subprocess.Popen[bytes]", is_so: Callable[[], bool]) -> bool:
    """Look again and again whether it is so; False when the worker ends before, or waits."""
    until = time.monotonic() + LONGEST_WAIT_SECONDS
    while worker.poll() is None and time.monotonic() < until:
        if is_so():
            return True
        time.sleep(0.05)
    return False


def free_port() -> int:
    """A port on which nobody listens."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def answers(port: int) -> bool:
    """Whether somebody takes calls there."""
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True
