"""`python -m signatures.signer FOLDER`: keep the keys of a folder and answer on its socket.

    python -m signatures.signer FOLDER                 serve
    python -m signatures.signer FOLDER verify          check the log, name a broken line
        [--line N --head HASH]                         and that this line was in it
    python -m signatures.signer FOLDER forget PERSON   a device is lost
    python -m signatures.signer FOLDER device PERSON   set a device up; asks for its code
    python -m signatures.signer FOLDER enrol SEAL --owner NAME --kind KIND
        --keeper PERSON ... [--persons 2]              take up a seal of a licensed provider
    python -m signatures.signer FOLDER rekey           write keys and devices under
                                                       LIANSHEN_NEW_SECRET

Keys are PKCS#12 files of a test authority, or where `provider.json` in the folder says
(`signatures.signer.choosing`). Who keeps a seal of a licensed provider, and which device is
theirs, is told to these commands alone: the platform is not asked.

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
import shutil
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Final

from signatures.signer.chain import Log
from signatures.signer.choosing import chosen_provider
from signatures.signer.codes import Codes
from signatures.signer.desk import Desk
from signatures.signer.devices import Devices, write_whole
from signatures.signer.hands import Hands
from signatures.signer.memory import Memory
from signatures.signer.refusals import Refusal, Refused
from signatures.signer.seals import NewSeal, Seals
from signatures.signer.server import Server
from signatures.signer.stamping import Stamping, chosen_authorities
from signatures.signer.vault import Vault

SOCKET: Final = "socket"
HANDS: Final = 2
TAKEN: Final = 3
SHORTEST_SECRET: Final = 16
_NOT_DUMPABLE: Final = 4  # PR_SET_DUMPABLE


def main(arguments: list[str]) -> int:
    """Run one command; return the exit code."""
    asked = _asked(arguments)
    folder: Path = asked.folder
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if asked.command == "verify":
        return _verify(folder, asked)
    with _only_one(folder) as is_free:
        if not is_free:
            sys.stderr.write(f"Another signer keeps {folder}.\n")
            return TAKEN
        try:
            return COMMANDS[asked.command](folder, asked)
        except Refused as refusal:
            sys.stderr.write(f"Refused: {refusal}\n")
            return 1


def _serve(folder: Path, asked: argparse.Namespace) -> int:
    over = threading.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda _sign, _frame: over.set())
    _keep_memory_to_ourselves()
    passphrase = _passphrase(folder)
    memory = Memory(Log(folder / "log"))
    provider = chosen_provider(folder, passphrase)
    is_test = not provider.licence
    memory.begin(datetime.now(UTC), is_test=is_test)
    codes = Codes(memory, Devices(folder / "devices", passphrase), is_test=is_test)
    work = folder / "work"
    shutil.rmtree(work, ignore_errors=True)  # what a kill left there
    work.mkdir(mode=0o700)
    hands = Hands(asked.hands, work)
    threading.Thread(target=hands.warm, daemon=True).start()
    if asked.while_stdin:
        threading.Thread(target=_until_stdin_ends, args=(over,), daemon=True).start()
    stamping = Stamping(provider, chosen_authorities(folder, os.environ))
    desk = Desk(provider, codes, memory, hands, stamping)
    server = Server(desk, memory, work, asked.user)
    server.serve(asked.socket or folder / SOCKET, over)
    hands.end()
    return 0


def _verify(folder: Path, asked: argparse.Namespace) -> int:
    log = Log(folder / "log")
    found = ""
    try:
        for line in log.lines():
            found = line.digest if line.number == asked.line else found
    except Refused as error:
        sys.stdout.write(f"The signer's log is broken: {error.particulars}\n")
        return 1
    if asked.line and found != asked.head:
        sys.stdout.write(f"Line {asked.line} is missing or another one.\n")
        return 1
    sys.stdout.write(f"{log.number} lines, the last is {log.head}\n")
    return 0


def _forget(folder: Path, asked: argparse.Namespace) -> int:
    _codes(folder).forget(_named(asked), at=datetime.now(UTC))
    return 0


def _device(folder: Path, asked: argparse.Namespace) -> int:
    codes, person = _codes(folder), _named(asked)
    sys.stdout.write(f"{codes.begin_here(person)}\nThe code that the device shows: ")
    sys.stdout.flush()
    codes.confirm(person, sys.stdin.readline(), at=datetime.now(UTC))
    sys.stdout.write("The device is set up.\n")
    return 0


def _enrol(folder: Path, asked: argparse.Namespace) -> int:
    passphrase = _passphrase(folder)
    memory = Memory(Log(folder / "log"))
    provider = chosen_provider(folder, passphrase)
    is_test, at = not provider.licence, datetime.now(UTC)
    memory.begin(at, is_test=is_test)
    codes = Codes(memory, Devices(folder / "devices", passphrase), is_test=is_test)
    new = NewSeal(
        name=_named(asked),
        owner=asked.owner,
        kind=asked.kind,
        subject=asked.owner,
        unit="",
        keepers=tuple(asked.keeper),
        persons=asked.persons,
    )
    entry = Seals(provider, codes, memory).enrol_here(new, at=at)
    digest = sha256(bytes.fromhex(entry.certificate)).hexdigest()
    sys.stdout.write(
        f"{entry.name} is enrolled; SHA-256 of its certificate: {digest}\n"
    )
    return 0


def _codes(folder: Path) -> Codes:
    """The codes of a folder whose signer does not run."""
    devices = Devices(folder / "devices", _passphrase(folder))
    return Codes(Memory(Log(folder / "log")), devices, is_test=False)


def _named(asked: argparse.Namespace) -> str:
    if not asked.name:
        raise Refused(Refusal.NOT_UNDERSTOOD, "of whom or what is missing")
    return str(asked.name)


def _rekey(folder: Path, _asked: argparse.Namespace) -> int:
    fresh = os.environ.get("LIANSHEN_NEW_SECRET", "")
    if len(fresh) < SHORTEST_SECRET:
        sys.stderr.write(
            "LIANSHEN_NEW_SECRET must be set, to 16 characters or more; "
            "nothing was changed.\n"
        )
        return 1
    passphrase = _passphrase(folder)
    Devices(folder / "devices", passphrase).rekey(fresh)
    Vault(folder / "keys", passphrase).rekey(fresh)
    return 0


COMMANDS: Final[dict[str, Callable[[Path, argparse.Namespace], int]]] = {
    "serve": _serve,
    "forget": _forget,
    "device": _device,
    "enrol": _enrol,
    "rekey": _rekey,
}


def _asked(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m signatures.signer")
    parser.add_argument("folder", type=Path)
    parser.add_argument(
        "command",
        nargs="?",
        choices=(*COMMANDS, "verify"),
        default="serve",
    )
    parser.add_argument("name", nargs="?", default="", help="a person, or a seal")
    parser.add_argument("--owner", default="", help="what stands on the seal")
    parser.add_argument("--kind", default="department", help="which look it has")
    parser.add_argument("--keeper", action="append", default=[], help="who authorises")
    parser.add_argument("--persons", type=int, default=1, help="how many must confirm")
    parser.add_argument("--line", type=int, default=0, help="a line kept elsewhere")
    parser.add_argument("--head", default="", help="its hash")
    parser.add_argument("--socket", type=Path, help="default: socket in the folder")
    parser.add_argument("--user", type=int, action="append", default=[])
    parser.add_argument("--hands", type=int, default=HANDS)
    parser.add_argument("--while-stdin", action="store_true")
    return parser.parse_args(arguments)


def _passphrase(folder: Path) -> str:
    told = os.environ.pop("LIANSHEN_KEY_SECRET", "")
    kept = folder / "secret"
    if not told and not kept.exists():
        write_whole(kept, secrets.token_urlsafe(48).encode())
    told = told or kept.read_text()
    if len(told) < SHORTEST_SECRET:
        raise Refused(Refusal.NOT_UNDERSTOOD, "the secret of the keys is too short")
    return told


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
