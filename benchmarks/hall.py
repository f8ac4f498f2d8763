"""A system of its own for a benchmark: a database, a case, files that are like drawings."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


@contextmanager
def hall() -> Iterator[Path]:
    """An empty system in a folder of its own; Django is set up on it."""
    with tempfile.TemporaryDirectory(prefix="lianshen-bench-") as folder:
        os.environ["LIANSHEN_VAR"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
        for words in (["migrate", "-v0"], ["createcachetable"]):
            subprocess.run([sys.executable, "manage.py", *words], check=True)
        import django  # noqa: PLC0415

        django.setup()
        yield Path(folder)


def write_files(folder: Path, count: int, *, primitives: int) -> list[Path]:
    """Drawings by turns as PDF and DXF, no two alike."""
    from samples.heavy import heavy_sheet  # noqa: PLC0415
    from samples.heavyfiles import write_dxf, write_pdf  # noqa: PLC0415

    paths = []
    for number in range(count):
        sheet = heavy_sheet(primitives, seed=number // 2 + 1)
        path = folder / f"建施-{number // 2 + 1:03}.{('pdf', 'dxf')[number % 2]}"
        (write_pdf, write_dxf)[number % 2](sheet, path)
        paths.append(path)
    return paths


def cpu_seconds() -> float:
    """What this process and everything below it have used so far, the ended included."""
    total = sum(os.times()[:4])
    return total + sum(used_by(pid) for pid in _below(os.getpid()))


def used_by(pid: int) -> float:
    """What a process and its ended children have used; nothing of one that is gone."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return 0.0
    return sum(map(int, stat.rpartition(")")[2].split()[11:15])) / TICKS


def load() -> str:
    """How busy the machine is, for the record."""
    one, five, _fifteen = os.getloadavg()
    return f"{os.cpu_count()} cores, load {one:.1f} (1 min) {five:.1f} (5 min)"


def _below(pid: int) -> Iterator[int]:
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            yield int(child)
            yield from _below(int(child))
