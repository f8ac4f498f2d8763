"""The seals of a unit: state and history, delegation, suspension, revocation, renewal."""

import datetime as dt
from collections.abc import Callable
from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from reviews.errors import NotYours
from reviews.views.requests import SignedInRequest
from signatures.actions.endings import (
    approve_revocation,
    ask_revocation,
    decline_revocation,
    end_delegation,
    renew_test_seal,
)
from signatures.actions.holders import delegate_seal, resume_seal, suspend_seal
from signatures.keepers import keepers_of
from signatures.models import Delegation, SealHolder
from workflow.devices import device_of
from workflow.forms.deciding import ReasonForm
from workflow.forms.permitting import DelegationForm, HolderForm
from workflow.holding import (
    May,
    colleagues_of,
    delegations_of,
    history_of,
    may_with,
    seals_seen_by,
    state_of,
)
from workflow.views.permitting import attempted


@login_required
@require_safe
def seals(request: SignedInRequest) -> HttpResponse:
    """Every seal that the person may look at, with its state."""
    rows = list(seals_seen_by(request.user))
    if not rows and not request.user.seats.exists():
        raise Http404
    lines = [(row, state_of(row)) for row in rows]
    context = {"lines": lines, "device": device_of(request.user)}
    return render(request, "workflow/seals.html", context)


@login_required
@require_safe
def holder(request: SignedInRequest, pk: int) -> HttpResponse:
    """One seal."""
    return _page(request, _seen(request, pk))


@login_required
@require_POST
def delegate(request: SignedInRequest, pk: int) -> HttpResponse:
    """Let somebody of the same unit use it from a day to a day."""
    seal = _seen(request, pk)
    _require(may_with(request.user, seal).delegate)
    form = DelegationForm(
        request.POST, user=request.user, people=colleagues_of(seal, request.user)
    )

    def act(code: str) -> None:
        said = form.cleaned_data
        span = (_midnight(said["since"]), _midnight(said["until"], 1))
        delegate_seal(
            holder=seal, to=said["to"], span=span, actor=request.user, code=code
        )

    attempt = attempted(request, form, act)
    if attempt != HTTPStatus.OK:
        return _page(request, seal, delegation=form, status=attempt)
    return _done(request, seal, _("The seal is delegated."))


@login_required
@require_POST
def undelegate(request: SignedInRequest, pk: int, row: int) -> HttpResponse:
    """Take a delegation back."""
    seal = _seen(request, pk)
    _require(may_with(request.user, seal).undelegate)
    found = get_object_or_404(Delegation, pk=row, holder=seal)
    end_delegation(delegation=found, actor=request.user)
    return _done(request, seal, _("The delegation is over."))


@login_required
@require_POST
def suspend(request: SignedInRequest, pk: int) -> HttpResponse:
    """Let a seal stand still, with the reason."""
    return _with_reason(
        request,
        pk,
        lambda may: may.suspend,
        lambda seal, reason: suspend_seal(
            holder=seal, actor=request.user, reason=reason
        ),
    )


@login_required
@require_POST
def ask(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask for a revocation; the seal stands still from then on."""
    return _with_reason(
        request,
        pk,
        lambda may: may.ask,
        lambda seal, reason: ask_revocation(
            holder=seal, actor=request.user, reason=reason
        ),
    )


@login_required
@require_POST
def decide(request: SignedInRequest, pk: int) -> HttpResponse:
    """A second person revokes it, or declines."""
    seal = _seen(request, pk)
    _require(may_with(request.user, seal).decide)
    if "approve" in request.POST:
        approve_revocation(holder=seal, actor=request.user)
        return _done(request, seal, _("The seal is revoked."))
    decline_revocation(holder=seal, actor=request.user)
    return _done(request, seal, _("The seal is not revoked; it is still suspended."))


@login_required
@require_POST
def resume(request: SignedInRequest, pk: int) -> HttpResponse:
    """Who had it suspended lets it be used again, with password and code."""
    seal = _seen(request, pk)
    _require(may_with(request.user, seal).resume)
    form = HolderForm(request.POST, user=request.user)
    attempt = attempted(
        request,
        form,
        lambda code: resume_seal(holder=seal, actor=request.user, code=code),
    )
    if attempt != HTTPStatus.OK:
        return _page(request, seal, again=form, status=attempt)
    return _done(request, seal, _("The seal is in use again."))


@login_required
@require_POST
def renew(request: SignedInRequest, pk: int) -> HttpResponse:
    """A new key and certificate take its place, with password and code."""
    seal = _seen(request, pk)
    _require(may_with(request.user, seal).renew)
    form = HolderForm(request.POST, user=request.user, auto_id="renewal_%s")
    made: list[SealHolder] = []

    def act(code: str) -> None:
        keepers = keepers_of(seal)
        made.append(
            renew_test_seal(holder=seal, keepers=keepers, actor=request.user, code=code)
        )

    attempt = attempted(request, form, act)
    if attempt != HTTPStatus.OK:
        return _page(request, seal, renewal=form, status=attempt)
    return _done(request, made[0], _("The seal is renewed; the old one is out of use."))


def _with_reason(
    request: SignedInRequest,
    pk: int,
    allowed: Callable[[May], bool],
    act: Callable[[SealHolder, str], object],
) -> HttpResponse:
    seal = _seen(request, pk)
    _require(allowed(may_with(request.user, seal)))
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _("Say why; nothing was changed."))
        return redirect("workflow:holder", pk=pk)
    act(seal, form.cleaned_data["reason"])
    return _done(request, seal, _("The seal stands still."))


def _page(
    request: SignedInRequest,
    seal: SealHolder,
    *,
    delegation: DelegationForm | None = None,
    again: HolderForm | None = None,
    renewal: HolderForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "seal": seal,
        "state": state_of(seal),
        "may": may_with(request.user, seal),
        "keepers": keepers_of(seal),
        "delegations": delegations_of(seal),
        "moments": history_of(seal),
        "delegation": delegation
        or DelegationForm(user=request.user, people=colleagues_of(seal, request.user)),
        "again": again or HolderForm(user=request.user),
        "renewal": renewal or HolderForm(user=request.user, auto_id="renewal_%s"),
        "reason": ReasonForm(),
        "device": device_of(request.user),
    }
    return render(request, "workflow/holder.html", context, status=status)


def _seen(request: SignedInRequest, pk: int) -> SealHolder:
    return get_object_or_404(seals_seen_by(request.user), pk=pk)


def _require(allowed: bool) -> None:  # noqa: FBT001  what was asked, answered
    if not allowed:
        raise NotYours(_("This is not possible for you now; nothing was changed."))


def _done(request: SignedInRequest, seal: SealHolder, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect("workflow:holder", pk=seal.pk)


def _midnight(day: dt.date, later: int = 0) -> dt.datetime:
    """The beginning of a day here."""
    at = dt.datetime.combine(day + dt.timedelta(days=later), dt.time())
    return timezone.make_aware(at)
