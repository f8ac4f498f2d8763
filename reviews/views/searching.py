"""The search over all sheets that a person may see."""

from typing import Final

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from accounts.models import Organisation
from reviews.forms.searching import FilterForm
from reviews.models import Case
from reviews.searching.asking import Question, question_in
from reviews.searching.directly import named_in
from reviews.searching.finding import find_sheets
from reviews.searching.seeing import Sight
from reviews.views.requests import SignedInRequest

CASES_OFFERED: Final = 50


@login_required
@require_safe
def search(request: SignedInRequest) -> HttpResponse:
    """Cases, sheets and opinions that are named outright; then what sheets say."""
    values = {
        key: value for key, value in request.GET.items() if isinstance(value, str)
    }
    question = question_in(values)
    sight = Sight(request.user)
    found = find_sheets(sight, question, values.get("page", ""))
    asked = _asked(question)
    context = {
        # the page is the search box; a second one in the header would only confuse
        "search_url": "",
        "question": question,
        "found": found,
        "named": named_in(sight, question.query),
        "form": _form(sight, question, asked),
        "params": urlencode(asked) + "&",
        "without_filters": urlencode({"q": question.query}),
        "with_older": urlencode({**asked, "versions": "all"}),
    }
    return render(request, "reviews/search.html", context)


def _asked(question: Question) -> dict[str, str]:
    asked = {
        "q": question.query,
        "case": question.serial,
        "discipline": question.discipline,
        "sector": question.sector,
        "side": question.side,
        "versions": question.versions,
    }
    return {key: value for key, value in asked.items() if value}


def _form(sight: Sight, question: Question, asked: dict[str, str]) -> FilterForm:
    cases = list(
        sight.cases.order_by("-opened_at").values_list("serial", "project__name")[
            :CASES_OFFERED
        ]
    )
    offered = {serial for serial, _ in cases}
    if question.serial and question.serial not in offered:
        kept = sight.cases.filter(serial=question.serial)
        cases += list(kept.values_list("serial", "project__name"))
    return FilterForm(
        asked,
        cases=[(serial, f"{serial} {name}") for serial, name in cases],
        sectors=_sectors(sight),
    )


def _sectors(sight: Sight) -> list[tuple[str, str]]:
    rows = (
        Organisation.objects.filter(
            kind=Organisation.Kind.DEPARTMENT,
            department_reviews__case__in=Case.objects.filter(
                pk__in=sight.cases.values("pk")
            ),
        )
        .order_by("pk")
        .values_list("sector", "short_name", "name")
        .distinct()
    )
    return [(sector, short or name) for sector, short, name in rows]
