"""One flat of the tower at the west end of a unit; millimetres from axes 1 and A."""

from samples.drafting.plan import (
    Fitting,
    FloorPlan,
    Opening,
    OpeningKind,
    Room,
    Wall,
    concrete,
    wall,
)

WINDOW = OpeningKind.WINDOW


def flat() -> FloorPlan:
    """Three bedrooms, living and dining room; the fourth room is south of the core."""
    return FloorPlan(WALLS, OPENINGS, ROOMS, FITTINGS)


WALLS: tuple[Wall, ...] = (
    wall((0, 0), (0, 10700)),
    wall((0, 10700), (10200, 10700)),
    wall((0, 0), (10200, 0)),
    wall((0, 4500), (6000, 4500)),
    wall((0, 5700), (6000, 5700)),
    wall((3300, 0), (3300, 4500)),
    wall((6000, 0), (6000, 4500)),
    wall((3300, 5700), (3300, 10700)),
    wall((6000, 5700), (6000, 10700)),
    wall((3300, 8100), (6000, 8100)),
    wall((10200, 0), (10200, 4500)),
    # Balcony: a parapet of half the thickness.
    wall((6000, -1500), (10200, -1500), thickness=100),
    wall((6000, -1500), (6000, -100), thickness=100),
    wall((10200, -1500), (10200, -100), thickness=100),
    # Shear walls.
    concrete((0, 0), (500, 0)),
    concrete((0, 0), (0, 1200)),
    concrete((2900, 0), (3500, 0)),
    concrete((3300, 0), (3300, 1500)),
    concrete((5900, 0), (6400, 0)),
    concrete((6000, 0), (6000, 1800)),
    concrete((9800, 0), (10700, 0)),
    concrete((10200, 0), (10200, 1500)),
    concrete((0, 3600), (0, 4600)),
    concrete((0, 4500), (900, 4500)),
    concrete((0, 9500), (0, 10700)),
    concrete((0, 10700), (600, 10700)),
    concrete((2700, 10700), (3800, 10700)),
    concrete((3300, 9300), (3300, 10700)),
    concrete((5500, 10700), (6600, 10700)),
    concrete((6000, 9600), (6000, 10700)),
    concrete((9400, 10700), (10200, 10700)),
    concrete((3300, 5700), (3300, 6900)),
    concrete((6000, 5700), (6000, 6900)),
    concrete((6000, 3300), (6000, 4500)),
    concrete((3300, 3700), (3300, 4500)),
)

OPENINGS: tuple[Opening, ...] = (
    Opening("C1818", (1650, 0), 1800, WINDOW, swing=-1),
    Opening("C1818", (4650, 0), 1800, WINDOW, swing=-1),
    Opening("TLM3024", (8100, 0), 3000, OpeningKind.SLIDING),
    Opening("C1515", (1650, 10700), 1500, WINDOW),
    Opening("C1215", (4650, 10700), 1200, WINDOW),
    Opening("C1815", (8100, 10700), 1800, WINDOW),
    Opening("C0615", (0, 5100), 600, WINDOW, is_upright=True, swing=-1),
    Opening("M0921", (2650, 4500), 900, hinge=1, swing=-1),
    Opening("M0921", (5300, 4500), 900, hinge=1, swing=-1),
    Opening("M0921", (2650, 5700), 900, hinge=1, swing=1),
    Opening("M0821", (3950, 5700), 800, hinge=-1, swing=1),
    Opening("M0821", (6000, 8900), 800, is_upright=True, hinge=-1, swing=-1),
    Opening("FM乙1021", (10200, 7300), 1000, is_upright=True, hinge=1, swing=-1),
)

ROOMS: tuple[Room, ...] = (
    Room("主卧", (1500, 3500), 13.3),
    Room("次卧", (5350, 2900), 10.8),
    Room("客厅", (8100, 3900), 22.4),
    Room("餐厅", (8100, 7400), 19.2),
    Room("走道", (4300, 5130)),
    Room("书房", (2350, 7300), 14.9),
    Room("卫生间", (5000, 6650), 5.5),
    Room("厨房", (4500, 9400), 6.0),
    Room("阳台", (8100, -700), 5.7),
)

FITTINGS: tuple[Fitting, ...] = (
    Fitting("双人床", (120, 1900), turn=90),
    Fitting("衣柜", (130, 4380)),
    Fitting("单人床", (3420, 1200), turn=90),
    Fitting("双人床", (120, 8750), turn=90),
    Fitting("衣柜", (130, 6420)),
    Fitting("坐便器", (4480, 7980)),
    Fitting("淋浴", (4980, 7990)),
    Fitting("洗脸盆", (5880, 6250), turn=-90),
    Fitting("橱柜", (3400, 10590)),
    Fitting("餐桌", (8100, 9200)),
    Fitting("沙发", (6120, 1000)),
    Fitting("电视柜", (9690, 1100)),
    Fitting("洗衣机", (9700, -120)),
)
