"""A case is opened and its facts are declared, with the routing beside the form."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.forms import ModelChoiceField
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import Organisation
from drawings.models import Project
from reviews.access import is_applicant_side
from reviews.actions.cases import declare_facts
from reviews.actions.opening import Opening, Place, begin_case
from reviews.forms.project import CaseForm, FactsForm
from reviews.materials import Need, needed_materials
from reviews.models import Case
from reviews.routing import (
    Decision,
    ProjectFacts,
    Routing,
    facts_from,
    facts_to_dict,
    route,
)
from reviews.routing import hints as hints_of
from reviews.routing.facts import faults_of
from reviews.states import CaseState
from reviews.views.requests import SignedInRequest, case_seen_by
from reviews.views.sets import applicants_case
from storage import clock
from storage.texts import is_key

WORK: Final = {
    "housing": gettext_lazy("Technical review of construction drawings"),
    "fire": gettext_lazy("Review of the fire design"),
    "airdefence": gettext_lazy("Review of the air-defence design"),
    "planning": gettext_lazy("Check against the planning conditions"),
    "meteorology": gettext_lazy("Review of lightning protection"),
}
"""What each sector reviews, as pages say it; letters name it in Chinese alone."""


@dataclass(frozen=True, slots=True)
class Route:
    """One department in the panel: its decision, told, and what would turn it."""

    decision: Decision
    work: str
    reason: str
    duty: str
    hints: list[str]


@dataclass(frozen=True, slots=True)
class Panel:
    """Everything that follows from the facts."""

    needed: list[Route]
    not_needed: list[Route]
    essential: list[str]
    deferrable: list[tuple[str, int]]
    version: str
    is_complete: bool


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_case(request: SignedInRequest) -> HttpResponse:
    """Open a case: project, telephone, facts."""
    kinds = [Organisation.Kind.BUILDER, Organisation.Kind.DESIGNER]
    if not request.user.seats.filter(organisation__kind__in=kinds).exists():
        raise PermissionDenied(_("Only the builder or the design firm opens a case."))
    if request.method != "POST":
        first = ProjectFacts()
        form = CaseForm(user=request.user, initial=_declared(facts_to_dict(first)))
        known = _known(form, request.GET.get("project", ""))
        if known is not None:
            first = facts_from(known.facts)
            given = {**_declared(known.facts), "project": known.pk}
            form = CaseForm(user=request.user, initial=given)
        return _opening(request, form, first, 200)
    form = CaseForm(request.POST, user=request.user)
    if not form.is_valid():
        return _opening(request, form, form.facts_so_far(), 422)
    case = begin_case(opening=_opening_of(form), actor=request.user)
    return redirect("reviews:upload", serial=case.serial)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def facts(request: SignedInRequest, serial: str) -> HttpResponse:
    """Declare the facts of a case again; the same page shows them when they are frozen."""
    if request.method == "POST":
        return _declare(request, serial)
    case = case_seen_by(request, serial)
    form = FactsForm(initial=_declared(case.project.facts))
    return _facts_page(request, case, form, facts_from(case.project.facts))


@login_required
@require_POST
def routing(request: SignedInRequest) -> HttpResponse:
    """What follows from the facts as they are typed; nothing is kept."""
    form = FactsForm(request.POST)
    context = {"panel": panel_of(form.facts_so_far())}
    return render(request, "reviews/_routing.html", context)


def panel_of(facts: ProjectFacts, routing: Routing | None = None) -> Panel:
    """The routing told to a person, by the rules of today or as it was decided."""
    today = clock.today()
    decided = routing or route(facts, today)
    turning: dict[str, list[str]] = {}
    is_complete = not faults_of(facts)
    # A fact that nobody declared yet, or that is frozen, is nothing to be turned.
    is_open = is_complete and routing is None
    for hint in hints_of(facts, today) if is_open else ():
        turning.setdefault(hint.sector, []).append(hint.sentence.told(_))
    needs = needed_materials(facts, decided)
    return Panel(
        needed=[_route(one, turning) for one in decided.needed()],
        not_needed=[_route(one, turning) for one in decided.not_needed()],
        essential=[_name(need) for need in needs if need.is_essential],
        deferrable=[
            (_name(need), need.promise_days) for need in needs if not need.is_essential
        ],
        version=decided.rule_version,
        is_complete=is_complete,
    )


def _route(decision: Decision, turning: dict[str, list[str]]) -> Route:
    return Route(
        decision=decision,
        work=str(WORK.get(decision.sector, decision.sector)),
        reason=decision.reason.told(_),
        duty=decision.duty.told(_) if decision.duty else "",
        hints=turning.get(decision.sector, [])[:2],
    )


def _name(need: Need) -> str:
    return need.name.told(_)


def _declared(facts: Mapping[str, object]) -> dict[str, object]:
    """Facts as a form begins with them: 0 stands for not declared, and stays empty."""
    return {name: value for name, value in facts.items() if value}


def _known(form: CaseForm, key: str) -> Project | None:
    """The project that a change is handed in for, if the person may choose it."""
    field = form.fields["project"]
    assert isinstance(field, ModelChoiceField)  # noqa: S101
    rows = field.queryset
    if rows is None or not is_key(key):
        return None
    found = rows.filter(pk=int(key)).first()
    return found if isinstance(found, Project) else None


def _opening(
    request: SignedInRequest, form: CaseForm, facts: ProjectFacts, status: int
) -> HttpResponse:
    context = {"form": form, "panel": panel_of(facts)}
    return render(request, "reviews/new_case.html", context, status=status)


def _opening_of(form: CaseForm) -> Opening:
    cleaned = form.cleaned_data
    project: Project | Place = cleaned["project"] or Place(
        name=cleaned["name"],
        region=cleaned["region"],
        builder=cleaned["builder"],
        designer=cleaned["designer"],
        code=cleaned["code"],
        address=cleaned["address"],
    )
    return Opening(project=project, facts=form.facts(), phone=cleaned["phone"])


def _declare(request: SignedInRequest, serial: str) -> HttpResponse:
    case = applicants_case(request, serial)
    form = FactsForm(request.POST)
    if not form.is_valid():
        return _facts_page(request, case, form, form.facts_so_far(), status=422)
    declare_facts(case=case, facts=form.facts(), actor=request.user)
    return redirect("reviews:case", serial=serial)


def _facts_page(
    request: SignedInRequest,
    case: Case,
    form: FactsForm,
    facts: ProjectFacts,
    *,
    status: int = 200,
) -> HttpResponse:
    may_declare = is_applicant_side(request.user, case) and case.state in {
        CaseState.DRAFT,
        CaseState.RETURNED,
    }
    decided = None if may_declare else Routing.from_dict(case.routing)
    context = {
        "case": case,
        "form": form,
        "panel": panel_of(facts, decided),
        "may_declare": may_declare,
    }
    return render(request, "reviews/facts.html", context, status=status)
