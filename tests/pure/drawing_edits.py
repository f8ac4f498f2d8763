"""Edits of a plan that a designer does on purpose, each with the place that is known."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from drawings.content.parts import Content, Floats
from tests.pure.drawing_makers import FREE, Box, Line, Plan, picked, with_lines


@dataclass(frozen=True)
class Edit:
    """What was done, as which kind of change it should come out, and where (mm)."""

    name: str
    kind: str
    old_box: Box | None
    new_box: Box | None


EDITS = (
    "wall",
    "door",
    "name",
    "measure",
    "added",
    "basin",
    "vertex",
    "pipe",
    "column",
)


def edited(
    plan: Plan, count: int, *, seed: int = 7, names: Sequence[str] = EDITS
) -> tuple[Content, list[Edit]]:
    """The plan after `count` edits, each in a room of its own."""
    rooms = np.random.default_rng(seed).permutation(plan.rooms)[:count]
    desk = _Desk(plan)
    for i, room in enumerate(rooms):
        desk.edit(names[i % len(names)], int(room))
    return desk.content(), desk.done


class _Desk:
    """One content while it is being edited."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._points = plan.content.points.copy()
        self._texts = list(plan.content.texts)
        self._kept = np.ones(len(plan.content), bool)
        self._added: list[Line] = []
        self.done: list[Edit] = []

    def edit(self, name: str, room: int) -> None:
        """Make one edit in one room."""
        move = {"wall": (-1.5, 0.0), "basin": (8.0, 0.0), "pipe": (0.1, 0.0)}
        if name in move:
            part = "wall" if name == "wall" else name
            chosen = self._plan.parts[part][room]
            chosen = chosen[1:2] if name == "wall" else chosen
            before = self._box(chosen)
            self._points[chosen] += move[name]
            self.done.append(Edit(name, "moved", before, self._box(chosen)))
        elif name in {"name", "measure"}:
            self._reword(name, int(self._plan.parts[name][room, 0]))
        elif name in {"door", "column"}:
            chosen = self._plan.parts[name][room]
            self._kept[chosen] = False
            kind = "hatch" if name == "column" else "removed"
            self.done.append(Edit(name, kind, self._box(chosen), None))
        elif name == "vertex":
            self._vertex(self._plan.parts["duct"][room])
        else:
            self._draw(self._plan.corners[room] + FREE)

    def _reword(self, name: str, primitive: int) -> None:
        index = int(self._plan.content.text[primitive])
        said = self._texts[index]
        if name == "name":
            self._texts[index] = said + "A"
        else:
            digit = "8" if said[2] != "8" else "3"
            self._texts[index] = said[:2] + digit + said[3:]
        box = self._box(np.array([primitive]))
        kind = "text" if name == "name" else "dimension"
        self.done.append(Edit(name, kind, box, box))

    def _vertex(self, ring: npt.NDArray[np.intp]) -> None:
        before = self._box(ring[2:4])
        self._points[ring[2], 2:] += (0.0, 2.5)
        self._points[ring[3], :2] += (0.0, 2.5)
        self.done.append(Edit("vertex", "modified", before, self._box(ring[2:4])))

    def _draw(self, place: Floats) -> None:
        x, y = float(place[0]), float(place[1])
        self._added += [(x, y, x + 7, y + 3), (x + 7, y + 3, x + 7, y)]
        self.done.append(Edit("added", "added", None, (x, y, x + 7, y + 3)))

    def _box(self, chosen: npt.NDArray[np.intp]) -> Box:
        points = self._points[chosen].reshape(-1, 2)
        (x0, y0), (x1, y1) = points.min(axis=0), points.max(axis=0)
        return (float(x0), float(y0), float(x1), float(y1))

    def content(self) -> Content:
        """The edited sheet."""
        sheet = replace(
            self._plan.content, points=self._points, texts=tuple(self._texts)
        )
        return with_lines(picked(sheet, np.flatnonzero(self._kept)), self._added)
