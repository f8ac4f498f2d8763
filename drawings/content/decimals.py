"""Many numbers that stand in a text as digits, read at once and to the last bit.

Eight letters are one whole number of the machine, and a few sums turn it into the number
that its digits say. What is not plain digits with at most one point is read one by one.
"""

import re
from typing import Final

import numpy as np
import numpy.typing as npt

from drawings.content.parts import Floats

Bytes = npt.NDArray[np.uint8]
Places = npt.NDArray[np.int64]
_Words = npt.NDArray[np.uint64]

_NUMBER = re.compile(rb"[ \t]*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?[ \t\r]*")
_PLUS, _MINUS = b"+-"
# Of a word: as many letters as are read at once, and as many as a whole number can hold.
_EIGHT, _LONGEST = 8, 19


def _each(byte: int) -> np.uint64:
    return np.uint64(int.from_bytes(bytes([byte]) * 8, "big"))


_ZEROS, _POINTS, _LOW, _TOP = _each(0x30), _each(0x2E), _each(0x7F), _each(0x80)
_UPPER, _SIX, _DIGITS, _THREES = _each(0xF0), _each(6), _each(0x0F), _each(0x33)
_PAIRS, _FOURS = np.uint64(0x00FF00FF00FF00FF), np.uint64(0x0000FFFF0000FFFF)
_POWERS: Final = np.array([10**at for at in range(_LONGEST + 1)], np.uint64)
_TENS: Final = np.array([10.0**at for at in range(_LONGEST + 1)])
# Up to here whole numbers and their tens are exact, so one division is rounded once.
_EXACT = np.uint64(1 << 53)
_SPLIT = 134217729.0
# Rests are reckoned with a sign: what is larger is read one by one.
_MOST = np.uint64(1 << 62)
# So near to the middle between two numbers (in their distance) a sum does not decide.
_DOUBT = 1e-6


def decimals_at(raw: Bytes, begin: Places, end: Places) -> Floats:
    """The numbers that words of a text say, each exactly what `float` makes of it.

    Args:
        raw: the text.
        begin: shape (n,), where each word begins.
        end: shape (n,), behind the last letter of each.

    Returns:
        Shape (n,).

    Raises:
        ValueError: for a word that is no number, or one without end.

    """
    if not len(begin):
        return np.zeros(0)
    letter = raw[np.minimum(begin, len(raw) - 1)]
    is_less = letter == _MINUS
    first = begin + (is_less | (letter == _PLUS))
    width = end - first
    is_plain = (width > 0) & (width <= _LONGEST) & (end >= 3 * _EIGHT)
    told, behind, points, is_plain = _read(raw, end, width, is_plain)
    is_plain &= (points <= 1) & (width > points)
    mantissa = told.copy()
    with_point = np.flatnonzero(points)
    after = behind[with_point]
    # a point was read as the digit nought: what stands before it is ten times too large
    before = told[with_point] // _POWERS[np.minimum(after + 1, _LONGEST)]
    mantissa[with_point] -= before * (np.uint64(9) * _POWERS[np.minimum(after, 18)])
    is_plain &= mantissa <= _MOST
    found = _divided(mantissa, np.where(points > 0, behind, 0), is_plain)
    np.negative(found, out=found, where=is_less)
    odd = np.flatnonzero(~is_plain)
    for at in odd.tolist():
        found[at] = _alone(raw[begin[at] : end[at]].tobytes())
    return found


