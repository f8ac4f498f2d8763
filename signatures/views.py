"""Anybody may ask whether a file is the one that was issued, and still counts."""

from collections.abc import Mapping, Sequence
from typing import Final

from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from signatures import keys
from signatures.actions.verifying import Answer, verify_bytes
from signatures.codes import plain_code
from signatures.models import IssuedFile, LedgerRoot
from signatures.offline.program import FILE_NAME, program
from signatures.proving import PROOF_NAME, proof_of_issue, root_told
from signatures.revocations import LIST_NAME, revocation_list
from signatures.telling import LEGEND, Standing, known_by_digest, standing_of, told
from storage import clock
from storage.attempts import Attempts, address_of
from storage.sentences import listed

LARGEST: Final = 64 * 1024**2
FORM_BYTES: Final = 64 * 1024
"""What a form weighs besides its file."""

MOST_FILES: Final = 20
"""How many files are checked at once."""

MOST_DIGESTS: Final = 500
"""How many fingerprints are held against the register at once."""

ROOTS_SHOWN: Final = 400

CHECKS: Final = Attempts("verify-address", most=40, seconds=600)
FOLDERS: Final = Attempts("verify-digests", most=40, seconds=600)
UNKNOWN: Final = Attempts("issued-address", most=40, seconds=600)


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Check a file, or go to the page of a code.

    Nothing is kept and nobody is signed in, so no token is asked for: a file that is
    too large is refused by its announced length, before it is read.
    """
    if request.method == "POST":
        return _checked(request, None)
    if code := plain_code(request.GET.get("code", "")):
        return redirect("signatures:issued", code=code)
    return _page(request, None)


@csrf_exempt
@never_cache
@require_POST
def digests(request: HttpRequest) -> JsonResponse:
    """Hold fingerprints against the register: whole folders, without sending the files.

    What the register does not know is left out: it has to be checked itself.
    """
    address = address_of(request)
    if FOLDERS.are_used_up(address):
        return JsonResponse({"error": _too_many()}, status=429)
    FOLDERS.count(address)
    asked = {one.lower() for one in request.POST.getlist("digest")[:MOST_DIGESTS]}
    return JsonResponse({"known": known_by_digest(asked)})


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def issued(request: HttpRequest, code: str) -> HttpResponse:
    """The entry of the register that a QR code names; a file can be held against it."""
    if UNKNOWN.are_used_up(address_of(request)):
        return _refused(request, None, _too_many(), 429)
    issue = (
        IssuedFile.objects.select_related("blob", "replaced_by__blob")
        .filter(Q(blob__isnull=False) | Q(kind=IssuedFile.Kind.NOTICE))
        .filter(code=plain_code(code))
        .first()
    )
    if issue is None:
        UNKNOWN.count(address_of(request))
        context = {"code": plain_code(code)[:24], "legend": LEGEND}
        return render(request, "signatures/unknown.html", context, status=404)
    if request.method == "POST":
        return _checked(request, issue)
    return _page(request, issue)


@require_safe
def short(request: HttpRequest, code: str) -> HttpResponse:
    """The address as the QR code says it, without the last stroke."""
    return redirect("signatures:issued", code=plain_code(code) or "-", permanent=True)


@require_safe
def offline(_request: HttpRequest) -> HttpResponse:
    """The offline verifier, to be kept: it trusts the roots of this installation."""
    roots = keys.trust(at=clock.now()).roots
    answer = HttpResponse(program(roots, keys.list_signers()))
    answer.headers["Content-Disposition"] = f'attachment; filename="{FILE_NAME}"'
    return answer


@never_cache
@require_safe
def proof(request: HttpRequest, code: str) -> JsonResponse:
    """The proof of issue of the set that a file belongs to: labels and digests alone."""
    if UNKNOWN.are_used_up(address_of(request)):
        raise Http404
    issue = IssuedFile.objects.filter(code=plain_code(code), blob__isnull=False).first()
    found = proof_of_issue(issue.stream) if issue else None
    if found is None:
        UNKNOWN.count(address_of(request))
        raise Http404
    return _download(found, PROOF_NAME)


@never_cache
@require_safe
def revocations(_request: HttpRequest) -> JsonResponse:
    """What no longer counts, signed and dated, for the offline verifier."""
    return _download(revocation_list(), LIST_NAME)


@require_safe
def ledger(request: HttpRequest) -> HttpResponse:
    """The stamped roots of the ledger, newest first."""
    rows = LedgerRoot.objects.order_by("-number")[:ROOTS_SHOWN]
    return render(request, "signatures/ledger.html", {"roots": rows})


@require_safe
def root(_request: HttpRequest, number: int) -> JsonResponse:
    """One root with its time stamp."""
    row = get_object_or_404(LedgerRoot, number=number)
    return _download(root_told(row), f"root-{number}.json")


def _download(told_as: Mapping[str, object], name: str) -> JsonResponse:
    answer = JsonResponse(dict(told_as), json_dumps_params={"ensure_ascii": False})
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _checked(request: HttpRequest, issue: IssuedFile | None) -> HttpResponse:
    address = address_of(request)
    if CHECKS.are_used_up(address):
        return _refused(request, issue, _too_many(), 429)
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST + FORM_BYTES:
        return _refused(request, issue, _too_large(), 413)
    files = request.FILES.getlist("file")
    if not files:
        return _refused(request, issue, _("Choose the PDF that is to be checked."), 422)
    if any((file.size or 0) > LARGEST for file in files):
        return _refused(request, issue, _too_large(), 413)
    if len(files) > MOST_FILES:
        return _refused(request, issue, _too_many_files(), 422)
    if len(files) > 1:
        return _batch(request, issue, files)
    file = files[0]
    CHECKS.count(address)
    code = issue.code if issue else ""
    answer = verify_bytes(file.read(), code=code)
    return _page(request, issue, answer, name=file.name or "")


def _batch(
    request: HttpRequest,
    issue: IssuedFile | None,
    files: Sequence["UploadedFile[bytes]"],
) -> HttpResponse:
    """A table of verdicts, the bad ones first; what is over the limit is named."""
    address, answers, left = address_of(request), [], []
    for file in files:
        if CHECKS.are_used_up(address):
            left.append(file.name or "")
            continue
        CHECKS.count(address)
        answers.append((file.name or "", told(verify_bytes(file.read()))))
    worst = ("late", "warn", "ok")
    answers.sort(key=lambda pair: worst.index(pair[1].tone))
    context = _context(issue) | {"answers": answers}
    if left:
        context["error"] = _("Too many checks; not checked: %(names)s") % {
            "names": listed(left)
        }
    return render(request, _template(issue), context)


def _page(
    request: HttpRequest,
    issue: IssuedFile | None,
    answer: Answer | None = None,
    *,
    name: str = "",
) -> HttpResponse:
    context = _context(issue) | {
        "answer": told(answer) if answer else None,
        "file_name": name,
    }
    return render(request, _template(issue), context)


def _refused(
    request: HttpRequest, issue: IssuedFile | None, error: str, status: int
) -> HttpResponse:
    context = _context(issue) | {"error": error}
    return render(request, _template(issue), context, status=status)


def _context(issue: IssuedFile | None) -> dict[str, object]:
    standing: Standing | None = standing_of(issue) if issue else None
    return {"issue": issue, "standing": standing, "legend": LEGEND}


def _template(issue: IssuedFile | None) -> str:
    return "signatures/issued.html" if issue else "signatures/verify.html"


def _too_many() -> str:
    return _("Too many checks from this place. Please wait ten minutes and try again.")


def _too_many_files() -> str:
    return _("Up to %(limit)s files at once; nothing was checked.") % {
        "limit": MOST_FILES
    }


def _too_large() -> str:
    return _("The file is larger than %(limit)s MB; it was not read.") % {
        "limit": LARGEST // 1024**2
    }
