"""A person of the design firm seals sheets here before the set is handed in."""

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from reviews.actions.cases import unconfirm_case
from reviews.models import Case
from reviews.views.requests import SignedInRequest, case_seen_by
from reviews.views.sets import may_change
from signatures.models import SealingOrder
from storage.texts import is_key
from workflow.actions.designing import order_design_sealing, resume_design_sealing
from workflow.designing import (
    OwnSeal,
    files_for,
    lines_of,
    seal_for,
    seals_of,
    works_of,
)
from workflow.devices import device_of
from workflow.forms.permitting import SealForm
from workflow.sealings import needs_permission
from workflow.views.permitting import attempted


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def design_seal(request: SignedInRequest, serial: str) -> HttpResponse:
    """The sheets of the set, the own seal, password and code."""
    case = case_seen_by(request, serial)
    if not may_change(request.user, case):
        raise Http404
    seals = seals_of(request.user, case)
    seal = _chosen(request, seals)
    if request.method == "POST" and seal is not None:
        return _order(request, case, seals, seal)
    return _page(request, case, seals, seal, SealForm(user=request.user))


@login_required
@require_POST
def design_resume(request: SignedInRequest, serial: str, pk: int) -> HttpResponse:
    """Let an order go on that stopped; a permission that is over needs a code again."""
    case = case_seen_by(request, serial)
    if not may_change(request.user, case):
        raise Http404
    order = next((one for one, _job in works_of(case) if one.pk == pk), None)
    seal = seal_for(order, request.user, case) if order else None
    if order is None or seal is None:
        raise Http404
    if not needs_permission(order):
        resume_design_sealing(case=case, order=order, actor=request.user)
    else:
        form = SealForm(request.POST, user=request.user)
        attempt = attempted(
            request,
            form,
            lambda code: resume_design_sealing(
                case=case, order=order, actor=request.user, code=code
            ),
        )
        if attempt != HTTPStatus.OK:
            seals = seals_of(request.user, case)
            return _page(request, case, seals, seal, form, status=attempt)
    messages.success(request, _("It goes on. Nothing is sealed twice."))
    return redirect("workflow:design_seal", serial=case.serial)


def _chosen(request: SignedInRequest, seals: list[OwnSeal]) -> OwnSeal | None:
    asked = request.POST.get("seal") or request.GET.get("seal", "")
    named = next((one for one in seals if str(one.holder.pk) == asked), None)
    return named or next(iter(seals), None)


def _order(
    request: SignedInRequest, case: Case, seals: list[OwnSeal], seal: OwnSeal
) -> HttpResponse:
    chosen = [int(pk) for pk in request.POST.getlist("sheets") if is_key(pk)]
    form = SealForm(request.POST, user=request.user)
    files = files_for(case, seal, chosen)
    if not files:
        form.add_error(None, _("Choose at least one sheet that lacks your seal."))
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return _page(request, case, seals, seal, form, status=status)
    attempt = attempted(
        request,
        form,
        lambda code: order_design_sealing(
            case=case, holder=seal.holder, files=files, actor=request.user, code=code
        ),
    )
    if attempt != HTTPStatus.OK:
        return _page(request, case, seals, seal, form, status=attempt)
    unconfirm_case(case=case)
    messages.success(
        request,
        ngettext(
            "%(count)s sheet is being sealed.",
            "%(count)s sheets are being sealed.",
            len(files),
        )
        % {"count": len(files)},
    )
    return redirect("workflow:design_seal", serial=case.serial)


def _page(
    request: SignedInRequest,
    case: Case,
    seals: list[OwnSeal],
    seal: OwnSeal | None,
    form: SealForm,
    *,
    status: int = 200,
) -> HttpResponse:
    lines = lines_of(case, seal) if seal else []
    works = works_of(case)
    context = {
        "case": case,
        "seals": seals,
        "seal": seal,
        "lines": lines,
        "left": sum(not line.is_sealed for line in lines),
        "chosen": set(request.POST.getlist("sheets")),
        "form": form,
        "device": device_of(request.user),
        "works": works,
        "stopped": [
            order.pk
            for order, job in works
            if (job is None or not job.is_open)
            and order.state != SealingOrder.State.SEALED
            and seal_for(order, request.user, case) is not None
        ],
        "is_running": any(job is not None and job.is_open for _order, job in works),
    }
    return render(request, "workflow/design_seal.html", context, status=status)
