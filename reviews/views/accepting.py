"""Many changes of a sheet accepted at once: of one kind, of one region, or all."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from reviews.access import own_review
from reviews.actions.ticks import accept_changes
from reviews.differences import ChangeLine, lines_of
from reviews.errors import NotReady, NotYours
from reviews.forms.reviewing import AcceptForm
from reviews.telling import opinions_told
from reviews.views.comparisons import comparison_seen_by, is_shown
from reviews.views.requests import SignedInRequest, case_seen_by


@login_required
@require_POST
def accept(request: SignedInRequest, serial: str, comparison_id: int) -> HttpResponse:
    """Accept what passes the filter of the list: of one kind, of one region, or all."""
    case = case_seen_by(request, serial)
    comparison = comparison_seen_by(request.user, case, comparison_id)
    review = own_review(request.user, case)
    if review is None:
        raise NotYours(_("You do not review for a department of this case."))
    form = AcceptForm(request.POST)
    if not form.is_valid():
        raise NotReady(_("Say which changes: of one kind, or of one region."))
    told = form.cleaned_data
    rows = lines_of(comparison, opinions_told(request.user, case), review)
    wanted = [
        line for line in rows if is_shown(line, told["show"]) and _is_of(line, told)
    ]
    count = accept_changes(
        comparison=comparison,
        changes=[line.change.index for line in wanted],
        review=review,
        reviewer=request.user,
    )
    words = ngettext("%(count)s change accepted.", "%(count)s changes accepted.", count)
    messages.success(request, words % {"count": count})
    answer = redirect("reviews:compare", serial, comparison_id)
    if told["show"]:
        answer["Location"] += f"?show={told['show']}"
    return answer


def _is_of(line: ChangeLine, told: dict[str, Any]) -> bool:
    if told["whole"]:
        return True
    if told["kind"]:
        is_listed = told["until"] is None or line.number <= told["until"]
        return is_listed and bool(line.change.kind == told["kind"])
    return bool(line.change.region == told["region"])
