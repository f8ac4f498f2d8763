"""Designers seal their sheets here, with their own seal and the same permission."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from reviews.actions.cases import locked
from reviews.errors import NotReady, NotYours
from reviews.models import Case
from signatures.actions.arrivals import judge_arrival
from signatures.actions.ordering import ToSeal, Wanted, confirm_order, draw_up_order
from signatures.actions.sealing import seal_set
from signatures.models import ArrivedFile, SealHolder, SealingOrder
from storage.actions.jobs import report_progress, request_job
from storage.models import Job
from storage.sentences import listed
from workflow.designing import seals_of
from workflow.signed_forms import numbers_under_way, stream_prefix

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
    order = confirm_order(order=order, actor=actor, code=code)
    request_job(
        task=DESIGN_TASK,
        queue="seal",
        key=f"design-seal:{order.pk}",
        arguments={"order": order.pk},
        stream=case.serial,
        requested_by=actor,
    )
    return order


def design_job(job: Job) -> None:
    """Seal what a designer ordered; every sealed sheet is judged like one that arrives."""
    order = SealingOrder.objects.get(pk=int(job.arguments["order"]))

    def progress(done: int, total: int, label: str) -> None:
        report_progress(job, done=done, total=total, note=label)

    seal_set(order=order, progress=progress)
    for seal in order.seals.select_related("before", "after"):
        if seal.after is not None:
            earlier = ArrivedFile.objects.filter(blob=seal.before).first()
            page = earlier.page if earlier else None
            judge_arrival(blob=seal.after, page=page or seal.before)
    finish_design(order)


@transaction.atomic
def finish_design(order: SealingOrder) -> None:
    """The order is carried out; nothing is issued by it."""
    order = SealingOrder.objects.select_for_update().get(pk=order.pk)
    order.state = SealingOrder.State.SEALED
    order.save(update_fields=["state"])
