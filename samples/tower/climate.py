"""Heating, ventilation and smoke control on the typical floor; sheet 暖施-01."""

from samples.drafting.draft import Draft, Lettering, Point
from samples.drafting.layers import (
    H_DUCT,
    H_EXHAUST,
    H_PIPE,
    H_RETURN,
    H_TEXT,
    H_UNIT,
    NOTE,
)
from samples.drafting.marks import draw_title
from samples.tower.building import in_cores, in_flats
from samples.tower.facts import Revision
from samples.tower.services import NOTES_AT, draw_legend, pipes, service_base


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
        "1. 热源为小区换热站，供回水温度 45/35 ℃；系统采用低温热水地面辐射供暖，"
        "分户计量，户内设分集水器。",
        "2. 加热管采用 PE-RT 20×2.0，间距 200（卧室）、150（卫生间）；填充层 50 厚，"
        "绝热层 20 厚 XPS。",
        "3. 室内设计温度：卧室、起居室 18 ℃，卫生间 25 ℃（散热器辅助）。",
        "4. 防烟楼梯间自然通风，每 5 层内可开启外窗面积不小于 2.0 ㎡；"
        "合用前室设机械加压送风，每层设常闭送风口。",
        "5. 加压送风量 12900 m3/h（着火层及上下层同时开启），余压 25～30 Pa。",
        "6. 厨房、卫生间排风经竖向风道出屋面，设防倒流措施；风管穿防火墙处设 70 ℃ 防火阀。",
    )
    draft.paragraph(rows, draft.at(*NOTES_AT), NOTE, height=3.5)
    draw_legend(
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
