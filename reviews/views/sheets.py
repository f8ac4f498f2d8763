"""Pictures of sheets: tiles, thumbnails, the page itself; each asks who may see."""

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from drawings.content.raster import LEVELS
from drawings.models import Face
from drawings.tiling import picture_of, tile_of
from reviews.access import is_applicant_side
from reviews.models import Case
from reviews.views.requests import SignedInRequest
from storage.actions.blobs import file_of
from storage.models import Blob

LONG = 31_536_000
FARTHEST_TILE = 1_000_000


@login_required
@require_safe
@cache_control(private=True, max_age=LONG, immutable=True)
def tile(
    request: SignedInRequest, face_id: int, z: int, x: int, y: int
) -> HttpResponse:
    """One tile of a face; its address changes with its content, so it never expires."""
    if z >= LEVELS or max(x, y) > FARTHEST_TILE:
        raise Http404
    face = face_seen_by(request, face_id)
    data = tile_of(file_of(face.page), face.page.sha256, z, x, y)
    if data is None:
        raise Http404
    return _picture(request, data, f"{face.page.sha256}-{z}-{x}-{y}")


@login_required
@require_safe
@cache_control(private=True, max_age=LONG, immutable=True)
def thumbnail(request: SignedInRequest, face_id: int) -> FileResponse:
    """The small picture made when the file was read."""
    face = face_seen_by(request, face_id)
    return FileResponse(file_of(face.thumbnail).open("rb"), content_type="image/png")


@login_required
@require_safe
@cache_control(private=True, max_age=LONG, immutable=True)
def picture(request: SignedInRequest, face_id: int, width: int) -> HttpResponse:
    """The whole sheet in one of a few widths, for crops and covers."""
    if width not in {320, 640, 1280, 2560}:
        raise Http404
    face = face_seen_by(request, face_id)
    data = picture_of(file_of(face.page), face.page.sha256, width)
    if data is None:
        raise Http404
    return _picture(request, data, f"{face.page.sha256}-w{width}")


@login_required
@require_safe
def page(request: SignedInRequest, face_id: int) -> FileResponse:
    """The face as a one-page PDF."""
    face = face_seen_by(request, face_id)
    return pdf_response(face.page, f"{face.number or face.pk}.pdf")


def face_seen_by(request: SignedInRequest, face_id: int) -> Face:
    """The face, if a case of its project is open to the person; else not there.

    What is not handed in yet is seen by builder and design firm alone.
    """
    face = get_object_or_404(
        Face.objects.select_related("page", "file__submission__project"), pk=face_id
    )
    submission = face.file.submission
    # Who saw an earlier case of the project does not see what a later one hands in.
    case = (
        Case.objects.seen_by(request.user)
        .filter(
            project=submission.project,
            rounds__submission__number__gte=submission.number,
        )
        .select_related("project")
        .first()
    )
    if case is None:
        raise Http404
    if submission.is_open and not is_applicant_side(request.user, case):
        raise Http404
    return face


def pdf_response(blob: Blob, name: str) -> FileResponse:
    """A stored PDF to look at; the name is what a download is called."""
    return FileResponse(
        file_of(blob).open("rb"), content_type="application/pdf", filename=name
    )


def _picture(request: HttpRequest, data: bytes, tag: str) -> HttpResponse:
    etag = f'"{tag}"'
    if request.headers.get("If-None-Match") == etag:
        return HttpResponse(status=304, headers={"ETag": etag})
    return HttpResponse(data, content_type="image/png", headers={"ETag": etag})
