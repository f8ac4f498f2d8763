"""DXF to sheets: every frame or layout as a `Content` in paper millimetres."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from drawings.content.layouts import LaidSheet
from drawings.content.loading import nothing_drawn
from drawings.content.parts import Content, Floats, Ints, Loss, Origin, Style, boxes_of
from drawings.content.recording import Recording
from drawings.dwg.bulk.sheets import laid_file

Affine = tuple[float, float, float, float, float, float]
# A neighbour that only touches the edge of the paper belongs to the neighbour.
EDGE_MM = 0.2


@dataclass(frozen=True, slots=True, eq=False)
class SheetContent:
    """One sheet of a CAD file.

    Attributes:
        layout: name of the layout.
        frame: which frame of the layout, from 0.
        content: the primitives on the paper.
        to_paper: matrix a, b, c, d, e, f from layout units to paper mm:
            x' = a*x + c*y + e, y' = b*x + d*y + f.
        attributes: tag to value of the title block.

    """

    layout: str
    frame: int
    content: Content
    to_paper: Affine
    attributes: dict[str, str] = field(default_factory=dict)


def read_dxf(path: Path, losses: Sequence[Loss] = ()) -> list[SheetContent]:
    """Every sheet of a DXF file, text or binary.

    Args:
        path: the file.
        losses: what a converter already could not carry over; noted on every sheet.

    Raises:
        UnreadableDrawing: DAMAGED, TRUNCATED, TOO_OLD or NOTHING_DRAWN.

    """
    file = laid_file(path)
    if not file.laid:
        raise nothing_drawn(file.loaded)
    return [sheet_content(laid, losses) for laid in file.laid]


def sheet_content(laid: LaidSheet, losses: Sequence[Loss] = ()) -> SheetContent:
    """What lies on one sheet."""
    units = laid.sheet.units_per_mm
    x0, y0 = laid.sheet.box[:2]
    cos, sin = math.cos(laid.turn) / units, math.sin(laid.turn) / units
    to_paper = (cos, -sin, sin, cos, -x0 / units, -y0 / units)
    return SheetContent(
        laid.layout,
        laid.frame,
        _content(laid, tuple(losses)),
        to_paper,
        laid.attributes,
    )


def _content(laid: LaidSheet, losses: tuple[Loss, ...]) -> Content:
    recording, sheet = laid.recording, laid.sheet
    points = (recording.points - np.asarray(sheet.box[:2])) / sheet.units_per_mm
    kept = _on_paper(points, sheet.size_mm)
    stroke = recording.strokes[recording.stroke[kept]]
    styles, style = _styles(recording, stroke[:, 2])
    layers, layer = _used(recording.layers, stroke[:, 1], first=0)
    handles, source = _used(recording.handles, stroke[:, 3])
    groups, group = _used(recording.groups, stroke[:, 4])
    writings, text = _used(
        tuple(writing.text for writing in recording.writings), stroke[:, 5]
    )
    return Content(
        kind=recording.kind[kept],
        points=points[kept],
        text=text,
        layer=layer,
        style=style,
        source=source,
        group=group,
        texts=writings,
        layers=layers,
        styles=styles,
        handles=handles,
        groups=groups,
        size_mm=sheet.size_mm,
        origin=Origin.CAD,
        units_per_mm=sheet.units_per_mm if laid.is_scale_known else 0.0,
        losses=(*losses, *recording.losses),
    )


def _on_paper(points: Floats, size_mm: tuple[float, float]) -> np.ndarray:
    x0, y0, x1, y1 = boxes_of(points).T
    width, height = size_mm
    inside = (x1 >= EDGE_MM) & (x0 <= width - EDGE_MM)
    return np.asarray(inside & (y1 >= EDGE_MM) & (y0 <= height - EDGE_MM))


def _used(
    names: Sequence[str], index: Ints, first: int | None = None
) -> tuple[tuple[str, ...], Ints]:
    """The names that are used, and the index into them; -1 stays -1."""
    # Counted: `numpy.unique` of version 2.4 takes ten times as long.
    used = np.flatnonzero(np.bincount(index[index >= 0], minlength=len(names)))
    if first is not None and first not in used:
        used = np.r_[first, used]
    place = np.full(len(names) + 1, -1, np.int32)
    place[used] = np.arange(len(used), dtype=np.int32)
    return tuple(names[at] for at in used.tolist()), place[index]


def _styles(recording: Recording, index: Ints) -> tuple[tuple[Style, ...], Ints]:
    """Distinct styles: pens also differ by their dashes, styles do not."""
    distinct: dict[Style, int] = {}
    place = np.asarray(
        [distinct.setdefault(pen.style, len(distinct)) for pen in recording.pens],
        np.int32,
    )
    if not len(place):
        return (Style(),), index.astype(np.int32)
    return tuple(distinct), place[index]
