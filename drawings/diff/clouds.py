"""The changes of a sheet as revision clouds in a DXF, one layer for each class.

Places are told in paper millimetres of the newer sheet; they are written where CAD has
them, so that the file can be laid under the drawing as an external reference.
"""

import io
import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import ezdxf
import numpy as np
from ezdxf.document import Drawing
from ezdxf.layouts import BaseLayout
from ezdxf.lldxf.validator import is_valid_table_name

from drawings.content.parts import Floats
from drawings.diff.findings import Box

Affine = tuple[float, float, float, float, float, float]
IDENTITY: Final[Affine] = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
ARC_MM: Final = 5.0
"""Chord of one arc of a cloud, on paper."""
MARGIN_MM: Final = 2.0
TEXT_MM: Final = 2.5
BULGE: Final = 0.5
UNITLESS: Final = 0
MILLIMETRES: Final = 4
"""Values of $INSUNITS."""
MODEL: Final = "Model"
MOST_ARCS: Final = 400
STYLE: Final = "LIANSHEN"
PREFIX: Final = "LS_CHANGE_"
COLOURS: Final = {
    "added": 5,
    "removed": 30,
    "moved": 6,
    "modified": 4,
    "text": 3,
    "dimension": 3,
    "hatch": 34,
    "block": 140,
    "image": 8,
}


@dataclass(frozen=True, slots=True)
class Cloud:
    """One change: its class, its box on the newer sheet in mm, what is written at it."""

    kind: str
    box: Box
    words: str


def clouds_dxf(
    clouds: Sequence[Cloud], *, to_paper: Affine = IDENTITY, layout: str = ""
) -> bytes:
    """A DXF (R2010) with a closed cloud and a text for each change.

    Args:
        clouds: the changes.
        to_paper: a, b, c, d, e, f of the newer CAD sheet: x' = a*x + c*y + e,
            y' = b*x + d*y + f, from its units to paper mm. The identity writes paper mm.
        layout: name of the paper layout on which CAD has the sheet; empty or `Model`
            for model space.

    Raises:
        ValueError: the matrix cannot be turned round.

    """
    document = ezdxf.new("R2010", setup=False)
    document.units = MILLIMETRES if to_paper == IDENTITY else UNITLESS
    document.styles.add(STYLE, font="simsun.ttc")
    inverse, shift = _turned_round(to_paper)
    scale = math.sqrt(abs(np.linalg.det(inverse)))
    side = 1.0 if np.linalg.det(inverse) > 0 else -1.0
    space = _space(document, layout)
    for cloud in clouds:
        layer = _layer(document, cloud.kind)
        around = _corners(cloud.box) @ inverse.T + shift
        space.add_lwpolyline(
            [(x, y, BULGE * side) for x, y in around.tolist()],
            format="xyb",
            close=True,
            dxfattribs={"layer": layer},
        )
        _write(space, cloud, layer, inverse, shift, scale)
    written = io.StringIO()
    document.write(written)
    return written.getvalue().encode("utf-8", "replace")


def _space(document: Drawing, layout: str) -> BaseLayout:
    """Where the clouds go: model space, or the one paper layout, by its name."""
    if layout in {"", MODEL}:
        return document.modelspace()
    (only,) = list(document.layout_names_in_taborder())[1:]
    if layout.lower() != only.lower() and is_valid_table_name(layout):
        document.layouts.rename(only, layout)
        only = layout
    return document.paperspace(only)


def _turned_round(to_paper: Affine) -> tuple[Floats, Floats]:
    a, b, c, d, e, f = to_paper
    matrix = np.array([[a, c], [b, d]], dtype=np.float64)
    if not np.isfinite(to_paper).all() or abs(np.linalg.det(matrix)) < 1e-15:
        raise ValueError(f"no way back from paper: {to_paper}")
    inverse: Floats = np.linalg.inv(matrix).astype(np.float64)
    return inverse, -(inverse @ np.array([e, f]))


def _layer(document: Drawing, kind: str) -> str:
    name = f"{PREFIX}{kind.upper()}"
    if name not in document.layers:
        document.layers.add(name, color=COLOURS.get(kind, 7))
    return name


def _corners(box: Box) -> Floats:
    """Ends of the arcs around a box, counter-clockwise, in paper mm, shape (n, 2)."""
    x0, y0, x1, y1 = box
    x0, y0, x1, y1 = x0 - MARGIN_MM, y0 - MARGIN_MM, x1 + MARGIN_MM, y1 + MARGIN_MM
    chord = max(ARC_MM, 2 * (x1 - x0 + y1 - y0) / MOST_ARCS)
    ends = []
    corners = [(x0, y0), (x1, y0), (x1, y1), (x0, y1), (x0, y0)]
    for start, end in pairwise(corners):
        count = max(1, round(math.dist(start, end) / chord))
        steps = np.arange(count)[:, None] / count
        ends.append(np.array(start) + steps * (np.array(end) - np.array(start)))
    return np.concatenate(ends)


def _write(
    space: BaseLayout,
    cloud: Cloud,
    layer: str,
    inverse: Floats,
    shift: Floats,
    scale: float,
) -> None:
    place = np.array([cloud.box[0], cloud.box[3] + MARGIN_MM + ARC_MM / 2])
    x, y = inverse @ place + shift
    turn = math.degrees(math.atan2(inverse[1, 0], inverse[0, 0]))
    space.add_text(
        " ".join(cloud.words.split())[:200],
        height=TEXT_MM * scale,
        rotation=turn,
        dxfattribs={"layer": layer, "style": STYLE},
    ).set_placement((float(x), float(y)))
