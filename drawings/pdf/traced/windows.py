"""Through which window each traced path is seen, and on which layer it lies.

The library tells depths of clips and groups, with ways of its own where a clip has no
steps or is made of a picture; they are followed here, so that both readers see the same.
"""

import re
from dataclasses import dataclass, field

import numpy as np

from drawings.content.parts import Floats, Ints
from drawings.pdf.traced.grammar import Places, Trace, Unlike
from drawings.pdf.traced.heads import CLIP, Heads

Box = tuple[float, float, float, float]
NO_LAYER = "0"
_LAYER = re.compile(rb'<layer name="(.*)">')
# What neither clips nor groups: the library passes it over.
_PASSED = re.compile(rb"<(mask|tile)( [^<>]*)?>|</(mask|tile)>")


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """What m paths are seen through.

    Attributes:
        window: shape (m, 4): x0, y0, x1, y1; boundless where there is none.
        layer: shape (m,), index into `layers`.
        layers: their names, each once; the first is that of no layer.

    """

    window: Floats
    layer: Ints
    layers: tuple[str, ...]


@dataclass(slots=True)
class _State:
    """The state of the library between two calls."""

    depth: int = 0
    scissors: list[Box] = field(default_factory=list)
    layer: str = ""
    around: list[tuple[int, Box | None, str]] = field(default_factory=list)

    def leave(self) -> None:
        """Forget clips and groups that are not deeper than we are."""
        while self.around and self.around[-1][0] >= self.depth:
            self.around.pop()

    def seen(self) -> tuple[Box | None, str]:
        """Window and layer of a path drawn here."""
        self.leave()
        window, layer = self.around[-1][1:] if self.around else (None, "")
        return window, self.layer or layer

    def clip(self, box: Box) -> Box:
        """Narrow the window."""
        if self.scissors:
            box = _common(self.scissors[-1], box)
        self.scissors.append(box)
        return box

    def push(self, scissor: Box | None) -> None:
        """Go into a clip or a group."""
        window, layer = self.seen()
        self.around.append((self.depth, scissor or window, layer))
        self.depth += 1

    def pop(self) -> None:
        """Leave a clip."""
        if self.scissors:
            self.scissors.pop()
            self.depth -= 1


def windows_of(trace: Trace, heads: Heads, boxes: Floats, drawn: Places) -> Seen:
    """Window and layer of each path.

    Args:
        trace: the page.
        heads: the heads of its paths.
        boxes: the box of each path.
        drawn: the paths that have parts, ascending.

    Raises:
        Unlike: for a line that is not known.

    """
    has_parts = np.zeros(len(heads.kind), bool)
    has_parts[drawn] = True
    clips = np.flatnonzero(heads.kind == CLIP)
    events: list[tuple[int, int, bytes]] = [
        (int(trace.head_at[path]), path, b"") for path in clips.tolist()
    ]
    events += [
        (at, -1, line)
        for at, line in zip(trace.other_at.tolist(), trace.others, strict=True)
    ]
    events.sort()
    state = _State()
    # What lies on no layer lies on "0", as what lies on a layer of that name does.
    layers = {NO_LAYER: 0}
    window = np.tile([-np.inf, -np.inf, np.inf, np.inf], (len(heads.kind), 1))
    layer = np.zeros(len(heads.kind), np.int32)
    paths = np.flatnonzero(has_parts & (heads.kind != CLIP))
    places = trace.head_at[paths]
    events.append((1 << 62, -1, b""))
    ats = [at for at, _path, _line in events]
    untils = np.searchsorted(places, ats).tolist()
    lasts = (np.searchsorted(trace.head_at, ats) - 1).tolist()
    done = 0
    for (_at, path, line), until, last in zip(events, untils, lasts, strict=True):
        if until > done:
            box, name = state.seen()
            window[paths[done:until]] = box or window[paths[done]]
            layer[paths[done:until]] = layers.setdefault(name or NO_LAYER, len(layers))
            done = until
        if path >= 0:
            if has_parts[path]:
                state.push(state.clip(_box(boxes[path])))
        elif line:
            _follow(state, line, _box(boxes[last]) if last >= 0 else None)
    return Seen(window, layer, tuple(layers))


def _follow(state: _State, line: bytes, last: Box | None) -> None:
    """Do what a line outside of paths says."""
    if line == b"<pop_clip/>":
        state.pop()
    elif line.startswith(b"<group ") and line.endswith(b">"):
        state.push(None)
    elif line == b"</group>":
        state.depth -= 1
    elif line.startswith(b"<clip_image_mask "):
        state.clip(last or (-np.inf, -np.inf, np.inf, np.inf))
        state.depth += 1
    elif found := _LAYER.fullmatch(line):
        state.layer = found[1].decode("utf-8", "replace")
    elif line == b"</layer>":
        state.layer = ""
    elif not _PASSED.fullmatch(line):
        raise Unlike("a call that is not known")


def _common(a: Box, b: Box) -> Box:
    """The common part of two boxes; MuPDF's is empty where they are apart."""
    low = max(a[0], b[0]), max(a[1], b[1])
    high = min(a[2], b[2]), min(a[3], b[3])
    return (*low, *high)


def _box(row: Floats) -> Box:
    x0, y0, x1, y1 = row.tolist()
    return (x0, y0, x1, y1)
