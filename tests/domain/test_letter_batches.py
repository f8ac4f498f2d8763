"""A batch of letters under one permission: whose word, cut off, over, another seal."""

import datetime as dt

import pytest

from reviews.errors import NotReady, NotYours
from reviews.models import Letter, LetterSignature
from signatures import keys
from signatures.actions.endings import renew_test_seal
from signatures.actions.sealing import seal_set
from signatures.errors import OrderNotUsable
from signatures.models import SealHolder, SealingOrder
from storage import clock
from storage.actions.blobs import store_bytes
from storage.doorbell import do_here
from storage.models import Event, Job
from tests.domain.letter_seals import seal_all, unit
from tests.world import World, do_jobs, reviewing_world
from workflow.actions.lettering import (
    finish_letters,
    letters_job,
    order_letter_sealing,
    resume_letter_sealing,
)
from workflow.lettering import job_key, lines_of, works_of

pytestmark = pytest.mark.django_db
REVIEWING = pytest.mark.parametrize(
    "built", [reviewing_world], indirect=True, ids=["reviewing"]
)
LATER = dt.timedelta(minutes=11)


@REVIEWING
def test_nobody_seals_for_another_unit(world: World) -> None:
    rows = [line.row.pk for line in lines_of(unit(world, "市政务中心"))]
    for login, name in (
        ("qian", "市政务中心"),
        ("wang", "市住建局"),
        ("he", "市住建局"),
    ):
        with pytest.raises(NotYours):
            order_letter_sealing(
                unit=unit(world, name), rows=rows, actor=world[login], code="000000"
            )
    with pytest.raises(NotReady):  # letters of the window with the department's seal
        order_letter_sealing(
            unit=unit(world, "市住建局"),
            rows=rows,
            actor=world["qian"],
            code=keys.test_code("qian"),
        )
    assert not SealingOrder.objects.exists()


@REVIEWING
def test_the_signer_refuses_who_does_not_keep_the_seal(world: World) -> None:
    seal_all(world, "市政务中心")
    holder = SealHolder.objects.get(kind=SealHolder.Kind.LETTER)
    with pytest.raises(OrderNotUsable, match="保管"):
        keys.authorise(
            nonce="of-another",
            seals=[holder.key_name],
            files={"收件": "0" * 64},
            who="qian",
            code=keys.test_code("qian"),
        )


def ordered_by_window(world: World) -> SealingOrder:
    """The order of the window for all letters that wait for its seal."""
    window = unit(world, "市政务中心")
    return order_letter_sealing(
        unit=window,
        rows=[line.row.pk for line in lines_of(window)],
        actor=world["chen"],
        code=keys.test_code("chen"),
    )


@REVIEWING
def test_a_letter_that_is_not_the_one_that_was_permitted_is_refused(
    world: World,
) -> None:
    order = ordered_by_window(world)
    seal = order.seals.first()
    assert seal is not None
    other = store_bytes(b"%PDF-1.7 another", media_type="application/pdf")
    order.seals.filter(pk=seal.pk).update(before=other)

    with pytest.raises(OrderNotUsable):
        seal_set(order=order, progress=lambda *_: None)
    assert not Letter.objects.exclude(sealed=None).exists()


@REVIEWING
def test_a_seal_on_another_page_than_permitted_is_refused(world: World) -> None:
    order = ordered_by_window(world)
    order.seals.update(page=7)
    with pytest.raises(OrderNotUsable):
        seal_set(order=order, progress=lambda *_: None)


@REVIEWING
def test_a_batch_that_was_cut_off_goes_on_and_seals_nothing_twice(
    world: World,
) -> None:
    order = ordered_by_window(world)

    def killed(_done: int, _total: int, _label: str) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        seal_set(order=order, progress=killed)
    [first] = order.seals.filter(after__isnull=False)
    do_jobs()

    order.refresh_from_db()
    assert order.state == SealingOrder.State.ISSUED
    assert order.seals.get(pk=first.pk).after_id == first.after_id
    assert not LetterSignature.objects.filter(
        unit=unit(world, "市政务中心"), sealed_at=None
    ).exists()
    finish_letters(order)
    events = Event.objects.filter(verb="reviews.letter_sealed")
    assert events.count() == 2


@REVIEWING
def test_after_ten_minutes_the_rest_needs_another_word(world: World) -> None:
    window = unit(world, "市政务中心")
    begun = clock.now()
    with clock.told_at(begun):
        order = order_letter_sealing(
            unit=window,
            rows=[line.row.pk for line in lines_of(window)],
            actor=world["chen"],
            code=keys.test_code("chen"),
        )
    with clock.told_at(begun + LATER):
        with pytest.raises(OrderNotUsable):
            letters_job(Job.objects.get(key=job_key(order)))
        order.refresh_from_db()
        assert order.state == SealingOrder.State.ORDERED
        assert works_of(window)
        resume_letter_sealing(
            order=order, actor=world["chen"], code=keys.test_code("chen")
        )
        do_jobs()
    order.refresh_from_db()
    assert order.state == SealingOrder.State.ISSUED


@REVIEWING
def test_a_seal_that_was_renewed_seals_the_rest_of_a_batch(world: World) -> None:
    order = ordered_by_window(world)
    old = order.holders.get()
    new = renew_test_seal(
        holder=old,
        keepers=[world["chen"]],
        actor=world["chen"],
        code=keys.test_code("chen"),
    )
    job = Job.objects.get(key=job_key(order))
    do_here(job.task, job.pk)
    assert lines_of(unit(world, "市政务中心")) == []

    resume_letter_sealing(order=order, actor=world["chen"], code=keys.test_code("chen"))
    do_jobs()

    order.refresh_from_db()
    assert order.state == SealingOrder.State.ISSUED
    for seal in order.seals.all():
        assert seal.fields == {new.field: new.fingerprint}
