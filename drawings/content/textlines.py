"""The texts of a sheet as lines that people read, each with its place on the paper.

Drawings set one line in several pieces: a word in two entities, a title letter by letter.
Pieces of one height on one base line, close enough, are one line here.
"""

import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from drawings.content.parts import Floats
from drawings.content.wording import is_han

Box = tuple[float, float, float, float]

# All in text heights. Values: how lettering is set in drawings; a Chinese title may be
# spaced by a whole character, figures of a chain of dimensions stand farther apart.
SAME_BASE_LINE: Final = 0.3
SAME_HEIGHT: Final = 0.2
OVERLAP: Final = 0.35
TOUCHING: Final = 0.15
A_SPACE: Final = 0.3
WORD_GAP: Final = 1.0
SPACED_TITLE: Final = 1.7
MOST_LINES: Final = 60_000
LONGEST_LINE: Final = 2_000
INTEGER: Final = 4  # bytes
TENTHS: Final = 10  # boxes are kept in tenths of a millimetre
FARTHEST_TENTHS: Final = 1_000_000

_ESCAPED: Final = re.compile(r"\\U\+([0-9A-Fa-f]{4})|%%([cdpCDP])")
_SIGNS: Final = {"c": "φ", "d": "°", "p": "±"}
_SPACES: Final = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line as it is shown; the box x0, y0, x1, y1 in paper mm, y upwards."""

    text: str
    box: Box


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str
    height: float
    begin: float
    end: float
    box: Box


def lines_of(texts: Sequence[str], quads: Floats) -> list[TextLine]:
    """The lines that pieces of text make, at most `MOST_LINES`.

    Args:
        texts: n strings, decoded.
        quads: shape (n, 4, 2), paper mm, the control points of a text in `Content`.

    """
    lines: list[TextLine] = []
    for row in _rows(texts, quads):
        lines.extend(_joined(row))
        if len(lines) > MOST_LINES:
            break
    return lines[:MOST_LINES]


def pack_lines(lines: Sequence[TextLine]) -> bytes:
    """Lines as a few compact bytes; boxes are rounded to tenths of a millimetre.

    First the count, then the boxes, both as 32 bit integers, then the texts in UTF-8,
    one a line.
    """
    boxes = np.array([line.box for line in lines], float).reshape(-1, 4) * TENTHS
    whole = np.clip(np.rint(boxes), -FARTHEST_TENTHS, FARTHEST_TENTHS).astype("<i4")
    head = np.array([len(lines)], "<i4")
    texts = "\n".join(line.text.replace("\n", " ") for line in lines)
    return zlib.compress(head.tobytes() + whole.tobytes() + texts.encode(), 1)


def unpack_lines(data: bytes, numbers: Iterable[int] | None = None) -> list[TextLine]:
    """What `pack_lines` packed: all of it, or the lines of some numbers, in that order."""
    whole = zlib.decompress(data)
    count = int.from_bytes(whole[:INTEGER], "little")
    texts_at = INTEGER + 4 * INTEGER * count
    boxes = np.frombuffer(whole[INTEGER:texts_at], "<i4").reshape(-1, 4) / TENTHS
    texts = whole[texts_at:].decode().split("\n")
    chosen = range(count) if numbers is None else list(numbers)
    corners = boxes[list(chosen)].tolist()
    return [
        TextLine(texts[at], (x0, y0, x1, y1))
        for at, (x0, y0, x1, y1) in zip(chosen, corners, strict=True)
    ]


def part_of(line: TextLine, begin: int, end: int) -> Box:
    """Where some characters of a line stand; the whole box of a line that is not level."""
    x0, y0, x1, y1 = line.box
    if not line.text or x1 - x0 < 2 * (y1 - y0):
        return line.box
    widths = [2 if is_han(char) else 1 for char in line.text]
    unit = (x1 - x0) / sum(widths)
    left = x0 + unit * sum(widths[:begin])
    return left, y0, left + unit * sum(widths[begin:end]), y1


def _rows(texts: Sequence[str], quads: Floats) -> Iterator[list[_Piece]]:
    """Pieces on one base line, in the direction of writing."""
    if not len(quads):
        return
    along, up = quads[:, 3] - quads[:, 0], quads[:, 1] - quads[:, 0]
    height = np.hypot(up[:, 0], up[:, 1])
    angle = np.arctan2(along[:, 1], along[:, 0])
    is_point = np.hypot(along[:, 0], along[:, 1]) < 1e-6
    angle = np.where(is_point, np.arctan2(-up[:, 0], up[:, 1]), angle)
    degrees = np.rint(np.degrees(angle)).astype(int) % 360
    turn = np.radians(degrees)
    ux, uy = np.cos(turn), np.sin(turn)
    begin = quads[:, 0, 0] * ux + quads[:, 0, 1] * uy
    end = quads[:, 3, 0] * ux + quads[:, 3, 1] * uy
    across = quads[:, 0, 1] * ux - quads[:, 0, 0] * uy
    boxes = np.concatenate([quads.min(axis=1), quads.max(axis=1)], axis=1)
    is_sound = np.isfinite(begin + end + across + height)
    order = np.lexsort((begin, -across, degrees))
    order = order[is_sound[order]]
    row: list[_Piece] = []
    last: tuple[int, float] | None = None
    for place, turned, base, piece in zip(
        order.tolist(),
        degrees[order].tolist(),
        across[order].tolist(),
        np.column_stack([height, begin, end, boxes])[order].tolist(),
        strict=True,
    ):
        text = _shown(texts[place])
        if not text:
            continue
        tall, left, right, *box = piece
        if last and (turned != last[0] or last[1] - base > SAME_BASE_LINE * tall):
            yield sorted(row, key=_begin)
            row, last = [], None
        last = last or (turned, base)
        row.append(_Piece(text, tall, left, right, (box[0], box[1], box[2], box[3])))
    yield sorted(row, key=_begin)


def _begin(piece: _Piece) -> float:
    return piece.begin


def _joined(row: list[_Piece]) -> Iterator[TextLine]:
    line: _Piece | None = None
    for piece in row:
        if line is None:
            line = piece
            continue
        if _is_again(line, piece):
            continue
        glue = _glue(line, piece)
        if glue is None or len(line.text) > LONGEST_LINE:
            yield TextLine(line.text, line.box)
            line = piece
        else:
            line = _Piece(
                line.text + glue + piece.text,
                line.height,
                line.begin,
                max(line.end, piece.end),
                _around(line.box, piece.box),
            )
    if line is not None:
        yield TextLine(line.text, line.box)


def _is_again(line: _Piece, piece: _Piece) -> bool:
    """Whether the same words are written twice on one place, as for bold."""
    near = SAME_HEIGHT * max(line.height, piece.height)
    return line.text == piece.text and abs(line.begin - piece.begin) <= near


def _glue(line: _Piece, piece: _Piece) -> str | None:
    """What stands between two pieces of one line; None where they are two lines."""
    height = max(line.height, piece.height)
    if height <= 0 or abs(line.height - piece.height) > SAME_HEIGHT * height:
        return None
    gap = (piece.begin - line.end) / height
    if gap < -OVERLAP:
        return None
    return _between(line.text[-1], piece.text[0], gap)


def _between(left: str, right: str, gap: float) -> str | None:
    """What stands between two characters so many heights apart."""
    if is_han(left) or is_han(right):
        touching, farthest = A_SPACE, WORD_GAP
        if is_han(left) and is_han(right):
            farthest = SPACED_TITLE
    else:
        touching = TOUCHING
        farthest = touching if left.isdigit() and right.isdigit() else WORD_GAP
    if gap <= touching:
        return ""
    return " " if gap <= farthest else None


def _around(one: Box, other: Box) -> Box:
    return (
        min(one[0], other[0]),
        min(one[1], other[1]),
        max(one[2], other[2]),
        max(one[3], other[3]),
    )


def _shown(text: str) -> str:
    if "\\U+" in text or "%%" in text:
        text = _ESCAPED.sub(_unescaped, text)
    text = _SPACES.sub(" ", text.replace("\x00", "")).strip()[:LONGEST_LINE]
    return text.encode("utf-8", "replace").decode()


def _unescaped(found: re.Match[str]) -> str:
    return chr(int(found[1], 16)) if found[1] else _SIGNS[found[2].lower()]
