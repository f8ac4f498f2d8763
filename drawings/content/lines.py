"""The texts of a sheet as lines with places: what a reader of the title block looks at."""

from dataclasses import dataclass

import numpy as np

from drawings.content.parts import Content, Kind

Box = tuple[float, float, float, float]
SAME_ROW = 0.35
WIDEST_GAP = 1.6


@dataclass(frozen=True, slots=True)
class Line:
    """One piece of text on paper; its box in mm, y upwards."""

    text: str
    box: Box
    height: float
    is_level: bool

    @property
    def middle(self) -> tuple[float, float]:
        """The middle of the box."""
        x0, y0, x1, y1 = self.box
        return (x0 + x1) / 2, (y0 + y1) / 2


def lines_of(content: Content) -> list[Line]:
    """Every text primitive as a line; single letters of a spaced word are joined."""
    chosen = np.flatnonzero(content.kind == Kind.TEXT)
    boxes = content.boxes()
    lines = []
    for index in chosen.tolist():
        quad = content.points[index]
        along, up = quad[3] - quad[0], quad[1] - quad[0]
        lines.append(
            Line(
                content.texts[content.text[index]].strip(),
                _box(boxes[index].tolist()),
                float(np.hypot(*up)),
                bool(abs(along[1]) <= SAME_ROW * max(abs(along[0]), 1e-9)),
            )
        )
    return _joined_letters([line for line in lines if line.text])


def _joined_letters(lines: list[Line]) -> list[Line]:
    """图 and 号 set as two texts side by side become 图号."""
    single = [line for line in lines if len(line.text) == 1 and line.is_level]
    others = [line for line in lines if not (len(line.text) == 1 and line.is_level)]
    single.sort(key=lambda line: (-round(line.box[1], 0), line.box[0]))
    joined: list[Line] = []
    for line in single:
        if joined and _are_neighbours(joined[-1], line):
            joined[-1] = _join(joined[-1], line)
        else:
            joined.append(line)
    return others + joined


def _are_neighbours(left: Line, right: Line) -> bool:
    gap = right.box[0] - left.box[2]
    height = max(left.height, right.height)
    return (
        abs(left.box[1] - right.box[1]) <= SAME_ROW * height
        and -SAME_ROW * height <= gap <= WIDEST_GAP * 2 * height
        and min(left.text[-1], right.text) >= "\u4e00"
    )


def _join(left: Line, right: Line) -> Line:
    box = (
        left.box[0],
        min(left.box[1], right.box[1]),
        right.box[2],
        max(left.box[3], right.box[3]),
    )
    return Line(
        left.text + right.text, box, max(left.height, right.height), is_level=True
    )


def _box(values: list[float]) -> Box:
    x0, y0, x1, y1 = values
    return (x0, y0, x1, y1)
