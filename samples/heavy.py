"""Large sheets for benchmarks: 10 000 to 500 000 primitives, edits known.

A heavy sheet is a grid of rooms on A0, as dense as the count demands; each room has
walls, a hatch of lines, a door arc, a column and two notes. All measures in paper mm,
y upwards; `heavyfiles` writes them out.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Box = tuple[float, float, float, float]

SIZE_MM = (1189.0, 841.0)
MARGIN_MM = 12.0
PER_ROOM = 50
HATCHES = 38
CURVES, NOTES = 2, 2
LINES = PER_ROOM - CURVES - NOTES


@dataclass(frozen=True, slots=True, eq=False)
class HeavySheet:
    """A sheet as arrays.

    Attributes:
        lines: shape (n, 4), float64: x0, y0, x1, y1.
        arcs: shape (m, 3), float64: centre and radius of a quarter circle from 0 to 90°.
        circles: shape (m, 3), float64: centre and radius.
        notes: x, y, height and words.

    """

    lines: Floats
    arcs: Floats
    circles: Floats
    notes: tuple[tuple[float, float, float, str], ...]

    def __len__(self) -> int:
        return len(self.lines) + len(self.arcs) + len(self.circles) + len(self.notes)


@dataclass(frozen=True, slots=True)
class HeavyEdit:
    """One planted edit: what (moved, removed, added, reworded) and where (paper mm)."""

    kind: str
    box: Box


def heavy_sheet(primitives: int, *, seed: int = 1) -> HeavySheet:
    """A sheet of about `primitives` primitives (never fewer, at most 50 more).

    Raises:
        ValueError: fewer than 50 are asked for.

    """
    if primitives < PER_ROOM:
        raise ValueError(
            f"a heavy sheet has at least {PER_ROOM} primitives: {primitives}"
        )
    rooms = math.ceil(primitives / PER_ROOM)
    columns = math.ceil(math.sqrt(rooms * SIZE_MM[0] / SIZE_MM[1]))
    rows = math.ceil(rooms / columns)
    width = (SIZE_MM[0] - 2 * MARGIN_MM) / columns
    height = (SIZE_MM[1] - 2 * MARGIN_MM) / rows
    index = np.arange(rooms)
    corner = (
        np.column_stack([index % columns * width, index // columns * height])
        + MARGIN_MM
    )
    chance = np.random.default_rng(seed)
    lines = np.concatenate(
        [_walls(corner, width, height), _hatch(corner, width, height, chance)], axis=1
    )
    size = min(width, height)
    arcs = np.column_stack(
        [corner + np.array([0.15 * width, 0.06 * height]), np.full(rooms, 0.16 * size)]
    )
    circles = np.column_stack(
        [corner + np.array([0.8 * width, 0.8 * height]), np.full(rooms, 0.05 * size)]
    )
    return HeavySheet(
        lines.reshape(-1, 4).round(3),
        arcs.round(3),
        circles.round(3),
        tuple(_notes(corner, width, height)),
    )


def edited(
    sheet: HeavySheet, count: int = 32, *, seed: int = 7
) -> tuple[HeavySheet, tuple[HeavyEdit, ...]]:
    """The sheet with `count` edits in different rooms, and where they are.

    Raises:
        ValueError: there are fewer rooms than edits.

    """
    rooms = len(sheet.arcs)
    if count > rooms:
        raise ValueError(f"{count} edits do not fit into {rooms} rooms")
    chosen = np.random.default_rng(seed).permutation(rooms)[:count]
    lines, circles, notes = sheet.lines.copy(), sheet.circles.copy(), list(sheet.notes)
    removed: list[int] = []
    edits = []
    for place, room in enumerate(int(r) for r in chosen):
        kind = ("moved", "removed", "reworded", "widened")[place % 4]
        if kind == "moved":
            before = circles[room].copy()
            circles[room, 0] -= 3 * before[2]
            box = _circles_box(before, circles[room])
        elif kind == "removed":
            line = room * LINES + 4
            removed.append(line)
            box = _line_box(lines[line])
        elif kind == "reworded":
            x, y, size, words = notes[room * NOTES]
            notes[room * NOTES] = (x, y, size, f"{words}改")
            box = (x, y, x + size * (len(words) + 1), y + size)
        else:
            line = room * LINES + 5
            old = _line_box(lines[line])
            lines[line, [0, 2]] += 0.6
            new = _line_box(lines[line])
            box = (min(old[0], new[0]), old[1], max(old[2], new[2]), old[3])
        edits.append(HeavyEdit(kind, box))
    kept = np.delete(lines, removed, axis=0)
    return replace(sheet, lines=kept, circles=circles, notes=tuple(notes)), tuple(edits)


def _walls(corner: Floats, width: float, height: float) -> Floats:
    """Two nested rectangles: eight lines a room, shape (rooms, 8, 4)."""
    lines = []
    for low, high in ((0.02, 0.98), (0.06, 0.94)):
        x0, x1, y0, y1 = low * width, high * width, low * height, high * height
        lines += [
            (x0, y0, x1, y0),
            (x1, y0, x1, y1),
            (x1, y1, x0, y1),
            (x0, y1, x0, y0),
        ]
    shifted: Floats = np.tile(corner, 2)[:, None, :] + np.array(lines)[None, :, :]
    return shifted


def _hatch(
    corner: Floats, width: float, height: float, chance: np.random.Generator
) -> Floats:
    """Upright lines of random length in the middle of a room, shape (rooms, 38, 4)."""
    rooms = len(corner)
    x = np.broadcast_to(np.linspace(0.1, 0.7, HATCHES) * width, (rooms, HATCHES))
    low = np.full((rooms, HATCHES), 0.3 * height)
    high = low + chance.uniform(0.2, 0.4, (rooms, HATCHES)) * height
    lines = np.stack([x, low, x, high], axis=2)
    shifted: Floats = np.tile(corner, 2)[:, None, :] + lines
    return shifted


def _notes(
    corner: Floats, width: float, height: float
) -> Iterator[tuple[float, float, float, str]]:
    size = min(width, height) * 0.08
    for room, (x, y) in enumerate(corner.tolist()):
        yield (
            round(x + 0.1 * width, 3),
            round(y + 0.84 * height, 3),
            round(size, 3),
            f"R{room:05d}",
        )
        area = 9 + room * 37 % 240 / 10
        yield (
            round(x + 0.1 * width, 3),
            round(y + 0.73 * height, 3),
            round(size, 3),
            f"{area:.1f}",
        )


def _line_box(line: Sequence[float] | Floats) -> Box:
    x0, y0, x1, y1 = (float(v) for v in line)
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _circles_box(*circles: Floats) -> Box:
    found = [(c[0] - c[2], c[1] - c[2], c[0] + c[2], c[1] + c[2]) for c in circles]
    low, high = np.array(found)[:, :2].min(axis=0), np.array(found)[:, 2:].max(axis=0)
    return float(low[0]), float(low[1]), float(high[0]), float(high[1])
