"""Where the sheets of a CAD layout lie, and at what scale they were drawn.

Terminology:
    frame: the rectangle that bounds a sheet (图框): the edge of the paper, or the thick
        frame inside its margins. One model space may hold many frames, each a sheet.
    units per mm: drawing units for one millimetre on paper.
"""

from dataclasses import dataclass

import numpy as np

from drawings.content.extents import main_extents
from drawings.content.papers import Paper, nearest_size, papers, scales
from drawings.content.parts import Floats, Kind
from drawings.content.recording import Mask, Recording
from drawings.content.rectangles import Box, rectangles

# A sheet carries texts, and they are readable: heights on paper in mm.
FEWEST_TEXTS = 3
FEWEST_PRIMITIVES = 8
SMALLEST_TEXT_MM, LARGEST_TEXT_MM = 1.0, 15.0
USUAL_TEXT_MM = 3.0
# Frames must hold a good part of what is drawn, or they are furniture.
LEAST_COVERED = 0.3
FIT_MARGIN_MM = 10.0


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
class _Candidate:
    box: Box
    paper: Paper
    units_per_mm: float
    rank: float


def framed_sheets(recording: Recording, units: Units) -> list[Sheet]:
    """The sheets with a known frame; rows from the top, then left to right."""
    if not len(recording):
        return []
    texts = _Texts(recording)
    centres = _Centres(recording)
    table = _Table(units)
    found = [
        candidate
        for box in rectangles(recording)
        if centres.count(box) >= FEWEST_PRIMITIVES
        and (candidate := _best(box, table, texts, recording)) is not None
    ]
    chosen = _outermost(found)
    covered = np.zeros(len(recording), bool)
    for candidate in chosen:
        covered |= _inside(centres.places, _paper_box(candidate))
    if not chosen or covered.mean() < LEAST_COVERED:
        return []
    return _in_reading_order([_sheet(candidate) for candidate in chosen])


def fitted_sheet(recording: Recording) -> Sheet:
    """A sheet that holds what is drawn, without a known scale or what strayed."""
    low, high = main_extents(recording)
    heights = _Texts(recording).heights
    span = np.maximum(high - low, 1e-9)
    if len(heights):
        guess = float(np.median(heights)) / USUAL_TEXT_MM
    else:
        guess = float(span.max()) / 400.0
    width, height = (float(value) for value in span / guess)
    size = nearest_size(width + 2 * FIT_MARGIN_MM, height + 2 * FIT_MARGIN_MM)
    usable = np.asarray(size) - 2 * FIT_MARGIN_MM
    units_per_mm = float((span / usable).max())
    middle, half = (low + high) / 2, np.asarray(size) * units_per_mm / 2
    box = (*(middle - half), *(middle + half))
    return Sheet(_box(box), size, units_per_mm, is_framed=False)


class _Centres:
    """The middles of the primitives, sorted from left to right."""

    def __init__(self, recording: Recording) -> None:
        x0, y0, x1, y1 = recording.boxes().T
        middle = np.stack([(x0 + x1) / 2, (y0 + y1) / 2], axis=1)
        self.places: Floats = middle[np.argsort(middle[:, 0], kind="stable")]
        self._x, self._y = self.places[:, 0].copy(), self.places[:, 1].copy()

    def count(self, box: Box) -> int:
        """How many lie in a box."""
        first = np.searchsorted(self._x, box[0])
        y = self._y[first : np.searchsorted(self._x, box[2], "right")]
        return int(np.count_nonzero((y >= box[1]) & (y <= box[3])))


class _Texts:
    """Heights and places of the texts of a recording."""

    def __init__(self, recording: Recording) -> None:
        points = recording.points[recording.kind == Kind.TEXT]
        self.heights = np.linalg.norm(points[:, 1] - points[:, 0], axis=1)
        self.places = points[:, 0]

    def inside(self, box: Box) -> Floats:
        """Heights of the texts inside a box."""
        found: Floats = self.heights[_inside(self.places, box)]
        return found


class _Table:
    """Every paper at every scale: expected width and height of the frame."""

    def __init__(self, units: Units) -> None:
        self.papers = papers()
        self.factors = _factors(units)
        frames = np.asarray([paper.frame_mm for paper in self.papers])
        self.sizes = frames[:, None, :] * self.factors[None, :, None]
        self.tolerances = np.asarray([paper.tolerance for paper in self.papers])


def _factors(units: Units) -> Floats:
    """Units per mm worth trying, most likely units first."""
    known = units.unit_mm or (25.4 if units.is_imperial else 1.0)
    if units.is_paper:
        tried = [np.asarray([1.0 / known]), scales(1.0, is_imperial=False)]
    elif units.is_imperial:
        tried = [scales(known, is_imperial=True), scales(1.0, is_imperial=False)]
    else:
        tried = [scales(1.0, is_imperial=False), scales(1000.0, is_imperial=False)]
    return np.unique(np.concatenate(tried))


