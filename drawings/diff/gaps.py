"""Stretches of lines that no ink of the other sheet lies on: plain geometry of given pairs."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from drawings.content.parts import Floats
from drawings.diff.hashing import Indices

# Two lines run alike when they drift apart by less than this per millimetre ...
_DRIFT = 0.05
# ... or, where one is so short that its direction is noise, by this many tolerances.
_NOISE = 2.0


@dataclass(frozen=True, slots=True, eq=False)
class Gaps:
    """Uncovered stretches: `line[i]` lacks ink from `start[i]` to `end[i]` mm."""

    line: Indices
    start: Floats
    end: Floats

    def only(self, chosen: npt.NDArray[np.bool_]) -> "Gaps":
        """The chosen ones."""
        return Gaps(self.line[chosen], self.start[chosen], self.end[chosen])

    def of(self, lines: Floats) -> Floats:
        """The stretches as lines, shape (m, 2, 2)."""
        origin, span = lines[self.line, 0], lines[self.line, 1] - lines[self.line, 0]
        length = np.maximum(np.hypot(span[:, 0], span[:, 1]), 1e-12)[:, None]
        first = origin + span * (self.start[:, None] / length)
        return np.stack([first, origin + span * (self.end[:, None] / length)], axis=1)


def gaps_in(
    lines: Floats,
    line: Indices,
    partner: Indices,
    ink: Floats,
    tolerance: float,
    slack: float,
) -> Gaps:
    """What is left of each line when the ink of its partners is taken off."""
    length = np.hypot(*(lines[:, 1] - lines[:, 0]).T)
    line, start, end = _stretches(lines, length, line, partner, ink, tolerance)
    # one empty stretch before and one behind each line, so gaps lie between stretches
    every = np.arange(len(lines))
    line = np.concatenate([line, every, every])
    start = np.concatenate([start, np.full(len(lines), -1.0), length])
    end = np.concatenate([end, np.zeros(len(lines)), length + 1.0])
    order = np.lexsort((start, line))
    line, start, end = line[order], start[order], end[order]
    # a running maximum within each line: lines are told apart by a large step
    step = line * (2.0 * length.max() + 4.0)
    reached = np.maximum.accumulate(end + step) - step
    gap_start, gap_end = reached[:-1], start[1:]
    least = np.minimum(slack, np.maximum(length[line[1:]], 1e-9) * 0.999)
    found = (line[1:] == line[:-1]) & (gap_end - gap_start > least)
    return Gaps(line[1:][found], gap_start[found], gap_end[found])


def _stretches(
    lines: Floats,
    length: Floats,
    line: Indices,
    partner: Indices,
    ink: Floats,
    tolerance: float,
) -> tuple[Indices, Floats, Floats]:
    """Where along each line its partner lies on it, in mm from the first end."""
    along = lines[line, 1] - lines[line, 0]
    size = length[line]
    along = along / np.maximum(size, 1e-12)[:, None]
    first, last = ink[partner, 0] - lines[line, 0], ink[partner, 1] - lines[line, 0]
    reach0, reach1 = (first * along).sum(axis=1), (last * along).sum(axis=1)
    off0 = along[:, 0] * first[:, 1] - along[:, 1] * first[:, 0]
    off1 = along[:, 0] * last[:, 1] - along[:, 1] * last[:, 0]
    drift = np.abs(off1 - off0)
    ink_size = np.hypot(*(last - first).T)
    shorter = np.maximum(np.minimum(ink_size, size), 1e-12)
    alike = drift <= ink_size * np.maximum(_DRIFT, _NOISE * tolerance / shorter)
    enter, leave = _within(off0, off1, tolerance)
    alike &= enter <= leave
    start = reach0 + (reach1 - reach0) * enter
    end = reach0 + (reach1 - reach0) * leave
    start, end = np.minimum(start, end), np.maximum(start, end)
    alike &= (end >= 0) & (start <= size)
    # what lies beyond the ends is not of this line, and must not count for the next
    start, end = np.maximum(start, 0.0), np.minimum(end, size)
    return line[alike], start[alike], end[alike]


def _within(off0: Floats, off1: Floats, tolerance: float) -> tuple[Floats, Floats]:
    """The part [0, 1] of a line whose offset, from off0 to off1, is in tolerance."""
    drift = off1 - off0
    steady = np.abs(drift) < 1e-12
    safe = np.where(steady, 1.0, drift)
    low, high = (-tolerance - off0) / safe, (tolerance - off0) / safe
    enter = np.maximum(np.minimum(low, high), 0.0)
    leave = np.minimum(np.maximum(low, high), 1.0)
    inside = np.abs(off0) <= tolerance
    enter = np.where(steady, np.where(inside, 0.0, 1.0), enter)
    return enter, np.where(steady, np.where(inside, 1.0, 0.0), leave)
