"""Letters are sealed: a holder permits a batch, the signer seals it, each letter goes out."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Organisation, User
from reviews import events
from reviews.errors import NotReady, NotYours
from reviews.models import Letter, LetterSignature
from signatures.actions.holders import enrol_test_seal
from signatures.actions.issuing import issue_letter
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
from signatures.models import IssuedFile, SealHolder, SealingOrder
from storage import clock
from storage.actions.jobs import report_progress, request_job
from storage.actions.ledger import record
from storage.models import Job
from workflow.lettering import (
    file_before,
    job_key,
    keepers_of_letters,
    place_of,
    stream_prefix,
    units_of,
    waiting,
    with_files,
)
from workflow.sealings import needs_permission

LETTER_TASK = "workflow.seal_letters"
INNER = (Letter.Kind.MINUTES, Letter.Kind.URGING)
"""What builders do not learn of."""


@transaction.atomic
def order_letter_sealing(
    *, unit: Organisation, rows: Sequence[int], actor: User, code: str
) -> SealingOrder:
    """Seal the chosen letters with the unit's seal; the code permits these files alone.

    Args:
        unit: whose seal.
        rows: keys of the `LetterSignature`s that wait for it.
        actor: keeps the seal, or it is delegated to them.
        code: of the person's device.

    Raises:
        NotYours: the person does not seal letters of this unit.
        NotReady: nothing was chosen, or one of them does not wait for this unit any more.
        CodeNotTaken: the code is wrong or was used; nothing was ordered.

    """
    if unit not in units_of(actor):
        raise NotYours(_("You do not keep the seal on letters of this unit."))
    Organisation.objects.select_for_update(no_key=True).get(pk=unit.pk)
    asked = waiting([unit]).filter(pk__in=rows).select_for_update(of=("self",))
    letters = list(with_files(asked))
    if not letters or len(letters) != len(set(rows)):
        raise NotReady(_("Choose letters that wait for this seal; nothing was sealed."))
    given = take_code(actor=actor, code=code)
    holder = _seal_of(unit)
    order = draw_up_order(
        wanted=Wanted(
            _next_stream(unit),
            [_to_seal(row, holder) for row in letters],
            [holder],
            SealingOrder.Purpose.LETTERS,
        ),
        actor=actor,
    )
    by_label = {seal.label: seal for seal in order.seals.all()}
    for row in letters:
        row.seal = by_label[row.letter.number]
        row.save(update_fields=["seal"])
    order = confirm_order(order=order, actor=actor, code=given)
    _request(order, actor)
    return order


@transaction.atomic
def resume_letter_sealing(
    *, order: SealingOrder, actor: User, code: str = ""
) -> SealingOrder:
    """Let a batch that stopped go on; what is sealed already stays as it is.

    Raises:
        NotYours: the person does not seal letters of this unit.
        OrderNotUsable: everything in it is sealed.
        CodeNotTaken: the permission is over and the code for a new one is wrong.

    """
    order = SealingOrder.objects.select_for_update().get(pk=order.pk)
    row = LetterSignature.objects.filter(seal__order=order).first()
    if row is None or row.unit not in units_of(actor):
        raise NotYours(_("You do not keep the seal on letters of this unit."))
    if order.state not in {SealingOrder.State.WAITING, SealingOrder.State.ORDERED}:
        raise OrderNotUsable(_("Everything in this order is sealed already."))
    if needs_permission(order):
        # A seal that was renewed or revoked since never seals again.
        order = pass_order_on(order=order, holders=[_seal_of(row.unit)], actor=actor)
        order = confirm_order(order=order, actor=actor, code=code)
    _request(order, actor)
    return order


def letters_job(job: Job) -> None:
    """Seal the letters of an order; each goes out as soon as its last seal is set."""
    order = SealingOrder.objects.get(pk=int(job.arguments["order"]))
    if order.state == SealingOrder.State.ISSUED:
        return

    def progress(done: int, total: int, label: str) -> None:
        finish_letters(order)
        report_progress(job, done=done, total=total, note=label)

    seal_set(order=order, progress=progress)
    finish_letters(order)


@transaction.atomic
def finish_letters(order: SealingOrder) -> None:
    """Write down what is sealed of an order; the last seal of a letter puts it in force."""
    order = SealingOrder.objects.select_for_update().get(pk=order.pk)
    rows = LetterSignature.objects.filter(
        seal__order=order, seal__after__isnull=False, sealed_at=None
    ).select_related("letter__case", "seal__after", "unit")
    for row in rows.select_for_update(of=("self",)).order_by("pk"):
        _finish(row, order)
    if not order.seals.filter(after=None).exists():
        order.state = SealingOrder.State.ISSUED
        order.save(update_fields=["state"])


def _finish(row: LetterSignature, order: SealingOrder) -> None:
    letter, seal = row.letter, row.seal
    if seal is None or seal.after is None:
        return
    row.sealed_at = seal.sealed_at
    row.save(update_fields=["sealed_at"])
    following = letter.signatures.filter(turn=row.turn + 1).first()
    if following is not None:
        following.waits_since = clock.now()
        following.save(update_fields=["waits_since"])
    else:
        issue_letter(seal=seal)
        letter.sealed = seal.after
        letter.save(update_fields=["sealed"])
    record(
        events.INNER_LETTER_SEALED if letter.kind in INNER else events.LETTER_SEALED,
        letter,
        actor=order.ordered_by,
        stream=letter.case.serial,
        unit=row.unit.name,
        letter=letter.number,
        before=seal.before.sha256,
        after=seal.after.sha256,
        is_last=following is None,
    )


def _seal_of(unit: Organisation) -> SealHolder:
    """The unit's seal on letters; whoever has come to keep it since keeps it too."""
    return enrol_test_seal(
        organisation=unit,
        kind=SealHolder.Kind.LETTER,
        actor=None,
        keepers=keepers_of_letters(unit),
    )


def _to_seal(row: LetterSignature, holder: SealHolder) -> ToSeal:
    """The letter with its place; the last turn gets the code that stands on it."""
    letter, place = row.letter, place_of(row)
    box = place.box
    is_last = all(one.turn <= row.turn for one in letter.signatures.all())
    return ToSeal(
        label=letter.number,
        title=str(letter.get_kind_display()),
        version="",
        kind=IssuedFile.Kind.NOTICE,
        blob=file_before(row),
        code=letter.code if is_last else "",
        places={holder.field: (box.left, box.top, box.right, box.bottom)},
        page=place.page,
        stream=letter.case.serial,
        leaves_room=not is_last,
    )


def _next_stream(unit: Organisation) -> str:
    prefix = stream_prefix(unit)
    count = SealingOrder.objects.filter(stream__startswith=prefix).count()
    return f"{prefix}{count + 1}"


def _request(order: SealingOrder, actor: User) -> Job:
    return request_job(
        task=LETTER_TASK,
        queue="seal",
        key=job_key(order),
        arguments={"order": order.pk},
        stream=order.stream,
        requested_by=actor,
    )
