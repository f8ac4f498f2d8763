"""The basement, an air-defence shelter in war and a garage in peace; sheet 建施-03."""

from dataclasses import replace

from samples.drafting.axes import draw_chains, draw_grid
from samples.drafting.draft import Draft, Lettering
from samples.drafting.fittings import place_fitting
from samples.drafting.layers import DIMENSION, NOTE, PARKING
from samples.drafting.marks import (
    arrow,
    draw_level,
    draw_north,
    draw_title,
    leader,
)
from samples.drafting.plan import (
    Fitting,
    FloorPlan,
    Opening,
    OpeningKind,
    Room,
    concrete,
    wall,
)
from samples.drafting.walls import draw_floor
from samples.tower.building import (
    BASEMENT_GRID,
    BASEMENT_ORIGIN,
    BASEMENT_SOUTH,
    LENGTH,
    MIDDLE,
    plan_draft,
)
from samples.tower.facts import FACTS, Revision
from samples.tower.typical import draw_cores

BLAST, DOOR, HOLE = OpeningKind.BLAST, OpeningKind.DOOR, OpeningKind.HOLE

# 消-01 against 人-01: the door between the lobby of core 1 and the airtight passage.
SHELTER_DOOR = Opening(
    "HFM1220", (17400, 6800), 1200, BLAST, is_upright=True, hinge=-1, swing=-1
)
# 会-01: wider, hinged on the other side; a fire door of its own behind it.
WIDER_DOOR = replace(SHELTER_DOOR, tag="HFM1520", at=(17400, 6900), width=1500, hinge=1)
FIRE_DOOR = Opening(
    "FM甲1521", (19600, 6900), 1500, DOOR, is_upright=True, hinge=1, swing=-1
)
FIRE_WALL = wall((19600, 5700), (19600, 8100))
WEST_STAIR = (-3900.0, 5850.0, -700.0, 7950.0)


def basement(revision: Revision) -> FloorPlan:
    """The basement of one revision."""
    plan = _shell() + _rooms() + _core_walls() + _core_walls().mirrored(MIDDLE)
    plan = plan + _entrances()
    if revision is Revision.A:
        return plan + FloorPlan(openings=(SHELTER_DOOR,))
    return plan + FloorPlan(walls=(FIRE_WALL,), openings=(WIDER_DOOR, FIRE_DOOR))


def draw_basement(revision: Revision) -> Draft:
    """Sheet 建施-03."""
    draft = plan_draft(BASEMENT_ORIGIN)
    draw_grid(draft, BASEMENT_GRID)
    draw_floor(draft, basement(revision))
    draw_basement_parts(draft)
    draw_chains(draft, BASEMENT_GRID)
    width = SHELTER_DOOR if revision is Revision.A else WIDER_DOOR
    low, high = width.box[1], width.box[3]
    draft.dimension((18300, low), (18300, high), (18300, low), DIMENSION, 90)
    leader(
        draft,
        [(27000, -8200), (28200, -9100), (29000, -9100)],
        ("地下室外墙 300 厚 P8 抗渗混凝土，外贴防水层，详建施-02",),
    )
    draw_title(draft, "地下一层平面图（防空地下室·平时）", (398, 187))
    draw_north(draft, (735, 545))
    _draw_notes(draft)
    return draft


def draw_basement_parts(draft: Draft, *, has_cars: bool = True) -> None:
    """Stairs, lifts, cars, driving lane and levels of the basement."""
    draw_cores(draft, is_cut=False)
    _draw_outside_stair(draft)
    if has_cars:
        _draw_cars(draft)
    for at in ((25200.0, 1000.0), (3800.0, 1600.0), (47000.0, 1600.0)):
        draw_level(draft, at, "-3.900")


