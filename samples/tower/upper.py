"""The roof plan, sheet 建施-06."""

from samples.drafting.axes import Axis, Grid, draw_chains, draw_grid
from samples.drafting.draft import Box, Draft, Lettering
from samples.drafting.layers import NOTE, PATTERN, ROOF, WALL
from samples.drafting.marks import (
    arrow,
    draw_level,
    draw_north,
    draw_title,
    leader,
)
from samples.drafting.plan import FloorPlan, Opening, OpeningKind, Room, concrete
from samples.drafting.walls import draw_floor
from samples.tower.building import (
    GRID,
    LENGTH,
    MIDDLE,
    across,
    plan_draft,
)
from samples.tower.facts import Revision

SHAFT_HEADS: tuple[Box, ...] = ((3600, 7300, 4500, 8000), (10700, 4700, 12600, 5500))


def roof_floor() -> FloorPlan:
    """The houses over stair and lifts, and the parapet."""
    house = FloorPlan(
        walls=(
            concrete((10200, 8100), (17400, 8100)),
            concrete((10200, 13200), (17400, 13200)),
            concrete((10200, 8100), (10200, 13200)),
            concrete((17400, 8100), (17400, 13200)),
            concrete((12900, 8100), (12900, 13200)),
        ),
        openings=(
            Opening("FM乙1021", (11550, 8100), 1000, swing=-1),
            Opening("FM甲1021", (15150, 8100), 1000, swing=-1),
            Opening("C1215", (16300, 13200), 1200, OpeningKind.WINDOW),
        ),
        rooms=(Room("楼梯间", (11550, 10600)), Room("电梯机房", (15150, 10600), 20.2)),
    )
    return house.doubled(MIDDLE)


def draw_roof(revision: Revision) -> Draft:
    """Sheet 建施-06; the same in both revisions."""
    del revision
    draft = plan_draft()
    draw_grid(draft, GRID)
    _draw_parapet(draft)
    draw_floor(draft, roof_floor())
    _draw_falls(draft)
    _draw_shafts(draft)
    draw_chains(draft, Grid(_ends(), GRID.upwards, GRID.box), sides="SN")
    draw_chains(draft, GRID, sides="WE")
    draw_title(draft, "屋顶平面图", (398, 226))
    draw_north(draft, (735, 545))
    rows = (
        "说明：",
        "1. 屋面为上人平屋面，倒置式保温，防水等级一级，做法（由上至下）：40 厚 C20 "
        "细石混凝土保护层，内配 双向 4@150 双向；",
        "   隔离层；80 厚挤塑聚苯板（B1 级）；3+4 厚 SBS 改性沥青防水卷材；20 "
        "厚找平层；最薄 30 厚找坡层；钢筋混凝土屋面板。",
        "2. 屋面排水采用有组织内外结合排水，雨水口间距不大于 18 m；雨水管 D110 UPVC。",
        "3. 出屋面管道、风道泛水高度不小于 250；女儿墙高 1400（自完成面起），压顶向内 5%。",
        "4. 分格缝纵横间距不大于 6 m，缝宽 20，嵌密封膏。",
        "5. 屋面设太阳能集热器，位置见水施；防雷接闪带沿女儿墙敷设，详电施。",
    )
    draft.paragraph(rows, draft.at(60, 195), NOTE, height=3.5)
    return draft


def _ends() -> tuple[Axis, ...]:
    return tuple(
        a for a in GRID.across if a.name in {"1", "4", "6", "9", "12", "14", "17"}
    )


def _draw_parapet(draft: Draft) -> None:
    half = [
        (0.0, 0.0),
        (0.0, 10700.0),
        (10200.0, 10700.0),
        (10200.0, 13200.0),
        (17400.0, 13200.0),
        (17400.0, 10700.0),
    ]
    line = [*half, *((LENGTH - x, y) for x, y in reversed(half))]
    for grow in (-100.0, 100.0):
        draft.path(
            [
                (x + (grow if x > MIDDLE else -grow), y + (grow if y > 0 else -grow))
                for x, y in line
            ],
            WALL,
            closed=True,
        )


def _draw_falls(draft: Draft) -> None:
    for x in (0.0, 18400.0, 36800.0):
        low, high = max(x, 300.0), min(x + 18400, LENGTH - 300)
        middle = (low + high) / 2
        draft.line((low, 5400), (high, 5400), ROOF)
        draft.line((low, 300), (low + 2500, 5400), ROOF)
        draft.line((high, 300), (high - 2500, 5400), ROOF)
        arrow(draft, [(middle - 4500, 5000), (middle - 4500, 1800)], ROOF, 3)
        draft.text("2%", (middle - 3900, 3400), NOTE, Lettering(3.0))
        arrow(draft, [(middle + 5200, 5900), (middle + 5200, 8200)], ROOF, 3)
        draft.text("2%", (middle + 5800, 7000), NOTE, Lettering(3.0))
        for y in (450.0, 10250.0):
            draft.circle((middle - 4500, y), 110, ROOF)
            draft.circle((middle - 4500, y), 170, ROOF)
            arrow(draft, [(low + 700, y), (middle - 5000, y)], ROOF)
            draft.text("1%", (middle - 6500, y + 400), NOTE)
    for n in range(1, 10):
        x = 5520.0 * n
        draft.line((x, 200), (x, 10500), PATTERN)
    for at, words in (
        ((24000, 3000), "54.000（结构）"),
        ((25500, 8600), "54.000（结构）"),
    ):
        draw_level(draft, at, words)
    for x in (14900, LENGTH - 14900):
        draw_level(draft, (x, 11600), "58.500（结构）")


def _draw_shafts(draft: Draft) -> None:
    for box in SHAFT_HEADS:
        for copy in (box, across(box)):
            x0, y0, x1, y1 = copy
            draft.rectangle(copy, WALL)
            draft.rectangle((x0 + 100, y0 + 100, x1 - 100, y1 - 100), ROOF)
            draft.lines([((x0 + 100, y0 + 100), (x1 - 100, y1 - 100))], ROOF)
    for start in (20500.0, 29300.0):
        for n in range(3):
            x = start + n * 2000
            draft.rectangle((x, 2000, x + 1700, 4800), ROOF)
            draft.pattern(
                [(x, 2000), (x + 1700, 2000), (x + 1700, 4800), (x, 4800)],
                PATTERN,
                "LINE",
                60,
            )
    leader(
        draft, [(21300, 4800), (22600, 6500), (23400, 6500)], ("太阳能集热器，详水施",)
    )
    leader(
        draft, [(4000, 7700), (2500, 9000), (1700, 9000)], ("排风道出屋面", "详 12J2")
    )
