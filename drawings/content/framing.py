"""All the sheets of one layout: known frames, odd ones, small ones, and those askew."""

from collections.abc import Iterator
from dataclasses import dataclass

from drawings.content.frames import Candidate, Sheet, Units, known_frames
from drawings.content.nesting import in_reading_order, overlap
from drawings.content.oddframes import odd_frames
from drawings.content.parts import Floats
from drawings.content.recording import Recording
from drawings.content.rectangles import Box
from drawings.content.scenes import FEWEST_PRIMITIVES, Scene
from drawings.content.turning import (
    QUARTER,
    corners_of,
    likely_turns,
    quarters_in,
    turned_back,
)

# Frames must hold a good part of what is drawn, or they are furniture.
LEAST_COVERED = 0.3
# Small frames are found once the large ones are out of the way.
MOST_PASSES = 4


@dataclass(frozen=True, slots=True, eq=False)
class Framed:
    """A sheet on a layout that was turned until it stands upright.

    Attributes:
        sheet: where the paper lies on the turned layout.
        recording: what the turned layout shows.
        turn: radians by which it was turned backwards, round its origin.

    """

    sheet: Sheet
    recording: Recording
    turn: float = 0.0


def framed_parts(recording: Recording, units: Units) -> list[Framed]:
    """The sheets that have a frame, in reading order; none where they hold too little."""
    if not len(recording):
        return []
    whole = Scene(recording)
    upright = _upright(whole, units, [])
    found = [
        *(_standing(whole, each) for each in upright),
        *_askew(whole, units, upright),
    ]
    boxes = [_reach(each) for each in found]
    if not found or whole.covered(boxes) < LEAST_COVERED:
        return []
    return [found[place] for place in in_reading_order(boxes)]


def _upright(
    whole: Scene, units: Units, elsewhere: list[Candidate], *, is_sure: bool = False
) -> list[Candidate]:
    """Frames that stand upright: first the known ones, then those among the rest.

    Args:
        whole: what is looked at.
        units: of the layout.
        elsewhere: frames that were found otherwise, whose scale tells that of others.
        is_sure: whether known papers need a title block too, as the rest always does.

    """
    first = known_frames(whole, units)
    found = [c for c in first if not is_sure or whole.has_titleblock(c.paper_box)]
    for _ in range(MOST_PASSES):
        rest = whole.without([each.paper_box for each in found])
        if len(rest) < FEWEST_PRIMITIVES or not rest.has_titleblock():
            break
        known = [c for c in known_frames(rest, units) if rest.has_titleblock(c.box)]
        odd = odd_frames(rest, whole, units, [*elsewhere, *found, *known])
        more = [*known, *_free_of(odd, known)]
        more = _free_of(more, found)
        if not more:
            break
        found += more
    return found


def _free_of(some: list[Candidate], taken: list[Candidate]) -> list[Candidate]:
    boxes = [each.paper_box for each in taken]
    return [
        each
        for each in some
        if not any(overlap(each.paper_box, other) for other in boxes)
    ]


def _standing(whole: Scene, candidate: Candidate) -> Framed:
    """A frame whose texts run upwards is turned until they can be read."""
    quarters = quarters_in(whole.recording, candidate.paper_box)
    if not quarters:
        return Framed(candidate.sheet(), whole.recording)
    return _turned(whole.recording, candidate, quarters * QUARTER)


def _turned(recording: Recording, candidate: Candidate, turn: float) -> Framed:
    sheet = candidate.sheet()
    width, height = sheet.size_mm
    is_across = round(turn / QUARTER) % 2 == 1
    return Framed(
        Sheet(
            _around(corners_of(sheet.box, -turn)),
            (height, width) if is_across else (width, height),
            sheet.units_per_mm,
            is_framed=True,
            paper=sheet.paper,
        ),
        turned_back(recording, turn),
        turn,
    )


def _askew(whole: Scene, units: Units, upright: list[Candidate]) -> Iterator[Framed]:
    """Frames that stand at an angle, in what the upright ones do not hold."""
    rest = whole.without([each.paper_box for each in upright])
    if len(rest) < FEWEST_PRIMITIVES or (upright and not rest.has_titleblock()):
        return
    for turn in likely_turns(rest.recording):
        turned = Scene(turned_back(rest.recording, turn))
        found = _upright(turned, units, upright, is_sure=bool(upright))
        if found:
            layout = turned_back(whole.recording, turn)
            yield from (Framed(each.sheet(), layout, turn) for each in found)
            return


def _reach(framed: Framed) -> Box:
    """How far a sheet reaches on the layout as it was before it was turned."""
    return _around(corners_of(framed.sheet.box, framed.turn))


def _around(corners: Floats) -> Box:
    (x0, y0), (x1, y1) = corners.min(axis=0).tolist(), corners.max(axis=0).tolist()
    return (x0, y0, x1, y1)
