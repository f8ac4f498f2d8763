"""Structure: raft and piles (结施-01), walls, beams and slab steel (结施-02)."""

from samples.drafting.axes import draw_chains, draw_grid
from samples.drafting.draft import Draft, Lettering, Point
from samples.drafting.layers import (
    DIMENSION,
    NOTE,
    S_BEAM,
    S_BEAM_TEXT,
    S_FILL,
    S_PILE,
    S_RAFT,
    S_REBAR,
    S_REBAR_TEXT,
    S_WALL,
)
from samples.drafting.marks import Table, draw_table, draw_title, leader
from samples.drafting.plan import FloorPlan, Material
from samples.drafting.walls import BASE, Look, draw_walls
from samples.tower.basement import basement
from samples.tower.building import (
    BASEMENT_GRID,
    BASEMENT_ORIGIN,
    GRID,
    LENGTH,
    in_flats,
    plan_draft,
)
from samples.tower.facts import Revision
from samples.tower.typical import typical_floor

LOOK = Look(S_WALL, S_FILL, S_WALL, S_FILL, *(BASE.door,) * 5)
# Beams of the first flat: name, section, ends.
BEAMS: tuple[tuple[str, str, Point, Point], ...] = (
    ("KL1(2)", "200×500", (0, 0), (6000, 0)),
    ("KL2(1)", "200×550", (6000, 0), (10200, 0)),
    ("KL3(1)", "200×500", (0, 10700), (3300, 10700)),
    ("KL4(2)", "200×500", (3300, 10700), (10200, 10700)),
    ("KL5(1)", "200×450", (900, 4500), (6000, 4500)),
    ("L1(1)", "200×400", (0, 5700), (3300, 5700)),
    ("L2(1)", "200×400", (3300, 8100), (6000, 8100)),
    ("KL6(1)", "200×500", (6000, 5700), (10200, 5700)),
    ("KL7(1)", "200×500", (0, 1200), (0, 3600)),
    ("KL8(1)", "200×500", (0, 4600), (0, 9500)),
    ("KL9(1)", "200×500", (3300, 1500), (3300, 3700)),
    ("KL10(1)", "200×500", (3300, 6900), (3300, 9300)),
    ("KL11(1)", "200×500", (6000, 6900), (6000, 9600)),
    ("L3(1)", "200×400", (6000, -1400), (10200, -1400)),
)


def _solid(plan: FloorPlan) -> FloorPlan:
    walls = tuple(wall for wall in plan.walls if wall.material is Material.CONCRETE)
    return FloorPlan(walls, plan.openings)


def draw_raft(revision: Revision) -> Draft:
    """Sheet 结施-01; the same in both revisions."""
    del revision
    draft = plan_draft(BASEMENT_ORIGIN)
    draw_grid(draft, BASEMENT_GRID)
    plan = _solid(basement(Revision.A))
    draw_walls(draft, FloorPlan(plan.walls), LOOK)
    x0, y0, x1, y1 = -1000.0, -9100.0, LENGTH + 1000, 14200.0
    draft.rectangle((x0, y0, x1, y1), S_RAFT, width=60)
    draft.rectangle((x0 - 100, y0 - 100, x1 + 100, y1 + 100), S_PILE)
    _draw_piles(draft)
    for row in range(3):
        _bar(
            draft,
            (3000, -6500 + row * 7000),
            (15000, -6500 + row * 7000),
            "B  C25@150 通长",
        )
    for column in range(3):
        x = 22500 + column * 10500
        _bar(draft, (x, -7500), (x, 3500), "T  C22@150 通长")
    draw_chains(draft, BASEMENT_GRID)
    leader(
        draft,
        [(20500, -8600), (22000, -10000), (22600, -10000)],
        ("筏板厚 1000，板底标高 -5.100",),
    )
    draw_title(draft, "基础（筏板、桩位）平面图", (398, 187))
    rows = (
        "说明：",
        "1. 采用桩筏基础，筏板厚 1000，混凝土 C40 P8，垫层 100 厚 C15。",
        "2. 桩为 PHC 500 AB 125 预应力管桩，桩长约 24 m，持力层为中风化泥岩，"
        "单桩竖向承载力特征值 1800 kN。",
        "3. 筏板上、下部钢筋双层双向通长布置，附加筋见详图；保护层：底 50，顶 30。",
        "4. 人防区域底板、外墙、顶板按核6级、常6级等效静荷载设计，配筋见防护结构详图。",
        "5. 后浇带宽 800，位于 8～9 轴间，两侧混凝土龄期 60 天后用 C45 微膨胀混凝土浇筑。",
        "6. 沉降观测点按图设置，观测至沉降稳定为止。",
    )
    draft.paragraph(rows, draft.at(60, 165), NOTE, height=3.5)
    piles = (
        ("桩型", "数量", "桩长 (m)", "承载力 (kN)", "图例"),
        ("PHC 500 AB 125", "189", "24", "1800", "圆"),
        ("试桩 SZ1～3", "3", "24", "3600（极限）", "圆 + 十字"),
    )
    draw_table(draft, Table("桩表", (44, 22, 28, 40, 34), piles, 8.0, 3.0), (580, 150))
    return draft


