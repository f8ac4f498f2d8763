"""The ground floor: lobbies in place of the south bedrooms; sheet 建施-04."""

from dataclasses import replace

from samples.drafting.axes import draw_chains, draw_grid
from samples.drafting.draft import Draft
from samples.drafting.layers import DIMENSION, NOTE, ROOF, Layer
from samples.drafting.marks import (
    arrow,
    draw_cut,
    draw_level,
    draw_north,
    draw_table,
    draw_title,
    leader,
)
from samples.drafting.plan import (
    FloorPlan,
    Opening,
    OpeningKind,
    Room,
    Wall,
    concrete,
    wall,
)
from samples.drafting.walls import draw_floor
from samples.tower.building import GRID, LENGTH, UNIT_MIDDLE, in_cores, plan_draft
from samples.tower.facts import Revision
from samples.tower.flat import flat
from samples.tower.typical import (
    core,
    draw_cores,
    north_openings,
    schedule_of,
    symmetric,
    units,
)

# 消-02: the door of the lobby of unit 1 opens inwards in revision A.
EXIT_DOOR = Opening("M1524", (13800, 0), 1500, OpeningKind.DOUBLE, swing=-1, hinge=-1)
INWARD_DOOR = replace(EXIT_DOOR, swing=1)
# What nobody declared: the wall of the duty room moves 150 mm to the east.
DUTY_WALL: Wall = wall((12300, 100), (12300, 4400))
MOVED_WALL: Wall = wall((12450, 100), (12450, 4400))
PAVEMENT = Layer("建筑-散水台阶", 8, 18)


def lobby() -> FloorPlan:
    """The entrance between axes 4 and 6: duty room, lobby, letter boxes."""
    return FloorPlan(
        walls=(
            wall((10200, 0), (17400, 0)),
            concrete((10200, 0), (10700, 0)),
            concrete((16900, 0), (17400, 0)),
            concrete((10200, 0), (10200, 1500)),
            concrete((17400, 0), (17400, 1500)),
            DUTY_WALL,
            wall((15300, 100), (15300, 4400)),
            wall((10200, 0), (10200, 4500)),
            wall((17400, 0), (17400, 4500)),
        ),
        openings=(
            EXIT_DOOR,
            Opening("C1215", (11250, 0), 1200, OpeningKind.WINDOW, swing=-1),
            Opening("C1215", (16350, 0), 1200, OpeningKind.WINDOW, swing=-1),
            Opening("M0921", (12300, 3600), 900, is_upright=True, hinge=1, swing=-1),
            Opening("M0921", (15300, 3600), 900, is_upright=True, hinge=1),
            Opening("DK1824", (13800, 4500), 1500, OpeningKind.HOLE),
            Opening("FM乙1521", (13800, 5700), 1500, OpeningKind.DOUBLE, swing=-1),
        ),
        rooms=(
            Room("值班室", (11250, 2300), 8.6),
            Room("门厅", (13800, 2500), 12.6),
            Room("信报间", (16350, 2300), 8.6),
        ),
    )


def ground_floor(revision: Revision) -> FloorPlan:
    """The ground floor of one revision."""
    floor = units(flat().doubled(UNIT_MIDDLE) + core() + lobby())
    rooms = tuple(
        r
        for r in floor.rooms
        if r.at not in {(13800.0, 5050.0), (LENGTH - 13800.0, 5050.0)}
    )
    floor = replace(floor, rooms=rooms)
    if revision is Revision.A:
        changed = {EXIT_DOOR: INWARD_DOOR}
        return replace(floor, openings=tuple(changed.get(o, o) for o in floor.openings))
    moved = {DUTY_WALL: MOVED_WALL}
    door = Opening("M0921", (12300, 3600), 900, is_upright=True, hinge=1, swing=-1)
    doors = {door: replace(door, at=(12450, 3600))}
    return replace(
        floor,
        walls=tuple(moved.get(w, w) for w in floor.walls),
        openings=tuple(doors.get(o, o) for o in floor.openings),
    )


