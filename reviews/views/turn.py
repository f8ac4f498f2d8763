"""Whose move it is, as the project page says it."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from reviews.access import is_applicant_side, is_builder
from reviews.agenda import agenda_of
from reviews.issuance import ending_of
from reviews.materials import MATERIAL_NAMES
from reviews.models import Case, Material, Opinion
from reviews.promises import sheet_promises
from reviews.routing import facts_from
from reviews.routing.facts import faults_of
from reviews.states import UNDERWAY, CaseState, MaterialState
from reviews.telling import opinions_told
from reviews.views.sets import set_of
from reviews.views.waiting import Turn, turn_of_ended, turn_of_others
from signatures.models import IssuedFile
from storage.sentences import listed

SHOWN: Final = 3


def turn_of(case: Case, viewer: User) -> Turn:
    """What comes next in a case, told to one person."""
    state = CaseState(case.state)
    if ending := ending_of(case):
        return turn_of_ended(ending)
    if is_applicant_side(viewer, case) and state in _OF_APPLICANT:
        return _OF_APPLICANT[state](case, viewer)
    found = turn_of_others(case, state)
    if state == CaseState.REVIEWING and case.round_number > 1:
        return _in_later_round(found, case, viewer)
    return found


def _in_later_round(turn: Turn, case: Case, viewer: User) -> Turn:
    """How many sheets of the set have to be looked at again, and where they are listed."""
    agenda = agenda_of(case, opinions_told(viewer, case))
    values = {"count": len(agenda.to_see), "all": len(agenda.lines)}
    note = _(
        "Sheets to look at in this round: %(count)s of %(all)s; the others are as they "
        "were and keep their conclusion."
    )
    turn = replace(turn, note=note % values)
    if is_applicant_side(viewer, case):
        return turn
    address = reverse("reviews:roundtwo", args=[case.serial])
    return replace(turn, url=address, label=_("Re-review list"))


def _draft(case: Case, viewer: User) -> Turn:
    if faults_of(facts_from(case.project.facts)):
        return Turn(
            _("The facts of the project are not complete"),
            _("Departments and documents follow from them."),
            is_mine=True,
            url=reverse("reviews:facts", args=[case.serial]),
            label=_("Complete the facts"),
        )
    submission = set_of(case)
    sheets = submission.revisions.count()
    if not sheets:
        return Turn(
            _("The drawings are still missing"),
            _(
                "Give the whole folder with DWG and PDF. "
                "Sheet numbers are read and the two faces of each sheet are paired."
            ),
            is_mine=True,
            url=reverse("reviews:upload", args=[case.serial]),
            label=_("Upload the drawings"),
        )
    if submission.files.unsettled().exists():
        return Turn(
            _("Your drawings are being read"),
            ngettext(
                "%(sheets)s sheet so far; you need not wait here.",
                "%(sheets)s sheets so far; you need not wait here.",
                sheets,
            )
            % {"sheets": sheets},
            is_mine=True,
            url=reverse("reviews:upload", args=[case.serial]),
            label=_("See how far it is"),
        )
    return _papers(case, viewer)


def _papers(case: Case, viewer: User) -> Turn:
    wanting = _wanting(case)
    essential = [material for material in wanting if material.is_essential]
    if essential:
        present = case.materials.filter(state=MaterialState.PRESENT).count()
        return Turn(
            ngettext(
                "%(count)s document is still missing",
                "%(count)s documents are still missing",
                len(essential),
            )
            % {"count": len(essential)},
            _("Without these the window does not accept the case."),
            is_mine=True,
            url=reverse("reviews:materials", args=[case.serial]),
            label=_("Hand in documents"),
            done=present,
            total=present + len(wanting),
            materials=_named(essential),
        )
    return _confirmation(case, viewer, wanting)


def _confirmation(case: Case, viewer: User, wanting: list[Material]) -> Turn:
    url = reverse("workflow:submit", args=[case.serial])
    note = (
        ngettext(
            "%(count)s document may follow later on a promise.",
            "%(count)s documents may follow later on a promise.",
            len(wanting),
        )
        % {"count": len(wanting)}
        if wanting
        else ""
    )
    if case.is_confirmed_by_builder:
        return Turn(
            _("Everything is ready to be handed in"),
            _("The drawings are frozen by their hash when you hand the case in."),
            is_mine=True,
            url=url,
            label=_("Hand in for review"),
            note=note,
        )
    if is_builder(viewer, case):
        return Turn(
            _("Please look through the set and confirm it"),
            _("The builder answers for the truth of what is handed in."),
            is_mine=True,
            url=url,
            label=_("Look through and confirm"),
            note=note,
        )
    return Turn(
        _("The builder has to confirm the set"),
        _(
            "%(builder)s sees the case in its list. After that either of you hands it in."
        )
        % {"builder": case.project.builder},
        note=note,
    )


def _returned(case: Case, viewer: User) -> Turn:
    wanting = _wanting(case)
    if not wanting:
        return _confirmation(case, viewer, [])
    present = case.materials.filter(state=MaterialState.PRESENT).count()
    return Turn(
        ngettext(
            "%(count)s item is to be made good",
            "%(count)s items are to be made good",
            len(wanting),
        )
        % {"count": len(wanting)},
        _("This list is complete: the window asks once. Then hand the case in again."),
        is_mine=True,
        url=reverse("reviews:materials", args=[case.serial]),
        label=_("Make good"),
        done=present,
        total=present + len(wanting),
        materials=_named(wanting),
    )


def _revising(case: Case, viewer: User) -> Turn:
    told = case.opinions.released().filter(state__in=["standing", "answered"])
    waiting = told.filter(state="standing")
    total, left = told.count(), waiting.count()
    url = reverse("reviews:answers", args=[case.serial])
    note = _owed_sheets(case) or _(
        "The time of revising is not counted against the review."
    )
    if left:
        return Turn(
            ngettext(
                "%(count)s opinion is not answered yet",
                "%(count)s opinions are not answered yet",
                left,
            )
            % {"count": left},
            _(
                "%(done)s of %(total)s answered. When all are answered and the revised "
                "sheets are there, everything goes back at once."
            )
            % {"done": total - left, "total": total},
            is_mine=True,
            url=url,
            label=_("Go on answering") if total > left else _("Answer the opinions"),
            done=total - left,
            total=total,
            note=note,
            opinions=_gravest_first(waiting)[:SHOWN],
        )
    return Turn(
        _("All opinions are answered"),
        _("Upload what is still missing, then send answers and revised sheets back."),
        is_mine=True,
        url=f"{url}#send",
        label=_("Check and send back"),
        done=total,
        total=total,
        note=note,
    )


def _owed_sheets(case: Case) -> str:
    """A reminder of sheets that were promised and should come with this revision."""
    owed = [one.what for one in sheet_promises(case) if not one.is_kept]
    if not owed:
        return ""
    named = listed(owed[:SHOWN])
    return _("Promised sheets come with this revision: %(names)s.") % {"names": named}


def _issued(case: Case, _viewer: User) -> Turn:
    return Turn(
        _("The certificate is issued"),
        _("Sealed sheets and certificate can be downloaded and checked by anybody."),
        url=_certificate(case),
        label=_("Download the certificate"),
        change_url=_change(case),
    )


def _change(case: Case) -> str:
    """Where a change of the approved set is handed in: a new case of the project."""
    if case.project.cases.filter(state__in=[CaseState.DRAFT, *UNDERWAY]).exists():
        return ""
    return f"{reverse('reviews:new_case')}?project={case.project_id}"


def _certificate(case: Case) -> str:
    row = (
        IssuedFile.objects.in_force()
        .filter(stream=case.serial, kind=IssuedFile.Kind.CERTIFICATE)
        .first()
    )
    if row is None:
        return ""
    return reverse("reviews:issued_file", args=[case.serial, row.code])


_OF_APPLICANT: Final[Mapping[CaseState, Callable[[Case, User], Turn]]] = {
    CaseState.DRAFT: _draft,
    CaseState.RETURNED: _returned,
    CaseState.REVISING: _revising,
    CaseState.ISSUED: _issued,
    CaseState.ARCHIVED: _issued,
}


def _wanting(case: Case) -> list[Material]:
    return list(
        case.materials.filter(state__in=[MaterialState.MISSING, MaterialState.REFUSED])
    )


def _with_places(rows: "QuerySet[Opinion]") -> list[Opinion]:
    return list(rows.select_related("review__department", "sheet"))


def _gravest_first(rows: "QuerySet[Opinion]") -> list[Opinion]:
    """What is mandatory is never behind the few that are shown."""
    grades = list(Opinion.Grade.values)
    return sorted(_with_places(rows), key=lambda one: grades.index(one.grade))


def _named(materials: list[Material]) -> list[tuple[Material, str]]:
    """The first few documents with their names."""
    return [
        (material, MATERIAL_NAMES[material.code].told(_))
        for material in materials[:SHOWN]
        if material.code in MATERIAL_NAMES
    ]
