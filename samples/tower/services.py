"""Water (水施-01), heating and ventilation (暖施-01), electricity (电施-01) on the typical floor."""

from collections.abc import Iterable, Sequence

from samples.drafting.axes import draw_chains, draw_grid
from samples.drafting.draft import Draft, Lettering, Pen, Point
from samples.drafting.layers import (
    BASE,
    E_LAMP,
    E_PANEL,
    E_POWER,
    E_TEXT,
    E_TRAY,
    E_WIRE,
    H_DUCT,
    H_EXHAUST,
    H_PIPE,
    H_RETURN,
    H_TEXT,
    H_UNIT,
    NOTE,
    W_HOT,
    W_HYDRANT,
    W_RAIN,
    W_SUPPLY,
    W_TEXT,
    W_WASTE,
    Layer,
)
from samples.drafting.marks import Table, draw_table, draw_title, leader
from samples.drafting.walls import BASE as BASE_LOOK
from samples.drafting.walls import draw_floor
from samples.tower.building import GRID, in_cores, in_flats, plan_draft
from samples.tower.facts import Revision
from samples.tower.typical import draw_cores, typical_floor

PLAIN = Layer("0")
NOTES_AT = (60, 195)


def service_base() -> Draft:
    """The typical floor in grey with its axes, for the trades to draw on."""
    draft = plan_draft()
    draw_grid(draft, GRID)
    draw_floor(draft, typical_floor(Revision.A), BASE_LOOK)
    draw_cores(draft, stair=BASE, lift=BASE)
    draw_chains(draft, GRID, sides="SN")
    return draft


def pipes(draft: Draft, paths: Iterable[Sequence[Point]], layer: Layer) -> None:
    """Pipes of the first flat, drawn in all four flats."""
    for path in paths:
        for copy in in_flats(path):
            draft.path(copy, layer)


def risers(
    draft: Draft, places: Iterable[tuple[Point, str]], layer: Layer, text: Layer
) -> None:
    """Risers of the first flat with their names and the number of the flat."""
    for at, name in places:
        for index, points in enumerate(in_flats((at,)), 1):
            x, y = points[0]
            draft.circle((x, y), 75, layer)
            draft.line((x, y), (x + 420, y + 420), text)
            draft.text(
                f"{name}-{index}", (x + 460, y + 540), text, Lettering(1.8, "middle")
            )


def draw_water(revision: Revision) -> Draft:
    """Sheet 水施-01; the same in both revisions."""
    del revision
    draft = service_base()
    pipes(
        draft,
        (
            (
                (10900, 5200),
                (10900, 5850),
                (10050, 5850),
                (10050, 7950),
                (6150, 7950),
                (6150, 9900),
                (5950, 10250),
            ),
            ((6150, 7950), (5750, 7950), (5750, 6200), (5600, 6200)),
            ((5750, 7600), (4480, 7600)),
        ),
        W_SUPPLY,
    )
    pipes(
        draft,
        (
            ((5850, 10400), (5850, 7800), (5650, 7800), (5650, 6350)),
            ((5650, 7450), (5350, 7450)),
        ),
        W_HOT,
    )
    pipes(
        draft,
        (
            ((5500, 6250), (3560, 6400), (3560, 7800), (4480, 7800)),
            ((3900, 10450), (3560, 10450)),
        ),
        W_WASTE,
    )
    pipes(draft, (((9900, -1350), (6250, -1350)),), W_RAIN)
    risers(draft, (((3560, 7850), "WL"), ((3560, 10480), "FL")), W_WASTE, W_TEXT)
    risers(draft, (((6180, -1300), "YL"),), W_RAIN, W_TEXT)
    for points in in_cores(
        ((10700, 5000), (11100, 5000), (17250, 6100), (13050, 8500))
    ):
        for at, name in zip(points, ("JL", "XL", "XHL", "XHL"), strict=True):
            draft.circle(at, 90, W_HYDRANT if name.startswith("X") else W_SUPPLY)
            draft.text(name, (at[0] + 250, at[1] + 320), W_TEXT, Lettering(1.8))
        x, y = points[2]
        draft.rectangle((x - 180, y - 350, x + 60, y + 350), W_HYDRANT)
        draft.fill(
            [(x - 180, y - 350), (x + 60, y - 350), (x - 180, y + 350)], W_HYDRANT
        )
        draft.path(
            [points[1], (points[1][0], 5950), (x, 5950), (x, y - 350)], W_HYDRANT
        )
    draw_title(draft, "标准层给排水、消火栓平面图", (398, 226))
    leader(draft, [(10050, 7000), (8800, 9800), (7400, 9800)], ("DN20 PP-R", "H+0.30"))
    rows = (
        "说明：",
        "1. 给水采用 PP-R 管（S4），热熔连接；热水采用 PP-R 管（S3.2）；排水采用 UPVC 螺旋消音管。",
        "2. 给水分区：1～6 层为低区（市政直供），7～12 层为中区，13～18 层为高区（变频供水）。",
        "3. 卫生间洁具均采用节水型产品，坐便器一次冲水量不大于 5 L；存水弯水封不小于 50。",
        "4. 消火栓系统：每层设 DN65 消火栓两个，栓口动压不小于 0.35 MPa，充实水柱 13 m。",
        "5. 排水横支管坡度 0.026；立管每层设伸缩节、阻火圈；通气管伸顶。",
        "6. 管道穿楼板、防火墙处用防火材料封堵。",
    )
    draft.paragraph(rows, draft.at(*NOTES_AT), NOTE, height=3.5)
    _legend(
        draft,
        (
            ("给水管", W_SUPPLY),
            ("热水管", W_HOT),
            ("污废水管", W_WASTE),
            ("雨水管", W_RAIN),
            ("消火栓管", W_HYDRANT),
        ),
    )
    return draft


