"""Files of a set on their way in: announced by the page, or sent whole by a plain form."""

import hashlib

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from drawings.actions.arriving import end_file
from drawings.actions.receiving import CHUNK, arrived
from drawings.actions.uploads import append_piece
from drawings.models import SubmittedFile
from reviews.actions.mends import announce_file
from reviews.forms.drawings import announced_in
from reviews.intake import intake_of
from reviews.models import Case
from reviews.views import tus
from reviews.views.requests import SignedInRequest
from reviews.views.sets import applicants_case, may_change, set_of


@require_http_methods(["OPTIONS", "POST"])
def files(request: SignedInRequest, serial: str) -> HttpResponse:
    """A new file: from a sender that speaks tus, or announced by our page."""
    if request.method == "OPTIONS" or "Tus-Resumable" in request.headers:
        return tus.files(request, serial)
    return begin(request, serial)


@login_required
def begin(request: SignedInRequest, serial: str) -> HttpResponse:
    """Announce a file: `{path, size, sha256}`; answers what is here of it, and where it goes.

    A file that is here already says so, and is not sent again.
    """
    case = applicants_case(request, serial)
    announced = announced_in(request.body)
    if announced is None:
        return JsonResponse({"detail": _("This is no file.")}, status=400)
    file = tus.announce(case, announced.path, announced.size, announced.digest)
    body = {
        "id": str(file.token),
        "url": tus.address_of(case, file),
        "offset": arrived(file),
        "state": str(file.state),
        "said": _said(file),
    }
    return JsonResponse(body, status=201)


@login_required
@require_safe
def intake(request: SignedInRequest, serial: str) -> HttpResponse:
    """What became of each file since it was sent; light, for it is asked every 2 s."""
    case = applicants_case(request, serial)
    if not may_change(request.user, case):
        return redirect("reviews:upload", serial=serial)
    found = intake_of(set_of(case))
    answer = render(request, "reviews/_intake.html", {"case": case, "intake": found})
    if request.GET.get("seen") != found.stamp:
        answer.headers["HX-Trigger"] = "sheets-changed"
    return answer


@login_required
@require_POST
def complete(request: SignedInRequest, serial: str) -> HttpResponse:
    """Everything was sent; says where to go on."""
    applicants_case(request, serial)
    return JsonResponse({"next": reverse("reviews:upload", args=[serial])})


def take_plain(request: SignedInRequest, serial: str) -> HttpResponse:
    """Take the files of a plain form, whole; for people without JavaScript."""
    case = applicants_case(request, serial)
    files = request.FILES.getlist("files")
    for file in files:
        _take_whole(case, file)
    if files:
        said = ngettext(
            "%(count)s file has arrived and is being read.",
            "%(count)s files have arrived and are being read.",
            len(files),
        )
        messages.success(request, said % {"count": len(files)})
    else:
        messages.warning(request, _("No file was chosen."))
    return redirect("reviews:upload", serial=serial)


def _said(file: SubmittedFile) -> str:
    """Why a file is not sent; nothing where it is."""
    if file.state == SubmittedFile.State.RECEIVING or not file.size:
        return ""
    if file.state == SubmittedFile.State.DUPLICATE:
        twin = file.particulars.get("twin", "–")
        return _("the same as %(file)s, not sent again") % {"file": twin}
    return _("already here, not sent again")


def _take_whole(case: Case, sent: "UploadedFile[bytes]") -> None:
    """Take one file; a piece of it that is left over is gone on with if it is its own.

    The whole of it is here, so nobody has to guess by name and size.
    """
    digest = hashlib.sha256()
    for chunk in sent.chunks(CHUNK):
        digest.update(chunk)
    file = announce_file(
        case=case,
        submission=set_of(case),
        path=sent.name or "",
        size=sent.size or 0,
        digest=digest.hexdigest(),
    )
    if file.state != SubmittedFile.State.RECEIVING:
        return
    offset = arrived(file)
    if offset == file.size:  # empty, or cut off after its last piece
        end_file(file=file)
        return
    sent.seek(offset)
    append_piece(file=file, offset=offset, piece=iter(lambda: sent.read(CHUNK), b""))
