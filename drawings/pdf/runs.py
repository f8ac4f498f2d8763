"""The texts of a PDF page as they were drawn, fragments of one line joined."""

import itertools
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import pymupdf

XY = tuple[float, float]
# Height of a capital, and of a Chinese letter, for a font size of 1: CAD heights are these.
CAPITAL, CAPITAL_WIDE = 0.72, 0.88
STROKED, INVISIBLE = 1, 3
BLANKS = (0x09, 0x0A, 0x0C, 0x0D)
# Soft, typographic and unbreakable: where it is drawn, each is a hyphen. Many a font
# names the soft one for the glyph that all of them share.
HYPHENS = (0xAD, 0x2010, 0x2011)
UNKNOWN = "\ufffd"
SAME_LINE = 0.15
# Of one size: m² with its 2 raised stays one word, the next line is another text.
RAISED = 0.6
# Chinese and Latin letters of one line are often set in two faces and sizes.
SAME_SIZE = 0.4
FIRST_WIDE = "\u2e80"
# Gaps in em: less than a letter's breath joins, a word's space becomes a blank.
A_BREATH, A_SPACE, A_CELL = 0.18, 0.75, 0.18
# Letters on one pitch (in em, from so many letters on) are spaced out: no blank is meant.
SAME_PITCH, A_FEW = 0.03, 3


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text; the quad in page points (y down): base line start, top, top, end."""

    text: str
    quad: tuple[XY, XY, XY, XY]
    size: float
    direction: XY
    colour: str
    layer: str
    font: str = ""


def runs_of_page(page: pymupdf.Page) -> list[Run]:
    """Visible texts in drawing order."""
    return runs_of(page.get_texttrace())


def runs_of(spans: Iterable[dict[str, Any]]) -> list[Run]:
    """The same, of what MuPDF tells of the texts of a page."""
    runs: list[Run] = []
    filled: dict[str, Any] = {}
    for span in spans:
        if span["type"] == INVISIBLE or span.get("opacity", 1) == 0:
            continue
        if span["type"] == STROKED and span["chars"] == filled.get("chars"):
            continue  # filled and stroked (mode 2) comes twice and is one text
        filled = span
        for run in _runs(span):
            joined = _joined(runs[-1], run) if runs else None
            if joined is None:
                runs.append(run)
            else:
                runs[-1] = joined
    return [_spaced_once(run) for run in runs if run.text.strip()]


def _spaced_once(run: Run) -> Run:
    text = " ".join(run.text.split())
    return run if text == run.text else replace(run, text=text)


def _runs(span: dict[str, Any]) -> Iterator[Run]:
    """The span cut where letters stand wide apart: cells of a table, not words.

    Or where the next stands off the line: all that is written between one BT and its ET in
    one font is a single span, the letters of four axes above each other as well.
    """
    letters = span["chars"]
    if not letters:
        return
    size, direction = float(span["size"]), (span["dir"][0], span["dir"][1])
    space = max(float(span.get("spacewidth", 0.0)), A_BREATH * size)
    breath = math.inf if _is_on_one_pitch(span) else A_BREATH * size
    text, start, end = "", letters[0][2], letters[0][2]
    dx, dy = direction
    off_line = RAISED * size
    # The box of a slanting letter is too wide; half an em is the better guess.
    farthest = 0.6 * size if abs(dx) < 0.99 and abs(dy) < 0.99 else math.inf
    # Each letter of a sheet comes by here: without calls, the arithmetic of `_along`.
    for code, _glyph, origin, (x0, y0, x1, y1) in letters:
        x, y = origin
        gap = (x - end[0]) * dx + (y - end[1]) * dy
        aside = (y - end[1]) * dx - (x - end[0]) * dy
        if text and not (
            -size <= gap <= A_SPACE * size + space and -off_line <= aside <= off_line
        ):
            yield _run(span, text, start, end)
            text, start = "", origin
        elif text and gap > breath and not text.endswith(" "):
            text += " "
        text += _letter(code)
        # The next should stand at the far side of this letter's box.
        across, up = (x0 - x) * dx, (y0 - y) * dy
        further, higher = (x1 - x) * dx, (y1 - y) * dy
        reach = (across if across > further else further) + (
            up if up > higher else higher
        )
        reach = min(reach, farthest)
        end = (x + dx * reach, y + dy * reach)
    yield _run(span, text, start, end)


def _is_on_one_pitch(span: dict[str, Any]) -> bool:
    """Whether all letters stand equally far apart, whatever their own widths.

    So are words spaced out, and so is Latin in a Chinese font without its table of
    widths, where every letter takes an em: 建施-01 is one word there and not 建施- 0 1.
    """
    if len(span["chars"]) < A_FEW:
        return False
    dx, dy = span["dir"]
    origins = [letter[2] for letter in span["chars"]]
    steps: list[float] = [
        (x1 - x0) * dx + (y1 - y0) * dy
        for (x0, y0), (x1, y1) in itertools.pairwise(origins)
    ]
    return max(steps) - min(steps) <= SAME_PITCH * float(span["size"])


def _letter(code: int) -> str:
    """The letter of a code; a control code is a letter that the font does not name."""
    if code in BLANKS:
        return " "
    if code in HYPHENS:
        return "-"
    return UNKNOWN if code < 32 or 0x7F <= code < 0xA0 else chr(code)


def _run(span: dict[str, Any], text: str, start: XY, end: XY) -> Run:
    size, (dx, dy) = float(span["size"]), span["dir"]
    capital = CAPITAL_WIDE if text[:1] >= FIRST_WIDE else CAPITAL
    up = (dy * size * capital, -dx * size * capital)
    quad = (
        (start[0], start[1]),
        (start[0] + up[0], start[1] + up[1]),
        (end[0] + up[0], end[1] + up[1]),
        (end[0], end[1]),
    )
    colour = [round(255 * min(1.0, max(0.0, c))) for c in span["color"]] or [0]
    red, green, blue = (colour * 3)[:3] if len(colour) < 3 else colour[:3]
    shade = f"#{red:02x}{green:02x}{blue:02x}"
    layer, font = str(span.get("layer") or ""), str(span.get("font") or "")
    return Run(text, quad, size, (dx, dy), shade, layer, font)


def _joined(left: Run, right: Run) -> Run | None:
    """Two runs as one when the second goes on where the first ended."""
    if (
        abs(left.size - right.size) > SAME_SIZE * left.size
        or math.dist(left.direction, right.direction) > SAME_LINE
        or left.layer != right.layer
        or left.colour != right.colour
    ):
        return None
    gap = _along(left.quad[3], right.quad[0], left.direction)
    normal = (-left.direction[1], left.direction[0])
    across = _along(left.quad[3], right.quad[0], normal)
    if abs(across) > SAME_LINE * left.size or not abs(gap) <= A_CELL * left.size:
        return None
    quad = (left.quad[0], left.quad[1], right.quad[2], right.quad[3])
    return replace(left, text=left.text + right.text, quad=quad)


def _along(start: XY, end: XY, direction: XY) -> float:
    return (end[0] - start[0]) * direction[0] + (end[1] - start[1]) * direction[1]
