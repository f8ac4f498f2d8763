"""Which texts have a counterpart, and which texts became other texts."""

import difflib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.spatial import cKDTree

from drawings.content.parts import Floats
from drawings.diff.hashing import Indices
from drawings.diff.matching import Pairs
from drawings.diff.strokes import Strokes

# Texts of another wording are this far away in the tree.
_APART_MM = 1e4
_LARGER = 1.25
_WIDER = 0.02
_TURNED = 0.09
_WORD_GAP = 0.6
_SAME_LINE = 0.3
_NEIGHBOUR = 2.0
_NUMBER = re.compile(
    r"^[φΦØ∅RrCc±+\-~≈%°(\[ ]*\d[\d\s.,:'\"′″×xX*/+\-±°]*(mm|cm|m|㎡|m2)?[)\] ]*$"
)
_YEAR, _MONTH, _DAY = (
    r"(?:19|20)\d\d",
    "(?:0?[1-9]|1[0-2])",
    "(?:0?[1-9]|[12]\\d|3[01])",
)
_DATE = re.compile(
    rf"{_YEAR}([-./]){_MONTH}(\1{_DAY})?"
    rf"|({_MONTH}([-./]){_DAY}|{_DAY}([-./]){_MONTH})[-./]{_YEAR}"
    rf"|{_YEAR}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])"
)


@dataclass(frozen=True, slots=True, eq=False)
class TextLine:
    """Leftover texts that stand on one base line; `members` are positions in strokes."""

    wording: str
    members: Indices
    points: Floats
    height_mm: float

    @property
    def squeezed(self) -> str:
        """The wording without spaces: readers cut runs differently."""
        return self.wording.replace(" ", "")


def heights_of(strokes: Strokes) -> Floats:
    """Text heights in mm, shape (n,)."""
    up = strokes.points[:, 1] - strokes.points[:, 0]
    return np.asarray(np.hypot(up[:, 0], up[:, 1]))


def same_texts(old: Strokes, new: Strokes, reach: float, share: float) -> Pairs:
    """Pair texts of equal wording, size and direction that stand at the same place.

    Args:
        old: texts only.
        new: texts only.
        reach: how far apart in mm they may stand at least.
        share: how far apart in text heights, where that is more.

    """
    if not len(old) or not len(new):
        return Pairs.none()
    there = _found(old, new, reach, share)
    back = _found(new, old, reach, share)
    return there.joined(Pairs(back.new, back.old))


def reset_texts(old: Strokes, new: Strokes, reach: float, share: float) -> Pairs:
    """Pair texts of equal wording and place, set with letters of another width.

    The two stand alike when their left ends, their middles or their right ends meet,
    whichever they were aligned by.

    Args:
        old: texts only.
        new: texts only.
        reach: left and right ends may lie this far apart, mm.
        share: middles may, in text heights.

    """
    if not len(old) or not len(new):
        return Pairs.none()
    places = ((_starts, reach, 0.0), (_ends, reach, 0.0), (_middles, reach, share))
    pairs = Pairs.none()
    for place, least, part in places:
        pairs = pairs.joined(
            _met(old, new, place, np.maximum(least, part * heights_of(old)))
        )
    wide0, wide1 = old.lengths()[pairs.old], new.lengths()[pairs.new]
    some, others = old.take(pairs.old), new.take(pairs.new)
    other = np.abs(wide0 - wide1) > _WIDER * np.minimum(wide0, wide1)
    other |= ~_alike(some, others)
    both = np.column_stack([pairs.old, pairs.new])[other & _run_alike(some, others)]
    # each text once, with the first that suits
    _, first = np.unique(both[:, 0], return_index=True)
    return Pairs(both[first, 0], both[first, 1])


def _found(seeking: Strokes, among: Strokes, reach: float, share: float) -> Pairs:
    """The nearest counterpart, by left end, or by middle where fonts differ in width."""
    allowed = np.maximum(reach, share * heights_of(seeking))
    pairs = Pairs.none()
    for place in (_starts, _middles) if share else (_starts,):
        some = _met(seeking, among, place, allowed)
        alike = _alike(seeking.take(some.old), among.take(some.new))
        pairs = pairs.joined(Pairs(some.old[alike], some.new[alike]))
    return pairs


def _met(
    seeking: Strokes,
    among: Strokes,
    place: Callable[[Strokes], Floats],
    allowed: Floats,
) -> Pairs:
    """The nearest text of the same wording, if its place is within the allowed (n,) mm."""
    tree = cKDTree(_spots(place(among), among))
    gap, nearest = tree.query(
        _spots(place(seeking), seeking), distance_upper_bound=allowed.max() * 1.001
    )
    found = np.flatnonzero(np.isfinite(gap) & (gap <= allowed))
    return Pairs(found, nearest[found])


def _starts(strokes: Strokes) -> Floats:
    return strokes.points[:, 0]


def _ends(strokes: Strokes) -> Floats:
    return strokes.points[:, 3]


def _middles(strokes: Strokes) -> Floats:
    return strokes.middles()


