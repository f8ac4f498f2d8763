"""The conclusion of a department; a pass with sheets never opened is asked about first."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from reviews.access import own_review
from reviews.actions.conclusions import conclude_review
from reviews.agenda import by_discipline
from reviews.errors import NotReady, NotYours
from reviews.forms.reviewing import ConclusionForm
from reviews.models import Case, DepartmentReview
from reviews.opened import unopened_by
from reviews.standing import hindrances
from reviews.states import Result
from reviews.views.requests import SignedInRequest, case_seen_by
from reviews.views.sheet_context import strip_of
from reviews.views.sheet_panel import is_writer


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def conclusion(request: SignedInRequest, serial: str) -> HttpResponseBase:
    """GET: sheets that were never opened, before a pass. POST: say the conclusion.

    The head is next. A pass with sheets that nobody of the department has opened leads
    to the page that names them, unless the person says to go on (`anyway`).
    """
    case = case_seen_by(request, serial)
    review = own_review(request.user, case)
    if request.method != "POST":
        return _page(request, case, review)
    if review is None:
        raise NotYours(_("You do not review for a department of this case."))
    form = ConclusionForm(request.POST)
    if not form.is_valid():
        raise NotReady(_("Choose a result first."))
    result = form.cleaned_data["result"]
    if _is_asked_about(request, case, review, result):
        return _lead(request, "reviews:review_conclusion", serial)
    conclude_review(review=review, reviewer=request.user, result=result)
    messages.success(request, _("The conclusion lies with the head now."))
    return _lead(request, "reviews:workbench", serial)


def _is_asked_about(
    request: SignedInRequest, case: Case, review: DepartmentReview, result: str
) -> bool:
    """Whether the person has to be told of sheets first; what is refused anyway is not."""
    if result != Result.PASS or "anyway" in request.POST:
        return False
    if not is_writer(request.user, case, review) or hindrances(review):
        return False
    if case.opinions.open().filter(review__department=review.department_id).exists():
        return False
    return bool(unopened_by(review).lines)


def _page(
    request: SignedInRequest, case: Case, review: DepartmentReview | None
) -> HttpResponseBase:
    if review is None or not is_writer(request.user, case, review):
        return redirect("reviews:workbench", case.serial)
    unopened = unopened_by(review)
    if not unopened.lines:
        return redirect("reviews:workbench", case.serial)
    context = {
        **strip_of(case, request.user),
        "unopened": unopened,
        "groups": by_discipline(unopened.lines),
    }
    return render(request, "reviews/conclusion.html", context)


def _lead(request: SignedInRequest, name: str, serial: str) -> HttpResponse:
    target = redirect(name, serial)
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(status=204, headers={"HX-Redirect": target.url})
    return target
