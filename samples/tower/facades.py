"""The elevations, drawn at 1:150 and plotted through a layout; sheet 建施-07."""

from collections.abc import Sequence
from itertools import pairwise

from samples.drafting.axes import RADIUS
from samples.drafting.draft import Draft, Lettering, Pen, Point
from samples.drafting.layers import (
    AXIS,
    BUBBLE,
    DIMENSION,
    ELEVATION,
    NOTE,
    OUTLINE,
    PATTERN,
    Layer,
)
from samples.drafting.marks import draw_level, draw_title, leader
from samples.tower.building import (
    LENGTH,
    STOREY,
    STOREYS,
    UNIT_MIDDLE,
    level,
    level_text,
)
from samples.tower.facts import Revision

SCALE = 150.0
ROOF_AT = STOREY * STOREYS
PARAPET = ROOF_AT + 1400
HEAD = ROOF_AT + 4500
GROUND = -300.0
SOUTH_ORIGIN = (95.0, 110.0)
# Bedroom windows as left edge and width, then balconies likewise, in one unit half.
WINDOWS = ((750.0, 1800.0), (3750.0, 1800.0), (11100.0, 1800.0))
BALCONY = (6000.0, 4200.0)
LOBBY_FROM = 10000.0
PLAIN = Layer("0")


def draw_elevations(revision: Revision) -> Draft:
    """Sheet 建施-07; the same in both revisions."""
    del revision
    x, y = SOUTH_ORIGIN
    draft = Draft(scale=SCALE, corner=(-x * SCALE, -y * SCALE))
    _south(draft)
    _west(draft, 74000.0)
    draw_title(draft, "1～17 轴立面图", (x + 184, 70), "1:150")
    draw_title(draft, "F～A 轴立面图", (633, 70), "1:150")
    rows = (
        "外墙材料：1. 浅米色真石漆；2. 深灰色真石漆（一～二层）；3. 白色涂料线脚；4. "
        "灰色铝合金窗、透明中空玻璃。",
        "外墙保温为 70 厚岩棉板（A 级），每层设防火隔离带；空调室外机百叶为灰色铝合金。",
    )
    draft.paragraph(rows, draft.at(95, 48), NOTE, height=3.0)
    return draft


def _south(draft: Draft) -> None:
    draft.path([(-3000, GROUND), (LENGTH + 3000, GROUND)], OUTLINE, width=150)
    draft.path(
        [(0, GROUND), (0, PARAPET), (LENGTH, PARAPET), (LENGTH, GROUND)],
        OUTLINE,
        width=90,
    )
    for low in (10200.0, LENGTH - 17400):
        draft.path(
            [(low, PARAPET), (low, HEAD), (low + 7200, HEAD), (low + 7200, PARAPET)],
            OUTLINE,
        )
        draft.rectangle(
            (low + 1000, PARAPET + 900, low + 2200, PARAPET + 2100), ELEVATION
        )
    for storey in range(1, STOREYS + 1):
        _south_storey(draft, storey)
    draft.line((0, ROOF_AT), (LENGTH, ROOF_AT), ELEVATION)
    draft.line((0, 2 * STOREY), (LENGTH, 2 * STOREY), ELEVATION)
    _bricks(
        draft, [(0, GROUND), (LENGTH, GROUND), (LENGTH, 2 * STOREY), (0, 2 * STOREY)]
    )
    for name, x in (("1", 0.0), ("17", LENGTH)):
        _axis(draft, name, x)
    draft.dimension((0, -2600), (LENGTH, -2600), (0, -2600), DIMENSION)
    draw_levels(draft, -1200.0, is_reversed=True)
    draw_storey_chain(draft, LENGTH + 3600)
    leader(
        draft, [(29000, 30600), (31000, 60500), (33000, 60500)], ("1. 浅米色真石漆",)
    )
    leader(draft, [(21000, 3900), (22500, 59400), (20000, 59400)], ("2. 深灰色真石漆",))


def _south_storey(draft: Draft, storey: int) -> None:
    base = STOREY * (storey - 1)
    draft.line((0, base), (LENGTH, base), PATTERN)
    for start, width in WINDOWS:
        for left in _four(start, width):
            if storey == 1 and start > LOBBY_FROM:
                _window(draft, (left + 300, base + 900), (1200, 1500))
            else:
                _window(draft, (left, base + 600), (width, 1800))
    draft.block("立面阳台", _balcony)
    for left in _four(*BALCONY):
        draft.place("立面阳台", (left, base), ELEVATION)
    if storey == 1:
        _entrances(draft, base)


def _four(start: float, width: float) -> tuple[float, ...]:
    """The left edge of a thing in all four flats."""
    other = 2 * UNIT_MIDDLE - start - width
    return start, other, LENGTH - start - width, LENGTH - other - width


