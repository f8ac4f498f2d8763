"""Two persons release the certificate of passed review."""

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from drawings.tiling import picture_of
from reviews.models import Case
from reviews.views.requests import SignedInRequest
from signatures.models import Seal, SealingOrder
from storage.actions.blobs import file_of
from workflow.actions.delivery import confirm_certificate
from workflow.deliverables import certifiers_of
from workflow.devices import device_of
from workflow.forms.permitting import SealForm
from workflow.sealings import CERTIFIERS, Purpose, confirmed_by, order_of
from workflow.views.permitting import attempted
from workflow.views.releasing import officials_case

PREVIEW_PX = 1000


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def certify(request: SignedInRequest, serial: str) -> HttpResponse:
    """The certificate before it is sealed, who released it, and the own word."""
    case = officials_case(request, serial)
    order = _order(case)
    if request.method != "POST":
        return _page(request, case, order, SealForm(user=request.user))
    form = SealForm(request.POST, user=request.user)
    attempt = attempted(
        request,
        form,
        lambda code: confirm_certificate(case=case, actor=request.user, code=code),
    )
    if attempt != HTTPStatus.OK:
        return _page(request, case, order, form, status=attempt)
    order.refresh_from_db()
    if order.state == SealingOrder.State.WAITING:
        messages.success(request, _("Released by you. A second person has to follow."))
    else:
        messages.success(request, _("Released by both. The certificate is sealed now."))
    return redirect("workflow:seal", serial=serial)


@login_required
@require_safe
def certificate_draft(request: SignedInRequest, serial: str) -> FileResponse:
    """The certificate as it will be sealed."""
    case = officials_case(request, serial)
    blob = _seal(_order(case)).before
    return FileResponse(file_of(blob).open("rb"), content_type="application/pdf")


@login_required
@require_safe
@cache_control(private=True, max_age=300)
def certificate_picture(request: SignedInRequest, serial: str) -> HttpResponse:
    """A picture of its first page."""
    blob = _seal(_order(officials_case(request, serial))).before
    picture = picture_of(file_of(blob), blob.sha256, PREVIEW_PX)
    if picture is None:
        raise Http404
    return HttpResponse(picture, content_type="image/png")


def _order(case: Case) -> SealingOrder:
    order = order_of(case, Purpose.CERTIFICATE)
    if order is None:
        raise Http404
    return order


def _seal(order: SealingOrder) -> Seal:
    seal = order.seals.select_related("before", "issue").first()
    if seal is None:
        raise Http404
    return seal


def _page(
    request: SignedInRequest,
    case: Case,
    order: SealingOrder,
    form: SealForm,
    *,
    status: int = 200,
) -> HttpResponse:
    confirmations = confirmed_by(order)
    said = {one.person_id for one in confirmations}
    certifiers = certifiers_of(case)
    context = {
        "case": case,
        "order": order,
        "seal": _seal(order),
        "confirmations": confirmations,
        "missing": max(0, CERTIFIERS - len(confirmations)),
        "certifiers": [one for one in certifiers if one.pk not in said],
        "is_waiting": order.state == SealingOrder.State.WAITING,
        "may_certify": request.user in certifiers and request.user.pk not in said,
        "form": form,
        "device": device_of(request.user),
    }
    return render(request, "workflow/certify.html", context, status=status)
