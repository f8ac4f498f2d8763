"""Sheet numbers (图号) as design institutes write them: recognise, tidy, compare."""

import re

DASH = r"[-－—–_﹣‐]"
# The discipline, and 施 (construction), 初 (preliminary), 方 (scheme), 通 (general), ...
CHINESE = re.compile(
    r"(?P<kind>(?:人防|[总规建结水暖电消防景园绿智弱强给排装幕钢桩基勘测空动热设燃节]{1,3})"
    r"(?:[建结水暖电]?[施初方通变修图])?)"
    r"\s*(?:" + DASH + r"\s*)?"
    r"(?P<number>[A-Z]?\d{1,3}(?:[-.－]\d{1,3})?[A-Za-z]?)(?![0-9A-Za-z:：])"
)
MARKED = re.compile(r"施|初|方|通|变|修|图|人防")
LATIN = re.compile(
    r"(?<![0-9A-Za-z])(?P<kind>[A-Z]{1,3})(?P<dash>[-. ]?)"
    r"(?P<number>\d{1,4}(?:\.\d{1,2})?(?:-\d{1,2})?[A-Za-z]?)(?![0-9A-Za-z:：])"
)
BARE = re.compile(r"(?P<number>\d{1,3}[A-Za-z]?)(?:\s*[/／]\s*\d{1,3})?")
# Without a dash `A1` is an axis and `M0921` a door.
DIGITS_WITHOUT_DASH = 3


def find_number(text: str) -> str:
    """The sheet number inside a text, tidied; empty when there is none.

    A Chinese number needs 施 or its like, or a dash; a Latin one a dash, a point or three
    digits: `A1` alone is an axis, `M0921` a door.
    """
    for found in CHINESE.finditer(text):
        if MARKED.search(found["kind"]) or re.search(DASH, found[0]):
            return tidy(f"{found['kind']}-{found['number']}")
    for found in LATIN.finditer(text):
        digits = re.sub(r"\D", "", found["number"])
        if found["dash"] in ("-", ".") or "." in found["number"]:
            return tidy(found[0])
        if len(digits) == DIGITS_WITHOUT_DASH and not found["dash"]:
            return tidy(found[0])
    return ""


def whole_number(text: str) -> str:
    """The text as a sheet number if it is nothing else; empty otherwise."""
    text = text.strip()
    number = find_number(text)
    return number if number and comparable(number) == comparable(text) else ""


def bare_number(text: str) -> str:
    """`05`, `5A` or `05/20`: the part of a number whose kind stands elsewhere."""
    found = BARE.fullmatch(text.strip())
    return found["number"] if found else ""


def tidy(number: str) -> str:
    """One kind of dash, no spaces, capitals."""
    return re.sub(r"\s+", "", re.sub(DASH, "-", number)).upper().strip("-.")


def comparable(number: str) -> str:
    """What two spellings of one number share: no dash, no leading zeros."""
    text = re.sub(r"[\s.\-－—–_﹣‐/]+", "-", number.upper()).strip("-")
    text = re.sub(r"(?<=\D)-(?=\d)|(?<=\d)-(?=\D)", "", text)
    return re.sub(r"(?<!\d)0+(?=\d)", "", text)