def _best(
    box: Box, table: _Table, texts: _Texts, recording: Recording
) -> _Candidate | None:
    """The most believable paper and scale for a rectangle, or none."""
    size = np.asarray([box[2] - box[0], box[3] - box[1]])
    errors = np.abs(size / table.sizes - 1).max(axis=2)
    hits = np.argwhere(errors <= table.tolerances[:, None])
    if not len(hits):
        return None
    heights = texts.inside(box)
    if len(heights) < FEWEST_TEXTS:
        return None
    ranked = []
    for paper_at, factor_at in hits:
        factor = float(table.factors[factor_at])
        text_mm = float(np.median(heights)) / factor
        if not SMALLEST_TEXT_MM <= text_mm <= LARGEST_TEXT_MM:
            continue
        paper = table.papers[paper_at]
        rank = (
            float(errors[paper_at, factor_at]) * 200
            + abs(np.log(text_mm / USUAL_TEXT_MM))
            + (0.3 if any(paper.margins) else 0.0)
            + (0.2 if "+" in paper.name else 0.0)
            - (0.5 if _is_block_scale(factor, recording) else 0.0)
        )
        ranked.append(_Candidate(box, paper, factor, rank))
    return min(ranked, key=lambda candidate: candidate.rank, default=None)


def _is_block_scale(factor: float, recording: Recording) -> bool:
    """Whether a block was inserted at this scale: frames usually are."""
    return factor != 1.0 and any(
        abs(scale - factor) <= 1e-6 * factor for scale in recording.group_scales
    )


def _outermost(found: list[_Candidate]) -> list[_Candidate]:
    """Of nested frames the outer one; but a border around several sheets is none."""
    edges = [
        candidate
        for candidate in found
        if sum(
            other is not candidate
            and _contains(candidate.box, other.box)
            and not _is_same_sheet(candidate, other)
            for other in found
        )
        < 2
    ]
    chosen: list[_Candidate] = []
    for candidate in edges:
        if not any(_overlap(candidate.box, other.box) for other in chosen):
            chosen.append(candidate)
    return chosen


def _is_same_sheet(outer: _Candidate, inner: _Candidate) -> bool:
    """Whether the inner frame is the thick frame on the paper of the outer one."""
    share = _area(inner.box) / _area(outer.box)
    return share > 0.75


def _paper_box(candidate: _Candidate) -> Box:
    """The paper's edge around a frame."""
    left, bottom, right, top = (
        m * candidate.units_per_mm for m in candidate.paper.margins
    )
    x0, y0, x1, y1 = candidate.box
    return (x0 - left, y0 - bottom, x1 + right, y1 + top)


def _sheet(candidate: _Candidate) -> Sheet:
    return Sheet(
        _paper_box(candidate),
        candidate.paper.size_mm,
        candidate.units_per_mm,
        is_framed=True,
        paper=candidate.paper.name,
    )


def _in_reading_order(sheets: list[Sheet]) -> list[Sheet]:
    """Rows from the top, each from the left; a row is where tops are near."""
    rows: list[list[Sheet]] = []
    for sheet in sorted(sheets, key=lambda each: -each.box[3]):
        height = sheet.box[3] - sheet.box[1]
        if rows and rows[-1][0].box[3] - sheet.box[3] < height / 2:
            rows[-1].append(sheet)
        else:
            rows.append([sheet])
    return [
        sheet for row in rows for sheet in sorted(row, key=lambda each: each.box[0])
    ]


def _inside(points: Floats, box: Box) -> Mask:
    x, y = points[:, 0], points[:, 1]
    inside: Mask = (x >= box[0]) & (y >= box[1]) & (x <= box[2]) & (y <= box[3])
    return inside


def _contains(outer: Box, inner: Box) -> bool:
    slack = 1e-3 * max(outer[2] - outer[0], outer[3] - outer[1])
    return (
        inner[0] >= outer[0] - slack
        and inner[1] >= outer[1] - slack
        and inner[2] <= outer[2] + slack
        and inner[3] <= outer[3] + slack
    )


def _overlap(a: Box, b: Box) -> bool:
    width = min(a[2], b[2]) - max(a[0], b[0])
    height = min(a[3], b[3]) - max(a[1], b[1])
    return width > 0 and height > 0 and width * height > 0.02 * min(_area(a), _area(b))


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _box(values: tuple[float, ...]) -> Box:
    x0, y0, x1, y1 = (float(value) for value in values)
    return (x0, y0, x1, y1)
