"""A layout as a `Recording`: what the library draws, and the members of its manners."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from ezdxf.document import Drawing
from ezdxf.layouts import Layout

from drawings.content.parts import Floats
from drawings.content.recorder import Register
from drawings.content.recording import Recording, Writing
from drawings.content.tracing import trace
from drawings.dwg.bulk.copies import Copies, Drawn, copies_of, drawn_by
from drawings.dwg.bulk.groups import Places, Unusual
from drawings.dwg.bulk.loading import Bulk
from drawings.dwg.bulk.places import Placed

LAYER, PEN, SOURCE, GROUP, WRITING = 1, 2, 3, 4, 5
# Rounding alone; the numbers are the same.
SAME = 1e-9
# What a handle of 0 means in an order of drawing.
LAST = 0xFFFFFFFFFFFFFFFF


def trace_with(bulk: Bulk, document: Drawing, layout: Layout) -> Recording:
    """Everything that a layout shows, as `drawings.content.tracing.trace` has it.

    Raises:
        Unusual: where the library draws a member otherwise than it was computed.

    """
    recording = trace(document, layout)
    if not layout.is_modelspace:
        return recording
    tops = _Tops(recording, bulk.order)
    gathered = _Gathered(recording)
    for drawn, taken in zip(bulk.drawn, bulk.taken, strict=True):
        origin = drawn.chosen(np.arange(len(drawn.entity)) == 0)
        found = [drawn_by(recording, tops.strokes(each)) for each in drawn.handles]
        _check(
            found, copies_of(drawn, found[0], origin) if len(found[0].kind) else None
        )
        if len(found[0].kind) and len(taken.entity):
            gathered.add(taken, found[0], copies_of(taken, found[0], origin))
    order = _order(bulk.order, dict(layout.get_redraw_order()))
    return gathered.recording(order[tops.entity], order)


class _Tops:
    """Which entity of the layout each stroke of the library comes from."""

    def __init__(self, recording: Recording, order: dict[str, int]) -> None:
        tops = [name.partition("/")[0] for name in recording.handles]
        if unknown := [top for top in tops if top not in order]:
            raise Unusual(f"an entity that is not in the file: {unknown[0]}")
        entity = np.asarray([order[top] for top in tops], np.int64)
        self.entity = entity[recording.strokes[:, SOURCE]]
        self._order = order
        self._sorted = np.argsort(self.entity, kind="stable")
        self._entities = self.entity[self._sorted]

    def strokes(self, handle: str) -> Places:
        """The strokes of an entity, ascending."""
        number = self._order[handle]
        first = np.searchsorted(self._entities, number)
        beyond = np.searchsorted(self._entities, number, "right")
        found: Places = self._sorted[first:beyond]
        return found


def _check(found: Sequence[Drawn], computed: Copies | None) -> None:
    """What was computed for the members that the library drew is what it drew."""
    for at, each in enumerate(found):
        if computed is None:
            if len(each.kind):
                raise Unusual("one of a kind is drawn, another is not")
            continue
        has = computed.has[at]
        points = computed.points[at][has]
        columns = [0, LAYER, PEN]
        if (
            not np.array_equal(each.kind, computed.kind[has])
            or not np.array_equal(each.stroke, computed.stroke[has])
            or not np.array_equal(
                each.strokes[:, columns], found[0].strokes[:, columns]
            )
            or each.is_shape != found[0].is_shape
        ):
            raise Unusual("two of a kind are drawn differently")
        if not _are_near(each.points, points):
            raise Unusual("an entity is not where it was computed to be")


def _are_near(first: Floats, second: Floats) -> bool:
    most = max(1.0, float(np.abs(first).max(initial=0.0)))
    return float(np.abs(first - second).max(initial=0.0)) <= SAME * most


def _order(order: dict[str, int], redrawn: dict[str, str]) -> Places:
    """The place of each entity in the order of drawing."""
    count = max(order.values(), default=-1) + 1
    place = np.arange(count)
    if not redrawn:
        return place
    keys = [0] * count
    for handle, entity in order.items():
        keys[entity] = int(redrawn.get(handle, handle), 16) or LAST
    place[sorted(range(count), key=keys.__getitem__)] = np.arange(count)
    return place


@dataclass(eq=False)
class _Gathered:
    """Copies of all manners, collected for one recording."""

    base: Recording
    kinds: list[np.ndarray] = field(default_factory=list)
    points: list[Floats] = field(default_factory=list)
    stroke: list[np.ndarray] = field(default_factory=list)
    strokes: list[np.ndarray] = field(default_factory=list)
    entity: list[Places] = field(default_factory=list)
    handles: list[str] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)
    scales: list[float] = field(default_factory=list)
    count: int = 0

    def __post_init__(self) -> None:
        self.writings = Register()
        for writing in self.base.writings:
            self.writings.index(writing)
        self.count = len(self.base.strokes)

    def add(self, taken: Placed, drawn: Drawn, copies: Copies) -> None:
        """The members of one manner."""
        members, each = len(taken.entity), len(drawn.strokes)
        number = np.arange(members)[:, None]
        stroke = self.count + number * each + copies.stroke
        self.points.append(copies.points[copies.has])
        self.kinds.append(np.broadcast_to(copies.kind, copies.has.shape)[copies.has])
        self.stroke.append(stroke[copies.has])
        table = np.repeat(drawn.strokes[None], members, axis=0)
        first = len(self.base.handles) + len(self.handles)
        table[:, :, SOURCE] = first + number * each + np.arange(each)
        self._name(taken, drawn)
        if drawn.strokes[0, GROUP] >= 0:
            table[:, :, GROUP] = len(self.base.groups) + len(self.groups) + number
            origin = int(drawn.strokes[0, GROUP])
            self.groups += [self.base.groups[origin]] * members
            self.scales += [self.base.group_scales[origin]] * members
        if taken.wordings:
            table[:, 0, WRITING] = [
                self.writings.index(Writing(text, drawn.is_shape))
                for text in taken.wordings
            ]
        self.strokes.append(table.reshape(-1, table.shape[-1]))
        self.entity.append(np.repeat(taken.entity, each))
        self.count += members * each

    def _name(self, taken: Placed, drawn: Drawn) -> None:
        """Sources are named as the library does it, by the handle of each member."""
        names = [self.base.handles[at] for at in drawn.strokes[:, SOURCE].tolist()]
        rests = [name.partition("/")[1] + name.partition("/")[2] for name in names]
        if rests == [""]:
            self.handles += taken.handles
            return
        self.handles += [handle + rest for handle in taken.handles for rest in rests]

    def recording(self, place: Places, order: Places) -> Recording:
        """Everything in the order of drawing; `place` is that of the library's strokes."""
        base = self.base
        if not self.entity:
            return base
        places = np.concatenate([place, order[np.concatenate(self.entity)]])
        sequence = np.argsort(places, kind="stable")
        rank = np.empty_like(sequence)
        rank[sequence] = np.arange(len(sequence))
        stroke = rank[np.concatenate([base.stroke, *self.stroke])]
        rows = np.argsort(stroke, kind="stable")
        writings = self.writings.values
        return replace(
            base,
            kind=np.concatenate([base.kind, *self.kinds])[rows].astype(np.int8),
            points=np.concatenate([base.points, *self.points])[rows],
            stroke=stroke[rows].astype(np.int32),
            strokes=np.concatenate([base.strokes, *self.strokes])[sequence].astype(
                np.int32
            ),
            writings=tuple(each for each in writings if isinstance(each, Writing)),
            handles=(*base.handles, *self.handles),
            groups=(*base.groups, *self.groups),
            group_scales=(*base.group_scales, *self.scales),
        )
