"""The documents of a case: handed in, promised, missing."""

import datetime as dt
from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from reviews.access import is_applicant_side
from reviews.actions.cases import hand_in_material
from reviews.clocks import city_calendar
from reviews.forms.builder import PAPERS, PaperForm
from reviews.materials import MATERIAL_NAMES
from reviews.models import Case, Material
from reviews.promises import sheet_promises
from reviews.states import CASE, CaseState, MaterialState
from reviews.usage import workdays_between
from reviews.views.requests import SignedInRequest, case_seen_by
from reviews.views.sets import applicants_case
from storage import clock
from storage.actions.blobs import file_of, store_chunks

PIECE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Entry:
    """One document with its name, what it holds up and how many days are left."""

    material: Material
    name: str
    effect: str
    tone: str
    word: str


@dataclass(frozen=True, slots=True)
class Ledger:
    """The documents of a case; `owed` are those that are not there."""

    owed: list[Entry]
    present: list[Entry]
    takes_more: bool

    @property
    def promised(self) -> int:
        """How many are on a promise."""
        state = MaterialState.PROMISED
        return sum(entry.material.state == state for entry in self.owed)


def ledger_of(case: Case) -> Ledger:
    """What a case has and owes of documents (容缺台账)."""
    entries = [
        _entry(material)
        for material in case.materials.select_related("promised_by", "blob")
    ]
    present = [e for e in entries if e.material.state == MaterialState.PRESENT]
    owed = [e for e in entries if e.material.state != MaterialState.PRESENT]
    is_over = CASE.is_final(CaseState(case.state)) or case.state == CaseState.ISSUED
    return Ledger(owed, present, takes_more=not is_over)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def materials(request: SignedInRequest, serial: str) -> HttpResponse:
    """The list of documents; each can be handed in."""
    if request.method == "POST":
        return _take(request, serial)
    case = case_seen_by(request, serial)
    return _page(request, case, None)


@login_required
@require_safe
def material_file(request: SignedInRequest, serial: str, code: str) -> FileResponse:
    """One document as it was handed in; always a download, never shown."""
    case = case_seen_by(request, serial)
    row = get_object_or_404(case.materials.select_related("blob"), code=code)
    if row.blob is None:
        raise Http404
    return FileResponse(
        file_of(row.blob).open("rb"),
        as_attachment=True,
        filename=row.file_name or code,
        content_type="application/octet-stream",
    )


def _take(request: SignedInRequest, serial: str) -> HttpResponse:
    case = applicants_case(request, serial)
    form = PaperForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, case, form)
    file: UploadedFile[bytes] = form.cleaned_data["file"]
    blob = store_chunks(
        file.chunks(PIECE), media_type=file.content_type or "application/octet-stream"
    )
    hand_in_material(
        case=case,
        code=form.cleaned_data["code"],
        blob=blob,
        file_name=file.name or "",
        actor=request.user,
    )
    return redirect("reviews:materials", serial=serial)


def _page(request: SignedInRequest, case: Case, form: PaperForm | None) -> HttpResponse:
    context = {
        "case": case,
        "ledger": ledger_of(case),
        "promised": sheet_promises(case),
        "form": form,
        "may_hand_in": is_applicant_side(request.user, case),
        "kinds": ",".join(PAPERS),
    }
    status = 422 if form is not None else 200
    return render(request, "reviews/materials.html", context, status=status)


def _entry(material: Material) -> Entry:
    sentence = MATERIAL_NAMES.get(material.code)
    name = sentence.told(_) if sentence else material.code
    tone, word = _standing(material)
    effect = (
        _("No acceptance without it")
        if material.blocks == "acceptance"
        else _("No certificate without it")
    )
    return Entry(material, name, effect, tone, word)


def _standing(material: Material) -> tuple[str, str]:
    if material.state != MaterialState.PROMISED or material.promised_until is None:
        tone = "late" if material.is_essential else "warn"
        if material.state == MaterialState.PRESENT:
            tone = "ok"
        return tone, material.get_state_display()
    today, until = clock.today(), material.promised_until
    if until < today:
        return "late", _("promise broken")
    return "warn", _left(today, until)


def _left(today: dt.date, until: dt.date) -> str:
    days = workdays_between(city_calendar(), today, until)
    if not days:
        return _("promised")
    return ngettext(
        "%(count)s working day left", "%(count)s working days left", days
    ) % {"count": days}
