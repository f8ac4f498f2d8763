"""Lay the old sheet on the new one: identity first, then a shift, then a similarity.

A candidate is judged by how many strokes find both their ends again; ends alone break
ties where every line was cut anew.
"""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from drawings.content.parts import Floats, Kind
from drawings.diff.hashing import Indices, all_pairs, keys_of
from drawings.diff.judging import REACH_MM, Fit, Judge, ends_of, met
from drawings.diff.similarity import Similarity, fitted
from drawings.diff.strokes import Strokes

_RARE = 4
_VOTE_MM = 0.4
_SHAPE_MM = 0.1
_QUARTERS = (1, 1j, -1, -1j)
_GOOD = 0.5
_TRIALS = 400
_LONGEST = 250
_MANY = 20_000
_MOST_LAYS = 6
_WIDEST = 50.0
_FRAME_LENGTH = 0.6
_FRAME_SHARE = 0.8
_FRAME_MARGIN = 0.1


def register(
    old: Strokes,
    new: Strokes,
    *,
    scales: tuple[float, ...] | None,
    is_scale_sure: bool = True,
) -> Fit:
    """Find how `old` lies on `new`.

    Args:
        old: strokes of the old sheet.
        new: strokes of the new sheet.
        scales: the only scales that are possible; None lets the scale be found.
        is_scale_sure: False where a reader had to fit a drawing of unknown scale to its
            paper; the scale may then settle by a little, in one with the shift.

    Returns:
        The best fit; identity with a low share where nothing better was found.

    """
    judge = Judge(old, new)
    best = judge.fit(Similarity(), "identity")
    if best.share < _GOOD:
        for method, candidate in _candidates(old, new, judge, scales):
            refined = judge.refined(candidate, scale_is_free=scales is None)
            if not 1 / _WIDEST <= refined.scale <= _WIDEST:
                # in one point everything meets
                continue
            fit = judge.fit(refined, method)
            # identity stands unless another lay is clearly better
            if fit.share > best.share * 1.1 + 1e-9:
                best = fit
            if best.share >= _GOOD:
                break
    is_free = scales is None or not is_scale_sure
    if best.method == "identity" or is_free is not (scales is None):
        # any other lay has settled in this way before it was judged
        best = _polished(judge, best, scale_is_free=is_free)
    if best.method == "translation" and frame_stands(old, new):
        # the paper is the reference: what moved is the plan on it
        return replace(best, similarity=Similarity(), method="identity")
    return best


def frame_stands(old: Strokes, new: Strokes) -> bool:
    """True where the lines around the sheet lie where they lay."""
    here, there = _framing(old), _framing(new)
    if len(here) < 2 or len(there) < 2:
        return False
    lines = ends_of(there)
    gap, _ = met(ends_of(here), lines, lines.mean(axis=1), REACH_MM)
    return bool(np.isfinite(gap).mean() >= _FRAME_SHARE)


def _framing(strokes: Strokes) -> Strokes:
    """Lines that run along most of the drawing, close to one of its four sides."""
    drawn = np.flatnonzero(strokes.kind == Kind.SEGMENT)
    if not len(drawn):
        return strokes.take(drawn)
    x0, y0, x1, y1 = strokes.boxes()[drawn].T
    low, high = np.array([x0.min(), y0.min()]), np.array([x1.max(), y1.max()])
    size = np.maximum(high - low, 1e-9)
    least = _FRAME_LENGTH * size
    long_ones = (x1 - x0 >= least[0]) | (y1 - y0 >= least[1])
    drawn = drawn[long_ones]
    boxes = strokes.boxes()[drawn]
    first, last = (boxes[:, :2] - low) / size, (boxes[:, 2:] - low) / size
    runs = last - first >= _FRAME_LENGTH
    aside = (last <= _FRAME_MARGIN) | (first >= 1 - _FRAME_MARGIN)
    return strokes.take(drawn[(runs & aside[:, ::-1]).any(axis=1)])


