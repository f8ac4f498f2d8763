"""Water supply, drainage and hydrants on the typical floor; sheet 水施-01."""

from samples.drafting.draft import Draft, Lettering
from samples.drafting.layers import (
    NOTE,
    W_HOT,
    W_HYDRANT,
    W_RAIN,
    W_SUPPLY,
    W_TEXT,
    W_WASTE,
)
from samples.drafting.marks import draw_title, leader
from samples.tower.building import in_cores
from samples.tower.facts import Revision
from samples.tower.services import NOTES_AT, draw_legend, pipes, risers, service_base


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
        "1. 给水采用 PP-R 管（S4），热熔连接；热水采用 PP-R 管（S3.2）；排水采用 "
        "UPVC 螺旋消音管。",
        "2. 给水分区：1～6 层为低区（市政直供），7～12 层为中区，13～18 层为高区（变频供水）。",
        "3. 卫生间洁具均采用节水型产品，坐便器一次冲水量不大于 5 L；存水弯水封不小于 50。",
        "4. 消火栓系统：每层设 DN65 消火栓两个，栓口动压不小于 0.35 MPa，充实水柱 13 m。",
        "5. 排水横支管坡度 0.026；立管每层设伸缩节、阻火圈；通气管伸顶。",
        "6. 管道穿楼板、防火墙处用防火材料封堵。",
    )
    draft.paragraph(rows, draft.at(*NOTES_AT), NOTE, height=3.5)
    draw_legend(
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
