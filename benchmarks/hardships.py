"""What a comparison answers to bad input, how long it takes, and how much memory.

Run from the repository: `python -m benchmarks.hardships [case ...]`. Every case runs in a
child of its own under the limits of the job, so a case may end by them: then the verdict
of the job is told. Seconds are CPU seconds of `compare` alone.
"""

import argparse
import multiprocessing
import resource
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from multiprocessing.connection import Connection

import numpy as np

from drawings.content.parts import Content, Floats, Kind, Origin
from drawings.diff.comparing import compare
from drawings.sandbox.comparing import LIMITS
from tests.pure.drawing_makers import make_plan, picked, sheet_of
from tests.pure.drawing_nuisances import PLOTS, disturbed

SIZE = 100_000
Pair = tuple[Content, Content]


def main(arguments: Sequence[str] | None = None) -> None:
    """Print one row for each case."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cases", nargs="*", help="only cases whose name begins so")
    chosen = parser.parse_args(arguments).cases
    print(f"{'input':<44}{'old':>9}{'new':>9}{'seconds':>9}{'MB':>6}  verdict")
    for name in CASES:
        if not chosen or any(name.startswith(word) for word in chosen):
            print(f"{name:<44}{_told(name)}", flush=True)


def _told(name: str) -> str:
    here, there = multiprocessing.Pipe(duplex=False)
    child = multiprocessing.get_context("fork").Process(target=_run, args=(name, there))
    child.start()
    there.close()
    try:
        told = str(here.recv())
    except EOFError:
        told = f"{'':>33}  cannot_compare too_large (ended by the limits)"
    child.join()
    return told


def _run(name: str, answer: Connection) -> None:
    pair = CASES[name]()
    used = int(time.process_time()) + 1
    memory = LIMITS.memory_mb << 20
    resource.setrlimit(resource.RLIMIT_CPU, (used + LIMITS.cpu_seconds,) * 2)
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    start = time.process_time()
    try:
        found = compare(*pair)
    except MemoryError:
        return
    seconds = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    blind = " ".join(found.not_compared)
    answer.send(
        f"{len(pair[0]):>9}{len(pair[1]):>9}{seconds:>9.2f}{peak:>6.0f}  "
        f"{found.verdict} {found.reason} {len(found.changes)} changes, "
        f"{len(found.regions)} regions {blind}"
    )


def _plan(origin: Origin = Origin.CAD) -> Content:
    return make_plan(SIZE, seed=7, origin=origin).content


def _turned(quarters: int, origin: Origin) -> Pair:
    sheet = _plan(origin)
    wide, tall = sheet.size_mm
    points = sheet.points
    for _ in range(quarters):
        points = np.stack([tall - points[..., 1], points[..., 0]], axis=-1)
        wide, tall = tall, wide
    return sheet, replace(sheet, points=points, size_mm=(wide, tall))


def _scaled(factor: float, origin: Origin, units: float) -> Pair:
    sheet = replace(_plan(origin), units_per_mm=units)
    return sheet, replace(sheet, points=sheet.points * factor)


def _mirrored() -> Pair:
    sheet = _plan()
    return sheet, replace(sheet, points=sheet.points * (-1.0, 1.0) + (900.0, 0.0))


def _unrelated() -> Pair:
    one, other = (make_plan(SIZE, seed=s).content for s in (1, 2))
    scattered = np.random.default_rng(5).uniform(-60, 60, (len(other), 1, 2))
    return one, replace(other, points=other.points + scattered)


def _lines(starts: Floats, ends: Floats) -> Content:
    lines = np.concatenate([starts, ends], axis=1)
    sheet = sheet_of([(10, 10, 400, 10), (400, 10, 400, 280)])
    whole = picked(sheet, np.zeros(len(lines), np.intp))
    points = lines.reshape(-1, 2, 2)[:, [0, 0, 1, 1]]
    both = picked(sheet, np.concatenate([np.arange(2), np.zeros(len(lines), np.intp)]))
    return replace(
        both, points=np.concatenate([sheet.points, points + 0 * whole.points])
    )


def _heap(trembling: tuple[float, float]) -> Pair:
    sheets = []
    for seed, noise in enumerate(trembling):
        rng = np.random.default_rng(seed)
        row = np.resize(
            np.array([(50.0, 50, 150, 90), (60, 200, 200, 200)]), (1_000_000, 4)
        )
        row = row + rng.normal(0, noise, row.shape)
        sheets.append(_lines(row[:, :2], row[:, 2:]))
    return sheets[0], sheets[1]


def _hatch(count: int, pitch: float, noise: float, step: float = 0.0) -> Pair:
    sheets = []
    for seed in (1, 2):
        rng = np.random.default_rng(seed)
        y = 20 + np.arange(count) * pitch % 250
        row = np.column_stack([np.full(count, 30.0), y, np.full(count, 130.0), y])
        row = row + rng.normal(0, noise, row.shape) + (step * (seed - 1), 0) * 2
        sheets.append(_lines(row[:, :2], row[:, 2:]))
    return sheets[0], sheets[1]


def _came(count: int, pitch: float) -> Pair:
    sheet = _hatch(count, pitch, 0.002)[1]
    return sheet_of([(10, 10, 400, 10), (400, 10, 400, 280)]), sheet


def _wild() -> Pair:
    sheet = _plan()
    points = sheet.points.copy()
    points[::3, 3, 0], points[::7, 0, 1] = np.nan, 1e300
    return sheet, replace(sheet, points=points)


def _nowhere() -> Pair:
    sheet = _plan()
    return sheet, replace(sheet, points=np.full_like(sheet.points, np.nan))


def _strays() -> Pair:
    """One line far off the paper on each side, not the same one; a few edits."""
    sheet = _plan()
    old, new = sheet.points.copy(), sheet.points.copy()
    old[0], new[5] = 90_000.0, -90_000.0
    return replace(sheet, points=old), disturbed(
        replace(sheet, points=new), PLOTS["shifted"]
    )


def _long() -> Pair:
    """Lines as long as a coordinate may be, crossing everywhere."""
    rng = np.random.default_rng(3)
    sheets = [
        _lines(*(rng.uniform(-9e4, 9e4, (20_000, 2)) for _ in range(2)))
        for _ in range(2)
    ]
    return sheets[0], sheets[1]


def _swapped() -> Pair:
    """Half of all strokes redrawn elsewhere in their room."""
    sheet = _plan()
    rng = np.random.default_rng(4)
    step = rng.uniform(-9, 9, (len(sheet), 1, 2)) * (
        rng.random((len(sheet), 1, 1)) < 0.4
    )
    step[sheet.kind == Kind.TEXT] = 0.0
    return sheet, replace(sheet, points=sheet.points + step)


CASES: dict[str, Callable[[], Pair]] = {
    "turned by 90 degrees, CAD": lambda: _turned(1, Origin.CAD),
    "turned by 180 degrees, CAD": lambda: _turned(2, Origin.CAD),
    "turned by 90 degrees, PDF": lambda: _turned(1, Origin.PDF),
    "turned by 270 degrees, PDF": lambda: _turned(3, Origin.PDF),
    "half size, PDF": lambda: _scaled(0.5, Origin.PDF, 0.0),
    "double size, PDF": lambda: _scaled(2.0, Origin.PDF, 0.0),
    "half size, CAD of known scale": lambda: _scaled(0.5, Origin.CAD, 1.0),
    "double size, CAD of known scale": lambda: _scaled(2.0, Origin.CAD, 1.0),
    "1.37 times, CAD of unknown scale": lambda: _scaled(1.37, Origin.CAD, 0.0),
    "mirrored": _mirrored,
    "unrelated": _unrelated,
    "million coincident lines": lambda: _heap((0.0, 0.0)),
    "million lines, trembling by 2 um on one side": lambda: _heap((0.0, 0.002)),
    "million lines, trembling by 2 um on both": lambda: _heap((0.002, 0.002)),
    "NaN and 1e300 here and there": _wild,
    "everything NaN": _nowhere,
    "strays 90 m off the paper": _strays,
    "lines of 100 m everywhere": _long,
    "two fifths redrawn elsewhere": _swapped,
    "hatch, 150k, pitch 5 um, noise 4 um": lambda: _hatch(150_000, 0.005, 0.004),
    "hatch, 150k, pitch 5 um, noise 20 um": lambda: _hatch(150_000, 0.005, 0.02),
    "hatch, 150k, pitch 5 um, noise 100 um": lambda: _hatch(150_000, 0.005, 0.1),
    "hatch, 50k, pitch 5 um, 2 mm to the right": lambda: _hatch(
        50_000, 0.005, 0.002, 2.0
    ),
    "hatch, 20k, pitch 50 um, noise 20 um": lambda: _hatch(5_000, 0.05, 0.02),
    "hatch of 50k lines that came": lambda: _came(50_000, 0.005),
}


if __name__ == "__main__":
    main()
