"""Resumable upload as tus 1.0.0 has it: created, asked after, gone on with, ended.

Core, creation, termination, checksum and expiration. Whoever asks is asked who they are
every time; names, lengths and offsets are taken as claims.
"""

import base64
import binascii
from collections.abc import Callable, Iterator, Mapping
from functools import wraps
from typing import Concatenate, Final, ParamSpec
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.http.request import UnreadablePostError
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import http_date
from django.utils.translation import gettext as _

from drawings.actions.abandoned import give_up_file
from drawings.actions.arriving import end_file
from drawings.actions.receiving import (
    ALGORITHMS,
    CHUNK,
    Checksum,
    arrived,
    expires_at,
)
from drawings.actions.uploads import append_piece
from drawings.errors import (
    ChecksumMismatch,
    DrawingError,
    FileGone,
    FileNotWanted,
    NoRoom,
    OffsetMismatch,
    SubmissionClosed,
    UploadBusy,
)
from drawings.models import SubmittedFile
from reviews.actions.mends import announce_file
from reviews.models import Case
from reviews.views.requests import SignedInRequest
from reviews.views.sets import applicants_case, set_of

VERSION: Final = "1.0.0"
EXTENSIONS: Final = "creation,termination,checksum,expiration"
PIECE_TYPE: Final = "application/offset+octet-stream"
STATUS: Final[Mapping[type[DrawingError], int]] = {
    OffsetMismatch: 409,
    UploadBusy: 423,
    ChecksumMismatch: 460,
    FileGone: 410,
    SubmissionClosed: 403,
    FileNotWanted: 413,
    NoRoom: 507,
}
_DIGITS: Final = 18
Rest = ParamSpec("Rest")
View = Callable[Concatenate[SignedInRequest, Rest], HttpResponse]


def spoken(view: View[Rest]) -> View[Rest]:
    """A view that speaks tus: its version on every answer, refusals as its statuses.

    Nobody is sent to the page for signing in: a sender would take it for an answer.
    """

    @wraps(view)
    def answer(
        request: SignedInRequest, /, *args: Rest.args, **kwargs: Rest.kwargs
    ) -> HttpResponse:
        if not request.user.is_authenticated:
            said = _told(_("You are signed out. What has arrived is kept."), 401)
        elif _method(request) != "OPTIONS" and _version(request) != VERSION:
            said = HttpResponse(status=412, headers={"Tus-Version": VERSION})
        else:
            try:
                said = view(request, *args, **kwargs)
            except DrawingError as error:
                said = _told(str(error), STATUS.get(type(error), 409))
        said.headers["Tus-Resumable"] = VERSION
        said.headers["Cache-Control"] = "no-store"
        return said

    return answer


@spoken
def files(request: SignedInRequest, serial: str) -> HttpResponse:
    """What this server can (OPTIONS); a new upload (POST)."""
    case = applicants_case(request, serial)
    if request.method == "OPTIONS":
        return _abilities()
    if request.method != "POST":
        return HttpResponse(status=405, headers={"Allow": "OPTIONS, POST"})
    length = _number(request.headers.get("Upload-Length", ""))
    said = metadata_of(request.headers.get("Upload-Metadata", ""))
    path = said.get("path") or said.get("filename") or ""
    if length is None:
        return _told(_("This is no file."), 400)
    file = announce(case, path, length, said.get("sha256", ""))
    headers = {
        "Location": address_of(case, file),
        "Upload-Offset": str(arrived(file)),
        **_expiry(file),
    }
    return HttpResponse(status=201, headers=headers)


@spoken
def upload(request: SignedInRequest, serial: str, token: UUID) -> HttpResponse:
    """How much of a file is here (HEAD), its next piece (PATCH), its end (DELETE)."""
    case = applicants_case(request, serial)
    file = get_object_or_404(set_of(case).files, token=token)
    match _method(request):
        case "HEAD":
            return _asked(file)
        case "PATCH":
            return _taken(request, file)
        case "DELETE":
            give_up_file(file=file)
            return HttpResponse(status=204)
        case "OPTIONS":
            return _abilities()
    return HttpResponse(status=405, headers={"Allow": "OPTIONS, HEAD, PATCH, DELETE"})


