"""What each kind of seal looks like: drawn from what was enrolled, not from what is asked."""

from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from signatures.pades.appearance import (
    TEST_WORD,
    ReviewSealText,
    practice_seal,
    practice_text,
    review_seal,
    round_seal,
)
from signatures.pades.canvas import Picture

ROUND_MM: Final = 38.0
REVIEW: Final = "review"
PERSON: Final = "person"
LEGENDS: Final = {
    "department": "审图专用章",
    "design": "出图专用章",
    "institution": "审查合格章",
    "letter": "文书专用章",
}
EXPERIMENT: Final = "国密试验章"
LONGEST_NAME: Final = 30
VALID_FOR: Final = timedelta(days=365)


@lru_cache(maxsize=32)
def seal_picture(
    kind: str,
    owner: str,
    *,
    stream: str,
    day: date,
    licence: str,
    is_experimental: bool = False,
) -> Picture:
    """The seal of an owner as it stands on a file of a course; drawn once for a set.

    Args:
        kind: the kind of seal, as it was enrolled.
        owner: whose it is.
        stream: the course, such as the number of the case.
        day: the date on the seal.
        licence: the number under which the institution is recognised; empty: the seal
            says 测试, as every key of the test authority must.
        is_experimental: a round seal says 国密试验 as well.
    """
    practice = practice_text(owner) if kind == PERSON else None
    if practice is not None:
        return practice_seal(practice, is_test=not licence)
    name = owner[:LONGEST_NAME]
    if kind == REVIEW:
        text = ReviewSealText(
            institution=name,
            licence=licence or TEST_WORD,
            serial=stream,
            sealed_on=day,
            valid_until=day + VALID_FOR,
        )
        return review_seal(text, is_test=not licence)
    legend = EXPERIMENT if is_experimental else LEGENDS.get(kind, "专用章")
    return round_seal(name, legend, diameter_mm=ROUND_MM, is_test=not licence)