def _polished(judge: Judge, best: Fit, *, scale_is_free: bool) -> Fit:
    """Take out a small common drift, if that brings counterparts clearly closer."""
    if best.residual_mm < 0.003:
        return best
    refined = judge.settled(best.similarity, scale_is_free=scale_is_free)
    method = best.method if best.method != "identity" else "translation"
    fit = judge.fit(refined, method)
    closer = fit.residual_mm < 0.7 * best.residual_mm and fit.share >= 0.98 * best.share
    return fit if closer else best


def _candidates(
    old: Strokes, new: Strokes, judge: Judge, scales: tuple[float, ...] | None
) -> Iterator[tuple[str, Similarity]]:
    """Lays worth judging, the cheap and likely ones first."""
    there = _Rare(new, min(len(old), len(new)))
    for lay in _shifted(old, there, 1 + 0j):
        yield "translation", lay
    if scales is None:
        for lay in _by_texts(old, new):
            yield "similarity", lay
    lays = [
        lay
        for scale in scales or (1.0,)
        for quarter in _QUARTERS
        if (scale, quarter) != (1.0, 1)
        for lay in _shifted(old, there, complex(scale * quarter))
    ]
    if scales is None:
        lays += _by_lengths(old, new)
    for lay in sorted(lays, key=lambda lay: -judge.quick(lay))[:_MOST_LAYS]:
        yield "similarity", lay


def shift_votes(old: Strokes, new: Strokes) -> tuple[Floats, int]:
    """The shifts (m, 2) between strokes of the same rare shape, one in so many asked."""
    size = min(len(old), len(new))
    here, there = _Rare(old, size), _Rare(new, size)
    return _votes(here, there), here.every


