"""Filled areas as the edges of their loops."""

from dataclasses import dataclass

import numpy as np

from drawings.content.parts import Floats
from drawings.content.recording import Mask
from drawings.pdf.traced.grammar import Places

CURVE_STEPS = 8


@dataclass(frozen=True, slots=True, eq=False)
class Edges:
    """Edges of areas, shape (e, 2, 2), start and end; `owner` (e,), ascending."""

    ends: Floats
    owner: Places


def edges_of(points: Floats, owner: Places) -> Edges:
    """The closed loops of areas; curves are flattened in eight steps each.

    A loop ends where the next part does not begin at its end; one of a single straight
    part has no area and is left out, as are edges without length.

    Args:
        points: shape (p, 4, 2), the parts of all areas in order.
        owner: shape (p,), to which area each belongs, ascending.

    """
    if not len(points):
        return Edges(np.zeros((0, 2, 2)), owner)
    begins = np.r_[True, (points[1:, 0] != points[:-1, 3]).any(axis=1)]
    begins[1:] |= owner[1:] != owner[:-1]
    loop = np.cumsum(begins) - 1
    ends, part = _flattened(points)
    number = loop[part]
    sizes = np.bincount(number)
    first = np.r_[0, np.cumsum(sizes)[:-1]]
    closing = np.stack([ends[first + sizes - 1, 1], ends[first, 0]], axis=1)
    every = np.concatenate([ends, closing])
    order = np.argsort(np.r_[number, np.arange(len(sizes))], kind="stable")
    of_loop = np.r_[number, np.arange(len(sizes))][order]
    every = every[order]
    kept: Mask = (sizes[of_loop] > 1) & (every[:, 0] != every[:, 1]).any(axis=1)
    return Edges(every[kept], owner[np.flatnonzero(begins)][of_loop[kept]])


def _flattened(points: Floats) -> tuple[Floats, Places]:
    """Straight pieces (s, 2, 2) and the part that each comes from."""
    bent = (points[:, 0] != points[:, 1]) | (points[:, 2] != points[:, 3])
    is_bent = bent.any(axis=1)
    pieces = np.where(is_bent, CURVE_STEPS, 1)
    part = np.repeat(np.arange(len(points)), pieces)
    ends = points[part][:, [0, 3]]
    if is_bent.any():
        t = np.linspace(0, 1, CURVE_STEPS + 1)[1:, None]
        p = points[is_bent][:, :, None, :]
        s = 1 - t
        curve = (
            s**3 * p[:, 0]
            + 3 * s * s * t * p[:, 1]
            + 3 * s * t * t * p[:, 2]
            + t**3 * p[:, 3]
        )
        starts = np.concatenate([p[:, 0], curve[:, :-1]], axis=1)
        ends[is_bent[part]] = np.stack([starts, curve], axis=2).reshape(-1, 2, 2)
    return ends, part
