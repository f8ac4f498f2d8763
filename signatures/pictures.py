"""Which picture a seal shows, and how large it is on paper."""

import datetime as dt

from signatures.models import SealHolder
from signatures.pades.appearance import ReviewSealText, review_seal, round_seal
from signatures.pades.canvas import Picture

ROUND_MM = 42.0
DEPARTMENT_MM = 38.0
REVIEW_MM = (70.0, 40.0)


def picture_of(holder: SealHolder, *, serial: str, day: dt.date) -> Picture:
    """The seal as it stands on the sheet of a case."""
    name = holder.organisation.name[:30]
    if holder.kind == SealHolder.Kind.REVIEW:
        return review_seal(
            ReviewSealText(
                institution=name,
                licence="测试",
                serial=serial,
                sealed_on=day,
                valid_until=day + dt.timedelta(days=365),
            ),
            is_test=holder.is_test,
        )
    base = "审图专用章" if holder.kind == SealHolder.Kind.DEPARTMENT else "出图专用章"
    return round_seal(name, base, diameter_mm=DEPARTMENT_MM, is_test=holder.is_test)
