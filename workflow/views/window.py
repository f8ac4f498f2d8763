"""The window: what lies there."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from reviews.views.requests import SignedInRequest


@login_required
@require_safe
def window(request: SignedInRequest) -> HttpResponse:
    """The cases that lie at the window."""
    return render(request, "workflow/window.html", {})
