"""The drawing list as a table goes in and out; the check of a set leaves as a table."""

from typing import Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from drawings.errors import DrawingError
from reviews.actions.mends import hand_in_list, withdraw_list
from reviews.forms.drawings import ListForm
from reviews.noting import Note
from reviews.reconciled import Row
from reviews.reconciling import ask_at_length
from reviews.spreadsheets import CSV, XLSX, csv_of, xlsx_of
from reviews.views.requests import SignedInRequest, case_seen_by
from reviews.views.sets import applicants_case, set_of
from reviews.views.uploads import reconciled
from storage.actions.blobs import file_of, store_chunks
from storage.sentences import one_by_one

PIECE: Final = 1 << 20
FORMS: Final = {"csv": CSV, "xlsx": XLSX}


@login_required
@require_POST
def give(request: SignedInRequest, serial: str) -> HttpResponse:
    """Hand in the drawing list as CSV or XLSX."""
    case = applicants_case(request, serial)
    form = ListForm(request.POST, request.FILES)
    if not form.is_valid():
        faults = [str(each) for errors in form.errors.values() for each in errors]
        messages.error(request, " ".join(faults))
        return redirect("reviews:upload", serial=serial)
    file = form.cleaned_data["list"]
    blob = store_chunks(file.chunks(PIECE), media_type="application/octet-stream")
    try:
        given = hand_in_list(
            case=case,
            submission=set_of(case),
            file_name=file.name or "",
            blob=blob,
            actor=request.user,
        )
    except DrawingError as error:
        messages.error(request, str(error))
    else:
        said = ngettext(
            "The list names %(count)s sheet; the table below holds it against the files.",
            "The list names %(count)s sheets; the table below holds it against the files.",
            len(given.entries),
        )
        messages.success(request, said % {"count": len(given.entries)})
    return redirect("reviews:upload", serial=serial)


@login_required
@require_POST
def take_back(request: SignedInRequest, serial: str) -> HttpResponse:
    """Let the lists that are drawn on sheets count again."""
    case = applicants_case(request, serial)
    withdraw_list(case=case, submission=set_of(case), actor=request.user)
    return redirect("reviews:upload", serial=serial)


@login_required
@require_safe
def given(request: SignedInRequest, serial: str) -> FileResponse:
    """The list as it was handed in; always a download."""
    case = case_seen_by(request, serial)
    listing = reconciled(request, case).listing
    if listing.given is None:
        raise Http404
    return FileResponse(
        file_of(listing.given.blob).open("rb"),
        as_attachment=True,
        filename=listing.given.file_name or "list",
        content_type="application/octet-stream",
    )


@login_required
@require_safe
def template(request: SignedInRequest, form: str) -> HttpResponse:
    """An empty drawing list to fill in."""
    note = _(
        "One row a sheet, below the head of the first page.\n"
        "Sheet number and sheet name are needed, the other columns may stay empty.\n"
        "Further columns and rows above the head do no harm."
    )
    heads = [*_heads()[:2], _("Discipline"), _("Scale"), _("Version")]
    name = _("drawing list")
    return _file(name, form, heads, [], note)


@login_required
@require_safe
def table(request: SignedInRequest, serial: str, form: str) -> HttpResponse:
    """The reconciliation as a table for a spreadsheet."""
    case = case_seen_by(request, serial)
    rows = reconciled(request, case).rows
    ask_at_length(rows)
    cells = [_cells(row) for row in rows]
    return _file(f"{case.serial}-sheets", form, _heads(), cells)


def _heads() -> list[str]:
    return [
        _("Sheet number"),
        _("Sheet name"),
        _("Discipline"),
        _("Scale"),
        _("Version"),
        _("Result"),
        "DWG",
        "PDF",
        _("Losses and remarks"),
    ]


def _file(
    name: str, form: str, heads: list[str], rows: list[list[str]], note: str = ""
) -> HttpResponse:
    if form not in FORMS:
        raise Http404
    is_csv = form == "csv"
    data = csv_of(heads, rows) if is_csv else xlsx_of(_("Sheets"), heads, rows, note)
    answer = HttpResponse(data, content_type=FORMS[form])
    answer["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=f"{name}.{form}"
    )
    return answer


def _cells(row: Row) -> list[str]:
    halves = [half.form if half else "" for half in (row.dwg, row.pdf)]
    return [
        row.number,
        row.name,
        row.discipline,
        row.scale,
        row.revision.version if row.revision else "",
        row.word,
        *halves,
        one_by_one([*(_told(note) for note in row.notes), *row.remarks]),
    ]


def _told(note: Note) -> str:
    values = {"text": note.text, "word": note.settled}
    return _("%(text)s (%(word)s)") % values if note.settled else note.text
