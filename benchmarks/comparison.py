"""Measure the comparison of two sheets: how right, how fast, how it grows.

Run from the repository: `python -m benchmarks.comparison [primitives ...]`. Drawings are
made, edited and disturbed in memory, so nothing but the comparison is measured. Seconds
are CPU seconds of this process; the growth exponent is taken from the smallest to the
largest drawing.
"""

import argparse
import math
import resource
import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks import endtoend
from drawings.content.parts import Content, Origin
from drawings.diff.comparing import compare
from drawings.diff.findings import Difference
from drawings.diff.linking import link
from tests.pure.drawing_edits import edited
from tests.pure.drawing_makers import Plan, make_plan, with_lines
from tests.pure.drawing_nuisances import PLOTS, Nuisance, disturbed
from tests.pure.drawing_scores import score

SIZES = (10_000, 100_000, 500_000)
EDITS = 63
# Files of more primitives are made for minutes before anything is measured.
LARGEST_FILES = 100_000
OPINIONS = 1_000
CHANGES = 20_000


@dataclass(frozen=True)
class Row:
    """One measured comparison."""

    case: str
    primitives: int
    seconds: float
    recall: float
    precision: float
    named: float
    off_mm: float
    false_without_edit: int


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the table of comparisons and the time of linking."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("primitives", nargs="*", type=int, default=SIZES)
    parser.add_argument("--seed", type=int, default=101)
    chosen = parser.parse_args(arguments)
    rows: list[Row] = []
    print(
        f"{'case':<28}{'primitives':>11}{'seconds':>9}{'recall':>8}{'precision':>10}"
        f"{'class':>7}{'off mm':>8}{'false, no edit':>15}"
    )
    for size in chosen.primitives:
        for origin in (Origin.CAD, Origin.PDF):
            plan = make_plan(size, seed=chosen.seed, origin=origin)
            rows += _cases(plan, origin, chosen.seed)
    _print_growth(rows)
    _print_links(chosen.seed)
    for size in chosen.primitives:
        if size <= LARGEST_FILES:
            endtoend.measure(size)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory of the whole run: {peak:.0f} MB")


def _cases(plan: Plan, origin: Origin, seed: int) -> list[Row]:
    rows = []
    new, edits = edited(plan, min(EDITS, plan.rooms), seed=seed)
    for name, nuisance in PLOTS.items():
        if nuisance.scale != 1.0 and origin is Origin.CAD:
            continue
        difference, seconds = _timed(plan, disturbed(new, nuisance))
        found = score(difference, edits, new=nuisance)
        quiet, _ = _timed(plan, disturbed(plan.content, nuisance))
        regions = max(1, len(difference.regions))
        row = Row(
            f"{origin.value}, {name}",
            len(plan.content),
            seconds,
            1 - len(found.missed) / found.edits,
            1 - len(found.false_regions) / regions,
            1 - len(found.misnamed) / max(1, found.edits - len(found.missed)),
            _off(difference, nuisance, plan),
            len(quiet.regions),
        )
        rows.append(row)
        print(
            f"{row.case:<28}{row.primitives:>11}{row.seconds:>9.2f}{row.recall:>8.3f}"
            f"{row.precision:>10.3f}{row.named:>7.3f}{row.off_mm:>8.4f}"
            f"{row.false_without_edit:>15}",
            flush=True,
        )
    return rows


def _off(difference: Difference, nuisance: Nuisance, plan: Plan) -> float:
    """How far a corner of the sheet lies from where the plot put it, in mm."""
    width, height = plan.content.size_mm
    corners = np.array([[0, 0], [width, 0], [0, height], [width, height]])
    true = corners * nuisance.scale + nuisance.shift
    off = difference.registration.to_new(corners) - true
    return float(np.hypot(off[:, 0], off[:, 1]).max())


def _timed(plan: Plan, new: Content) -> tuple[Difference, float]:
    start = time.process_time()
    difference = compare(plan.content, new)
    return difference, time.process_time() - start


def _print_growth(rows: Sequence[Row]) -> None:
    for case in dict.fromkeys(row.case for row in rows):
        own = [row for row in rows if row.case == case]
        first, last = own[0], own[-1]
        if last.primitives > first.primitives:
            growth = math.log(last.seconds / first.seconds)
            growth /= math.log(last.primitives / first.primitives)
            print(f"growth exponent, {case}: {growth:.2f}")


def _print_links(seed: int) -> None:
    """Time of many opinions against a sheet on which very many lines were added."""
    plan = make_plan(100_000, seed=seed)
    rng = np.random.default_rng(seed)
    across = int(np.ceil(np.sqrt(CHANGES)))
    number = np.arange(CHANGES)
    grid = (
        np.column_stack([number % across, number // across])
        + rng.random((CHANGES, 2)) / 3
    )
    marks = grid * (np.array(plan.content.size_mm) / across)
    lines = [(x, y, x + 1.2, y + 0.4) for x, y in marks.tolist()]
    difference = compare(plan.content, with_lines(plan.content, lines))
    corner = rng.uniform(0, plan.content.size_mm, (OPINIONS, 2))
    regions = np.hstack([corner, corner + rng.uniform(5, 60, (OPINIONS, 2))])
    start = time.process_time()
    link(regions, difference)
    seconds = time.process_time() - start
    print(
        f"{OPINIONS} opinions x {len(difference.changes)} changes: "
        f"{seconds * 1000:.0f} ms"
    )


if __name__ == "__main__":
    main()
