"""Lighting and sockets on the typical floor; sheet 电施-01."""

from samples.drafting.draft import Draft, Lettering, Pen, Point
from samples.drafting.layers import (
    E_LAMP,
    E_PANEL,
    E_POWER,
    E_TEXT,
    E_TRAY,
    E_WIRE,
    NOTE,
    Layer,
)
from samples.drafting.marks import draw_title
from samples.tower.building import in_cores, in_flats
from samples.tower.facts import Revision
from samples.tower.services import NOTES_AT, draw_legend, pipes, service_base

PLAIN = Layer("0")


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
    _place_points(draft)
    panel: Point = (9950, 6200)
    wires: list[list[Point]] = [
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
    circuits: list[list[Point]] = [
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
        "2. 照明回路 BV-2×2.5+E2.5-PC20，插座回路 BV-3×4-PC25，空调、厨房、"
        "卫生间插座单独回路。",
        "3. 插座回路设剩余电流动作保护（30 mA，0.1 s）；插座均为安全型，卫生间、"
        "厨房、阳台为防溅型（IP54）。",
        "4. 公共部位照明采用 LED 灯，声光控；楼梯间、前室设应急照明和疏散指示，"
        "持续供电时间不小于 30 min。",
        "5. 卫生间做局部等电位联结；防雷等级为第二类，利用结构柱内主筋作引下线。",
        "6. 消防电梯、应急照明、加压风机为一级负荷，双电源末端自动切换。",
    )
    draft.paragraph(rows, draft.at(*NOTES_AT), NOTE, height=3.5)
    draw_legend(
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


def _place_points(draft: Draft) -> None:
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
