"""What the meeting room shows: both opinions, the sheet, the positions, the ending."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from reviews.access import lead_review, own_review
from reviews.forms.meeting import DeclineForm, PositionForm, ResolutionForm
from reviews.marks import Placed, placed_on
from reviews.meeting import (
    chairs_of,
    clocks_of,
    effects_of,
    is_host,
    overlap_percent,
    region_of,
    revision_shown,
    told_sentence,
    unheard,
)
from reviews.models import Case, Consultation, Opinion, Resolution
from reviews.precedents import Precedent, precedents_of
from reviews.states import CaseState, ConsultationState, OpinionState
from reviews.views.sheet_context import deadline_of
from reviews.views.sheet_faces import viewer_of


@dataclass(frozen=True, slots=True)
class PrecedentLine:
    """An earlier resolution; `url` where the person may look at it."""

    precedent: Precedent
    url: str


def room_of(
    user: User,
    consultation: Consultation,
    *,
    is_second: bool = False,
    position: PositionForm | None = None,
    resolution: ResolutionForm | None = None,
    decline: DeclineForm | None = None,
) -> dict[str, object]:
    """All that the room shows to one person; forms where they come back."""
    case = consultation.case
    chairs = chairs_of(consultation, user)
    own = next((chair for chair in chairs if chair.is_own), None)
    is_running = case.state == CaseState.REVIEWING
    is_open = consultation.state == ConsultationState.OPEN and is_running
    said = own.position if own else None
    review = own_review(user, case)
    return {
        "case": case,
        "consultation": consultation,
        "sentence": told_sentence(consultation),
        "overlap": overlap_percent(consultation),
        "sides": [consultation.opinion_a, consultation.opinion_b],
        "chairs": chairs,
        "unheard": unheard(chairs),
        "own": own,
        "is_meeting": is_open,
        "is_waiting": consultation.state == ConsultationState.PROPOSED and is_running,
        "may_host": is_running and is_host(user, consultation),
        "may_speak": is_open and own is not None and review is not None,
        "position_form": position or PositionForm(position=said),
        "resolution_form": resolution or ResolutionForm(consultation=consultation),
        "decline_form": decline or DeclineForm(auto_id="decline-%s"),
        "effects": effects_of(consultation) if consultation.is_open else [],
        "clocks": clocks_of(consultation) if consultation.is_open else [],
        "signed": Resolution.objects.filter(consultation=consultation)
        .select_related("resolved_by", "opinion__review__department")
        .first(),
        "precedents": _precedents(user, consultation),
        "deadline": deadline_of(review or lead_review(case)),
        **_sheet(consultation, user, is_second=is_second),
    }


def _precedents(user: User, consultation: Consultation) -> list[PrecedentLine]:
    found = precedents_of(consultation)
    keys = [one.consultation.case_id for one in found]
    open_to = set(
        Case.objects.seen_by(user)
        .filter(pk__in=keys, department_reviews__department__seats__user=user)
        .values_list("pk", flat=True)
    )
    return [
        PrecedentLine(
            one,
            reverse(
                "reviews:consultation",
                args=[one.consultation.case.serial, one.consultation.number],
            )
            if one.consultation.case_id in open_to
            else "",
        )
        for one in found
    ]


def _mark(placed: Placed, consultation: Consultation) -> dict[str, object]:
    """Both marks in full ink whatever became of them, their numbers side by side."""
    mark = {**placed.as_mark(None), "state": OpinionState.STANDING.value}
    if placed.opinion.pk == consultation.opinion_b_id:
        mark["side"] = "right"
    return mark


def _sheet(
    consultation: Consultation, user: User, *, is_second: bool
) -> dict[str, object]:
    """What the viewer needs: the sheet, both marks on it, the place to begin with."""
    revision = revision_shown(consultation, second=is_second)
    placed = placed_on(revision, [consultation.opinion_a, consultation.opinion_b])
    shown: list[Opinion] = [one.opinion for one in placed]
    box = region_of(shown or [consultation.opinion_a])
    return {
        **viewer_of(revision, user),
        "about": _("version %(version)s") % {"version": revision.version},
        "marks": [_mark(one, consultation) for one in placed],
        "box": str(box),
        "is_second": is_second,
        "has_two_sheets": consultation.opinion_a.sheet_id
        != consultation.opinion_b.sheet_id,
    }