def _legend(
    draft: Draft, entries: Sequence[tuple[str, Layer]], at: Point = (610, 190)
) -> None:
    rows = (("图例", "名称"), *(("", name) for name, _ in entries))
    draw_table(draft, Table("图例表", (40, 70), rows, 9.0, 3.2), at)
    for index, (_, layer) in enumerate(entries, 1):
        y = at[1] - 9.0 * (index + 0.5)
        draft.line(draft.at(at[0] + 6, y), draft.at(at[0] + 34, y), layer)


def draw_hvac(revision: Revision) -> Draft:
    """Sheet 暖施-01; the same in both revisions."""
    del revision
    draft = service_base()
    for box in (
        (300, 300, 3000, 4200),
        (3600, 300, 5800, 4200),
        (6400, 300, 9900, 5200),
        (300, 6000, 3000, 10400),
        (6400, 6000, 9900, 10300),
        (10500, 300, 13500, 4200),
    ):
        for copy in in_flats(_serpentine(box)):
            draft.path(copy, H_PIPE)
    pipes(
        draft,
        (
            ((10000, 5600), (6200, 5600), (6200, 5100), (300, 5100)),
            ((10000, 5600), (10000, 4400)),
        ),
        H_PIPE,
    )
    pipes(
        draft,
        (
            ((10000, 5500), (6300, 5500), (6300, 5000), (300, 5000)),
            ((9900, 5500), (9900, 4400)),
        ),
        H_RETURN,
    )
    for points in in_flats(((9700, 5750),)):
        x, y = points[0]
        draft.rectangle((x - 350, y - 110, x + 350, y + 110), H_UNIT)
        draft.text("分集水器", (x, y + 300), H_TEXT, Lettering(1.8))
    for points in in_flats(((8100, 10950), (1650, -350), (12000, -350))):
        for x, y in points:
            draft.rectangle((x - 420, y - 160, x + 420, y + 160), H_UNIT)
            draft.circle((x - 120, y), 120, H_UNIT)
    for points in in_cores(
        ((13500, 4700), (14200, 5500), (13800, 6500), (16500, 4700), (17100, 5500))
    ):
        a, b, c, d, e = points
        draft.rectangle((min(a[0], b[0]), a[1], max(a[0], b[0]), b[1]), H_DUCT)
        draft.line(a, b, H_DUCT)
        draft.rectangle((min(d[0], e[0]), d[1], max(d[0], e[0]), e[1]), H_EXHAUST)
        draft.line(d, e, H_EXHAUST)
        draft.rectangle((c[0] - 400, 5500, c[0] + 400, 5900), H_DUCT)
        draft.text("加压送风口 800×600", (c[0], c[1] - 200), H_TEXT, Lettering(1.8))
        draft.text("L=4300 m3/h", (c[0], c[1] + 150), H_TEXT, Lettering(1.8))
    draw_title(draft, "标准层供暖、通风、防烟平面图", (398, 226))
    rows = (
        "说明：",
        "1. 热源为小区换热站，供回水温度 45/35 ℃；系统采用低温热水地面辐射供暖，分户计量，户内设分集水器。",
        "2. 加热管采用 PE-RT 20×2.0，间距 200（卧室）、150（卫生间）；填充层 50 厚，绝热层 20 厚 XPS。",
        "3. 室内设计温度：卧室、起居室 18 ℃，卫生间 25 ℃（散热器辅助）。",
        "4. 防烟楼梯间自然通风，每 5 层内可开启外窗面积不小于 2.0 ㎡；合用前室设机械加压送风，每层设常闭送风口。",
        "5. 加压送风量 12900 m3/h（着火层及上下层同时开启），余压 25～30 Pa。",
        "6. 厨房、卫生间排风经竖向风道出屋面，设防倒流措施；风管穿防火墙处设 70 ℃ 防火阀。",
    )
    draft.paragraph(rows, draft.at(*NOTES_AT), NOTE, height=3.5)
    _legend(
        draft,
        (
            ("供水管、加热管", H_PIPE),
            ("回水管", H_RETURN),
            ("加压送风井", H_DUCT),
            ("排烟（风）井", H_EXHAUST),
            ("分集水器、室外机", H_UNIT),
        ),
    )
    return draft


