"""Fire (消施-01) and air defence (防施-01) on the plan of the basement."""

from samples.drafting.axes import draw_chains, draw_grid
from samples.drafting.draft import Draft, Lettering, Pen, Point, corners
from samples.drafting.layers import (
    BASE,
    D_AIR,
    D_DOOR,
    D_FILL,
    D_TEXT,
    D_WALL,
    D_WATER,
    D_ZONE,
    D_ZONE_FILL,
    DIMENSION,
    F_DOOR,
    F_HYDRANT,
    F_PIPE,
    F_ROUTE,
    F_SIGN,
    F_SPRINKLER,
    F_TEXT,
    F_ZONE,
    NOTE,
    PARKING,
    Layer,
)
from samples.drafting.marks import (
    Table,
    arrow,
    draw_north,
    draw_table,
    draw_title,
    leader,
)
from samples.drafting.walls import BASE as BASE_LOOK
from samples.drafting.walls import FULL, Look, draw_floor
from samples.tower.basement import (
    FIRE_DOOR,
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
from samples.tower.typical import draw_cores

PLAIN = Layer("0")
FIRE_LOOK = Look(
    BASE,
    BASE_LOOK.wall_fill,
    BASE,
    BASE,
    F_DOOR,
    F_DOOR,
    BASE,
    BASE,
    BASE,
    has_areas=False,
)
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


def draw_fire(revision: Revision) -> Draft:
    """Sheet 消施-01."""
    draft = plan_draft(BASEMENT_ORIGIN)
    draw_grid(draft, BASEMENT_GRID)
    zone = [
        (150.0, BASEMENT_SOUTH + 150),
        (LENGTH - 150, BASEMENT_SOUTH + 150),
        (LENGTH - 150, 5600.0),
        (150.0, 5600.0),
    ]
    draft.path(zone, F_ZONE, closed=True, width=80)
    draw_floor(draft, basement(revision), FIRE_LOOK)
    draw_cores(draft, is_cut=False, stair=BASE, lift=BASE)
    _sprinklers(draft)
    _hydrants(draft)
    _routes(draft)
    door = SHELTER_DOOR if revision is Revision.A else WIDER_DOOR
    x, y = door.at
    draft.text(
        f"疏散净宽 {door.width / 1000:.2f} m",
        (x + 2100, y - 2000),
        F_TEXT,
        Lettering(2.2),
    )
    if revision is Revision.B:
        words = ("平时常开防火门", "向疏散方向开启")
        leader(
            draft,
            [(FIRE_DOOR.at[0], 8000), (20200, 9200), (20600, 9200)],
            words,
            F_TEXT,
        )
    draft.text(
        "防火分区一（汽车库）  面积 812.5 ㎡", (26000, -900), F_TEXT, Lettering(3.5)
    )
    draw_chains(draft, BASEMENT_GRID)
    draw_title(draft, "地下一层消防、疏散平面图", (398, 187))
    draw_north(draft, (735, 545))
    _fire_notes(draft)
    return draft


def _sprinklers(draft: Draft) -> None:
    draft.block("喷头", _sprinkler)
    for row in range(5):
        y = -6900.0 + row * 2600
        draft.line((1500, y), (LENGTH - 1500, y), F_PIPE)
        for column in range(18):
            draft.place("喷头", (1900.0 + column * 3020, y), F_SPRINKLER)
    draft.path([(27000, -6900), (27000, 3500), (10900, 3500), (10900, 5000)], F_PIPE)
    draft.text("DN150", (18500, 3750), F_TEXT, Lettering(2.0))
    leader(
        draft,
        [(10900, 5000), (9300, 3900), (8700, 3900)],
        ("湿式报警阀组", "ZP-1"),
        F_TEXT,
    )


def _sprinkler(pen: Pen) -> None:
    pen.circle((0, 0), 120, PLAIN)
    pen.fill([(-70, -70), (70, -70), (0, 100)], PLAIN)


def _hydrants(draft: Draft) -> None:
    for index, (x, y) in enumerate(
        (
            (6000, 450),
            (21600, 450),
            (33600, 450),
            (49200, 450),
            (17000, 6100),
            (38200, 6100),
        ),
        1,
    ):
        box = (x - 120.0, y - 350.0, x + 120.0, y + 350.0)
        draft.rectangle(box, F_HYDRANT)
        draft.fill(corners(box)[:3], F_HYDRANT)
        draft.text(f"XHS-{index}", (x + 750, y + 300), F_TEXT, Lettering(1.8))


def _routes(draft: Draft) -> None:
    for route in (
        [(27600, -3500), (27600, 6900), (22000, 6900)],
        [(21200, 6900), (13500, 6900), (12200, 7600), (12200, 8900)],
        [(8000, -1500), (16000, 2600), (24500, 2600), (24500, 6500)],
        [(47000, -1500), (36500, 2600), (36500, 6800), (38500, 6800)],
        [(40000, 6900), (43000, 7500), (43000, 8900)],
    ):
        arrow(draft, [(float(x), float(y)) for x, y in route], F_ROUTE, 3.0)
    places: tuple[Point, ...] = (
        (22300, 7900),
        (16800, 7900),
        (37600, 7900),
        (24500, 5000),
        (36500, 5000),
    )
    for x, y in places:
        draft.rectangle((x - 350, y - 140, x + 350, y + 140), F_SIGN)
        arrow(draft, [(x + 220, y), (x - 220, y)], F_SIGN, 1.2)
    draft.text("最远疏散距离 34.6 m", (10500, 1300), F_TEXT, Lettering(2.4))


def _fire_notes(draft: Draft) -> None:
    rows = (
        "说明：",
        "1. 地下一层耐火等级一级；汽车库为一个防火分区，设自动喷水灭火系统，面积小于 4000 ㎡。",
        "2. 汽车库室内任一点至最近人员安全出口的疏散距离不大于 60 m；安全出口 2 个，借用 1、2 单元楼梯间。",
        "3. 汽车库与楼梯间、前室之间为 3.00 h 防火隔墙，连通处设甲级防火门，向疏散方向开启。",
        "4. 喷头采用 K80 直立型，间距不大于 3.4 m；火灾危险等级中危险 II 级，作用面积 160 ㎡。",
        "5. 疏散走道地面最低水平照度 3.0 lx，楼梯间、前室 5.0 lx；应急照明时间不小于 30 min。",
        "6. 人防门平时处于开启固定状态时，不得占用疏散宽度；疏散出口净宽不小于 1.20 m。",
    )
    draft.paragraph(rows, draft.at(60, 165), NOTE, height=3.5)
    table = (
        ("图例", "名称"),
        ("红色粗点划线", "防火分区界线"),
        ("绿色箭头线", "疏散路线"),
        ("圆内三角", "喷头"),
        ("半黑方框", "室内消火栓"),
    )
    draw_table(draft, Table("图例表", (44, 66), table, 8.0, 3.0), (620, 150))


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
    for x in range(12000, 50000, 5400):
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
        f"1. 本工程为{d.wartime_use}，抗力等级{d.grade}，防化等级丁级，掩蔽人数 {d.people} 人；平时功能为{d.peacetime_use}。",
        f"2. 建筑面积 {d.built_area} ㎡，防护面积 {d.protected_area} ㎡，口部外通道面积 {d.passage_area} ㎡，掩蔽面积 {d.shelter_area} ㎡。",
        "3. 战时通风设清洁式、滤毒式、隔绝式三种方式；清洁通风量 6 m3/(人·h)，滤毒通风量 2.5 m3/(人·h)。",
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
