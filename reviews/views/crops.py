"""Crops: the part of a sheet that an opinion or a change speaks of."""

import math

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from drawings.tiling import crop_of
from reviews.views.requests import SignedInRequest
from reviews.views.sheets import LONG, face_seen_by, or_busy
from storage.actions.blobs import file_of

WIDTHS = frozenset({320, 640, 960})
CORNERS = 4
FARTHEST_MM = 20_000.0


@login_required
@require_safe
@or_busy
@cache_control(private=True, max_age=LONG, immutable=True)
def crop(request: SignedInRequest, face_id: int, width: int) -> HttpResponse:
    """A part of a face, `?box=x0,y0,x1,y1` in paper millimetres, y upwards."""
    box = box_in(request.GET.get("box", ""))
    if box is None or width not in WIDTHS:
        raise Http404
    face = face_seen_by(request, face_id)
    data = crop_of(file_of(face.page), box, width)
    if data is None:
        raise Http404
    return HttpResponse(data, content_type="image/png")


def box_in(text: str) -> tuple[float, float, float, float] | None:
    """The box that an address names; None where it names none."""
    parts = text.split(",")
    if len(parts) != CORNERS or not all(_is_number(part) for part in parts):
        return None
    x0, y0, x1, y1 = (float(part) for part in parts)
    if max(abs(x0), abs(y0), abs(x1), abs(y1)) > FARTHEST_MM or x0 >= x1 or y0 >= y1:
        return None
    return x0, y0, x1, y1


def _is_number(text: str) -> bool:
    whole = text.strip().removeprefix("-").replace(".", "", 1)
    return whole.isascii() and whole.isdigit() and math.isfinite(float(text))
