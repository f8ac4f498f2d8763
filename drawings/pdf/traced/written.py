"""Paths that MuPDF wrote as operators of a page, understood line by line, or not at all.

Its writer says of each path only what is new: a pen once, not with every line. So this
is a seventh of the text of a trace and is written in a seventh of the time. In exchange
colours have to be those of a device (of others the writer forgets some), a matrix is told
as a step from the one before, and put together again it may be off by the last digits
that single precision has; what is a closed upright ring is told from its lower left
corner, wherever it began, and a flat one could have been anything, so it is not believed.
"""

from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from drawings.content.decimals import decimals_at
from drawings.content.parts import Floats
from drawings.pdf.geometry import Matrix, times
from drawings.pdf.traced.grammar import (
    BLANK,
    NEWLINE,
    Bytes,
    Places,
    Step,
    Trace,
    Unlike,
    numbers_in,
)

PROFILES = (
    *("ICCBased", "CalGray", "CalRGB", "CalCMYK", "Lab", "Indexed", "Separation"),
    *("DeviceN", "DefaultGray", "DefaultRGB", "DefaultCMYK"),
)
"""What colour spaces that are none of a device begin with, behind a slash."""
_MOVE, _LINE, _CURVE, _SHORT_START, _SHORT_END, _RING, _CLOSE = range(1, 8)
_STROKE, _FILL, _WINDOW, _PUSH, _POP, _STATE, _SILENT = range(8, 15)
_KINDS = {b" m": _MOVE, b" l": _LINE, b" c": _CURVE, b"\nh": _CLOSE, b"re": _RING}
_KINDS |= {b" v": _SHORT_START, b" y": _SHORT_END, b"\nq": _PUSH, b"\nQ": _POP}
_KINDS |= {b"\nS": _STROKE, b"\nf": _FILL, b"f*": _FILL, b" n": _WINDOW}
_KINDS |= dict.fromkeys((b" J", b" j", b" M", b"gs"), _SILENT)
_KINDS |= dict.fromkeys((b" w", b"cm", b" d", b" g", b" G", b"rg", b"RG"), _STATE)
_KINDS |= dict.fromkeys((b" k", b" K"), _STATE)
_COLOURS = {b"g": "DeviceGray", b"rg": "DeviceRGB", b"k": "DeviceCMYK"}
_PAINTED = 3
_IDENTITY = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
# MuPDF does not invert what is smaller; so many matrices are no plot, and add up.
_LEAST_AREA, _MOST_MATRICES = 1e-6, 256
_LAST_DIGITS = 4e-7
Kinds = npt.NDArray[np.int8]


@dataclass(slots=True)
class _Matrices:
    """The matrices of a page; one that comes again is the same to the last digit."""

    known: list[Matrix] = field(default_factory=lambda: [_IDENTITY])

    def after(self, last: Matrix, words: bytes) -> Matrix:
        """The matrix that is a step from the last one."""
        a, b, c, d, e, f = map(float, numbers_in(words, 6))
        if last != _IDENTITY and abs(last[0] * last[3] - last[1] * last[2]) < (
            _LEAST_AREA
        ):
            raise Unlike("a matrix that cannot be undone")
        found = times((a, b, c, d, e, f), last)
        for each in self.known:
            gaps = (abs(own - one) for own, one in zip(each, found, strict=True))
            if all(
                gap <= _LAST_DIGITS * max(1e-3, abs(own))
                for gap, own in zip(gaps, each, strict=True)
            ):
                return each
        if len(self.known) == _MOST_MATRICES:
            raise Unlike("very many matrices")
        self.known.append(found)
        return found


