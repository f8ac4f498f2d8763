"""Measure a comparison from two files to its answer, beside other ways to compare them.

Run from the repository: `python -m benchmarks.endtoend [primitives ...]`. Seconds are CPU
seconds of this process: the jobs that the sandbox runs in children run here, one after the
other, so the start of a child (a fork, some milliseconds) is not in them. This process
keeps memory as a child does, for all ways. All of them see the same files in the same run;
only the ratios outlast a loaded machine.
"""

import argparse
import json
import os
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

# As in a child: before numpy is there, since a thread of BLAS that waits counts as work.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import ezdxf
import numpy as np
import numpy.typing as npt
import pymupdf
from ezdxf.entities import DXFGraphic
from scipy import ndimage

from benchmarks.drawingfiles import write_dxf, write_pdf
from drawings.content.parts import Content, Origin
from drawings.content.recording import Mask
from drawings.diff.keeping import difference_from
from drawings.dwg.bulk.sheets import laid_by_library
from drawings.dwg.reading import sheet_content
from drawings.sandbox.child import keep_memory
from drawings.sandbox.comparejobs import ANSWER, tell_difference
from drawings.sandbox.contentjobs import read_dxf_contents, read_pdf_contents
from drawings.sandbox.limits import Limits
from tests.pure.drawing_edits import edited
from tests.pure.drawing_makers import make_plan
from tests.pure.drawing_nuisances import QUIET, Nuisance, disturbed
from tests.pure.drawing_scores import score

SIZES = (10_000, 100_000)
EDITS, REPEATS = 63, 3
DPI, THRESHOLD = 150, 64
# Pixels in which 1.5 mm on paper are drawn: so far apart is one region.
REACH = 9
GRID_MM = 25.4 / 1200
Job = Callable[[dict[str, Any], Path, dict[str, Any]], dict[str, Any]]


@dataclass(frozen=True)
class Pair:
    """Two files to compare, how they are read, and what was done between them."""

    old: Path
    new: Path
    reader: Job