def _entrances(draft: Draft, base: float) -> None:
    for x in (UNIT_MIDDLE, LENGTH - UNIT_MIDDLE):
        draft.rectangle((x - 750, base, x + 750, base + 2400), ELEVATION)
        draft.line((x, base), (x, base + 2400), ELEVATION)
        draft.rectangle((x - 2400, base + 2650, x + 2400, base + 2850), ELEVATION)


def _window(draft: Draft, at: Point, size: Point) -> None:
    name = f"立面窗{size[0]:.0f}x{size[1]:.0f}"
    draft.block(name, lambda pen: _window_picture(pen, *size))
    draft.place(name, at, ELEVATION)


def _window_picture(pen: Pen, width: float, height: float) -> None:
    pen.rectangle((0, 0, width, height), PLAIN)
    pen.rectangle((50, 50, width - 50, height - 50), PLAIN)
    pen.line((width / 2, 50), (width / 2, height - 50), PLAIN)
    pen.line((50, height - 450), (width - 50, height - 450), PLAIN)
    pen.rectangle((-80, -100, width + 80, 0), PLAIN)


def _balcony(pen: Pen) -> None:
    width = BALCONY[1]
    pen.rectangle((0, -150, width, 250), PLAIN)
    for y in (1040.0, 1100.0):
        pen.line((0, y), (width, y), PLAIN)
    pen.lines([((n * 200, 250), (n * 200, 1040)) for n in range(22)], PLAIN)
    for left in (600.0, 2100.0):
        right = left + 1500
        pen.path([(left, 1100), (left, 2400), (right, 2400), (right, 1100)], PLAIN)
    for edge in (0.0, width):
        pen.line((edge, 250), (edge, 2750), PLAIN)


def _bricks(draft: Draft, outline: Sequence[Point]) -> None:
    (x0, y0), _, (x1, y1), _ = outline
    y = y0 + 600
    while y < y1:
        draft.line((x0, y), (x1, y), PATTERN)
        y += 600


def _west(draft: Draft, shift: float) -> None:
    def at(y: float) -> float:
        return shift + 13200 - y

    draft.path([(shift - 2500, GROUND), (shift + 17500, GROUND)], OUTLINE, width=150)
    draft.path(
        [(at(10700), GROUND), (at(10700), PARAPET), (at(0), PARAPET), (at(0), GROUND)],
        OUTLINE,
        width=90,
    )
    draft.path(
        [(at(13200), GROUND), (at(13200), HEAD), (at(8100), HEAD), (at(8100), PARAPET)],
        OUTLINE,
    )
    for storey in range(1, STOREYS + 1):
        base = STOREY * (storey - 1)
        draft.line((at(10700), base), (at(0), base), PATTERN)
        _window(draft, (at(5400), base + 900), (600, 1500))
        draft.rectangle((at(0), base - 150, at(-1500), base + 250), ELEVATION)
        draft.lines(
            [
                ((at(0), base + 1100), (at(-1500), base + 1100)),
                ((at(-1500), base + 250), (at(-1500), base + 1100)),
            ],
            ELEVATION,
        )
    _bricks(draft, [(at(13200), GROUND), (0, 0), (at(0), 2 * STOREY), (0, 0)])
    for name, y in (("F", 13200.0), ("A", 0.0)):
        _axis(draft, name, at(y))
    draft.dimension((at(13200), -2600), (at(0), -2600), (at(13200), -2600), DIMENSION)
    draw_levels(draft, shift + 16200)


def _axis(draft: Draft, name: str, x: float) -> None:
    draft.line((x, GROUND), (x, -3600), AXIS)
    y = -3600 - RADIUS * draft.scale
    draft.circle((x, y), RADIUS * draft.scale, BUBBLE)
    draft.text(name, (x, y), BUBBLE, Lettering(4.0))


def draw_levels(draft: Draft, x: float, *, is_reversed: bool = False) -> None:
    """The levels of all storeys, one over the other."""
    side = -1 if is_reversed else 1
    marks = [(level(n) * 1000, level_text(level(n))) for n in range(1, STOREYS + 2)]
    marks += [(GROUND, "-0.300"), (PARAPET, "55.400"), (HEAD, "58.500")]
    for y, words in marks:
        draft.line((x - 600 * side, y), (x + 900 * side, y), DIMENSION)
        if y >= 0:
            draw_level(draft, (x + 300 * side, y), words, is_reversed=is_reversed)
        else:
            draft.text(words, (x + 1600 * side, y - 300), DIMENSION, Lettering(2.5))


def draw_storey_chain(draft: Draft, x: float) -> None:
    """The heights of all storeys as a chain, and the whole height."""
    places = [GROUND, *(STOREY * n for n in range(STOREYS + 1)), PARAPET]
    for low, high in pairwise(places):
        draft.dimension((x, low), (x, high), (x, low), DIMENSION, 90)
    draft.dimension(
        (x + 1500, GROUND), (x + 1500, PARAPET), (x + 1500, GROUND), DIMENSION, 90
    )
