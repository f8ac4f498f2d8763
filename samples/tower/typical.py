"""The typical floor: four flats round two cores, as data and as sheet 建施-05."""

from collections import Counter
from dataclasses import replace

from samples.drafting.axes import draw_chains, draw_grid
from samples.drafting.draft import Draft
from samples.drafting.layers import DIMENSION, LIFT, NOTE, STAIR, Layer
from samples.drafting.marks import (
    Stair,
    Table,
    draw_level,
    draw_lift,
    draw_north,
    draw_stair,
    draw_table,
    draw_title,
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
    GRID,
    LENGTH,
    MIDDLE,
    PLACES_X,
    UNIT_MIDDLE,
    across,
    level,
    level_text,
    plan_draft,
)
from samples.tower.facts import Revision
from samples.tower.flat import flat

WINDOW = OpeningKind.WINDOW

# 建-01: a bedroom door that is too narrow in one flat of revision A.
BEDROOM_DOOR = Opening("M0921", (5300, 4500), 900, hinge=1, swing=-1)
NARROW_DOOR = Opening("M0821", (5350, 4500), 800, hinge=1, swing=-1)
SCHEDULE_AT = (40.0, 190.0)
STAIR_BOX = (10300.0, 9700.0, 12800.0, 11780.0)
LIFTS = ((13000.0, 10800.0, 15050.0, 13100.0), (15250.0, 10800.0, 17300.0, 13100.0))


def south_bedroom() -> FloorPlan:
    """The bedroom between axes 4 and 5 that belongs to the flat."""
    return FloorPlan(
        walls=(
            wall((10200, 0), (13800, 0)),
            concrete((10200, 0), (10700, 0)),
            concrete((13300, 0), (13800, 0)),
            concrete((13800, 0), (13800, 4500)),
        ),
        openings=(
            Opening("M0921", (10200, 3850), 900, is_upright=True, hinge=1),
            Opening("C1818", (12000, 0), 1800, WINDOW, swing=-1),
        ),
        rooms=(Room("次卧", (12000, 3100), 14.6),),
        fittings=(
            Fitting("双人床", (13680, 1750), turn=-90),
            Fitting("衣柜", (11750, 4380)),
        ),
    )


