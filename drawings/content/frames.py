"""Which rectangles of a CAD layout are frames of known paper, and at what scale.

Terminology:
    frame: the rectangle that bounds a sheet (图框): the edge of the paper, or the thick
        frame inside its margins. One model space may hold many frames, each a sheet.
    units per mm: drawing units for one millimetre on paper.
"""

from dataclasses import dataclass

import numpy as np

from drawings.content.nesting import outermost
from drawings.content.papers import Paper, papers, scales
from drawings.content.parts import Floats
from drawings.content.rectangles import Box, rectangles
from drawings.content.scenes import FEWEST_PRIMITIVES, FEWEST_TEXTS, Scene

# The texts of a sheet are readable: heights on paper in mm.
SMALLEST_TEXT_MM, LARGEST_TEXT_MM = 1.0, 15.0
USUAL_TEXT_MM = 3.0
# What rounding may do to a size; so much more is asked, and then measured.
ROUNDED = 1e-9


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a layout.

    Attributes:
        box: the paper in layout units: x0, y0, x1, y1.
        size_mm: the paper in mm.
        units_per_mm: layout units for one mm; always positive.
        is_framed: True where a frame was recognised; else the sheet was fitted, and the
            scale means nothing.
        paper: name of the paper size, empty when fitted.

    """

    box: Box
    size_mm: tuple[float, float]
    units_per_mm: float
    is_framed: bool
    paper: str = ""


@dataclass(frozen=True, slots=True)
class Units:
    """What is known of a layout: mm in one unit (0 unknown), paper space or not."""

    unit_mm: float = 0.0
    is_imperial: bool = False
    is_paper: bool = False


@dataclass(frozen=True, slots=True)
class Candidate:
    """A rectangle that may be a frame: of which paper, at which scale, how believable.

    The lower the rank the better.
    """

    box: Box
    paper: Paper
    units_per_mm: float
    rank: float

    @property
    def paper_box(self) -> Box:
        """The paper's edge around the frame."""
        left, bottom, right, top = (
            margin * self.units_per_mm for margin in self.paper.margins
        )
        x0, y0, x1, y1 = self.box
        return (x0 - left, y0 - bottom, x1 + right, y1 + top)

    def sheet(self) -> Sheet:
        """The sheet that the frame bounds."""
        return Sheet(
            self.paper_box,
            self.paper.size_mm,
            self.units_per_mm,
            is_framed=True,
            paper=self.paper.name,
        )


def known_frames(scene: Scene, units: Units) -> list[Candidate]:
    """The frames of known papers; none overlaps another."""
    table = _Table(units)
    found = [
        candidate
        for box in rectangles(scene.recording)
        if scene.count(box) >= FEWEST_PRIMITIVES
        and (candidate := _best(box, table, scene)) is not None
    ]
    return outermost(found)


class _Table:
    """Every paper at every scale: expected width and height of the frame."""

    def __init__(self, units: Units) -> None:
        self.papers = papers()
        self.factors = factors_of(units)
        frames = np.asarray([paper.frame_mm for paper in self.papers])
        widths, heights = (frames[:, at, None] * self.factors for at in (0, 1))
        tolerances = np.asarray([paper.tolerance for paper in self.papers])
        # by width: of thousands of sizes a frame is measured by the few it may have
        order = self._order = np.argsort(widths, axis=None, kind="stable")
        self._widths, self._heights = widths.ravel()[order], heights.ravel()[order]
        self._tolerances = np.repeat(tolerances, len(self.factors))[order]
        self._slack = float(tolerances.max())

    def hits(self, width: float, height: float) -> list[tuple[int, int, float]]:
        """Papers and factors (their places) that a frame may have, and how far off."""
        least = width / (1 + self._slack) * (1 - ROUNDED)
        most = width / max(1 - self._slack, ROUNDED) * (1 + ROUNDED)
        some = slice(*np.searchsorted(self._widths, (least, most)).tolist())
        wide, high = self._widths[some], self._heights[some]
        errors = np.maximum(np.abs(width / wide - 1), np.abs(height / high - 1))
        found = np.flatnonzero(errors <= self._tolerances[some])
        places = self._order[some][found]
        told = sorted(zip(places.tolist(), errors[found].tolist(), strict=True))
        return [(*divmod(at, len(self.factors)), error) for at, error in told]


def factors_of(units: Units) -> Floats:
    """Units per mm worth trying, most likely units first."""
    known = units.unit_mm or (25.4 if units.is_imperial else 1.0)
    if units.is_paper:
        tried = [np.asarray([1.0 / known]), scales(1.0, is_imperial=False)]
    elif units.is_imperial:
        tried = [scales(known, is_imperial=True), scales(1.0, is_imperial=False)]
    else:
        tried = [scales(1.0, is_imperial=False), scales(1000.0, is_imperial=False)]
    return np.unique(np.concatenate(tried))


def _best(box: Box, table: _Table, scene: Scene) -> Candidate | None:
    """The most believable paper and scale for a rectangle, or none."""
    hits = table.hits(box[2] - box[0], box[3] - box[1])
    if not hits:
        return None
    heights = scene.text_heights(box)
    if len(heights) < FEWEST_TEXTS:
        return None
    ranked = []
    for paper_at, factor_at, error in hits:
        factor = float(table.factors[factor_at])
        text_mm = float(np.median(heights)) / factor
        if not SMALLEST_TEXT_MM <= text_mm <= LARGEST_TEXT_MM:
            continue
        paper = table.papers[paper_at]
        rank = (
            error * 200
            + abs(np.log(text_mm / USUAL_TEXT_MM))
            + (0.3 if any(paper.margins) else 0.0)
            + (0.2 if "+" in paper.name else 0.0)
            - (0.5 if scene.has_block_scale(factor) else 0.0)
        )
        ranked.append(Candidate(box, paper, factor, rank))
    return min(ranked, key=lambda candidate: candidate.rank, default=None)
