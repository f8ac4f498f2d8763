"""Where on the sheet a difference lies: in the drawing, the title block, on the margin."""

from dataclasses import replace

import numpy as np

from drawings.content.parts import Floats
from drawings.diff.coverage import uncovered
from drawings.diff.findings import Box
from drawings.diff.ink import Ink
from drawings.diff.similarity import Similarity
from drawings.sameness.findings import Finding, Place
from drawings.sameness.laying import back
from drawings.sameness.sides import Leftover

# GB/T 50001 §3.1: the frame stands 10 mm from the edge on A0 to A2, 5 mm on A3 and A4.
_LARGE_MM = 400.0
_EDGE_LARGE_MM, _EDGE_SMALL_MM = 10.0, 5.0
_PAPER_MM = 0.3


def placed(
    finding: Finding,
    lay: Similarity,
    size_mm: tuple[float, float],
    title: Box | None,
) -> Finding:
    """The finding with its place named, and with its box on the paper of the DWG."""
    box = finding.pdf_box
    ends = back(lay, np.array([[box[0], box[1]], [box[2], box[3]]]))
    (x0, y0), (x1, y1) = ends.min(axis=0), ends.max(axis=0)
    return replace(
        finding,
        place=_place(box, size_mm, title),
        dwg_box=(float(x0), float(y0), float(x1), float(y1)),
    )


def off_paper_edge(
    left: Leftover,
    sheet_mm: tuple[float, float],
    page_mm: tuple[float, float],
    lay: Similarity,
) -> Leftover:
    """Drop ink along the edge of the paper: it says where to cut, and is often left out."""
    edges = np.concatenate([lay.apply(_rectangle(sheet_mm)), _rectangle(page_mm)])
    inks = []
    for ink in (left.dwg, left.pdf):
        gaps = uncovered(ink.lines, edges, _PAPER_MM)
        inks.append(Ink(gaps.of(ink.lines), ink.whose[gaps.line]))
    return Leftover(inks[0], inks[1])


def _rectangle(size_mm: tuple[float, float]) -> Floats:
    wide, high = size_mm
    corners = np.array([(0.0, 0.0), (wide, 0.0), (wide, high), (0.0, high)])
    return np.stack([corners, np.roll(corners, -1, axis=0)], axis=1)


def _place(box: Box, size_mm: tuple[float, float], title: Box | None) -> Place:
    edge = _EDGE_LARGE_MM if max(size_mm) > _LARGE_MM + 25 else _EDGE_SMALL_MM
    wide, high = size_mm
    if box[2] < edge or box[3] < edge or box[0] > wide - edge or box[1] > high - edge:
        return Place.MARGIN
    middle = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    if (
        title
        and title[0] <= middle[0] <= title[2]
        and title[1] <= middle[1] <= title[3]
    ):
        return Place.TITLE_BLOCK
    return Place.DRAWING
