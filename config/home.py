"""The first page of each person: where their work is."""

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts.models import Membership, Organisation

Kind = Organisation.Kind
Role = Membership.Role

FIRST_PAGE: Final = (
    (Kind.REGULATOR, "", "reviews:oversight"),
    (Kind.WINDOW, "", "workflow:window"),
    (Kind.DEPARTMENT, Role.HEAD, "workflow:head"),
    (Kind.DEPARTMENT, "", "workflow:inbox"),
    (Kind.BUILDER, "", "reviews:cases"),
    (Kind.DESIGNER, "", "reviews:cases"),
)


def home(request: HttpRequest) -> HttpResponse:
    """Send a person to their work, everybody else to the public page."""
    if not request.user.is_authenticated:
        return redirect("reviews:public")
    seats = Membership.objects.filter(user=request.user).values_list(
        "organisation__kind", "role"
    )
    held = set(seats)
    for kind, role, page in FIRST_PAGE:
        if any(k == kind and (not role or r == role) for k, r in held):
            return redirect(page)
    return redirect("reviews:public")
