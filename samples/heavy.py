"""Large sheets for benchmarks: 10 000 to 500 000 primitives as DXF and PDF, edits known.

A heavy sheet is a grid of rooms on A0, as dense as the count demands; each room has
walls, a hatch of lines, a door arc, a column and two notes. All measures in paper mm,
y upwards; the DXF holds them `UNITS` times as large.
"""

import math
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Box = tuple[float, float, float, float]

SIZE_MM = (1189.0, 841.0)
MARGIN_MM = 12.0
UNITS = 100.0
PER_ROOM = 50
HATCHES = 38
CURVES, NOTES = 2, 2
LINES = PER_ROOM - CURVES - NOTES
POINT_MM = 25.4 / 72
# A cubic Bézier that follows a quarter of a circle to 0.03 %.
KAPPA = 0.5522847498


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


def write_dxf(sheet: HeavySheet, path: Path) -> None:
    """Write the sheet as an ASCII DXF (AC1032) with a frame round it."""
    with path.open("w", encoding="utf-8") as file:
        file.write(
            "0\nSECTION\n2\nHEADER\n9\n$ACADVER\n1\nAC1032\n9\n$INSUNITS\n70\n4\n0\nENDSEC\n"
        )
        file.write("0\nSECTION\n2\nENTITIES\n")
        for number, body in enumerate(_entities(sheet), 0x100):
            kind, layer, rest = body
            file.write(f"0\n{kind}\n5\n{number:X}\n100\nAcDbEntity\n8\n{layer}\n{rest}")
        file.write("0\nENDSEC\n0\nEOF\n")


def write_pdf(sheet: HeavySheet, path: Path) -> None:
    """Write the sheet as a vector PDF of one page; notes in Helvetica, ASCII only."""
    k = 1 / POINT_MM
    parts = [
        "0.5 w",
        *(
            f"{a:.3f} {b:.3f} m {c:.3f} {d:.3f} l S"
            for a, b, c, d in (sheet.lines * k).tolist()
        ),
    ]
    parts += [_arc_path(*(value * k for value in arc)) for arc in sheet.arcs.tolist()]
    parts += [
        _circle_path(*(value * k for value in circle))
        for circle in sheet.circles.tolist()
    ]
    parts += [
        f"BT /F1 {size * k:.2f} Tf {x * k:.2f} {y * k:.2f} Td ({_ascii(words)}) Tj ET"
        for x, y, size, words in sheet.notes
    ]
    stream = zlib.compress("\n".join(parts).encode("ascii"), 6)
    width, height = (side * k for side in SIZE_MM)
    path.write_bytes(
        _document(
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {width:.3f} {height:.3f}]/Contents 4 0 R"
            "/Resources<</Font<</F1 5 0 R>>>>>>".encode(),
            b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream"
            % (len(stream), stream),
            b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
        )
    )


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


def _entities(sheet: HeavySheet) -> Iterator[tuple[str, str, str]]:
    w, h = (side * UNITS for side in SIZE_MM)
    frame = "".join(f"10\n{x}\n20\n{y}\n" for x, y in ((0, 0), (w, 0), (w, h), (0, h)))
    yield "LWPOLYLINE", "FRAME", f"100\nAcDbPolyline\n90\n4\n70\n1\n{frame}"
    for a, b, c, d in (sheet.lines * UNITS).tolist():
        yield (
            "LINE",
            "WALL",
            f"100\nAcDbLine\n10\n{a:.1f}\n20\n{b:.1f}\n30\n0\n11\n{c:.1f}\n21\n{d:.1f}\n31\n0\n",
        )
    for x, y, r in (sheet.arcs * UNITS).tolist():
        circle = f"100\nAcDbCircle\n10\n{x:.1f}\n20\n{y:.1f}\n30\n0\n40\n{r:.1f}\n"
        yield "ARC", "DOOR", f"{circle}100\nAcDbArc\n50\n0\n51\n90\n"
    for x, y, r in (sheet.circles * UNITS).tolist():
        yield (
            "CIRCLE",
            "COLUMN",
            f"100\nAcDbCircle\n10\n{x:.1f}\n20\n{y:.1f}\n30\n0\n40\n{r:.1f}\n",
        )
    for x, y, size, words in sheet.notes:
        place = f"10\n{x * UNITS:.1f}\n20\n{y * UNITS:.1f}\n30\n0\n"
        place += f"40\n{size * UNITS:.1f}\n1\n{words}\n"
        yield "TEXT", "TEXT", f"100\nAcDbText\n{place}100\nAcDbText\n"


def _arc_path(x: float, y: float, r: float) -> str:
    c = KAPPA * r
    curve = (x + r, y + c, x + c, y + r, x, y + r)
    path = " ".join(f"{v:.3f}" for v in curve)
    return f"{x + r:.3f} {y:.3f} m {path} c S"


def _circle_path(x: float, y: float, r: float) -> str:
    c = KAPPA * r
    curves = (
        (x + r, y + c, x + c, y + r, x, y + r),
        (x - c, y + r, x - r, y + c, x - r, y),
        (x - r, y - c, x - c, y - r, x, y - r),
        (x + c, y - r, x + r, y - c, x + r, y),
    )
    path = " ".join(" ".join(f"{v:.3f}" for v in curve) + " c" for curve in curves)
    return f"{x + r:.3f} {y:.3f} m {path} S"


def _ascii(words: str) -> str:
    return words.encode("ascii", "replace").decode()


def _line_box(line: Sequence[float] | Floats) -> Box:
    x0, y0, x1, y1 = (float(v) for v in line)
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _circles_box(*circles: Floats) -> Box:
    found = [(c[0] - c[2], c[1] - c[2], c[0] + c[2], c[1] + c[2]) for c in circles]
    low, high = np.array(found)[:, :2].min(axis=0), np.array(found)[:, 2:].max(axis=0)
    return float(low[0]), float(low[1]), float(high[0]), float(high[1])


def _document(*objects: bytes) -> bytes:
    out = bytearray(b"%PDF-1.5\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n"
    return bytes(out + trailer % (len(objects) + 1, start))