def parking() -> tuple[Fitting, ...]:
    """Cars along the south wall, between the columns."""
    columns = {round(x) for x in _column_places()}
    cars = []
    for bay in range(len(_column_places()) - 1):
        low, high = _column_places()[bay : bay + 2]
        free = high - low - 600
        count = int(free // 2400)
        start = low + 300 + (free - count * 2400) / 2 + 1200
        cars += [
            Fitting("停车位", (start + 2400 * n, BASEMENT_SOUTH + 150 + 5300), turn=180)
            for n in range(count)
        ]
    return tuple(car for car in cars if round(car.at[0]) not in columns)


def _column_places() -> tuple[float, ...]:
    return (0.0, 6000.0, 13800.0, 21600.0, 27600.0, 33600.0, 41400.0, 49200.0, LENGTH)


def _shell() -> FloorPlan:
    south, x1 = BASEMENT_SOUTH, LENGTH
    outline = ((0, south), (x1, south), (x1, 10700), (0, 10700))
    walls = [
        concrete(start, end, 300)
        for start, end in zip(outline, (*outline[1:], outline[0]), strict=True)
    ]
    columns = tuple(
        Fitting("柱600", (x, -2700)) for x in _column_places()[1:-1]
    ) + tuple(
        Fitting("柱500", (x, y))
        for x in (6000.0, 21600.0, 27600.0, 33600.0, 49200.0)
        for y in (0.0, 4500.0)
    )
    return FloorPlan(
        tuple(walls),
        (Opening("车道出入口", (x1, 300), 6000, HOLE, is_upright=True, thickness=300),),
        (
            Room("汽车库（平时）", (27600, 2600), 812.5),
            Room("人员掩蔽区（战时）", (27600, 7300)),
        ),
        columns,
    )


def _rooms() -> FloorPlan:
    """Entrance rooms for war at the west, plant rooms at the east."""
    west = FloorPlan(
        walls=(
            concrete((3300, 5700), (3300, 10700)),
            concrete((0, 5700), (10200, 5700)),
            concrete((0, 8100), (10200, 8100)),
            concrete((6000, 8100), (6000, 10700)),
        ),
        openings=(
            Opening(
                "HM1220", (3300, 6900), 1200, BLAST, is_upright=True, hinge=-1, swing=-1
            ),
            Opening("HM0820", (1650, 8100), 800, BLAST, hinge=1),
            Opening("HM0820", (4650, 8100), 800, BLAST, hinge=1),
            Opening("FM甲1021", (8100, 8100), 1000, hinge=1),
            Opening("HM1220", (8100, 5700), 1200, BLAST, hinge=-1, swing=-1),
        ),
        rooms=(
            Room("防毒通道", (1650, 7300), 7.2),
            Room("简易洗消间", (1650, 9600), 7.9),
            Room("密闭通道", (6800, 7000), 15.4),
            Room("滤毒室", (4650, 9600), 6.1),
            Room("进风机房", (8100, 9700), 10.4),
        ),
    )
    east = FloorPlan(
        walls=(
            wall((45000, 5700), (55200, 5700)),
            wall((49200, 5700), (49200, 10700)),
            wall((52000, 5700), (52000, 10700)),
        ),
        openings=(
            Opening("FM甲1221", (47100, 5700), 1200, OpeningKind.DOUBLE, swing=-1),
            Opening("FM甲1021", (50600, 5700), 1000, swing=-1),
            Opening("HM1020", (53600, 5700), 1000, BLAST, swing=-1),
        ),
        rooms=(
            Room("配电间", (47100, 8400), 19.2),
            Room("战时水箱间", (50600, 8400), 12.5),
            Room("排风机房", (53600, 8400), 14.4),
        ),
    )
    return west + east


def _entrances() -> FloorPlan:
    """Blast doors at the outer wall and at the second core, the passage of core 1."""
    return FloorPlan(
        walls=(
            concrete((17400, 5700), (21600, 5700)),
            concrete((17400, 8100), (21600, 8100)),
            concrete((21600, 5700), (21600, 8100)),
            concrete((-4500, 5700), (0, 5700), 250),
            concrete((-4500, 8100), (0, 8100), 250),
        ),
        openings=(
            Opening(
                "HFM1220",
                (0, 6900),
                1200,
                BLAST,
                is_upright=True,
                hinge=1,
                swing=-1,
                thickness=300,
            ),
            Opening(
                "HM1520", (21600, 6900), 1500, BLAST, is_upright=True, hinge=1, swing=-1
            ),
            Opening(
                "HFM1020",
                (LENGTH - 17400, 6800),
                1000,
                BLAST,
                is_upright=True,
                swing=-1,
            ),
        ),
        rooms=(Room("密闭通道", (20600, 7400)),),
    )


def _core_walls() -> FloorPlan:
    return FloorPlan(
        walls=(
            concrete((10200, 4500), (10200, 13200)),
            concrete((17400, 4500), (17400, 13200)),
            concrete((10200, 13200), (17400, 13200), 300),
            concrete((10200, 4500), (17400, 4500)),
            concrete((12900, 8100), (12900, 13200)),
            concrete((15150, 10700), (15150, 13200)),
            concrete((12900, 10700), (17400, 10700)),
            concrete((10200, 8100), (12900, 8100)),
            wall((10200, 5700), (17400, 5700)),
            *(wall((x, 4500), (x, 5700)) for x in (11700, 12900, 14700, 16200)),
        ),
        openings=(
            Opening("FM乙1021", (12200, 8100), 1000, hinge=-1, swing=1),
            Opening("DM1121", (14025, 10700), 1100, HOLE),
            Opening("DM1121", (16275, 10700), 1100, HOLE),
            Opening("FM丙0618", (10950, 5700), 600, hinge=1),
            Opening("FM丙0618", (12300, 5700), 600),
        ),
        rooms=(
            Room("合用前室", (15150, 9300), 26.6),
            Room("水井", (10950, 5050)),
            Room("强电", (12300, 5050)),
            Room("风井", (13800, 5050)),
            Room("弱电", (15450, 5050)),
            Room("风井", (16800, 5050)),
        ),
    )


def _draw_outside_stair(draft: Draft) -> None:
    x0, y0, x1, y1 = WEST_STAIR
    for index in range(13):
        x = x0 + (x1 - x0) * index / 12
        draft.line((x, y0), (x, y1), NOTE)
    middle = (y0 + y1) / 2
    arrow(draft, [(x1 + 250, middle), (x0 - 200, middle)], NOTE)
    draft.text("上", (x1 + 420, middle), NOTE)
    draft.text("战时主要出入口", ((x0 + x1) / 2, y1 + 700), NOTE, Lettering(2.4))


def _draw_cars(draft: Draft) -> None:
    for number, car in enumerate(parking(), 1):
        place_fitting(draft, car, PARKING)
        x, _ = car.at
        draft.text(f"P{number:02d}", (x, BASEMENT_SOUTH + 800), PARKING, Lettering(1.8))
    arrow(draft, [(LENGTH - 1500, 1000), (LENGTH - 7500, 1000)], NOTE, 3.5)
    arrow(draft, [(LENGTH - 7500, -600), (LENGTH - 1500, -600)], NOTE, 3.5)
    arrow(draft, [(18000, -900), (12000, -900)], NOTE, 3.5)


def _draw_notes(draft: Draft) -> None:
    defence = FACTS.air_defence
    rows = (
        "说明：",
        "1. 本层平时为汽车库（停车 20 辆），战时为二等人员掩蔽所，一个防护单元，"
        "抗力等级核6级、常6级，防化丁级。",
        f"2. 人防建筑面积 {defence.built_area} ㎡，防护面积 {defence.protected_area} ㎡，"
        f"口部外通道面积 {defence.passage_area} ㎡，掩蔽面积 {defence.shelter_area} ㎡。",
        "3. 战时主要出入口设于 1 轴西侧室外，次要出入口利用 1 单元楼梯间，"
        "经密闭通道进入；详防施-01。",
        "4. 防护密闭门、密闭门选用定型产品，门框墙 300 厚，门槛高 150；平时设活门槛，"
        "临战 3 天内转换。",
        "5. 汽车库为一个防火分区，面积小于 4000 ㎡，设自动喷水灭火系统；"
        "与住宅部分以耐火极限 3.00 h 防火墙、甲级防火门分隔。",
        "6. 底板、外墙、顶板防水等级一级，抗渗等级 P8；集水坑 1000×1000×1000，位置详水施。",
    )
    draft.paragraph(rows, draft.at(60, 165), NOTE, height=3.5)
    draft.text("车道 i=15%", (LENGTH + 2400, 300), NOTE, Lettering(2.5, rotation=90))
