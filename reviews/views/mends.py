"""The table of a set is put right by clicks: each does one thing to one sheet or remark."""

from typing import Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from drawings.doubles import faces_of
from drawings.models import SheetRevision, Submission
from reviews.actions.mends import (
    correct_sheets,
    part_sheet,
    replace_earlier,
    settle,
    take_out_files,
)
from reviews.facewords import words_of_two
from reviews.forms.drawings import MendForm
from reviews.mending import Act
from reviews.models import Case
from reviews.views.corrections import revision_of, words_of
from reviews.views.requests import SignedInRequest
from reviews.views.sets import applicants_case, set_of
from reviews.views.uploads import after
from storage.sentences import listed
from storage.texts import is_key

FIELDS: Final = {
    Act.NUMBER: "number",
    Act.NAME: "name",
    Act.DISCIPLINE: "discipline",
    Act.VERSION: "revision",
    Act.SCALE: "scale",
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
    elif form.cleaned_data["act"] == Act.JOIN and not form.cleaned_data["value"]:
        messages.warning(
            request,
            _("Nothing was changed: please choose the sheet that belongs to it."),
        )
    elif form.cleaned_data["act"] == Act.SETTLE:
        settle(
            case=case,
            submission=set_of(case),
            remark=(form.cleaned_data["code"], form.cleaned_data["subject"]),
            answer=form.cleaned_data["value"],
            until=form.cleaned_data["until"],
            actor=request.user,
        )
    else:
        _mend_sheet(request, case, form)
    return after(request, case)


def _mend_sheet(request: SignedInRequest, case: Case, form: MendForm) -> None:
    submission = set_of(case)
    revision = revision_of(submission, form.cleaned_data["sheet"])
    act, value = form.cleaned_data["act"], form.cleaned_data["value"]
    match act:
        case Act.APART:
            part_sheet(case=case, revision=revision, actor=request.user)
        case Act.DROP:
            files = {face.file_id: face.file for face in faces_of(revision)}
            take_out_files(case=case, files=files.values(), actor=request.user)
        case Act.REPLACE:
            replace_earlier(case=case, revision=revision, actor=request.user)
        case Act.JOIN:
            _join(request, case, revision, _other(submission, value))
        case _:
            field = FIELDS.get(act)
            _say(request, case, revision, **({field: value} if field else {}))


def _join(
    request: SignedInRequest, case: Case, one: SheetRevision, other: SheetRevision
) -> None:
    """Two rows become one sheet, called as the surer face says; what parts is told."""
    both = words_of_two([one.face, other.face])
    rows = sorted((one, other), key=lambda row: row.face.number != both.number.surer)
    surer, less = rows
    said = {
        "number": surer.sheet.number,
        "name": surer.name or less.name,
        "discipline": surer.sheet.discipline,
        "scale": both.scale.surer,
        "revision": surer.label or less.label,
    }
    _say(request, case, less, **said)
    parted = [side for side in (both.number, both.scale) if side.other]
    if parted:
        told = [
            _("%(kept)s (not %(other)s)") % {"kept": side.surer, "other": side.other}
            for side in parted
        ]
        messages.warning(
            request,
            _(
                "The two title blocks contradict. Used is what was read more surely: "
                "%(words)s. Please look at the sheet, and correct what is wrong."
            )
            % {"words": listed(told)},
        )


def _say(
    request: SignedInRequest, case: Case, row: SheetRevision, /, **said: str
) -> None:
    words = {row.face.pk: words_of(row, **said)}
    correct_sheets(case=case, words=words, actor=request.user)


def _other(submission: Submission, value: str) -> SheetRevision:
    return revision_of(submission, int(value) if is_key(value) else 0)
