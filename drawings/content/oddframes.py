"""Frames of a size that no table of papers knows: lengthened as needed, or of a firm's own.

What makes a rectangle a frame is then the title block in it. Its scale is told, in this
order, by the block that draws it, by frames beside it with the same title block, by a
short side that is that of a known paper, by what its title block says.
"""

import numpy as np

from drawings.content.frames import (
    USUAL_TEXT_MM,
    Candidate,
    Units,
    factors_of,
)
from drawings.content.nesting import outermost
from drawings.content.papers import BASIC, BINDING, Paper
from drawings.content.rectangles import Box, rectangles
from drawings.content.scenes import FEWEST_PRIMITIVES, Scene

# Narrower is the strip of a title block, wider is no paper; in mm.
NARROWEST_MM, WIDEST_MM = 180.0, 3000.0
SAME_HEIGHT, SAME_BOX = 0.02, 0.002
SIDE_TOLERANCE = 5e-4
METRES_MM = 1000.0


def odd_frames(
    scene: Scene, whole: Scene, units: Units, known: list[Candidate]
) -> list[Candidate]:
    """Frames of unknown papers; none overlaps another.

    Args:
        scene: what the known frames do not hold.
        whole: all that the layout shows.
        units: of the layout.
        known: frames that were recognised beside them.

    """
    beside = [(each.units_per_mm, whole.title_height(each.box)) for each in known]
    found = []
    for box in rectangles(scene.recording):
        if scene.count(box) < FEWEST_PRIMITIVES or not scene.has_titleblock(box):
            continue
        factor = _factor(box, scene, units, beside)
        if factor and (candidate := _candidate(box, factor)):
            found.append(candidate)
    return outermost(found)


def _factor(
    box: Box, scene: Scene, units: Units, beside: list[tuple[float, float]]
) -> float:
    """Layout units for a mm on paper; 0 where nothing tells it."""
    if units.is_paper:
        factor = 1.0 / (units.unit_mm or 1.0)
        return factor if scene.is_readable(box, factor) else 0.0
    height = scene.title_height(box)
    for factor, its_height in beside:
        if height and abs(height / its_height - 1 if its_height else 1) <= SAME_HEIGHT:
            return factor
    return (
        _scale_of_block(box, scene)
        or _by_short_side(box, scene, units)
        or _as_written(box, scene, units)
    )


def _scale_of_block(box: Box, scene: Scene) -> float:
    """The scale of the insertion that reaches as far as the box; 0 where none does."""
    slack = SAME_BOX * max(box[2] - box[0], box[3] - box[1])
    scales = (s for s in scene.scales_of_block(box, slack) if s not in (0.0, 1.0))
    return next((s for s in scales if scene.is_readable(box, s)), 0.0)


def _by_short_side(box: Box, scene: Scene, units: Units) -> float:
    """The scale at which the short side is that of a paper; 0 where none fits."""
    short = min(box[2] - box[0], box[3] - box[1])
    written = scene.scales_written(box)
    best, chosen = np.inf, 0.0
    for factor in factors_of(units).tolist():
        if not scene.is_readable(box, factor):
            continue
        sides = [side for each, _, c in BASIC.values() for side in (each, each - 2 * c)]
        error = min(abs(short / factor / side - 1) for side in sides)
        if error > SIDE_TOLERANCE:
            continue
        text_mm = float(np.median(scene.text_heights(box))) / factor
        is_written = any(_is_times(factor, each) for each in written)
        rank = abs(np.log(text_mm / USUAL_TEXT_MM)) - (1.0 if is_written else 0.0)
        if rank < best:
            best, chosen = rank, factor
    return chosen


def _as_written(box: Box, scene: Scene, units: Units) -> float:
    """What the title block says, where letters of a usual height come of it."""
    tried = [units.unit_mm] if units.unit_mm else [1.0, METRES_MM]
    for scale in scene.scales_written(box):
        for unit_mm in tried:
            if scene.is_readable(box, scale / unit_mm):
                return scale / unit_mm
    return 0.0


def _is_times(factor: float, scale: float) -> bool:
    return any(abs(factor * unit_mm / scale - 1) < 1e-6 for unit_mm in (1.0, METRES_MM))


def _candidate(box: Box, factor: float) -> Candidate | None:
    width, height = (box[2] - box[0]) / factor, (box[3] - box[1]) / factor
    if min(width, height) < NARROWEST_MM or max(width, height) > WIDEST_MM:
        return None
    return Candidate(box, _paper(width, height), factor, 0.0)


def _paper(width: float, height: float) -> Paper:
    """A lengthened paper where the height is that of one; else the rectangle itself."""
    for name, (short, _, c) in BASIC.items():
        for edge, margins in ((0.0, (0.0,) * 4), (c, (BINDING, c, c, c))):
            if abs(height / (short - 2 * edge) - 1) > SIDE_TOLERANCE or width < height:
                continue
            left, bottom, right, top = margins
            long = round(width + left + right, 1)
            size = (long, short)
            return Paper(f"{name}+{long:.0f}", size, (left, bottom, right, top), 0.0)
    return Paper("", (round(width, 1), round(height, 1)), (0.0,) * 4, 0.0)
