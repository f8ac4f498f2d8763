"""Draw the figures of docs/comparison.md from two issues of a sample sheet.

Run from the repository: `python -m benchmarks.figures`. Each figure shows what one stage
of the comparison was given and what it left, on a part of the ground floor plan. The
newer issue is saved by "another program" first: lines cut, run backwards, drawn twice and
all of it shifted.
"""

import tempfile
from pathlib import Path

import numpy as np

from benchmarks.panels import DARK, NEW, OLD, SAME, WINDOW_MM, Figure
from drawings.content.parts import Content, Floats, Kind
from drawings.diff.comparing import compare
from drawings.diff.findings import SILENT, Difference
from drawings.diff.ink import Asking, Ink, ink_of, lacking_ink
from drawings.diff.judging import ends_of, met
from drawings.diff.linking import Standing, link
from drawings.diff.matching import counterparts, lacking
from drawings.diff.merging import members_of, merged
from drawings.diff.preparing import prepare
from drawings.diff.registration import register
from drawings.diff.strokes import Strokes
from drawings.dwg.reading import read_dxf
from samples.sets import write_set
from tests.pure.drawing_nuisances import PLOT_GRID_MM, Nuisance, disturbed

SHEET = "建施-04"
SAVED = Nuisance(seed=5, split=0.3, duplicate=0.2, shift=(7.0, -5.0))
KINDS = {"added": NEW, "removed": OLD, "moved": "#882255", "modified": "#009e73"}
STANDINGS = {
    Standing.REGION_CHANGED: OLD,
    Standing.NEAR_CHANGED: "#e69f00",
    Standing.UNCHANGED: "#117733",
    Standing.MOVED: "#882255",
}
TOLERANCE = 0.01


def main() -> None:
    """Write every figure."""
    old, new = _issues()
    window = _window(compare(old, new))
    saved = disturbed(new, SAVED)
    before, after = (p.strokes for p in prepare(old, saved, furthest_mm=1e5))
    fit = register(before, after, scales=(1.0,))
    laid = before.placed(fit.similarity)
    there = window + np.tile(SAVED.shift, 2)
    _prepared(saved, after, there)
    _registered(before, laid, after, there)
    _tolerated(old)
    open_old, open_new = _paired(laid, after, there)
    _healed(laid, open_old, after, open_new, there)
    _asked(laid, open_old, after, open_new, there)
    _named(compare(old, saved), after, there)
    _linked(compare(old, new), old, window)


def _issues() -> list[Content]:
    contents = []
    with tempfile.TemporaryDirectory() as folder:
        for issue in "AB":
            home = Path(folder) / issue
            sheet = write_set(home, issue, dwg=False, only=[SHEET]).sheet(SHEET)
            sheets = read_dxf(home / sheet.dwg)
            contents.append(max(sheets, key=lambda s: len(s.content)).content)
    return contents


def _window(found: Difference) -> Floats:
    """The part of the sheet in which most changes lie."""
    loud = [c.new_box or c.old_box for c in found.changes if c.kind not in SILENT]
    boxes = np.array([box for box in loud if box])
    middles = (boxes[:, :2] + boxes[:, 2:]) / 2
    gap = np.abs(middles[:, None] - middles[None]) <= np.array(WINDOW_MM) * 0.4
    middle = middles[gap.all(axis=2)[gap.all(axis=2).sum(axis=1).argmax()]].mean(axis=0)
    half = np.array(WINDOW_MM) / 2
    return np.concatenate([middle - half, middle + half])


# --- the stages --------------------------------------------------------------------


def _prepared(saved: Content, strokes: Strokes, window: Floats) -> None:
    # a text is no line, and a curve is shown by its chord on both sides
    raw = saved.points[saved.kind != Kind.TEXT][:, [0, 3]]
    ready = strokes.points[strokes.kind != Kind.TEXT][:, [0, 3]]
    figure = Figure(2)
    for panel, lines in enumerate((raw, ready)):
        figure.lines(panel, lines, window, SAME, 0.2)
        figure.dots(panel, lines, window, NEW)
    figure.save(
        "prepare", (f"{len(raw)} lines as saved", f"{len(ready)} without repeats")
    )


def _registered(old: Strokes, laid: Strokes, new: Strokes, window: Floats) -> None:
    figure = Figure(2)
    for panel, strokes in enumerate((old, laid)):
        figure.lines(panel, _lines(strokes).lines, window, OLD, 0.25)
        figure.lines(panel, _lines(new).lines, window, NEW, 0.15)
    figure.save("register", ("as the files say", "laid on each other"))


def _tolerated(sheet: Content) -> None:
    plot = disturbed(sheet, Nuisance(seed=2, split=0.0, grid_mm=PLOT_GRID_MM))
    here, there = (p.strokes for p in prepare(sheet, plot, furthest_mm=1e5))
    lines = ends_of(there)
    gap, _ = met(ends_of(here), lines, lines.mean(axis=1), 0.1)
    residual = float(np.median(gap[np.isfinite(gap)]))
    tolerance = float(np.clip(3 * residual, 0.01, 0.1))
    count, edges = np.histogram(gap[np.isfinite(gap)], 40, (0, 0.08))
    figure = Figure(1)
    for tall, left in zip(count / count.max() * 34, edges / 0.08 * 58, strict=False):
        figure.box(0, np.array([left + 2, 4, left + 3.2, 4 + tall]), SAME, is_full=True)
    for at, colour, said in ((residual, NEW, "median"), (tolerance, OLD, "tolerance")):
        x = at / 0.08 * 58 + 2
        figure.box(0, np.array([x, 4, x + 0.05, 40]), colour)
        figure.say(0, x + 0.6, 41, f"{said} {at * 1000:.0f} um", colour)
    figure.save(
        "tolerance", ("how far off the ends of a plot on a grid are, 0 to 80 um",)
    )


