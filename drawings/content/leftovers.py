"""Paper layouts that nobody plots, and frames in model space that a paper layout shows.

CAD programs give every file a `Layout1` with a window into model space. Whoever plots from
model space never looks at it; whoever plots from there puts a title block beside the
window, or sets the window to a scale that has a name.
"""

import re
from collections.abc import Iterator

import numpy as np
from ezdxf.entities import DXFGraphic, Insert, Viewport
from ezdxf.layouts import Layout
from ezdxf.math import Vec3

from drawings.content.frames import Sheet
from drawings.content.papers import IMPERIAL_SCALES, METRIC_SCALES
from drawings.content.rectangles import Box
from drawings.content.scenes import TITLES
from drawings.content.tags import field_of, titleblock_score
from drawings.content.tracing import windows_of
from drawings.content.turning import corners_of

DEFAULT_NAME = re.compile(r"(layout|布局|лист|feuille)\s*\d*", re.IGNORECASE)
# With more of its own on it a layout of default name is a sheet without any question.
FEW = 10
FEWEST_LABELS = 2
SAME_SCALE = 1e-4
# How much of a frame a window shows, and how near its size comes to that of the sheet.
SHOWN, SAME_SIZE = 0.8, 0.1
WRITINGS = ("TEXT", "MTEXT")


def is_leftover(layout: Layout, *, is_model_framed: bool) -> bool:
    """Whether a paper layout is as the program made it, give or take a stray object.

    Args:
        layout: of paper space.
        is_model_framed: whether model space holds sheets with frames.

    """
    if DEFAULT_NAME.fullmatch(layout.name.strip()) is None:
        return False
    own = own_entities(layout)
    if len(own) > FEW or _has_titles(own):
        return False
    if is_model_framed:
        return True
    if own:
        return not any(each.dxftype() in (*WRITINGS, "INSERT") for each in own)
    return not any(_has_usual_scale(window) for window in windows_of(layout))


def own_entities(layout: Layout) -> list[DXFGraphic]:
    """What lies on the paper itself."""
    return [each for each in layout if not isinstance(each, Viewport)]


def own_words(layout: Layout) -> list[str]:
    """What is written on the paper itself, line by line."""
    return [word for each in own_entities(layout) for word in _words(each)]


def _words(entity: DXFGraphic) -> Iterator[str]:
    if isinstance(entity, Insert):
        yield from (attribute.dxf.text for attribute in entity.attribs)
        for part in entity.block() or ():
            if part.dxftype() in WRITINGS:
                yield from _words(part)
    elif entity.dxftype() == "TEXT":
        yield entity.dxf.text
    elif entity.dxftype() == "MTEXT":
        yield from entity.plain_text().splitlines()  # type: ignore[attr-defined]


def _has_titles(own: list[DXFGraphic]) -> bool:
    """Whether a title block stands there: its attributes, or its labels."""
    labels = set()
    for each in own:
        if isinstance(each, Insert):
            tags = [attribute.dxf.tag for attribute in each.attribs]
            if titleblock_score(tags) >= FEWEST_LABELS:
                return True
        labels |= {field_of(word) for word in _words(each)}
    return len(labels.intersection(TITLES)) >= FEWEST_LABELS


def _has_usual_scale(window: Viewport) -> bool:
    """Whether somebody set the window to 1:100 or its like, of millimetres or metres."""
    height, seen = float(window.dxf.height), float(window.dxf.view_height)
    if height <= 0 or seen <= 0:
        return False
    usual = np.asarray([*METRIC_SCALES, *IMPERIAL_SCALES], np.float64)
    known = np.concatenate([usual, usual / 1000.0])
    return bool((np.abs(seen / height / known - 1) < SAME_SCALE).any())


def is_shown(frame: Sheet, turn: float, layout: Layout, papers: list[Sheet]) -> bool:
    """Whether a sheet of a paper layout is a frame of model space, seen through a window.

    Args:
        frame: in model space.
        turn: radians by which model space was turned backwards for it.
        layout: of paper space.
        papers: its sheets.

    """
    corners = [Vec3(x, y) for x, y in corners_of(frame.box, turn).tolist()]
    for window in windows_of(layout):
        matrix = window.get_transformation_matrix()
        seen = _around([matrix.transform(each) for each in corners])
        if _shared(seen, _clip(window)) < SHOWN:
            continue
        if any(_is_as_large(seen, paper.box) for paper in papers):
            return True
    return False


def _around(points: list[Vec3]) -> Box:
    xs, ys = [each.x for each in points], [each.y for each in points]
    return (min(xs), min(ys), max(xs), max(ys))


def _clip(window: Viewport) -> Box:
    x, y = window.dxf.center.x, window.dxf.center.y
    width, height = window.dxf.width / 2, window.dxf.height / 2
    return (x - width, y - height, x + width, y + height)


def _shared(box: Box, clip: Box) -> float:
    """The part of a box that lies in another, 0 to 1."""
    width = min(box[2], clip[2]) - max(box[0], clip[0])
    height = min(box[3], clip[3]) - max(box[1], clip[1])
    whole = (box[2] - box[0]) * (box[3] - box[1])
    return width * height / whole if width > 0 and height > 0 and whole > 0 else 0.0


def _is_as_large(seen: Box, paper: Box) -> bool:
    return all(
        abs((seen[at + 2] - seen[at]) / (paper[at + 2] - paper[at]) - 1) <= SAME_SIZE
        for at in (0, 1)
    )
