"""Pictures of sheets: tiles, thumbnails, the page itself; each asks who may see."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, Final, ParamSpec, TypeVar

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.http import parse_etags
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from drawings.content.raster import LEVELS
from drawings.hands import HandsBusy
from drawings.models import Face
from drawings.tiling import Sight, picture_of, tile_of
from reviews.access import is_applicant_side
from reviews.models import Case
from reviews.views.layer_sets import off_in
from reviews.views.requests import SignedInRequest
from storage.actions.blobs import file_of
from storage.models import Blob

LONG: Final = 31_536_000
FARTHEST_TILE: Final = 1_000_000
WIDTHS: Final = frozenset({320, 640, 1280, 2560})
AGAIN_SECONDS: Final = "1"

P = ParamSpec("P")
R = TypeVar("R", bound=HttpResponseBase)


def or_busy(
    view: Callable[Concatenate[SignedInRequest, P], R],
) -> Callable[Concatenate[SignedInRequest, P], R | HttpResponse]:
    """Turn a question away for a moment when all hands are full; nothing is kept of it."""

    @wraps(view)
    def answered(
        request: SignedInRequest, /, *args: P.args, **kwargs: P.kwargs
    ) -> R | HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except HandsBusy:
            return HttpResponse(
                status=503,
                headers={"Retry-After": AGAIN_SECONDS, "Cache-Control": "no-store"},
            )

    return answered


@login_required
@require_safe
@or_busy
@cache_control(private=True, max_age=LONG, immutable=True)
def tile(
    request: SignedInRequest, face_id: int, z: int, x: int, y: int
) -> HttpResponse:
    """One tile of a face, `?off=` without some layers.

    Its address changes with its content and with the way it is drawn, so it never
    expires.
    """
    if z >= LEVELS or max(x, y) > FARTHEST_TILE:
        raise Http404
    off = off_in(request.GET.get("off"))
    face = face_seen_by(request, face_id)
    sight = Sight(file_of(face.page), face.page.sha256, off)
    tag = f"{sight.version}-{z}-{x}-{y}"
    return answer(request, tag, "image/png", lambda: tile_of(sight, z, x, y))


@login_required
@require_safe
@cache_control(private=True, max_age=LONG, immutable=True)
def thumbnail(request: SignedInRequest, face_id: int) -> FileResponse:
    """The small picture made when the file was read."""
    face = face_seen_by(request, face_id)
    return FileResponse(file_of(face.thumbnail).open("rb"), content_type="image/png")


@login_required
@require_safe
@or_busy
@cache_control(private=True, max_age=LONG, immutable=True)
def picture(request: SignedInRequest, face_id: int, width: int) -> HttpResponse:
    """The whole sheet in one of a few widths, for crops and covers."""
    if width not in WIDTHS:
        raise Http404
    page = face_seen_by(request, face_id).page
    tag = f"{page.sha256}-w{width}"
    return answer(
        request, tag, "image/png", lambda: picture_of(file_of(page), page.sha256, width)
    )


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
        Face.objects.select_related(
            "page", "content", "thumbnail", "file__submission__project"
        ).defer("texts", "title_block"),
        pk=face_id,
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
    if not submission.is_handed_in and not is_applicant_side(request.user, case):
        raise Http404
    return face


def pdf_response(blob: Blob, name: str) -> FileResponse:
    """A stored PDF to look at; the name is what a download is called."""
    return FileResponse(
        file_of(blob).open("rb"), content_type="application/pdf", filename=name
    )


def answer(
    request: HttpRequest, tag: str, media_type: str, made: Callable[[], bytes | None]
) -> HttpResponse:
    """What was made; nothing is made for a browser that has it; 404 where there is none."""
    etag = f'"{tag}"'
    # A packed answer is told with a weak tag; it is the same answer.
    known = parse_etags(request.headers.get("If-None-Match", ""))
    if etag in {one.removeprefix("W/") for one in known}:
        return HttpResponse(status=304, headers={"ETag": etag})
    data = made()
    if data is None:
        raise Http404
    return HttpResponse(data, content_type=media_type, headers={"ETag": etag})
