"""`python -m signatures.signer FOLDER`: keep the keys of a folder and answer on its socket.

    python -m signatures.signer FOLDER                 serve
    python -m signatures.signer FOLDER verify          check the log, name a broken line
    python -m signatures.signer FOLDER forget PERSON   a device is lost
    python -m signatures.signer FOLDER rekey           write keys and devices under
                                                       LIANSHEN_NEW_SECRET

Keys are PKCS#12 files of a test authority, or in a crypto machine where the folder holds a
`provider.json` (`signatures.signer.choosing`).

The passphrase of the keys comes from LIANSHEN_KEY_SECRET, or from the file `secret` in the
folder, which a machine of development makes once. With `--while-stdin` the signer ends
when its standard input does, so that it never outlives who started it.
"""

import argparse
import contextlib
import ctypes
import fcntl
import os
import secrets
import signal
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from signatures.signer.chain import Log
from signatures.signer.choosing import chosen_provider
from signatures.signer.codes import Codes
from signatures.signer.desk import Desk
from signatures.signer.devices import Devices
from signatures.signer.hands import Hands
from signatures.signer.memory import Memory
from signatures.signer.refusals import Refused
from signatures.signer.server import Server
from signatures.signer.vault import Vault

SOCKET: Final = "socket"
HANDS: Final = 2
TAKEN: Final = 3
_NOT_DUMPABLE: Final = 4  # PR_SET_DUMPABLE


def main(arguments: list[str]) -> int:
    """Run one command; return the exit code."""
    asked = _asked(arguments)
    folder: Path = asked.folder
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if asked.command == "verify":
        return _verify(folder)
    with _only_one(folder) as is_free:
        if not is_free:
            sys.stderr.write(f"Another signer keeps {folder}.\n")
            return TAKEN
        if asked.command == "forget":
            return _forget(folder, asked.person)
        if asked.command == "rekey":
            return _rekey(folder)
        return _serve(folder, asked)


def _serve(folder: Path, asked: argparse.Namespace) -> int:
    over = threading.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda _sign, _frame: over.set())
    _keep_memory_to_ourselves()
    passphrase = _passphrase(folder)
    memory = Memory(Log(folder / "log"))
    provider = chosen_provider(folder, passphrase)
    codes = Codes(
        memory, Devices(folder / "devices", passphrase), is_test=provider.is_test
    )
    hands = Hands(asked.hands)
    if asked.while_stdin:
        threading.Thread(target=_until_stdin_ends, args=(over,), daemon=True).start()
    desk = Desk(provider, codes, memory, hands)
    server = Server(desk, memory, folder / "work", asked.user)
    server.serve(asked.socket or folder / SOCKET, over)
    hands.end()
    return 0


def _verify(folder: Path) -> int:
    log = Log(folder / "log")
    try:
        for _line in log.lines():
            pass
    except Refused as error:
        sys.stdout.write(f"The signer's log is broken: {error.particulars}\n")
        return 1
    sys.stdout.write(f"{log.number} lines, the last is {log.head}\n")
    return 0


def _forget(folder: Path, person: str) -> int:
    passphrase = _passphrase(folder)
    codes = Codes(
        Memory(Log(folder / "log")),
        Devices(folder / "devices", passphrase),
        is_test=False,
    )
    codes.forget(person, at=datetime.now(UTC))
    return 0


def _rekey(folder: Path) -> int:
    fresh = os.environ.get("LIANSHEN_NEW_SECRET", "")
    if not fresh:
        sys.stderr.write("LIANSHEN_NEW_SECRET must be set; nothing was changed.\n")
        return 1
    passphrase = _passphrase(folder)
    Vault(folder / "keys", passphrase).rekey(fresh)
    Devices(folder / "devices", passphrase).rekey(fresh)
    return 0


def _asked(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m signatures.signer")
    parser.add_argument("folder", type=Path)
    parser.add_argument(
        "command",
        nargs="?",
        choices=("serve", "verify", "forget", "rekey"),
        default="serve",
    )
    parser.add_argument("person", nargs="?", default="")
    parser.add_argument("--socket", type=Path, help="default: socket in the folder")
    parser.add_argument("--user", type=int, action="append", default=[])
    parser.add_argument("--hands", type=int, default=HANDS)
    parser.add_argument("--while-stdin", action="store_true")
    return parser.parse_args(arguments)


def _passphrase(folder: Path) -> str:
    told = os.environ.pop("LIANSHEN_KEY_SECRET", "")
    if told:
        return told
    kept = folder / "secret"
    if not kept.exists():
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_urlsafe(48))
    return kept.read_text()


@contextlib.contextmanager
def _only_one(folder: Path) -> Iterator[bool]:
    """One signer a folder: there is one log."""
    with (folder / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True


def _keep_memory_to_ourselves() -> None:
    """Other processes of the same user may neither trace this one nor read its memory."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_NOT_DUMPABLE, 0, 0, 0, 0)


def _until_stdin_ends(over: threading.Event) -> None:
    with contextlib.suppress(OSError, ValueError):
        while sys.stdin.buffer.read(1):
            pass
    over.set()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
