"""A page's paths as a `Recording`, read from its trace; or why the library has to do it."""

import re
from dataclasses import dataclass

import numpy as np
import pymupdf

from drawings.content.parts import Floats
from drawings.content.recording import Recording
from drawings.pdf.traced.device import (
    ENDS_WINDOW,
    reach_of,
    trace_of,
    trace_of_layers,
    trace_with_layers,
    written_paths,
)
from drawings.pdf.traced.grammar import Trace, Unlike, read_trace
from drawings.pdf.traced.heads import CLIP, Heads, read_heads
from drawings.pdf.traced.steps import Parts, parts_of
from drawings.pdf.traced.strokes import Drawn, fills_of_strokes, recorded, shown_paths
from drawings.pdf.traced.windows import windows_of
from drawings.pdf.traced.written import read_written

# Single precision has seven digits; a box may be off by the last.
SLACK = 1e-5
# So far from the edge of the page nobody writes; points.
EDGE = 0.01
_BEGIN, _END = re.compile(rb' *<layer name="[^"<>]*">'), re.compile(rb" *</layer>")


@dataclass(frozen=True, slots=True, eq=False)
class Traced:
    """The paths of a page.

    Attributes:
        recording: lines and fills in drawing order; paper mm, y upwards. Sources are
            the painted paths in their order (`p12`).
        drawn: how many paths there are, of those outside of their windows those that
            MuPDF lists; a fill and the stroke along it are one.
        windows: shape (m, 4), the window of each path in page points; boundless where
            there is none.
        clips: shape (k, 4), all that cuts something off, in page points; None where some
            of it is no upright rectangle.

    """

    recording: Recording
    drawn: int
    windows: Floats
    clips: Floats | None

    def shows_all(self, width: float, height: float) -> bool:
        """Whether it is known that no clip cuts off a part of a page of this size."""
        if self.clips is None:
            return False
        low, high = self.clips[:, :2] <= EDGE, self.clips[:, 2:]
        return bool(low.all() and (high >= (width - EDGE, height - EDGE)).all())


def traced_paths(
    listed: pymupdf.DisplayList,
    height: float,
    *,
    has_layers: bool,
    has_profiles: bool = True,
) -> Traced:
    """Read the paths of a page.

    Args:
        listed: a page that is not turned, its media box from 0 0.
        height: of the page, in points.
        has_layers: whether the document may have layers; their names are only believed
            where each is a single line that says no more than a name.
        has_profiles: whether it may have colours that are none of a device.

    Raises:
        Unlike: for anything of which the library's reader might make something else.

    """
    trace = None if has_layers or has_profiles else _written(listed)
    if has_layers:
        _check_names(trace_of_layers(listed))
        trace = read_trace(trace_with_layers(listed))
    elif trace is None:
        trace = read_trace(trace_of(listed))
    return paths_of(listed, height, trace)


def _written(listed: pymupdf.DisplayList) -> Trace | None:
    """The paths from the shorter text, where that tells enough."""
    data = written_paths(listed)
    try:
        return None if data is None else read_written(data)
    except Unlike:
        return None


def paths_of(listed: pymupdf.DisplayList, height: float, trace: Trace) -> Traced:
    """The paths that a trace of a page tells of.

    Raises:
        Unlike: as `traced_paths`.

    """
    heads = read_heads(trace.said, trace.head)
    parts = parts_of(trace, heads)
    counts = np.bincount(parts.path, minlength=len(heads.kind))
    seen = windows_of(trace, heads, parts.boxes, np.flatnonzero(counts))
    painted = np.flatnonzero((counts > 0) & (heads.kind != CLIP))
    _check_reach(listed, parts.boxes[painted], seen.window[painted])
    groups = [
        at
        for at, line in zip(trace.other_at.tolist(), trace.others, strict=True)
        if line.startswith(b"<group ")
    ]
    fill_of = fills_of_strokes(heads, parts, trace.head_at, np.asarray(groups, int))
    shown = shown_paths(painted, fill_of, parts.boxes, seen.window)
    recording = recorded(Drawn(heads, parts, seen, fill_of, shown), height)
    drawn = len(painted) - int((fill_of >= 0).sum())
    clips = _upright_clips(heads, parts) if _has_clips_alone(trace) else None
    return Traced(recording, drawn, seen.window[painted], clips)


def _has_clips_alone(trace: Trace) -> bool:
    """Whether there is nothing but paths and clips made of paths."""
    return set(trace.others) <= {ENDS_WINDOW}


def _upright_clips(heads: Heads, parts: Parts) -> Floats | None:
    """The boxes (k, 4) of clips, where each of them is an upright rectangle."""
    clips = np.flatnonzero(heads.kind == CLIP)
    for clip in clips.tolist():
        first, beyond = np.searchsorted(parts.path, (clip, clip + 1)).tolist()
        corners, (x0, y0, x1, y1) = parts.points[first:beyond, 0], parts.boxes[clip]
        sides = {(x0, y0), (x1, y0), (x1, y1), (x0, y1)}
        is_ring = len(corners) == len(sides) and not parts.is_curve[first:beyond].any()
        if not (is_ring and set(map(tuple, corners.tolist())) == sides):
            return None
    return parts.boxes[clips]


def _check_names(layers: bytes) -> None:
    """A name with a line break could say a path; it would stand here as such a line."""
    for line in layers.splitlines():
        if not (_BEGIN.fullmatch(line) or _END.fullmatch(line)):
            raise Unlike("a layer says more than its name")


def _check_reach(listed: pymupdf.DisplayList, boxes: Floats, windows: Floats) -> None:
    """What was read lies within the box that MuPDF measures around all it draws."""
    # One column after the other: numpy is slow along an axis of two.
    left, low = (np.maximum(boxes[:, at], windows[:, at]) for at in (0, 1))
    right, high = (np.minimum(boxes[:, at], windows[:, at]) for at in (2, 3))
    seen = (left <= right) & (low <= high)
    if not seen.any():
        return
    x0, y0, x1, y1 = reach_of(listed)
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
