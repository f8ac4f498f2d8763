"""Cut ink that stands where the DWG says a text into letters, one for each character.

Plotters draw texts of shape fonts as strokes and others as outlines: the PDF then has no
words, only ink. Where the DWG has a text, the ink at its place is measured in the frame of
that text: from the start of the base line, in text heights.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from scipy.spatial import cKDTree

from drawings.content.lettering import width_of
from drawings.content.parts import Floats, Kind
from drawings.diff.grouping import components
from drawings.diff.hashing import Indices
from drawings.diff.strokes import Strokes
from drawings.sameness.characters import InkedText
from drawings.sameness.sides import Side

# How far ink may stand from the place that our typeface would take, in text heights.
_BESIDE, _BELOW, _ABOVE = 0.7, 0.7, 1.6
_WIDER = 0.35
_TALLEST = 2.0
_MEETING_MM = 5e-3
_LEAST_EXTENT = 0.3


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """The ink of texts; positions among those that were asked.

    Attributes:
        inked: texts with about as much ink at their place as they need.
        missing: texts without.
        used: positions of the strokes that belong to some text.

    """

    inked: tuple[InkedText, ...]
    missing: tuple[int, ...]
    used: Indices


def ink_of_texts(
    texts: Strokes, words: Sequence[str], page: Side, ink: Indices
) -> Found | None:
    """Find the ink of each text; None where there is no ink at all.

    Args:
        texts: texts of the DWG, laid on the page.
        words: what they say.
        page: the page.
        ink: positions of its strokes without counterpart.

    """
    strokes, content = page.strokes, page.content
    ink = ink[(strokes.kind[ink] != Kind.TEXT) & (strokes.kind[ink] != Kind.IMAGE)]
    if not len(ink):
        return None
    # in the order and direction in which the page draws them: outlines are closed so
    ink = ink[np.argsort(strokes.index[ink], kind="stable")]
    points = content.points[strokes.index[ink]]
    part = _parts(page, ink)
    owner = _owners(texts, points, part)
    order = np.argsort(owner, kind="stable")
    first = np.searchsorted(owner[order], np.arange(len(texts)), "left")
    last = np.searchsorted(owner[order], np.arange(len(texts)), "right")
    inked, missing = [], []
    for number, word in enumerate(words):
        chosen = order[first[number] : last[number]]
        frame = _Frame(texts.points[number])
        local = frame.inside(points[chosen])
        if not word.split():
            continue
        if not _is_written(local, word):
            missing.append(number)
            continue
        inked.append(
            InkedText(
                number,
                word,
                local,
                np.unique(part[chosen], return_inverse=True)[1].astype(np.intp),
                strokes.kind[ink[chosen]] == Kind.FILL,
                ink[chosen],
            )
        )
    return Found(tuple(inked), tuple(missing), ink[owner >= 0])


class _Frame:
    """The frame of one text: origin at the start of the base line, unit its height."""

    def __init__(self, quad: Floats) -> None:
        up = quad[1] - quad[0]
        self.height = max(float(np.hypot(*up)), 1e-6)
        up = up / self.height
        self._axes = np.column_stack([[up[1], -up[0]], up]) / self.height
        self._origin = quad[0]
        self.width = float(np.hypot(*(quad[3] - quad[0]))) / self.height

    def inside(self, points: Floats) -> Floats:
        """Points (..., 2) in the frame of the text."""
        return np.asarray((points - self._origin) @ self._axes)


def _parts(page: Side, ink: Indices) -> Indices:
    """Label what is drawn in one go: edges of a loop, lines of one path whose ends meet."""
    primitive = page.strokes.index[ink]
    place = np.full(len(page.content), -1, np.intp)
    place[page.areas.primitive] = page.areas.loop
    loop = place[primitive]
    lines = np.flatnonzero(loop < 0)
    ends = page.content.points[primitive[lines]][:, [0, 3]].reshape(-1, 2)
    i, j = (v.astype(np.intp) for v in _meetings(ends))
    source = page.content.source[primitive[lines]]
    kin = source[i // 2] == source[j // 2]
    label = components(len(lines), i[kin] // 2, j[kin] // 2).astype(np.intp)
    loop[lines] = label + loop.max(initial=-1) + 1
    return np.unique(loop, return_inverse=True)[1].astype(np.intp)


def _meetings(ends: Floats) -> tuple[Indices, Indices]:
    if not len(ends):
        nobody = np.zeros(0, np.intp)
        return nobody, nobody
    i, j = cKDTree(ends).query_pairs(_MEETING_MM, output_type="ndarray").T
    return i, j


def _owners(texts: Strokes, points: Floats, part: Indices) -> Indices:
    """The text that each stroke belongs to, -1 for none; parts stay together."""
    count = int(part.max()) + 1
    low, high = np.full((count, 2), np.inf), np.full((count, 2), -np.inf)
    np.minimum.at(low, part, points.min(axis=1))
    np.maximum.at(high, part, points.max(axis=1))
    middle = (low + high) / 2
    tree = shapely.STRtree(shapely.points(middle))
    best = np.full(count, np.inf)
    owner = np.full(count, -1, np.intp)
    for number, quad in enumerate(texts.points):
        frame = _Frame(quad)
        beside = max(_BESIDE, _WIDER * frame.width)
        near = tree.query(_window(quad, frame, beside))
        corners = np.stack([low[near], high[near]], axis=1)
        corners = np.concatenate([corners, _crossed(corners)], axis=1)
        local = frame.inside(corners)
        u0, v0 = local.min(axis=1).T
        u1, v1 = local.max(axis=1).T
        fits = (v0 >= -_BELOW) & (v1 <= _ABOVE) & (v1 - v0 <= _TALLEST)
        fits &= (u0 >= -beside) & (u1 <= frame.width + beside)
        away = np.maximum(np.maximum(-u0, u1 - frame.width), 0.0)
        away += 2 * np.abs((v0 + v1) / 2 - 0.5)
        better = fits & (away < best[near])
        best[near[better]] = away[better]
        owner[near[better]] = number
    return owner[part]


def _crossed(corners: Floats) -> Floats:
    """The other two corners of boxes (n, 2, 2)."""
    other = corners.copy()
    other[:, :, 0] = corners[:, ::-1, 0]
    return other


def _window(quad: Floats, frame: _Frame, beside: float) -> shapely.Geometry:
    along = (quad[3] - quad[0]) / max(frame.width, 1e-6)
    up = quad[1] - quad[0]
    start = quad[0] - along * beside - up * _BELOW
    end = quad[3] + along * beside - up * _BELOW
    rise = up * (_BELOW + _ABOVE)
    return shapely.Polygon([start, end, end + rise, start + rise])


def _is_written(local: Floats, word: str) -> bool:
    """Whether there is about as much ink as the text needs."""
    if not len(local):
        return False
    u = local[..., 0]
    extent = float(u.max() - u.min())
    return extent >= _LEAST_EXTENT * max(width_of("".join(word.split())), 0.2)
