"""Run the whole system on one machine: the signer, the web, a light and a heavy worker."""

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from shutil import which
from typing import Final

from django.conf import settings

from signatures.signer.starting import signer_command

HOST: Final = "127.0.0.1"
PORT: Final = 8000
WEB_THREADS: Final = 8
WORKER_THREADS: Final = 2
PATIENCE_SECONDS: Final = 20.0
KEY_SECRET: Final = "LIANSHEN_KEY_SECRET"  # noqa: S105  the name, not the secret
LIGHT: Final = ("light", "seal")
"""What is done at once: letters, clocks, seals."""
HEAVY: Final = ("cad",)
"""What takes minutes: it has a worker of its own, so that nothing waits behind it."""
QUEUES: Final = (*LIGHT, *HEAVY)
STEP_BEHIND: Final = 5
"""How nice the heavy worker is to pages; the children that read step behind further."""


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
        subprocess.Popen(command, env=surroundings, start_new_session=True)  # noqa: S603
        for command, surroundings in _parts(host, port)
    ]
    for part in parts:
        threading.Thread(target=_set_when_over, args=(part, over), daemon=True).start()
    over.wait()
    was_asked = all(part.poll() is None for part in parts)
    codes = [_stop(part) for part in parts]
    return 0 if was_asked else next(filter(None, codes), 0)


def _parts(host: str, port: int) -> list[tuple[Sequence[str], Mapping[str, str]]]:
    """What runs here, each with its surroundings; only the signer learns its secret."""
    open_ = _surroundings()
    parts: list[tuple[Sequence[str], Mapping[str, str]]] = [
        (web_command(host, port), open_),
        *(
            (worker_command(queues, beat=queues is LIGHT), open_)
            for queues in (LIGHT, HEAVY)
        ),
    ]
    if "LIANSHEN_SIGNER_SOCKET" in os.environ:
        return parts  # it is a service of its own
    secret = {name: os.environ[name] for name in (KEY_SECRET,) if name in os.environ}
    command = signer_command(settings.LIANSHEN_SIGNER, settings.LIANSHEN_SIGNER_SOCKET)
    return [(command, {**open_, **secret}), *parts]


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
    is_heavy_alone = tuple(queues) == HEAVY
    return [
        *(("nice", "-n", str(STEP_BEHIND)) if is_heavy_alone and which("nice") else ()),
        *(sys.executable, "-m", "celery", "--app=config.celery", "--quiet", "worker"),
        f"--queues={','.join(queues)}",
        f"--hostname={'-'.join(queues)}@localhost",
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
    around = {name: told for name, told in os.environ.items() if name != KEY_SECRET}
    return {**quiet, **around, "DJANGO_SETTINGS_MODULE": "config.settings"}


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
