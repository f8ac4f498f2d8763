"""Deliver an agreed case: order the seals, seal the set, certify it, issue all of it."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Organisation, User
from reviews.access import lead_review, may_have_sealed
from reviews.actions.cases import locked, require_state
from reviews.actions.delivery import begin_sealing, issue_case
from reviews.actions.letters import write_certificate
from reviews.errors import NotYours
from reviews.issuance import earlier_issues
from reviews.letters.writing import CERTIFICATE_SEAL_BOX, CertifiedSheet
from reviews.models import Case, Letter
from reviews.states import CaseState
from signatures.actions.holders import enrol_test_seal, lock_units
from signatures.actions.issuing import issue_course
from signatures.actions.ordering import (
    Given,
    ToSeal,
    Wanted,
    confirm_order,
    draw_up_order,
    take_code,
)
from signatures.actions.sealing import seal_set
from signatures.actions.succession import pass_order_on
from signatures.codes import address_of, new_code
from signatures.errors import OrderNotUsable
from signatures.models import IssuedFile, SealHolder, SealingOrder
from signatures.pades.placement import Box
from storage.actions.jobs import report_progress, request_job
from storage.models import Job
from workflow.deliverables import certifiers_of, files_of, heads_of, signatories_of
from workflow.errors import WorkflowError
from workflow.sealings import needs_permission
from workflow.steps import take_step, wake

SEAL_TASK = "workflow.seal_case"
Purpose = SealingOrder.Purpose


def order_case_sealing(*, case: Case, actor: User, code: str) -> SealingOrder:
    """One click: freeze the list, permit the seals, hand the work to the background.

    Raises:
        NotYours: the person does not head the lead department.
        CaseNotOpen: the case has not passed, or is being sealed.
        CodeNotTaken: the code is wrong or was used; the case is as it was.
        DeviceMissing: the person has no device for codes.

    """
    require_state(Case.objects.get(pk=case.pk), CaseState.PASSED)
    if not may_have_sealed(actor, case):
        raise NotYours(_("Only the head of the lead department has the set sealed."))
    # The code is taken when it is given: on a full machine it would be over before the
    # list of hundreds of sheets is drawn up.
    given = take_code(actor=actor, code=code)
    return take_step(case, "seal", lambda: _order(case, actor, given), actor=actor)


@transaction.atomic
def confirm_certificate(*, case: Case, actor: User, code: str) -> SealingOrder:
    """One of the two persons releases the certificate; the second one sets it going.

    Raises:
        NotYours: the person heads none of the departments.
        OrderNotUsable: there is no certificate to confirm, or the person did already.
        CodeNotTaken: the code is wrong or was used.

    """
    case = locked(case)
    require_state(case, CaseState.SEALING)
    if actor not in certifiers_of(case):
        raise NotYours(_("Only heads of the reviewing departments certify."))
    order = (
        SealingOrder.objects.select_for_update()
        .filter(stream=case.serial, purpose=Purpose.CERTIFICATE)
        .first()
    )
    if order is None:
        raise OrderNotUsable(_("The certificate waits until every sheet is sealed."))
    order = _with_seals_of_now(case, order, actor)
    order = confirm_order(order=order, actor=actor, code=code)
    if order.state == SealingOrder.State.ORDERED:
        _request(order, actor)
    return order


def resume_case_sealing(*, case: Case, actor: User, code: str = "") -> SealingOrder:
    """Let a sealing that stopped go on; what is sealed already stays as it is.

    Raises:
        NotYours: the person does not head the lead department.
        CaseNotOpen: the case is not being sealed.
        CodeNotTaken: the permission is over and the code for a new one is wrong.

    """
    require_state(Case.objects.get(pk=case.pk), CaseState.SEALING)
    if not may_have_sealed(actor, case):
        raise NotYours(_("Only the head of the lead department has the set sealed."))
    order = SealingOrder.objects.filter(stream=case.serial).latest("pk")
    # Whoever is still at work on the order may hold it for longer than a code lasts.
    is_first = order.purpose == Purpose.SET and needs_permission(order)
    given = take_code(actor=actor, code=code) if is_first else code
    return _resume(case, actor, given)


@transaction.atomic
def _resume(case: Case, actor: User, code: str | Given) -> SealingOrder:
    case = locked(case)
    require_state(case, CaseState.SEALING)
    rows = SealingOrder.objects.select_for_update()
    order = rows.filter(stream=case.serial).latest("pk")
    if needs_permission(order):
        order = _with_seals_of_now(case, order, actor)
        order = confirm_order(order=order, actor=actor, code=code)
    if order.state == SealingOrder.State.ORDERED:
        _request(order, actor)
    return order


def seal_job(job: Job) -> None:
    """Seal what an order names; then the certificate waits, or all of it is issued."""
    order = SealingOrder.objects.get(pk=int(job.arguments["order"]))
    case = Case.objects.get(serial=order.stream)

    def progress(done: int, total: int, label: str) -> None:
        report_progress(job, done=done, total=total, note=label)

    seal_set(order=order, progress=progress)
    if order.purpose == Purpose.SET:
        draw_up_certificate(case, order)
    elif order.state != SealingOrder.State.ISSUED:
        wake(case, "deliver", lambda: _issue(case))


@transaction.atomic
def draw_up_certificate(case: Case, order: SealingOrder) -> SealingOrder:
    """Write the certificate over the sealed sheets; it waits for two persons."""
    SealingOrder.objects.select_for_update().get(pk=order.pk)
    known = SealingOrder.objects.filter(
        stream=case.serial, purpose=Purpose.CERTIFICATE
    ).first()
    if known is not None:
        return known
    code = new_code()
    letter = write_certificate(
        case=case,
        sheets=[
            CertifiedSheet(
                number=seal.label,
                name=seal.issue.title,
                version=seal.issue.version,
                sha256=seal.after.sha256,
            )
            for seal in order.seals.select_related("after", "issue").order_by("pk")
            if seal.after is not None
        ],
        signatories=signatories_of(case),
        issued_by=str(order.ordered_by),
        code=code,
        url=address_of(code),
    )
    institution = _enrol_institution(case)
    certificate = ToSeal(
        label=str(Letter.Kind.CERTIFICATE.label),
        title=letter.number,
        version="",
        kind=IssuedFile.Kind.CERTIFICATE,
        blob=letter.blob,
        code=code,
        places={institution.field: _mm(CERTIFICATE_SEAL_BOX)},
    )
    wanted = Wanted(case.serial, [certificate], [institution], Purpose.CERTIFICATE)
    return draw_up_order(wanted=wanted, actor=order.ordered_by)


def holders_of(case: Case) -> list[SealHolder]:
    """Every department's seal and, last, the review seal of the lead department."""
    keepers = heads_of(case)
    holders = [
        _enrol(review.department, SealHolder.Kind.DEPARTMENT, keepers)
        for review in case.reviews_now()
    ]
    return [*holders, _enrol(_lead(case), SealHolder.Kind.REVIEW, keepers)]


