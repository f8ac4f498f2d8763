"""Start children from a warmed nursery: a start costs a fork instead of a second.

Each process has a nursery of its own, begun with the first job and gone with the process.
Where the machine has no message sockets, or the nursery broke down, callers start a child
the slow way.
"""

import atexit
import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

# How long a child that was told to stop may take to be gone.
SECONDS_TO_END = 5.0


class NoNursery(OSError):
    """No child could be had from a nursery, or it went down with the child."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a child ended.

    Attributes:
        code: exit status, minus the signal that ended it.
        timed_out: it was killed for its time.
        peak_mb: the most memory it held at once; 0 where that is not known.

    """

    code: int
    timed_out: bool = False
    peak_mb: int = 0


@dataclass(slots=True)
class _Nursery:
    process: subprocess.Popen[bytes]
    control: socket.socket
    scratch: Path


_lock = threading.Lock()
_nursery: _Nursery | None = None


def run_warm(
    job: str,
    work: Path,
    environment: Mapping[str, str],
    nursery_environment: Callable[[Path], Mapping[str, str]],
    seconds: float,
) -> Ended:
    """Run a job in a forked child.

    Args:
        job: `module:function`.
        work: the folder of the child.
        environment: all that the child sees.
        nursery_environment: the same for the nursery, from a folder for its scratch.
        seconds: wall time.

    Raises:
        NoNursery: start a child another way.

    """
    words = {"job": job, "work": str(work), "environment": dict(environment)}
    with _asked(json.dumps(words).encode(), nursery_environment) as reply:
        reply.settimeout(seconds)
        try:
            return _end(reply)
        except TimeoutError:
            with contextlib.suppress(OSError):
                reply.sendall(b"K")
            reply.settimeout(SECONDS_TO_END)
            with contextlib.suppress(TimeoutError, NoNursery):
                _end(reply)
            return Ended(-signal.SIGKILL, timed_out=True)


def _end(reply: socket.socket) -> Ended:
    try:
        said = reply.recv(32)
    except TimeoutError:
        raise
    except OSError as error:
        raise NoNursery(str(error)) from error
    if not said:
        raise NoNursery("the nursery went down")
    code, _, peak_mb = said.partition(b" ")
    return Ended(int(code), peak_mb=int(peak_mb))


def _asked(
    message: bytes, environment: Callable[[Path], Mapping[str, str]]
) -> socket.socket:
    """The socket on which the end of the child will be told."""
    ours, theirs = socket.socketpair()
    try:
        with _lock, theirs:
            socket.send_fds(_open(environment).control, [message], [theirs.fileno()])
    except (OSError, AttributeError) as error:
        ours.close()
        dismiss()
        raise NoNursery(str(error)) from error
    return ours


def _open(environment: Callable[[Path], Mapping[str, str]]) -> _Nursery:
    global _nursery
    if _nursery is not None and _nursery.process.poll() is None:
        return _nursery
    _forget()
    scratch = Path(tempfile.mkdtemp(prefix="lianshen-nursery-"))
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with theirs:
        process = subprocess.Popen(  # noqa: S603
            [
                sys.executable,
                "-P",
                "-s",
                "-m",
                "drawings.sandbox.nursery",
                str(theirs.fileno()),
            ],
            cwd=scratch,
            env=environment(scratch),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            pass_fds=[theirs.fileno()],
            start_new_session=True,
        )
    _nursery = _Nursery(process, ours, scratch)
    return _nursery


def dismiss() -> None:
    """End the nursery of this process; the next job begins another."""
    with _lock:
        _forget()


def _forget() -> None:
    global _nursery
    if _nursery is None:
        return
    kept, _nursery = _nursery, None
    kept.control.close()
    try:
        kept.process.wait(SECONDS_TO_END)
    except subprocess.TimeoutExpired:
        kept.process.kill()
    shutil.rmtree(kept.scratch, ignore_errors=True)


def _leave_to_the_parent() -> None:
    """In a fork the nursery still belongs to the parent: let go of it, do not end it."""
    global _nursery, _lock
    if _nursery is not None:
        with contextlib.suppress(OSError):
            _nursery.control.close()
    _nursery, _lock = None, threading.Lock()


atexit.register(dismiss)
os.register_at_fork(after_in_child=_leave_to_the_parent)
