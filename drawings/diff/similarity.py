"""Shift, turn and scale of a plane, as one complex line."""

import cmath
import math
from dataclasses import dataclass

import numpy as np

from drawings.content.parts import Floats


@dataclass(frozen=True, slots=True)
class Similarity:
    """`z -> factor * z + shift` on points read as complex numbers, in mm."""

    factor: complex = 1 + 0j
    shift: complex = 0j

    @property
    def is_identity(self) -> bool:
        """True where every point stays."""
        return self.factor == 1 and self.shift == 0

    @property
    def scale(self) -> float:
        """How much longer everything becomes."""
        return abs(self.factor)

    @property
    def turn_deg(self) -> float:
        """Rotation in degrees, counter-clockwise."""
        return math.degrees(cmath.phase(self.factor))

    def apply(self, points: Floats) -> Floats:
        """Map points of shape (..., 2)."""
        a, b = self.factor.real, self.factor.imag
        x, y = points[..., 0], points[..., 1]
        moved_x = a * x - b * y + self.shift.real
        moved_y = b * x + a * y + self.shift.imag
        return np.stack([moved_x, moved_y], axis=-1)

    def then(self, vector: Floats) -> "Similarity":
        """The same, followed by a shift of `vector` (2,)."""
        return Similarity(self.factor, self.shift + complex(vector[0], vector[1]))


def fitted(origin: Floats, target: Floats) -> Similarity:
    """The similarity with the least squared error from `origin` to `target`, (n, 2).

    Args:
        origin: at least two different points.
        target: the same number of points.

    """
    start = origin[:, 0] + 1j * origin[:, 1]
    goal = target[:, 0] + 1j * target[:, 1]
    start_mean, goal_mean = start.mean(), goal.mean()
    arms = start - start_mean
    power = float((arms.real**2 + arms.imag**2).sum())
    if power == 0.0:
        return Similarity(1 + 0j, complex(goal_mean - start_mean))
    factor = complex((np.conj(arms) * (goal - goal_mean)).sum() / power)
    return Similarity(factor, complex(goal_mean - factor * start_mean))
