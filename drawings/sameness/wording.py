"""Which texts both faces say, where one font is wider than the other or cut otherwise."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from scipy.spatial import cKDTree

from drawings.content.parts import Floats, Kind
from drawings.diff.grouping import components
from drawings.diff.hashing import Indices
from drawings.diff.strokes import Strokes

# A counterpart starts, ends or has its middle within this share of the text height ...
_ANCHOR = 0.4
_LARGER = 1.5
_ANY_SIZE = 4.0
_TURNED = 0.09
_APART_MM = 1e5
# ... and letters that stand closer than this, in text heights, may be one text.
_JOINED = 0.9
_ROW = 0.5
# Signs that fonts replace by one another: dashes, and the dot in the middle.
_SIGNS = {
    ord(sign): family[0]
    for family in (
        "-\u00ad\u2010\u2011\u2012\u2013\u2014\u2015\u2212",
        "\u00b7\u2022\u2027\u2219\u22c5\u30fb\uff65",
    )
    for sign in family
}
_UNREADABLE = "\ufffd"
_PRIVATE = (0xE000, 0xF8FF)


@dataclass(frozen=True, slots=True, eq=False)
class Saying:
    """Texts at one place that do not agree; members are positions in the strokes."""

    dwg: Indices
    pdf: Indices
    said_dwg: str
    said_pdf: str

    @property
    def is_unreadable(self) -> bool:
        """Whether the PDF does not tell which letters it draws."""
        return any(
            letter == _UNREADABLE or _PRIVATE[0] <= ord(letter) <= _PRIVATE[1]
            for letter in self.said_pdf
        )


def disagreements(dwg: Strokes, pdf: Strokes, words: Sequence[str]) -> list[Saying]:
    """Texts of either face that the other does not say at the same place.

    Texts of one wording are the same where they start, end or have their middle at one
    place: a font may be wider, and texts are set from the left, the right or the middle.
    What is left is joined along its base line and compared as a whole: one producer
    writes words where the other writes lines.
    """
    squeezed = [_squeezed(word) for word in words]
    numbers: dict[str, int] = {}
    number = np.array([numbers.setdefault(s, len(numbers)) for s in squeezed] + [-1])
    texts0 = np.flatnonzero(dwg.kind == Kind.TEXT)
    texts1 = np.flatnonzero(pdf.kind == Kind.TEXT)
    left, right = dwg.take(texts0), pdf.take(texts1)
    said0, said1 = number[left.text], number[right.text]
    open0 = texts0[~_answered(left, said0, right, said1)]
    open1 = texts1[~_answered(right, said1, left, said0)]
    apart = _differing(_joined(dwg, open0, pdf, open1, squeezed, _LARGER))
    if not apart:
        return []
    # a title and its scale, in two sizes on one base line, may come as one text
    rows = _joined(
        dwg,
        np.sort(np.concatenate([saying.dwg for saying in apart])),
        pdf,
        np.sort(np.concatenate([saying.pdf for saying in apart])),
        squeezed,
        _ANY_SIZE,
    )
    agreed = set()
    for row in rows:
        if row.said_dwg == row.said_pdf:
            agreed |= {("dwg", each) for each in row.dwg.tolist()}
            agreed |= {("pdf", each) for each in row.pdf.tolist()}
    return [
        saying
        for saying in apart
        if not agreed.issuperset(("dwg", each) for each in saying.dwg.tolist())
        or not agreed.issuperset(("pdf", each) for each in saying.pdf.tolist())
    ]


def _differing(sayings: Sequence[Saying]) -> list[Saying]:
    return [each for each in sayings if each.said_dwg != each.said_pdf]


def _squeezed(word: str) -> str:
    """Without spaces, and with one kind of dash and dot: readers disagree about them."""
    return "".join(word.split()).translate(_SIGNS)


def _answered(
    seeking: Strokes, said: Indices, among: Strokes, others: Indices
) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Which texts have a counterpart of their wording, size and direction."""
    found = np.zeros(len(seeking), bool)
    if not len(seeking) or not len(among):
        return found
    mine, theirs = _allowed(seeking), _allowed(among)
    for anchor in (0.0, 0.5, 1.0):
        tree = cKDTree(_spots(among, anchor, others))
        asked = np.flatnonzero(~found)
        gap, nearest = tree.query(
            _spots(seeking.take(asked), anchor, said[asked]),
            distance_upper_bound=float(max(mine.max(), theirs.max())) * 1.001,
        )
        near = np.isfinite(gap)
        # measured by the taller of the two, so that both faces answer alike
        wide = np.maximum(mine[asked[near]], theirs[nearest[near]])
        near[near] = gap[near] <= wide
        chosen, partner = asked[near], nearest[near]
        alike = _alike(seeking.take(chosen), among.take(partner))
        found[chosen[alike]] = True
    return found