def _order(case: Case, actor: User, code: Given) -> SealingOrder:
    # The units of the seals before the ledger: who confirms a certificate of another
    # case holds its unit while it waits for the ledger.
    lock_units(review.department_id for review in case.reviews_now())
    case = begin_sealing(case=case, actor=actor)
    order = draw_up_order(
        wanted=Wanted(case.serial, files_of(case), holders_of(case)), actor=actor
    )
    order = confirm_order(order=order, actor=actor, code=code)
    _request(order, actor)
    return order


def _with_seals_of_now(case: Case, order: SealingOrder, actor: User) -> SealingOrder:
    """The order with the seals that are at work now.

    One may have been renewed or revoked since, and whoever became a head keeps them too.
    """
    if order.purpose == Purpose.SET:
        lock_units(review.department_id for review in case.reviews_now())
        holders = holders_of(case)
    else:
        holders = [_enrol_institution(case)]
    return pass_order_on(order=order, holders=holders, actor=actor)


def _request(order: SealingOrder, actor: User) -> Job:
    return request_job(
        task=SEAL_TASK,
        queue="seal",
        key=f"seal:{order.pk}",
        arguments={"order": order.pk},
        stream=order.stream,
        requested_by=actor,
    )


def _enrol_institution(case: Case) -> SealHolder:
    return _enrol(_lead(case), SealHolder.Kind.INSTITUTION, certifiers_of(case))


def _enrol(unit: Organisation, kind: str, keepers: Iterable[User]) -> SealHolder:
    return enrol_test_seal(organisation=unit, kind=kind, actor=None, keepers=keepers)


def _mm(box: Box) -> tuple[float, float, float, float]:
    return (box.left, box.top, box.right, box.bottom)


def _issue(case: Case) -> None:
    issued = issue_course(
        stream=case.serial, actor=None, supersedes=earlier_issues(case)
    )
    issue_case(case=case, issued=[issue.label for issue in issued])


def _lead(case: Case) -> Organisation:
    review = lead_review(case)
    if review is None:
        raise WorkflowError(_("No department reviews this case."))
    return review.department
