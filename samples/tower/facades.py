"""Elevations (建施-07, drawn at 1:150 and plotted through a layout) and section (建施-08)."""

from collections.abc import Sequence

from samples.drafting.axes import RADIUS
from samples.drafting.draft import Draft, Lettering
from samples.drafting.layers import (
    AXIS,
    BUBBLE,
    CONCRETE_FILL,
    DIMENSION,
    ELEVATION,
    NOTE,
    OUTLINE,
    PATTERN,
    SECTION,
    STAIR,
    WALL,
)
from samples.drafting.marks import Table, draw_level, draw_table, draw_title, leader
from samples.tower.building import LENGTH, STOREY, STOREYS, level, level_text
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
        "外墙材料：1. 浅米色真石漆；2. 深灰色真石漆（一～二层）；3. 白色涂料线脚；4. 灰色铝合金窗、透明中空玻璃。",
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
    _levels(draft, -1200.0, is_reversed=True)
    _chain(draft, LENGTH + 3600)
    leader(
        draft, [(29000, 30600), (31000, 60500), (33000, 60500)], ("1. 浅米色真石漆",)
    )
    leader(draft, [(21000, 3900), (22500, 59400), (20000, 59400)], ("2. 深灰色真石漆",))


def _south_storey(draft: Draft, storey: int) -> None:
    base = STOREY * (storey - 1)
    draft.line((0, base), (LENGTH, base), PATTERN)
    for start, width in WINDOWS:
        is_lobby = storey == 1 and start > 10000
        for x in (start, 2 * 13800 - start - width):
            for left in (x, LENGTH - x - width):
                if is_lobby:
                    _window(draft, left + 300, base + 900, 1200, 1500)
                else:
                    _window(draft, left, base + 600, width, 1800)
    for x in (BALCONY[0], 2 * 13800 - BALCONY[0] - BALCONY[1]):
        for left in (x, LENGTH - x - BALCONY[1]):
            _balcony(draft, left, base)
    if storey == 1:
        for x in (13800.0, LENGTH - 13800):
            draft.rectangle((x - 750, base, x + 750, base + 2400), ELEVATION)
            draft.line((x, base), (x, base + 2400), ELEVATION)
            draft.rectangle((x - 2400, base + 2650, x + 2400, base + 2850), ELEVATION)


def _window(draft: Draft, x: float, y: float, width: float, height: float) -> None:
    name = f"立面窗{width:.0f}x{height:.0f}"

    def picture(pen: object) -> None:
        block = draft.doc.blocks[name]
        for box in ((0, 0, width, height), (50, 50, width - 50, height - 50)):
            x0, y0, x1, y1 = box
            block.add_lwpolyline([(x0, y0), (x1, y0), (x1, y1), (x0, y1)], close=True)
        block.add_line((width / 2, 50), (width / 2, height - 50))
        block.add_line((50, height - 450), (width - 50, height - 450))
        block.add_lwpolyline(
            [(-80, -100), (width + 80, -100), (width + 80, 0), (-80, 0)], close=True
        )

    draft.block(name, picture)
    draft.place(name, (x, y), ELEVATION)


def _balcony(draft: Draft, x: float, base: float) -> None:
    name = "立面阳台"

    def picture(pen: object) -> None:
        block = draft.doc.blocks[name]
        width = BALCONY[1]
        block.add_lwpolyline(
            [(0, -150), (width, -150), (width, 250), (0, 250)], close=True
        )
        block.add_line((0, 1100), (width, 1100))
        block.add_line((0, 1040), (width, 1040))
        for n in range(22):
            block.add_line((n * 200, 250), (n * 200, 1040))
        for left in (600.0, 2100.0):
            block.add_lwpolyline(
                [(left, 1100), (left, 2400), (left + 1500, 2400), (left + 1500, 1100)]
            )
        for edge in (0.0, width):
            block.add_line((edge, 250), (edge, 2750))

    draft.block(name, picture)
    draft.place(name, (x, base), ELEVATION)


def _bricks(draft: Draft, outline: Sequence[tuple[float, float]]) -> None:
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
        _window(draft, at(5400), base + 900, 600, 1500)
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
    _levels(draft, shift + 16200)


