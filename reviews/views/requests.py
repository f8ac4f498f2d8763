"""What every screen of a case begins with: who asks, which case, may they see it."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from accounts.models import User
from reviews.models import Case


class SignedInRequest(HttpRequest):
    """A request behind `login_required`: its user is a person."""

    user: User


def case_seen_by(request: SignedInRequest, serial: str) -> Case:
    """The case, if the person may see it; to everybody else it is not there."""
    return get_object_or_404(
        Case.objects.seen_by(request.user).select_related(
            "project__builder", "project__designer", "project__region"
        ),
        serial=serial,
    )