class _Rare:
    """The strokes of a sheet whose shape occurs a few times on it at most."""

    def __init__(self, strokes: Strokes, size: int) -> None:
        self.size = size
        # of a very large sheet some shapes are enough, where both sides ask the same
        self.every = max(1, size // _MANY)
        keys = shape_keys(strokes, _SHAPE_MM)
        chosen = _seldom(keys, self.every)
        self.keys, self.start = keys[chosen], strokes.points[chosen, 0]


def _votes(old: _Rare, new: _Rare) -> Floats:
    left, right = all_pairs(old.keys, new.keys)
    return np.asarray(new.start[right] - old.start[left])


def shape_keys(strokes: Strokes, cell: float) -> npt.NDArray[np.uint64]:
    """Keys of the shape alone, wherever it is; of a text, the wording."""
    drawn = strokes.kind != Kind.TEXT
    columns = [strokes.kind.astype(np.int64), strokes.text.astype(np.int64)]
    for axis in (0, 1):
        first = strokes.points[:, 0, axis]
        for point in (2, 3):
            arm = (strokes.points[:, point, axis] - first) * (1.0 / cell)
            columns.append(np.rint(arm * drawn).astype(np.int64))
    return keys_of(columns)


def _seldom(keys: npt.NDArray[np.uint64], every: int) -> Indices:
    """Positions of the keys that occur a few times at most; one key in `every`."""
    chosen = np.flatnonzero(keys % np.uint64(every) == 0)
    # one in eight slots is taken, so hardly a rare key counts with another
    bits = np.uint64(len(chosen).bit_length() + 3)
    slots = (keys[chosen] >> np.uint64(32)) & ((np.uint64(1) << bits) - np.uint64(1))
    slots = slots.astype(np.intp)
    return np.asarray(chosen[np.bincount(slots)[slots] <= _RARE])


def _shifted(old: Strokes, new: _Rare, factor: complex) -> list[Similarity]:
    """The shifts that most rare shapes ask for, after scaling and turning by `factor`."""
    turned = old.placed(Similarity(factor))
    shift = _votes(_Rare(turned, new.size), new)
    return [
        Similarity(factor, complex(v[0], v[1]))
        for v, _ in commonest(shift, _VOTE_MM)[:2]
    ]


def commonest(shifts: Floats, cell: float) -> list[tuple[Floats, int]]:
    """The vectors that most of `shifts` (m, 2) agree on, with their votes."""
    if not len(shifts):
        return []
    keys = keys_of(np.rint(shifts / cell).astype(np.int64))
    _, first, votes = np.unique(keys, return_index=True, return_counts=True)
    order = np.argsort(-votes, kind="stable")[:4]
    found = []
    for i in order:
        near_ones = np.abs(shifts - shifts[first[i]]).max(axis=1) <= 1.5 * cell
        found.append((np.median(shifts[near_ones], axis=0), int(near_ones.sum())))
    return found


def _by_texts(old: Strokes, new: Strokes) -> list[Similarity]:
    """The similarity that most texts which stand only once agree on."""
    here, there = _single_texts(old), _single_texts(new)
    _, left, right = np.intersect1d(
        old.text[here], new.text[there], return_indices=True
    )
    start = _complex(old.points[here[left], 0])
    goal = _complex(new.points[there[right], 0])
    if len(start) < 3:
        return []
    rng = np.random.default_rng(len(start))
    if len(start) > 1000:
        some = np.sort(rng.choice(len(start), 1000, replace=False))
        start, goal = start[some], goal[some]
    i, j = rng.integers(0, len(start), (2, _TRIALS))
    apart = np.abs(start[i] - start[j]) > 10.0
    i, j = i[apart], j[apart]
    if not len(i):
        return []
    factor = (goal[i] - goal[j]) / (start[i] - start[j])
    shift = goal[i] - factor * start[i]
    gap = np.abs(goal[None] - (factor[:, None] * start[None] + shift[:, None]))
    votes = (gap < 1.0).sum(axis=1)
    best = int(votes.argmax())
    if votes[best] < max(3, 0.2 * len(start)):
        return []
    agree = gap[best] < 1.0
    return [fitted(_plane(start[agree]), _plane(goal[agree]))]


def _single_texts(strokes: Strokes) -> Indices:
    texts = np.flatnonzero(strokes.kind == Kind.TEXT)
    _, first, count = np.unique(
        strokes.text[texts], return_index=True, return_counts=True
    )
    return np.asarray(texts[first[count == 1]])


def _by_lengths(old: Strokes, new: Strokes) -> list[Similarity]:
    """Lays by the scale that the longest strokes ask for, where texts do not help."""
    here, there = _longest(old), _longest(new)
    if not len(here) or not len(there):
        return []
    ratio = np.log(there.lengths()[None] / here.lengths()[:, None]).ravel()
    keys = np.rint(ratio / 1e-3).astype(np.int64)
    values, votes = np.unique(keys, return_counts=True)
    lays = []
    for value in values[np.argsort(-votes, kind="stable")[:4]]:
        scale = float(np.exp(np.median(ratio[np.abs(keys - value) <= 1])))
        for quarter in _QUARTERS:
            lays += _paired(here, there, scale * quarter)
    return lays


def _longest(strokes: Strokes) -> Strokes:
    drawn = strokes.take(strokes.kind == Kind.SEGMENT)
    length = drawn.lengths()
    order = np.argsort(-length, kind="stable")[:_LONGEST]
    return drawn.take(order[length[order] > 1.0])


def _paired(here: Strokes, there: Strokes, factor: complex) -> list[Similarity]:
    turned = here.placed(Similarity(factor))
    arm0 = turned.points[:, 3] - turned.points[:, 0]
    arm1 = there.points[:, 3] - there.points[:, 0]
    apart = np.abs(arm0[:, None] - arm1[None]).max(axis=2)
    left, right = np.nonzero(
        apart < 0.003 * np.maximum(np.hypot(*arm0.T), 30.0)[:, None]
    )
    shifts = there.points[right, 0] - turned.points[left, 0]
    return [
        Similarity(factor, complex(v[0], v[1]))
        for v, votes in commonest(shifts, 1.5)[:1]
        if votes >= 3
    ]


def _complex(points: Floats) -> npt.NDArray[np.complex128]:
    return np.asarray(points[:, 0] + 1j * points[:, 1])


def _plane(points: npt.NDArray[np.complex128]) -> Floats:
    return np.column_stack([points.real, points.imag])