def core() -> FloorPlan:
    """Stair, two lifts, lobby and shafts of one unit."""
    return FloorPlan(
        walls=(
            concrete((10200, 4500), (10200, 13200)),
            concrete((17400, 4500), (17400, 13200)),
            concrete((10200, 13200), (17400, 13200)),
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
            Opening("C1215", (11550, 13200), 1200, WINDOW),
            Opening("DM1121", (14025, 10700), 1100, OpeningKind.HOLE),
            Opening("DM1121", (16275, 10700), 1100, OpeningKind.HOLE),
            Opening("FM丙0618", (10950, 5700), 600, hinge=1),
            Opening("FM丙0618", (12300, 5700), 600),
            Opening("FM丙0618", (15450, 5700), 600),
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


def unit() -> FloorPlan:
    """One unit: two flats and their core."""
    return (flat() + south_bedroom()).doubled(UNIT_MIDDLE) + core()


def units(plan: FloorPlan) -> FloorPlan:
    """Both units of a floor; no windows in the wall between them."""
    floor = plan.doubled(MIDDLE)
    return floor.without(*(o for o in floor.openings if o.at[0] == MIDDLE))


def typical_floor(revision: Revision) -> FloorPlan:
    """The floor of one revision."""
    floor = units(unit())
    if revision is Revision.B:
        return floor
    openings = tuple(
        NARROW_DOOR if opening == BEDROOM_DOOR else opening
        for opening in floor.openings
    )
    return replace(floor, openings=openings)


def draw_cores(
    draft: Draft, *, is_cut: bool = True, stair: Layer = STAIR, lift: Layer = LIFT
) -> None:
    """Stairs and lifts of both units."""
    for index, turn in enumerate((lambda box: box, across)):
        draw_stair(draft, Stair(turn(STAIR_BOX), is_cut=is_cut), stair)
        for number, box in enumerate(LIFTS, 1):
            kind = "消防电梯" if number == 1 else "客梯"
            draw_lift(draft, turn(box), f"DT-{number + 2 * index} {kind}", lift)


def south_openings() -> list[float]:
    """The inner chain on the south side: edges of windows, axes."""
    edges = [750.0, 2550.0, 3750.0, 5550.0, 6600.0, 9600.0, 11100.0, 12900.0]
    return symmetric(edges)


def north_openings() -> list[float]:
    """The inner chain on the north side."""
    return symmetric([900.0, 2400.0, 4050.0, 5250.0, 7200.0, 9000.0])


def draw_typical(revision: Revision) -> Draft:
    """Sheet 建施-05."""
    draft = plan_draft()
    floor = typical_floor(revision)
    draw_grid(draft, GRID)
    draw_floor(draft, floor)
    draw_cores(draft)
    chains = {"S": south_openings(), "N": north_openings()}
    draw_chains(draft, GRID, details=chains)
    _draw_local_chains(draft, revision)
    for x in (8100.0, LENGTH - 8100):
        draw_level(draft, (x - 600, 5200), "H")
    draw_title(draft, "标准层（二～十七层）平面图", (398, 226))
    draw_north(draft, (735, 545))
    draw_table(draft, schedule_of(floor), SCHEDULE_AT)
    _draw_notes(draft)
    return draft


REMARKS = {
    "M0821": "卫生间、厨房门",
    "M0921": "卧室门",
    "TLM3024": "阳台推拉门",
    "FM乙1021": "乙级防火门",
    "FM乙1521": "乙级防火门，双扇",
    "M1524": "单元门，可视对讲",
    "FM丙0618": "丙级防火检修门，门槛高 300",
}
GLASS = "断热铝合金 Low-E 中空玻璃"


def schedule_of(floor: FloorPlan) -> Table:
    """The door and window schedule of a floor, counted from its plan."""
    counts = Counter(o.tag for o in floor.openings if o.kind is not OpeningKind.HOLE)
    tags = sorted(counts)
    tags.sort(key=lambda tag: tag.startswith("C"))
    rows = [("类别", "编号", "洞口尺寸 (宽×高)", "数量", "备注")]
    for tag in tags:
        kind = "窗" if tag.startswith("C") else "门"
        size = f"{tag[-4:-2].lstrip('0')}00×{tag[-2:].lstrip('0')}00"
        rows.append((kind, tag, size, str(counts[tag]), REMARKS.get(tag, GLASS)))
    return Table("本层门窗表", (16, 26, 40, 16, 60), tuple(rows))


def _draw_local_chains(draft: Draft, revision: Revision) -> None:
    """Dimensions inside the first flat: the bedroom doors from their walls."""
    edge = 4950.0 if revision is Revision.A else 4850.0
    for start, end in ((2200.0, 3100.0), (edge, 5750.0)):
        draft.dimension((start, 4950), (end, 4950), (start, 4950), DIMENSION)
    for start, end in ((10300.0, 11500.0), (11600.0, 12800.0)):
        draft.dimension((start, 12700), (end, 12700), (start, 12700), DIMENSION)


def _draw_notes(draft: Draft) -> None:
    rows = (
        "说明：",
        "1. 除注明外，外墙及分户墙为 200 厚，轴线居中；卫生间、厨房隔墙为 200 "
        "厚加气混凝土砌块。",
        "2. 图中深色填充为钢筋混凝土墙，详结构施工图；浅色填充为 A5.0 加气混凝土砌块墙。",
        "3. 卫生间、厨房、阳台完成面低于同层楼面 20，向地漏找坡 1%。",
        "4. 管道井每层在楼板处用同标号混凝土封堵，检修门门槛高 300。",
        "5. 空调室外机位、留洞：K1 中心距地 2200，D80；K2 中心距地 200，D80。",
        "6. 户门为乙级防火门，兼具防盗、保温、隔声功能；前室开向户门不超过 3 樘。",
        "7. 标高 H 见楼层标高表；卧室、厨房、卫生间门洞最小尺寸应符合 GB 50096。",
    )
    draft.paragraph(rows, draft.at(225, 190), NOTE, height=3.5)
    storeys = tuple(
        (f"{n} 层", level_text(level(n)), "3.000") for n in (2, 3, 4, 5, 8, 11, 14, 17)
    )
    heads = (("楼层", "标高 H (m)", "层高 (m)"), *storeys)
    draw_table(draft, Table("楼层标高表", (26, 34, 30), heads), (630, 190))


def symmetric(edges: list[float]) -> list[float]:
    """Places along half a unit, copied to the whole length, with the axes."""
    half = [*edges, *(2 * UNIT_MIDDLE - x for x in edges)]
    return [*half, *(LENGTH - x for x in half), *PLACES_X]
