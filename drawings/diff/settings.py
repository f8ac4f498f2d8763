"""The knobs of a comparison, each a length on paper or a share."""

from dataclasses import dataclass
from typing import Final

ENGINE: Final = 5
"""Version of the comparison: raised with every change that may tell another answer."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How strictly two sheets are compared; the defaults are the measured ones.

    Attributes:
        least_tolerance_mm: never ask counterparts to be closer than this.
        most_tolerance_mm: never let counterparts be farther apart than this.
        cosmetic_mm: what is smaller than this on paper cannot be seen.
        region_margin_mm: changes nearer than this are looked at together.
        touch_mm: strokes whose ends are nearer than this belong to one change.
        text_share: how far a text may sit from its counterpart, in text heights, where
            the two files were set with different fonts.
        least_inliers: below this share on both sides the sheets are not registered.
        least_inliers_framed: the same, where the frame of the old sheet lies on the
            frame of the new one: a plan may be redrawn on a sheet that is surely the same.
        furthest_mm: coordinates beyond this are no drawing.
        names_cosmetic: list cosmetic changes too, instead of only counting them.

    """

    least_tolerance_mm: float = 0.01
    most_tolerance_mm: float = 0.1
    cosmetic_mm: float = 0.1
    region_margin_mm: float = 1.5
    touch_mm: float = 0.3
    text_share: float = 0.3
    least_inliers: float = 0.5
    least_inliers_framed: float = 0.2
    furthest_mm: float = 100_000.0
    names_cosmetic: bool = False
