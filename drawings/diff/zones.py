"""How the old sheet lies on the new one, part by part, and what either lacks there."""

import numpy as np
import numpy.typing as npt
from scipy.spatial import cKDTree

from drawings.content.parts import Floats, Ints, Kind
from drawings.diff.hashing import Indices
from drawings.diff.ink import Asking, Ink, lacking_ink
from drawings.diff.moves import Move
from drawings.diff.strokes import Strokes

_NOWHERE = np.zeros(2)
Mask = npt.NDArray[np.bool_]


class Zones:
    """The parts of a sheet, each under a displacement of its own; at first only one.

    Attributes:
        shift: shape (n, 2), displacement of the part that each old stroke is on.

    """

    def __init__(self, old: Strokes, new: Strokes) -> None:
        self._old, self._new = old, new
        self._vectors: list[Floats] = [_NOWHERE]
        self._zone_new: Ints = np.zeros(len(new), np.int32)
        self.shift: Floats = np.zeros((len(old), 2))

    def draw(self, moves: list[Move], open_old: Mask, open_new: Mask) -> None:
        """Give each stroke to the part of its nearest explained neighbour."""
        self._vectors += [move.vector for move in moves]
        old = _zones(self._old, open_old, [move.old for move in moves])
        self._zone_new = _zones(self._new, open_new, [move.new for move in moves])
        self.shift = np.array(self._vectors)[old]

    def laid(self) -> Strokes:
        """The old strokes, each with the part that it is on."""
        return self._old if len(self._vectors) == 1 else self._old.shifted(self.shift)

    def lost(self, open_old: Mask, by: Asking) -> Ink:
        """What the open strokes of the old sheet draw and the new sheet does not."""
        drawn = np.flatnonzero(open_old & (self._old.kind != Kind.TEXT))
        return lacking_ink(self.laid(), drawn, self._new, shift=_NOWHERE, by=by)

    def gained(self, open_new: Mask, by: Asking) -> Ink:
        """What the open strokes of the new sheet draw and the old sheet did not."""
        drawn = np.flatnonzero(open_new & (self._new.kind != Kind.TEXT))
        zones = self._zone_new[drawn]
        return Ink.joined(
            [
                lacking_ink(
                    self._new, drawn[zones == zone], self._old, shift=step, by=by
                )
                for zone, step in enumerate(self._vectors)
            ]
        )


def _zones(strokes: Strokes, open_: Mask, placed: list[Indices]) -> Ints:
    zone = np.where(open_, -1, 0).astype(np.int32)
    for number, members in enumerate(placed, start=1):
        zone[members] = number
    known, unknown = np.flatnonzero(zone >= 0), np.flatnonzero(zone < 0)
    if len(known) and len(unknown):
        middles = strokes.middles()
        _, nearest = cKDTree(middles[known]).query(middles[unknown])
        zone[unknown] = zone[known[nearest]]
    return np.maximum(zone, 0)