def _paired(
    old: Strokes, new: Strokes, window: Floats
) -> tuple[np.ndarray, np.ndarray]:
    pairs = counterparts(old, new, TOLERANCE)
    open_old = np.flatnonzero(lacking(len(old), pairs.old) & (old.kind != Kind.TEXT))
    open_new = np.flatnonzero(lacking(len(new), pairs.new) & (new.kind != Kind.TEXT))
    figure = Figure(1)
    figure.lines(0, _lines(new).lines, window, SAME, 0.15)
    figure.lines(0, _lines(old, open_old).lines, window, OLD, 0.45)
    figure.lines(0, _lines(new, open_new).lines, window, NEW, 0.25)
    figure.save("pair", ("grey found its counterpart; the rest is open",))
    return open_old, open_new


def _healed(
    old: Strokes,
    open_old: np.ndarray,
    new: Strokes,
    open_new: np.ndarray,
    window: Floats,
) -> None:
    left, label_old = merged(old.take(open_old), TOLERANCE)
    right, label_new = merged(new.take(open_new), TOLERANCE)
    pairs = counterparts(left, right, TOLERANCE)
    rest_old = np.delete(open_old, members_of(label_old, pairs.old))
    rest_new = np.delete(open_new, members_of(label_new, pairs.new))
    figure = Figure(1)
    figure.lines(0, _lines(new).lines, window, SAME, 0.15)
    figure.lines(0, _lines(old, rest_old).lines, window, OLD, 0.45)
    figure.lines(0, _lines(new, rest_new).lines, window, NEW, 0.25)
    figure.save("heal", ("what was only cut is one line again",))


def _asked(
    old: Strokes,
    open_old: np.ndarray,
    new: Strokes,
    open_new: np.ndarray,
    window: Floats,
) -> None:
    by, nowhere = Asking(TOLERANCE), np.zeros(2)
    lost = lacking_ink(old, open_old, new, shift=nowhere, by=by)
    gained = lacking_ink(new, open_new, old, shift=nowhere, by=by)
    figure = Figure(1)
    figure.lines(0, _lines(new).lines, window, SAME, 0.15)
    figure.lines(0, lost.lines, window, OLD, 0.45)
    figure.lines(0, gained.lines, window, NEW, 0.35)
    figure.save("ink", ("only the ink that the other sheet lacks",))


def _named(found: Difference, new: Strokes, window: Floats) -> None:
    figure = Figure(2)
    to_new = found.registration.to_new
    kinds = [str(change.kind) for change in found.changes]
    for panel in (0, 1):
        figure.lines(panel, _lines(new).lines, window, SAME, 0.15)
        for side, lines in (
            (found.old_pieces, to_new(found.old_pieces.lines)),
            (found.new_pieces, found.new_pieces.lines),
        ):
            for number, kind in enumerate(kinds):
                if found.changes[number].kind not in SILENT:
                    own = lines[side.change == number]
                    figure.lines(panel, own, window, KINDS.get(kind, "#117733"), 0.4)
    for region in found.regions:
        figure.box(1, figure.inside(np.array(region.box), window), DARK)
    figure.save("regions", ("named by kind", "regions to look at"))


def _linked(found: Difference, old: Content, window: Floats) -> None:
    strokes = prepare(old, old, furthest_mm=1e5)[0].strokes
    across = np.linspace(window[0] + 4, window[2] - 14, 4)
    up = np.linspace(window[1] + 4, window[3] - 12, 3)
    boxes = np.array([(x, y, x + 9, y + 7) for x in across for y in up])
    figure = Figure(1)
    figure.lines(0, _lines(strokes).lines, window, SAME, 0.15)
    gone = found.old_pieces.lines
    figure.lines(0, gone, window, OLD, 0.3)
    figure.lines(0, found.registration.to_old(found.new_pieces.lines), window, NEW, 0.3)
    for box, evidence in zip(boxes, link(boxes, found), strict=True):
        placed = figure.inside(box, window)
        colour = STANDINGS[evidence.verdict]
        figure.box(0, placed, colour)
        figure.say(
            0,
            placed[0] + 0.3,
            placed[3] + 0.4,
            evidence.verdict.replace("_", " "),
            colour,
        )
    figure.save("opinions", ("made-up opinions and what became of their places",))


def _lines(strokes: Strokes, chosen: np.ndarray | None = None) -> Ink:
    every = np.arange(len(strokes)) if chosen is None else chosen
    return ink_of(strokes, every[strokes.kind[every] != Kind.TEXT], sagitta=0.05)


if __name__ == "__main__":
    main()