def _draw_piles(draft: Draft) -> None:
    for row in range(7):
        for column in range(27):
            x, y = 700.0 + column * 2070, -7600.0 + row * 3400
            draft.circle((x, y), 250, S_PILE)
            draft.lines(
                [((x - 380, y), (x + 380, y)), ((x, y - 380), (x, y + 380))], S_PILE
            )
    for x, y in ((27600.0, -8600.0), (-500.0, 13600.0), (LENGTH + 500, 13600.0)):
        draft.text("沉降观测点", (x, y + 400), S_BEAM_TEXT, Lettering(2.0))
        draft.circle((x, y), 150, S_REBAR)
    for edge in (26000.0, 26800.0):
        draft.line((edge, -9100), (edge, 14200), S_BEAM)
    draft.dimension((26000, -8800), (26800, -8800), (26000, -8800), DIMENSION)


def _bar(draft: Draft, start: Point, end: Point, words: str) -> None:
    """A bar with hooks and its note."""
    (x0, y0), (x1, y1) = start, end
    is_flat = y0 == y1
    hook = (0.0, 250.0) if is_flat else (-250.0, 0.0)
    points = [(x0 + hook[0], y0 + hook[1]), start, end, (x1 + hook[0], y1 + hook[1])]
    draft.path(points, S_REBAR, width=45)
    middle = ((x0 + x1) / 2, (y0 + y1) / 2)
    if is_flat:
        draft.text(words, (middle[0], middle[1] + 260), S_REBAR_TEXT, Lettering(2.0))
    else:
        at = (middle[0] - 260, middle[1])
        draft.text(words, at, S_REBAR_TEXT, Lettering(2.0, rotation=90))


def draw_frame_plan(revision: Revision) -> Draft:
    """Sheet 结施-02; the same in both revisions."""
    del revision
    draft = plan_draft()
    draw_grid(draft, GRID)
    draw_walls(draft, FloorPlan(_solid(typical_floor(Revision.A)).walls), LOOK)
    for name, section, start, end in BEAMS:
        for index, (a, b) in enumerate(in_flats((start, end))):
            _beam(draft, a, b)
            _beam_text(draft, a, b, name, section if index == 0 else "")
    _slab_bars(draft)
    draw_chains(draft, GRID)
    draw_title(draft, "标准层墙柱、梁、板配筋平面图", (398, 226))
    _structure_notes(draft)
    return draft


def _beam(draft: Draft, start: Point, end: Point) -> None:
    (x0, y0), (x1, y1) = start, end
    if y0 == y1:
        draft.lines([((x0, y0 + d), (x1, y0 + d)) for d in (-100.0, 100.0)], S_BEAM)
    else:
        draft.lines([((x0 + d, y0), (x0 + d, y1)) for d in (-100.0, 100.0)], S_BEAM)


def _beam_text(draft: Draft, start: Point, end: Point, name: str, section: str) -> None:
    x, y = (start[0] + end[0]) / 2, (start[1] + end[1]) / 2
    rows = [f"{name} {section}".strip()]
    if section:
        rows += ["C8@100/200(2)", "2C16; 2C18"]
    for index, row in enumerate(rows):
        step = 300.0 + index * 250
        if start[1] == end[1]:
            draft.text(row, (x, y - step), S_BEAM_TEXT, Lettering(1.8))
        else:
            draft.text(row, (x + step, y), S_BEAM_TEXT, Lettering(1.8, rotation=90))


def _slab_bars(draft: Draft) -> None:
    for ends, words in (
        (((300, 3000), (3000, 3000)), "C8@200"),
        (((1000, 300), (1000, 4200)), "C8@200"),
        (((6300, 3200), (9900, 3200)), "C8@180"),
        (((8900, 400), (8900, 5300)), "C8@180"),
        (((300, 7800), (3000, 7800)), "C8@200"),
        (((6300, 8200), (9900, 8200)), "C8@180"),
        (((3600, 2200), (5700, 2200)), "C8@200"),
        (((10500, 2000), (13500, 2000)), "C8@200"),
    ):
        for a, b in in_flats(ends):
            low, high = min(a, b), max(a, b)
            _bar(draft, low, high, words)
    for x, y in (
        (1800.0, 1300.0),
        (8000.0, 2000.0),
        (2000.0, 9600.0),
        (7600.0, 9400.0),
        (12200.0, 900.0),
    ):
        for points in in_flats(((x, y),)):
            at = points[0]
            draft.circle(at, 380, S_REBAR_TEXT)
            draft.text("h=120", at, S_REBAR_TEXT, Lettering(1.8))


def _structure_notes(draft: Draft) -> None:
    rows = (
        "说明：",
        "1. 混凝土强度等级：1～6 层 C40，7～12 层 C35，13 层以上 C30；钢筋 "
        "HRB400（C）、HPB300（A）。",
        "2. 剪力墙抗震等级三级，底部加强部位为 1～2 层；墙厚 200，未注明墙身分布筋 "
        "C8@200 双层双向，拉筋 A6@600。",
        "3. 板厚未注明者为 120；客厅 130；板面标高未注明者为 H-0.050，卫生间、阳台 H-0.090。",
        "4. 未注明的板底钢筋为 C8@200 双向，支座负筋 C8@200，分布筋 A6@200。",
        "5. 梁平法表示按 22G101-1；梁侧面构造筋、腰筋见总说明。",
        "6. 预留洞小于 300 时钢筋绕过，不切断。",
    )
    draft.paragraph(rows, draft.at(60, 195), NOTE, height=3.5)
    table = (
        ("编号", "截面 b×h", "上部筋", "下部筋", "箍筋"),
        *(
            (name, section, "2C16", "2C18", "C8@100/200(2)")
            for name, section, _, _ in BEAMS[:11]
        ),
    )
    draw_table(draft, Table("梁表", (28, 30, 30, 30, 42), table, 8.0, 2.8), (590, 200))
