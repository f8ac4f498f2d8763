"""Measure what taking drawings in costs: beside its unavoidable parts, and on two workers.

`python -m benchmarks.ingestion cost [--files FOLDER]`: CPU seconds of a file from blob to
sheets, the reading child included, over the CPU seconds of the same file converted, loaded
and rendered once with the bare libraries (`benchmarks.raw`).

`python -m benchmarks.ingestion workers [--sheets 200]`: wall and CPU time of a set on one
real worker process and on two. On a machine where others work the wall is unfair; the CPU
shares say how much of the time one worker could not have had for itself.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.hall import cpu_seconds, hall, load, write_files

if TYPE_CHECKING:
    from drawings.models import Submission, SubmittedFile

PRIMITIVES = (3_000, 20_000)
KINDS = {".pdf", ".dxf", ".dwg"}


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
    from drawings.actions.ingestion import ingest_file  # noqa: PLC0415

    submission = _submission()
    sums = [0.0, 0.0]
    print(f"{'file':<36}{'whole s':>9}{'parts s':>9}{'ratio':>7}")
    paths = sorted(p for p in folder.rglob("*") if p.suffix.lower() in KINDS)
    _warm(submission, paths[0])
    for path in paths:
        whole = []
        for turn in range(repeat):
            file = _taken(submission, path, f"{turn}/{path.name}")
            start = cpu_seconds()
            ingest_file(file=file)
            whole.append(cpu_seconds() - start)
        parts = [sum(_raw(path).values()) for _turn in range(repeat)]
        sums = [sums[0] + min(whole), sums[1] + min(parts)]
        ratio = min(whole) / min(parts)
        print(f"{path.name:<36}{min(whole):>9.2f}{min(parts):>9.2f}{ratio:>7.2f}")
    print(f"{'together':<36}{sums[0]:>9.2f}{sums[1]:>9.2f}{sums[0] / sums[1]:>7.2f}")
    print(load())


def _warm(submission: "Submission", path: Path) -> None:
    """Begin the nursery, which a worker has from its second file on."""
    from drawings.actions.ingestion import ingest_file  # noqa: PLC0415

    ingest_file(file=_taken(submission, path, "first"))


def _raw(path: Path) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.raw", str(path)]
    said = subprocess.run(command, check=True, capture_output=True, text=True)
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
