"""Judge how well one sheet lies on another: by the ends of strokes that meet again."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.spatial import cKDTree

from drawings.content.parts import Floats, Kind
from drawings.diff.hashing import keys_of
from drawings.diff.places import beside
from drawings.diff.similarity import Similarity, fitted
from drawings.diff.strokes import Strokes

REACH_MM = 0.3
_WIDE_MM = 3.0
_SAMPLE = 2000
_FEW = 500
_LEADING = 200
_SAME_MM = 0.5


@dataclass(frozen=True, slots=True)
class Fit:
    """A candidate: how it lies, how many strokes agree, how far off they are."""

    similarity: Similarity
    method: str
    share: float
    residual_mm: float


class Judge:
    """Measures candidates by a sample of each sheet that is sought on the whole other."""

    def __init__(self, old: Strokes, new: Strokes) -> None:
        self._old_all, self._new_all = ends_of(old), ends_of(new)
        self._old_middles = _middles(self._old_all)
        self._new_middles = _middles(self._new_all)
        self._old = _sample(self._old_all, self._old_middles)
        self._new = _sample(self._new_all, self._new_middles)

    def fit(self, lay: Similarity, method: str) -> Fit:
        """Judge one candidate from both sides; the better side counts."""
        gap, _ = self._gaps(self._old, lay, REACH_MM)
        found = np.isfinite(gap)
        back = Similarity(1 / lay.factor, -lay.shift / lay.factor)
        asked = back.apply(self._new)
        gap_back, _ = met(asked, self._old_all, self._old_middles, REACH_MM)
        share = max(found.mean(), np.isfinite(gap_back).mean())
        share += 0.01 * self.quick(lay)
        residual = float(np.median(gap[found])) if found.any() else 0.0
        return Fit(lay, method, float(share), residual)

    def quick(self, lay: Similarity) -> float:
        """Share of single ends that are met again."""
        asked = lay.apply(self._old[:_FEW]).reshape(-1, 2)
        given = self._new_all.reshape(-1, 2)
        given = given[beside(asked, given, reach=REACH_MM)]
        if not len(given):
            return 0.0
        gap, _ = cKDTree(given).query(asked, distance_upper_bound=REACH_MM)
        return float(np.isfinite(gap).mean())

    def refined(self, lay: Similarity, *, scale_is_free: bool) -> Similarity:
        """Let the candidate settle on its counterparts, ever closer."""
        return self.settled(
            lay,
            scale_is_free=scale_is_free,
            reaches=(_WIDE_MM, 1.0, REACH_MM, REACH_MM),
        )

    def settled(
        self,
        lay: Similarity,
        *,
        scale_is_free: bool,
        reaches: Sequence[float] = (REACH_MM, REACH_MM),
    ) -> Similarity:
        """The same for one that nearly lies there; `reaches` in mm, one for each step."""
        for reach in reaches:
            # a wide reach touches most of the sheet: a few strokes give the direction
            asked = self._old[:_LEADING] if reach > REACH_MM else self._old
            gap, partner = self._gaps(asked, lay, reach)
            found = np.isfinite(gap)
            if found.sum() < 3:
                continue
            close = found & (gap <= 3 * np.median(gap[found]) + 1e-6)
            target = partner[close].reshape(-1, 2)
            if scale_is_free and close.sum() >= 8:
                lay = fitted(asked[close].reshape(-1, 2), target)
            else:
                step = target - lay.apply(asked[close]).reshape(-1, 2)
                lay = lay.then(np.median(step, axis=0))
        return lay

    def _gaps(
        self, ends: Floats, lay: Similarity, reach: float
    ) -> tuple[Floats, Floats]:
        return met(lay.apply(ends), self._new_all, self._new_middles, reach)


def met(
    asked: Floats, ends: Floats, middles: Floats, reach: float
) -> tuple[Floats, Floats]:
    """Nearest pair of `ends` (n, 2, 2), run forwards or backwards, for each asked one.

    Returns:
        Distance in mm, infinite beyond `reach`, shape (k,), and the partner's ends in
        the order of the asking ones, shape (k, 2, 2).

    """
    best = np.full(len(asked), np.inf)
    partner = np.zeros_like(asked)
    close = ends[beside(_middles(asked), middles, reach=reach)]
    if not len(close):
        return best, partner
    tree = cKDTree(close.reshape(-1, 4))
    lone = np.arange(len(asked))
    for step in (1, -1):
        # strokes are run alike, so few have to be asked the other way round
        run = asked[lone, ::step].reshape(-1, 4)
        gap, nearest = tree.query(run, distance_upper_bound=reach)
        found = np.isfinite(gap)
        best[lone[found]] = gap[found]
        partner[lone[found]] = close[nearest[found]][:, ::step]
        lone = lone[~found]
    return best, partner


def ends_of(strokes: Strokes) -> Floats:
    """Both ends, shape (n, 2, 2); a text's right end depends on its font: left twice."""
    ends = strokes.points[:, [0, 3]]
    texts = strokes.kind == Kind.TEXT
    ends[texts, 1] = ends[texts, 0]
    return ends


def _middles(ends: Floats) -> Floats:
    return np.asarray((ends[:, 0] + ends[:, 1]) / 2)


def _sample(ends: Floats, middles: Floats) -> Floats:
    """A mixed sample that does not depend on the order of the strokes."""
    keys = keys_of(np.rint(middles / _SAME_MM).astype(np.int64))
    if len(keys) > _SAMPLE:
        chosen = np.argpartition(keys, _SAMPLE)[:_SAMPLE]
    else:
        chosen = np.arange(len(keys))
    told = np.column_stack([middles[chosen], ends[chosen, 0]])
    order = np.lexsort((*told.T[::-1], keys[chosen]))
    return ends[chosen[order]]
