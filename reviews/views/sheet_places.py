"""What the viewer asks of a face besides its picture: layers, words, lines to snap to."""

from typing import Final

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from drawings.content.places import CELL_MM, TOLD_AS
from drawings.tiling import layers_of, lines_of, words_of
from reviews.views.requests import SignedInRequest
from reviews.views.sheets import LONG, answer, face_seen_by, or_busy
from storage.actions.blobs import file_of

JSON: Final = "application/json"


@login_required
@require_safe
@or_busy
@gzip_page
@cache_control(private=True, max_age=LONG, immutable=True)
def layers(request: SignedInRequest, face_id: int) -> HttpResponse:
    """The layers of a face: name, colour, how much lies on each, on or off."""
    face = face_seen_by(request, face_id)
    page, content = face.page, face.content
    return answer(
        request,
        f"{page.sha256}-layers{TOLD_AS}",
        JSON,
        lambda: layers_of(file_of(page), file_of(content), page.sha256),
    )


@login_required
@require_safe
@or_busy
@gzip_page
@cache_control(private=True, max_age=LONG, immutable=True)
def words(request: SignedInRequest, face_id: int) -> HttpResponse:
    """The texts of a face with their places."""
    content = face_seen_by(request, face_id).content
    return answer(
        request,
        f"{content.sha256}-words{TOLD_AS}",
        JSON,
        lambda: words_of(file_of(content), content.sha256),
    )


@login_required
@require_safe
@or_busy
@gzip_page
@cache_control(private=True, max_age=LONG, immutable=True)
def lines(
    request: SignedInRequest, face_id: int, column: int, row: int
) -> HttpResponse:
    """The lines of a face in one cell, for a measure that snaps to them."""
    face = face_seen_by(request, face_id)
    content = face.content
    if column > face.width_mm / CELL_MM or row > face.height_mm / CELL_MM:
        raise Http404
    return answer(
        request,
        f"{content.sha256}-lines{TOLD_AS}-{column}-{row}",
        JSON,
        lambda: lines_of(file_of(content), content.sha256, column, row),
    )
