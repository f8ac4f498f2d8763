"""Parts of painted paths as strokes of a `Recording`, in the order of the library's reader."""

from dataclasses import dataclass

import numpy as np

from drawings.content.parts import Floats, Kind, Numbered
from drawings.content.recording import Mask, Recording, StrokeKind
from drawings.pdf.opening import MM_PER_POINT
from drawings.pdf.traced.fills import edges_of
from drawings.pdf.traced.grammar import Places, Unlike
from drawings.pdf.traced.heads import CLIP, FILL, STROKE, Heads
from drawings.pdf.traced.steps import Parts
from drawings.pdf.traced.windows import Seen


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """All that is known of m paths; p parts.

    Attributes:
        heads: kinds and pens.
        parts: their parts.
        seen: their layers.
        fill_of: shape (m,), of a stroke along the fill right before it that fill, else -1.
        shown: shape (m,), whether a path reaches into its window.

    """

    heads: Heads
    parts: Parts
    seen: Seen
    fill_of: Places
    shown: Mask


def fills_of_strokes(
    heads: Heads, parts: Parts, head_at: Places, groups_at: Places
) -> Places:
    """Of each stroke the fill of the same path right before it, -1 where there is none.

    Args:
        heads: the heads of all paths.
        parts: their parts.
        head_at: the line of each head in the trace.
        groups_at: the lines of groups: the library joins nothing across them.

    """
    fill_of = np.full(len(heads.kind), -1)
    counts = np.bincount(parts.path, minlength=len(heads.kind))
    listed = np.flatnonzero(counts)
    first, second = listed[:-1], listed[1:]
    alike = (heads.kind[first] == FILL) & (heads.kind[second] == STROKE)
    alike &= counts[first] == counts[second]
    between = np.searchsorted(groups_at, head_at)
    alike &= between[first] == between[second]
    first, second = first[alike], second[alike]
    if not len(first):
        return fill_of
    is_asked = np.zeros(len(heads.kind), bool)
    is_asked[first] = True
    rows = np.flatnonzero(is_asked[parts.path])
    partner = rows + counts[parts.path[rows]]
    same = (parts.points[rows] == parts.points[partner]).all(axis=(1, 2))
    same &= parts.is_curve[rows] == parts.is_curve[partner]
    wrong = np.bincount(parts.path[rows][~same], minlength=len(heads.kind))
    good = wrong[first] == 0
    fill_of[second[good]] = first[good]
    return fill_of


def shown_paths(
    painted: Places, fill_of: Places, boxes: Floats, windows: Floats
) -> Mask:
    """Which paths reach into their windows; a stroke along a fill is seen as that is."""
    home = np.where(fill_of >= 0, fill_of, np.arange(len(fill_of)))
    box, window = boxes[home[painted]].T, windows[home[painted]].T
    # One side after the other: numpy is slow along an axis of two.
    apart = (box[2] < window[0]) | (box[0] > window[2])
    apart |= (box[3] < window[1]) | (box[1] > window[3])
    shown = np.zeros(len(home), bool)
    shown[painted] = ~apart
    return shown


def recorded(drawn: Drawn, height: float) -> Recording:
    """The strokes; paper mm, y upwards, on a page of this height in points.

    Raises:
        Unlike: where a part lies nowhere.

    """
    heads, parts = drawn.heads, drawn.parts
    if not np.isfinite(parts.points).all():
        raise Unlike("a place beyond all bounds")
    points = np.empty_like(parts.points)
    points[..., 0] = parts.points[..., 0] * MM_PER_POINT
    points[..., 1] = (height - parts.points[..., 1]) * MM_PER_POINT
    kind = heads.kind[parts.path]
    shown = drawn.shown[parts.path] & _reaching(parts, drawn.seen.window)
    lines = np.flatnonzero((kind == STROKE) & shown)
    areas = np.flatnonzero((kind == FILL) & drawn.shown[parts.path])
    edges = edges_of(points[areas], parts.path[areas])
    owner = np.concatenate([parts.path[lines], edges.owner])
    home = np.where(drawn.fill_of[owner] >= 0, drawn.fill_of[owner], owner)
    # A stroke and the fill it goes along are listed where the fill stands, stroke first.
    order = np.argsort(home * 2 + (heads.kind[owner] == FILL), kind="stable")
    owner, home = owner[order], home[order]
    curved = np.where(parts.is_curve[lines], Kind.CURVE, Kind.SEGMENT)
    return _recording(
        np.r_[curved, np.full(len(edges.ends), Kind.FILL)][order].astype(np.int8),
        np.concatenate([points[lines], edges.ends[:, [0, 0, 1, 1]]])[order],
        (owner, home),
        drawn,
    )


def _reaching(parts: Parts, windows: Floats) -> Mask:
    """Which parts reach into the window of their path; fills stay whole, or break open."""
    reaching = np.ones(len(parts.path), bool)
    # Of a path that lies in its window all parts do.
    boxes = parts.boxes
    within = (boxes[:, 0] >= windows[:, 0]) & (boxes[:, 1] >= windows[:, 1])
    within &= (boxes[:, 2] <= windows[:, 2]) & (boxes[:, 3] <= windows[:, 3])
    if within.all():
        return reaching
    rows = np.flatnonzero(~within[parts.path])
    if len(rows):
        window, points = windows[parts.path[rows]], parts.points[rows]
        ends, begins = points.max(axis=1), points.min(axis=1)
        apart: Mask = (ends < window[:, :2]) | (begins > window[:, 2:])
        reaching[rows] = ~apart.any(axis=1)
    return reaching


def _recording(
    kind: np.ndarray, points: Floats, paths: tuple[Places, Places], drawn: Drawn
) -> Recording:
    owner, home = paths
    begins = np.r_[True, owner[1:] != owner[:-1]] if len(owner) else owner.astype(bool)
    stroke = (np.cumsum(begins) - 1).astype(np.int32)
    first = owner[begins]
    is_area = drawn.heads.kind[first] == FILL
    sources, source = np.unique(home[begins], return_inverse=True)
    none = np.full(len(first), -1)
    strokes = np.stack(
        [
            np.where(is_area, StrokeKind.FILL, StrokeKind.LINE),
            drawn.seen.layer[home[begins]],
            drawn.heads.pen[first],
            source,
            none,
            none,
        ],
        axis=1,
    )
    number = np.cumsum(drawn.heads.kind != CLIP) - 1
    return Recording(
        kind=kind,
        points=points,
        stroke=stroke,
        strokes=strokes.astype(np.int32),
        layers=drawn.seen.layers,
        pens=drawn.heads.pens,
        writings=(),
        handles=Numbered("p", number[sources]),
        groups=(),
        group_scales=(),
    )
