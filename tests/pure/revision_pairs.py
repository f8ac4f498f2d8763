"""Real pairs of revisions, what a person saw on them, and how a comparison did.

The truth lies in `revisions_truth.json`, with the way it was judged. The files themselves
are not part of the project.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from drawings.content.parts import Content, Loss
from drawings.diff.comparing import compare
from drawings.diff.findings import SILENT, Difference
from drawings.dwg.converting import convert
from drawings.dwg.reading import read_dxf
from drawings.pdf.reading import read_page
from tests.pure.drawing_makers import Box
from tests.pure.drawing_scores import overlaps

TRUTH = Path(__file__).with_name("revisions_truth.json")


@dataclass(frozen=True)
class Place:
    """One thing that changed, as a person saw it."""

    kind: str
    box: Box
    what: str


@dataclass(frozen=True)
class Pair:
    """Two files, the window that was judged (None: all of the sheet), and the places."""

    name: str
    old: str
    new: str
    window: Box | None
    is_quick: bool
    places: tuple[Place, ...]

    def contents(self, corpus: Path, folder: Path) -> list[Content]:
        """Both sheets; `folder` takes what is converted on the way."""
        return [_first_sheet(corpus / name, folder) for name in (self.old, self.new)]


@dataclass(frozen=True)
class Outcome:
    """Places found and missed, regions right and false, places called by their kind."""

    found: int
    missed: tuple[str, ...]
    right: int
    false: tuple[Box, ...]
    named: int


def pairs() -> list[Pair]:
    """Every labelled pair."""
    told = json.loads(TRUTH.read_text())["pairs"]
    return [
        Pair(
            row["name"],
            row["old"],
            row["new"],
            tuple(row["window"]) if row["window"] else None,
            row["is_quick"],
            tuple(Place(p["kind"], tuple(p["box"]), p["what"]) for p in row["places"]),
        )
        for row in told
    ]


def judged(pair: Pair, contents: Sequence[Content]) -> Outcome:
    """Hold the comparison of two sheets against what a person saw."""
    return held(pair, compare(*contents))


def held(pair: Pair, difference: Difference) -> Outcome:
    """Hold a comparison against what a person saw."""
    loud = [c for c in difference.changes if c.kind not in SILENT]
    missed, found, named = [], 0, 0
    for place in pair.places:
        hits = {
            str(c.kind)
            for c in loud
            for box in (c.old_box, c.new_box)
            if box and overlaps(box, place.box, 0.0)
        }
        if hits:
            found += 1
            named += place.kind in hits
        else:
            missed.append(place.what)
    inside = [
        r.box
        for r in difference.regions
        if pair.window is None or overlaps(r.box, pair.window, 0.0)
    ]
    false = tuple(
        box for box in inside if not any(overlaps(box, p.box) for p in pair.places)
    )
    return Outcome(found, tuple(missed), len(inside) - len(false), false, named)


def _first_sheet(path: Path, folder: Path) -> Content:
    if path.suffix == ".pdf":
        return read_page(path)
    losses: tuple[Loss, ...] = ()
    if path.suffix == ".dwg":
        target = folder / f"{path.stem}.dxf"
        conversion = convert(path, target)
        path, losses = target, conversion.losses()
    sheets = read_dxf(path, losses)
    return max(sheets, key=lambda sheet: len(sheet.content)).content
