"""Put pieces of ink together that belong to one change."""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import shapely
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from drawings.content.parts import Floats, Ints
from drawings.diff.coverage import boxes_of, chopped, standing
from drawings.diff.hashing import Indices, Numbers, distinct, keys_of
from drawings.diff.shapes import box_shapes, line_shapes

_CELL_MM = 1.0
_PART_MM = 10.0
_NEIGHBOURS = ((1, 0), (0, 1), (1, 1), (1, -1))
_DOT_MM = 2.0
_DOT_CELL_MM = 3.0
_MANY = 20_000


def components(count: int, left: Numbers, right: Numbers) -> Ints:
    """Label of each of `count` nodes in the graph of edges left-right."""
    ones = np.ones(len(left), bool)
    graph = coo_matrix((ones, (left, right)), shape=(count, count))
    return np.asarray(connected_components(graph, directed=False)[1], dtype=np.int32)


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """Pieces of one sheet: lines (m, 2, 2) on the new sheet, bundles they are tied to.

    `bundle` is -1 for a free piece; pieces of one bundle always belong together, and so
    do those that `tied` names: positions of two of them each.
    """

    lines: Floats
    bundle: Numbers
    tied: tuple[Indices, Indices] = field(
        default_factory=lambda: (np.zeros(0, np.intp), np.zeros(0, np.intp))
    )


def changes_of(
    old: Side, new: Side, *, touch: float, across: tuple[Indices, Indices] | None = None
) -> tuple[Ints, Ints]:
    """Label the pieces of both sides by the change that they belong to.

    `across` names pieces of both sides that are one change: positions in old and in new.

    Pieces belong together when an end of one lies on the other, when they are of one
    bundle, or tied, or when they crowd on one side as the lines of a hatch do. Lines
    that only cross stay apart.
    """
    lines = np.concatenate([old.lines, new.lines])
    if not len(lines):
        return np.zeros(0, np.int32), np.zeros(0, np.int32)
    border = len(old.lines)
    bundle_new = np.where(
        new.bundle >= 0, new.bundle + old.bundle.max(initial=0) + 1, -1
    )
    edges = [
        _touches(lines, touch),
        _chains(np.concatenate([old.bundle, bundle_new])),
        old.tied,
        (new.tied[0] + border, new.tied[1] + border),
        *_crowds(old.lines, 0),
        *_crowds(new.lines, border),
    ]
    if across is not None:
        edges.append((across[0], across[1] + border))
    left = np.concatenate([e[0] for e in edges])
    right = np.concatenate([e[1] for e in edges])
    label = components(len(lines), left, right)
    return label[:border], label[border:]


def near_boxes(boxes: Floats, margin: float) -> Ints:
    """Label boxes (n, 4) that lie within `margin` of each other, in chains."""
    if len(boxes) > _MANY:
        return _near_many(boxes, margin)
    grown = boxes + np.array([-1.0, -1.0, 1.0, 1.0]) * (margin / 2)
    shapes = box_shapes(grown)
    left, right = shapely.STRtree(shapes).query(shapes)
    return components(len(boxes), left, right)


def clusters(lines: Floats, whose: Indices, count: int, margin: float) -> Ints:
    """Label `count` strokes by nearness of their ink: lines (m, 2, 2), whose (m,)."""
    parts, line = chopped(lines, _PART_MM)
    boxes = boxes_of(parts)
    if not len(boxes):
        return np.zeros(count, np.int32)
    label = near_boxes(boxes, margin) + count
    return components(count + label.max() + 1, whose[line], label)[:count]


def _near_many(boxes: Floats, margin: float) -> Ints:
    """The same for very many boxes: those of one small cell are merged first."""
    middle = (boxes[:, :2] + boxes[:, 2:]) / 2
    keys = keys_of(np.floor(middle / max(margin, 0.1)).astype(np.int64))
    known, which = np.unique(keys, return_inverse=True)
    merged = np.full((len(known), 4), np.inf)
    merged[:, 2:] = -np.inf
    np.minimum.at(merged[:, :2], which, boxes[:, :2])
    np.maximum.at(merged[:, 2:], which, boxes[:, 2:])
    grown = merged + np.array([-1.0, -1.0, 1.0, 1.0]) * (margin / 2)
    shapes = box_shapes(grown)
    left, right = shapely.STRtree(shapes).query(shapes)
    return components(len(known), left, right)[which]


def _touches(lines: Floats, touch: float) -> tuple[Indices, Indices]:
    """Edges between lines and the lines that their ends lie on."""
    # of lines that crowd as those of a hatch, some stand for the others
    stands = standing(lines, touch / 3)
    known = distinct(stands)
    some = lines[known]
    tree = shapely.STRtree(line_shapes(some))
    ends = shapely.points(some.reshape(-1, 2))
    asked, found = tree.query(ends, predicate="dwithin", distance=touch)
    every = np.arange(len(lines))
    return (
        np.concatenate([known[asked // 2], every]),
        np.concatenate([known[found], stands]),
    )


def _chains(labels: Numbers) -> tuple[Indices, Indices]:
    """Edges that tie all positions of one label (>= 0) together."""
    tied = np.flatnonzero(labels >= 0)
    order = tied[np.argsort(labels[tied], kind="stable")]
    same = labels[order[1:]] == labels[order[:-1]]
    return order[:-1][same], order[1:][same]


def _crowds(lines: Floats, offset: int) -> list[tuple[Indices, Indices]]:
    """Edges between the lines of a hatch, and between the dots of one."""
    every = np.arange(len(lines))
    span = lines[:, 1] - lines[:, 0]
    dots = np.flatnonzero(np.hypot(span[:, 0], span[:, 1]) < _DOT_MM)
    found = []
    for chosen, cell in ((every, _CELL_MM), (dots, _DOT_CELL_MM)):
        left, right = _neighbours(lines[chosen].mean(axis=1), cell)
        found.append((chosen[left] + offset, chosen[right] + offset))
    return found


def _neighbours(places: Floats, cell: float) -> tuple[Indices, Indices]:
    """Edges between places (n, 2) in one cell or in neighbouring ones."""
    cells = np.floor(places / cell).astype(np.int64)
    keys = keys_of(cells)
    known, first, which = np.unique(keys, return_index=True, return_inverse=True)
    left, right = [np.arange(len(places))], [first[which]]
    for step in _NEIGHBOURS:
        beside = keys_of(cells[first] + np.array(step))
        place = np.minimum(np.searchsorted(known, beside), max(len(known) - 1, 0))
        found = known[place] == beside if len(known) else _nobody()
        left.append(first[found])
        right.append(first[place[found]])
    return np.concatenate(left), np.concatenate(right)


def _nobody() -> npt.NDArray[np.bool_]:
    return np.zeros(0, bool)
