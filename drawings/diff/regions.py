"""Boxes that a person looks at one after the other, each around changes that are near."""

import numpy as np

from drawings.content.parts import Floats, Ints
from drawings.diff.coverage import boxes_of, chopped
from drawings.diff.findings import Region
from drawings.diff.grouping import near_boxes
from drawings.diff.hashing import Indices, distinct

_PART_MM = 10.0
_SMALL_MM = 40.0
_FILLED = 0.15
_TINY_MM = 10.0
_CROWD = 4.0
_MANY = 5


def regions_of(lines: Floats, change: Indices, *, margin: float) -> tuple[Region, ...]:
    """Cluster pieces (m, 2, 2) on the new sheet; `change` (m,) says whose they are.

    Long pieces are cut first, and a cluster that is mostly empty paper, such as a
    changed sheet frame, falls into several thin boxes.
    """
    if not len(lines):
        return ()
    parts, whose = chopped(lines, _PART_MM)
    boxes = boxes_of(parts)
    owner = change[whose]
    clusters = _split(near_boxes(boxes, margin))
    found = [
        _region(boxes, members, owner)
        for crowd in _crowded(boxes, clusters, margin)
        for members in _cut(boxes, crowd)
    ]
    return tuple(sorted(found, key=lambda r: (-r.box[3], r.box[0])))


def _split(label: Ints) -> list[Indices]:
    order = np.argsort(label, kind="stable")
    return np.split(order, np.flatnonzero(np.diff(label[order])) + 1)


def _region(boxes: Floats, members: Indices, change: Indices) -> Region:
    x0, y0, x1, y1 = (float(side) for side in _extent(boxes[members]))
    box = (x0, y0, x1, y1)
    return Region(box, tuple(int(c) for c in distinct(change[members])))


def _crowded(boxes: Floats, parts: list[Indices], margin: float) -> list[Indices]:
    """Look at many small clusters in one place together: dots, gravel, planting."""
    extent = np.array([_extent(boxes[members]) for members in parts])
    size = (extent[:, 2:] - extent[:, :2]).max(axis=1)
    small = np.flatnonzero(size <= _TINY_MM)
    label = near_boxes(extent[small], _CROWD * margin)
    crowd = np.bincount(label, minlength=1)[label] >= _MANY if len(small) else small > 0
    whole = np.setdiff1d(np.arange(len(parts)), small[crowd])
    joined = [
        np.concatenate([parts[i] for i in small[crowd & (label == number)]])
        for number in distinct(label[crowd])
    ]
    return [parts[i] for i in whole] + joined


def _extent(boxes: Floats) -> Floats:
    return np.concatenate([boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)])


def _cut(boxes: Floats, members: Indices) -> list[Indices]:
    """Cut a cluster in two as long as it is large and mostly empty paper."""
    done, open_ = [], [members]
    while open_:
        part = open_.pop()
        if _is_full(boxes[part]):
            done.append(part)
        else:
            open_ += _halves(boxes, part)
    return done


def _is_full(boxes: Floats) -> bool:
    size = boxes[:, 2:].max(axis=0) - boxes[:, :2].min(axis=0)
    if len(boxes) < 2 or size.max() <= _SMALL_MM:
        return True
    own = (boxes[:, 2:] - boxes[:, :2] + 1).prod(axis=1).sum()
    return bool(own >= _FILLED * (size + 1).prod())


def _halves(boxes: Floats, members: Indices) -> list[Indices]:
    """Cut where the two boxes take the least paper."""
    own = boxes[members]
    cuts = []
    for axis in (0, 1):
        order = np.argsort(own[:, axis] + own[:, axis + 2], kind="stable")
        area = _areas(own[order])[:-1] + _areas(own[order[::-1]])[::-1][1:]
        at = int(area.argmin())
        cuts.append((float(area[at]), axis, order[: at + 1], order[at + 1 :]))
    _, _, low, high = min(cuts, key=lambda cut: cut[:2])
    return [members[low], members[high]]


def _areas(boxes: Floats) -> Floats:
    """Area, a millimetre wide at least, of the box around the first 1, 2, ... boxes."""
    low = np.minimum.accumulate(boxes[:, :2])
    high = np.maximum.accumulate(boxes[:, 2:])
    size = high - low + 1
    return np.asarray(size[:, 0] * size[:, 1])
