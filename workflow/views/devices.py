"""A keeper of seals sets up the device that shows the codes."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from reviews.views.requests import SignedInRequest
from signatures import keys
from signatures.actions.holders import set_up_device
from signatures.errors import SignatureError
from signatures.pades.qr import qr_svg
from workflow.devices import code_of


class CodeForm(forms.Form):
    """The first code that the device shows."""

    code = forms.CharField(
        label=gettext_lazy("Code on your device"),
        max_length=12,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}
        ),
    )


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def device(request: SignedInRequest) -> HttpResponse:
    """Show the secret once as a QR code; the first code proves that it was read."""
    who = request.user.username
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            set_up_device(actor=request.user, code=form.cleaned_data["code"])
        except SignatureError as error:
            form.add_error("code", str(error))
        else:
            messages.success(request, _("Your device is set up."))
            return redirect("workflow:device")
    context: dict[str, object] = {"form": form, "is_known": keys.has_device(who)}
    if not context["is_known"]:
        address = keys.begin_device(who)
        context["picture"] = qr_svg(address)
        context["secret"] = address.partition("secret=")[2].partition("&")[0]
    status = 422 if form.errors else 200
    return render(request, "workflow/device.html", context, status=status)


@login_required
@never_cache
@require_safe
def device_code(request: SignedInRequest) -> HttpResponse:
    """The code of now in a world of tests, beside the form whose password is typed.

    A fragment for scripts; without them a page of its own in another tab. Either way the
    form stays as it is.
    """
    code = code_of(request.user)
    if code is None:
        raise Http404
    is_part = request.headers.get("HX-Request") == "true"
    page = "workflow/_device_code.html" if is_part else "workflow/device_code.html"
    return render(request, page, {"code": code})
