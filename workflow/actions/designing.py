"""Designers seal their sheets here, with their own seal and the same permission."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from reviews.actions.cases import locked
from reviews.errors import NotReady, NotYours
from reviews.models import Case
from signatures.actions.arrivals import judge_arrival
from signatures.actions.ordering import (
    ToSeal,
    Wanted,
    confirm_order,
    draw_up_order,
    take_code,
)
from signatures.actions.sealing import seal_set
from signatures.actions.succession import pass_order_on
from signatures.errors import OrderNotUsable
from signatures.models import SealHolder, SealingOrder
from storage.actions.jobs import report_progress, request_job
from storage.models import Blob, Job
from storage.sentences import listed
from workflow.designing import job_key, moved_since, seal_for, seals_of
from workflow.sealings import needs_permission
from workflow.signed_forms import numbers_under_way, pages_of_order, stream_prefix

DESIGN_TASK = "workflow.seal_design"


@transaction.atomic
def order_design_sealing(
    *, case: Case, holder: SealHolder, files: list[ToSeal], actor: User, code: str
) -> SealingOrder:
    """Seal sheets of the own set with the own seal; the code permits these files alone.

    Raises:
        NotYours: the seal is not this person's, or its registration does not count.
        NotReady: no sheet was chosen that lacks the seal, or another seal is being set.
        CodeNotTaken: the code is wrong or was used; nothing was ordered.

    """
    case = locked(case)
    if holder.pk not in {one.holder.pk for one in seals_of(actor, case)}:
        raise NotYours(
            _("This seal is not yours, or your registration does not count.")
        )
    if not files:
        raise NotReady(_("Choose at least one sheet that lacks your seal."))
    if late := numbers_under_way(case) & {one.label for one in files}:
        raise NotReady(
            _(
                "A seal is being set on %(sheets)s at this moment. Yours goes over it: "
                "please try again in a minute."
            )
            % {"sheets": listed(sorted(late))}
        )
    given = take_code(actor=actor, code=code)
    number = SealingOrder.objects.filter(stream__startswith=stream_prefix(case)).count()
    order = draw_up_order(
        wanted=Wanted(
            f"{stream_prefix(case)}{number + 1}",
            files,
            [holder],
            SealingOrder.Purpose.DESIGN,
        ),
        actor=actor,
    )
    order = confirm_order(order=order, actor=actor, code=given)
    _request(order, case, actor)
    return order


@transaction.atomic
def resume_design_sealing(
    *, case: Case, order: SealingOrder, actor: User, code: str = ""
) -> SealingOrder:
    """Let an order that stopped go on; what is sealed already stays as it is.

    Raises:
        NotYours: the seal is not this person's, or its registration does not count.
        OrderNotUsable: everything in it is sealed.
        NotReady: a sheet changed, or somebody signed it or signs it now; nothing was sealed.
        CodeNotTaken: the permission is over and the code for a new one is wrong.

    """
    case = locked(case)
    order = SealingOrder.objects.select_for_update().get(pk=order.pk)
    seal = seal_for(order, actor, case)
    if seal is None:
        raise NotYours(
            _("This seal is not yours, or your registration does not count.")
        )
    if order.state not in {SealingOrder.State.WAITING, SealingOrder.State.ORDERED}:
        raise OrderNotUsable(_("Everything in this order is sealed already."))
    if moved := moved_since(case, order):
        raise NotReady(
            _(
                "%(sheets)s changed or got another seal since. Nothing was sealed. Please "
                "choose what lacks your seal and order it anew."
            )
            % {"sheets": listed(moved)}
        )
    if needs_permission(order):
        # A seal that was renewed or revoked since never seals again.
        order = pass_order_on(order=order, holders=[seal.holder], actor=actor)
        order = confirm_order(order=order, actor=actor, code=code)
    _request(order, case, actor)
    return order


def design_job(job: Job) -> None:
    """Seal what a designer ordered; every sealed sheet is judged like one that arrives."""
    order = SealingOrder.objects.get(pk=int(job.arguments["order"]))

    def progress(done: int, total: int, label: str) -> None:
        report_progress(job, done=done, total=total, note=label)

    seal_set(order=order, progress=progress)
    pages = pages_of_order(order)
    for seal in order.seals.select_related("after"):
        if seal.after is not None:
            page = Blob.objects.get(pk=pages[seal.pk])
            judge_arrival(blob=seal.after, page=page)
    finish_design(order)


def _request(order: SealingOrder, case: Case, actor: User) -> Job:
    return request_job(
        task=DESIGN_TASK,
        queue="seal",
        key=job_key(order),
        arguments={"order": order.pk},
        stream=case.serial,
        requested_by=actor,
    )


@transaction.atomic
def finish_design(order: SealingOrder) -> None:
    """The order is carried out; nothing is issued by it."""
    order = SealingOrder.objects.select_for_update().get(pk=order.pk)
    order.state = SealingOrder.State.SEALED
    order.save(update_fields=["state"])
