"""Boxes within boxes: which of the rectangles found bound a sheet."""

from collections.abc import Sequence
from typing import Protocol, TypeVar

from drawings.content.parts import Floats
from drawings.content.recording import Mask
from drawings.content.rectangles import Box

# Frames that share so much of their area are the edge of a paper and the frame upon it.
SAME_SHEET = 0.75
TOUCHING = 0.02


class Boxed(Protocol):
    """Whatever has a box."""

    @property
    def box(self) -> Box:
        """x0, y0, x1, y1 in layout units."""


Found = TypeVar("Found", bound=Boxed)


def outermost(found: Sequence[Found]) -> list[Found]:
    """Of nested frames the outer one; but a border around several sheets is none.

    Args:
        found: largest first.

    """
    edges = [
        candidate
        for candidate in found
        if sum(
            other is not candidate
            and contains(candidate.box, other.box)
            and not _is_same_sheet(candidate.box, other.box)
            for other in found
        )
        < 2
    ]
    chosen: list[Found] = []
    for candidate in edges:
        if not any(overlap(candidate.box, other.box) for other in chosen):
            chosen.append(candidate)
    return chosen


def inside(points: Floats, box: Box) -> Mask:
    """Which points (n, 2) lie in a box."""
    x, y = points[:, 0], points[:, 1]
    found: Mask = (x >= box[0]) & (y >= box[1]) & (x <= box[2]) & (y <= box[3])
    return found


def contains(outer: Box, inner: Box) -> bool:
    """Whether a box lies in another, give or take a thousandth."""
    slack = 1e-3 * max(outer[2] - outer[0], outer[3] - outer[1])
    return (
        inner[0] >= outer[0] - slack
        and inner[1] >= outer[1] - slack
        and inner[2] <= outer[2] + slack
        and inner[3] <= outer[3] + slack
    )


def overlap(a: Box, b: Box) -> bool:
    """Whether two boxes share more than their edges."""
    width = min(a[2], b[2]) - max(a[0], b[0])
    height = min(a[3], b[3]) - max(a[1], b[1])
    shared = width * height
    return width > 0 and height > 0 and shared > TOUCHING * min(area(a), area(b))


def area(box: Box) -> float:
    """In square units of the layout."""
    return (box[2] - box[0]) * (box[3] - box[1])


def in_reading_order(boxes: Sequence[Box]) -> list[int]:
    """Places of boxes: rows from the top, each from the left.

    A row is where tops are near each other.
    """
    rows: list[list[int]] = []
    for place in sorted(range(len(boxes)), key=lambda at: -boxes[at][3]):
        box = boxes[place]
        if rows and boxes[rows[-1][0]][3] - box[3] < (box[3] - box[1]) / 2:
            rows[-1].append(place)
        else:
            rows.append([place])
    return [at for row in rows for at in sorted(row, key=lambda each: boxes[each][0])]


def _is_same_sheet(outer: Box, inner: Box) -> bool:
    """Whether the inner frame is the thick frame on the paper of the outer one."""
    return area(inner) / area(outer) > SAME_SHEET
