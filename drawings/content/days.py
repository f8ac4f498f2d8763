"""Find the day of a sheet by its looks, where no label stands beside it."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from drawings.content.lines import Line
from drawings.content.looks import in_titleblock

MONTHS: Final = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
# Years first, years last, months in words. What hangs on letters, digits or dashes is a
# standard, an atlas or a telephone number (GB 50016-2014, 12J2003-1, 555-12-34).
DAY: Final = re.compile(
    r"(?<![\w.:：/-])(?:"
    r"(?:19|20)\d\d\s*年\s*(?P<m1>\d{1,2})\s*月(?:\s*(?P<d1>\d{1,2})\s*日)?|"
    r"(?:19|20)\d\d(?P<s2>[-./])(?P<m2>\d{1,2})(?:(?P=s2)(?P<d2>\d{1,2}))?|"
    r"(?P<m3>\d{1,2})(?P<s3>[-./])(?P<d3>\d{1,2})(?P=s3)(?:(?:19|20)\d\d|\d\d)|"
    rf"(?:\d{{1,2}}\s+)?(?:{MONTHS})[a-z]*['’.,]*\s*(?:\d{{1,2}},?\s+)?(?:19|20)\d\d"
    r")(?![\w/-]|[.:：]\d)",
    re.IGNORECASE,
)
MONTH, LONGEST_MONTH = 12, 31


def day_in(text: str) -> str:
    """The only day that is written in a text, as it is written; else nothing."""
    found = {match.group().strip() for match in DAY.finditer(text) if _is_day(match)}
    return found.pop() if len(found) == 1 else ""


def day_by_looks(lines: Sequence[Line], size_mm: tuple[float, float]) -> Line | None:
    """The line of the title block that holds its only day, with the day as its text.

    Where several different days stand there, as in a table of revisions, none is meant.
    """
    found = [
        replace(line, text=day)
        for line in lines
        if in_titleblock(line, size_mm) and (day := day_in(line.text))
    ]
    return found[0] if len({line.text for line in found}) == 1 else None


def _is_day(match: re.Match[str]) -> bool:
    """Whether month and day are such; with the year last either may stand first."""
    told = match.groupdict()
    month, day = (int(told[f"{part}3"] or 0) for part in "md")
    if month or day:
        low, high = sorted((month, day))
        return 1 <= low <= MONTH and high <= LONGEST_MONTH
    month = int(told["m1"] or told["m2"] or 1)
    day = int(told["d1"] or told["d2"] or 1)
    return 1 <= month <= MONTH and 1 <= day <= LONGEST_MONTH
