"""The ground of a paragraph (MTEXT): what it hides behind it, and the frame around it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from ezdxf.entities import MText
from ezdxf.lldxf.const import MTEXT_TEXT_FRAME

from drawings.content.recorder import Point, Quad

# DXF reference, MTEXT, group 90: the colour of the entity, the colour of the window.
COLOURED, AS_WINDOW = 1, 2
# Groups 45 of a text that does not say how far its ground goes.
USUAL_SCALE = 1.5


@dataclass(frozen=True, slots=True)
class Ground:
    """What lies behind a paragraph.

    Attributes:
        is_filled: whether it hides what lies below it.
        aci: colour index of the fill; None: none is named.
        rgb: 24 bits of its true colour; None: none is named. With neither it is paper.
        is_framed: whether a line goes around it.
        gap: how far it goes beyond the letters, in heights of a letter.

    """

    is_filled: bool
    aci: int | None
    rgb: int | None
    is_framed: bool
    gap: float


def ground_of(mtext: MText) -> Ground | None:
    """The ground that a paragraph asks for; None where it has none."""
    dxf = mtext.dxf
    flags = int(dxf.get("bg_fill", 0))
    if not flags & (COLOURED | AS_WINDOW | MTEXT_TEXT_FRAME):
        return None
    is_own = bool(flags & COLOURED) and not flags & AS_WINDOW
    return Ground(
        is_filled=bool(flags & (COLOURED | AS_WINDOW)),
        aci=dxf.get("bg_fill_color") if is_own else None,
        rgb=dxf.get("bg_fill_true_color") if is_own else None,
        is_framed=bool(flags & MTEXT_TEXT_FRAME),
        gap=max(float(dxf.get("box_fill_scale", USUAL_SCALE)) - 1, 0.0),
    )


def corners_around(texts: Sequence[Quad], gap: float) -> list[Point]:
    """The corners of a ground around lines of text, turned as the first of them.

    Args:
        texts: quads as `Content` has them: lower left, upper left, upper right, lower
            right; any length unit.
        gap: how far the ground goes beyond them, in heights of the first line.

    """
    points = np.asarray(texts, float)
    up, along = points[0, 1] - points[0, 0], points[0, 3] - points[0, 0]
    height, width = np.linalg.norm(up), np.linalg.norm(along)
    if not height or not width:
        return []
    axes = np.asarray([along / width, up / height])
    flat = points.reshape(-1, 2) @ axes.T
    low, high = flat.min(axis=0) - gap * height, flat.max(axis=0) + gap * height
    box = [(low[0], low[1]), (high[0], low[1]), (high[0], high[1]), (low[0], high[1])]
    return [(float(x), float(y)) for x, y in np.linalg.solve(axes, np.asarray(box).T).T]