def main(arguments: Sequence[str] | None = None) -> None:
    """Print one table for each size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("primitives", nargs="*", type=int, default=SIZES)
    keep_memory()
    for size in parser.parse_args(arguments).primitives:
        measure(size)


def measure(size: int, seed: int = 101) -> None:
    """Make the files, compare them in every way, print seconds and ratios."""
    with tempfile.TemporaryDirectory(prefix="lianshen-endtoend-") as name:
        folder = Path(name)
        for origin in (Origin.PDF, Origin.CAD):
            plan = make_plan(size, seed=seed, origin=origin)
            new, edits = edited(plan, min(EDITS, plan.rooms), seed=seed)
            nuisance = _nuisance(origin)
            pair = _written(folder, (plan.content, new), nuisance)
            print(f"\n{origin.value}: {len(plan.content)} primitives")
            ours, parts = _least(partial(_ours, pair, folder))
            told = ", ".join(f"{key} {value:.2f}" for key, value in parts.items())
            print(f"  both files and the comparison  {ours:6.2f} s   ({told})")
            laid = [
                _laid(content, json.loads((folder / f"{side}.json").read_text()), own)
                for content, side, own in (
                    (plan.content, "old", QUIET),
                    (plan.content, "new", nuisance),
                )
            ]
            answer = difference_from(folder / ANSWER)
            found = score(answer, edits, old=laid[0], new=laid[1])
            print(
                f"  edits missed {len(found.missed)} of {found.edits}, "
                f"false regions {len(found.false_regions)}"
            )
            others = (
                {"pixels at 150 dpi, strict": _pixels}
                if origin is Origin.PDF
                else {
                    "ezdxf.readfile and entities": _naive,
                    "both files by the library": _library,
                }
            )
            for words, way in others.items():
                seconds, _ = _least(partial(way, pair))
                print(
                    f"  {words:<30} {seconds:6.2f} s   ours is {ours / seconds:.2f} of it"
                )


def _nuisance(origin: Origin) -> Nuisance:
    if origin is Origin.CAD:
        return Nuisance(split=0.1, shift=(12.345, -6.789))
    return Nuisance(grid_mm=GRID_MM, blocks_are_exploded=True, shift=(3.21, 4.56))


def _laid(content: Content, sheet: dict[str, Any], own: Nuisance) -> Nuisance:
    """Where the sheet that was read has what was drawn: a known frame it has none."""
    matrix = sheet.get("to_paper")
    if matrix is None:
        return own
    scale, (dx, dy) = matrix[0] * content.units_per_mm, matrix[4:]
    shift = (own.shift[0] * scale + dx, own.shift[1] * scale + dy)
    return replace(own, scale=scale, shift=shift)


def _written(folder: Path, drawn: tuple[Content, Content], nuisance: Nuisance) -> Pair:
    old, new = drawn
    again = disturbed(new, nuisance)
    if old.origin is Origin.PDF:
        before, after = folder / "old.pdf", folder / "new.pdf"
        write_pdf(old, before, is_chained=False)
        write_pdf(again, after, is_chained=True)
        return Pair(before, after, read_pdf_contents)
    before, after = folder / "old.dxf", folder / "new.dxf"
    write_dxf(old, old, before)
    whole = replace(nuisance, split=0.0, duplicate=0.0, reverse=0.0)
    write_dxf(again, disturbed(new, whole), after)
    return Pair(before, after, read_dxf_contents)


def _least(way: Callable[[], dict[str, float]]) -> tuple[float, dict[str, float]]:
    """The least CPU seconds of a few runs: a loaded machine only adds to them."""
    runs = [way() for _ in range(REPEATS)]
    best = min(runs, key=lambda parts: sum(parts.values()))
    return sum(best.values()), best


def _ours(pair: Pair, folder: Path) -> dict[str, float]:
    request = {"old_page": "", "new_page": ""}
    parts = {}
    for side, path in (("old", pair.old), ("new", pair.new)):
        began = time.process_time()
        work = folder / f"read-{side}"
        told = pair.reader({"path": str(path), "filename": ""}, work, asdict(Limits()))
        parts[f"read {side}"] = time.process_time() - began
        sheet = told["sheets"][0]
        if not sheet["route"][0]:
            print(f"  {path.name} was read by the library: {sheet['route'][1]}")
        (folder / f"{side}.json").write_text(json.dumps(sheet))
        request[side] = str(work / "sheets" / sheet["folder"] / "content.npz")
    began = time.process_time()
    tell_difference(request, folder, {})
    parts["compare"] = time.process_time() - began
    return parts


def _pixels(pair: Pair) -> dict[str, float]:
    """Both pages drawn and subtracted; changed pixels that lie near are one region."""
    began = time.process_time()
    old, new = (_drawn(path) for path in (pair.old, pair.new))
    rows, columns = (min(sides) for sides in zip(old.shape, new.shape, strict=True))
    old, new = old[:rows, :columns], new[:rows, :columns]
    regions_in_pixels(np.maximum(old, new) - np.minimum(old, new) > THRESHOLD)
    return {"pixels": time.process_time() - began}


def _drawn(path: Path) -> npt.NDArray[np.uint8]:
    with pymupdf.open(path) as document:
        drawn = document[0].get_pixmap(dpi=DPI, colorspace=pymupdf.csGRAY)
    flat = np.frombuffer(drawn.samples, np.uint8)
    return flat.reshape(drawn.height, drawn.stride)[:, : drawn.width]


def regions_in_pixels(unlike: Mask) -> list[tuple[int, int, int, int]]:
    """Boxes (x0, y0, x1, y1) around changed pixels whose squares of `REACH` touch."""
    labels, _count = ndimage.label(_widened(unlike), np.ones((3, 3)))
    grown = REACH - 1
    return [
        (x.start, y.start, x.stop - grown, y.stop - grown)
        for y, x in ndimage.find_objects(labels)
    ]


def _widened(mask: Mask) -> Mask:
    """A square of `REACH` for each pixel; along each axis so much larger, less one."""
    for _axis in (0, 1):
        mask = np.pad(mask, ((REACH - 1, REACH - 1), (0, 0)))
        width = 1
        while width < REACH:
            step = min(width, REACH - width)
            mask = mask[step:] | mask[:-step]
            width += step
        mask = mask.T
    return mask


def _naive(pair: Pair) -> dict[str, float]:
    """What most scripts do: read both, compare the sets of what entities say."""
    began = time.process_time()
    old, new = (
        Counter(_said(entity) for entity in ezdxf.readfile(path).modelspace())
        for path in (pair.old, pair.new)
    )
    _gone, _come = old - new, new - old
    return {"entities": time.process_time() - began}


def _said(entity: DXFGraphic) -> tuple[object, ...]:
    """Type and values of an entity, places rounded to a thousandth."""
    values = sorted(entity.dxfattribs(drop={"handle", "owner"}).items())
    return (entity.dxftype(), *((key, _rounded(value)) for key, value in values))


def _rounded(value: object) -> object:
    if isinstance(value, float):
        return round(value, 3)
    if hasattr(value, "xyz"):
        return tuple(round(each, 3) for each in value.xyz)
    return str(value)


def _library(pair: Pair) -> dict[str, float]:
    began = time.process_time()
    for path in (pair.old, pair.new):
        sheet_content(laid_by_library(path).laid[0])
    return {"library": time.process_time() - began}


if __name__ == "__main__":
    main()
