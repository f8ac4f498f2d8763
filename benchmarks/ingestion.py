"""Measure what taking drawings in costs: beside its unavoidable parts, and on two workers.

`python -m benchmarks.ingestion cost [--files FOLDER]`: CPU seconds of a file from blob to
sheets with their overviews and their index, all children included, over the CPU seconds of
the same file converted, loaded and drawn once with the bare libraries (`benchmarks.raw`).

`python -m benchmarks.ingestion workers [--sheets 200]`: wall and CPU time of a set on one
real worker process and on two, each in a new system, until the last job of any kind is done;
with `--rounds 2` once more in the other order. On a machine where others work the wall is
unfair: a second worker has a second share of it. The idle share says how much was left.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.hall import cpu_seconds, hall, load, used_by, write_files

if TYPE_CHECKING:
    from drawings.models import Submission, SubmittedFile

PRIMITIVES = (3_000, 20_000)
KINDS = {".pdf", ".dxf", ".dwg"}
# What a file may cost, in its unavoidable parts.
BOUND = 1.3
# What drifts, the load of the machine above all, falls on both alike.
ORDER = (1, 2, 2, 1)
# Files that start the workers; what a worker has used when it is no longer starting.
WARMING, STARTED_SECONDS = 8, 1.0


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one of the measurements."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["cost", "workers", "drain"])
    parser.add_argument("--files", type=Path)
    parser.add_argument("--sheets", type=int, default=200)
    parser.add_argument("--primitives", type=int, default=2_000)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--rounds", type=int, choices=[1, 2], default=1)
    chosen = parser.parse_args(arguments)
    print(load())
    if chosen.what == "workers":
        with tempfile.TemporaryDirectory() as folder:
            _workers(Path(folder), chosen)
        return
    with hall(), tempfile.TemporaryDirectory() as folder:
        if chosen.what == "cost":
            _cost(chosen.files or _mix(Path(folder)), chosen.repeat)
        else:
            _drain(chosen.files, chosen.workers)


def _mix(folder: Path) -> Path:
    from samples.sets import write_set  # noqa: PLC0415

    for primitives in PRIMITIVES:
        below = folder / str(primitives)
        below.mkdir()
        write_files(below, 2, primitives=primitives)
    write_set(folder / "tower", "A", only=["建施-05", "人防-01", "结施-02"])
    return folder


def _cost(folder: Path, repeat: int) -> None:
    submission = _submission()
    paths = sorted(p for p in folder.rglob("*") if p.suffix.lower() in KINDS)
    for path in paths[:2]:
        _whole(submission, path)  # a worker has its children from its second file on
    found = [row for path in paths if (row := _cost_of(submission, path, repeat))]
    print(f"{'file':<44}{'whole s':>9}{'parts s':>9}{'ratio':>7}  parts")
    for row in sorted(found, key=lambda row: -row.ratio):
        said = " ".join(f"{part} {seconds:.2f}" for part, seconds in row.parts.items())
        _tell(row.name[:43], row.whole, sum(row.parts.values()), said)
    for kind in sorted({row.kind for row in found}):
        of_kind = [row for row in found if row.kind == kind]
        whole = sum(row.whole for row in of_kind)
        parts = sum(sum(row.parts.values()) for row in of_kind)
        within = sum(row.ratio <= BOUND for row in of_kind)
        said = f"{within} of {len(of_kind)} files within {BOUND}"
        _tell(f"all {kind[1:]}", whole, parts, said)
    print(load())


def _tell(name: str, whole: float, parts: float, said: str) -> None:
    print(f"{name:<44}{whole:>9.2f}{parts:>9.2f}{whole / parts:>7.2f}  {said}")


@dataclass(frozen=True)
class _Cost:
    """What one file cost: seconds of processor time, mean of all turns."""

    name: str
    kind: str
    whole: float
    parts: dict[str, float]

    @property
    def ratio(self) -> float:
        return self.whole / sum(self.parts.values())


def _cost_of(submission: "Submission", path: Path, repeat: int) -> _Cost | None:
    """Whole and parts by turns, so that both meet the same machine."""
    whole, parts = [], []
    for _turn in range(repeat):
        read = _whole(submission, path)
        if read is None:
            print(f"{path.name}: refused")
            return None
        whole.append(read.seconds)
        parts.append(_raw(path, read))
        _empty(submission)
        print(".", end="", file=sys.stderr, flush=True)
    mean = {key: sum(turn[key] for turn in parts) / repeat for key in parts[0]}
    return _Cost(path.name, path.suffix.lower(), sum(whole) / repeat, mean)


@dataclass(frozen=True)
class _Whole:
    """A file that was taken in: its seconds, and what its sheets are."""

    seconds: float
    layouts: list[str]
    pages: list[str]


def _whole(submission: "Submission", path: Path) -> _Whole | None:
    """Take a file in, from blob to sheets with overviews and index; None if refused."""
    from drawings.actions.ingestion import ingest_file  # noqa: PLC0415
    from drawings.actions.wording import index_face  # noqa: PLC0415
    from drawings.models import Face  # noqa: PLC0415
    from drawings.tiling import Sight, draw_overviews  # noqa: PLC0415
    from storage.actions.blobs import file_of  # noqa: PLC0415

    _empty_shelf()
    file = _taken(submission, path, path.name)
    start = cpu_seconds()
    ingest_file(file=file)
    faces = list(Face.objects.filter(file=file).order_by("index"))
    for face in faces:
        draw_overviews(Sight(file_of(face.page), face.page.sha256))
        index_face(face=face)
    seconds = cpu_seconds() - start
    if not faces:
        return None
    layouts = list(dict.fromkeys(face.layout for face in faces))
    return _Whole(seconds, layouts, [str(file_of(face.page)) for face in faces])


def _empty_shelf() -> None:
    """Nothing that an earlier turn has drawn is of use to the next."""
    from django.conf import settings  # noqa: PLC0415

    shutil.rmtree(settings.LIANSHEN_TILES, ignore_errors=True)


def _raw(path: Path, read: _Whole) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.raw", str(path), *read.layouts]
    if path.suffix.lower() == ".pdf":
        command = command[:4]
    said = subprocess.run(
        [*command, "--pages", *read.pages], check=True, capture_output=True, text=True
    )
    found: dict[str, float] = json.loads(said.stdout.splitlines()[-1])
    return found


def _workers(folder: Path, chosen: argparse.Namespace) -> None:
    """The same files, each time in a new system: one worker, two, two again, one again."""
    write_files(folder, chosen.sheets, primitives=chosen.primitives)
    walls: dict[int, list[float]] = {1: [], 2: []}
    for count in ORDER[: 2 * chosen.rounds]:
        command = [sys.executable, "-m", "benchmarks.ingestion", "drain"]
        said = subprocess.run(
            [*command, "--workers", str(count), "--files", str(folder)],
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        )
        drained: dict[str, float] = json.loads(said.stdout.splitlines()[-1])
        walls[count].append(drained["wall"])
        print(
            f"{count} worker(s): {chosen.sheets} files, {drained['jobs']:.0f} jobs in "
            f"{drained['wall']:.1f} s wall, {drained['cpu']:.1f} s CPU; {load()}; "
            f"machine idle for {drained['idle']:.0%} of its time",
            flush=True,
        )
    ratio = sum(walls[2]) / sum(walls[1])
    print(f"two workers take {ratio:.2f} of the time of one")


def _drain(folder: Path, count: int) -> None:
    """Let workers do everything that a set asks for; print what it took as JSON.

    The clock starts when every worker has done work: none is then still starting, and
    each has its nursery. It stops when no job of any kind is left, or one worker would be
    let off the overviews, indexes and proofs that follow the reading.
    """
    from config.serving import worker_command  # noqa: PLC0415
    from storage.models import Job  # noqa: PLC0415

    submission = _submission()
    paths = sorted(folder.iterdir())
    for path in paths[:WARMING]:
        _taken(submission, path, f"warm/{path.name}")
    command = [*worker_command(["cad", "light"]), "--concurrency=1"]
    workers = [
        subprocess.Popen([*command, f"--hostname=bench{number}@localhost"])
        for number in range(count)
    ]
    opened = Job.objects.open()
    while opened.exists() or min(map(_seconds_of, workers)) < STARTED_SECONDS:
        time.sleep(0.05)
    _empty(submission)
    for path in paths:
        _taken(submission, path, path.name)
    start, idle, before = time.monotonic(), _idle(), cpu_seconds()
    while opened.exists():
        time.sleep(0.05)
    wall = time.monotonic() - start
    found = {
        "wall": wall,
        "cpu": cpu_seconds() - before,
        "idle": (_idle() - idle) / wall / (os.cpu_count() or 1),
        "jobs": Job.objects.count(),
    }
    for worker in workers:
        worker.terminate()
    for worker in workers:
        worker.wait()
    print(json.dumps(found))


def _seconds_of(worker: "subprocess.Popen[bytes]") -> float:
    return used_by(worker.pid)


def _idle() -> float:
    line = Path("/proc/stat").read_text().splitlines()[0].split()
    return int(line[4]) / os.sysconf("SC_CLK_TCK")


def _submission() -> "Submission":
    from tests.world import build_world  # noqa: PLC0415

    submission: Submission = build_world().case.current_round.submission
    return submission


def _taken(submission: "Submission", path: Path, name: str) -> "SubmittedFile":
    """The file as one that has just arrived, even where its bytes were here before."""
    from drawings.actions.uploads import take_file  # noqa: PLC0415
    from drawings.models import SubmittedFile  # noqa: PLC0415

    file = take_file(submission=submission, path=name, source=path)
    if file.state == SubmittedFile.State.DUPLICATE:
        file.state = SubmittedFile.State.RECEIVED
        file.save()
    return file


def _empty(submission: "Submission") -> None:
    """Take everything out again, and leave no work behind."""
    from accounts.models import User  # noqa: PLC0415
    from drawings.actions.uploads import withdraw_file  # noqa: PLC0415
    from storage.models import Job  # noqa: PLC0415

    Job.objects.all().delete()
    actor = User.objects.get(username="lv")
    for file in submission.files.filter(path__contains="."):
        withdraw_file(file=file, actor=actor)


if __name__ == "__main__":
    main()
