"""What every page with a sheet shows: the facts of the building, deadline, tiles."""

from dataclasses import dataclass
from typing import Final

from django.http import Http404
from django.utils.translation import gettext as _

from accounts.models import User
from drawings.models import SheetRevision, Submission
from reviews.access import is_applicant_side, lead_review, own_review
from reviews.clocks import replay_of
from reviews.models import Case, DepartmentReview
from reviews.routing import Use, facts_from
from reviews.routing.facts import USE_NAMES
from reviews.timing.clock import ClockState

# GB 50016-2014 (2018), table 5.1.1: dwellings by their height in metres
CLASS_1_M: Final = 54.0
CLASS_2_M: Final = 27.0
FACE_PARTS: Final = ("page", "content")


@dataclass(frozen=True, slots=True)
class Deadline:
    """The deadline of a review, as its component wants it."""

    review: DepartmentReview
    left: int | None
    due: object


def deadline_of(review: DepartmentReview | None) -> Deadline | None:
    """How long a review has; None where no clock has begun or all is done."""
    if review is None or not review.clock_marks.exists():
        return None
    found = replay_of(review)
    if found.state in {ClockState.DONE_ON_TIME, ClockState.DONE_LATE}:
        return None
    is_stopped = found.state in {ClockState.PAUSED, ClockState.UNDATED}
    return Deadline(review, None if is_stopped else found.days_left, found.due_at)


def facts_shown(case: Case) -> list[tuple[str, str, str]]:
    """Label, value and unit of the facts that decide clauses."""
    facts = facts_from(case.project.facts)
    shown = [(_("Class"), _class_of(facts.use, facts.height_m), "")]
    if facts.storeys_above:
        storeys = _("%(above)s above / %(below)s below") % {
            "above": facts.storeys_above,
            "below": facts.storeys_below,
        }
        shown.append((_("Storeys"), storeys, ""))
    if facts.height_m:
        shown.append((_("Height"), f"{facts.height_m:.2f}", "m"))
    if facts.area_m2:
        shown.append((_("Area"), f"{facts.area_m2:g}", "㎡"))
    return shown


def strip_of(case: Case, user: User) -> dict[str, object]:
    """What the strip above every sheet says."""
    own = own_review(user, case)
    return {
        "case": case,
        "facts": facts_shown(case),
        "review": own,
        "deadline": deadline_of(own or lead_review(case)),
    }


def revision_seen_by(user: User, case: Case, revision_id: int) -> SheetRevision:
    """A revision of the case; revisions not yet handed in are the applicant's alone.

    Raises:
        Http404: there is none that the person may see.

    """
    rows = SheetRevision.objects.filter(sheet__project=case.project)
    if not is_applicant_side(user, case):
        rows = rows.filter(
            submission__number__lte=case.current_round.submission.number,
            submission__state=Submission.State.CLOSED,
        )
    found = (
        rows.filter(pk=revision_id)
        .select_related(
            "sheet",
            "submission",
            "sameness",
            *(f"{side}__{part}" for side in ("dwg", "pdf") for part in FACE_PARTS),
        )
        .first()
    )
    if found is None:
        raise Http404
    return found


def _class_of(use: Use, height_m: float) -> str:
    if use is Use.RESIDENTIAL and height_m > CLASS_1_M:
        return _("class-1 high-rise dwelling")
    if use is Use.RESIDENTIAL and height_m > CLASS_2_M:
        return _("class-2 high-rise dwelling")
    return USE_NAMES[use].told(_)
