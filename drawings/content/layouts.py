"""Which sheets a CAD file holds: paper layouts, and frames in model space.

A file is plotted either from its paper layouts or from frames in model space, and the
other of the two is left over: an empty `Layout1` with a default viewport, or the bare
model behind the layouts. Frames tell which is which.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from ezdxf.document import Drawing
from ezdxf.layouts import Layout

from drawings.content.extents import main_extents
from drawings.content.fitting import FIT_MARGIN_MM, fitted_sheet
from drawings.content.frames import Sheet, Units
from drawings.content.framing import Framed, framed_parts
from drawings.content.leftovers import (
    is_leftover,
    is_shown,
    own_entities,
    own_words,
)
from drawings.content.outlying import (
    LONGEST_WORD,
    MOST_WORDS,
    Outlying,
    outlying,
    sheets_in_one,
)
from drawings.content.recording import Recording
from drawings.content.tags import titleblock_score
from drawings.content.tracing import trace

# $INSUNITS of DXF: millimetres in one drawing unit.
UNIT_MM = {1: 25.4, 2: 304.8, 4: 1.0, 5: 10.0, 6: 1000.0}
IMPERIAL = (1, 2)
INCH_MM = 25.4
FITS = 1.02
MODEL = "Model"
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
    framed: list[Framed]

    @property
    def is_paper(self) -> bool:
        return not self.layout.is_modelspace


@dataclass(frozen=True, slots=True, eq=False)
class Laid:
    """The sheets of a file, and what lies on none.

    Attributes:
        sheets: paper layouts in tab order, then model space.
        outlying: what lies beside the sheets of each layout.
        crowded: layouts without a frame that seem to hold several sheets, and how many.

    """

    sheets: list[LaidSheet]
    outlying: tuple[Outlying, ...] = ()
    crowded: tuple[tuple[str, int], ...] = ()


def laid_out(document: Drawing, tracer: Tracer = trace) -> Laid:
    """Every sheet of a file, and what no sheet holds."""
    traced = _trace_all(document, tracer)
    is_model_framed = any(each.framed and not each.is_paper for each in traced)
    kept = _kept(traced, is_model_framed=is_model_framed)
    laid = [(each.layout, _sheets(each)) for each in kept]
    beside = [
        outlying(layout.name, [(each.recording, each.sheet) for each in sheets])
        for layout, sheets in laid
    ]
    dropped = [_left_out(each.layout) for each in traced if each not in kept]
    crowded = [
        (each.layout.name, sheets_in_one(each.recording))
        for each in kept
        if not each.framed and not each.is_paper
    ]
    return Laid(
        [sheet for _layout, sheets in laid for sheet in _not_shown(sheets, laid)],
        tuple(each for each in (*beside, *dropped) if each is not None),
        tuple(each for each in crowded if each[1] > 1),
    )


def laid_sheets(document: Drawing) -> list[LaidSheet]:
    """Every sheet of a file, paper layouts in tab order, then model space."""
    return laid_out(document).sheets


def _kept(traced: list[_Traced], *, is_model_framed: bool) -> list[_Traced]:
    """The layouts that are plotted."""
    papers = [
        each
        for each in traced
        if each.is_paper
        and not is_leftover(each.layout, is_model_framed=is_model_framed)
    ]
    models = [each for each in traced if not each.is_paper]
    if is_model_framed or any(each.framed for each in papers):
        return [*papers, *(each for each in models if each.framed)]
    return papers if _shows_most(papers, models) else [*papers, *models] or traced


def _left_out(layout: Layout) -> Outlying | None:
    """What somebody wrote on a paper layout that is no sheet; model space is elsewhere."""
    if layout.is_modelspace or not (words := own_words(layout)):
        return None
    own = tuple(word[:LONGEST_WORD] for word in words if len(word) > 1)
    return Outlying(layout.name, len(own_entities(layout)), own[:MOST_WORDS])


def _not_shown(
    sheets: list[LaidSheet], laid: list[tuple[Layout, list[LaidSheet]]]
) -> list[LaidSheet]:
    """The sheets of a layout without frames that others show as sheets of their own."""
    papers = [
        (layout, [each.sheet for each in shown])
        for layout, shown in laid
        if not layout.is_modelspace
    ]
    return [
        each
        for each in sheets
        if each.layout != MODEL
        or not any(is_shown(each.sheet, each.turn, *paper) for paper in papers)
    ]


def _shows_most(papers: list[_Traced], models: list[_Traced]) -> bool:
    """Whether the paper layouts show a good part of what lies in model space."""
    shown = sum(len(each.recording) for each in papers)
    return shown > SHOWN_PART * sum(len(each.recording) for each in models)


def layout_names(document: Drawing) -> list[str]:
    """Names of the layouts, model space last."""
    paper = [name for name in document.layouts.names_in_taborder() if name != MODEL]
    return [*paper, MODEL]


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
    return _Traced(
        layout, recording, framed_parts(recording, units_of(document, layout))
    )


def _trace_all(document: Drawing, tracer: Tracer) -> list[_Traced]:
    traced = []
    for name in layout_names(document):
        layout = document.layouts.get(name)
        recording = tracer(document, layout)
        if len(recording):
            traced.append(_framed(document, layout, recording))
    return traced


def _sheets(traced: _Traced) -> list[LaidSheet]:
    found, is_known = traced.framed, True
    if not found and len(traced.recording):
        is_known = traced.is_paper
        fitted = _paper_sheet(traced) if is_known else fitted_sheet(traced.recording)
        found = [Framed(fitted, traced.recording)]
    return [
        LaidSheet(
            traced.layout.name,
            index,
            each.recording,
            each.sheet,
            is_known,
            attributes_on(each.recording, each.sheet),
            each.turn,
        )
        for index, each in enumerate(found)
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
