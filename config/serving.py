"""Run the whole system on one machine: web, signer, a light and a heavy worker, beat."""

import fcntl
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from shutil import which
from typing import IO, Final

from django.conf import settings

from config.parts import Part, Process
from signatures.signer.choosing import PIN, SERVICE_SECRET
from signatures.signer.starting import signer_command

HOST: Final = "127.0.0.1"
PORT: Final = 8000
WEB_THREADS: Final = 8
WORKER_THREADS: Final = 2
PAUSE_SECONDS: Final = 0.5
ANOTHER_SERVES: Final = (
    "Another `manage.py serve` works on this folder: its signer and workers are used, "
    "only pages are served here. When it ends, its work is taken over."
)
SIGNER: Final = "signer"
LIGHT_WORKER: Final = "worker of letters and seals"
HEAVY_WORKER: Final = "worker of drawings"
BEAT: Final = "beat"
CELERY: Final = (sys.executable, "-m", "celery", "--app=config.celery", "--quiet")
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


def serve(*, host: str = HOST, port: int = PORT) -> None:
    """Serve until somebody stops it; a part that ends by itself is begun again.

    A part that ends again and again takes the others with it, so that nobody looks at a
    page whose work nobody does. Served twice from one folder, on two ports, the first
    does the work for both.

    Raises:
        PortTaken: something else listens on the port.
        PartLost: a part could not be kept working; everything was ended.

    """
    require_free(host, port)
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    over = threading.Event()
    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, lambda _sign, _frame: over.set())
    with (settings.VAR_DIR / "serving.lock").open("a") as mark:
        parts = [_part("web", web_command(host, port))]
        try:
            _keep(parts, mark, over)
        finally:
            end_all(parts)


def _keep(parts: list[Part], mark: IO[str], over: threading.Event) -> None:
    """Look after the parts until it is over; take the work when nobody has it."""
    is_keeper = takes_work(mark)
    if not is_keeper:
        say(ANOTHER_SERVES)
    while not over.is_set():
        if is_keeper and len(parts) == 1:
            parts += [_part(name, command) for name, command in behind().items()]
        for part in parts:
            part.look(time.monotonic())
        over.wait(PAUSE_SECONDS)
        is_keeper = is_keeper or takes_work(mark)


def end_all(parts: Sequence[Part]) -> None:
    """Ask all to end and see them end: the signer last, others may be sealing with it."""
    signer = [part for part in parts if part.name == SIGNER]
    others = [part for part in parts if part.name != SIGNER]
    for group in (others, signer):
        for part in group:
            part.ask_to_end()
        for part in group:
            part.see_end()


def say(sentence: str) -> None:
    """Tell whoever looks at the console."""
    sys.stderr.write(f"{sentence}\n")
    sys.stderr.flush()


def takes_work(mark: IO[str]) -> bool:
    """Whether the work behind the pages is ours: one process does it for one folder."""
    try:
        fcntl.flock(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def behind() -> dict[str, Sequence[str]]:
    """What works behind the pages: workers, beat, and the signer where it is ours."""
    workers = {
        LIGHT_WORKER: worker_command(LIGHT),
        HEAVY_WORKER: worker_command(HEAVY),
        BEAT: beat_command(),
    }
    if "LIANSHEN_SIGNER_SOCKET" in os.environ:
        return workers  # it is a service of its own
    path = Path(settings.LIANSHEN_SIGNER_SOCKET)
    return {SIGNER: signer_command(settings.LIANSHEN_SIGNER, path), **workers}


def listens(path: Path) -> bool:
    """Whether a signer listens on a socket; nothing is asked of it."""
    with closing(socket.socket(socket.AF_UNIX)) as link:
        link.settimeout(PAUSE_SECONDS)
        try:
            link.connect(str(path))
        except TimeoutError:
            return True  # it is busy
        except OSError:
            return False
    return True


@dataclass(frozen=True)
class SignerOfOthers:
    """A signer that somebody else began: it is used, looked after, and left when we end."""

    path: Path

    def poll(self) -> int | None:
        """None while it listens."""
        return None if listens(self.path) else 0

    def terminate(self) -> None:
        """Leave it."""

    def kill(self) -> None:
        """Leave it."""

    def wait(self, timeout: float | None = None) -> int:
        """Nobody waits for it."""
        return 0


def _part(name: str, command: Sequence[str]) -> Part:
    return Part(name=name, begin=lambda: _begun(name, command), say=say)


def _begun(name: str, command: Sequence[str]) -> Process:
    """Start a part; only the signer learns its secret.

    A session of their own: Ctrl-C reaches this process alone, which then asks the parts.
    """
    around = dict(_surroundings())
    if name == SIGNER:
        path = Path(settings.LIANSHEN_SIGNER_SOCKET)
        if listens(path):
            return SignerOfOthers(path)
        around |= {kept: os.environ[kept] for kept in SECRETS if kept in os.environ}
    return subprocess.Popen(command, env=around, start_new_session=True)  # noqa: S603


def web_command(host: str, port: int) -> Sequence[str]:
    """What starts the web."""
    return [
        *(sys.executable, "-m", "waitress"),
        f"--listen={host}:{port}",
        f"--threads={WEB_THREADS}",
        f"--max-request-body-size={settings.LIANSHEN_MAX_FILE_BYTES}",
        "config.wsgi:application",
    ]


def worker_command(queues: Sequence[str] = QUEUES) -> Sequence[str]:
    """What starts a worker."""
    is_heavy_alone = tuple(queues) == HEAVY
    return [
        *(("nice", "-n", str(STEP_BEHIND)) if is_heavy_alone and which("nice") else ()),
        *(*CELERY, "worker"),
        f"--queues={','.join(queues)}",
        f"--hostname={'-'.join(queues)}@localhost",
        *("--pool=threads", f"--concurrency={WORKER_THREADS}", "--loglevel=ERROR"),
        *("--without-gossip", "--without-mingle"),
    ]


def beat_command() -> Sequence[str]:
    """What starts the beat, a part of its own: begun again when it alone ends."""
    return [*CELERY, "beat", "--loglevel=ERROR"]


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
