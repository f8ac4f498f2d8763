"""Run the whole system on one machine: the web, and a worker that also keeps the beat."""

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Final

from django.conf import settings

HOST: Final = "127.0.0.1"
PORT: Final = 8000
WEB_THREADS: Final = 8
WORKER_THREADS: Final = 2
PATIENCE_SECONDS: Final = 20.0
QUEUES: Final = ("light", "cad", "seal")


class PortTaken(OSError):
    """Something else listens where the web should."""


def serve(*, host: str = HOST, port: int = PORT) -> int:
    """Serve until somebody stops it or a part ends; return the exit code of the first.

    Whoever ends first takes the others with it, so that nobody looks at a page whose
    work nobody does.

    Raises:
        PortTaken: something else listens on the port.

    """
    require_free(host, port)
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    over = threading.Event()
    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, lambda _sign, _frame: over.set())
    # A session of their own: Ctrl-C reaches this process alone, which then asks them.
    parts = [
        subprocess.Popen(command, env=_surroundings(), start_new_session=True)  # noqa: S603
        for command in (web_command(host, port), worker_command())
    ]
    for part in parts:
        threading.Thread(target=_set_when_over, args=(part, over), daemon=True).start()
    over.wait()
    was_asked = all(part.poll() is None for part in parts)
    codes = [_stop(part) for part in parts]
    return 0 if was_asked else next(filter(None, codes), 0)


def web_command(host: str, port: int) -> Sequence[str]:
    """What starts the web."""
    return [
        *(sys.executable, "-m", "waitress"),
        f"--listen={host}:{port}",
        f"--threads={WEB_THREADS}",
        f"--max-request-body-size={settings.LIANSHEN_MAX_FILE_BYTES}",
        "config.wsgi:application",
    ]


def worker_command(
    queues: Sequence[str] = QUEUES, *, beat: bool = True
) -> Sequence[str]:
    """What starts a worker; of all workers exactly one keeps the beat."""
    return [
        *(sys.executable, "-m", "celery", "--app=config.celery", "--quiet", "worker"),
        f"--queues={','.join(queues)}",
        *("--pool=threads", f"--concurrency={WORKER_THREADS}", "--loglevel=ERROR"),
        *("--without-gossip", "--without-mingle"),
        *(["--beat"] if beat else []),
    ]


def require_free(host: str, port: int) -> None:
    """Make sure that nothing listens there yet.

    Raises:
        PortTaken: something does.

    """
    with closing(socket.socket()) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise PortTaken(
                f"{host}:{port} cannot be served: {error.strerror}"
            ) from error


def _surroundings() -> Mapping[str, str]:
    # Who serves as root on a machine of their own need not be told at every start.
    quiet = {"PYTHONWARNINGS": "ignore:You're running the worker with superuser"}
    return {**quiet, **os.environ, "DJANGO_SETTINGS_MODULE": "config.settings"}


def _set_when_over(part: "subprocess.Popen[bytes]", over: threading.Event) -> None:
    part.wait()
    over.set()


def _stop(part: "subprocess.Popen[bytes]") -> int:
    """Ask a part to end after what it does; end it when it does not listen."""
    part.terminate()
    try:
        return part.wait(PATIENCE_SECONDS)
    except subprocess.TimeoutExpired:
        part.kill()
        return part.wait()
