"""The table of a set is put right: one click, one sheet, or all of them in one form."""

from typing import Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from drawings.actions.corrections import SheetWords, correct_sheet, part_faces
from drawings.actions.settling import settle_remark
from drawings.actions.uploads import withdraw_file
from drawings.errors import DrawingError
from drawings.models import Face, SheetRevision, Submission
from reviews.actions.cases import unconfirm_case
from reviews.forms.builder import MendForm, SheetForm
from reviews.mending import Act
from reviews.models import Case
from reviews.views.requests import SignedInRequest
from reviews.views.sets import applicants_case, set_of
from reviews.views.uploads import after

ROWS = 50
FIELDS: Final = {
    Act.NUMBER: "number",
    Act.NAME: "name",
    Act.DISCIPLINE: "discipline",
    Act.VERSION: "revision",
}
"""The word of the title block that a click takes over; the others keep all words."""


@login_required
@require_POST
def mend(request: SignedInRequest, serial: str) -> HttpResponse:
    """One click of the table: take over a number or a name, join, part, settle."""
    case = applicants_case(request, serial)
    form = MendForm(request.POST)
    if not form.is_valid():
        messages.warning(
            request,
            _(
                "Nothing was changed: please choose a day that lies ahead, within 20 days."
            )
            if form.has_error("until")
            else _("Nothing was changed: please try the click again."),
        )
        return after(request, case)
    unconfirm_case(case=case)
    if form.cleaned_data["act"] == Act.SETTLE:
        settle_remark(
            submission=set_of(case),
            code=form.cleaned_data["code"],
            subject=form.cleaned_data["subject"],
            answer=form.cleaned_data["value"],
            until=form.cleaned_data["until"],
            actor=request.user,
        )
    else:
        _mend_sheet(request, set_of(case), form)
    return after(request, case)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: SignedInRequest, serial: str, pk: int) -> HttpResponse:
    """Put right what the title block was read as, with the sheet beside the fields."""
    case = applicants_case(request, serial)
    revision = _revision(set_of(case), pk)
    form = SheetForm(request.POST or None, initial=_read(revision))
    if request.method == "POST" and form.is_valid():
        unconfirm_case(case=case)
        words = SheetWords(**form.cleaned_data)
        correct_sheet(revision=revision, actor=request.user, words=words)
        return after(request, case)
    is_part = request.headers.get("HX-Request")
    template = "_correction.html" if is_part else "correct.html"
    context = {
        "case": case,
        "revision": revision,
        "form": form,
        "found": findings_of(revision),
    }
    status = 422 if form.is_bound else 200
    return render(request, f"reviews/{template}", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def corrections(request: SignedInRequest, serial: str) -> HttpResponse:
    """Every sheet with what its title block says, to be put right in one table."""
    case = applicants_case(request, serial)
    revisions = set_of(case).revisions.select_related(
        "sheet", "dwg__file", "pdf__file", "submission"
    )
    page = Paginator(revisions, ROWS).get_page(request.GET.get("page"))
    sent = request.POST if request.method == "POST" else None
    rows = [
        (
            row,
            SheetForm(sent, initial=_read(row), prefix=f"s{row.pk}"),
            findings_of(row),
        )
        for row in page.object_list
    ]
    if sent is not None:
        changed = [(row, form) for row, form, _found in rows if form.has_changed()]
        if all(form.is_valid() for _row, form in changed) and _keep_all(
            request, case, changed
        ):
            return redirect("reviews:upload", serial=serial)
    context = {"case": case, "page": page, "rows": rows, "params": ""}
    status = 422 if sent is not None else 200
    return render(request, "reviews/corrections.html", context, status=status)


def findings_of(revision: SheetRevision) -> list[tuple[str, str, str]]:
    """Side, what was read as the number, and from where, for each face."""
    sources = {
        "attribute": _("from an attribute"),
        "text": _("from the text"),
        "recognised": _("from the shape of letters"),
        "filename": _("from the file name"),
        "layout": _("from the layout's name"),
    }
    told = []
    for face in (revision.dwg, revision.pdf):
        if face is None:
            continue
        number = face.title_block.get("number", {})
        source = sources.get(str(number.get("source", "")), _("not found"))
        sure = round(100 * float(number.get("confidence", 0)))
        said = _("%(source)s, %(sure)s %% sure") % {"source": source, "sure": sure}
        if face.title_block.get("corrected"):
            said = _("put right by a person")
        elif face.title_block.get("inherited"):
            said = _("as in the set before")
        told.append((face.get_side_display(), str(number.get("value", "")), said))
    return told


def _keep_all(
    request: SignedInRequest, case: Case, changed: list[tuple[SheetRevision, SheetForm]]
) -> bool:
    """Keep every row or none; the first that cannot be kept says why."""
    if changed:
        unconfirm_case(case=case)
    try:
        with transaction.atomic():
            for row, form in changed:
                revision = _again(row)
                words = SheetWords(**form.cleaned_data)
                correct_sheet(revision=revision, actor=request.user, words=words)
    except DrawingError as error:
        messages.error(request, _("Nothing was changed. %(why)s") % {"why": error})
        return False
    kept = ngettext(
        "%(count)s sheet put right.", "%(count)s sheets put right.", len(changed)
    )
    messages.success(request, kept % {"count": len(changed)})
    return True


def _again(row: SheetRevision) -> SheetRevision:
    """The sheet of a face as it stands now: correcting others may have moved it."""
    side = "pdf" if row.pdf_id else "dwg"
    return SheetRevision.objects.select_related("sheet", "dwg__file", "pdf__file").get(
        **{side: getattr(row, f"{side}_id")}
    )


def _mend_sheet(
    request: SignedInRequest, submission: Submission, form: MendForm
) -> None:
    revision = _revision(submission, form.cleaned_data["sheet"])
    act, value = form.cleaned_data["act"], form.cleaned_data["value"]
    match act:
        case Act.APART:
            part_faces(revision=revision, actor=request.user)
        case Act.DROP:
            for file in {f.file_id: f.file for f in _faces(revision)}.values():
                withdraw_file(file=file, actor=request.user)
        case Act.JOIN:
            other = _revision(submission, int(value) if value.isdecimal() else 0)
            _say(request, other, number=revision.sheet.number, name=revision.name)
        case _:
            field = FIELDS.get(act)
            _say(request, revision, **({field: value} if field else {}))


def _say(request: SignedInRequest, row: SheetRevision, **said: str) -> None:
    words = SheetWords(**(_read(row) | said))
    correct_sheet(revision=row, actor=request.user, words=words)


def _revision(submission: Submission, pk: int | None) -> SheetRevision:
    rows = submission.revisions.select_related(
        "sheet", "dwg__file", "pdf__file", "submission"
    )
    return get_object_or_404(rows, pk=pk or 0)


def _read(revision: SheetRevision) -> dict[str, str]:
    scales = [face.scale for face in _faces(revision) if face.scale]
    return {
        "number": revision.sheet.number,
        "name": revision.name or revision.sheet.name,
        "discipline": revision.sheet.discipline,
        "scale": scales[0] if scales else "",
        "revision": revision.label,
    }


def _faces(revision: SheetRevision) -> list[Face]:
    return [face for face in (revision.pdf, revision.dwg) if face is not None]
