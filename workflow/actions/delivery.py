"""Deliver an agreed case: order the seals, seal the set, write and seal the certificate."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Organisation, User
from drawings.models import SheetRevision
from reviews.access import is_lead_head, lead_review
from reviews.actions.cases import locked, require_state
from reviews.actions.delivery import begin_sealing, issue_case
from reviews.actions.letters import write_certificate
from reviews.errors import NotYours
from reviews.letters.writing import CERTIFICATE_SEAL_BOX, CertifiedSheet, Signatory
from reviews.models import Case, Letter
from reviews.sectors import SECTOR_WORK
from reviews.states import CaseState
from signatures.actions.holders import enrol_test_seal
from signatures.actions.issuing import issue_set
from signatures.actions.sealing import (
    ToSeal,
    add_file,
    order_sealing,
    seal_set,
)
from signatures.codes import address_of, new_code
from signatures.models import IssuedFile, SealHolder, SealingOrder
from signatures.pades.placement import Box
from storage.actions.jobs import report_progress, request_job
from storage.models import Job
from workflow.errors import WorkflowError
from workflow.steps import take_step, wake

SEAL_TASK = "workflow.seal_case"


def order_case_sealing(*, case: Case, actor: User) -> SealingOrder:
    """One click: freeze the list, order the seals, hand the work to the background."""
    return take_step(case, "seal", lambda: _order(case, actor), actor=actor)


@transaction.atomic
def resume_case_sealing(*, case: Case, actor: User) -> Job:
    """Let a sealing that stopped go on; what is sealed already stays as it is.

    Raises:
        NotYours: the person does not head the lead department.
        CaseNotOpen: the case is not being sealed.

    """
    case = locked(case)
    require_state(case, CaseState.SEALING)
    if not is_lead_head(actor, case):
        raise NotYours(_("Only the head of the lead department has the set sealed."))
    return _request(SealingOrder.objects.get(stream=case.serial), actor)


def seal_job(job: Job) -> None:
    """Seal what an order names, then the certificate, then issue all of it at once."""
    order = SealingOrder.objects.get(pk=int(job.arguments["order"]))
    case = Case.objects.get(serial=order.stream)

    def progress(done: int, total: int, label: str) -> None:
        report_progress(job, done=done, total=total + 1, note=label)

    seal_set(order=order, progress=progress)
    _add_certificate(case, order)
    seal_set(order=order, progress=progress)
    if order.state != SealingOrder.State.ISSUED:
        wake(case, "deliver", lambda: _issue(case, order))


def files_of(case: Case) -> list[ToSeal]:
    """The sheets of a case as they are sealed, in the order of the set."""
    return [
        ToSeal(
            label=revision.sheet.number,
            title=revision.name or revision.sheet.name,
            version=revision.version,
            kind=IssuedFile.Kind.SHEET,
            blob=revision.face.page,
            thumbnail=revision.face.thumbnail,
            title_block=_title_block(revision),
        )
        for revision in case.revisions_now().select_related(
            "pdf__page", "dwg__page", "pdf__thumbnail", "dwg__thumbnail"
        )
    ]


def holders_of(case: Case) -> list[SealHolder]:
    """Every department's seal and, last, the review seal of the lead department."""
    holders = [
        enrol_test_seal(
            organisation=review.department,
            kind=SealHolder.Kind.DEPARTMENT,
            actor=None,
        )
        for review in case.reviews_now()
    ]
    holders.append(
        enrol_test_seal(
            organisation=_lead(case), kind=SealHolder.Kind.REVIEW, actor=None
        )
    )
    return holders


def _order(case: Case, actor: User) -> SealingOrder:
    case = begin_sealing(case=case, actor=actor)
    order = order_sealing(
        stream=case.serial, files=files_of(case), holders=holders_of(case), actor=actor
    )
    _request(order, actor)
    return order


def _request(order: SealingOrder, actor: User) -> Job:
    return request_job(
        task=SEAL_TASK,
        queue="seal",
        key=f"seal:{order.pk}",
        arguments={"order": order.pk},
        stream=order.stream,
        requested_by=actor,
    )


@transaction.atomic
def _add_certificate(case: Case, order: SealingOrder) -> None:
    order = SealingOrder.objects.select_for_update().get(pk=order.pk)
    if order.seals.filter(issue__kind=IssuedFile.Kind.CERTIFICATE).exists():
        return
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
        signatories=_signatories(case),
        issued_by=str(order.ordered_by),
        code=code,
        url=address_of(code),
    )
    add_file(
        order=order,
        file=ToSeal(
            label=str(Letter.Kind.CERTIFICATE.label),
            title=letter.number,
            version="",
            kind=IssuedFile.Kind.CERTIFICATE,
            blob=letter.blob,
            code=code,
            place=_mm(CERTIFICATE_SEAL_BOX),
            only=enrol_test_seal(
                organisation=_lead(case), kind=SealHolder.Kind.DEPARTMENT, actor=None
            ),
        ),
    )


def _signatories(case: Case) -> list[Signatory]:
    """Who reviewed for each discipline of each department, and the heads (order 13)."""
    found: dict[tuple[str, str, str, str], Signatory] = {}
    for review in case.department_reviews.select_related(
        "department", "concluded_by", "approved_by"
    ):
        name = review.department.short_name or review.department.name
        people = (
            (
                review.concluded_by,
                SECTOR_WORK.get(review.department.sector, ""),
                "审查人",
            ),
            (review.approved_by, "审定", "审定人"),
        )
        for person, discipline, role in people:
            if person is not None:
                row = Signatory(name, discipline, str(person), role)
                found[(name, discipline, row.name, role)] = row
    return list(found.values())


def _mm(box: Box) -> tuple[float, float, float, float]:
    return (box.left, box.top, box.right, box.bottom)


def _issue(case: Case, order: SealingOrder) -> None:
    issued = issue_set(order=order, actor=None)
    issue_case(case=case, issued=[issue.label for issue in issued])


def _lead(case: Case) -> Organisation:
    review = lead_review(case)
    if review is None:
        raise WorkflowError(_("No department reviews this case."))
    return review.department


def _title_block(
    revision: SheetRevision,
) -> tuple[float, float, float, float] | None:
    """The box around what was found in the title block, from the upper left corner."""
    face = revision.face
    boxes = [
        value["box_mm"]
        for value in face.title_block.values()
        if isinstance(value, dict) and value.get("box_mm")
    ]
    if not boxes:
        return None
    x0, y0 = min(b[0] for b in boxes), min(b[1] for b in boxes)
    x1, y1 = max(b[2] for b in boxes), max(b[3] for b in boxes)
    if (x1 - x0) > face.width_mm / 2 or (y1 - y0) > face.height_mm / 2:
        return None
    return (x0, face.height_mm - y1, x1, face.height_mm - y0)
