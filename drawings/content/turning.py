"""Sheets that lie askew in model space: which way they are turned, and turning them back."""

import math
from dataclasses import replace

import numpy as np

from drawings.content.nesting import inside
from drawings.content.parts import Floats, Kind
from drawings.content.recording import Recording
from drawings.content.rectangles import Box
from drawings.content.tags import field_of

# Only long lines can bound a sheet, and a frame is drawn with at least two each way.
LONGEST, FEWEST = 60, 4
MOST_TURNS = 3
# Radians: nearer to each other than this, lines run the same way.
SAME = 1e-5
# An upright plan has fewer texts that run upwards.
MOST_TURNED = 0.7
QUARTER = math.pi / 2


def likely_turns(recording: Recording) -> list[float]:
    """Angles in radians at which frames may stand, likeliest first; none when upright.

    Long lines that run along or across each other vote for their angle. Of its four
    quarters that one is told in which the texts read from left to right.
    """
    ends = recording.points[recording.kind == Kind.SEGMENT][:, [0, 3]]
    along = ends[:, 1] - ends[:, 0]
    lengths = np.hypot(along[:, 0], along[:, 1])
    order = np.argsort(-lengths, kind="stable")[:LONGEST]
    angles = np.arctan2(along[order, 1], along[order, 0]) % QUARTER
    votes: list[tuple[int, float]] = []
    for angle in angles.tolist():
        away = np.abs((angles - angle + QUARTER / 2) % QUARTER - QUARTER / 2)
        is_upright = min(angle, QUARTER - angle) <= SAME
        is_new = all(abs(angle - other) > SAME for _, other in votes)
        count = int((away <= SAME).sum())
        if count >= FEWEST and is_new and not is_upright:
            votes.append((count, angle))
    best = sorted(votes, key=lambda vote: -vote[0])[:MOST_TURNS]
    return [angle + _quarters(recording, angle) * QUARTER for _, angle in best]


def turned_back(recording: Recording, turn: float) -> Recording:
    """A recording turned by `-turn` radians round the origin of its layout."""
    cos, sin = math.cos(turn), math.sin(turn)
    matrix = np.asarray([[cos, -sin], [sin, cos]])
    points: Floats = recording.points @ matrix
    return replace(recording, points=points)


def corners_of(box: Box, turn: float) -> Floats:
    """Where the corners (4, 2) of a box lay before the layout was turned back."""
    x0, y0, x1, y1 = box
    cos, sin = math.cos(turn), math.sin(turn)
    corners = np.asarray([(x0, y0), (x1, y0), (x1, y1), (x0, y1)])
    return np.asarray(corners @ np.asarray([[cos, sin], [-sin, cos]]))


def quarters_in(recording: Recording, box: Box) -> int:
    """By how many quarters the texts of a frame are turned, all of them and its labels.

    Much of an upright plan is written upwards, and so are lists of signers beside it:
    only where both agree the sheet lies on its side.
    """
    is_text = (recording.kind == Kind.TEXT) & inside(recording.points[:, 0], box)
    written = recording.strokes[recording.stroke, 5]
    is_label = is_text & (written >= 0)
    is_label[is_label] = [
        field_of(recording.writings[which].text) is not None
        for which in written[is_label]
    ]
    every = _most_quarters(recording.points[is_text], MOST_TURNED)
    return every if every and _most_quarters(recording.points[is_label]) == every else 0


def _most_quarters(texts: Floats, least: float = 0.5) -> int:
    """The quarter that at least a part of some texts run along, else 0."""
    along = texts[:, 3] - texts[:, 0]
    quarters = np.round(np.arctan2(along[:, 1], along[:, 0]) / QUARTER).astype(int) % 4
    counts = np.bincount(quarters, minlength=4)
    best = int(counts.argmax())
    return best if counts[best] > least * len(texts) else 0


def _quarters(recording: Recording, angle: float) -> int:
    """By how many quarters most texts are turned beyond an angle."""
    texts = recording.points[recording.kind == Kind.TEXT]
    if not len(texts):
        return 0
    along = texts[:, 3] - texts[:, 0]
    beyond = np.arctan2(along[:, 1], along[:, 0]) - angle
    quarters = np.round(beyond / QUARTER).astype(int) % 4
    return int(np.bincount(quarters, minlength=4).argmax())
