"""Numbers read at once are, to the last bit, those that Python reads one by one."""

import struct

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from drawings.content.decimals import decimals_at

digits = st.text("0123456789", min_size=1, max_size=17)
signs = st.sampled_from(("", "-", "+"))
written = st.one_of(
    st.floats(allow_nan=False, allow_infinity=False).map(repr),
    st.floats(-1e7, 1e7).map(repr),
    st.floats(-1e5, 1e5).map(lambda number: f"{number:.3f}"),
    st.builds("{}{}.{}".format, signs, digits, digits),
    st.builds("{}{}".format, signs, digits),
    st.builds("{}.{}".format, signs, digits),
    st.builds("{}{}.".format, signs, digits),
    st.builds("{}e{}".format, digits, st.integers(-30, 30)),
)
# Halfway between two numbers, and just beside: here one rounding too many shows.
HALVES = (
    *("9007199254740993", "9007199254740992.5", "9007199254740993.5"),
    *("4503599627370496.5", "4503599627370497.5", "2251799813685248.25"),
    *("0.500000000000000055", "0.50000000000000006", "1.00000000000000011"),
    *("1125899906842624.125", "72057594037927.945", "0.0000000000000000001"),
)
# Nineteen digits: the last that a whole number with a sign holds, and what is beyond.
LARGEST = ("9223372036854775807", "9223372036854775808", "9300000000000000001")


def read(words: list[bytes]) -> list[float]:
    """The words of a text, with others around them."""
    text = b"3.14 " + b" ".join(words) + b" 2.71"
    end = np.cumsum([len(word) + 1 for word in words]) + 4
    begin = end - [len(word) for word in words]
    found: list[float] = decimals_at(
        np.frombuffer(text, np.uint8), begin.astype(np.int64), end.astype(np.int64)
    ).tolist()
    return found


def bits(numbers: list[float]) -> bytes:
    """The numbers to the last bit, nought with its sign."""
    return struct.pack(f"{len(numbers)}d", *numbers)


@given(st.lists(written, min_size=1, max_size=40))
def test_every_number_is_that_of_python(words: list[str]) -> None:
    assert bits(read([word.encode() for word in words])) == bits(
        [float(word) for word in words]
    )


def test_what_lies_between_two_numbers_is_rounded_once() -> None:
    assert bits(read([word.encode() for word in HALVES])) == bits(
        [float(word) for word in HALVES]
    )


def test_whole_numbers_of_nineteen_digits_are_read_right() -> None:
    words = [sign + word for sign in ("", "-") for word in (*LARGEST, "9" * 19)]
    assert bits(read([word.encode() for word in words])) == bits(
        [float(word) for word in words]
    )


@pytest.mark.parametrize(
    "word",
    [
        *(b"", b"-", b".", b"+.", b"1..2", b"1.2.3", b"--1", b"1-2", b"1,5", b"12a"),
        *(b"1_0", b"nan", b"inf", b"0x10", b"1e", b"e5", b"1/2", b"1 2", b"\xd9\xa1"),
        *(b"12345678901234567890_", b"1234567.12345678901234567890.5"),
    ],
)
def test_what_is_no_number_is_refused(word: bytes) -> None:
    with pytest.raises(ValueError, match="no number"):
        read([b"1.5", word, b"2.5"])


def test_nothing_is_nothing() -> None:
    assert read([]) == []


def test_a_text_that_is_shorter_than_what_is_read_at_once() -> None:
    places = np.array([0]), np.array([3])
    assert decimals_at(np.frombuffer(b"1.5", np.uint8), *places).tolist() == [1.5]
