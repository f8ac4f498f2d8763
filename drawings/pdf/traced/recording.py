"""A page's paths as a `Recording`, read from its trace; or why the library has to do it."""

from dataclasses import dataclass

import numpy as np
import pymupdf

from drawings.content.parts import Floats
from drawings.content.recording import Recording
from drawings.pdf.traced.device import reach_of, trace_of, trace_with_layers
from drawings.pdf.traced.grammar import Trace, Unlike, read_trace
from drawings.pdf.traced.heads import CLIP, read_heads
from drawings.pdf.traced.steps import parts_of
from drawings.pdf.traced.strokes import Drawn, fills_of_strokes, recorded, shown_paths
from drawings.pdf.traced.windows import windows_of

# Single precision has seven digits; a box may be off by the last.
SLACK = 1e-5


@dataclass(frozen=True, slots=True, eq=False)
class Traced:
    """The paths of a page.

    Attributes:
        recording: lines and fills in drawing order; paper mm, y upwards. Sources are
            the painted paths in their order (`p12`).
        drawn: how many paths there are, those outside of their windows among them; a
            fill and the stroke along it are one.
        windows: shape (m, 4), the window of each path in page points; boundless where
            there is none.

    """

    recording: Recording
    drawn: int
    windows: Floats


def traced_paths(page: pymupdf.Page, *, has_layers: bool) -> Traced:
    """Read the paths of a page.

    Args:
        page: a page that is not turned, its media box from 0 0.
        has_layers: whether the document may have layers; their names are only believed
            where the trace without them says the same.

    Raises:
        Unlike: for anything of which the library's reader might make something else.

    """
    trace = read_trace(trace_of(page))
    if has_layers:
        trace = _named(trace, read_trace(trace_with_layers(page)))
    heads = read_heads(trace.heads)
    parts = parts_of(trace, heads)
    counts = np.bincount(parts.path, minlength=len(heads.kind))
    seen = windows_of(trace, heads, parts.boxes, np.flatnonzero(counts))
    painted = np.flatnonzero((counts > 0) & (heads.kind != CLIP))
    _check_reach(page, parts.boxes[painted], seen.window[painted])
    groups = [
        at
        for at, line in zip(trace.other_at.tolist(), trace.others, strict=True)
        if line.startswith(b"<group ")
    ]
    fill_of = fills_of_strokes(heads, parts, trace.head_at, np.asarray(groups, int))
    shown = shown_paths(painted, fill_of, parts.boxes, seen.window)
    height = float(page.rect.height)
    recording = recorded(Drawn(heads, parts, seen, fill_of, shown), height)
    drawn = len(painted) - int((fill_of >= 0).sum())
    return Traced(recording, drawn, seen.window[painted])


def _named(plain: Trace, named: Trace) -> Trace:
    """The trace with names of layers, if it is the other one in all besides."""
    others = [line for line in named.others if b"layer" not in line]
    if (
        plain.heads != named.heads
        or plain.others != others
        or not np.array_equal(plain.step, named.step)
        or not np.array_equal(plain.path, named.path)
        or not np.array_equal(plain.points, named.points)
    ):
        raise Unlike("layers change the drawing")
    return named


def _check_reach(page: pymupdf.Page, boxes: Floats, windows: Floats) -> None:
    """What was read lies within the box that MuPDF measures around all it draws."""
    # One column after the other: numpy is slow along an axis of two.
    left, low = (np.maximum(boxes[:, at], windows[:, at]) for at in (0, 1))
    right, high = (np.minimum(boxes[:, at], windows[:, at]) for at in (2, 3))
    seen = (left <= right) & (low <= high)
    if not seen.any():
        return
    x0, y0, x1, y1 = reach_of(page)
    least, most = (
        (left[seen].min(), low[seen].min()),
        (right[seen].max(), high[seen].max()),
    )
    ends = np.array([*least, *most])
    slack = SLACK * (1 + float(np.abs(ends).max()))
    outside = (
        ends[:2] < np.array([x0, y0]) - slack,
        ends[2:] > np.array([x1, y1]) + slack,
    )
    if np.any(outside):
        raise Unlike("more than MuPDF measures")
