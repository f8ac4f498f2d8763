"""Letters that wait for the person's seal: the list, the word, and how far it is."""

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from drawings.tiling import picture_of
from reviews.models import LetterSignature
from reviews.views.letters import letter_response
from reviews.views.requests import SignedInRequest
from signatures.models import SealingOrder
from storage.actions.blobs import file_of
from storage.texts import is_key
from workflow.actions.lettering import order_letter_sealing, resume_letter_sealing
from workflow.devices import device_of
from workflow.forms.permitting import SealForm
from workflow.lettering import Tray, file_before, trays_of, units_of
from workflow.sealings import needs_permission
from workflow.views.permitting import attempted

PREVIEW_PX = 900


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def letters(request: SignedInRequest) -> HttpResponse:
    """The letters that wait for a unit's seal; chosen ones are sealed with one word."""
    trays = trays_of(request.user)
    if not trays:
        raise Http404
    asked = request.POST.get("unit") or request.GET.get("unit", "")
    tray = next((one for one in trays if str(one.unit.pk) == asked), None)
    tray = tray or max(trays, key=lambda one: bool(one.lines))
    if request.method == "POST":
        return _order(request, trays, tray)
    return _page(request, trays, tray)


@login_required
@require_POST
def letters_resume(request: SignedInRequest, pk: int) -> HttpResponse:
    """Let a batch go on that stopped; a permission that is over needs a code again."""
    trays = trays_of(request.user)
    own = {order.pk: tray for tray in trays for order, _job in tray.works}
    if pk not in own:
        raise Http404
    order = get_object_or_404(SealingOrder, pk=pk)
    if not needs_permission(order):
        resume_letter_sealing(order=order, actor=request.user)
    else:
        form = SealForm(request.POST, user=request.user)
        attempt = attempted(
            request,
            form,
            lambda code: resume_letter_sealing(
                order=order, actor=request.user, code=code
            ),
        )
        if attempt != HTTPStatus.OK:
            return _page(request, trays, own[pk], again=form, status=attempt)
    messages.success(request, _("It goes on. Nothing is sealed twice."))
    return redirect(f"{reverse('workflow:letters')}?unit={own[pk].unit.pk}")


@login_required
@require_safe
def letter_file(request: SignedInRequest, pk: int) -> FileResponse:
    """A letter that waits, to read before it is sealed."""
    return letter_response(_row(request, pk).letter)


@login_required
@require_safe
@cache_control(private=True, max_age=300)
def letter_picture(request: SignedInRequest, pk: int) -> HttpResponse:
    """A picture of its first page."""
    blob = file_before(_row(request, pk))
    picture = picture_of(file_of(blob), blob.sha256, PREVIEW_PX)
    if picture is None:
        raise Http404
    return HttpResponse(picture, content_type="image/png")


def _row(request: SignedInRequest, pk: int) -> LetterSignature:
    rows = LetterSignature.objects.select_related("letter__blob", "letter__sealed")
    return get_object_or_404(rows, pk=pk, unit__in=units_of(request.user))


def _order(request: SignedInRequest, trays: list[Tray], tray: Tray) -> HttpResponse:
    form = SealForm(request.POST, user=request.user)
    chosen = [int(pk) for pk in request.POST.getlist("letters") if is_key(pk)]
    if not chosen:
        form.add_error(None, _("Choose at least one letter."))
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return _page(request, trays, tray, form, status=status)
    attempt = attempted(
        request,
        form,
        lambda code: order_letter_sealing(
            unit=tray.unit, rows=chosen, actor=request.user, code=code
        ),
    )
    if attempt != HTTPStatus.OK:
        return _page(request, trays, tray, form, status=attempt)
    messages.success(
        request,
        ngettext(
            "%(count)s letter is being sealed.",
            "%(count)s letters are being sealed.",
            len(chosen),
        )
        % {"count": len(chosen)},
    )
    return redirect(f"{reverse('workflow:letters')}?unit={tray.unit.pk}")


def _page(
    request: SignedInRequest,
    trays: list[Tray],
    tray: Tray,
    form: SealForm | None = None,
    *,
    again: SealForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page with the form for what waits, and the one for a batch that stopped."""
    again = again or SealForm(user=request.user)
    again.auto_id = "again_%s"  # both may stand on the page
    asked = request.GET.get("letter", "")
    shown = next((one for one in tray.lines if str(one.row.pk) == asked), None)
    context = {
        "trays": trays,
        "tray": tray,
        "shown": shown or next(iter(tray.lines), None),
        "chosen": set(request.POST.getlist("letters")),
        "stopped": [order.pk for order, _job in tray.works if needs_permission(order)],
        "form": form or SealForm(user=request.user),
        "again": again,
        "device": device_of(request.user),
    }
    return render(request, "workflow/letters.html", context, status=status)
