"""Collect strokes one by one and close them into a `Recording`."""

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field

import numpy as np

from drawings.content.parts import Kind, Loss
from drawings.content.recording import Pen, Recording, StrokeKind, Writing

Point = tuple[float, float]
Quad = tuple[Point, Point, Point, Point]
# A sheet has a hundred thousand of them: plain numbers, looked up once.
SEGMENT, CURVE = int(Kind.SEGMENT), int(Kind.CURVE)


@dataclass(slots=True)
class Register:
    """Distinct values, each with its index in order of first sight."""

    values: dict[Hashable, int] = field(default_factory=dict)

    def index(self, value: Hashable) -> int:
        """The index of a value, new or known."""
        return self.values.setdefault(value, len(self.values))


@dataclass(slots=True)
class Place:
    """To what the next strokes belong: layer name, pen, source name and group."""

    layer: str = "0"
    pen: Pen = Pen()  # noqa: RUF009
    source: str = ""
    group: int = -1


class Recorder:
    """Takes strokes in drawing order; coordinates in layout units, y upwards."""

    def __init__(self) -> None:
        self.kinds: list[int] = []
        self.points: list[Quad] = []
        self.stroke_of: list[int] = []
        self.strokes: list[tuple[int, int, int, int, int, int]] = []
        self.layers, self.pens = Register(), Register()
        self.writings, self.sources = Register(), Register()
        self.layers.index("0")
        self.groups: list[str] = []
        self.group_scales: list[float] = []
        self.attributes: dict[int, dict[str, str]] = {}
        self.losses: Counter[str] = Counter()
        # The pen of the last stroke is mostly that of the next.
        self._last_pen: tuple[Pen | None, int] = (None, -1)

    def line(self, start: Point, end: Point, place: Place) -> None:
        """One straight segment."""
        self._begin(StrokeKind.LINE, place)
        self._add(Kind.SEGMENT, (start, start, end, end))

    def path(self, parts: Sequence[Quad], curved: Sequence[bool], place: Place) -> None:
        """A polyline or curve: connected or separate parts of one entity."""
        if not parts:
            return
        self._begin(StrokeKind.LINE, place)
        if True in curved:
            self.kinds.extend([CURVE if is_curve else SEGMENT for is_curve in curved])
        else:
            self.kinds.extend([SEGMENT] * len(parts))
        self.points.extend(parts)
        self.stroke_of.extend([len(self.strokes) - 1] * len(parts))

    def fill(self, loops: Sequence[Sequence[Point]], place: Place) -> None:
        """A filled area, given by closed loops of which the even-odd rule holds."""
        loops = [loop for loop in loops if len(loop) > 2]
        if not loops:
            return
        self._begin(StrokeKind.FILL, place)
        for loop in loops:
            first = previous = loop[0]
            for point in (*loop[1:], first):
                if point != previous:
                    self._add(Kind.FILL, (previous, previous, point, point))
                previous = point

    def text(self, writing: Writing, quad: Quad, place: Place) -> None:
        """A line of text; the quad as `Content` wants it."""
        self._begin(StrokeKind.TEXT, place, self.writings.index(writing))
        self._add(Kind.TEXT, quad)

    def image(self, quad: Quad, place: Place, shows: str = "") -> None:
        """A picture that lies outside of the drawing: its four corners, what it shows."""
        shown = self.writings.index(Writing(shows, is_shape=False)) if shows else -1
        self._begin(StrokeKind.IMAGE, place, shown)
        self._add(Kind.IMAGE, quad)

    def group(self, name: str, scale: float) -> int:
        """A new outermost block insertion; gives its index."""
        self.groups.append(name)
        self.group_scales.append(scale)
        return len(self.groups) - 1

    def finish(self) -> Recording:
        """Everything collected, as arrays."""
        points = np.asarray(self.points, np.float64).reshape(-1, 4, 2)
        good = np.isfinite(points).all(axis=(1, 2))
        if not good.all():
            self.losses["not finite"] += int((~good).sum())
        return Recording(
            kind=np.asarray(self.kinds, np.int8)[good],
            points=points[good],
            stroke=np.asarray(self.stroke_of, np.int32)[good],
            strokes=np.asarray(self.strokes, np.int32).reshape(-1, 6),
            layers=_strings(self.layers),
            pens=tuple(pen for pen in self.pens.values if isinstance(pen, Pen)),
            writings=tuple(
                written
                for written in self.writings.values
                if isinstance(written, Writing)
            ),
            handles=_strings(self.sources),
            groups=tuple(self.groups),
            group_scales=tuple(self.group_scales),
            attributes=self.attributes,
            losses=tuple(Loss(kind, n) for kind, n in sorted(self.losses.items())),
        )

    def _begin(self, kind: StrokeKind, place: Place, writing: int = -1) -> None:
        if place.pen is not self._last_pen[0]:
            self._last_pen = place.pen, self.pens.index(place.pen)
        layers, sources = self.layers.values, self.sources.values
        self.strokes.append(
            (
                int(kind),
                layers.setdefault(place.layer, len(layers)),
                self._last_pen[1],
                sources.setdefault(place.source, len(sources)),
                place.group,
                writing,
            )
        )

    def _add(self, kind: Kind, quad: Quad) -> None:
        self.kinds.append(int(kind))
        self.points.append(quad)
        self.stroke_of.append(len(self.strokes) - 1)


def _strings(register: Register) -> tuple[str, ...]:
    return tuple(str(value) for value in register.values)