def _spots(texts: Strokes, anchor: float, said: Indices) -> Floats:
    place = texts.points[:, 0] * (1 - anchor) + texts.points[:, 3] * anchor
    return np.column_stack([place, said * _APART_MM])


def _allowed(texts: Strokes) -> Floats:
    return np.maximum(_ANCHOR * _tall(texts), 0.3)


def _tall(texts: Strokes) -> Floats:
    up = texts.points[:, 1] - texts.points[:, 0]
    return np.asarray(np.hypot(up[:, 0], up[:, 1]))


def _alike(left: Strokes, right: Strokes) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    up0, up1 = (s.points[:, 1] - s.points[:, 0] for s in (left, right))
    tall0, tall1 = np.hypot(*up0.T), np.hypot(*up1.T)
    least = np.maximum(np.minimum(tall0, tall1), 1e-9)
    size = np.maximum(tall0, tall1) <= _LARGER * least
    cross = np.abs(up0[:, 0] * up1[:, 1] - up0[:, 1] * up1[:, 0])
    ahead = (up0 * up1).sum(axis=1) > 0
    return np.asarray(size & ahead & (cross <= _TURNED * tall0 * tall1))


def _joined(
    dwg: Strokes,
    open0: Indices,
    pdf: Strokes,
    open1: Indices,
    words: Sequence[str],
    larger: float,
) -> list[Saying]:
    if not len(open0) + len(open1):
        return []
    points = np.concatenate([dwg.points[open0], pdf.points[open1]])
    text = np.concatenate([dwg.text[open0], pdf.text[open1]])
    member = np.concatenate([open0, open1])
    is_dwg = np.arange(len(points)) < len(open0)
    label = _rows(points, larger)
    sayings = []
    for row in range(int(label.max()) + 1):
        chosen = np.flatnonzero(label == row)
        chosen = chosen[np.argsort(_reach(points[chosen]), kind="stable")]
        mine, theirs = chosen[is_dwg[chosen]], chosen[~is_dwg[chosen]]
        sayings.append(
            Saying(
                member[mine],
                member[theirs],
                "".join(words[text[i]] for i in mine),
                "".join(words[text[i]] for i in theirs),
            )
        )
    return sayings


def _reach(points: Floats) -> Floats:
    """How far along its base line each text begins."""
    up = (points[:, 1] - points[:, 0])[0]
    tall = max(float(np.hypot(*up)), 1e-9)
    return np.asarray(points[:, 0] @ np.array([up[1], -up[0]]) / tall)


def _rows(points: Floats, larger: float) -> Indices:
    """Label texts (n, 4, 2) that follow or cover each other on one base line."""
    up = points[:, 1] - points[:, 0]
    tall = np.maximum(np.hypot(up[:, 0], up[:, 1]), 1e-6)
    along = np.column_stack([up[:, 1], -up[:, 0]]) / tall[:, None]
    grown = points.copy()
    reach = along * (_JOINED * tall / 2)[:, None]
    grown[:, :2] -= reach[:, None]
    grown[:, 2:] += reach[:, None]
    hulls = shapely.convex_hull(shapely.multipoints(grown))
    shapes = np.asarray(hulls, dtype=np.object_)
    left, right = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    step = (points[right] - points[left]).mean(axis=1)
    off = np.abs(along[left, 0] * step[:, 1] - along[left, 1] * step[:, 0])
    turned = np.abs(along[left, 0] * along[right, 1] - along[left, 1] * along[right, 0])
    least = np.minimum(tall[left], tall[right])
    size = np.maximum(tall[left], tall[right]) <= larger * least
    kept = (off <= _ROW * least) & (turned <= _TURNED) & size
    return components(len(points), left[kept], right[kept]).astype(np.intp)
