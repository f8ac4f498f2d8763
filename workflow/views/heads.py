"""The desk of a head."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import Membership
from reviews.views.requests import SignedInRequest
from workflow.agenda import departments_of


@login_required
@require_safe
def head(request: SignedInRequest) -> HttpResponse:
    """What waits for the head of a department."""
    units = departments_of(request.user, Membership.Role.HEAD)
    if not units:
        raise Http404
    return render(request, "workflow/head.html", {"units": units})
