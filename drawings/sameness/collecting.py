"""Put ink without counterpart together to differences that a person looks at."""

import numpy as np
from scipy.spatial import cKDTree

from drawings.content.parts import Floats, Kind
from drawings.diff.coverage import boxes_of, chopped
from drawings.diff.findings import Box
from drawings.diff.grouping import near_boxes
from drawings.diff.hashing import Indices
from drawings.diff.ink import Ink
from drawings.diff.texts import is_number
from drawings.sameness.findings import Finding, FindingKind, Place
from drawings.sameness.sides import Leftover, Side

_TOGETHER_MM = 1.5
_PIECE_MM = 10.0
_NOWHERE: Box = (0.0, 0.0, 0.0, 0.0)


def text_finding(
    dwg: Side, pdf: Side, mine: Indices, theirs: Indices, said: tuple[str, str]
) -> Finding:
    """A text that only one face has, or that they say differently."""
    points = np.concatenate(
        [
            dwg.strokes.points[mine].reshape(-1, 2),
            pdf.strokes.points[theirs].reshape(-1, 2),
        ]
    )
    return Finding(
        kind=_text_kind(*said),
        place=Place.DRAWING,
        dwg_box=_NOWHERE,
        pdf_box=_box(points),
        said_dwg=said[0],
        said_pdf=said[1],
        layer=_layer(dwg, mine) if len(mine) else _layer(pdf, theirs),
    )


def untold(dwg: Side, mine: Indices, word: str) -> Finding:
    """A text that is drawn as ink, of which the shapes do not tell what it says."""
    return Finding(
        kind=FindingKind.TEXT_UNTOLD,
        place=Place.DRAWING,
        dwg_box=_NOWHERE,
        pdf_box=_box(dwg.strokes.points[mine].reshape(-1, 2)),
        said_dwg=word,
        layer=_layer(dwg, mine),
    )


def collect(dwg: Side, pdf: Side, left: Leftover) -> list[Finding]:
    """One finding for each place where ink has no counterpart."""
    lines0, whose0 = _pieces(left.dwg)
    lines1, whose1 = _pieces(left.pdf)
    lines = np.concatenate([lines0, lines1])
    if not len(lines):
        return []
    label = near_boxes(boxes_of(lines), _TOGETHER_MM)
    is_dwg = np.arange(len(lines)) < len(lines0)
    whose = np.concatenate([whose0, whose1])
    order = np.argsort(label, kind="stable")
    groups = np.split(order, np.flatnonzero(np.diff(label[order])) + 1)
    return [
        _finding(dwg, pdf, lines, whose, (g[is_dwg[g]], g[~is_dwg[g]])) for g in groups
    ]


def _pieces(ink: Ink) -> tuple[Floats, Indices]:
    lines, piece = chopped(ink.lines, _PIECE_MM)
    return lines, ink.whose[piece]


def _finding(
    dwg: Side, pdf: Side, lines: Floats, whose: Indices, groups: tuple[Indices, Indices]
) -> Finding:
    mine, theirs = groups
    fills = [
        side.strokes.kind[whose[group]] == Kind.FILL
        for side, group in ((dwg, mine), (pdf, theirs))
    ]
    is_fill = bool(np.concatenate(fills).all())
    both = np.concatenate([mine, theirs])
    span = lines[both, 1] - lines[both, 0]
    return Finding(
        kind=_ink_kind(len(mine), len(theirs), is_fill=is_fill),
        place=Place.DRAWING,
        dwg_box=_NOWHERE,
        pdf_box=_box(lines[both].reshape(-1, 2)),
        layer=_layer(dwg, whose[mine]) if len(mine) else _layer(pdf, whose[theirs]),
        length_mm=float(np.hypot(span[:, 0], span[:, 1]).sum()),
        apart_mm=_apart(lines[mine], lines[theirs]),
    )


def _text_kind(mine: str, theirs: str) -> FindingKind:
    if not theirs:
        return FindingKind.TEXT_MISSING
    if not mine:
        return FindingKind.TEXT_EXTRA
    is_measure = is_number(mine) or is_number(theirs)
    return FindingKind.DIMENSION if is_measure else FindingKind.TEXT


def _ink_kind(mine: int, theirs: int, *, is_fill: bool) -> FindingKind:
    if mine and theirs:
        return FindingKind.CHANGED
    if mine:
        return FindingKind.FILL_MISSING if is_fill else FindingKind.MISSING
    return FindingKind.FILL_EXTRA if is_fill else FindingKind.EXTRA


def _apart(mine: Floats, theirs: Floats) -> float:
    """The usual distance of ink from ink of the other face, in mm."""
    if not len(mine) or not len(theirs):
        return 0.0
    gap, _ = cKDTree(theirs.reshape(-1, 2)).query(mine.reshape(-1, 2))
    return float(np.median(gap))


def _layer(side: Side, strokes: Indices) -> str:
    layers = side.content.layer[side.strokes.index[strokes]]
    if not len(layers):
        return ""
    return side.content.layers[int(np.bincount(layers).argmax())]


def _box(points: Floats) -> Box:
    (x0, y0), (x1, y1) = points.min(axis=0), points.max(axis=0)
    return (float(x0), float(y0), float(x1), float(y1))