def _serpentine(
    box: tuple[float, float, float, float], step: float = 300.0
) -> list[Point]:
    x0, y0, x1, y1 = box
    points: list[Point] = []
    x, is_up = x0, True
    while x <= x1:
        points += [(x, y0), (x, y1)] if is_up else [(x, y1), (x, y0)]
        x, is_up = x + step, not is_up
    return points


def _lamp(pen: Pen) -> None:
    pen.circle((0, 0), 200, PLAIN)
    for x, y in ((141, 141), (141, -141)):
        pen.line((-x, -y), (x, y), PLAIN)


def _socket(pen: Pen) -> None:
    pen.arc((0, 0), 150, (0, 180), PLAIN)
    pen.fill([(-150, 0), (-106, 106), (0, 150), (106, 106), (150, 0)], PLAIN)
    pen.line((-150, 0), (150, 0), PLAIN)
    pen.line((0, 150), (0, 300), PLAIN)


def _switch(pen: Pen) -> None:
    pen.circle((0, 0), 70, PLAIN)
    pen.path([(50, 50), (250, 250), (340, 160)], PLAIN)


LAMPS: tuple[Point, ...] = (
    (1650, 2300),
    (4650, 2300),
    (8100, 2500),
    (8100, 8200),
    (1650, 8300),
    (4700, 7000),
    (4700, 9300),
    (2500, 5100),
    (12000, 2200),
    (8100, -700),
)
SOCKETS: tuple[tuple[Point, float], ...] = (
    ((100, 800), -90),
    ((3200, 2000), 90),
    ((3400, 2500), -90),
    ((5900, 1500), 90),
    ((6100, 3600), -90),
    ((10100, 2500), 90),
    ((100, 7600), -90),
    ((3200, 8500), 90),
    ((5900, 9800), 90),
    ((7000, 10600), 180),
    ((10300, 1000), -90),
    ((13700, 600), 90),
    ((3400, 7300), -90),
    ((9300, 10600), 180),
)
SWITCHES: tuple[Point, ...] = (
    (2050, 4350),
    (4700, 4350),
    (2050, 5850),
    (4500, 5850),
    (6150, 9500),
    (10050, 6500),
    (10350, 3200),
    (6200, 300),
)


