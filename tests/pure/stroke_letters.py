"""A shape font of our own: each letter a few single lines, as plotters draw SHX.

Cells are 4 wide and 6 high, base line at 0; a stroke is a row of points `xy`.
"""

import numpy as np

from drawings.content.parts import Content, Kind
from tests.pure.drawing_makers import picked, with_lines

STROKES = {
    "0": "10 01 05 16 36 45 41 30 10",
    "1": "15 26 20,10 30",
    "2": "05 16 36 45 44 43 00 40",
    "3": "05 16 36 45 44 33 23,33 42 41 30 10 01",
    "4": "30 36 02 42",
    "5": "46 06 03 14 34 43 41 30 10 01",
    "6": "45 36 16 05 01 10 30 41 42 33 13 02",
    "7": "06 46 45 20",
    "8": "13 04 05 16 36 45 44 33 13 02 01 10 30 41 42 33",
    "9": "01 10 30 41 45 36 16 05 04 13 33 44",
    "M": "00 06 23 46 40",
    "C": "45 36 16 05 01 10 30 41",
    "F": "00 06 46,03 33",
    ".": "20 21",
    "-": "03 43",
    "\u7530": "00 06 46 40 00,03 43,26 20",
    "\u65e5": "00 06 46 40 00,03 43",
    "\u4e2d": "02 05 45 42 02,26 20",
    "\u738b": "06 46,03 43,00 40,26 20",
    "\u5de5": "05 45,00 40,25 20",
    "\u53e3": "00 06 46 40 00",
}
WIDE, HIGH, STEP = 4.0, 6.0, 6.0


def in_strokes(content: Content) -> Content:
    """A content with every text drawn in single lines, stretched to its place."""
    is_text = content.kind == Kind.TEXT
    lines: list[tuple[float, float, float, float]] = []
    for at in np.flatnonzero(is_text).tolist():
        word = content.texts[int(content.text[at])]
        base, top, _, end = content.points[at]
        along, up = (end - base) / len(word) / STEP, (top - base) / HIGH
        for place, letter in enumerate(word):
            for row in STROKES[letter].split(","):
                points = [
                    base
                    + along * (place * STEP + (STEP - WIDE) / 2 + int(corner[0]))
                    + up * int(corner[1])
                    for corner in row.split()
                ]
                lines += [
                    (*points[k].tolist(), *points[k + 1].tolist())
                    for k in range(len(points) - 1)
                ]
    kept = picked(content, np.flatnonzero(~is_text))
    return with_lines(kept, lines, layer=content.layers[0])
