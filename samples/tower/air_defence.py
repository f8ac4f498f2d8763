"""The shelter in war: protective doors, air, water; sheet 防施-01."""

from samples.drafting.axes import draw_chains, draw_grid
from samples.drafting.draft import Draft, Lettering, Point
from samples.drafting.layers import (
    D_AIR,
    D_DOOR,
    D_FILL,
    D_TEXT,
    D_WALL,
    D_WATER,
    D_ZONE,
    D_ZONE_FILL,
    DIMENSION,
    NOTE,
    PARKING,
)
from samples.drafting.marks import (
    Table,
    draw_north,
    draw_table,
    draw_title,
    leader,
)
from samples.drafting.walls import FULL, Look, draw_floor
from samples.tower.basement import (
    SHELTER_DOOR,
    WIDER_DOOR,
    basement,
    draw_basement_parts,
)
from samples.tower.building import (
    BASEMENT_GRID,
    BASEMENT_ORIGIN,
    BASEMENT_SOUTH,
    LENGTH,
    plan_draft,
)
from samples.tower.facts import FACTS, Revision

DEFENCE_LOOK = Look(
    D_WALL,
    FULL.wall_fill,
    D_WALL,
    D_FILL,
    D_DOOR,
    D_TEXT,
    FULL.fitting,
    FULL.room,
    FULL.area,
)


def draw_air_defence(revision: Revision) -> Draft:
    """Sheet 防施-01: the shelter in war."""
    draft = plan_draft(BASEMENT_ORIGIN)
    draw_grid(draft, BASEMENT_GRID)
    draw_floor(draft, basement(revision), DEFENCE_LOOK)
    draw_basement_parts(draft, has_cars=False)
    zone: list[Point] = [
        (0, BASEMENT_SOUTH),
        (LENGTH, BASEMENT_SOUTH),
        (LENGTH, 10700),
        (0, 10700),
    ]
    draft.path(zone, D_ZONE, closed=True, width=100)
    for index, x in enumerate((13800.0, 27600.0, 41400.0), 1):
        draft.rectangle((x - 250, BASEMENT_SOUTH + 200, x + 250, 4300), D_ZONE_FILL)
        draft.text(
            f"抗爆隔墙 {index}", (x + 700, -5500), D_TEXT, Lettering(2.2, rotation=90)
        )
    for index, x in enumerate((6800.0, 20700.0, 34500.0, 48300.0), 1):
        draft.text(f"抗爆单元 {index}", (x, -5200), D_TEXT, Lettering(3.5))
        draft.text("203 ㎡", (x, -5900), D_TEXT, Lettering(2.5))
    _ducts(draft)
    _wartime(draft)
    door = SHELTER_DOOR if revision is Revision.A else WIDER_DOOR
    low, high = door.box[1], door.box[3]
    draft.dimension((18300, low), (18300, high), (18300, low), DIMENSION, 90)
    draw_chains(draft, BASEMENT_GRID)
    draw_title(draft, "防空地下室战时平面图", (398, 187))
    draw_north(draft, (735, 545))
    _defence_notes(draft)
    return draft


def _ducts(draft: Draft) -> None:
    for shift in (-200.0, 200.0):
        draft.path(
            [
                (8100, 9000 + shift),
                (9400, 9000 + shift),
                (9400 + shift, 3200 + shift),
                (50000, 3200 + shift),
            ],
            D_AIR,
        )
    for x in (12000.0 + 5400 * n for n in range(8)):
        draft.rectangle((x - 250, 2900, x + 250, 3500), D_AIR)
        draft.line((x - 250, 2900), (x + 250, 3500), D_AIR)
    draft.text("送风管 800×320  L=6000 m3/h", (30000, 3800), D_TEXT, Lettering(2.4))
    for x, y, words in (
        (7200.0, 9100.0, "DJF-1"),
        (4200.0, 8900.0, "RFP-1000"),
        (53600.0, 9600.0, "PF-1"),
    ):
        draft.circle((x, y), 450, D_AIR)
        draft.rectangle((x - 600, y - 600, x + 600, y + 600), D_AIR)
        draft.text(words, (x, y), D_TEXT, Lettering(1.8))
    for x in (50000.0, 51000.0):
        draft.rectangle((x, 9300, x + 900, 10400), D_WATER)
        draft.line((x, 9300), (x + 900, 10400), D_WATER)
    draft.path([(50450, 9300), (50450, 5300), (29000, 5300)], D_WATER)


def _wartime(draft: Draft) -> None:
    for index, x in enumerate((46000.0, 47600.0)):
        for n in range(4):
            y = 6100.0 + n * 1100
            draft.rectangle((x, y, x + 900, y + 900), D_WATER)
        draft.text(
            ("男干厕", "女干厕")[index], (x + 450, 10400), D_TEXT, Lettering(2.2)
        )
    for row in range(2):
        for column in range(17):
            x, y = 2200.0 + column * 3100, -7700.0 + row * 4000
            draft.rectangle((x, y, x + 1800, y + 450), PARKING)
    leader(
        draft,
        [(17400, 7900), (18400, 9300), (18900, 9300)],
        ("次要出入口", "防护密闭门外开"),
        D_TEXT,
    )
    leader(
        draft,
        [(0, 6000), (1300, 3600), (1800, 3600)],
        ("主要出入口", "HFM1220（防护密闭门）"),
        D_TEXT,
    )
    leader(
        draft,
        [(LENGTH, 300), (51500, -900), (50800, -900)],
        ("车道口战时封堵", "HFM6025"),
        D_TEXT,
    )


def _defence_notes(draft: Draft) -> None:
    d = FACTS.air_defence
    rows = (
        "说明：",
        f"1. 本工程为{d.wartime_use}，抗力等级{d.grade}，防化等级丁级，掩蔽人数 "
        f"{d.people} 人；平时功能为{d.peacetime_use}。",
        f"2. 建筑面积 {d.built_area} ㎡，防护面积 {d.protected_area} ㎡，"
        f"口部外通道面积 {d.passage_area} ㎡，掩蔽面积 {d.shelter_area} ㎡。",
        "3. 战时通风设清洁式、滤毒式、隔绝式三种方式；清洁通风量 6 m3/(人·h)，"
        "滤毒通风量 2.5 m3/(人·h)。",
        "4. 防护密闭门应向外（冲击波来向）开启，门扇开启范围内不得设置影响其关闭的构件。",
        "5. 抗爆隔墙、干厕、战时水箱为临战转换内容，转换时限 15 天；封堵构件就近存放。",
        "6. 门框墙、临空墙厚 300，混凝土 C40，配筋见防护结构图；预埋套管均做密闭处理。",
    )
    draft.paragraph(rows, draft.at(60, 165), NOTE, height=3.5)
    table = (
        ("编号", "名称", "门洞 (宽×高)", "数量"),
        ("HFM1220", "钢筋混凝土防护密闭门", "1200×2000", "2"),
        ("HFM1020", "钢筋混凝土防护密闭门", "1000×2000", "1"),
        ("HM1520", "密闭门", "1500×2000", "1"),
        ("HM1220", "密闭门", "1200×2000", "2"),
        ("HM0820", "密闭门", "800×2000", "2"),
    )
    draw_table(draft, Table("人防门表", (30, 52, 40, 16), table, 7.0, 2.8), (580, 150))
