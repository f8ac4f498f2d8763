"""Judge how well one sheet lies on another: by the ends of strokes that meet again."""

from dataclasses import dataclass

import numpy as np
from scipy.spatial import cKDTree

from drawings.content.parts import Floats, Kind
from drawings.diff.similarity import Similarity, fitted
from drawings.diff.strokes import Strokes

REACH_MM = 0.3
_WIDE_MM = 3.0
_SAMPLE = 4000


@dataclass(frozen=True, slots=True)
class Fit:
    """A candidate: how it lies, how many strokes agree, how far off they are."""

    similarity: Similarity
    method: str
    share: float
    residual_mm: float


class Judge:
    """Measures candidates against trees that are built once."""

    def __init__(self, old: Strokes, new: Strokes) -> None:
        self._old = _sample(ends_of(old))
        self._new = _sample(ends_of(new))
        self._old_both = cKDTree(ends_of(old).reshape(-1, 4))
        self._new_both = cKDTree(ends_of(new).reshape(-1, 4))
        self._new_single = cKDTree(ends_of(new).reshape(-1, 2))

    def fit(self, lay: Similarity, method: str) -> Fit:
        """Judge one candidate from both sides; the better side counts."""
        gap, _ = self._gaps(self._old, lay, REACH_MM)
        found = np.isfinite(gap)
        back = Similarity(1 / lay.factor, -lay.shift / lay.factor)
        gap_back = both_ways(self._old_both, back.apply(self._new), REACH_MM)[0]
        share = max(found.mean(), np.isfinite(gap_back).mean())
        share += 0.01 * self.quick(lay)
        residual = float(np.median(gap[found])) if found.any() else 0.0
        return Fit(lay, method, float(share), residual)

    def quick(self, lay: Similarity) -> float:
        """Share of single ends that are met again."""
        ends = lay.apply(self._old[:1000]).reshape(-1, 2)
        gap, _ = self._new_single.query(ends, distance_upper_bound=REACH_MM)
        return float(np.isfinite(gap).mean())

    def refined(self, lay: Similarity, *, scale_is_free: bool) -> Similarity:
        """Let the candidate settle on its counterparts, ever closer."""
        for reach in (_WIDE_MM, 1.0, REACH_MM, REACH_MM):
            gap, partner = self._gaps(self._old, lay, reach)
            found = np.isfinite(gap)
            if found.sum() < 3:
                continue
            close = found & (gap <= 3 * np.median(gap[found]) + 1e-6)
            target = partner[close].reshape(-1, 2)
            if scale_is_free and close.sum() >= 8:
                lay = fitted(self._old[close].reshape(-1, 2), target)
            else:
                step = target - lay.apply(self._old[close]).reshape(-1, 2)
                lay = lay.then(np.median(step, axis=0))
        return lay

    def _gaps(
        self, ends: Floats, lay: Similarity, reach: float
    ) -> tuple[Floats, Floats]:
        return both_ways(self._new_both, lay.apply(ends), reach)


def both_ways(tree: cKDTree, ends: Floats, reach: float) -> tuple[Floats, Floats]:
    """Nearest pair of ends, run forwards or backwards: distance and partner's ends.

    The partner's ends come in the order of the asking ones.
    """
    best = np.full(len(ends), np.inf)
    partner = np.zeros_like(ends)
    everywhere = np.asarray(tree.data).reshape(-1, 2, 2)
    for step in (1, -1):
        asked = ends[:, ::step].reshape(-1, 4)
        gap, nearest = tree.query(asked, distance_upper_bound=reach)
        closer = gap < best
        best[closer] = gap[closer]
        partner[closer] = everywhere[nearest[closer]][:, ::step]
    return best, partner


def ends_of(strokes: Strokes) -> Floats:
    """Both ends, shape (n, 2, 2); a text's right end depends on its font: left twice."""
    ends = strokes.points[:, [0, 3]]
    texts = strokes.kind == Kind.TEXT
    ends[texts, 1] = ends[texts, 0]
    return ends


def _sample(ends: Floats) -> Floats:
    """An even sample that does not depend on the order of the strokes."""
    middle = ends.mean(axis=1)
    order = np.lexsort((middle[:, 1], middle[:, 0]))
    return ends[order[:: max(1, len(ends) // _SAMPLE)]]
