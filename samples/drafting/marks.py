"""Signs of a sheet: north, levels, section marks, titles, tables, stairs, lifts."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from samples.drafting.draft import Box, Draft, Lettering, Pen, Point
from samples.drafting.layers import (
    LEVEL,
    LIFT,
    NOTE,
    STAIR,
    TABLE,
    TABLE_EDGE,
    TITLE,
    Layer,
)


def draw_title(draft: Draft, name: str, at: Point, scale: str = "1:100") -> None:
    """The title under a drawing, underlined, with its scale; `at` in paper mm."""
    half = 4.2 * len(name)
    draft.text(name, draft.at(*at), TITLE, Lettering(7.0))
    x, y = at
    draft.path(
        [draft.at(x - half, y - 6), draft.at(x + half, y - 6)],
        TITLE,
        width=0.8 * draft.scale,
    )
    draft.line(draft.at(x - half, y - 7.5), draft.at(x + half, y - 7.5), TITLE)
    draft.text(scale, draft.at(x + half + 12, y - 1), TITLE, Lettering(4.5))


def draw_north(draft: Draft, at: Point, radius: float = 12.0) -> None:
    """A north arrow; `at` and `radius` in paper mm."""
    x, y = at
    draft.circle(draft.at(x, y), radius * draft.scale, NOTE)
    draft.fill(
        [
            draft.at(x, y + radius),
            draft.at(x - radius / 8, y - radius),
            draft.at(x + radius / 8, y - radius),
        ],
        NOTE,
    )
    draft.text("北", draft.at(x, y + radius + 4), NOTE, Lettering(4.5))


def draw_level(
    draft: Draft, at: Point, level: str, *, is_reversed: bool = False
) -> None:
    """A level mark whose tip touches `at`, a point of model space."""
    x, y = at
    s = draft.scale
    side = -1 if is_reversed else 1
    draft.path(
        [
            (x + side * 14 * s, y + 3 * s),
            (x - side * 3 * s, y + 3 * s),
            (x, y),
            (x + side * 3 * s, y + 3 * s),
        ],
        LEVEL,
    )
    draft.text(level, (x + side * 8 * s, y + 5 * s), LEVEL, Lettering(2.5))


def draw_cut(draft: Draft, at: Point, name: str, *, is_upwards: bool) -> None:
    """One end of a section line, looking to the left; `at` a point of model space."""
    x, y = at
    s = draft.scale
    along = 8 * s if is_upwards else -8 * s
    draft.path([(x, y), (x, y + along), (x - 5 * s, y + along)], NOTE, width=0.7 * s)
    draft.text(name, (x - 7 * s, y + along), NOTE, Lettering(4.0))


@dataclass(frozen=True, slots=True)
class Table:
    """A table: heading, widths of the columns and height of a row in paper mm."""

    heading: str
    widths: tuple[float, ...]
    rows: tuple[tuple[str, ...], ...]
    row_height: float = 7.0
    height: float = 2.5


def draw_table(draft: Draft, table: Table, at: Point) -> float:
    """Draw a table downwards from its upper left corner; answers its lower edge (paper mm)."""
    x0, y0 = at
    x1 = x0 + sum(table.widths)
    y1 = y0 - table.row_height * len(table.rows)
    if table.heading:
        draft.text(
            table.heading, draft.at((x0 + x1) / 2, y0 + 6), TITLE, Lettering(4.5)
        )
    draft.path(
        [draft.at(*p) for p in ((x0, y1), (x1, y1), (x1, y0), (x0, y0))],
        TABLE_EDGE,
        closed=True,
    )
    x = x0
    for width in table.widths[:-1]:
        x += width
        draft.line(draft.at(x, y0), draft.at(x, y1), TABLE)
    for index, row in enumerate(table.rows):
        low = y0 - table.row_height * (index + 1)
        if index < len(table.rows) - 1:
            draft.line(draft.at(x0, low), draft.at(x1, low), TABLE)
        _draw_row(draft, table, row, (x0, low + table.row_height / 2))
    return y1


def row_box(table: Table, at: Point, row: int) -> Box:
    """The box of one row of a table that is drawn at `at`; paper mm."""
    y = at[1] - table.row_height * row
    return at[0], y - table.row_height, at[0] + sum(table.widths), y


def _draw_row(draft: Draft, table: Table, row: Sequence[str], at: Point) -> None:
    x, y = at
    for width, words in zip(table.widths, row, strict=True):
        if words:
            middle = draft.at(x + width / 2, y)
            draft.text(words, middle, TABLE, Lettering(table.height))
        x += width


@dataclass(frozen=True, slots=True)
class Stair:
    """Two flights side by side along y; `box` holds the treads, mm of the building."""

    box: Box
    treads: int = 8
    well: float = 100.0
    is_cut: bool = True


def draw_stair(pen: Pen, stair: Stair, layer: Layer = STAIR) -> None:
    """Treads, well, break line, and arrows with 上 and 下."""
    x0, y0, x1, y1 = stair.box
    middle, half = (x0 + x1) / 2, stair.well / 2
    for index in range(stair.treads + 1):
        y = y0 + (y1 - y0) * index / stair.treads
        pen.line((x0, y), (middle - half, y), layer)
        pen.line((middle + half, y), (x1, y), layer)
    pen.rectangle((middle - half, y0 - 60, middle + half, y1 + 60), layer)
    left, right = (x0 + middle) / 2, (x1 + middle) / 2
    cut = y0 + (y1 - y0) * 0.62
    up_end = cut if stair.is_cut else y1 + 300
    arrow(pen, [(left, y0 - 450), (left, up_end - 150)], layer)
    arrow(
        pen,
        [(right, y0 - 450), (right, y1 + 350), (left, y1 + 350), (left, cut + 250)],
        layer,
    )
    if stair.is_cut:
        _break(pen, (x0 - 50, cut - 250), (middle - half, cut + 150), layer)
    pen.text("上", (left, y0 - 650), layer, Lettering(2.2))
    pen.text("下", (right, y0 - 650), layer, Lettering(2.2))


def _break(pen: Pen, start: Point, end: Point, layer: Layer) -> None:
    (x0, y0), (x1, y1) = start, end
    xm, ym = (x0 + x1) / 2, (y0 + y1) / 2
    pen.path(
        [
            start,
            (xm - 90, ym - 40),
            (xm - 40, ym + 190),
            (xm + 40, ym - 190),
            (xm + 90, ym + 40),
            end,
        ],
        layer,
    )


def arrow(pen: Pen, points: Sequence[Point], layer: Layer, size: float = 2.2) -> None:
    """A polyline that ends in a filled arrow head; `size` in paper mm."""
    pen.path(points, layer)
    (x0, y0), (x1, y1) = points[-2], points[-1]
    angle = math.atan2(y1 - y0, x1 - x0)
    length = size * pen.scale
    head = [(x1, y1)]
    for turn in (-0.16, 0.16):
        a = angle + math.pi + turn
        head.append((x1 + length * math.cos(a), y1 + length * math.sin(a)))
    pen.fill(head, layer)


def draw_lift(pen: Pen, box: Box, name: str, layer: Layer = LIFT) -> None:
    """A lift shaft: car with a cross and its counterweight; the box is clear of walls."""
    x0, y0, x1, y1 = box
    car = (x0 + 250, y0 + 250, x1 - 250, y1 - 500)
    pen.rectangle(car, layer)
    pen.lines(
        [((car[0], car[1]), (car[2], car[3])), ((car[0], car[3]), (car[2], car[1]))],
        layer,
    )
    pen.rectangle((x0 + 350, y1 - 380, x1 - 350, y1 - 160), layer)
    pen.text(name, ((x0 + x1) / 2, car[3] + 60), layer, Lettering(1.6))


def leader(
    draft: Draft, points: Sequence[Point], words: Sequence[str], layer: Layer = NOTE
) -> None:
    """A leader from the first point to the last, with rows of text over its shoulder."""
    draft.path(points, layer)
    draft.circle(points[0], 0.4 * draft.scale, layer)
    x, y = points[-1]
    side = 1 if points[-1][0] >= points[0][0] else -1
    length = 2.4 * max(len(row) for row in words) * draft.scale
    draft.line((x, y), (x + side * length, y), layer)
    for index, row in enumerate(words):
        above = y + (1.6 + 3.6 * (len(words) - 1 - index)) * draft.scale
        draft.text(row, (x + side * length / 2, above), layer, Lettering(2.3))
