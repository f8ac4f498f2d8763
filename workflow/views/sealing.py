"""One click seals the whole set: what is sealed, by whom, how far it is, the result."""

import contextlib
import json
import tempfile
import zipfile
from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from reviews.access import may_have_sealed
from reviews.errors import NotYours
from reviews.issuance import ending_of, issued_by
from reviews.models import Case
from reviews.standing import gates
from reviews.states import CaseState
from reviews.views.requests import SignedInRequest, case_seen_by
from signatures.errors import KeyNotThere, SealingWaits
from signatures.proving import PROOF_NAME, proof_of_issue
from signatures.revocations import LIST_NAME, revocation_list
from storage.actions.blobs import file_of
from workflow.actions.delivery import order_case_sealing, resume_case_sealing
from workflow.devices import device_of
from workflow.forms.permitting import SealForm
from workflow.sealings import groups_of, holders_to_be, issued_of, look_of, work_of
from workflow.views.permitting import attempted
from workflow.views.releasing import officials_case


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def seal(request: SignedInRequest, serial: str) -> HttpResponse:
    """The set before it is sealed; while it is; and what came out."""
    case = officials_case(request, serial)
    if request.method == "POST":
        return _order(request, case)
    return _page(request, case, SealForm(user=request.user))


@login_required
@require_POST
def seal_resume(request: SignedInRequest, serial: str) -> HttpResponse:
    """Let a sealing that stopped go on where it stopped.

    A permission whose time is over needs password and code again.
    """
    case = officials_case(request, serial)
    work = work_of(case)
    if work is None or not work.needs_code:
        resume_case_sealing(case=case, actor=request.user)
    else:
        form = SealForm(request.POST, user=request.user)
        attempt = attempted(
            request,
            form,
            lambda code: resume_case_sealing(case=case, actor=request.user, code=code),
        )
        if attempt != HTTPStatus.OK:
            return _page(request, case, form, status=attempt)
    messages.success(request, _("It goes on. Nothing is sealed twice."))
    return redirect("workflow:seal", serial=serial)


@login_required
@require_safe
def seal_progress(request: SignedInRequest, serial: str) -> HttpResponse:
    """How far the sealing is, asked every two seconds."""
    case = officials_case(request, serial)
    if case.state != CaseState.SEALING:
        target = reverse("workflow:seal", args=[serial])
        return HttpResponse(status=204, headers={"HX-Redirect": target})
    context = {
        "case": case,
        "work": work_of(case),
        "may_seal": may_have_sealed(request.user, case),
        "form": SealForm(user=request.user),
    }
    return render(request, "workflow/_seal_progress.html", context)


@login_required
@require_safe
@cache_control(private=True, max_age=300)
def seal_look(request: SignedInRequest, serial: str, pk: int) -> HttpResponse:
    """A picture of one sheet with its seals where they will stand."""
    case = officials_case(request, serial)
    revision = get_object_or_404(case.revisions_now(), pk=pk)
    picture = look_of(case, revision, whole=request.GET.get("show") == "whole")
    if picture is None:
        raise Http404
    return HttpResponse(picture, content_type="image/png")


@login_required
@require_safe
def sealed_set(request: SignedInRequest, serial: str) -> FileResponse:
    """Every sealed file of a case in one archive, as they are: not packed again."""
    case = case_seen_by(request, serial)
    issued = issued_of(case)
    if not issued:
        raise Http404
    packed = tempfile.TemporaryFile()  # noqa: SIM115  the answer closes it
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for one in issued:
            if one.blob is not None:
                name = "".join(
                    s if s.isalnum() or s in "-_. " else "_" for s in one.label
                )
                archive.write(file_of(one.blob), f"{name}-{one.code[:4]}.pdf")
        if (proof := proof_of_issue(case.serial)) is not None:
            archive.writestr(PROOF_NAME, json.dumps(proof, ensure_ascii=False))
        # A provider may have no key for lists, or be busy: the set itself is all here.
        with contextlib.suppress(KeyNotThere, SealingWaits):
            archive.writestr(LIST_NAME, json.dumps(revocation_list()))
    packed.seek(0)
    return FileResponse(packed, as_attachment=True, filename=f"{case.serial}.zip")


def _order(request: SignedInRequest, case: Case) -> HttpResponse:
    if not may_have_sealed(request.user, case):
        raise NotYours(_("Only the head of the lead department has the set sealed."))
    form = SealForm(request.POST, user=request.user)
    attempt = attempted(
        request,
        form,
        lambda code: order_case_sealing(case=case, actor=request.user, code=code),
    )
    if attempt != HTTPStatus.OK:
        return _page(request, case, form, status=attempt)
    return redirect("workflow:seal", serial=case.serial)


def _page(
    request: SignedInRequest,
    case: Case,
    form: SealForm,
    *,
    status: int = 200,
) -> HttpResponse:
    shown = gates(case)
    groups = groups_of(case)
    lines = [line for group in groups for line in group.lines]
    asked = request.GET.get("sheet", "")
    chosen = next((one for one in lines if str(one.revision.pk) == asked), None)
    is_ready = case.state == CaseState.PASSED and all(gate.is_open for gate in shown)
    context = {
        "case": case,
        "gates": shown,
        "groups": groups,
        "count": len(lines),
        "papers": len(lines) + 1,
        "chosen": chosen or (lines[0] if lines else None),
        "show": request.GET.get("show", ""),
        "holders": holders_to_be(case),
        "is_ready": is_ready,
        "may_seal": may_have_sealed(request.user, case),
        "form": form,
        "device": device_of(request.user),
        "work": work_of(case),
        "issued": issued_of(case) or list(issued_by(case)),
        "ending": ending_of(case),
    }
    return render(request, "workflow/seal.html", context, status=status)
