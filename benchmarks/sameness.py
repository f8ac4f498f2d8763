"""Measure the proof of sameness: planted differences found, faithful plots left alone, time.

Run from the repository:
`python -m benchmarks.sameness [--seeds N] [--plotter NAME] [SHEET ...]`.

Sheets of the sample set are plotted by several plotters that are not ours, with and without
a planted difference. Seconds are CPU seconds of this process; the last column is the proof
over the reading of both faces in the same run.
"""

import argparse
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from drawings.content.parts import Content, Kind
from drawings.dwg.reading import read_dxf
from drawings.pdf.reading import read_page
from drawings.sameness.findings import Proof, Verdict
from drawings.sameness.proving import prove_same
from samples.casting import save_dxf
from samples.tower.facts import Dates, Revision
from samples.tower.sheets import draw_sheet, sheet
from storage.typefaces import Face
from tests.pure.drawing_makers import picked, with_lines
from tests.pure.plotters import Habits, by_hand

GRID_MM = 25.4 / 1200
PLOTTERS = {
    "words": Habits(),
    "words, 97 %, grid": Habits(scale=0.97, shift_mm=(4.0, 3.0), grid_mm=GRID_MM),
    "turned, chords, dashes": Habits(turn=1, flattens=0.02, dashes=2.0),
    "widened lines": Habits(widens=True),
    "the same on a grid": Habits(
        widens=True, grid_mm=GRID_MM, scale=0.97, flattens=0.02
    ),
    "fills in 12 bands": Habits(slices=12),
    "in 60 bands on a grid": Habits(slices=60, grid_mm=GRID_MM),
    "outlined letters": Habits(letters="outlines"),
    "in another face": Habits(letters="outlines", face=Face.SERIF),
    "as unfilled outlines": Habits(letters="strokes", face=Face.SERIF),
}
Edit = Callable[[Content, np.random.Generator], tuple[Content, tuple[float, ...]]]


@dataclass
class Row:
    """What one plotter did to all sheets."""

    planted: int = 0
    found: int = 0
    more: int = 0
    false: int = 0
    same: int = 0
    untold: int = 0
    plots: int = 0
    proving: float = 0.0
    reading: float = 0.0


def main(arguments: Sequence[str] | None = None) -> None:
    """Print one line for each plotter."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sheets", nargs="*", default=["建施-06", "结施-01"])
    parser.add_argument("--seeds", type=int, default=2)
    parser.add_argument("--plotter", choices=PLOTTERS, action="append")
    chosen = parser.parse_args(arguments)
    print(
        f"{'plotter':<24}{'recall':>8}{'planted':>9}{'others':>8}"
        f"{'faithful: same':>16}{'untold':>8}{'false':>7}{'proof/reading':>15}"
    )
    with tempfile.TemporaryDirectory() as folder:
        sheets = [_read(number, Path(folder)) for number in chosen.sheets]
        for name in chosen.plotter or PLOTTERS:
            habits = PLOTTERS[name]
            row = Row()
            for content, seconds in sheets:
                _measure(row, content, seconds, (habits, Path(folder), chosen.seeds))
            recall = row.found / max(row.planted, 1)
            print(
                f"{name:<24}{recall:>8.3f}{row.planted:>9}{row.more:>8}"
                f"{row.same:>11} of {row.plots:<2}{row.untold:>8}{row.false:>7}"
                f"{row.proving / row.reading:>15.2f}",
                flush=True,
            )


def _read(number: str, folder: Path) -> tuple[Content, float]:
    path = folder / f"{number}.dxf"
    save_dxf(draw_sheet(sheet(number), Revision.A, Dates()).doc, path)
    start = time.process_time()
    content = read_dxf(path)[0].content
    return content, time.process_time() - start


def _measure(
    row: Row, content: Content, seconds: float, how: tuple[Habits, Path, int]
) -> None:
    habits, folder, seeds = how
    proof = _proved(row, content, content, seconds, (habits, folder))
    row.plots += 1
    row.same += proof.verdict is Verdict.SAME
    row.untold += proof.unread
    row.false += sum(f.counts for f in proof.findings)
    for seed in range(seeds):
        for edit in EDITS:
            rng = np.random.default_rng(seed)
            edited, box = edit(content, rng)
            proof = _proved(row, content, edited, seconds, (habits, folder))
            hits = [_touches(f.dwg_box, box) for f in proof.findings if f.counts]
            row.planted += 1
            row.found += any(hits)
            row.more += len(hits) - sum(hits)


def _proved(
    row: Row,
    cad: Content,
    plotted: Content,
    seconds: float,
    how: tuple[Habits, Path],
) -> Proof:
    page = how[1] / "page.pdf"
    by_hand(plotted, page, how[0])
    start = time.process_time()
    read = read_page(page)
    between = time.process_time()
    proof = prove_same(cad, read)
    row.reading += seconds + between - start
    row.proving += time.process_time() - between
    return proof


def _touches(
    found: tuple[float, ...], box: tuple[float, ...], margin: float = 2.0
) -> bool:
    return (
        found[0] <= box[2] + margin
        and found[2] >= box[0] - margin
        and found[1] <= box[3] + margin
        and found[3] >= box[1] - margin
    )


def _measures(content: Content) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
    texts = np.flatnonzero(content.kind == Kind.TEXT)
    said = [content.texts[i] for i in content.text[texts]]
    return texts[[s.isdigit() and len(s) >= 3 for s in said]]


def _digit(
    content: Content, rng: np.random.Generator
) -> tuple[Content, tuple[float, ...]]:
    at = int(rng.choice(_measures(content)))
    said = content.texts[int(content.text[at])]
    place = int(rng.integers(len(said)))
    digit = "05"[said[place] == "0"]
    text = content.text.copy()
    text[at] = len(content.texts)
    other = said[:place] + digit + said[place + 1 :]
    edited = replace(content, text=text, texts=(*content.texts, other))
    return edited, tuple(content.boxes()[at])


def _text(
    content: Content, rng: np.random.Generator
) -> tuple[Content, tuple[float, ...]]:
    at = int(rng.choice(_measures(content)))
    kept = np.delete(np.arange(len(content)), at)
    return picked(content, kept), tuple(content.boxes()[at])


def _line(
    content: Content, rng: np.random.Generator
) -> tuple[Content, tuple[float, ...]]:
    span = content.points[:, 3] - content.points[:, 0]
    long = (content.kind == Kind.SEGMENT) & (np.hypot(*span.T) > 15)
    at = int(rng.choice(np.flatnonzero(long)))
    normal = np.array([-span[at, 1], span[at, 0]]) / np.hypot(*span[at])
    points = content.points.copy()
    points[at] += normal * 0.1
    return replace(content, points=points), tuple(content.boxes()[at])


def _more(
    content: Content, rng: np.random.Generator
) -> tuple[Content, tuple[float, ...]]:
    x, y = rng.uniform(100, 400, 2)
    line = (float(x), float(y), float(x) + 9.0, float(y) + 4.0)
    return with_lines(content, [line], layer=content.layers[0]), line


EDITS: tuple[Edit, ...] = (_digit, _text, _line, _more)

if __name__ == "__main__":
    main()
