"""How strictly one pair of sheets is compared, taken from how well they match."""

from dataclasses import dataclass

import numpy as np

from drawings.content.parts import Kind
from drawings.diff.settings import Settings
from drawings.diff.strokes import Strokes
from drawings.diff.texts import same_texts

_MOSTLY = 0.9


@dataclass(frozen=True, slots=True)
class Rules:
    """Lengths in mm that hold for one pair of sheets.

    Attributes:
        tolerance: counterparts lie within this.
        unseen: differences below this cannot be seen on paper.
        text_reach: texts of the same wording within this are the same.
        text_share: or within this share of their height.
        font_share: the same for texts that were set with letters of another width.

    """

    tolerance: float
    unseen: float
    text_reach: float
    text_share: float
    font_share: float


def rules_for(
    old: Strokes,
    new: Strokes,
    tolerance: float,
    settings: Settings,
    *,
    same_origin: bool,
) -> Rules:
    """Choose how strictly texts are placed: as strokes where the producer is the same.

    Where fonts were swapped, or one sheet is CAD and the other a plot, the left end of
    a text moves with its font and only a share of its height can be asked for.
    """
    texts0, texts1 = (s.take(s.kind == Kind.TEXT) for s in (old, new))
    pairs = same_texts(texts0, texts1, tolerance, settings.text_share)
    gap = texts0.points[pairs.old, 0] - texts1.points[pairs.new, 0]
    exact = np.hypot(gap[:, 0], gap[:, 1]) <= tolerance
    strict = same_origin and (not len(exact) or exact.mean() >= _MOSTLY)
    unseen = max(tolerance, settings.cosmetic_mm - tolerance)
    share = 0.0 if strict else settings.text_share
    return Rules(tolerance, unseen, tolerance, share, settings.text_share)
