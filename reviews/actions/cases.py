"""A case begins: opened, its facts declared, its documents handed in, submitted."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from drawings.actions.sets import close_submission, drop_submission
from drawings.actions.uploads import open_submission
from drawings.models import Project, SheetRevision, Submission
from reviews import events
from reviews.access import is_applicant_side, is_builder
from reviews.actions.letters import write_receipt
from reviews.actions.serials import next_number, random_code
from reviews.errors import CaseNotOpen, NotReady, NotYours
from reviews.materials import needed_materials
from reviews.models import Case, Material, Round
from reviews.noting import notes_of_set
from reviews.routing import ProjectFacts, Routing, facts_from, facts_to_dict, route
from reviews.states import CASE, CaseState, MaterialState
from storage import clock
from storage.actions.ledger import record
from storage.models import Blob
from storage.sentences import listed


@transaction.atomic
def open_case(*, project: Project, actor: User, phone: str) -> Case:
    """Begin a case for a project; its first set of drawings is opened with it."""
    day = clock.today()
    serial = f"LS-{day.year}-{next_number(f'LS-{day.year}'):04d}"
    case = Case.objects.create(
        project=project,
        serial=serial,
        query_code=random_code(8),
        applicant=actor,
        phone=phone,
        opened_at=clock.now(),
    )
    if not is_applicant_side(actor, case):
        raise NotYours(_("Only the builder or the design firm opens a case."))
    _drop_sets_of_past_cases(project, actor)
    submission = open_submission(project=project, actor=actor)
    Round.objects.create(case=case, number=1, submission=submission)
    record(events.CASE_OPENED, case, actor=actor, stream=serial, serial=serial)
    _apply_facts(case, facts_from(project.facts), actor)
    return case


@transaction.atomic
def declare_facts(*, case: Case, facts: ProjectFacts, actor: User) -> Case:
    """Write down the facts of the project; departments and documents follow from them.

    Raises:
        CaseNotOpen: the case is under review; facts are frozen.
        NotYours: the person belongs to neither builder nor design firm.

    """
    case = locked(case)
    require_state(case, CaseState.DRAFT, CaseState.RETURNED)
    if not is_applicant_side(actor, case):
        raise NotYours(_("Only the builder or the design firm declares facts."))
    _apply_facts(case, facts, actor)
    return case


@transaction.atomic
def hand_in_material(
    *, case: Case, code: str, blob: Blob, file_name: str, actor: User
) -> Material:
    """Hand in one document of the list, first or later; a promise is kept by it.

    Raises:
        CaseNotOpen: the case is over.
        NotYours: the person belongs to neither builder nor design firm.
        NotReady: the case does not need this document, or it was handed in and accepted.

    """
    case = locked(case)
    if not is_applicant_side(actor, case):
        raise NotYours(_("Only the builder or the design firm hands documents in."))
    if CASE.is_final(CaseState(case.state)) or case.state == CaseState.ISSUED:
        raise CaseNotOpen(_("This case no longer takes documents."))
    material = case.materials.select_for_update().filter(code=code).first()
    if material is None:
        raise NotReady(_("This case does not need that document."))
    is_open = case.state in {CaseState.DRAFT, CaseState.RETURNED}
    if material.state == MaterialState.PRESENT and not is_open:
        raise NotReady(_("This document is handed in; it cannot be replaced now."))
    material.state = MaterialState.PRESENT
    material.blob, material.file_name = blob, file_name[:200]
    material.handed_in_at = clock.now()
    material.save()
    record(
        events.MATERIAL_HANDED_IN,
        case,
        actor=actor,
        stream=case.serial,
        code=code,
        file=file_name,
        sha256=blob.sha256,
    )
    return material


@transaction.atomic
def confirm_case(*, case: Case, actor: User) -> Case:
    """The builder confirms the truth of what the design firm put together (13号令 art. 10).

    Raises:
        NotYours: the person does not work for the builder.
        CaseNotOpen: the case is under way already.
        NotReady: files are still being read; nobody answers for what he has not seen.

    """
    case = locked(case)
    require_state(case, CaseState.DRAFT, CaseState.RETURNED)
    if not is_builder(actor, case):
        raise NotYours(_("Only the builder confirms the set."))
    if case.current_round.submission.files.unsettled().exists():
        raise NotReady(_("Some files are still being read. Please wait a moment."))
    case.is_confirmed_by_builder = True
    case.save(update_fields=["is_confirmed_by_builder"])
    record(events.CASE_CONFIRMED, case, actor=actor, stream=case.serial)
    return case


@transaction.atomic
def unconfirm_case(*, case: Case) -> Case:
    """Take the confirmation away: the drawings are about to change, so it says nothing."""
    case = locked(case)
    if case.is_confirmed_by_builder and case.state in {
        CaseState.DRAFT,
        CaseState.RETURNED,
    }:
        case.is_confirmed_by_builder = False
        case.save(update_fields=["is_confirmed_by_builder"])
    return case


@transaction.atomic
def submit_case(*, case: Case, actor: User) -> Case:
    """Hand the case in at the window; the drawings of the round are frozen.

    Raises:
        CaseNotOpen: the case is under way already.
        NotYours: the person belongs to neither builder nor design firm.
        NotReady: no sheet could be read, files are still being read, or the builder
            has not confirmed.

    """
    case = locked(case)
    require_state(case, CaseState.DRAFT, CaseState.RETURNED)
    if not is_applicant_side(actor, case):
        raise NotYours(_("Only the builder or the design firm hands the case in."))
    if not case.is_confirmed_by_builder:
        raise NotReady(_("The builder has to confirm the set first."))
    submission = case.current_round.submission
    if submission.files.unsettled().exists():
        raise NotReady(_("Some files are still being read. Please wait a moment."))
    count = SheetRevision.objects.filter(submission=submission).count()
    if not count:
        raise NotReady(_("There is no sheet that can be reviewed yet."))
    require_settled(submission)
    close_submission(submission=submission, actor=actor, stream=case.serial)
    case.state = CaseState.SUBMITTED
    case.submitted_at = clock.now()
    case.save(update_fields=["state", "submitted_at"])
    write_receipt(case=case)
    record(events.CASE_SUBMITTED, case, actor=actor, stream=case.serial, sheets=count)
    return case


@transaction.atomic
def withdraw_case(*, case: Case, actor: User, reason: str) -> Case:
    """Take a case back; what happened stays in the ledger.

    Raises:
        CaseNotOpen: the case is being sealed or is over.
        NotYours: the person does not work for the builder.

    """
    case = locked(case)
    if not CASE.may_move(CaseState(case.state), CaseState.WITHDRAWN):
        raise CaseNotOpen(_("This case can no longer be withdrawn."))
    if not is_builder(actor, case):
        raise NotYours(_("Only the builder withdraws a case."))
    case.state = CaseState.WITHDRAWN
    case.save(update_fields=["state"])
    # The ledger's head is locked last: a file that is being read holds its set for it.
    _drop_sets_of_past_cases(case.project, actor)
    record(events.CASE_WITHDRAWN, case, actor=actor, stream=case.serial, reason=reason)
    return case


def locked(case: Case) -> Case:
    """The case with its row locked: who holds it acts alone."""
    return Case.objects.select_for_update(of=("self",)).get(pk=case.pk)


def require_settled(submission: Submission) -> None:
    """Refuse a set about which something has to be said first.

    Raises:
        NotReady: a number is unsure or stands twice, or two faces may not be one sheet.

    """
    blocking = notes_of_set(submission).blocking()
    if blocking:
        named = listed(dict.fromkeys(note.named for note in blocking[:5]))
        raise NotReady(
            _(
                "The check of the drawings still asks about %(numbers)s. Everything is "
                "kept; settle it in the table and hand in again."
            )
            % {"numbers": named}
        )


def require_state(case: Case, *states: CaseState) -> None:
    """Refuse unless the case stands at one of the states.

    Raises:
        CaseNotOpen: it does not; the message says where it stands.

    """
    if case.state not in states:
        raise CaseNotOpen(
            _("This is not possible now: the case is “%(state)s”.")
            % {"state": case.get_state_display()}
        )


def _drop_sets_of_past_cases(project: Project, actor: User) -> None:
    """What a case that is over had begun to collect belongs to it, not to the next."""
    over = [state for state in CaseState if CASE.is_final(state)]
    left = project.submissions.filter(
        state=Submission.State.OPEN, round__case__state__in=over
    )
    for submission in left.select_related("round__case").order_by("pk"):
        stream = submission.round.case.serial
        drop_submission(submission=submission, actor=actor, stream=stream)


def _apply_facts(case: Case, facts: ProjectFacts, actor: User) -> None:
    routing = route(facts, clock.today())
    case.project.facts = facts_to_dict(facts)
    case.project.save(update_fields=["facts"])
    case.routing = routing.to_dict()
    case.is_confirmed_by_builder = False
    case.save(update_fields=["routing", "is_confirmed_by_builder"])
    _list_materials(case, facts, routing)
    record(
        events.FACTS_DECLARED,
        case,
        actor=actor,
        stream=case.serial,
        facts=case.project.facts,
        rules=routing.rule_version,
        departments=len(routing.needed()),
    )


def _list_materials(case: Case, facts: ProjectFacts, routing: Routing) -> None:
    wanted = {need.code: need for need in needed_materials(facts, routing)}
    # What was refused or promised is not owed either once nothing asks for it.
    case.materials.exclude(code__in=wanted).exclude(
        state=MaterialState.PRESENT
    ).delete()
    for need in wanted.values():
        Material.objects.update_or_create(
            case=case,
            code=need.code,
            defaults={"is_essential": need.is_essential, "blocks": need.blocks},
        )
