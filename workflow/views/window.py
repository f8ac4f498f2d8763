"""The window: what lies there, and one case with its documents and its three endings."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from accounts.models import Membership, Organisation, User
from reviews.access import is_clerk, is_regulator
from reviews.clocks import city_calendar
from reviews.errors import NotReady
from reviews.models import Case
from reviews.routing import Routing, facts_from
from reviews.states import CaseState
from reviews.views.opening import panel_of
from reviews.views.requests import SignedInRequest, case_seen_by
from reviews.views.sets import set_seen_by
from storage.actions.blobs import file_of
from workflow.actions import course
from workflow.answer_days import answer_days_of
from workflow.counter import counter_of, place_of
from workflow.endings import DEFER, MAKE_GOOD, endings_of, outcome_of
from workflow.forms.deciding import DecisionForm, ReasonForm
from workflow.intake import form_of, intake_of

MEDIA = {"pdf": "application/pdf", "png": "image/png", "jpg": "image/jpeg"}


@login_required
@require_safe
def window(request: SignedInRequest) -> HttpResponse:
    """The cases that lie at the window, those that are due first before."""
    seats = [
        seat
        for seat in Membership.objects.of(request.user)
        if seat.organisation.kind == Organisation.Kind.WINDOW
    ]
    if not seats:
        raise Http404
    show = request.GET.get("show", "")
    context = {"counter": counter_of(seats), "show": show, "seats": seats}
    return render(request, "workflow/window.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def window_case(request: SignedInRequest, serial: str) -> HttpResponse:
    """One case: documents with evidence, departments with clauses, three endings."""
    case = windows_case(request, serial)
    if request.method != "POST":
        return case_page(request, case, DecisionForm(intake=intake_of(case)))
    form = DecisionForm(request.POST, intake=intake_of(case))
    if not form.is_valid():
        return case_page(request, case, form, status=422)
    _end(case, request.user, form)
    messages.success(request, _said(form.chosen))
    return redirect("workflow:window")


@login_required
@require_POST
def window_notice(request: SignedInRequest, serial: str) -> HttpResponse:
    """The notice and the button as they would be with what is chosen now."""
    case = windows_case(request, serial)
    form = DecisionForm(request.POST, intake=intake_of(case))
    form.is_valid()
    context = {"case": case, "outcome": _outcome(form), "may_decide": True}
    return render(request, "workflow/_window_preview.html", context)


@login_required
@require_POST
def window_refusal(request: SignedInRequest, serial: str) -> HttpResponse:
    """Refuse a case that does not belong here."""
    case = windows_case(request, serial)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        raise NotReady(_("A refusal needs its reason."))
    course.reject_case(
        case=case, actor=request.user, reason=form.cleaned_data["reason"]
    )
    messages.success(request, _("Not accepted. The builder reads the reason."))
    return redirect("workflow:window")


@login_required
@require_safe
def window_file(request: SignedInRequest, serial: str, code: str) -> FileResponse:
    """A document to look at inside the page; only what a browser shows without harm."""
    case = windows_case(request, serial)
    row = get_object_or_404(case.materials.select_related("blob"), code=code)
    form = form_of(row.blob)
    if row.blob is None or not form:
        raise Http404
    return FileResponse(
        file_of(row.blob).open("rb"), content_type=MEDIA[form], filename=row.file_name
    )


def windows_case(request: SignedInRequest, serial: str) -> Case:
    """The case, for the clerks of its region; the regulator may look."""
    case = case_seen_by(request, serial)
    if not is_clerk(request.user, case) and not is_regulator(request.user, case):
        raise Http404
    return case


def case_page(
    request: SignedInRequest, case: Case, form: DecisionForm, *, status: int = 200
) -> HttpResponse:
    """The desk with one case on it."""
    is_open = case.state == CaseState.SUBMITTED
    routing = Routing.from_dict(case.routing)
    context = {
        "case": case,
        "intake": form.intake,
        "form": form,
        "rows": form.rows(),
        "first": _first_to_look_at(form),
        "endings": endings_of(form.intake),
        "outcome": _outcome(form),
        "panel": panel_of(facts_from(case.project.facts), routing),
        "units": _units(case),
        "days": answer_days_of(case, city_calendar()) if is_open else None,
        "is_set_seen": set_seen_by(request.user, case) is not None,
        "place": place_of(case, list(Membership.objects.of(request.user))),
        "may_decide": is_open and is_clerk(request.user, case),
        "reason_form": ReasonForm(),
    }
    return render(request, "workflow/window_case.html", context, status=status)


def _end(case: Case, actor: User, form: DecisionForm) -> None:
    if form.chosen == MAKE_GOOD:
        course.return_case(case=case, actor=actor, remarks=form.remarks())
    else:
        promises = form.days() if form.chosen == DEFER else None
        course.accept_case(case=case, actor=actor, promises=promises)


def _said(ending: str) -> str:
    if ending == MAKE_GOOD:
        return _("The one-time notice has gone to the builder.")
    return _("Accepted. The departments have their tasks.")


def _outcome(form: DecisionForm) -> object:
    return outcome_of(
        form.intake, form.chosen, promises=form.promises(), remarks=form.remarks()
    )


def _first_to_look_at(form: DecisionForm) -> str:
    """The row that is open at first: one with an error, else one to judge."""
    for item, *fields in form.rows():
        if any(field is not None and field.errors for field in fields):
            return item.code
    late = [item for item in form.intake.items if item.tone == "late"]
    unsure = [item for item in form.intake.items if item.tone != "ok"]
    chosen = late or unsure
    return chosen[0].code if chosen else "drawings"


def _units(case: Case) -> dict[str, str]:
    """The department of each sector in the case's region."""
    region = case.project.region
    units = Organisation.objects.filter(
        kind=Organisation.Kind.DEPARTMENT,
        region__in=[region.pk, region.city_id or region.pk],
    ).order_by("-region__city_id")
    return {unit.sector: unit.short_name or unit.name for unit in units}
