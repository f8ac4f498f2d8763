"""Sheet numbers (图号) as design institutes write them: recognise, tidy, compare."""

import re
from functools import lru_cache

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
# A number of the author's own making, such as 2019.TSD.PD.104 or 3#-建施-05.
OWN = re.compile(
    r"[A-Za-z\u4e00-\u9fff0-9#＃()（）]+(?:\s?[-._－–—/]\s?[A-Za-z\u4e00-\u9fff0-9#＃()（）]+){0,7}"
)
OF_HOW_MANY = re.compile(r"\s*(?:[/／]|\bof\b)\s*\d{1,3}\s*$", re.IGNORECASE)
LONGEST_OWN = 40
NO_NUMBER = re.compile(
    r"1\s*[:：]\s*\d|(19|20)\d\d[-./年]\d{1,2}[-./月]\d|\d{1,2}[-./]\d{1,2}[-./](19|20)?\d\d$|"
    r"^(19|20)\d\d\s*[-./年]\s*(0?[1-9]|1[0-2])\s*月?$|"
    r"共\s*\d*\s*[张页]|第\s*\d*\s*[张页]|^rev|^\d+\s+of\s+\d+$",
    re.IGNORECASE,
)
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


def labelled_number(text: str) -> str:
    """What stands beside a label 图号, as a sheet number; empty when it cannot be one.

    A label makes much of what is written there a number: `190-P0`, `15.35WR.P`.
    How many sheets there are (`05/20`) is left out; a bare `05` is none: see
    `bare_number`.
    """
    written = text.strip().rstrip(".,;，。；")
    if NO_NUMBER.search(written):
        return ""
    alone = (
        OF_HOW_MANY.sub("", written) if not re.fullmatch(r"[\d/ ]+", written) else ""
    )
    if (
        alone
        and len(alone) <= LONGEST_OWN
        and re.search(r"\d", alone)
        and re.search(r"[^\W\d_]|[-.]", alone)
        and OWN.fullmatch(alone)
    ):
        return tidy(alone)
    return find_number(written)


def tidy(number: str) -> str:
    """One kind of dash, no spaces, capitals."""
    return re.sub(r"\s+", "", re.sub(DASH, "-", number)).upper().strip("-.")


# Each number of a set is compared anew with every file of it.
@lru_cache(maxsize=4096)
def comparable(number: str) -> str:
    """What two spellings of one number share: no dash, no leading zeros."""
    text = re.sub(r"[\s.\-－—–_﹣‐/]+", "-", number.upper()).strip("-")
    text = re.sub(r"(?<=\D)-(?=\d)|(?<=\d)-(?=\D)", "", text)
    return re.sub(r"(?<!\d)0+(?=\d)", "", text)


def clean_number(number: str) -> str:
    """A sheet number as it is compared: no spaces, one kind of dash."""
    return re.sub(r"\s+", "", number).translate(_DASHES)[:60]


_DASHES = str.maketrans({"—": "-", "–": "-", "－": "-", "―": "-", "‐": "-"})
