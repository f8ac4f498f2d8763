"""Masks: what lies behind a white fill that is drawn later, nobody sees."""

import numpy as np
import shapely

from drawings.diff.ink import Ink
from drawings.diff.shapes import line_shapes
from drawings.sameness.sides import Side, part


def unmasked(ink: Ink, side: Side) -> Ink:
    """Drop what lies behind a white fill that the same face draws later: nobody sees it."""
    if not len(side.masks) or not len(ink.lines):
        return ink
    place = np.full(len(side.content), -1, np.intp)
    place[side.areas.primitive] = side.areas.source
    sources = np.unique(place[side.masks.index])
    sources = sources[sources >= 0]
    drawn_at = np.zeros(len(side.areas.width), np.intp)
    drawn_at[side.areas.source] = side.areas.primitive
    grown = shapely.buffer(side.areas.polygons(sources), 0.1)
    tree = shapely.STRtree(line_shapes(ink.lines))
    mask, piece = tree.query(grown, predicate="covers")
    later = drawn_at[sources[mask]] > side.strokes.index[ink.whose[piece]]
    kept = np.ones(len(ink.whose), bool)
    kept[piece[later]] = False
    return part(ink, kept)
