"""The site plan (总施-01), drawn at 1:250."""

from samples.drafting.draft import Box, Draft, Lettering, Point
from samples.drafting.fittings import place_fitting
from samples.drafting.layers import (
    DIMENSION,
    NOTE,
    SITE_BASEMENT,
    SITE_BUILDING,
    SITE_FIRE,
    SITE_GREEN,
    SITE_LINE,
    SITE_NEIGHBOUR,
    SITE_ROAD,
    SITE_ROAD_AXIS,
    SITE_SETBACK,
    SITE_TEXT,
)
from samples.drafting.marks import Table, arrow, draw_north, draw_table, draw_title
from samples.drafting.plan import Fitting
from samples.tower.building import LENGTH
from samples.tower.facts import FACTS, Revision

SCALE = 250.0
PLOT: Box = (-18000.0, -32000.0, 72000.0, 40000.0)
ROAD = 4000.0


def draw_site(revision: Revision) -> Draft:
    """Sheet 总施-01; the same in both revisions."""
    del revision
    draft = Draft(scale=SCALE, corner=(-160 * SCALE, -280 * SCALE))
    _plot(draft)
    _roads(draft)
    _tower(draft)
    _neighbours(draft)
    _green(draft)
    draw_title(draft, "总平面图", (280, 52), "1:250")
    draw_north(draft, (735, 545))
    _tables(draft)
    return draft


def _plot(draft: Draft) -> None:
    x0, y0, x1, y1 = PLOT
    draft.rectangle(PLOT, SITE_LINE, width=250)
    draft.rectangle((x0 + 5000, y0 + 8000, x1 - 5000, y1 - 5000), SITE_SETBACK)
    for index, (x, y) in enumerate(((x0, y0), (x1, y0), (x1, y1), (x0, y1)), 1):
        draft.circle((x, y), 500, SITE_LINE)
        words = (f"X=4126{380 + y / 1000:.3f}", f"Y=5318{460 + x / 1000:.3f}")
        for row, line in enumerate(words):
            draft.text(
                line, (x - 3500, y + 2600 - row * 1300), SITE_TEXT, Lettering(2.2)
            )
        draft.text(f"J{index}", (x + 1200, y + 1200), SITE_TEXT, Lettering(2.5))
    draft.text("用地红线", (x0 + 12000, y1 + 1200), SITE_TEXT, Lettering(3.0))
    draft.text("建筑控制线", (x0 + 12000, y1 - 3900), SITE_TEXT, Lettering(3.0))


def _roads(draft: Draft) -> None:
    x0, y0, x1, y1 = PLOT
    for y, name in ((y0 - 14000, "滨 河 路"),):
        for edge in (y, y + 10000):
            draft.line((x0 - 12000, edge), (x1 + 12000, edge), SITE_ROAD)
        draft.line((x0 - 12000, y + 5000), (x1 + 12000, y + 5000), SITE_ROAD_AXIS)
        draft.text(name, ((x0 + x1) / 2, y + 6800), SITE_TEXT, Lettering(6.0))
    for edge in (x1 + 3000, x1 + 13000):
        draft.line((edge, y0 - 3000), (edge, y1 + 6000), SITE_ROAD)
    draft.line((x1 + 8000, y0 - 3000), (x1 + 8000, y1 + 6000), SITE_ROAD_AXIS)
    draft.text("文 昌 街", (x1 + 8000, 4000), SITE_TEXT, Lettering(6.0, rotation=90))
    outer: Box = (-11000, -19000, LENGTH + 11000, 24000)
    inner = (outer[0] + ROAD, outer[1] + ROAD, outer[2] - ROAD, outer[3] - ROAD)
    for box in (outer, inner):
        _rounded(draft, box, 6000 if box is inner else 9000)
    middle = tuple((a + b) / 2 for a, b in zip(outer, inner, strict=True))
    _fire_lane(draft, (middle[0], middle[1], middle[2], middle[3]))
    for x in (-2000.0, 2000.0):
        draft.line((27600 + x, y0 - 4000), (27600 + x, outer[1]), SITE_ROAD)
    draft.text("小区主入口", (27600, y0 + 1500), SITE_TEXT, Lettering(3.0))
    draft.dimension((-9000, 26500), (-9000 + ROAD, 26500), (-9000, 26500), DIMENSION)


