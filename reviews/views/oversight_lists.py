"""The lists behind the regulator's figures, on the page and as a table to take along."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_safe

from reviews.access import waits_for
from reviews.holders import holder_name
from reviews.models import Case, DepartmentReview
from reviews.supervision import (
    CASE_FILTERS,
    PERIODS,
    REVIEW_FILTERS,
    Scene,
    scene_of,
    supervised_regions,
)
from reviews.views.oversight import period_of
from reviews.views.oversight_rows import Watched, watched
from reviews.views.requests import SignedInRequest
from storage.texts import is_key

ROWS = 30
FILTERS: Final[Mapping[str, object]] = {
    "underway": gettext_lazy("Under way"),
    "open": gettext_lazy("Reviews running"),
    "due": gettext_lazy("Due within 3 days"),
    "overdue": gettext_lazy("Overdue"),
    "meeting": gettext_lazy("In consultation"),
    "owed": gettext_lazy("Documents to follow"),
    "finished": gettext_lazy("Reviews finished"),
    "late": gettext_lazy("Reviews finished late"),
    "accepted": gettext_lazy("Accepted"),
    "first_round": gettext_lazy("First round released"),
    "passed": gettext_lazy("Passed"),
    "all": gettext_lazy("All cases"),
}
_RISKY: Final = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Listed:
    """One line: a case, or one department's review of it."""

    case: Case
    waits: str
    watched: Watched | None = None

    @property
    def review(self) -> DepartmentReview | None:
        """The review, in lists of reviews."""
        return self.watched.review if self.watched else None


@dataclass(frozen=True, slots=True)
class Choice:
    """What is asked for."""

    filter: str
    region: str
    sector: str
    period: str

    @property
    def params(self) -> str:
        """The choice as a query, to go on from."""
        return (
            f"filter={self.filter}&region={self.region}"
            f"&sector={self.sector}&period={self.period}&"
        )


@login_required
@require_safe
def oversight_cases(request: SignedInRequest) -> HttpResponse:
    """The cases or reviews behind one figure."""
    regions, choice = supervised_regions(request.user), _choice(request)
    if not regions:
        raise Http404
    page = Paginator(_keys(_scene(request, choice), choice), ROWS).get_page(
        request.GET.get("page")
    )
    context = {
        "page": page,
        "rows": _listed(page.object_list, choice),
        "choice": choice,
        "title": FILTERS[choice.filter],
        "filters": FILTERS.items(),
        "regions": regions,
        "periods": PERIODS.items(),
        "is_of_reviews": choice.filter in REVIEW_FILTERS,
    }
    return render(request, "reviews/oversight_cases.html", context)


@login_required
@require_safe
def oversight_table(request: SignedInRequest) -> StreamingHttpResponse:
    """The same list as CSV, with the mark by which spreadsheets know UTF-8."""
    if not supervised_regions(request.user):
        raise Http404
    choice = _choice(request)
    rows = _listed(_keys(_scene(request, choice), choice), choice)
    writer = csv.writer(_Echo())
    lines = (writer.writerow([_safe(cell) for cell in row]) for row in _table(rows))
    answer = StreamingHttpResponse(
        ("\ufeff" + line if not place else line for place, line in enumerate(lines)),
        content_type="text/csv; charset=utf-8",
    )
    day = f"{timezone.localdate():%Y%m%d}"
    name = f"lianshen-{choice.filter}-{day}.csv"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


class _Echo:
    """Gives back what is written, so that a table is sent line by line."""

    def write(self, value: str) -> str:
        return value


def _choice(request: SignedInRequest) -> Choice:
    asked = request.GET.get("filter", "")
    region = request.GET.get("region", "")
    return Choice(
        filter=asked if asked in FILTERS else "underway",
        region=region if is_key(region) else "",
        sector=request.GET.get("sector", "")[:16],
        period=period_of(request),
    )


def _scene(request: SignedInRequest, choice: Choice) -> Scene:
    scene = scene_of(request.user, choice.period)
    known = {region.pk for region in supervised_regions(request.user)}
    wanted = known & {int(choice.region)} if choice.region else known
    return scene.within(wanted, choice.sector)


def _keys(scene: Scene, choice: Choice) -> list[int]:
    if choice.filter in REVIEW_FILTERS:
        rows = sorted(
            scene.of_reviews(choice.filter), key=lambda r: (str(r.due_at), r.pk)
        )
        return [row.pk for row in rows]
    assert choice.filter in CASE_FILTERS  # noqa: S101  `_choice` knows both tables
    return sorted((row.pk for row in scene.of_cases(choice.filter)), reverse=True)


def _listed(keys: Iterable[int], choice: Choice) -> list[Listed]:
    if choice.filter in REVIEW_FILTERS:
        return [Listed(one.review.case, one.waits, one) for one in watched(keys)]
    cases = Case.objects.select_related("project__region").in_bulk(list(keys))
    return [Listed(case, holder_name(waits_for(case))) for case in cases.values()]


def _table(rows: Iterable[Listed]) -> Iterator[list[object]]:
    yield [
        _("Serial"),
        _("Project"),
        _("Region"),
        pgettext("column", "Department"),
        _("Round"),
        _("State"),
        _("Whose move"),
        _("Deadline"),
        _("Working days left"),
        _("Times urged"),
    ]
    for row in rows:
        review, project = row.review, row.case.project
        due = review.due_at if review else None
        yield [
            row.case.serial,
            project.name,
            project.region.name,
            review.department.name if review else "",
            review.round.number if review else row.case.round_number,
            review.get_state_display() if review else row.case.get_state_display(),
            row.waits,
            f"{timezone.localtime(due):%Y-%m-%d %H:%M}" if due else "",
            "" if row.watched is None or row.watched.left is None else row.watched.left,
            len(row.watched.urgings) if row.watched else "",
        ]


def _safe(cell: object) -> object:
    """A text that a spreadsheet would take for a formula is shown as text."""
    if isinstance(cell, str) and cell.startswith(_RISKY):
        return f"'{cell}"
    return cell