@dataclass(frozen=True, slots=True)
class _State:
    """What the writer takes as said; colours are (colour space, numbers)."""

    matrix: Matrix = _IDENTITY
    width: bytes = b""
    dash: bytes = b""
    stroke: tuple[str, bytes] = ("DeviceGray", b"0")
    fill: tuple[str, bytes] = ("DeviceGray", b"0")

    def head(self, paint: int) -> bytes:
        """The first line of a path as a trace would say it."""
        transform = b" ".join(b"%.9g" % number for number in self.matrix)
        if paint == _WINDOW:
            return b'<clip_path transform="%b">' % transform
        space, colour = self.stroke if paint == _STROKE else self.fill
        manner = b'colorspace="%b" color="%b" transform="%b">' % (
            space.encode(),
            colour,
            transform,
        )
        if paint == _FILL:
            return b"<fill_path " + manner
        dash = b'dash="%b" ' % self.dash if self.dash else b""
        return b'<stroke_path linewidth="%b" %b%b' % (self.width, dash, manner)

    def after(self, line: bytes, matrices: _Matrices) -> "_State":
        """The state when a line has been said."""
        words, _, operator = line.rpartition(b" ")
        if operator == b"cm":
            return replace(self, matrix=matrices.after(self.matrix, words))
        if operator == b"w":
            return replace(self, width=words)
        if operator == b"d":
            return replace(self, dash=words[1 : words.index(b"]")])
        space = _COLOURS[operator.lower()]
        if operator.islower():
            return replace(self, fill=(space, words))
        return replace(self, stroke=(space, words))


@dataclass(frozen=True, slots=True, eq=False)
class _Words:
    """Where the words of a text end, and which of those ends are ends of lines."""

    raw: Bytes
    end: Places
    line: Places

    @classmethod
    def of(cls, raw: Bytes) -> "_Words":
        end = np.flatnonzero(raw <= BLANK)
        return cls(raw, end, np.flatnonzero(raw[end] == NEWLINE))

    def numbers(self, lines: Places, count: int) -> Floats:
        """So many numbers of each of some lines, before its operator; (lines, count)."""
        last, first = self.line[lines + 1], self.line[lines]
        if (last - first != count + 1).any():
            raise Unlike("numbers do not add up")
        which = (first[:, None] + np.arange(count)).ravel()
        try:
            found = decimals_at(self.raw, self.end[which] + 1, self.end[which + 1])
        except ValueError as error:
            raise Unlike("something that is no number") from error
        return found.reshape(-1, count)


def read_written(data: bytes) -> Trace:
    """Read what the writer wrote, as if it had been a trace.

    Raises:
        Unlike: for a line that is not known, or anything that is not as expected.

    """
    if data and not data.endswith(b"\n"):
        raise Unlike("the last line has no end")
    raw = np.frombuffer(b"\n" + data, np.uint8)
    end = np.flatnonzero(raw == NEWLINE)
    kind = _kinds(raw, end[1:])
    _check_windows(kind)
    said, head = _heads(data, end, kind)
    paints = np.flatnonzero((kind >= _STROKE) & (kind <= _WINDOW))
    ends = np.flatnonzero(kind == _POP)
    step, lines, points = _steps(raw, end, kind)
    path = np.searchsorted(paints, lines)
    if len(path) and path[-1] >= len(paints):
        raise Unlike("steps that nobody draws")
    _check_rings(kind, (lines, points), paints[path])
    closed = [b"<pop_clip/>"] * len(ends)
    return Trace(step, path, points, said, head, paints, closed, ends)


def _kinds(raw: Bytes, end: Places) -> Kinds:
    """What each line is, by its last two letters; a lone one has a line end before it."""
    table = np.zeros(1 << 16, np.int8)
    for letters, kind in _KINDS.items():
        table[int.from_bytes(letters, "big")] = kind
    kinds: Kinds = table[raw[end - 2].astype(np.int32) << 8 | raw[end - 1]]
    if not kinds.all():
        raise Unlike("an operator that is not known")
    return kinds


def _check_windows(kind: Kinds) -> None:
    """Every window begins with a push, and nothing but a window does."""
    order = kind[(kind >= _STROKE) & (kind <= _POP)]
    pushed = np.flatnonzero(order == _PUSH)
    if not np.array_equal(pushed + 1, np.flatnonzero(order == _WINDOW)):
        raise Unlike("windows that do not add up")


def _check_rings(kind: Kinds, steps: tuple[Places, Floats], drawn_by: Places) -> None:
    """Of windows only the box counts; all that is painted has an area."""
    lines, points = steps
    ring = np.flatnonzero((kind[lines] == _RING) & (kind[drawn_by] != _WINDOW))
    corners = points[ring, 2].reshape(-1, 5, 2)
    if (corners[:, 0] == corners[:, 2]).any():
        raise Unlike("a ring without an area")


