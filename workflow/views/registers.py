"""The regulator keeps the register of registered persons and design firms."""

from http import HTTPStatus
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db import models
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from accounts.models import Membership, User
from reviews.disciplines import discipline_name
from reviews.views.requests import SignedInRequest
from signatures.actions.practising import enrol_practice_seal
from signatures.actions.registrations import (
    NewRegistration,
    end_registration,
    enter_registration,
    keeps_register,
)
from signatures.errors import RegistrationNotUsable
from signatures.models import Registration, SealHolder
from storage import clock
from storage.texts import is_key
from workflow.forms.deciding import ReasonForm
from workflow.forms.registers import RegistrationForm

ROWS = 50


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: SignedInRequest) -> HttpResponse:
    """Everybody in the register, sifted by words; a form to enter one more."""
    _require_regulator(request)
    form = RegistrationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            row = enter_registration(
                new=NewRegistration(**form.cleaned_data), actor=request.user
            )
        except RegistrationNotUsable as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("%(name)s is entered.") % {"name": row.name})
            return redirect("workflow:registration", pk=row.pk)
    words = request.GET.get("words", "").strip()[:60]
    page = Paginator(_found(words), ROWS).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "words": words,
        "params": f"{urlencode({'words': words})}&" if words else "",
        "lines": [(row, _state(row), _discipline(row)) for row in page.object_list],
        "form": form,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "workflow/register.html", context, status=status)


@login_required
@require_safe
def registration(request: SignedInRequest, pk: int) -> HttpResponse:
    """One entry: its seal, its certificate, how to end it."""
    _require_regulator(request)
    row = get_object_or_404(Registration.objects.select_related("unit"), pk=pk)
    return _page(request, row, ReasonForm())


@login_required
@require_POST
def registration_end(request: SignedInRequest, pk: int) -> HttpResponse:
    """End an entry; the reason is written down."""
    _require_regulator(request)
    row = get_object_or_404(Registration, pk=pk)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _page(request, row, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    reason = form.cleaned_data["reason"]
    end_registration(registration=row, actor=request.user, reason=reason)
    messages.success(request, _("The registration is ended."))
    return redirect("workflow:registration", pk=pk)


@login_required
@require_POST
def registration_seal(request: SignedInRequest, pk: int) -> HttpResponse:
    """Make the test seal of an entry for a person of its firm."""
    _require_regulator(request)
    row = get_object_or_404(Registration, pk=pk)
    asked = request.POST.get("person", "")
    person = _people(row).filter(pk=int(asked) if is_key(asked) else 0).first()
    if person is None:
        messages.warning(request, _("Choose a person of the firm; nothing was made."))
        return redirect("workflow:registration", pk=pk)
    enrol_practice_seal(registration=row, person=person, actor=request.user)
    messages.success(request, _("The test seal is enrolled."))
    return redirect("workflow:registration", pk=pk)


def _page(
    request: SignedInRequest, row: Registration, form: ReasonForm, *, status: int = 200
) -> HttpResponse:
    holder = SealHolder.objects.filter(fingerprint=row.fingerprint).first()
    context = {
        "row": row,
        "state": _state(row),
        "discipline": _discipline(row),
        "holder": holder if row.fingerprint else None,
        "people": _people(row),
        "counted": row.seals.count(),
        "form": form,
    }
    return render(request, "workflow/registration.html", context, status=status)


def _people(row: Registration) -> "models.QuerySet[User]":
    seats = Membership.objects.filter(organisation=row.unit_id)
    people = User.objects.filter(pk__in=seats.values("user"), is_active=True)
    return people.order_by("display_name")


def _found(words: str) -> "models.QuerySet[Registration]":
    rows = Registration.objects.select_related("unit")
    if not words:
        return rows
    return rows.filter(
        Q(name__icontains=words)
        | Q(number__icontains=words)
        | Q(title__icontains=words)
        | Q(unit__name__icontains=words)
    )


def _state(row: Registration) -> tuple[str, str]:
    """Tone and word."""
    today = clock.today()
    if row.ended_at is not None:
        return "late", _("ended")
    if today > row.valid_until:
        return "late", _("run out")
    if today < row.valid_from:
        return "none", _("not begun")
    return "ok", _("counts")


def _discipline(row: Registration) -> str:
    return discipline_name(row.discipline) if row.discipline else ""


def _require_regulator(request: SignedInRequest) -> None:
    if not keeps_register(request.user):
        raise Http404