def _fire_lane(draft: Draft, box: Box) -> None:
    _rounded(draft, box, 7500, is_fire=True)
    draft.text(
        "消防车道 宽 4.0 m，转弯半径 9.0 m",
        (27600, box[3] + 2900),
        SITE_TEXT,
        Lettering(2.8),
    )
    area: Box = (2000, -15000 + 1500, LENGTH - 2000, -15000 + 11500)
    draft.rectangle(area, SITE_FIRE)
    for index in range(26):
        x = area[0] + 2000.0 * index
        draft.line((x, area[1]), (min(x + 4000, area[2]), area[1] + 3000), SITE_FIRE)
    draft.text(
        "消防车登高操作场地 51.2 m×10.0 m", (27600, -8600), SITE_TEXT, Lettering(3.0)
    )


def _rounded(draft: Draft, box: Box, r: float, *, is_fire: bool = False) -> None:
    x0, y0, x1, y1 = box
    layer = SITE_FIRE if is_fire else SITE_ROAD
    for start, end in (
        ((x0 + r, y0), (x1 - r, y0)),
        ((x1, y0 + r), (x1, y1 - r)),
        ((x1 - r, y1), (x0 + r, y1)),
        ((x0, y1 - r), (x0, y0 + r)),
    ):
        draft.line(start, end, layer)
    for centre, span in (
        ((x1 - r, y1 - r), (0.0, 90.0)),
        ((x0 + r, y1 - r), (90.0, 180.0)),
        ((x0 + r, y0 + r), (180.0, 270.0)),
        ((x1 - r, y0 + r), (270.0, 360.0)),
    ):
        draft.arc(centre, r, span, layer)


def _tower(draft: Draft) -> None:
    half: list[Point] = [
        (0, 0),
        (0, 10700),
        (10200, 10700),
        (10200, 13200),
        (17400, 13200),
        (17400, 10700),
    ]
    line = [*half, *((LENGTH - x, y) for x, y in reversed(half))]
    draft.path(line, SITE_BUILDING, closed=True, width=300)
    for x in (6000.0, 17400.0, 33600.0, 45000.0):
        draft.path(
            [(x, 0), (x, -1500), (x + 4200, -1500), (x + 4200, 0)], SITE_BUILDING
        )
    draft.rectangle((0, -8100, LENGTH, 13200), SITE_BASEMENT)
    draft.text("清和苑 3# 住宅楼", (27600, 7600), SITE_TEXT, Lettering(5.5))
    draft.text("18F / -1F    H=54.30 m", (27600, 4900), SITE_TEXT, Lettering(3.5))
    draft.text("±0.000=128.600", (27600, 2600), SITE_TEXT, Lettering(3.0))
    draft.text("防空地下室轮廓线", (8000, -6800), SITE_TEXT, Lettering(2.5))
    for x in (13800.0, LENGTH - 13800):
        arrow(draft, [(x, -4800), (x, -300)], SITE_BUILDING, 3.0)
    draft.dimension((0, 16000), (LENGTH, 16000), (0, 16000), DIMENSION)
    draft.dimension((58500, 0), (58500, 13200), (58500, 0), DIMENSION, 90)
    draft.dimension((40000, 13200), (40000, 40000), (40000, 13200), DIMENSION, 90)
    draft.dimension((40000, -32000), (40000, -8100), (40000, -32000), DIMENSION, 90)
    draft.dimension((-18000, 5000), (0, 5000), (-18000, 5000), DIMENSION)
    draft.path(
        [
            (LENGTH, 3300),
            (LENGTH + 9000, 3300),
            (LENGTH + 9000, -2700),
            (LENGTH, -2700),
        ],
        SITE_BASEMENT,
    )
    draft.text("地下车库坡道", (LENGTH + 4500, 300), SITE_TEXT, Lettering(2.4))