def _read(
    raw: Bytes, end: Places, width: Places, is_plain: npt.NDArray[np.bool_]
) -> tuple[_Words, Places, Places, npt.NDArray[np.bool_]]:
    """Digits as whole numbers, how many stand behind a point, and how many points."""
    told = np.zeros(len(end), np.uint64)
    behind = np.zeros(len(end), np.int64)
    points = np.zeros(len(end), np.int64)
    if len(raw) < 3 * _EIGHT:
        return told, behind, points, np.zeros(len(end), bool)
    eights = np.ndarray(len(raw) - 7, "<u8", raw, strides=(1,))
    for turn in range(3):
        chosen = np.flatnonzero(is_plain & (width > turn * _EIGHT))
        if not len(chosen):
            break
        lacking = np.maximum((turn + 1) * _EIGHT - width[chosen], 0).astype(np.uint64)
        word = eights[end[chosen] - (turn + 1) * _EIGHT]
        # letters before the word count as noughts
        cut = (np.uint64(1) << (lacking * np.uint64(8))) - np.uint64(1)
        word = (word & ~cut) | (_ZEROS & cut)
        pointed = word ^ _POINTS
        pointed = ~(((pointed & _LOW) + _LOW) | pointed | _LOW)
        word ^= (pointed >> np.uint64(7)) * np.uint64(0x2E ^ 0x30)
        upper = (word & _UPPER) | (((word + _SIX) & _UPPER) >> np.uint64(4))
        is_plain[chosen] = upper == _THREES
        told[chosen] += _eight_digits(word) * _POWERS[turn * _EIGHT]
        has = np.flatnonzero(pointed)
        points[chosen[has]] += np.bitwise_count(pointed[has])
        below = np.bitwise_count(pointed[has] - np.uint64(1)).astype(np.int64)
        behind[chosen[has]] = turn * _EIGHT + 7 - (below >> 3)
    return told, behind, points, is_plain


def _eight_digits(word: _Words) -> _Words:
    """The number of eight digits, the first of them in the lowest byte."""
    word = word & _DIGITS
    word = (word * np.uint64(2561)) >> np.uint64(8)
    word = ((word & _PAIRS) * np.uint64(6553601)) >> np.uint64(16)
    last: _Words = ((word & _FOURS) * np.uint64(42949672960001)) >> np.uint64(32)
    return last


def _divided(
    mantissa: _Words, behind: Places, is_plain: npt.NDArray[np.bool_]
) -> Floats:
    """Whole numbers by powers of ten, rounded once; leaves `is_plain` where it is sure."""
    tens = _TENS[np.minimum(behind, _LONGEST)]
    found: Floats = mantissa.astype(np.float64) / tens
    large = np.flatnonzero((mantissa > _EXACT) & is_plain)
    if len(large):
        found[large], is_sure = _divided_twice(mantissa[large], tens[large])
        is_plain[large] = is_sure
    return found


def _divided_twice(
    mantissa: _Words, tens: Floats
) -> tuple[Floats, npt.NDArray[np.bool_]]:
    """The same with twice the digits; and where rounding that once is beyond doubt."""
    high = mantissa.astype(np.float64)
    low = (mantissa.astype(np.int64) - high.astype(np.int64)).astype(np.float64)
    quotient = high / tens
    product, error = _times(quotient, tens)
    rest = (((high - product) - error) + low) / tens
    total = quotient + rest
    left = np.abs(rest - (total - quotient))
    step = np.spacing(total)
    doubt = _DOUBT * step
    # below a power of two numbers stand twice as close
    is_sure = (np.abs(left - step / 2) > doubt) & (np.abs(left - step / 4) > doubt)
    return total, is_sure


def _times(left: Floats, right: Floats) -> tuple[Floats, Floats]:
    """A product and by how much it was rounded."""
    product = left * right
    upper0, upper1 = _upper(left), _upper(right)
    lower0, lower1 = left - upper0, right - upper1
    error = ((upper0 * upper1 - product) + upper0 * lower1 + lower0 * upper1) + (
        lower0 * lower1
    )
    return product, error


def _upper(number: Floats) -> Floats:
    """The upper half of the digits of each number."""
    wide = _SPLIT * number
    return np.asarray(wide - (wide - number))


def _alone(word: bytes) -> float:
    """One number in any notation."""
    if _NUMBER.fullmatch(word) is None:
        raise ValueError("a word that is no number")
    return float(word)