def _heads(data: bytes, end: Places, kind: Kinds) -> tuple[tuple[bytes, ...], Places]:
    """The first lines of painted paths, each once, and which is whose."""
    state, around, matrices = _State(), list[_State](), _Matrices()
    since, states = [-1], [state]
    is_said = (kind == _STATE) | (kind == _PUSH) | (kind == _POP)
    for at in np.flatnonzero(is_said).tolist():
        if kind[at] == _PUSH:
            around.append(state)
        elif kind[at] == _STATE:
            state = state.after(data[end[at] : end[at + 1] - 1], matrices)
        elif not around:
            raise Unlike("an end without a beginning")
        else:
            state = around.pop()
        since.append(at)
        states.append(state)
    paints = np.flatnonzero((kind >= _STROKE) & (kind <= _WINDOW))
    which = np.searchsorted(since, paints) - 1
    asked = which * _PAINTED + (kind[paints] - _STROKE)
    known = np.flatnonzero(np.bincount(asked))
    numbers: dict[bytes, int] = {}
    table = np.zeros(len(states) * _PAINTED, np.int64)
    for each in known.tolist():
        line = states[each // _PAINTED].head(_STROKE + each % _PAINTED)
        table[each] = numbers.setdefault(line, len(numbers))
    return tuple(numbers), table[asked]


def _steps(raw: Bytes, end: Places, kind: Kinds) -> tuple[Kinds, Places, Floats]:
    """Steps as in a `Trace`, and the line of each; a ring is five of them."""
    is_step = (kind >= _MOVE) & (kind <= _CLOSE)
    lines = np.flatnonzero(is_step)
    own = kind[lines]
    points = np.zeros((len(lines), 3, 2))
    words = _Words.of(raw)
    for of, count, columns in (
        ((_MOVE, _LINE), 2, (4, 5)),
        ((_CURVE,), 6, (0, 1, 2, 3, 4, 5)),
        ((_SHORT_START,), 4, (2, 3, 4, 5)),
        ((_SHORT_END,), 4, (0, 1, 4, 5)),
        ((_RING,), 4, (0, 1, 2, 3)),
    ):
        chosen = np.isin(kind, of)
        if chosen.any():
            numbers = words.numbers(np.flatnonzero(chosen), count)
            rows = np.flatnonzero(chosen[lines])
            for place, column in enumerate(columns):
                points[rows, column // 2, column % 2] = numbers[:, place]
    if not np.isfinite(points).all():
        raise Unlike("a number that is none")
    _complete(points, own)
    repeated = np.repeat(np.arange(len(own)), np.where(own == _RING, 5, 1))
    return _with_rings(own[repeated], points[repeated], lines[repeated])


def _complete(points: Floats, kind: Kinds) -> None:
    """Curves that begin or end without a bend: a point of theirs is given twice."""
    starts = np.flatnonzero(kind == _SHORT_START)
    if len(starts) and (starts[0] == 0 or (kind[starts - 1] > _SHORT_END).any()):
        raise Unlike("a curve that begins nowhere")
    points[starts, 0] = points[starts - 1, 2]
    ends = kind == _SHORT_END
    points[ends, 1] = points[ends, 2]


def _with_rings(
    kind: Kinds, points: Floats, lines: Places
) -> tuple[Kinds, Places, Floats]:
    """Rings written out, in single precision as MuPDF adds."""
    step = np.full(len(kind), Step.CURVE, np.int8)
    step[kind == _MOVE], step[kind == _LINE] = Step.MOVE, Step.LINE
    step[kind == _CLOSE] = Step.CLOSE
    ring = np.flatnonzero(kind == _RING).reshape(-1, 5)
    near, size = (points[ring[:, 0], at].astype(np.float32) for at in (0, 1))
    far = (near + size).astype(np.float64)
    x0, y0 = near[:, 0].astype(np.float64), near[:, 1].astype(np.float64)
    x1, y1 = far[:, 0], far[:, 1]
    points[ring] = 0.0
    for place, (x, y) in enumerate(((x0, y0), (x1, y0), (x1, y1), (x0, y1))):
        points[ring[:, place], 2] = np.column_stack([x, y])
    step[ring] = (Step.MOVE, Step.LINE, Step.LINE, Step.LINE, Step.CLOSE)
    return step, lines, points