def _neighbours(draft: Draft) -> None:
    for box, words in (
        ((0.0, 50000.0, 42000.0, 62000.0), "1# 住宅楼（既有）17F  H=50.1 m"),
        ((46000.0, 52000.0, 70000.0, 62000.0), "幼儿园（既有）3F"),
    ):
        draft.rectangle(box, SITE_NEIGHBOUR, width=150)
        draft.pattern(
            [(box[0], box[1]), (box[2], box[1]), (box[2], box[3]), (box[0], box[3])],
            SITE_NEIGHBOUR,
            "ANSI31",
            400,
        )
        draft.text(
            words, ((box[0] + box[2]) / 2, box[3] + 1800), SITE_TEXT, Lettering(3.0)
        )
    draft.dimension((20000, 13200), (20000, 50000), (20000, 13200), DIMENSION, 90)


def _green(draft: Draft) -> None:
    places: list[Point] = [(-14800.0, y) for y in range(-27000, 36000, 6000)]
    places += [(69000.0, y) for y in range(-27000, 36000, 6000)]
    places += [(float(x), 36500.0) for x in range(-8000, 65000, 6000)]
    places += [
        (float(x), -28500.0) for x in range(-8000, 65000, 6000) if abs(x - 27600) > 5000
    ]
    for x, y in places:
        place_fitting(draft, Fitting("乔木", (x, y)), SITE_GREEN)
    for box in (
        (2000.0, 26500.0, 20000.0, 33000.0),
        (44000.0, 26500.0, 62000.0, 33000.0),
    ):
        draft.rectangle(box, SITE_GREEN)
        x0, y0, x1, y1 = box
        draft.pattern(
            [(x0, y0), (x1, y0), (x1, y1), (x0, y1)], SITE_GREEN, "GRASS", 120
        )
        draft.text(
            "集中绿地", ((x0 + x1) / 2, (y0 + y1) / 2), SITE_TEXT, Lettering(3.0)
        )


def _tables(draft: Draft) -> None:
    rows = (
        ("项目", "数值", "单位"),
        ("总用地面积", f"{FACTS.site_area:.1f}", "㎡"),
        ("总建筑面积", f"{FACTS.total_area:.1f}", "㎡"),
        ("地上建筑面积", f"{FACTS.above_area:.1f}", "㎡"),
        ("地下建筑面积", f"{FACTS.below_area:.1f}", "㎡"),
        ("其中人防建筑面积", f"{FACTS.air_defence.built_area:.1f}", "㎡"),
        ("建筑占地面积", f"{FACTS.first_floor_area:.1f}", "㎡"),
        ("容积率", "1.80", ""),
        ("建筑密度", "10.0", "%"),
        ("绿地率", "35.2", "%"),
        ("总户数", str(FACTS.households), "户"),
        ("建筑高度", f"{FACTS.height:.2f}", "m"),
        ("停车位（地上 / 地下）", "32 / 20", "辆"),
    )
    draw_table(
        draft, Table("主要技术经济指标", (62, 40, 18), rows, 8.0, 3.0), (630, 480)
    )
    notes = (
        "说明：",
        "1. 坐标为云溪市城市坐标系，高程为 1985 国家高程基准。",
        "2. 图中尺寸、坐标以米计（标注毫米者除外）。",
        "3. 消防车道净宽、净高不小于 4.0 m，",
        "   坡度不大于 8%，荷载按 30 t 消防车。",
        "4. 登高操作场地长度覆盖建筑一个长边，",
        "   坡度不大于 3%，距外墙 5～10 m。",
        "5. 无障碍通道连至各单元出入口。",
        "图例：",
        "   红色双点长线  用地红线",
        "   橙色虚线  建筑控制线",
        "   蓝色虚线  地下室轮廓线",
        "   红色虚线  消防车道、登高场地",
    )
    draft.paragraph(notes, draft.at(630, 350), NOTE, height=3.2)
