"""Jobs that misbehave on purpose: they prove that the parent outlives any child."""

import os
import signal
import socket
from pathlib import Path
from typing import Any

from drawings.content.errors import Refusal, refused

Json = dict[str, Any]


def echo(request: Json, work: Path, limits: Json) -> Json:
    """Answer what was said, and what the child sees of the world."""
    return {
        "said": request.get("say"),
        "environment": sorted(os.environ),
        "folder": work.name,
        "seconds": limits["seconds"],
    }


def refuse(request: Json, work: Path, limits: Json) -> Json:
    """Refuse in the proper way."""
    raise refused(Refusal.NO_PAGES, seen="none")


def hang(request: Json, work: Path, limits: Json) -> Json:
    """Leave a grandchild that waits for ever, and wait with it."""
    grandchild = os.fork()
    if grandchild:
        (work / "grandchild").write_text(str(grandchild))
    signal.pause()
    return {}


def spin(request: Json, work: Path, limits: Json) -> Json:
    """Burn processor time."""
    while True:
        pass


def swallow_memory(request: Json, work: Path, limits: Json) -> Json:
    """Ask for a terabyte."""
    return {"length": len(b"x" * (1 << 40))}


def crash(request: Json, work: Path, limits: Json) -> Json:
    """End as a broken C library ends."""
    os.kill(os.getpid(), signal.SIGSEGV)
    return {}


def fall_over_when_starved(request: Json, work: Path, limits: Json) -> Json:
    """Take nearly all memory, then end as a library ends that gets no more."""
    taken = bytearray(b"x") * ((int(limits["memory_mb"]) * 3 // 4) << 20)
    os.kill(os.getpid(), signal.SIGSEGV)
    return {"length": len(taken)}


def write_without_end(request: Json, work: Path, limits: Json) -> Json:
    """Fill the disk."""
    with (work / "big").open("wb") as file:
        while True:
            file.write(b"\0" * (1 << 20))


def answer_garbage(request: Json, work: Path, limits: Json) -> Json:
    """Leave an answer that is none."""
    (work / "answer.json").write_bytes(b"\xff\xfe{not json")
    os._exit(0)


def answer_by_a_link(request: Json, work: Path, limits: Json) -> Json:
    """Leave a link to someone else's file as the answer."""
    (work / "answer.json").symlink_to("/etc/hostname")
    os._exit(0)


def connect(request: Json, work: Path, limits: Json) -> Json:
    """Tell whether this process can reach the loop back address."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as server:
        try:
            server.bind(("127.0.0.1", 0))
            server.listen(1)
            with socket.create_connection(server.getsockname(), timeout=2):
                return {"reached": True}
        except OSError:
            return {"reached": False}


CALLS: list[int] = []


def kin(request: Json, work: Path, limits: Json) -> Json:
    """Tell who this process is, who made it, and how many sockets it holds."""
    links = list(Path("/proc/self/fd").iterdir())
    sockets = sum(
        link.is_symlink() and str(link.readlink()).startswith("socket:")
        for link in links
    )
    return {"self": os.getpid(), "parent": os.getppid(), "sockets": sockets}


def remember(request: Json, work: Path, limits: Json) -> Json:
    """Leave something behind in the memory of this process."""
    CALLS.append(1)
    return {"calls": len(CALLS)}


def kill_the_nursery_once(request: Json, work: Path, limits: Json) -> Json:
    """Take the maker of this process down at the first try; count the tries."""
    tries = work / "tries"
    count = len(tries.read_bytes()) + 1 if tries.exists() else 1
    tries.write_bytes(b"x" * count)
    if count == 1:
        os.kill(os.getppid(), signal.SIGKILL)
        signal.pause()
    return {"tries": count}
