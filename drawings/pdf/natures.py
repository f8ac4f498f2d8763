"""What a page is made of: vectors, a picture, both, or nothing.

The law, for people and tests: let *covered* be the share of the page under pictures and
*drawn* the number of paths and texts that can be seen.

    blank     nothing is drawn and nothing is covered
    scanned   more than 60 % is covered and fewer than 40 things are drawn
    mixed     at least 5 % is covered and it is no scan
    vector    everything else
"""

from collections.abc import Iterable
from enum import StrEnum

import numpy as np

SCAN_COVERS, SCAN_FEWEST = 0.6, 40
MIXED_COVERS = 0.05
GRID = 200
Box = tuple[float, float, float, float]


class Nature(StrEnum):
    """What a page is made of."""

    VECTOR = "vector"
    SCANNED = "scanned"
    MIXED = "mixed"
    BLANK = "blank"


def nature_of(covered: float, drawn: int) -> Nature:
    """The nature of a page by the law above."""
    if covered > SCAN_COVERS and drawn < SCAN_FEWEST:
        return Nature.SCANNED
    if covered >= MIXED_COVERS:
        return Nature.MIXED
    return Nature.VECTOR if drawn or covered else Nature.BLANK


def covered_share(boxes: Iterable[Box], width: float, height: float) -> float:
    """Share of a page that boxes cover together, on a grid of 200 x 200."""
    grid = np.zeros((GRID, GRID), bool)
    for x0, y0, x1, y1 in boxes:
        left, right = sorted((x0 / width, x1 / width))
        low, high = sorted((y0 / height, y1 / height))
        rows = slice(_cell(low), _cell(high))
        grid[rows, _cell(left) : _cell(right)] = True
    return float(grid.mean())


def _cell(share: float) -> int:
    return round(min(1.0, max(0.0, share)) * GRID)
