"""Tell by a sample whether two sheets have anything in common, before asking every line."""

import numpy as np

from drawings.content.parts import Kind
from drawings.diff.coverage import boxes_of, uncovered_few
from drawings.diff.hashing import Indices, keys_of
from drawings.diff.ink import Ink, ink_of
from drawings.diff.matching import near
from drawings.diff.strokes import Strokes

_SAMPLE = 300
_SAME_MM = 0.5
_PART_MM = 4.0


def common_share(old: Strokes, new: Strokes, tolerance: float) -> float:
    """Estimate the share of drawn strokes whose ink the other sheet has too.

    The better side counts. About 300 strokes of each sheet are asked, chosen by where
    they lie and not by their order; the estimate is good to some 0.05.
    """
    return max(_share(old, new, tolerance), _share(new, old, tolerance))


def _share(asking: Strokes, other: Strokes, tolerance: float) -> float:
    chosen = _sample(asking)
    if not len(chosen):
        return 0.0
    asked = _middle_parts(ink_of(asking, chosen, sagitta=tolerance))
    close = near(boxes_of(asked.lines), other.boxes(), margin=2 * tolerance)
    close = close[other.kind[close] != Kind.TEXT]
    given = ink_of(other, close, sagitta=tolerance)
    gaps = uncovered_few(asked.lines, given.lines, tolerance)
    gone = np.isin(chosen, asked.whose[gaps.line])
    return float(1 - gone.mean())


def _middle_parts(ink: Ink) -> Ink:
    """A short part in the middle of each line: long lines cross half a sheet."""
    first, span = ink.lines[:, 0], ink.lines[:, 1] - ink.lines[:, 0]
    length = np.maximum(np.hypot(span[:, 0], span[:, 1]), 1e-9)
    half = np.minimum(0.5, _PART_MM / 2 / length)[:, None]
    ends = [first + span * (0.5 - half), first + span * (0.5 + half)]
    return Ink(np.stack(ends, axis=1), ink.whose)


def _sample(strokes: Strokes) -> Indices:
    drawn = np.flatnonzero(strokes.kind != Kind.TEXT)
    middles = strokes.middles()[drawn]
    keys = keys_of(np.rint(middles / _SAME_MM).astype(np.int64))
    if len(keys) <= _SAMPLE:
        return drawn
    return drawn[np.argpartition(keys, _SAMPLE)[:_SAMPLE]]
