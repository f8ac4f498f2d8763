"""Where a thing that was found is looked at: the one place that makes such addresses."""

from typing import Final
from urllib.parse import urlencode

from django.urls import reverse

from drawings.content.textlines import Box
from drawings.models import SheetRevision

MARGIN_MM: Final = 1.0
FARTHEST_MM: Final = 20_000.0


def sheet_address(
    serial: str,
    revision: SheetRevision,
    *,
    box: Box | None = None,
    side: str = "",
    words: str = "",
    about: int | None = None,
) -> str:
    """The page of a sheet; with a box (paper mm, y upwards) at that place of a face.

    With words the viewer looks for all their places on the sheet. `about` opens the form
    of an opinion about that difference of the two faces.
    """
    address = reverse("reviews:workbench_sheet", args=[serial, revision.pk])
    asked = {"box": _told(box)} if box else {}
    if side and revision.dwg_id and revision.pdf_id and side == "dwg":
        asked["face"] = side
    if words:
        asked["find"] = words
    if about is not None:
        asked["about"] = str(about)
    return f"{address}?{urlencode(asked, safe=',')}" if asked else address


def _told(box: Box) -> str:
    x0, y0, x1, y1 = (max(-FARTHEST_MM, min(FARTHEST_MM, side)) for side in box)
    around = (x0 - MARGIN_MM, y0 - MARGIN_MM, x1 + MARGIN_MM, y1 + MARGIN_MM)
    return ",".join(f"{side:.1f}" for side in around)
