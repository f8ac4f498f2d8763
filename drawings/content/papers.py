"""Sizes of drawing paper and the frames drawn on them, as tables.

Sources: GB/T 50001-2017 tables 3.1.1 and 3.1.3 (A0 to A4, lengthened sheets, margins
a = 25 and c = 10 or 5 mm); ANSI/ASME Y14.1 and the architectural series for foreign drawings.
"""

from dataclasses import dataclass

import numpy as np

from drawings.content.parts import Floats

# Short side, long side, margin c.
BASIC = {
    "A0": (841.0, 1189.0, 10.0),
    "A1": (594.0, 841.0, 10.0),
    "A2": (420.0, 594.0, 10.0),
    "A3": (297.0, 420.0, 5.0),
    "A4": (210.0, 297.0, 5.0),
}
# Long sides of lengthened sheets; both editions of the standard are in use.
LENGTHENED = {
    "A0": (1338.0, 1486.0, 1635.0, 1783.0, 1932.0, 2080.0, 2230.0, 2378.0),
    "A1": (1051.0, 1261.0, 1471.0, 1682.0, 1892.0, 2102.0),
    "A2": (
        743.0,
        891.0,
        1041.0,
        1189.0,
        1338.0,
        1486.0,
        1635.0,
        1783.0,
        1932.0,
        2080.0,
    ),
    "A3": (630.0, 841.0, 1051.0, 1261.0, 1471.0, 1682.0, 1892.0),
}
FOREIGN = {
    "ANSI A": (215.9, 279.4),
    "ANSI B": (279.4, 431.8),
    "ANSI C": (431.8, 558.8),
    "ANSI D": (558.8, 863.6),
    "ANSI E": (863.6, 1117.6),
    "ARCH C": (457.2, 609.6),
    "ARCH D": (609.6, 914.4),
    "ARCH E": (914.4, 1219.2),
    "ARCH E1": (762.0, 1066.8),
}
BINDING = 25.0
METRIC_SCALES = (
    *(1, 2, 5, 10, 15, 20, 25, 30, 40, 50, 60, 75, 80, 100, 125, 150, 200, 250, 300),
    *(400, 500, 600, 750, 800, 1000, 1250, 1500, 2000, 5000, 10000),
)
IMPERIAL_SCALES = (
    *(1, 2, 4, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192),
    *(120, 240, 360, 480, 600, 1200),
)


@dataclass(frozen=True, slots=True)
class Paper:
    """A size of paper and one frame that may be drawn on it.

    Attributes:
        name: such as `A1` or `A1+1261`.
        size_mm: width and height as it lies.
        margins: left, bottom, right, top distance of the frame from the edge; zeros for
            the edge itself.
        tolerance: relative error that is believed; narrow where chance hits are likely.

    """

    name: str
    size_mm: tuple[float, float]
    margins: tuple[float, float, float, float]
    tolerance: float

    @property
    def frame_mm(self) -> tuple[float, float]:
        """Width and height of the frame."""
        left, bottom, right, top = self.margins
        return self.size_mm[0] - left - right, self.size_mm[1] - bottom - top


def papers() -> tuple[Paper, ...]:
    """Every paper and frame that is recognised, the likely ones first."""
    found: list[Paper] = []
    for name, (short, long, margin) in BASIC.items():
        found += _frames(name, short, long, margin, (2e-3, 5e-4))
    for name, sides in LENGTHENED.items():
        short, _, margin = BASIC[name]
        for long in sides:
            found += _frames(f"{name}+{long:.0f}", short, long, margin, (5e-4, 2e-4))
    for name, (short, long) in FOREIGN.items():
        found += _edges(name, short, long, 1e-3)
    return tuple(found)


def nearest_size(width: float, height: float) -> tuple[float, float]:
    """The smallest basic sheet that holds a drawing of this size, lying or standing."""
    for short, long, _margin in reversed(BASIC.values()):
        size = (long, short) if width >= height else (short, long)
        if width <= size[0] and height <= size[1]:
            return size
    return (1189.0, 841.0) if width >= height else (841.0, 1189.0)


def scales(unit_mm: float, *, is_imperial: bool) -> Floats:
    """Drawing units for one paper mm at each usual scale, one unit being `unit_mm`."""
    usual = IMPERIAL_SCALES if is_imperial else METRIC_SCALES
    return np.asarray(usual, np.float64) / unit_mm


def _frames(
    name: str, short: float, long: float, c: float, tolerances: tuple[float, float]
) -> list[Paper]:
    edge, frame = tolerances
    found = _edges(name, short, long, edge)
    for size in ((long, short), (short, long)):
        found.append(Paper(name, size, (BINDING, c, c, c), frame))
        found.append(Paper(name, size, (c, c, c, c), frame))
    return found


def _edges(name: str, short: float, long: float, tolerance: float) -> list[Paper]:
    none = (0.0, 0.0, 0.0, 0.0)
    return [
        Paper(name, (long, short), none, tolerance),
        Paper(name, (short, long), none, tolerance),
    ]
