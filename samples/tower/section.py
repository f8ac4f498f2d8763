"""The section through the stair; sheet 建施-08."""

from itertools import pairwise

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
    SECTION,
    STAIR,
    WALL,
)
from samples.drafting.marks import Table, draw_table, draw_title
from samples.tower.building import (
    STOREY,
    STOREYS,
    level,
    level_text,
)
from samples.tower.facades import (
    GROUND,
    HEAD,
    PARAPET,
    ROOF_AT,
    SCALE,
    draw_levels,
    draw_storey_chain,
)
from samples.tower.facts import Revision


def draw_section(revision: Revision) -> Draft:
    """Sheet 建施-08: section 1-1 through the stair; the same in both revisions."""
    del revision
    draft = Draft(scale=SCALE, corner=(-130 * SCALE, -120 * SCALE))
    _draw_slabs(draft)
    _draw_cut_stair(draft)
    draw_levels(draft, -3300.0, is_reversed=True)
    draw_storey_chain(draft, 17600.0)
    for name, y in (("A", 0.0), ("B", 4500.0), ("D", 8100.0), ("F", 13200.0)):
        x = 13200 - y
        draft.line((x, -5400), (x, -7400), AXIS)
        draft.circle((x, -8000), RADIUS * draft.scale, BUBBLE)
        draft.text(name, (x, -8000), BUBBLE, Lettering(4.0))
    places = [0.0, 5100.0, 8700.0, 13200.0]
    for start, end in pairwise(places):
        draft.dimension((start, -6600), (end, -6600), (start, -6600), DIMENSION)
    draw_title(draft, "1-1 剖面图", (175, 48), "1:150")
    rows = [("楼层", "标高 (m)", "层高 (m)", "混凝土强度", "功能")]
    rows += [
        (
            f"{n} 层",
            level_text(level(n)),
            "3.000",
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
        "2. 楼梯踏步 18×166.7（高）×260（宽），扶手高 900，水平段长度大于 500 时高 1100。",
        "3. 梯段净宽 1200，平台净宽不小于 1200；楼梯间为防烟楼梯间，前室设机械加压送风。",
        "4. 建筑高度 54.30 m（室外地面至屋面面层），一类高层住宅，耐火等级一级，地下室一级。",
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
