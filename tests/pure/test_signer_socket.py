"""Who may speak to the signer, and what it answers to nonsense."""

import contextlib
import os
import socket
import subprocess
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from signatures.signer.chain import Log
from signatures.signer.client import Client, SignerAway
from signatures.signer.copying import copy_from
from signatures.signer.memory import Memory
from signatures.signer.refusals import Refusal
from signatures.signer.server import MOST_TALKS, Server
from signatures.signer.starting import start_signer
from signatures.signer.wire import LONGEST, hear, tell
from tests.signing import Bench, plan, refusal

NOBODY = 65534


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every user of the machine may enter."""
    with tempfile.TemporaryDirectory(prefix="lianshen-open-") as name:
        Path(name).chmod(0o755)
        yield Path(name)


def test_another_user_reads_no_key_and_is_not_answered(open_folder: Path) -> None:
    if os.getuid() != 0:
        pytest.skip("only root can look through the eyes of another user")
    folder, path = open_folder / "signer", open_folder / "socket"
    start_signer(folder, path)
    enrol_one(path)
    key = folder / "keys" / "department-a.p12"
    assert key.is_file()

    assert reads("/etc/hostname")
    assert not reads(key)
    assert not reads(folder / "secret")
    assert answers(path)
    assert not as_nobody(lambda: answers(path))


def enrol_one(path: Path) -> None:
    told = {"owner": "甲", "kind": "department", "subject": "甲", "unit": ""}
    Client(path).ask("enrol", (), seal="department-a", keepers=[], persons=1, **told)


def answers(path: Path) -> bool:
    try:
        Client(path).ask("about")
    except SignerAway:
        return False
    return True


def reads(path: object) -> bool:
    command = ["/bin/cat", str(path)]
    done = subprocess.run(command, user=NOBODY, capture_output=True, check=False)
    return done.returncode == 0


def as_nobody(act: Callable[[], bool]) -> bool:
    child = os.fork()
    if not child:
        os.setuid(NOBODY)
        os._exit(0 if act() else 1)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def test_nobody_answers_where_no_signer_is(tmp_path: Path) -> None:
    with pytest.raises(SignerAway):
        Client(tmp_path / "socket").ask("about")


@pytest.fixture
def answering(bench: Bench) -> Iterator[Path]:
    """The socket of a signer in a thread."""
    work, path = bench.folder / "work", bench.folder / "socket"
    work.mkdir()
    over = threading.Event()
    server = Server(bench.desk, Memory(Log(bench.folder / "log")), work)
    thread = threading.Thread(target=server.serve, args=(path, over))
    thread.start()
    yield path
    over.set()
    thread.join()


def speaking(path: Path) -> socket.socket:
    link = socket.socket(socket.AF_UNIX)
    link.settimeout(30)
    while True:
        try:
            link.connect(str(path))
        except (FileNotFoundError, ConnectionRefusedError, BlockingIOError):
            continue
        return link


@pytest.mark.parametrize(
    "told",
    [
        {"ask": "nothing"},
        {"ask": "seal"},
        {"ask": ["about"]},
        {"ask": "authorise", "nonce": "n", "files": [], "seals": 1},
        {"ask": "confirm_device", "person": "sun", "code": 123456},
        {"ask": "stamp", "digest": "zz"},
        {"ask": "stamp", "digest": "00"},
    ],
    ids=str,
)
def test_nonsense_is_refused_and_the_conversation_goes_on(
    answering: Path, told: dict[str, object]
) -> None:
    with speaking(answering) as link:
        tell(link, told)
        answer, _ = hear(link)
        assert "refused" in answer
        assert "123456" not in str(answer)
        tell(link, {"ask": "about"})
        assert "answer" in hear(link)[0]


def test_a_frame_without_end_ends_the_conversation(answering: Path) -> None:
    with speaking(answering) as link:
        link.sendall((LONGEST + 1).to_bytes(4, "big"))
        with pytest.raises(EOFError):
            hear(link)


def test_so_many_talk_at_once_and_the_others_are_told(answering: Path) -> None:
    links = [speaking(answering) for _ in range(MOST_TALKS + 1)]
    told = []
    for link in links:
        with contextlib.suppress(OSError):
            tell(link, {"ask": "about"})
        told.append(hear(link)[0])
    for link in links:
        link.close()

    assert [one.get("refused") for one in told].count("too_busy") == 1


@pytest.mark.parametrize("kind", ["a pipe", "a device", "a folder"])
def test_only_files_are_taken_in(bench: Bench, kind: str) -> None:
    opened = {
        "a pipe": lambda: os.pipe()[0],
        "a device": lambda: os.open("/dev/zero", os.O_RDONLY),
        "a folder": lambda: os.open(bench.folder, os.O_RDONLY),
    }[kind]()
    target = bench.folder / "taken"

    assert refusal(copy_from, opened, target) is Refusal.NOT_UNDERSTOOD
    os.close(opened)
    assert not target.exists()


def test_nothing_is_copied_for_who_has_no_permission(
    bench: Bench, answering: Path
) -> None:
    with speaking(answering) as link, bench.sheet.open("rb") as sheet:
        told = {"ask": "seal", "nonce": "none", "plan": plan().as_json()}
        tell(link, told, (sheet.fileno(), sheet.fileno()))
        assert hear(link)[0]["refused"] == "no_authorisation"
    assert not list((bench.folder / "work").iterdir())
