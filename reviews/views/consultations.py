"""Consultations: the list, the meeting room, and what is done in it."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from reviews.access import is_official
from reviews.actions.consultations import (
    call_consultation,
    decline_consultation,
    open_consultation,
    take_position,
)
from reviews.actions.drafting import draft_resolution
from reviews.actions.resolutions import resolve_consultation
from reviews.forms.meeting import (
    DeclineForm,
    MeetingCallForm,
    PositionForm,
    ResolutionForm,
)
from reviews.meeting import (
    consultations_of,
    has_department,
    overlap_percent,
    told_sentence,
    waits_for,
)
from reviews.models import Consultation
from reviews.states import ConsultationState
from reviews.views.letters import letter_response
from reviews.views.meeting_room import room_of
from reviews.views.requests import SignedInRequest, case_seen_by
from reviews.views.sheets import pdf_response

ROWS = 20
OPEN = [ConsultationState.PROPOSED, ConsultationState.OPEN]


@dataclass(frozen=True, slots=True)
class Row:
    """One consultation in the list."""

    consultation: Consultation
    sentence: str
    overlap: int | None
    waits: str


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def consultations(request: SignedInRequest) -> HttpResponse:
    """GET: the consultations of one's department. POST: call one by hand."""
    if not has_department(request.user):
        raise Http404
    if request.method == "POST":
        return _call(request)
    return _list(request, MeetingCallForm(user=request.user))


@login_required
@require_safe
def consultation(request: SignedInRequest, serial: str, number: int) -> HttpResponse:
    """The meeting room; read-only once the resolution is signed."""
    found = consultation_seen_by(request, serial, number)
    is_second = request.GET.get("sheet") == "second"
    context = room_of(request.user, found, is_second=is_second)
    return render(request, "reviews/consultation.html", context)


@login_required
@require_safe
def chairs(request: SignedInRequest, serial: str, number: int) -> HttpResponse:
    """Who has spoken by now; asked again and again while the meeting lasts."""
    found = consultation_seen_by(request, serial, number)
    context = room_of(request.user, found)
    context["is_moved_on"] = request.GET.get("state", found.state) != found.state
    return render(request, "reviews/_consultation_chairs.html", context)


@login_required
@require_POST
def opening(request: SignedInRequest, serial: str, number: int) -> HttpResponse:
    """Begin the meeting."""
    found = consultation_seen_by(request, serial, number)
    open_consultation(consultation=found, host=request.user)
    messages.success(request, _("The meeting has begun; the clocks stand still."))
    return _to_room(request, found)


@login_required
@require_POST
def declining(request: SignedInRequest, serial: str, number: int) -> HttpResponse:
    """Find that no meeting is needed."""
    found = consultation_seen_by(request, serial, number)
    form = DeclineForm(request.POST)
    if not form.is_valid():
        context = room_of(request.user, found, decline=form)
        return render(request, "reviews/consultation.html", context, status=422)
    decline_consultation(
        consultation=found, actor=request.user, reason=form.cleaned_data["reason"]
    )
    messages.success(request, _("No meeting is held; both opinions stand."))
    return _to_room(request, found)


@login_required
@require_POST
def position(request: SignedInRequest, serial: str, number: int) -> HttpResponse:
    """State the position of the own department."""
    found = consultation_seen_by(request, serial, number)
    form = PositionForm(request.POST)
    if not form.is_valid():
        return _form_again(request, found, "_consultation_position", position=form)
    take_position(
        consultation=found,
        representative=request.user,
        text=form.cleaned_data["text"],
        agrees=form.agrees,
        dissent=form.cleaned_data["dissent"],
    )
    if not _is_fragment(request):
        messages.success(request, _("The position is kept."))
        return _to_room(request, found)
    context = {**room_of(request.user, found), "is_saved": True}
    return render(request, "reviews/_consultation_position.html", context)


