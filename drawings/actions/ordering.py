"""The order in which the sheets of a set stand: by discipline, then as people count."""

import re

_DIGITS = re.compile(r"\d+")
DISCIPLINE_ORDER = (
    "site",
    "architecture",
    "structure",
    "water",
    "hvac",
    "electrical",
    "fire",
    "airdefence",
    "landscape",
    "survey",
    "other",
)


def order_of(discipline: str, number: str) -> str:
    """A word that sorts by discipline, then by number as people count."""
    rank = (
        DISCIPLINE_ORDER.index(discipline)
        if discipline in DISCIPLINE_ORDER
        else len(DISCIPLINE_ORDER)
    )
    padded = _DIGITS.sub(lambda m: m[0].zfill(6), number)
    return f"{rank:02d}{padded}"[:80]
