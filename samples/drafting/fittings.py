"""What stands on a floor: sanitary ware, furniture, cars; each one block."""

from collections.abc import Callable

from samples.drafting.draft import Box, Draft, Pen, Point
from samples.drafting.layers import Layer
from samples.drafting.plan import Fitting

PLAIN = Layer("0")


def place_fitting(draft: Draft, fitting: Fitting, layer: Layer) -> None:
    """Place a fitting; its block is defined on first use."""
    draft.block(fitting.block, PICTURES[fitting.block])
    flip = (-1.0 if fitting.is_flipped else 1.0, 1.0)
    draft.place(fitting.block, fitting.at, layer, turn=fitting.turn, flip=flip)


def _boxes(pen: Pen, *boxes: Box) -> None:
    for box in boxes:
        pen.rectangle(box, PLAIN)


def _rounded(pen: Pen, box: Box, radius: float) -> None:
    x0, y0, x1, y1 = box
    r = radius
    pen.lines(
        [
            ((x0 + r, y0), (x1 - r, y0)),
            ((x1, y0 + r), (x1, y1 - r)),
            ((x1 - r, y1), (x0 + r, y1)),
            ((x0, y1 - r), (x0, y0 + r)),
        ],
        PLAIN,
    )
    for centre, span in (
        ((x1 - r, y1 - r), (0.0, 90.0)),
        ((x0 + r, y1 - r), (90.0, 180.0)),
        ((x0 + r, y0 + r), (180.0, 270.0)),
        ((x1 - r, y0 + r), (270.0, 360.0)),
    ):
        pen.arc(centre, r, span, PLAIN)


def _toilet(pen: Pen) -> None:
    """Back against y = 0."""
    _boxes(pen, (-190, -190, 190, 0))
    pen.lines([((-180, -190), (-180, -420)), ((180, -190), (180, -420))], PLAIN)
    pen.arc((0, -420), 180, (180, 360), PLAIN)
    pen.circle((0, -400), 110, PLAIN)


def _basin(pen: Pen) -> None:
    _boxes(pen, (-350, -500, 350, 0))
    _rounded(pen, (-230, -430, 230, -110), 120)
    pen.circle((0, -270), 22, PLAIN)
    pen.line((0, -60), (0, -160), PLAIN)


def _shower(pen: Pen) -> None:
    _boxes(pen, (0, -900, 900, 0), (40, -860, 860, -40))
    pen.lines([((40, -860), (860, -40)), ((40, -40), (860, -860))], PLAIN)
    pen.circle((450, -450), 60, PLAIN)


def _washer(pen: Pen) -> None:
    _boxes(pen, (-300, -600, 300, 0))
    pen.circle((0, -320), 200, PLAIN)
    pen.line((-300, -90), (300, -90), PLAIN)


def _bed(pen: Pen) -> None:
    """A double bed, head against y = 0."""
    _boxes(pen, (-750, -2000, 750, 0), (-650, -420, -80, -80), (80, -420, 650, -80))
    pen.lines([((-750, -560), (750, -560)), ((750, -560), (180, -1100))], PLAIN)
    _boxes(pen, (-1200, -450, -790, -40), (790, -450, 1200, -40))
    for x in (-995.0, 995.0):
        pen.circle((x, -245), 110, PLAIN)


def _single_bed(pen: Pen) -> None:
    _boxes(pen, (-600, -2000, 600, 0), (-350, -420, 350, -80))
    pen.lines([((-600, -560), (600, -560)), ((600, -560), (150, -1000))], PLAIN)


def _wardrobe(pen: Pen) -> None:
    _boxes(pen, (0, -600, 1800, 0))
    pen.line((0, -300), (1800, -300), PLAIN)
    for index in range(11):
        x = 120.0 + index * 155
        pen.line((x, -520), (x + 40, -80), PLAIN)


def _sofa(pen: Pen) -> None:
    """Back against x = 0, three seats along y."""
    _boxes(pen, (0, 0, 900, 2100), (0, 0, 200, 2100), (200, 0, 900, 150))
    _boxes(pen, (200, 1950, 900, 2100))
    for y in (750.0, 1350.0):
        pen.line((200, y), (900, y), PLAIN)
    _boxes(pen, (1300, 400, 1900, 1700))


def _television(pen: Pen) -> None:
    _boxes(pen, (0, 0, 400, 2000), (60, 500, 140, 1500))


def _dining(pen: Pen) -> None:
    _boxes(pen, (-400, -700, 400, 700))
    for x in (-650.0, 400.0):
        for y in (-550.0, 100.0):
            _rounded(pen, (x, y, x + 250, y + 450), 60)


def _kitchen(pen: Pen) -> None:
    """A worktop along x, back at y = 0: sink and two burners."""
    _boxes(pen, (0, -600, 2500, 0), (300, -500, 1000, -110), (330, -470, 640, -140))
    _boxes(pen, (670, -470, 970, -140), (1500, -500, 2250, -100))
    for x in (1690.0, 2060.0):
        pen.circle((x, -300), 130, PLAIN)
        pen.circle((x, -300), 60, PLAIN)


def _car(pen: Pen) -> None:
    """A parking space of 2.4 m by 5.3 m with a car, entered from y = 0."""
    _boxes(pen, (-1200, 0, 1200, 5300))
    _rounded(pen, (-880, 350, 880, 4950), 320)
    _rounded(pen, (-740, 1450, 740, 3750), 200)
    pen.lines(
        [
            ((-800, 1150), (-640, 1480)),
            ((800, 1150), (640, 1480)),
            ((-800, 4200), (-640, 3720)),
            ((800, 4200), (640, 3720)),
        ],
        PLAIN,
    )


def _column(size: float) -> Callable[[Pen], None]:
    def draw(pen: Pen) -> None:
        half = size / 2
        points: list[Point] = [
            (-half, -half),
            (half, -half),
            (half, half),
            (-half, half),
        ]
        pen.fill(points, PLAIN)
        pen.path(points, PLAIN, closed=True)

    return draw


def _tree(pen: Pen) -> None:
    pen.circle((0, 0), 1800, PLAIN)
    for x, y in ((1800, 0), (0, 1800), (1270, 1270), (1270, -1270)):
        pen.line((-x, -y), (x, y), PLAIN)
    pen.circle((0, 0), 250, PLAIN)


PICTURES: dict[str, Callable[[Pen], None]] = {
    "坐便器": _toilet,
    "洗脸盆": _basin,
    "淋浴": _shower,
    "洗衣机": _washer,
    "双人床": _bed,
    "单人床": _single_bed,
    "衣柜": _wardrobe,
    "沙发": _sofa,
    "电视柜": _television,
    "餐桌": _dining,
    "橱柜": _kitchen,
    "停车位": _car,
    "柱500": _column(500),
    "柱600": _column(600),
    "乔木": _tree,
}
