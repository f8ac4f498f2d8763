"""Draw a comparison: old and new on one sheet, each kind in a colour and a second cue.

The drawing is in millimetres of the new sheet; only here y points down, as SVG wants it.
Colours are safe for colour-blind people; dashes, frames and numbers tell the same again.
"""

import html
import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from drawings.content.parts import Content, Floats, Kind
from drawings.diff.findings import Box, Change, ChangeKind, Difference, Pieces
from drawings.diff.hashing import Numbers

MOST_UNCHANGED = 150_000

_STYLES = """\
.same{stroke:#b8bec6;stroke-width:.15;fill:none}
.same-text{fill:#a4abb5}
.added{stroke:#0072b2;stroke-width:.5;fill:none}
.removed{stroke:#d55e00;stroke-width:.5;stroke-dasharray:1.6 .9;fill:none}
.moved{stroke:#882255;stroke-width:.4;stroke-dasharray:.2 .8;stroke-linecap:round;fill:none}
.text{stroke:#117733;stroke-width:.4;fill:#117733;fill-opacity:.12}
.added-text{fill:#0072b2}
.removed-text{fill:#d55e00;text-decoration:line-through}
.region{stroke:#333;stroke-width:.25;fill:none}
.number{fill:#333;font-weight:bold}
text{font-family:"Noto Sans SC",sans-serif;stroke:none}"""


@dataclass(frozen=True, slots=True)
class _Paper:
    """Turns new-sheet millimetres into SVG coordinates."""

    height: float

    def path(self, lines: Floats) -> str:
        """A path of lines (m, 2, 2); a line that goes on needs no new start."""
        flat = self._flip(lines).reshape(-1, 4)
        parts: list[str] = []
        last: tuple[float, float] | None = None
        for x0, y0, x1, y1 in np.round(flat, 2).tolist():
            if last != (x0, y0):
                parts.append(f"M{x0:g} {y0:g}")
            parts.append(f"L{x1:g} {y1:g}")
            last = (x1, y1)
        return "".join(parts)

    def curves(self, points: Floats) -> str:
        """A path of cubic Béziers (m, 4, 2)."""
        flat = np.round(self._flip(points).reshape(-1, 8), 2).tolist()
        return "".join(
            "M{:g} {:g}C{:g} {:g} {:g} {:g} {:g} {:g}".format(*p) for p in flat
        )

    def rectangle(self, box: Box, name: str, margin: float = 1.0) -> str:
        """A frame around a box."""
        x, y = box[0] - margin, self.height - box[3] - margin
        wide, tall = box[2] - box[0] + 2 * margin, box[3] - box[1] + 2 * margin
        return (
            f'<rect class="{name}" x="{x:.2f}" y="{y:.2f}"'
            f' width="{wide:.2f}" height="{tall:.2f}"/>'
        )

    def text(self, points: Floats, said: str, name: str) -> str:
        """A text on its base line."""
        up = points[1] - points[0]
        tall = float(np.hypot(*up))
        turn = math.degrees(math.atan2(-up[0], up[1]))
        x, y = float(points[0, 0]), self.height - float(points[0, 1])
        wide = float(np.hypot(*(points[3] - points[0])))
        # a width that no font has comes from a font that the reader did not know
        is_known = 0.2 * tall * len(said) <= wide <= 2.0 * tall * len(said)
        length = f' textLength="{wide:.2f}" lengthAdjust="spacingAndGlyphs"'
        fit = length if is_known else ""
        return (
            f'<text class="{name}" font-size="{tall * 1.33:.2f}"{fit}'
            f' transform="translate({x:.2f} {y:.2f}) rotate({-turn:.2f})">'
            f"{html.escape(_legal(said))}</text>"
        )

    def _flip(self, points: Floats) -> Floats:
        return np.stack([points[..., 0], self.height - points[..., 1]], axis=-1)


def overlay_svg(
    old: Content,
    new: Content,
    difference: Difference,
    *,
    with_unchanged: bool = True,
    with_regions: bool = True,
) -> str:
    """Draw both sheets over each other as one SVG document.

    Args:
        old: the sheet before.
        new: the sheet after; its paper is the paper of the drawing.
        difference: the comparison of the two.
        with_unchanged: draw what did not change in pale grey; left out by itself above
            `MOST_UNCHANGED` primitives.
        with_regions: frame and number the regions.

    """
    width, height = (max(float(side), 1.0) for side in new.size_mm)
    paper = _Paper(height)
    body = []
    if with_unchanged and len(new) <= MOST_UNCHANGED:
        body += _unchanged(new, difference, paper)
    body += _changed(old, new, difference, paper)
    if with_regions:
        body += _regions(difference, paper)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}mm"'
        f' height="{height:g}mm" viewBox="0 0 {width:g} {height:g}">'
        f"<style>{_STYLES}</style>{''.join(body)}</svg>"
    )


def changes_geojson(difference: Difference) -> list[dict[str, object]]:
    """Line strings of the changes on the new sheet, for drawing them over tiles.

    Returns:
        `{"index": change, "kind": kind, "side": "old" | "new", "d": [[x, y], ...]}`, in
        new-sheet mm, y upwards; pieces that continue each other are one line string.

    """
    laid = difference.registration.to_new(difference.old_pieces.lines)
    answer: list[dict[str, object]] = []
    for side, pieces, lines in (
        ("old", difference.old_pieces, laid),
        ("new", difference.new_pieces, difference.new_pieces.lines),
    ):
        for change, string in _strings(pieces, lines):
            kind = str(difference.changes[change].kind)
            answer.append({"index": change, "kind": kind, "side": side, "d": string})
    return answer


