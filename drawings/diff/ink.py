"""The ink of strokes as straight lines, and the pieces of it that the other sheet lacks."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from drawings.content.parts import Floats, Kind
from drawings.diff.coverage import uncovered, uncovered_in_crowds
from drawings.diff.hashing import Indices
from drawings.diff.matching import near
from drawings.diff.strokes import Strokes

_MOST_CHORDS = 64


@dataclass(frozen=True, slots=True, eq=False)
class Ink:
    """Lines (m, 2, 2) in mm and the position of the stroke that each belongs to."""

    lines: Floats
    whose: Indices

    @classmethod
    def joined(cls, parts: "list[Ink]") -> "Ink":
        """All parts in one."""
        lines = np.concatenate([np.zeros((0, 2, 2)), *(p.lines for p in parts)])
        whose = np.concatenate([np.zeros(0, np.intp), *(p.whose for p in parts)])
        return cls(lines, whose.astype(np.intp))

    def shifted(self, vector: Floats) -> "Ink":
        """The same ink elsewhere."""
        return Ink(self.lines + vector, self.whose)


class Sparing(Protocol):
    """Ink that need not be asked for.

    Attributes:
        crowd_mm: of lines that crowd closer than this one is asked for all.

    """

    @property
    def crowd_mm(self) -> float: ...

    def beyond(self, ink: Ink) -> Ink:
        """The parts that have to be asked for."""
        ...

    def around(self, ink: Ink) -> Ink:
        """The parts that may be the answer."""
        ...


@dataclass(frozen=True, slots=True)
class Asking:
    """How ink is asked for, lengths in mm.

    Attributes:
        tolerance: how far ink may lie beside a line.
        forgiven: shorter stretches are no lack; twice the tolerance where it is 0.
        spared: what is not asked for.

    """

    tolerance: float
    forgiven: float = 0.0
    spared: Sparing | None = None


def ink_of(strokes: Strokes, chosen: Indices, *, sagitta: float) -> Ink:
    """Lines of the chosen strokes; curves as chords no farther off than `sagitta` mm."""
    kind = strokes.kind[chosen]
    straight = chosen[(kind == Kind.SEGMENT) | (kind == Kind.FILL)]
    parts = [Ink(strokes.points[straight][:, [0, 3]], straight)]
    curved = chosen[kind == Kind.CURVE]
    if len(curved):
        parts.append(_chords(strokes.points[curved], curved, sagitta))
    framed = chosen[(kind == Kind.IMAGE) | (kind == Kind.TEXT)]
    if len(framed):
        corners = strokes.points[framed]
        sides = np.stack([corners, np.roll(corners, -1, axis=1)], axis=2)
        parts.append(Ink(sides.reshape(-1, 2, 2), np.repeat(framed, 4)))
    return Ink.joined(parts)


def lacking_ink(
    asking: Strokes, chosen: Indices, other: Strokes, *, shift: Floats, by: Asking
) -> Ink:
    """What the chosen strokes draw and `other`, moved by `shift` (2,), does not.

    Edges of fills are asked among edges of fills, everything else among the rest.
    Images are not drawn of lines: all of them is lacking.
    """
    parts, tolerance = [], by.tolerance
    families = ((Kind.SEGMENT, Kind.CURVE), (Kind.FILL,))
    for family in families:
        mine = chosen[np.isin(asking.kind[chosen], family)]
        if not len(mine):
            continue
        wanted = asking.boxes()[mine] - np.tile(shift, 2)
        theirs = other.near(wanted, family, margin=2 * tolerance)
        theirs = theirs[near(wanted, other.boxes()[theirs], margin=2 * tolerance)]
        sagitta = tolerance / 16
        own = ink_of(asking, mine, sagitta=sagitta)
        given = ink_of(other, theirs, sagitta=sagitta).shifted(shift)
        how = (tolerance, by.forgiven)
        if by.spared is not None and Kind.FILL not in family:
            own, given = by.spared.beyond(own), by.spared.around(given)
            crowd = by.spared.crowd_mm
            gaps = uncovered_in_crowds(own.lines, given.lines, how, crowd)
        else:
            gaps = uncovered(own.lines, given.lines, tolerance, forgiven=by.forgiven)
        parts.append(Ink(gaps.of(own.lines), own.whose[gaps.line]))
    images = chosen[asking.kind[chosen] == Kind.IMAGE]
    parts.append(ink_of(asking, images, sagitta=tolerance))
    return Ink.joined(parts)


def _chords(curves: Floats, whose: Indices, sagitta: float) -> Ink:
    """Chords of cubic Béziers (n, 4, 2): equal steps of the parameter, enough of them."""
    bend = curves[:, :2] - 2 * curves[:, 1:3] + curves[:, 2:]
    most = np.hypot(bend[..., 0], bend[..., 1]).max(axis=1)
    # |B''| <= 6 * bend and a chord over a step h is off by at most |B''| h^2 / 8
    steps = np.clip(np.ceil(np.sqrt(0.75 * most / sagitta)), 1, _MOST_CHORDS)
    count = steps.astype(np.intp)
    row = np.repeat(np.arange(len(curves)), count)
    first = np.arange(len(row)) - np.repeat(np.cumsum(count) - count, count)
    lines = [_at(curves[row], (first + end) / steps[row]) for end in (0, 1)]
    return Ink(np.stack(lines, axis=1), whose[row])


def _at(curves: Floats, place: Floats) -> Floats:
    t = place[:, None]
    a, b, c, d = (curves[:, i] for i in range(4))
    s = 1 - t
    return np.asarray(s**3 * a + 3 * s**2 * t * b + 3 * s * t**2 * c + t**3 * d)
