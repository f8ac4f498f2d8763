"""A round begins for all departments at once, is joined, released, and answered."""

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import Organisation, User
from drawings.actions.sets import close_submission
from drawings.actions.uploads import open_submission
from drawings.fates import matching_of, proposed_in
from drawings.models import Comparison, SheetRevision, Submission
from reviews import events
from reviews.access import is_applicant_side, is_lead_head
from reviews.actions.cases import locked, require_settled, require_state
from reviews.actions.clocks import mark_clock
from reviews.actions.deadlines import note_sheet_promises
from reviews.actions.evidence import keep_evidence
from reviews.actions.letters import write_opinions_notice
from reviews.errors import NotReady, NotYours
from reviews.models import Case, Consultation, DepartmentReview, Opinion, Round
from reviews.routing import Routing
from reviews.states import (
    CASE,
    CaseState,
    DepartmentReviewState,
    OpinionState,
    Result,
)
from reviews.timing.events import What
from storage import clock
from storage.actions.ledger import record
from storage.sentences import listed


@transaction.atomic
def start_round(*, round_: Round, actor: User | None) -> list[DepartmentReview]:
    """Give the round to every department that reviews it; all clocks start together.

    Raises:
        NotReady: a department that the rules name does not exist in this region.

    """
    case = round_.case
    routing = Routing.from_dict(case.routing)
    rows = []
    for decision in routing.needed():
        limit = decision.limits.first if round_.number == 1 else decision.limits.later
        review = DepartmentReview.objects.create(
            case=case,
            round=round_,
            department=_department(case, decision.sector),
            state=DepartmentReviewState.RUNNING,
            limit_days=limit,
            rule_version=routing.rule_version,
        )
        rows.append(mark_clock(review=review, what=What.START, actor=actor))
    round_.started_at = clock.now()
    round_.save(update_fields=["started_at"])
    record(
        events.ROUND_STARTED,
        case,
        actor=actor,
        stream=case.serial,
        round=round_.number,
        departments=len(rows),
        rules=routing.rule_version,
    )
    return rows


@transaction.atomic
def join_round(*, case: Case) -> Case:
    """Note that every department has approved; the chief puts the notice together.

    Raises:
        NotReady: a department has not approved yet, or a consultation is open.

    """
    case = locked(case)
    require_state(case, CaseState.REVIEWING)
    if case.reviews_now().exclude(state=DepartmentReviewState.APPROVED).exists():
        raise NotReady(_("A department has not approved yet."))
    if Consultation.objects.filter(case=case).unsettled().exists():
        raise NotReady(_("A consultation is still open."))
    case.state = CaseState.CONSOLIDATING
    case.save(update_fields=["state"])
    round_ = case.current_round
    round_.joined_at = clock.now()
    round_.save(update_fields=["joined_at"])
    record(
        events.ROUND_JOINED, case, actor=None, stream=case.serial, round=round_.number
    )
    return case


@transaction.atomic
def release_round(*, case: Case, actor: User) -> Case:
    """Release one notice with every opinion, or pass the case when nothing is left.

    Raises:
        NotYours: the person does not head the lead department.

    """
    case = locked(case)
    require_state(case, CaseState.CONSOLIDATING)
    if not is_lead_head(actor, case):
        raise NotYours(_("Only the head of the lead department releases the notice."))
    left = Opinion.objects.filter(case=case).open()
    has_passed = not left.exists() and _all_pass(case)
    target = CaseState.PASSED if has_passed else CaseState.REVISING
    if not CASE.may_move(CaseState(case.state), target):
        raise NotReady(_("This case cannot be released now."))
    round_ = case.current_round
    round_.released_at = clock.now()
    round_.save(update_fields=["released_at"])
    case.state = target
    if has_passed:
        case.passed_at = clock.now()
        case.save(update_fields=["state", "passed_at"])
        record(events.CASE_PASSED, case, actor=actor, stream=case.serial)
        return case
    case.save(update_fields=["state"])
    _release(left, actor, case)
    _open_next_round(case, actor)
    return case


@transaction.atomic
def submit_revision(*, case: Case, actor: User) -> Case:
    """Send answers and revised sheets back; every department starts at once again.

    Raises:
        NotYours: the person belongs to neither builder nor design firm.
        NotReady: an opinion is not answered, or a file is still being read.

    """
    case = locked(case)
    require_state(case, CaseState.REVISING)
    if not is_applicant_side(actor, case):
        raise NotYours(_("Only the builder or the design firm sends revisions."))
    unanswered = list(case.opinions.to_answer().values_list("number", flat=True))
    if unanswered:
        raise NotReady(
            _("Not answered yet: %(numbers)s") % {"numbers": listed(unanswered)}
        )
    following = case.rounds.get(number=case.round_number + 1)
    submission = following.submission
    if submission.files.unsettled().exists():
        raise NotReady(_("Some files are still being read. Please wait a moment."))
    require_settled(submission)
    _require_compared(submission)
    _require_matched(submission)
    close_submission(submission=submission, actor=actor, stream=case.serial)
    keep_evidence(case=case, submission=submission)
    case.round_number = following.number
    case.state = CaseState.REVIEWING
    case.save(update_fields=["round_number", "state"])
    record(
        events.REVISION_SUBMITTED,
        case,
        actor=actor,
        stream=case.serial,
        sheets=submission.revisions.count(),
    )
    note_sheet_promises(case)
    start_round(round_=following, actor=actor)
    return case


def _department(case: Case, sector: str) -> Organisation:
    region = case.project.region
    found = (
        Organisation.objects.filter(sector=sector, region=region).first()
        or Organisation.objects.filter(sector=sector, region=region.city).first()
    )
    if found is None:
        raise NotReady(
            _("No department for “%(sector)s” is set up in %(region)s.")
            % {"sector": sector, "region": region}
        )
    return found


def _all_pass(case: Case) -> bool:
    good = {Result.PASS, Result.NOT_APPLICABLE}
    return all(review.result in good for review in case.reviews_now())


def _release(left: "QuerySet[Opinion]", actor: User, case: Case) -> None:
    numbers = list(left.values_list("number", flat=True))
    left.filter(state=OpinionState.DRAFT).update(state=OpinionState.STANDING)
    left.filter(released_at__isnull=True).update(released_at=clock.now())
    write_opinions_notice(case=case)
    record(
        events.NOTICE_RELEASED,
        case,
        actor=actor,
        stream=case.serial,
        count=len(numbers),
        opinions=numbers,
        round=case.round_number,
    )


def _open_next_round(case: Case, actor: User) -> None:
    submission = open_submission(project=case.project, actor=actor)
    Round.objects.create(case=case, number=case.round_number + 1, submission=submission)


def _require_compared(submission: Submission) -> None:
    """Every revised sheet has its comparison before anybody reviews it."""
    compared = Comparison.objects.filter(newer__submission=submission).count()
    revised = SheetRevision.objects.filter(submission=submission, ordinal__gt=1).count()
    if compared < revised:
        raise NotReady(_("The revised sheets are still being compared. Please wait."))


def _require_matched(submission: Submission) -> None:
    """Whether a sheet only got another number is said before anybody reviews it."""
    job = matching_of(submission)
    if job is not None and job.is_open:
        raise NotReady(_("The revised sheets are still being compared. Please wait."))
    if left := proposed_in(submission):
        numbers = listed(f"{one.row.old_number} → {one.row.new_number}" for one in left)
        raise NotReady(
            _(
                "Say first whether these are the same sheets under another number: "
                "%(numbers)s. Nothing is lost; the question stands where the drawings "
                "are uploaded."
            )
            % {"numbers": numbers}
        )
