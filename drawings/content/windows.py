"""Windows into model space (viewports) on the paper of a sheet, each with a scale of its own.

As everywhere here a model unit is taken for a millimetre.
"""

import math
from dataclasses import dataclass
from typing import Final

from ezdxf.entities import Viewport
from ezdxf.layouts import Layout
from ezdxf.math import Vec2

from drawings.content.tracing import windows_of

Affine = tuple[float, float, float, float, float, float]
MOST: Final = 100
SCALES: Final = (0.01, 1e6)
"""What a scale may be; anything else was read from damage."""


@dataclass(frozen=True, slots=True)
class Window:
    """A part of the paper, box in paper mm, that shows the model at 1:`scale`."""

    box_mm: tuple[float, float, float, float]
    scale: float


def windows_on(
    layout: Layout, to_paper: Affine, size_mm: tuple[float, float]
) -> list[Window]:
    """The windows of a layout that lie on one of its sheets, the smallest first.

    Where windows lie over one another, the smaller one is the detail.

    Args:
        layout: a paper space layout; model space has none.
        to_paper: matrix from layout units to paper mm.
        size_mm: of the sheet.

    """
    found = (_window(each, to_paper) for each in windows_of(layout))
    kept = [one for one in found if one is not None and _is_on(one, size_mm)]
    return sorted(kept, key=_area)[:MOST]


def _window(viewport: Viewport, to_paper: Affine) -> Window | None:
    width, height = float(viewport.dxf.width), float(viewport.dxf.height)
    seen = float(viewport.dxf.view_height)
    a, b, c, d, e, f = to_paper
    mm = math.hypot(a, b)  # of paper, for a unit of the layout
    if not (width > 0 and height > 0 and seen > 0 and mm > 0):
        return None
    scale = seen / height / mm
    if not SCALES[0] < scale < SCALES[1]:
        return None
    middle = Vec2(viewport.dxf.center)
    corners = [
        (middle.x + x * width / 2, middle.y + y * height / 2)
        for x in (-1, 1)
        for y in (-1, 1)
    ]
    xs = [a * x + c * y + e for x, y in corners]
    ys = [b * x + d * y + f for x, y in corners]
    return Window((min(xs), min(ys), max(xs), max(ys)), scale)


def _is_on(window: Window, size_mm: tuple[float, float]) -> bool:
    x0, y0, x1, y1 = window.box_mm
    return x0 < size_mm[0] and y0 < size_mm[1] and x1 > 0 and y1 > 0


def _area(window: Window) -> float:
    x0, y0, x1, y1 = window.box_mm
    return (x1 - x0) * (y1 - y0)
