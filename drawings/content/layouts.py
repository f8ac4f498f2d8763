"""Which sheets a CAD file holds: paper layouts, and frames in model space.

A file is plotted either from its paper layouts or from frames in model space, and the
other of the two is left over: an empty `Layout1` with a default viewport, or the bare
model behind the layouts. Frames tell which is which.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from ezdxf.document import Drawing
from ezdxf.layouts import Layout

from drawings.content.extents import main_extents
from drawings.content.frames import (
    FIT_MARGIN_MM,
    Sheet,
    Units,
    fitted_sheet,
    framed_sheets,
)
from drawings.content.recording import Recording
from drawings.content.tags import titleblock_score
from drawings.content.tracing import trace
from drawings.content.turning import likely_turns, turned_back

# $INSUNITS of DXF: millimetres in one drawing unit.
UNIT_MM = {1: 25.4, 2: 304.8, 4: 1.0, 5: 10.0, 6: 1000.0}
IMPERIAL = (1, 2)
INCH_MM = 25.4
DEFAULT_NAME = re.compile(r"(layout|布局|лист|feuille)\s*\d*", re.IGNORECASE)
# Fewer primitives on a layout of default name are leftovers, not a sheet.
LEFTOVER = 10
FITS = 1.02
# What a layout shows, as `trace` tells it.
Tracer = Callable[[Drawing, Layout], Recording]
# With less of the model on paper, model space itself is a sheet too.
SHOWN_PART = 0.3


@dataclass(frozen=True, slots=True, eq=False)
class LaidSheet:
    """One sheet of a CAD file.

    Attributes:
        layout: name of the layout.
        frame: which frame of the layout, from 0.
        recording: what the layout draws; shared by all its frames.
        sheet: where on the layout the paper lies.
        is_scale_known: False for a sheet that was only fitted.
        attributes: tag to value of the title block's insertion.
        turn: radians by which the layout was turned backwards, round its origin, so that
            the frame stands upright in `recording`.

    """

    layout: str
    frame: int
    recording: Recording
    sheet: Sheet
    is_scale_known: bool
    attributes: dict[str, str] = field(default_factory=dict)
    turn: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class _Traced:
    layout: Layout
    recording: Recording
    framed: list[Sheet]
    turn: float = 0.0

    @property
    def is_paper(self) -> bool:
        return not self.layout.is_modelspace

    @property
    def is_leftover(self) -> bool:
        default = DEFAULT_NAME.fullmatch(self.layout.name.strip()) is not None
        return default and len(self.layout) <= LEFTOVER


def laid_sheets(document: Drawing, tracer: Tracer = trace) -> list[LaidSheet]:
    """Every sheet of a file, paper layouts in tab order, then model space."""
    traced = _trace_all(document, tracer)
    framed = [each for each in traced if each.framed]
    papers = [each for each in traced if each.is_paper and not each.is_leftover]
    models = [each for each in traced if not each.is_paper]
    if framed:
        kept = [each for each in traced if each in framed or each in papers]
    elif _shows_most(papers, models):
        kept = papers
    else:
        kept = [*papers, *models] or traced
    return [sheet for each in kept for sheet in _sheets(each)]


def _shows_most(papers: list[_Traced], models: list[_Traced]) -> bool:
    """Whether the paper layouts show a good part of what lies in model space."""
    shown = sum(len(each.recording) for each in papers)
    return shown > SHOWN_PART * sum(len(each.recording) for each in models)


def layout_names(document: Drawing) -> list[str]:
    """Names of the layouts, model space last."""
    paper = [name for name in document.layouts.names_in_taborder() if name != "Model"]
    return [*paper, "Model"]


def units_of(document: Drawing, layout: Layout) -> Units:
    """What the file says of its units; mostly silence."""
    number = int(document.header.get("$INSUNITS", 0) or 0)
    if layout.is_modelspace:
        return Units(UNIT_MM.get(number, 0.0), number in IMPERIAL, is_paper=False)
    inches = layout.dxf.get("plot_paper_units", 1) == 0
    return Units(INCH_MM if inches else 1.0, inches, is_paper=True)


def sheets_of(document: Drawing, layout: Layout) -> list[LaidSheet]:
    """The sheets of one layout."""
    return _sheets(_framed(document, layout, trace(document, layout)))


def _framed(document: Drawing, layout: Layout, recording: Recording) -> _Traced:
    """The frames of a layout; where none stands upright, those that are turned."""
    units = units_of(document, layout)
    if found := framed_sheets(recording, units):
        return _Traced(layout, recording, found)
    for turn in likely_turns(recording):
        upright = turned_back(recording, turn)
        if found := framed_sheets(upright, units):
            return _Traced(layout, upright, found, turn)
    return _Traced(layout, recording, [])


def _trace_all(document: Drawing, tracer: Tracer) -> list[_Traced]:
    traced = []
    for name in layout_names(document):
        layout = document.layouts.get(name)
        recording = tracer(document, layout)
        if len(recording):
            traced.append(_framed(document, layout, recording))
    return traced


def _sheets(traced: _Traced) -> list[LaidSheet]:
    found = traced.framed
    is_known = bool(found)
    if not found and traced.is_paper and len(traced.recording):
        found, is_known = [_paper_sheet(traced)], True
    elif not found and len(traced.recording):
        found = [fitted_sheet(traced.recording)]
    return [
        LaidSheet(
            traced.layout.name,
            index,
            traced.recording,
            sheet,
            is_known,
            attributes_on(traced.recording, sheet),
            traced.turn,
        )
        for index, sheet in enumerate(found)
    ]


def _paper_sheet(traced: _Traced) -> Sheet:
    """The paper of a layout as the page setup has it, or large enough to hold all."""
    layout = traced.layout
    units = 1.0 / INCH_MM if layout.dxf.get("plot_paper_units", 1) == 0 else 1.0
    low, high = main_extents(traced.recording)
    width = float(layout.dxf.get("paper_width", 0.0) or 0.0)
    height = float(layout.dxf.get("paper_height", 0.0) or 0.0)
    if layout.dxf.get("plot_rotation", 0) in (1, 3):
        width, height = height, width
    needed = (high - low) / units
    if not (0 < needed[0] <= width * FITS and 0 < needed[1] <= height * FITS):
        width, height = (float(side) + 2 * FIT_MARGIN_MM for side in needed)
    half = np.asarray([width, height]) * units / 2
    x0, y0 = (float(v) for v in (low + high) / 2 - half)
    x1, y1 = (float(v) for v in (low + high) / 2 + half)
    return Sheet((x0, y0, x1, y1), (width, height), units, is_framed=False)


def attributes_on(recording: Recording, sheet: Sheet) -> dict[str, str]:
    """The attributes of the block on a sheet that looks most like a title block."""
    best: dict[str, str] = {}
    score = 0
    for group, values in recording.attributes.items():
        if not _touches(recording, group, sheet):
            continue
        found = titleblock_score(values)
        if found > score:
            best, score = dict(values), found
    return best


def _touches(recording: Recording, group: int, sheet: Sheet) -> bool:
    strokes = np.flatnonzero(recording.strokes[:, 4] == group)
    points = recording.points[np.isin(recording.stroke, strokes)].reshape(-1, 2)
    if not len(points):
        return False
    middle = (points.min(axis=0) + points.max(axis=0)) / 2
    x0, y0, x1, y1 = sheet.box
    return bool(x0 <= middle[0] <= x1 and y0 <= middle[1] <= y1)
