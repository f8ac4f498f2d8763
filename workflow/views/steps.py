"""The steps of builder and design firm: hand a case in, send a revision back."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from reviews.access import is_applicant_side, is_builder
from reviews.forms.builder import WithdrawalForm
from reviews.models import Case
from reviews.promises import sheet_promises
from reviews.reconciling import reconcile_set
from reviews.routing import Routing, facts_from
from reviews.states import CASE, CaseState, MaterialState
from reviews.tallying import Tally
from reviews.views.materials import ledger_of
from reviews.views.opening import panel_of
from reviews.views.requests import SignedInRequest, case_seen_by
from reviews.views.sets import applicants_case, set_of
from workflow.actions import course


@dataclass(frozen=True, slots=True)
class Check:
    """One thing to look at before handing in; `tone` late: it cannot be done like this.

    `promised`: it is to follow, and what is handed in says so.
    """

    tone: str
    text: str
    page: str


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def submit(request: SignedInRequest, serial: str) -> HttpResponse:
    """Look the case through, confirm it, hand it in."""
    if request.method == "POST":
        case = applicants_case(request, serial)
        course.submit_case(case=case, actor=request.user)
        messages.success(request, _("Handed in. The window checks the documents next."))
        return redirect("reviews:case", serial=serial)
    case = case_seen_by(request, serial)
    checks = checks_of(case)
    context = {
        "case": case,
        "checks": checks,
        "is_blocked": any(check.tone == "late" for check in checks),
        "panel": panel_of(
            facts_from(case.project.facts), Routing.from_dict(case.routing)
        ),
        "is_applicant": is_applicant_side(request.user, case),
        "is_builder": is_builder(request.user, case),
        "is_open": case.state in {CaseState.DRAFT, CaseState.RETURNED},
    }
    return render(request, "workflow/submit.html", context)


@login_required
@require_POST
def submit_revision(request: SignedInRequest, serial: str) -> HttpResponse:
    """Send answers and revised sheets back to every department at once."""
    case = applicants_case(request, serial)
    course.submit_revision(case=case, actor=request.user)
    messages.success(
        request, _("Sent back. Every department reviews again at the same time.")
    )
    return redirect("reviews:case", serial=serial)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: SignedInRequest, serial: str) -> HttpResponse:
    """Take the case back: GET says what that means, POST does it, with a reason."""
    case = case_seen_by(request, serial)
    if not is_builder(request.user, case):
        raise Http404
    may_withdraw = CASE.may_move(CaseState(case.state), CaseState.WITHDRAWN)
    form = WithdrawalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        course.withdraw_case(
            case=case, actor=request.user, reason=form.cleaned_data["reason"]
        )
        messages.success(request, _("The case is taken back. Nothing of it is lost."))
        return redirect("reviews:case", serial=serial)
    context = {"case": case, "form": form, "may_withdraw": may_withdraw}
    status = 422 if request.method == "POST" else 200
    return render(request, "workflow/withdraw.html", context, status=status)


def checks_of(case: Case) -> list[Check]:
    """What a person should know before a case is handed in."""
    return [*_checks_of_drawings(case), *_checks_of_papers(case)]


def _checks_of_drawings(case: Case) -> list[Check]:
    found = reconcile_set(set_of(case))
    tally = Tally.of(found)
    if not found.sheet_count:
        return [Check("late", _("There is no sheet yet."), "reviews:upload")]
    checks = [
        Check(
            "ok",
            ngettext(
                "%(sheets)s sheet, %(paired)s with both faces",
                "%(sheets)s sheets, %(paired)s with both faces",
                found.sheet_count,
            )
            % {"sheets": found.sheet_count, "paired": len(found.of("paired"))},
            "reviews:upload",
        )
    ]
    checks += [Check("late", said, "reviews:upload") for said in tally.hindrances]
    if tally.look:
        checks.append(Check("warn", tally.look_words, "reviews:upload"))
    checks += [
        Check("promised", promise.sentence, "reviews:upload")
        for promise in sheet_promises(case)
        if not promise.is_kept
    ]
    for note in found.seals:
        tone = ("late" if note.is_blocking else "warn") if note.is_open else "ok"
        said = f"{note.title}: {note.settled or note.text}"
        checks.append(Check(tone, said, "reviews:upload"))
    return checks


def _checks_of_papers(case: Case) -> list[Check]:
    ledger = ledger_of(case)
    present = len(ledger.present)
    text = ngettext(
        "%(count)s document handed in", "%(count)s documents handed in", present
    ) % {"count": present}
    checks = [Check("ok" if present else "warn", text, "reviews:materials")]
    for entry in ledger.owed:
        if entry.material.state == MaterialState.PROMISED:
            continue
        if entry.material.is_essential:
            text = _("%(name)s: the window does not accept the case without it")
        else:
            text = _("%(name)s: may follow later on a promise")
        checks.append(Check("warn", text % {"name": entry.name}, "reviews:materials"))
    return checks
