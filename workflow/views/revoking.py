"""Issued files are revoked: what is in force, who asks, who decides, what was decided."""

from collections.abc import Mapping
from http import HTTPStatus

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from reviews.access import (
    may_ask_revocation,
    may_decide_revocation,
    may_see_revocations,
)
from reviews.actions.revoking import (
    approve_revocation,
    ask_revocation,
    decline_revocation,
)
from reviews.forms.oversight import RevocationForm
from reviews.issuance import ending_of, issued_by
from reviews.models import Case
from reviews.views.requests import SignedInRequest, case_seen_by
from workflow.devices import device_of
from workflow.forms.permitting import HolderForm
from workflow.views.permitting import attempted


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def revocation(request: SignedInRequest, serial: str) -> HttpResponse:
    """GET: what is in force and what was asked. POST: ask that some of it be revoked."""
    case = _case(request, serial)
    if request.method != "POST":
        return _page(request, case, _form(case))
    form, permission = _form(case, request.POST), _permission(request)
    if not form.is_valid():
        return _page(request, case, form, status=422)

    def act(code: str) -> None:
        ask_revocation(
            case=case,
            files=form.cleaned_data["chosen"],
            actor=request.user,
            reason=form.cleaned_data["reason"],
            code=code,
        )

    attempt = attempted(request, permission, act)
    if attempt != HTTPStatus.OK:
        return _page(request, case, form, permission, status=attempt)
    messages.success(
        request, _("Asked. Everything counts until a second person has decided.")
    )
    return redirect("workflow:revocation", serial)


@login_required
@require_POST
def decide(request: SignedInRequest, serial: str, pk: int) -> HttpResponse:
    """A second person revokes, or leaves everything in force."""
    case = _case(request, serial)
    row = get_object_or_404(case.revocations, pk=pk)
    if "approve" in request.POST:
        permission = _permission(request)

        def act(code: str) -> None:
            approve_revocation(revocation=row, actor=request.user, code=code)

        attempt = attempted(request, permission, act)
        if attempt != HTTPStatus.OK:
            return _page(request, case, _form(case), permission, status=attempt)
        messages.success(request, _("Revoked. Every page says so from now on."))
    elif "decline" in request.POST:
        decline_revocation(revocation=row, actor=request.user)
        messages.success(request, _("Declined. Everything stays in force."))
    return redirect("workflow:revocation", serial)


def _case(request: SignedInRequest, serial: str) -> Case:
    """The case of something issued, for those who ask or decide; for others not there."""
    case = case_seen_by(request, serial)
    if not may_see_revocations(request.user, case) or not issued_by(case).exists():
        raise Http404
    return case


def _permission(request: SignedInRequest) -> HolderForm:
    """Password and code, as they were typed."""
    return HolderForm(request.POST, user=request.user)


def _form(case: Case, told: Mapping[str, object] | None = None) -> RevocationForm:
    return RevocationForm(told, files=issued_by(case))


def _page(
    request: SignedInRequest,
    case: Case,
    form: forms.Form,
    permission: HolderForm | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    rows = list(
        case.revocations.select_related(
            "asked_by", "decided_by", "letter"
        ).prefetch_related("files")
    )
    waiting = next((row for row in rows if row.decided_at is None), None)
    context = {
        "case": case,
        "ending": ending_of(case),
        "form": form,
        "permission": permission or HolderForm(user=request.user),
        "device": device_of(request.user),
        "files": list(issued_by(case)),
        "chosen": {str(key) for key in form["chosen"].value() or []},
        "waiting": waiting,
        "decided": [row for row in rows if row.decided_at is not None],
        "may_ask": waiting is None and may_ask_revocation(request.user, case),
        "may_decide": waiting and may_decide_revocation(request.user, waiting),
    }
    return render(request, "workflow/revocation.html", context, status=status)