def announce(case: Case, path: str, size: int, digest: str) -> SubmittedFile:
    """Announce a file of the set in work; one whose bytes are all here is finished."""
    file = announce_file(
        case=case, submission=set_of(case), path=path, size=size, digest=digest
    )
    if file.state == SubmittedFile.State.RECEIVING and arrived(file) == file.size:
        return end_file(file=file)  # empty, or cut off after its last piece
    return file


def address_of(case: Case, file: SubmittedFile) -> str:
    """Where the bytes of a file go."""
    return reverse("reviews:piece", args=[case.serial, file.token])


def metadata_of(header: str) -> dict[str, str]:
    """What `Upload-Metadata` says: keys to texts; what is no text is left out."""
    found = {}
    for pair in header[:8192].split(","):
        key, _space, value = pair.strip().partition(" ")
        try:
            found[key] = base64.b64decode(value, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError, ValueError):
            continue
    return found


def checksum_of(header: str) -> Checksum | None:
    """What `Upload-Checksum` says.

    Raises:
        ValueError: it says nothing that can be checked.

    """
    if not header:
        return None
    algorithm, _space, value = header.partition(" ")
    if algorithm not in ALGORITHMS:
        raise ValueError(header)
    return Checksum(algorithm, base64.b64decode(value, validate=True))


def _asked(file: SubmittedFile) -> HttpResponse:
    if file.state == SubmittedFile.State.RECEIVING and arrived(file) == file.size:
        file = end_file(file=file)
    headers = {
        "Upload-Offset": str(arrived(file)),
        "Upload-Length": str(file.size),
        **_expiry(file),
    }
    return HttpResponse(headers=headers)


def _taken(request: SignedInRequest, file: SubmittedFile) -> HttpResponse:
    if request.content_type != PIECE_TYPE:
        return _told(_("This is no piece of a file."), 415)
    offset = _number(request.headers.get("Upload-Offset", ""))
    try:
        checksum = checksum_of(request.headers.get("Upload-Checksum", ""))
    except ValueError:
        return _told(_("This is no piece of a file."), 400)
    if offset is None:
        return _told(_("This is no piece of a file."), 400)
    file = append_piece(
        file=file, offset=offset, piece=_body(request), checksum=checksum
    )
    headers = {"Upload-Offset": str(arrived(file)), **_expiry(file)}
    return HttpResponse(status=204, headers=headers)


def _body(request: SignedInRequest) -> Iterator[bytes]:
    """The body as it comes; it ends early where the connection broke."""
    try:
        while chunk := request.read(CHUNK):
            yield chunk
    except UnreadablePostError:
        return


def _abilities() -> HttpResponse:
    headers = {
        "Tus-Version": VERSION,
        "Tus-Extension": EXTENSIONS,
        "Tus-Max-Size": str(settings.LIANSHEN_MAX_FILE_BYTES),
        "Tus-Checksum-Algorithm": ",".join(ALGORITHMS),
    }
    return HttpResponse(status=204, headers=headers)


def _expiry(file: SubmittedFile) -> dict[str, str]:
    if file.state != SubmittedFile.State.RECEIVING:
        return {}
    return {"Upload-Expires": http_date(expires_at(file).timestamp())}


def _method(request: SignedInRequest) -> str:
    """The method, also where something on the way lets only POST through."""
    method = request.method or ""
    if method != "POST":
        return method
    return request.headers.get("X-HTTP-Method-Override", method).upper()


def _version(request: SignedInRequest) -> str:
    return str(request.headers.get("Tus-Resumable", ""))


def _number(text: str) -> int | None:
    is_one = text.isascii() and text.isdigit() and len(text) <= _DIGITS
    return int(text) if is_one else None


def _told(detail: str, status: int) -> HttpResponse:
    return JsonResponse({"detail": detail}, status=status)
