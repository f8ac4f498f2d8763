"""What title blocks were read as is put right: one sheet, or all of them in one table."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from drawings.actions.corrections import SheetWords
from drawings.doubles import faces_of
from drawings.errors import DrawingError
from drawings.models import SheetRevision, Submission
from reviews.actions.mends import correct_sheets
from reviews.facewords import face_words_of
from reviews.forms.drawings import SheetForm, SheetRowForm
from reviews.models import Case
from reviews.views.requests import SignedInRequest
from reviews.views.sets import applicants_case, set_of
from reviews.views.uploads import after

ROWS: Final = 50
MOST_SENT: Final = 4 * ROWS
_PREFIX: Final = re.compile(r"f(\d{1,18})-number")


@dataclass(frozen=True, slots=True)
class Line:
    """A sheet with its fields and where they were read."""

    revision: SheetRevision
    form: SheetRowForm
    found: list[tuple[str, str, str]]


@dataclass(frozen=True, slots=True)
class Sent:
    """The rows that were written into: `gone` have no sheet any more, `met` are two for one."""

    lines: list[Line] = field(default_factory=list)
    gone: list[SheetRowForm] = field(default_factory=list)
    met: list[SheetRowForm] = field(default_factory=list)

    @property
    def is_valid(self) -> bool:
        """Whether every row that has a sheet can be kept."""
        return all(line.form.is_valid() for line in self.lines)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: SignedInRequest, serial: str, pk: int) -> HttpResponse:
    """Put right what the title block was read as, with the sheet beside the fields."""
    case = applicants_case(request, serial)
    revision = revision_of(set_of(case), pk)
    form = SheetForm(request.POST or None, initial=_read(revision))
    if request.method == "POST" and form.is_valid():
        words = {revision.face.pk: SheetWords(**form.cleaned_data)}
        correct_sheets(case=case, words=words, actor=request.user)
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
    """Every sheet with what its title block says, to be put right in one table.

    Rows go by a face, not by the sheet: while the table is filled in, files that arrive
    may pair anew. What was written for a sheet that is gone is told and shown again.
    """
    case = applicants_case(request, serial)
    revisions = set_of(case).revisions.select_related(
        "sheet", "dwg__file", "pdf__file", "submission"
    )
    sent = Sent()
    if request.method == "POST":
        sent = _sent(revisions, request.POST)
        is_kept = sent.is_valid and _keep(request, case, sent.lines)
        if is_kept and not (sent.gone or sent.met):
            return redirect("reviews:upload", serial=serial)
        if is_kept:
            sent = Sent(gone=sent.gone, met=sent.met)
    # Asked anew: what was kept may have paired sheets otherwise.
    page = Paginator(revisions.all(), ROWS).get_page(request.GET.get("page"))
    written = {line.revision.pk: line for line in sent.lines}
    shown = [
        written.pop(row.pk) if row.pk in written else _line(row)
        for row in page.object_list
    ]
    context = {
        "case": case,
        "page": page,
        "lines": [*written.values(), *shown],
        "gone": sent.gone,
        "met": sent.met,
        "params": "",
    }
    status = 422 if request.method == "POST" else 200
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
        source = sources.get(str(number.get("source", "")))
        sure = round(100 * float(number.get("confidence", 0)))
        values = {"source": source, "sure": sure}
        said = _("%(source)s, %(sure)s %% sure") % values if source else _("not found")
        if face.title_block.get("corrected"):
            said = _("put right by a person")
        elif face.title_block.get("inherited"):
            said = _("as in the set before")
        told.append((face.get_side_display(), str(number.get("value", "")), said))
    return told


def revision_of(submission: Submission, pk: int | None) -> SheetRevision:
    """A sheet of the set.

    Raises:
        Http404: it has none of this key.

    """
    rows = submission.revisions.select_related(
        "sheet", "dwg__file", "pdf__file", "submission"
    )
    return get_object_or_404(rows, pk=pk or 0)


def words_of(revision: SheetRevision, /, **said: str) -> SheetWords:
    """What a sheet is called now, but for what is `said`."""
    return SheetWords(**(_read(revision) | said))


def _sent(revisions: Iterable[SheetRevision], said: QueryDict) -> Sent:
    """The rows that were written into, by the sheets that their faces belong to now."""
    owners = {face.pk: row for row in revisions for face in faces_of(row)}
    taken: dict[int, SheetRowForm] = {}
    sent = Sent()
    for face, form in _changed(said):
        row = owners.get(face)
        if row is None:
            sent.gone.append(form)
        elif row.pk in taken:
            sent.met.append(form)
        else:
            taken[row.pk] = form
            sent.lines.append(Line(row, form, findings_of(row)))
    return sent


def _changed(said: QueryDict) -> Iterable[tuple[int, SheetRowForm]]:
    matches = [match for key in said if (match := _PREFIX.fullmatch(key))]
    for match in matches[:MOST_SENT]:
        form = SheetRowForm(said, prefix=f"f{match[1]}")
        # Against what the person saw, not against what stands there now.
        if form.has_changed():
            yield int(match[1]), form


def _line(row: SheetRevision) -> Line:
    form = SheetRowForm(initial=_read(row), prefix=f"f{row.face.pk}")
    return Line(row, form, findings_of(row))


def _keep(request: SignedInRequest, case: Case, lines: Sequence[Line]) -> bool:
    """Keep every row or none; the first that cannot be kept says why."""
    words: Mapping[int, SheetWords] = {
        line.revision.face.pk: SheetWords(**line.form.cleaned_data) for line in lines
    }
    try:
        correct_sheets(case=case, words=words, actor=request.user)
    except DrawingError as error:
        messages.error(request, _("Nothing was changed. %(why)s") % {"why": error})
        return False
    kept = ngettext(
        "%(count)s sheet put right.", "%(count)s sheets put right.", len(lines)
    )
    messages.success(request, kept % {"count": len(lines)})
    return True


def _read(revision: SheetRevision) -> dict[str, str]:
    return {
        "number": revision.sheet.number,
        "name": revision.name or revision.sheet.name,
        "discipline": revision.sheet.discipline,
        "scale": face_words_of([revision])[revision.pk].scale.surer,
        "revision": revision.label,
    }