def _strings(pieces: Pieces, lines: Floats) -> Iterable[tuple[int, list[list[float]]]]:
    string: list[list[float]] = []
    owner = -1
    rows = np.round(lines, 3).tolist()
    for change, (first, last) in zip(pieces.change.tolist(), rows, strict=True):
        if change == owner and string and string[-1] == first:
            string.append(last)
            continue
        if string:
            yield owner, string
        owner, string = change, [first, last]
    if string:
        yield owner, string


def _unchanged(new: Content, difference: Difference, paper: _Paper) -> list[str]:
    same = np.ones(len(new), bool)
    named = difference.new_pieces.primitive
    same[named[named >= 0]] = False
    same &= np.isfinite(new.points).all(axis=(1, 2))
    lines = same & ((new.kind == Kind.SEGMENT) | (new.kind == Kind.FILL))
    path = paper.path(new.points[lines][:, [0, 3]])
    path += paper.curves(new.points[same & (new.kind == Kind.CURVE)])
    texts = np.flatnonzero(same & (new.kind == Kind.TEXT))
    return [f'<path class="same" d="{path}"/>', *_texts(new, texts, paper, "same-text")]


def _changed(
    old: Content, new: Content, difference: Difference, paper: _Paper
) -> list[str]:
    laid = difference.registration.to_new(difference.old_pieces.lines)
    body = []
    for content, pieces, lines, name in (
        (old, difference.old_pieces, laid, "removed"),
        (new, difference.new_pieces, difference.new_pieces.lines, "added"),
    ):
        known = pieces.primitive >= 0
        said = np.zeros(len(known), bool)
        said[known] = content.kind[pieces.primitive[known]] == Kind.TEXT
        body += _paths(pieces, lines, ~said, difference.changes, paper, name)
        texts = np.unique(pieces.primitive[said])
        body += _lettered(content, texts, paper, name, difference)
    body += [_frame(change, paper) for change in difference.changes]
    return body


def _paths(
    pieces: Pieces,
    lines: Floats,
    drawn: npt.NDArray[np.bool_],
    changes: tuple[Change, ...],
    paper: _Paper,
    name: str,
) -> list[str]:
    """One path for each change, with its index, so that a viewer can pick it."""
    chosen = np.flatnonzero(drawn)
    order = chosen[np.argsort(pieces.change[chosen], kind="stable")]
    borders = np.flatnonzero(np.diff(pieces.change[order])) + 1
    body = []
    for part in np.split(order, borders) if len(order) else []:
        number = int(pieces.change[part[0]])
        if changes[number].kind is ChangeKind.PROPERTY:
            continue
        body.append(
            f'<path class="{name}" data-change="{number}" d="{paper.path(lines[part])}"/>'
        )
    return body


def _lettered(
    content: Content,
    primitives: npt.NDArray[np.int32],
    paper: _Paper,
    name: str,
    difference: Difference,
) -> list[str]:
    if name == "added":
        return _texts(content, primitives, paper, "added-text")
    laid = difference.registration.to_new(content.points[primitives])
    return [
        paper.text(points, _said(content, i), "removed-text")
        for points, i in zip(laid, primitives.tolist(), strict=True)
    ]


def _texts(
    content: Content,
    primitives: Numbers,
    paper: _Paper,
    name: str,
) -> list[str]:
    return [
        paper.text(content.points[i], _said(content, i), name)
        for i in primitives.tolist()
    ]


def _said(content: Content, primitive: int) -> str:
    return content.texts[int(content.text[primitive])]


def _frame(change: Change, paper: _Paper) -> str:
    """Frames of moves, with an arrow from the old place to the new one, and of texts."""
    box = change.new_box or change.old_box
    if box is None:
        return ""
    if change.kind in {ChangeKind.TEXT, ChangeKind.DIMENSION}:
        return paper.rectangle(box, "text", 0.6)
    if change.kind is not ChangeKind.MOVED or change.vector_mm is None:
        return ""
    (dx, dy), x, y = change.vector_mm, (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    arrow = _arrow(x - dx, paper.height - y + dy, x, paper.height - y)
    return paper.rectangle(box, "moved") + arrow


def _arrow(x0: float, y0: float, x1: float, y1: float) -> str:
    long = math.hypot(x1 - x0, y1 - y0)
    if long < 0.5:
        return ""
    head, turn = min(1.5, long / 2), math.atan2(y1 - y0, x1 - x0)
    tips = [
        (x1 - head * math.cos(turn + a), y1 - head * math.sin(turn + a))
        for a in (0.5, -0.5)
    ]
    (ax, ay), (bx, by) = tips
    return (
        f'<path class="moved" d="M{x0:.2f} {y0:.2f}L{x1:.2f} {y1:.2f}'
        f'M{ax:.2f} {ay:.2f}L{x1:.2f} {y1:.2f}L{bx:.2f} {by:.2f}"/>'
    )


def _regions(difference: Difference, paper: _Paper) -> list[str]:
    body = []
    for number, region in enumerate(difference.regions, start=1):
        x, y = region.box[0] - 1.5, paper.height - region.box[3] - 2.0
        body.append(paper.rectangle(region.box, "region", 1.5))
        body.append(
            f'<text class="number" font-size="3" x="{x:.2f}" y="{y:.2f}">{number}</text>'
        )
    return body


def _legal(said: str) -> str:
    """Leave out what XML cannot hold."""
    return "".join(c for c in said if c >= " " or c == "\t")