def draw_ground(revision: Revision) -> Draft:
    """Sheet 建施-04."""
    draft = plan_draft()
    draw_grid(draft, GRID)
    draw_floor(draft, ground_floor(revision))
    draw_cores(draft)
    edges = [750.0, 2550.0, 3750.0, 5550.0, 6600.0, 9600.0, 10650.0, 11850.0, 13050.0]
    draw_chains(draft, GRID, details={"S": symmetric(edges), "N": north_openings()})
    _draw_entrances(draft)
    _draw_pavement(draft)
    for x in (8100.0, LENGTH - 8100):
        draw_level(draft, (x - 600, 5200), "±0.000")
    draw_cut(draft, (11500.0, 14300.0), "1", is_upwards=True)
    draw_cut(draft, (11500.0, -2900.0), "1", is_upwards=False)
    draw_table(draft, schedule_of(ground_floor(revision)), (560, 190))
    draw_title(draft, "首层平面图", (398, 226))
    draw_north(draft, (735, 545))
    _draw_notes(draft)
    return draft


def _draw_entrances(draft: Draft) -> None:
    for index, points in enumerate(
        in_cores([(11400, -100), (16200, -100), (11400, -1500), (16200, -1500)])
    ):
        (x0, y1), (x1, _), (_, y0), _ = points
        draft.rectangle((min(x0, x1), y0, max(x0, x1), y1), PAVEMENT)
        low, high = min(x0, x1), max(x0, x1)
        for step in (1, 2):
            draft.line((low + 1500, y0 - 300 * step), (high, y0 - 300 * step), PAVEMENT)
        draft.line((high, y0), (high, y0 - 600), PAVEMENT)
        draft.line((low + 1500, y0), (low + 1500, y0 - 600), PAVEMENT)
        middle = (low + high) / 2
        draw_level(draft, (middle + 1100, y0 + 500), "-0.020")
        arrow(draft, [(middle, y0 - 500), (middle, y0 + 300)], PAVEMENT)
        words = f"{index + 1} 单元入口（无障碍平坡 i=1:20）"
        draft.text(words, (middle, y0 - 1000), NOTE)
        draft.dimension(
            (middle - 750, 1150), (middle + 750, 1150), (middle - 750, 1150), DIMENSION
        )


def _draw_pavement(draft: Draft) -> None:
    """The apron round the building."""
    line = [
        (-900, -900),
        (-900, 11600),
        (9300, 11600),
        (9300, 14100),
        (18300, 14100),
        (18300, 11600),
    ]
    other = [(LENGTH - x, y) for x, y in reversed(line)]
    draft.path(
        [(7500, -2400), (-900, -2400), *line[1:], *other[:-1], (LENGTH + 900, -2400)],
        PAVEMENT,
    )
    leader(
        draft,
        [(20500, 11600), (21500, 12300), (22500, 12300)],
        ("散水宽 800，做法详 12J1",),
    )
    draft.line((9300, 14100), (10100, 13300), ROOF)
    draft.line((18300, 14100), (17500, 13300), ROOF)


def _draw_notes(draft: Draft) -> None:
    rows = (
        "说明：",
        "1. 本工程 ±0.000 相当于绝对标高 128.600 m（1985 国家高程基准），室内外高差 300。",
        "2. 疏散外门应向疏散方向开启，净宽不小于 1.10 m；首层疏散外门、走道净宽详消施-01。",
        "3. 门厅、电梯厅地面铺防滑地砖；信报箱嵌墙安装，每户一格。",
        "4. 入口为无障碍平坡出入口，坡度 1:20；平台与室内高差 20，以斜面过渡。",
        "5. 首层外窗、阳台门设安全防护（内置隐形防护栏）。",
        "6. 卫生间、厨房布置及留洞同标准层；其余做法详建施-02 设计说明。",
        "7. 散水每 6 m 设伸缩缝，缝宽 20，填嵌缝膏；变形缝与墙身交接处同此。",
    )
    draft.paragraph(rows, draft.at(60, 195), NOTE, height=3.5)
    figures = (
        "技术指标：",
        "首层建筑面积：648.6 ㎡    本层户数：4 户",
        "防火分区：1 个（含楼梯间、前室），面积 648.6 ㎡ 不大于 1500 ㎡",
        "安全出口：2 个（1、2 单元各 1 个），间距 27.6 m",
        "户门至最近安全出口最大距离：9.8 m 不大于 10 m",
    )
    draft.paragraph(figures, draft.at(330, 195), NOTE, height=3.5)