def _axis(draft: Draft, name: str, x: float) -> None:
    draft.line((x, GROUND), (x, -3600), AXIS)
    y = -3600 - RADIUS * draft.scale
    draft.circle((x, y), RADIUS * draft.scale, BUBBLE)
    draft.text(name, (x, y), BUBBLE, Lettering(4.0))


def _levels(draft: Draft, x: float, *, is_reversed: bool = False) -> None:
    side = -1 if is_reversed else 1
    marks = [(level(n) * 1000, level_text(level(n))) for n in range(1, STOREYS + 2)]
    marks += [(GROUND, "-0.300"), (PARAPET, "53.600"), (HEAD, "56.700")]
    for y, words in marks:
        draft.line((x - 600 * side, y), (x + 900 * side, y), DIMENSION)
        if y >= 0:
            draw_level(draft, (x + 300 * side, y), words, is_reversed=is_reversed)
        else:
            draft.text(words, (x + 1600 * side, y - 300), DIMENSION, Lettering(2.5))


def _chain(draft: Draft, x: float) -> None:
    places = [GROUND, *(STOREY * n for n in range(STOREYS + 1)), PARAPET]
    for low, high in zip(places, places[1:], strict=False):
        draft.dimension((x, low), (x, high), (x, low), DIMENSION, 90)
    draft.dimension(
        (x + 1500, GROUND), (x + 1500, PARAPET), (x + 1500, GROUND), DIMENSION, 90
    )


def draw_section(revision: Revision) -> Draft:
    """Sheet 建施-08: section 1-1 through the stair; the same in both revisions."""
    del revision
    draft = Draft(scale=SCALE, corner=(-130 * SCALE, -120 * SCALE))
    _draw_slabs(draft)
    _draw_cut_stair(draft)
    _levels(draft, -3300.0, is_reversed=True)
    _chain(draft, 17600.0)
    for name, y in (("A", 0.0), ("B", 4500.0), ("D", 8100.0), ("F", 13200.0)):
        x = 13200 - y
        draft.line((x, -5400), (x, -7400), AXIS)
        draft.circle((x, -8000), RADIUS * draft.scale, BUBBLE)
        draft.text(name, (x, -8000), BUBBLE, Lettering(4.0))
    places = [0.0, 5100.0, 8700.0, 13200.0]
    for start, end in zip(places, places[1:], strict=False):
        draft.dimension((start, -6600), (end, -6600), (start, -6600), DIMENSION)
    draw_title(draft, "1-1 剖面图", (175, 48), "1:150")
    rows = [("楼层", "标高 (m)", "层高 (m)", "混凝土强度", "功能")]
    rows += [
        (
            f"{n} 层",
            level_text(level(n)),
            "2.900",
            "C40" if n < 7 else "C35" if n < 13 else "C30",
            "住宅",
        )
        for n in range(STOREYS, 0, -1)
    ]
    rows.append(("地下一层", "-3.900", "3.900", "C40", "汽车库 / 人防"))
    draw_table(
        draft, Table("楼层表", (30, 34, 30, 34, 46), tuple(rows), 8.0, 3.0), (340, 540)
    )
    _draw_parts(draft)
    return draft


def _draw_slabs(draft: Draft) -> None:
    def block(x0: float, y0: float, x1: float, y1: float) -> None:
        box = [(x0, y0), (x1, y0), (x1, y1), (x0, y1)]
        draft.fill(box, CONCRETE_FILL)
        draft.path(box, SECTION, closed=True)

    for storey in range(1, STOREYS + 2):
        y = STOREY * (storey - 1)
        block(5000, y - 120, 13300, y)
        block(13300, y - 400, 13100, y - 120)
        block(5000, y - 500, 5200, y - 120)
        block(8600, y - 500, 8800, y - 120)
        if storey <= STOREYS:
            _draw_room_lines(draft, y)
    block(-150, -4200, 13450, -3900)
    block(-150, -3900, 150, 0)
    block(13300, -3900, 13100, -120)
    block(-400, -4500, 14000, -4200)
    block(-100, 0, 100, HEAD)
    block(4900, ROOF_AT, 5100, HEAD)
    block(-100, HEAD, 5100, HEAD + 150)
    block(13200, ROOF_AT, 13300, PARAPET)
    draft.path([(-3000, GROUND), (0, GROUND)], OUTLINE, width=120)
    draft.path([(13300, GROUND), (17000, GROUND)], OUTLINE, width=120)


