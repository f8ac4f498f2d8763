"""The text of a traced page as arrays: every line is understood, or none is.

A path is a head (how it is drawn), its steps, and an end; steps are one to a line. What is
not a path (clips of pictures, groups, ends of clips) is kept as lines with their places.
"""

import warnings
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import numpy.typing as npt

from drawings.content.parts import Floats
from drawings.content.recording import Mask

Places = npt.NDArray[np.int64]
Bytes = npt.NDArray[np.uint8]
NEWLINE, BLANK = 10, 32
INDENT, DEEPEST = 4, 512


class Unlike(Exception):
    """The trace is not what this reader knows; the library has to read the page."""


class Step(IntEnum):
    """A line inside of a path."""

    MOVE = 1
    LINE = 2
    CURVE = 3
    CLOSE = 4


# Told by three letters: "lin" is a line to, "lay" a layer.
_OTHER, _HEAD, _END, _MAYBE = 0, 5, 6, 7
_KINDS = {b"mov": 1, b"lin": 2, b"cur": 3, b"clo": 4, b"str": _HEAD}
_KINDS |= {b"fil": _MAYBE, b"cli": _MAYBE, b"/st": _END, b"/fi": _END, b"/cl": _END}
ENDS = {b"</stroke_path>", b"</fill_path>", b"</clip_path>", b"</clip_stroke_path>"}


@dataclass(frozen=True, slots=True, eq=False)
class Trace:
    """A traced page; k steps in m paths, clips among them.

    Attributes:
        step: shape (k,), values of `Step`.
        path: shape (k,), the path of each step, ascending.
        points: shape (k, 3, 2) in the path's own units: two control points and the end;
            a move and a line have their end only, a closing step has none (zero).
        said: the first lines of paths, not indented, each once.
        head: shape (m,), index into `said`.
        head_at: shape (m,), the line of each head.
        others: the lines that belong to no path.
        other_at: the line of each of them, ascending.

    """

    step: npt.NDArray[np.int8]
    path: Places
    points: Floats
    said: tuple[bytes, ...]
    head: Places
    head_at: Places
    others: list[bytes]
    other_at: Places


def read_trace(data: bytes) -> Trace:
    """Read what the device wrote.

    Raises:
        Unlike: for a line that is not known, or numbers that do not add up.

    """
    if data and not data.endswith(b"\n"):
        raise Unlike("the last line has no end")
    raw = np.frombuffer(data, np.uint8)
    end = np.flatnonzero(raw == NEWLINE)
    start = np.r_[0, end[:-1] + 1] if len(end) else end
    first = _past_blanks(raw, start, end)
    kind = _kinds(raw, first)
    heads, ends = np.flatnonzero(kind == _HEAD), np.flatnonzero(kind == _END)
    others = np.flatnonzero(kind == _OTHER)
    outside = len(heads) + len(ends) + len(others)
    is_whole = len(heads) == len(ends) and (heads < ends).all()
    if not is_whole or int((ends - heads - 1).sum()) + outside != len(end):
        raise Unlike("a step outside of a path")
    if not set(_lines(data, first[ends], end[ends])) <= ENDS:
        raise Unlike("an end that is not known")
    inside = np.flatnonzero((kind > _OTHER) & (kind < _HEAD))
    return Trace(
        kind[inside],
        np.searchsorted(heads, inside) - 1,
        _points(raw, (start, end), kind, inside),
        *_each_once(data, first[heads], end[heads]),
        heads,
        [line.lstrip() for line in _lines(data, first[others], end[others])],
        others,
    )


def _lines(data: bytes, first: Places, end: Places) -> list[bytes]:
    """Some lines from where their indentation ends; of most only the kind is asked."""
    places = zip(first.tolist(), end.tolist(), strict=True)
    return [data[begin:behind] for begin, behind in places]


def _each_once(
    data: bytes, first: Places, end: Places
) -> tuple[tuple[bytes, ...], Places]:
    """Thousands of paths share a first line."""
    known: dict[bytes, int] = {}
    lines = _lines(data, first, end)
    which = [known.setdefault(line, len(known)) for line in lines]
    return tuple(known), np.asarray(which, np.int64)


def _past_blanks(raw: Bytes, start: Places, end: Places) -> Places:
    """Where each line begins behind its indentation."""
    first = start.copy()
    open_lines = np.arange(len(first))
    for _ in range(DEEPEST):
        open_lines = open_lines[raw[first[open_lines]] == BLANK]
        if not len(open_lines):
            break
        first[open_lines] = np.minimum(first[open_lines] + INDENT, end[open_lines])
    else:
        raise Unlike("nested too deep")
    return first


def _kinds(raw: Bytes, first: Places) -> npt.NDArray[np.int8]:
    """Whether a line is a step, the head or the end of a path, or something else."""
    padded = np.concatenate([raw, np.zeros(8, np.uint8)])
    letters = np.zeros(len(first), np.int32)
    for at in (1, 2, 3):
        letters = letters << 8 | padded[first + at]
    kind = np.zeros(len(first), np.int8)
    for name, value in _KINDS.items():
        kind[letters == int.from_bytes(name, "big")] = value
    # "<fill_path", "<clip_path" and "<clip_stroke_path" are paths, "<fill_image" is none.
    maybe = np.flatnonzero(kind == _MAYBE)
    sixth = padded[first[maybe] + 6]
    kind[maybe] = np.where((sixth == ord("p")) | (sixth == ord("s")), _HEAD, _OTHER)
    return kind


def _points(
    raw: Bytes, lines: tuple[Places, Places], step: npt.NDArray[np.int8], inside: Places
) -> Floats:
    points = np.zeros((len(step), 3, 2))
    straight = (step == Step.MOVE) | (step == Step.LINE)
    text = _text_of(raw, lines, straight)
    points[straight, 2] = _numbers(text, int(straight.sum()) * 2).reshape(-1, 2)
    curved = step == Step.CURVE
    if curved.any():
        text = _text_of(raw, lines, curved)
        for name in (b"x1=", b"y1=", b"x2=", b"y2=", b"x3=", b"y3="):
            text = text.replace(name, b"")
        points[curved] = _numbers(text, int(curved.sum()) * 6).reshape(-1, 3, 2)
    found: Floats = points[inside]
    if not np.isfinite(found).all():
        raise Unlike("a number that is none")
    return found


def _text_of(raw: Bytes, lines: tuple[Places, Places], chosen: Mask) -> bytes:
    start, end = lines
    return raw[np.repeat(chosen, end - start + 1)].tobytes()


def _numbers(text: bytes, count: int) -> Floats:
    """The numbers of steps; the letter e of the names stays, as exponents need it."""
    bare = text.translate(None, b'<>/="movtlinxycur').replace(b"e ", b"  ")
    return numbers_in(bare, count)


def numbers_in(text: bytes, count: int) -> Floats:
    """So many numbers with blanks between them, and nothing else.

    Raises:
        Unlike: for more, for fewer, for something else.

    """
    if not count:
        return np.zeros(0)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            found = np.fromstring(text, np.float64, sep=" ")
        except (ValueError, DeprecationWarning) as error:
            raise Unlike("something that is no number") from error
    if len(found) != count:
        raise Unlike("numbers do not add up")
    return found
