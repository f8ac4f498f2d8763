"""What the name of a file or of a layout says of its sheet: number and name."""

import re
from typing import Final

from drawings.content.looks import SUBJECT
from drawings.content.sheetnumbers import find_number, tidy

_SUFFIX: Final = re.compile(r"\.(dwg|dxf|pdf)$", re.IGNORECASE)
# What people and programs put at the end: TArch's version, a copy, a revision, a state.
# T3 alone is a tower, and what goes on with the letters before it is part of a word.
_TAIL: Final = re.compile(
    r"(?:_t[3-9]|[\s_-]*(?:\(\d{1,2}\)|（\d{1,2}）|-?\s*副本|最终版?|(?<![a-z])"
    r"(?:copy|final|rev\.?\s*\w{1,3}|v\d{1,2}(?:\.\d{1,2})?)))$",
    re.IGNORECASE,
)
# JS01: the first letters of 建施, as institutes name their files; elsewhere too like a
# door or an axis to be believed.
_INITIALS: Final = re.compile(
    r"(?P<number>(?:ZS|JS|GS|SS|DS|NS|RF|JZ|JG)[-_ ]?\d{2,3}[A-Za-z]?)(?![0-9A-Za-z])",
    re.IGNORECASE,
)
# 07-建施: some put the number before its kind.
_TURNED: Final = re.compile(
    r"(?P<number>\d{2,3})[-_ ]?(?P<kind>[^\W\d_]{1,3}施)(?!\w?\d)"
)
_AND_MORE: Final = re.compile(r"^\s*[、,，~～]\s*\d{1,3}\b")


def number_in(text: str) -> str:
    """The sheet number in the name of a file or layout; empty when there is none."""
    plain = _plain(text)
    if number := find_number(plain):
        return number
    if turned := _TURNED.match(plain):
        return find_number(f"{turned['kind']}-{turned['number']}")
    initials = _INITIALS.match(plain)
    return tidy(initials["number"]) if initials else ""


def name_in(text: str) -> str:
    """What is left of the name of a file or layout without the number.

    Empty where what is left names no kind of drawing.
    """
    plain = _plain(text)
    if not SUBJECT.search(plain):
        return ""
    rest = re.sub(r"\[\s*\]|【\s*】|\(\s*\)|（\s*）", " ", _without_number(plain))
    return re.sub(r"\s+", " ", rest).strip(" -_.—")


def _plain(text: str) -> str:
    """The name without suffix, tail and underscores."""
    plain = _SUFFIX.sub("", text.strip())
    while (shorter := _TAIL.sub("", plain)) != plain and shorter:
        plain = shorter
    return plain.replace("_", " ").strip()


def _without_number(plain: str) -> str:
    number = find_number(plain)
    if not number:
        plain = _TURNED.sub(" ", plain, count=1)
        initials = _INITIALS.match(plain)
        return plain[initials.end() :] if initials else plain
    loose = r"[-－—–_.\s]*".join(re.escape(each) for each in number.replace("-", ""))
    before, *after = re.split(loose, plain, flags=re.IGNORECASE)
    return " ".join([before, *(_AND_MORE.sub("", each) for each in after)])