def _draw_room_lines(draft: Draft, y: float) -> None:
    draft.rectangle((13100, y + 600, 13300, y + 2400), WALL)
    for x in (13160.0, 13240.0):
        draft.line((x, y + 600), (x, y + 2400), WALL)
    draft.rectangle((8700, y, 8800, y + 2400), WALL)
    draft.rectangle((9400, y, 10300, y + 2100), ELEVATION)
    draft.rectangle((5600, y, 6600, y + 2100), ELEVATION)


def _draw_cut_stair(draft: Draft) -> None:
    for storey in range(1, STOREYS + 1):
        base = STOREY * (storey - 1)
        rise, tread, start = STOREY / 18, 260.0, 3500.0
        up = [(start, base)]
        for n in range(9):
            up += [
                (start - n * tread, base + (n + 1) * rise),
                (start - (n + 1) * tread, base + (n + 1) * rise),
            ]
        draft.path(up, SECTION)
        draft.path(
            [(start, base - 150), (start - 8 * tread, base + 9 * rise - 150)], SECTION
        )
        half = base + 9 * rise
        draft.rectangle((100, half - 120, start - 9 * tread, half), SECTION)
        back = [(start - 8 * tread, half)]
        for n in range(9):
            back += [
                (start - (8 - n) * tread, half + (n + 1) * rise),
                (start - (7 - n) * tread, half + (n + 1) * rise),
            ]
        draft.path(back, STAIR)
        draft.rectangle((start + tread, base - 120, 5000, base), SECTION)
        rail = [
            (start, base + 900),
            (start - 8 * tread, half + 900),
            (start, base + STOREY + 900),
        ]
        draft.path(rail, STAIR)
        draft.rectangle((-100, half + 200, 100, half + 1700), WALL)


def _draw_parts(draft: Draft) -> None:
    rows = (
        "说明：",
        "1. 剖切位置见建施-04；±0.000 相当于绝对标高 128.600 m。",
        "2. 楼梯踏步 18×161.1（高）×260（宽），扶手高 900，水平段长度大于 500 时高 1100。",
        "3. 梯段净宽 1200，平台净宽不小于 1200；楼梯间为防烟楼梯间，前室设机械加压送风。",
        "4. 建筑高度 52.50 m（室外地面至屋面面层），二类高层住宅，耐火等级二级，地下室一级。",
        "5. 地下一层层高 3.900，顶板厚 300（人防顶板），战时覆土为零。",
        "6. 外窗窗台高 600 者设 900 高内护栏；凸出屋面的电梯机房层高 4.500。",
        "7. 外墙、屋面节能做法见建施-02。",
    )
    draft.paragraph(rows, draft.at(340, 350), NOTE, height=3.5, leading=2.0)
    finishes = (
        ("部位", "做法", "厚度 (mm)", "备注"),
        ("楼面一", "地砖地面（水泥砂浆结合层）", "50", "客厅、走道、前室"),
        ("楼面二", "防滑地砖（JS 防水涂料 1.5）", "70", "卫生间、厨房、阳台"),
        ("地下室底板", "200 厚 C20 垫层、4+3 SBS 卷材、50 厚保护层", "300", "防水一级"),
        ("内墙", "混合砂浆、白色内墙涂料", "20", "住宅各房间"),
        ("外墙", "70 厚岩棉板、抗裂砂浆、真石漆", "85", "A 级保温"),
        ("顶棚", "腻子、白色涂料", "3", "全部"),
        ("屋面", "倒置式保温上人屋面", "200", "详建施-06"),
    )
    draw_table(
        draft, Table("主要构造做法表", (36, 92, 28, 50), finishes, 9.0, 3.0), (340, 200)
    )
