"""Pages for everybody: how far a case is, and where to check what was issued."""

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from reviews.forms.public import ProgressForm
from reviews.progress import PublicProgress, progress_of
from storage.attempts import Attempts, address_of

BY_ADDRESS: Final = Attempts("progress-address", most=10, seconds=600)
BY_CODE: Final = Attempts("progress-code", most=20, seconds=3600)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def public(request: HttpRequest) -> HttpResponse:
    """Ask how far a case is, with its code and telephone; check what was issued.

    Whatever is wrong gets the same words, and too many wrong ones from one place, or
    for one code, get none for a while.
    """
    if request.method != "POST":
        return _page(request, ProgressForm())
    form = ProgressForm(request.POST)
    if _has_to_wait(request):
        form.full_clean()
        form.add_error(
            None, _("Too many attempts. Please wait ten minutes and try again.")
        )
        return _page(request, form, status=429)
    found = progress_of(**form.cleaned_data) if form.is_valid() else None
    if found is None:
        _count(request)
        form = ProgressForm(request.POST)
        form.full_clean()
        form.errors.clear()
        form.add_error(
            None,
            _(
                "No case was found for this code and telephone. "
                "Please compare both with the notice of acceptance."
            ),
        )
        return _page(request, form, status=422)
    return _page(request, form, found)


def _page(
    request: HttpRequest,
    form: ProgressForm,
    found: PublicProgress | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    context = {"form": form, "found": found}
    return render(request, "reviews/public.html", context, status=status)


def _has_to_wait(request: HttpRequest) -> bool:
    return BY_ADDRESS.are_used_up(address_of(request)) or BY_CODE.are_used_up(
        _code(request)
    )


def _count(request: HttpRequest) -> None:
    BY_ADDRESS.count(address_of(request))
    BY_CODE.count(_code(request))


def _code(request: HttpRequest) -> str:
    return "".join(request.POST.get("code", "")[:60].split()).upper()
