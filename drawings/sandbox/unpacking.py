"""Unpack a ZIP package in a limited child process: the door that callers knock at."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from drawings.content.errors import Refusal, refused
from drawings.content.packages import Contents, LeftOut, Member, Room
from drawings.sandbox import answers
from drawings.sandbox.limits import MEGABYTE, Limits
from drawings.sandbox.process import run_job

LIST_JOB: Final = "drawings.sandbox.packagejobs:list_package"
UNPACK_JOB: Final = "drawings.sandbox.packagejobs:unpack_members"
# One child unpacks so much at once: after each handful the package can go on elsewhere.
BATCH_BYTES: Final = 128 * MEGABYTE
BATCH_FILES: Final = 50
SECONDS: Final = 600
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Unpacked:
    """A member on disk with its digest (hex sha256); no file where it is broken."""

    member: Member
    file: Path | None
    digest: str = ""


def list_package(path: Path, work: Path, room: Room) -> Contents:
    """What a package holds; `work` is a folder of the caller's.

    Raises:
        UnreadableDrawing: it is damaged, locked, empty, or swells beyond `room`.

    """
    request = {"path": str(path.resolve()), "room": asdict(room)}
    answer = run_job(LIST_JOB, request, work=work, limits=_limits(0))
    try:
        return Contents(
            tuple(Member(int(i), str(p), int(s)) for i, p, s in answer["members"]),
            tuple((str(name), LeftOut(why)) for name, why in answer["left_out"]),
        )
    except (ValueError, KeyError, TypeError) as error:
        raise refused(Refusal.DAMAGED, f"no sense in the answer: {error}") from error


def unpack(path: Path, members: Sequence[Member], work: Path) -> Iterator[Unpacked]:
    """Unpack a batch of members into an empty folder.

    Raises:
        UnreadableDrawing: the child broke down over it.

    """
    largest = max((member.size for member in members), default=0)
    request = {
        "path": str(path.resolve()),
        "indexes": [member.index for member in members],
    }
    answer = run_job(UNPACK_JOB, request, work=work, limits=_limits(largest))
    digests = answers.strings(answer["digests"])
    for member in members:
        digest = digests.get(str(member.index), "")
        if _DIGEST.fullmatch(digest):
            file = answers.file_in(work / "members", str(member.index))
            yield Unpacked(member, file, digest)
        else:
            yield Unpacked(member, None)


def batches(members: Sequence[Member]) -> Iterator[list[Member]]:
    """Members in handfuls of which none is large, or holds one large member alone."""
    batch: list[Member] = []
    for member in members:
        so_far = sum(one.size for one in batch)
        is_full = len(batch) >= BATCH_FILES or so_far + member.size > BATCH_BYTES
        if batch and is_full:
            yield batch
            batch = []
        batch.append(member)
    if batch:
        yield batch


def _limits(largest: int) -> Limits:
    return Limits(
        seconds=SECONDS,
        cpu_seconds=SECONDS,
        file_mb=max(16, largest // MEGABYTE + 1),
    )