def draw_electrical(revision: Revision) -> Draft:
    """Sheet 电施-01; the same in both revisions."""
    del revision
    draft = service_base()
    for name, picture in (("灯具", _lamp), ("插座", _socket), ("开关", _switch)):
        draft.block(name, picture)
    for at in LAMPS:
        for points in in_flats((at,)):
            draft.place("灯具", points[0], E_LAMP)
    for at, turn in SOCKETS:
        for index, points in enumerate(in_flats((at,))):
            draft.place(
                "插座", points[0], E_POWER, turn=-turn if index in {1, 2} else turn
            )
    for at in SWITCHES:
        for points in in_flats((at,)):
            draft.place("开关", points[0], E_LAMP)
    panel: Point = (9950, 6200)
    wires = [
        [panel, (8100, 6200), (8100, 2500)],
        [(8100, 6200), (8100, 8200), (4700, 9300)],
        [(8100, 5100), (2500, 5100), (1650, 2300)],
    ]
    wires += [
        [(2500, 5100), (1650, 8300)],
        [(4650, 5100), (4650, 2300)],
        [(8100, 2500), (8100, -700)],
        [(9000, 6200), (9000, 4200), (12000, 2200)],
        [(2500, 5100), (4700, 7000)],
    ]
    pipes(draft, wires, E_WIRE)
    circuits = [
        [panel, (9950, 5300), (10100, 2500)],
        [(9950, 5300), (6100, 3600)],
        [(6100, 3600), (5900, 1500)],
        [(5900, 1500), (3400, 2500)],
        [(3200, 2000), (100, 800)],
    ]
    pipes(draft, circuits, E_POWER)
    for index, points in enumerate(in_flats((panel,)), 1):
        x, y = points[0]
        draft.rectangle((x - 90, y - 220, x + 90, y + 220), E_PANEL)
        draft.fill(
            [
                (x - 90, y - 220),
                (x + 90, y - 220),
                (x + 90, y + 220),
                (x - 90, y + 220),
            ],
            E_PANEL,
        )
        draft.text(f"AL-{index}", (x - 350, y + 420), E_TEXT, Lettering(1.8))
    _core_power(draft)
    draw_title(draft, "标准层照明、插座平面图", (398, 226))
    rows = (
        "说明：",
        "1. 每户设配电箱 AL，进线 BV-3×16-SC40，计算负荷 8 kW，单相 220 V；箱底距地 1.8 m。",
        "2. 照明回路 BV-2×2.5+E2.5-PC20，插座回路 BV-3×4-PC25，空调、厨房、卫生间插座单独回路。",
        "3. 插座回路设剩余电流动作保护（30 mA，0.1 s）；插座均为安全型，卫生间、厨房、阳台为防溅型（IP54）。",
        "4. 公共部位照明采用 LED 灯，声光控；楼梯间、前室设应急照明和疏散指示，持续供电时间不小于 30 min。",
        "5. 卫生间做局部等电位联结；防雷等级为第二类，利用结构柱内主筋作引下线。",
        "6. 消防电梯、应急照明、加压风机为二级负荷，双电源末端自动切换。",
    )
    draft.paragraph(rows, draft.at(*NOTES_AT), NOTE, height=3.5)
    _legend(
        draft,
        (
            ("灯具", E_LAMP),
            ("照明线路", E_WIRE),
            ("插座线路", E_POWER),
            ("配电箱", E_PANEL),
            ("电缆桥架", E_TRAY),
        ),
    )
    return draft


def _core_power(draft: Draft) -> None:
    for points in in_cores(
        (
            (12000, 5300),
            (12000, 6500),
            (16800, 6500),
            (14000, 9400),
            (16300, 9400),
            (11500, 9000),
            (14000, 6900),
            (15400, 5300),
        )
    ):
        a, b, c, d, e, f, g, h = points
        for shift in (-60, 60):
            draft.path(
                [
                    (a[0] + shift, a[1]),
                    (b[0] + shift, b[1] + shift),
                    (c[0], c[1] + shift),
                ],
                E_TRAY,
            )
        for at in (d, e, f, g):
            draft.place("灯具", at, E_LAMP)
        draft.path([b, d, e], E_WIRE)
        draft.path([d, f], E_WIRE)
        for at, name in ((a, "ALZ 电表箱"), (h, "弱电箱")):
            draft.rectangle((at[0] - 300, at[1] - 80, at[0] + 300, at[1] + 80), E_PANEL)
            draft.text(name, (at[0], at[1] - 480), E_TEXT, Lettering(1.8))
        draft.text(
            "CT-200×100", ((b[0] + c[0]) / 2, b[1] + 260), E_TEXT, Lettering(1.8)
        )
