"""Run the whole system on one machine: the signer, the web, a light and a heavy worker."""

import fcntl
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
from typing import IO, Final

from django.conf import settings

from signatures.signer.choosing import PIN, SERVICE_SECRET
from signatures.signer.client import Client, SignerAway
from signatures.signer.starting import signer_command

HOST: Final = "127.0.0.1"
PORT: Final = 8000
WEB_THREADS: Final = 8
WORKER_THREADS: Final = 2
PATIENCE_SECONDS: Final = 20.0
PAUSE_SECONDS: Final = 1.0
ANOTHER_SERVES: Final = (
    "Another `manage.py serve` works on this folder: its signer and workers are used, "
    "only pages are served here. When it ends, its work is taken over."
)
SIGNER: Final = "signatures.signer"
KEY_SECRET: Final = "LIANSHEN_KEY_SECRET"  # noqa: S105  the name, not the secret
SECRETS: Final = (KEY_SECRET, PIN, SERVICE_SECRET)
"""What the signer alone may find in its surroundings."""

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
    work nobody does. Served twice from one folder, on two ports, the first does the work
    for both.

    Raises:
        PortTaken: something else listens on the port.

    """
    require_free(host, port)
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    over = threading.Event()
    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, lambda _sign, _frame: over.set())
    parts = _started([web_command(host, port)], over)
    with (settings.VAR_DIR / "serving.lock").open("a") as mark:
        is_keeper = takes_work(mark)
        if not is_keeper:
            sys.stderr.write(f"{ANOTHER_SERVES}\n")
        while not is_keeper and not over.wait(PAUSE_SECONDS):
            is_keeper = takes_work(mark)
        if is_keeper:
            parts += _started(behind(), over)
            over.wait()
        was_asked = all(part.poll() is None for part in parts)
        codes = [_stop(part) for part in parts]
    return 0 if was_asked else next(filter(None, codes), 0)


def takes_work(mark: IO[str]) -> bool:
    """Whether the work behind the pages is ours: one process does it for one folder."""
    try:
        fcntl.flock(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def behind() -> list[Sequence[str]]:
    """What works behind the pages: the workers, and the signer where none answers yet."""
    workers = [
        worker_command(queues, beat=queues is LIGHT) for queues in (LIGHT, HEAVY)
    ]
    if "LIANSHEN_SIGNER_SOCKET" in os.environ:
        return workers  # it is a service of its own
    path = Path(settings.LIANSHEN_SIGNER_SOCKET)
    if answers(path):
        return workers
    return [signer_command(settings.LIANSHEN_SIGNER, path), *workers]


def answers(path: Path) -> bool:
    """Whether a signer answers on a socket."""
    try:
        Client(path).ask("about")
    except SignerAway:
        return False
    return True


def _started(
    commands: Sequence[Sequence[str]], over: threading.Event
) -> "list[subprocess.Popen[bytes]]":
    """Start parts that set `over` when they end; only the signer learns its secret.

    A session of their own: Ctrl-C reaches this process alone, which then asks them.
    """
    open_ = _surroundings()
    secret = {name: os.environ[name] for name in SECRETS if name in os.environ}
    parts = []
    for command in commands:
        around = {**open_, **secret} if SIGNER in command else open_
        part = subprocess.Popen(command, env=around, start_new_session=True)  # noqa: S603
        threading.Thread(target=_set_when_over, args=(part, over), daemon=True).start()
        parts.append(part)
    return parts


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
    around = {name: told for name, told in os.environ.items() if name not in SECRETS}
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