@login_required
@require_POST
def resolution(request: SignedInRequest, serial: str, number: int) -> HttpResponse:
    """Sign the resolution, or lay it on the table as a draft."""
    found = consultation_seen_by(request, serial, number)
    form = ResolutionForm(request.POST, consultation=found)
    if not form.is_valid():
        return _form_again(request, found, "_consultation_resolution", resolution=form)
    if "draft" in request.POST:
        draft_resolution(
            consultation=found,
            host=request.user,
            outcome=form.cleaned_data["outcome"],
            text=form.cleaned_data["text"],
        )
        messages.success(request, _("The draft lies on the table."))
        return _to_room(request, found)
    resolve_consultation(
        consultation=found,
        host=request.user,
        outcome=form.cleaned_data["outcome"],
        text=form.cleaned_data["text"],
    )
    messages.success(request, _("The resolution is signed; the clocks run again."))
    return _to_room(request, found)


@login_required
@require_safe
def minutes(request: SignedInRequest, serial: str, number: int) -> FileResponse:
    """The minutes as PDF, for the departments of the case."""
    found = consultation_seen_by(request, serial, number)
    if found.minutes is None:
        raise Http404
    name = f"{serial}-{_('minutes')}-{number}.pdf"
    letter = found.case.letters.filter(blob=found.minutes).first()
    return (
        letter_response(letter, name) if letter else pdf_response(found.minutes, name)
    )


def consultation_seen_by(
    request: SignedInRequest, serial: str, number: int
) -> Consultation:
    """The consultation, for departments of its case; to all others it is not there."""
    case = case_seen_by(request, serial)
    if not is_official(request.user, case):
        raise Http404
    return get_object_or_404(
        Consultation.objects.select_related(
            "case__project__region",
            "opinion_a__review__department",
            "opinion_b__review__department",
            "opinion_a__review__round",
            "opinion_b__review__round",
            "opinion_a__clause",
            "opinion_b__clause",
            "opinion_a__author",
            "opinion_b__author",
            "opinion_a__revision__sheet",
            "opinion_b__revision__sheet",
            "host",
            "minutes",
        ),
        case=case,
        number=number,
    )


def _list(
    request: SignedInRequest, form: MeetingCallForm, *, status: int = 200
) -> HttpResponse:
    rows = consultations_of(request.user)
    counts = {
        "open": rows.filter(state__in=OPEN).count(),
        "settled": rows.exclude(state__in=OPEN).count(),
    }
    show = request.GET.get("show", "")
    if show not in counts:
        show = "open" if counts["open"] or not counts["settled"] else "settled"
    found = (
        rows.filter(state__in=OPEN) if show == "open" else rows.exclude(state__in=OPEN)
    )
    page = Paginator(found.order_by("-proposed_at", "-pk"), ROWS).get_page(
        request.GET.get("page")
    )
    context = {
        "page": page,
        "rows": [_row(one) for one in page.object_list],
        "counts": counts,
        "show": show,
        "params": f"show={show}&",
        "form": form,
    }
    return render(request, "reviews/consultations.html", context, status=status)


def _row(one: Consultation) -> Row:
    heard = set(one.positions.values_list("department_id", flat=True))
    return Row(one, told_sentence(one), overlap_percent(one), waits_for(one, heard))


def _call(request: SignedInRequest) -> HttpResponse:
    form = MeetingCallForm(request.POST, user=request.user)
    if not form.is_valid():
        return _list(request, form, status=422)
    called = call_consultation(
        first=form.cleaned_data["first"],
        second=form.cleaned_data["second"],
        actor=request.user,
    )
    return redirect("reviews:consultation", called.case.serial, called.number)


def _form_again(
    request: SignedInRequest,
    found: Consultation,
    fragment: str,
    **forms: PositionForm | ResolutionForm,
) -> HttpResponse:
    context = room_of(request.user, found, **forms)  # type: ignore[arg-type]
    name = fragment if _is_fragment(request) else "consultation"
    return render(request, f"reviews/{name}.html", context, status=422)


def _to_room(request: SignedInRequest, found: Consultation) -> HttpResponse:
    target = redirect("reviews:consultation", found.case.serial, found.number)
    if _is_fragment(request):
        return HttpResponse(status=204, headers={"HX-Redirect": target.url})
    return target


def _is_fragment(request: SignedInRequest) -> bool:
    return request.headers.get("HX-Request") == "true"
