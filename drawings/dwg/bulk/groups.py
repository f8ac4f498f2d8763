"""A text DXF as arrays: where each group's code and value stand.

Terminology:
    group: two lines, a code and a value.
    entity: a group with the code 0 and all that follow up to the next of them.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from drawings.content.decimals import decimals_at
from drawings.content.parts import Floats
from drawings.content.recording import Mask

Places = npt.NDArray[np.int64]
Bytes = npt.NDArray[np.uint8]
NEWLINE, BLANK, ZERO = 10, 32, 48
BINARY = b"AutoCAD Binary DXF"
WIDEST_CODE, HIGHEST_CODE = 6, 1099
LONGEST_TYPE = 12


class Unusual(Exception):
    """The file is not as this reader knows it; the library has to read it all."""


@dataclass(frozen=True, slots=True, eq=False)
class Groups:
    """The g groups of a file.

    Attributes:
        raw: the bytes of the file, as an array.
        code: shape (g,), higher codes than `HIGHEST_CODE` are that.
        start: shape (2 g,), where each line begins; the value of group i is line 2 i + 1.
        length: shape (2 g,), of each line with its line end.
        ending: how many bytes end a line.

    """

    raw: Bytes
    code: npt.NDArray[np.int16]
    start: Places
    length: Places
    ending: int

    def value(self, group: int) -> bytes:
        """The value of one group, without blanks around it."""
        line = 2 * group + 1
        begin = self.start[line]
        return self.raw[begin : begin + self.length[line]].tobytes().strip()

    def text(self, lines: Mask) -> bytes:
        """The chosen lines, in order, with their line ends."""
        return self.raw[np.repeat(lines, self.length)].tobytes()

    def numbers(self, chosen: Mask) -> Floats:
        """The values of chosen groups, shape (g,); NaN for the others.

        Raises:
            Unusual: for a value that is no finite number.

        """
        found = np.full(len(self.code), np.nan)
        lines = 2 * np.flatnonzero(chosen) + 1
        end = self.start[lines] + self.length[lines] - self.ending
        try:
            numbers = decimals_at(self.raw, self.start[lines], end)
        except ValueError as error:
            raise Unusual("a number that is none") from error
        if not np.isfinite(numbers).all():
            raise Unusual("a number that is none")
        found[chosen] = numbers
        return found

    def words(self, chosen: Mask) -> list[bytes]:
        """The values of chosen groups without their line ends."""
        text = self.text(_values(chosen)).replace(b"\r", b"")
        return text.split(b"\n")[:-1]

    def types(self, at: Places) -> npt.NDArray[np.bytes_]:
        """The values of groups as short words; of longer ones only the beginning."""
        lines = 2 * at + 1
        size = np.minimum(self.length[lines] - self.ending, LONGEST_TYPE)
        columns = np.arange(LONGEST_TYPE)
        where = np.minimum(self.start[lines][:, None] + columns, len(self.raw) - 1)
        letters = np.where(columns < size[:, None], self.raw[where], 0)
        words: npt.NDArray[np.bytes_] = (
            letters.astype(np.uint8).view(f"S{LONGEST_TYPE}").ravel()
        )
        return words


def read_groups(data: bytes) -> Groups:
    """Find the groups of a DXF.

    Raises:
        Unusual: for a binary DXF, mixed line ends, or a code that is no plain number.

    """
    if data.startswith(BINARY):
        raise Unusual("binary DXF")
    ending = 2 if b"\r" in data else 1
    if ending == 2 and not data.count(b"\r") == data.count(b"\r\n") == data.count(
        b"\n"
    ):
        raise Unusual("mixed line ends")
    if not data.endswith(b"\n"):
        data += b"\n" if ending == 1 else b"\r\n"
    raw = np.frombuffer(data, np.uint8)
    end = np.flatnonzero(raw == NEWLINE) + 1
    end = end[: len(end) // 2 * 2]
    if not len(end):
        raise Unusual("no groups")
    start = np.r_[0, end[:-1]]
    length = end - start
    code = _codes(raw, start[0::2], length[0::2] - ending)
    return Groups(raw, code, start, length, ending)


def _codes(raw: Bytes, start: Places, width: Places) -> npt.NDArray[np.int16]:
    """Numbers with blanks before them; anything else is not usual."""
    widest = int(width.max())
    if widest > WIDEST_CODE or int(width.min()) < 1:
        raise Unusual("a group code that is none")
    code = np.zeros(len(start), np.int32)
    in_number = np.zeros(len(start), bool)
    # From the left: blanks, then digits to the end.
    first = start + width
    for column in range(widest, 0, -1):
        has = width >= column
        letter = raw[np.maximum(first - column, 0)]
        is_digit = has & (letter >= ZERO) & (letter < ZERO + 10)
        if (has & ~is_digit & (in_number | (letter != BLANK))).any():
            raise Unusual("a group code that is none")
        in_number |= is_digit
        code = np.where(is_digit, code * 10 + letter - ZERO, code)
    if not in_number.all():
        raise Unusual("a group without a code")
    return np.minimum(code, HIGHEST_CODE).astype(np.int16)


def _values(chosen: Mask) -> Mask:
    lines = np.zeros(2 * len(chosen), bool)
    lines[1::2] = chosen
    return lines
