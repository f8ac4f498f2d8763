"""Measure what taking drawings in costs: beside its unavoidable parts, and on two workers.

`python -m benchmarks.ingestion cost [--files FOLDER]`: CPU seconds of a file from blob to
sheets with their overviews and their index, all children included, over the CPU seconds of
the same file converted, loaded and drawn once with the bare libraries (`benchmarks.raw`).

`python -m benchmarks.ingestion workers [--sheets 200]`: wall and CPU time of a set on one
real worker process and on two. On a machine where others work the wall is unfair; the CPU
shares say how much of the time one worker could not have had for itself.
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

from benchmarks.hall import cpu_seconds, hall, load, write_files

if TYPE_CHECKING:
    from drawings.models import Submission, SubmittedFile

PRIMITIVES = (3_000, 20_000)
KINDS = {".pdf", ".dxf", ".dwg"}
# What a file may cost, in its unavoidable parts.
BOUND = 1.3


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one of the two measurements."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["cost", "workers"])
    parser.add_argument("--files", type=Path)
    parser.add_argument("--sheets", type=int, default=200)
    parser.add_argument("--primitives", type=int, default=2_000)
    parser.add_argument("--repeat", type=int, default=3)
    chosen = parser.parse_args(arguments)
    print(load())
    with hall(), tempfile.TemporaryDirectory() as folder:
        if chosen.what == "cost":
            _cost(chosen.files or _mix(Path(folder)), chosen.repeat)
        else:
            _workers(Path(folder), chosen.sheets, chosen.primitives)


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


def _workers(folder: Path, sheets: int, primitives: int) -> None:
    paths = write_files(folder, sheets, primitives=primitives)
    walls = []
    submission = _submission()
    for count in (1, 2):
        for path in paths:
            _taken(submission, path, path.name)
        wall, cpu, idle = _drain(count)
        walls.append(wall)
        print(
            f"{count} worker(s): {sheets} files in {wall:.1f} s wall, {cpu:.1f} s CPU, "
            f"{wall / sheets * 1000:.0f} ms a file; {load()}; "
            f"machine idle for {idle:.0%} of its time"
        )
        _empty(submission)
    print(f"two workers take {walls[1] / walls[0]:.2f} of the time of one")


def _drain(count: int) -> tuple[float, float, float]:
    """Let workers read everything; wall and CPU seconds, idle share of the machine."""
    from config.serving import worker_command  # noqa: PLC0415
    from storage.models import Job  # noqa: PLC0415

    command = [*worker_command(["cad", "light"], beat=False), "--concurrency=1"]
    waiting = Job.objects.open().filter(task="drawings.ingest_file")
    before = cpu_seconds()
    workers = [
        subprocess.Popen([*command, f"--hostname=bench{number}@localhost"])
        for number in range(count)
    ]
    total = waiting.count()
    while waiting.count() == total:
        time.sleep(0.02)
    start, first, idle = time.monotonic(), waiting.count(), _idle()
    while waiting.exists():
        time.sleep(0.05)
    wall = (time.monotonic() - start) * total / first
    share = (_idle() - idle) / (time.monotonic() - start) / (os.cpu_count() or 1)
    cpu = cpu_seconds() - before
    for worker in workers:
        worker.terminate()
    for worker in workers:
        worker.wait()
    return wall, cpu, share


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
