"""Fire compartments, sprinklers and routes of escape in the basement; sheet 消施-01."""

from samples.drafting.axes import draw_chains, draw_grid
from samples.drafting.draft import Draft, Lettering, Pen, Point, corners
from samples.drafting.layers import (
    BASE,
    F_DOOR,
    F_HYDRANT,
    F_PIPE,
    F_ROUTE,
    F_SIGN,
    F_SPRINKLER,
    F_TEXT,
    F_ZONE,
    NOTE,
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
from samples.drafting.walls import Look, draw_floor
from samples.tower.basement import (
    FIRE_DOOR,
    SHELTER_DOOR,
    WIDER_DOOR,
    basement,
)
from samples.tower.building import (
    BASEMENT_GRID,
    BASEMENT_ORIGIN,
    BASEMENT_SOUTH,
    LENGTH,
    plan_draft,
)
from samples.tower.facts import Revision
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
        "2. 汽车库室内任一点至最近人员安全出口的疏散距离不大于 60 m；安全出口 2 个，"
        "借用 1、2 单元楼梯间。",
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