def _run_alike(
    left: Strokes, right: Strokes
) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Along base lines of one direction and about as tall across them, upright or not."""
    base0, base1 = (s.points[:, 3] - s.points[:, 0] for s in (left, right))
    wide0, wide1 = left.lengths(), right.lengths()
    cross = np.abs(base0[:, 0] * base1[:, 1] - base0[:, 1] * base1[:, 0])
    along = (cross <= _TURNED * wide0 * wide1) & ((base0 * base1).sum(axis=1) > 0)
    tall = []
    for strokes, base, wide in ((left, base0, wide0), (right, base1, wide1)):
        up = strokes.points[:, 1] - strokes.points[:, 0]
        area = np.abs(base[:, 0] * up[:, 1] - base[:, 1] * up[:, 0])
        tall.append(area / np.maximum(wide, 1e-9))
    return np.asarray(along & (np.maximum(*tall) <= _LARGER * np.minimum(*tall)))


def _spots(places: Floats, strokes: Strokes) -> Floats:
    return np.column_stack([places, strokes.text * _APART_MM])


def _alike(left: Strokes, right: Strokes) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Of about the same height and direction."""
    up0, up1 = (s.points[:, 1] - s.points[:, 0] for s in (left, right))
    tall0, tall1 = np.hypot(*up0.T), np.hypot(*up1.T)
    size = np.maximum(tall0, tall1) <= _LARGER * np.maximum(
        np.minimum(tall0, tall1), 1e-9
    )
    cross = np.abs(up0[:, 0] * up1[:, 1] - up0[:, 1] * up1[:, 0])
    ahead = (up0 * up1).sum(axis=1) > 0
    turned = cross <= _TURNED * np.maximum(tall0 * tall1, 1e-12)
    return np.asarray((size & turned & ahead) | (tall0 * tall1 < 1e-9))


def text_lines(
    strokes: Strokes, chosen: Indices, words: Sequence[str]
) -> list[TextLine]:
    """Join the chosen texts that follow each other on one base line."""
    if not len(chosen):
        return []
    points = strokes.points[chosen]
    up = points[:, 1] - points[:, 0]
    tall = np.maximum(np.hypot(up[:, 0], up[:, 1]), 1e-6)
    angle = np.rint(np.degrees(np.arctan2(-up[:, 0], up[:, 1]))) % 360
    turn = np.radians(angle)
    along, across = np.cos(turn), np.sin(turn)
    begin = points[:, 0, 0] * along + points[:, 0, 1] * across
    end = points[:, 3, 0] * along + points[:, 3, 1] * across
    base = points[:, 0, 1] * along - points[:, 0, 0] * across
    row = np.round(base / np.maximum(tall.min(), 0.5))
    lines: list[list[int]] = []
    for i in np.lexsort((begin, row, angle)):
        last = lines[-1][-1] if lines else -1
        if (
            last >= 0
            and angle[last] == angle[i]
            and _follows(
                begin[i] - end[last], base[i] - base[last], tall[last], tall[i]
            )
        ):
            lines[-1].append(int(i))
        else:
            lines.append([int(i)])
    return [_line(strokes, chosen[np.array(m)], words) for m in lines]


def _follows(gap: float, step: float, before: float, after: float) -> bool:
    low = min(before, after)
    same_size = max(before, after) <= _LARGER * low
    return bool(
        same_size and abs(step) < _SAME_LINE * low and abs(gap) < _WORD_GAP * low
    )


def _line(strokes: Strokes, members: Indices, words: Sequence[str]) -> TextLine:
    points = strokes.points[members]
    wording = " ".join(words[strokes.text[m]] for m in members)
    whole = np.stack([points[0, 0], points[0, 1], points[-1, 2], points[-1, 3]])
    return TextLine(wording, members, whole, float(np.hypot(*(whole[1] - whole[0]))))


def reworded(
    old: Sequence[TextLine], new: Sequence[TextLine], *, nearest: float = _NEIGHBOUR
) -> list[tuple[int, int]]:
    """Pair each old line with the new one that took its place; positions in the lists.

    Lines stand in for each other when an end or the middle of their base lines lies
    within `nearest` text heights; the closest and most similar pairs go first.
    """
    if not old or not new:
        return []
    reach = nearest * max(line.height_mm for line in [*old, *new])
    spots = [np.array([_spot(line, at) for line in new]) for at in range(3)]
    offers: dict[tuple[int, int], float] = {}
    for at, spot in enumerate(spots):
        asked = np.array([_spot(line, at) for line in old])
        near_ones = cKDTree(spot).query_ball_point(asked, reach)
        for i, partners in enumerate(near_ones):
            for j in partners:
                gap = float(np.hypot(*(asked[i] - spot[j])))
                _offer(offers, (i, j), gap, old[i], new[j], nearest)
    return _chosen(offers)


def _offer(
    offers: dict[tuple[int, int], float],
    pair: tuple[int, int],
    gap: float,
    old: TextLine,
    new: TextLine,
    nearest: float,
) -> None:
    height = max(min(old.height_mm, new.height_mm), 1e-6)
    if gap > nearest * height:
        return
    likeness = difflib.SequenceMatcher(None, old.squeezed, new.squeezed).ratio()
    cost = gap / height + (1 - likeness)
    offers[pair] = min(cost, offers.get(pair, cost))


def _chosen(offers: dict[tuple[int, int], float]) -> list[tuple[int, int]]:
    pairs: list[tuple[int, int]] = []
    olds, news = set[int](), set[int]()
    for i, j in sorted(offers, key=lambda pair: (offers[pair], pair)):
        if i not in olds and j not in news:
            pairs.append((i, j))
            olds.add(i)
            news.add(j)
    return pairs


def _spot(line: TextLine, at: int) -> Floats:
    return np.asarray((line.points[0] * (2 - at) + line.points[3] * at) / 2)


def is_number(wording: str) -> bool:
    """Tell whether a text is a measure: digits with the signs that surround them.

    A date is none, though it is written with the same signs.
    """
    return bool(_NUMBER.match(wording)) and not is_date(wording)


def is_date(wording: str) -> bool:
    """Tell whether a text is a day, or a month of a year: 2024.05, 20/5/2024, 20240520."""
    return _DATE.fullmatch(wording.strip()) is not None
