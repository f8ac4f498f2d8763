"""The process that children are forked from: it has read code and no file of a stranger.

Started as `python -m drawings.sandbox.nursery FD`; FD is one end of a socket pair. Each
message on it is one job, with a socket of its own to answer on: the exit status is
written there when the child has ended, with its peak of memory in MB, and a byte that
arrives there ends the child. When the other end of FD closes, every child is killed and
the nursery ends.
"""

import contextlib
import gc
import importlib
import json
import os
import selectors
import signal
import socket
import sys
import tempfile
import time
import traceback
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from drawings.sandbox.child import main

# What nearly every job needs and what costs a second to import. The CAD converter is not
# among it: it starts threads, and a thread does not survive a fork.
WARMED = (
    "drawings.sandbox.pdfjobs",
    "drawings.sandbox.cadjobs",
    "drawings.sandbox.comparejobs",
)
LARGEST_MESSAGE = 1 << 16
LOG = "child.log"
MOST_DESCRIPTORS = 4096
NAPS, NAP_SECONDS = 200, 0.005


@dataclass(frozen=True, slots=True)
class _Born:
    """A child that is at work, and the socket on which its end is told."""

    pid: int
    reply: socket.socket


def serve(control: socket.socket) -> None:
    """Fork a child for every message, tell every end, until the other side is gone."""
    for module in WARMED:
        with contextlib.suppress(ImportError):
            importlib.import_module(module)
    # What fails here fails again in the child that needs it, and is told there.
    with contextlib.suppress(Exception):
        _try_on()
    gc.collect()
    gc.freeze()
    with selectors.DefaultSelector() as selector:
        woken = _wakeup()
        selector.register(woken, selectors.EVENT_READ)
        selector.register(control, selectors.EVENT_READ)
        children: dict[int, _Born] = {}
        try:
            while _turn(selector, control, woken, children):
                pass
        finally:
            for born in children.values():
                _kill_group(born.pid)


def _try_on() -> None:
    """Do once what every child would do first: open typefaces, compile, link colours.

    A drawing of our own is read from end to end, as PDF and as DXF.
    """
    from drawings.content.openpages import forget_pages  # noqa: PLC0415
    from drawings.sandbox.rehearsal import rehearse  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as folder:
        rehearse(Path(folder))
    forget_pages()


def _turn(
    selector: selectors.BaseSelector,
    control: socket.socket,
    woken: socket.socket,
    children: dict[int, _Born],
) -> bool:
    """Do what has become due; False when nobody is left to work for."""
    for key, _events in selector.select():
        if key.fileobj is control:
            born = _birth(control)
            if born is None:
                return False
            children[born.pid] = born
            selector.register(born.reply, selectors.EVENT_READ, born.pid)
        elif key.fileobj is woken:
            with contextlib.suppress(BlockingIOError):
                woken.recv(4096)
        elif key.data in children:
            # A word to stop, or the asker is gone: either way nobody wants this child.
            _kill_group(key.data)
            selector.unregister(key.fileobj)
    for pid in [pid for pid in children if _has_ended(pid)]:
        _bury(selector, children.pop(pid))
    return True


def _wakeup() -> socket.socket:
    """A socket that becomes readable when a child ends."""
    woken, bell = socket.socketpair()
    woken.settimeout(0)
    bell.settimeout(0)
    signal.set_wakeup_fd(bell.detach(), warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda _number, _frame: None)
    return woken


def _birth(control: socket.socket) -> _Born | None:
    message, descriptors, _flags, _address = socket.recv_fds(
        control, LARGEST_MESSAGE, 1
    )
    if not message or not descriptors:
        return None
    reply = socket.socket(fileno=descriptors[0])
    words = json.loads(message)
    pid = os.fork()
    if pid == 0:
        _live(words)
    return _Born(pid, reply)


def _live(words: dict[str, Any]) -> None:
    """Be the child: nothing of the nursery but its code; never returns."""
    code = 1
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        # Neither the way to the nursery nor the sockets of sisters stay open.
        os.closerange(3, MOST_DESCRIPTORS)
        os.setsid()
        os.chdir(words["work"])
        os.environ.clear()
        os.environ.update(words["environment"])
        tempfile.tempdir = None
        log = os.open(LOG, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        os.dup2(log, 2)
        code = main(words["job"])
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    except BaseException:  # noqa: BLE001  the last words of a child, for its log
        traceback.print_exc()
    finally:
        with contextlib.suppress(OSError, ValueError):
            sys.stderr.flush()
        os._exit(code)


def _has_ended(pid: int) -> bool:
    flags = os.WEXITED | os.WNOHANG | os.WNOWAIT
    return os.waitid(os.P_PID, pid, flags) is not None


def _bury(selector: selectors.BaseSelector, born: _Born) -> None:
    """End what the child has left behind, then let its number go, then tell."""
    _kill_group(born.pid)
    _pid, status, usage = os.wait4(born.pid, 0)
    _await_nobody(born.pid)
    with contextlib.suppress(KeyError, ValueError):
        selector.unregister(born.reply)
    with contextlib.suppress(OSError):
        code = os.waitstatus_to_exitcode(status)
        born.reply.sendall(f"{code} {usage.ru_maxrss // 1024}".encode())
    born.reply.close()


def _await_nobody(group: int) -> None:
    """Wait until the killed are gone, so that nobody writes into the folder any more."""
    for _ in range(NAPS):
        try:
            os.killpg(group, 0)
        except (ProcessLookupError, PermissionError):
            return
        time.sleep(NAP_SECONDS)


def _kill_group(pid: int) -> None:
    """Kill a child and its group; one that has not yet made its group is killed alone."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.kill(pid, signal.SIGKILL)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)


if __name__ == "__main__":
    serve(socket.socket(fileno=int(sys.argv[1])))
