"""The head of the lead department puts the seals of a sheet where they are to stand."""

from collections.abc import Mapping
from http import HTTPStatus
from itertools import combinations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from drawings.models import SheetRevision
from drawings.tiling import picture_of
from reviews.access import may_have_sealed
from reviews.errors import NotYours
from reviews.models import Case
from reviews.states import CaseState
from reviews.views.requests import SignedInRequest
from signatures.actions.placing import place_seals
from signatures.pades.placement import Box
from storage.actions.blobs import file_of
from workflow.placing import Page, face_of, page_of, page_to_seal, series_of
from workflow.views.releasing import officials_case

PAGE_PX = 1600


class BadPlaces(ValueError):
    """What was sent is no set of places on this page; the message is for people."""


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def seal_places(request: SignedInRequest, serial: str, pk: int) -> HttpResponse:
    """The page with its seals; they are dragged, moved by keys, or typed in mm."""
    case = officials_case(request, serial)
    revision = _revision(case, pk)
    page = page_of(case, revision)
    if page is None:
        raise Http404
    if request.method != "POST":
        return _shown(request, case, revision, page)
    if case.state != CaseState.PASSED or not may_have_sealed(request.user, case):
        raise NotYours(_("Only the head of the lead department places the seals."))
    try:
        places = {} if "by_rule" in request.POST else _asked(request, page)
    except BadPlaces as fault:
        return _shown(request, case, revision, page, fault=str(fault))
    rows = series_of(case, revision) if "series" in request.POST else [revision]
    pages = {row.face.page_id: row.face.page for row in rows}
    count = place_seals(
        stream=case.serial,
        pages=list(pages.values()),
        places=places,
        actor=request.user,
    )
    messages.success(
        request,
        ngettext(
            "The places count for %(count)s sheet.",
            "The places count for %(count)s sheets.",
            count,
        )
        % {"count": count},
    )
    return redirect("workflow:seal_places", serial=serial, pk=pk)


@login_required
@require_safe
@cache_control(private=True, max_age=300)
def seal_page(request: SignedInRequest, serial: str, pk: int) -> HttpResponse:
    """The bare page on which the seals are moved."""
    case = officials_case(request, serial)
    blob = page_to_seal(case, _revision(case, pk))
    return _png(picture_of(file_of(blob), blob.sha256, PAGE_PX))


@login_required
@require_safe
@cache_control(private=True, max_age=300)
def seal_face(request: SignedInRequest, serial: str, field: str) -> HttpResponse:
    """The picture of one seal."""
    return _png(face_of(officials_case(request, serial), field))


def _png(picture: bytes | None) -> HttpResponse:
    if picture is None:
        raise Http404
    return HttpResponse(picture, content_type="image/png")


def _revision(case: Case, pk: int) -> SheetRevision:
    rows = case.revisions_now().select_related("pdf__page", "dwg__page")
    return get_object_or_404(rows, pk=pk)


def _asked(request: SignedInRequest, page: Page) -> Mapping[str, Box]:
    """The boxes as they were sent: each with its own size, on the page, apart."""
    found = {}
    for seal in page.seals:
        left, top = (_mm(request, f"{edge}-{seal.field}") for edge in ("left", "top"))
        found[seal.field] = Box(left, top, left + seal.box.width, top + seal.box.height)
    for box in found.values():
        inside = box.left >= 0 and box.top >= 0
        if not inside or box.right > page.width or box.bottom > page.height:
            raise BadPlaces(_("A seal would stand beyond the edge of the page."))
    if any(one.overlaps(other) for one, other in combinations(found.values(), 2)):
        raise BadPlaces(_("Two seals would cover each other."))
    return found


def _mm(request: SignedInRequest, name: str) -> float:
    try:
        value = round(float(request.POST.get(name, "")), 2)
    except ValueError:
        raise BadPlaces(
            _("Every seal needs its distance from the left and top.")
        ) from None
    if not abs(value) < 10_000:
        raise BadPlaces(_("A seal would stand beyond the edge of the page."))
    return value


def _shown(
    request: SignedInRequest,
    case: Case,
    revision: SheetRevision,
    page: Page,
    *,
    fault: str = "",
) -> HttpResponse:
    context = {
        "case": case,
        "revision": revision,
        "page": page,
        "fault": fault,
        "series": len(series_of(case, revision)),
        "may_place": case.state == CaseState.PASSED
        and may_have_sealed(request.user, case),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if fault else HTTPStatus.OK
    return render(request, "workflow/seal_places.html", context, status=status)
