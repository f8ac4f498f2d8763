"""A permission whose answer was lost, or that the signer took back, is no dead end."""

import datetime as dt
from contextlib import ExitStack

import pytest

from reviews.errors import NotYours
from reviews.models import Case
from signatures import keys
from signatures.actions.endings import renew_test_seal
from signatures.actions.holders import enrol_test_seal
from signatures.actions.ordering import ToSeal, confirm_order, take_code
from signatures.actions.sealing import seal_set
from signatures.actions.succession import pass_order_on
from signatures.errors import OrderNotUsable
from signatures.models import SealHolder, SealingOrder
from storage import clock
from storage.doorbell import do_here
from storage.models import Job
from tests.world import World, do_jobs, passed_world
from workflow import deliverables
from workflow.actions import delivery
from workflow.actions.delivery import (
    confirm_certificate,
    order_case_sealing,
    resume_case_sealing,
)
from workflow.sealings import is_over, needs_permission

pytestmark = pytest.mark.django_db
LATER = dt.timedelta(minutes=11)


def ordered(world: World) -> SealingOrder:
    """The set is ordered to be sealed; no worker has begun."""
    code = keys.test_code("qian")
    return order_case_sealing(case=world.case, actor=world["qian"], code=code)


def sealed_one_of(order: SealingOrder) -> None:
    """A worker seals the first sheet and is ended."""

    def killed(_done: int, _total: int, _label: str) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        seal_set(order=order, progress=killed)


def test_a_second_person_whose_answer_was_lost_says_it_again() -> None:
    world = passed_world()
    code = keys.test_code("qian")
    order_case_sealing(case=world.case, actor=world["qian"], code=code)
    do_jobs()
    code = keys.test_code("qian")
    order = confirm_certificate(case=world.case, actor=world["qian"], code=code)
    lost = keys.test_code("sun")
    keys.confirm(nonce=order.nonce, who="sun", code=lost)

    order = confirm_certificate(case=world.case, actor=world["sun"], code=lost)

    assert order.state == SealingOrder.State.ORDERED
    said = [one.person.username for one in order.confirmations.all()]
    assert said == ["qian", "sun"]


def test_the_first_person_alone_stays_one_person() -> None:
    world = passed_world()
    code = keys.test_code("qian")
    order_case_sealing(case=world.case, actor=world["qian"], code=code)
    do_jobs()
    code = keys.test_code("qian")
    confirm_certificate(case=world.case, actor=world["qian"], code=code)

    with pytest.raises(OrderNotUsable):
        confirm_certificate(
            case=world.case, actor=world["qian"], code=keys.test_code("qian")
        )


def test_when_the_signer_no_longer_permits_it_the_head_is_asked_anew() -> None:
    world = passed_world()
    code = keys.test_code("qian")
    order = order_case_sealing(case=world.case, actor=world["qian"], code=code)
    keys.withdraw(nonce=order.nonce, who="qian")
    job = Job.objects.get(key=f"seal:{order.pk}")

    do_here(job.task, job.pk)

    order.refresh_from_db()
    assert is_over(order)
    code = keys.test_code("qian")
    resume_case_sealing(case=world.case, actor=world["qian"], code=code)
    Job.objects.filter(pk=job.pk).update(not_before=job.not_before)
    do_jobs()
    assert not order.seals.filter(after=None).exists()


def test_a_set_of_which_all_is_sealed_goes_on_after_the_ten_minutes() -> None:
    world = passed_world()
    begun = clock.now()
    with clock.told_at(begun):
        order = ordered(world)
        # The worker was ended between the last sheet and the certificate.
        seal_set(order=order, progress=lambda *_: None)
    with clock.told_at(begun + LATER):
        resume_case_sealing(case=world.case, actor=world["qian"])
        do_jobs()
    certificate = SealingOrder.objects.get(purpose=SealingOrder.Purpose.CERTIFICATE)
    assert certificate.state == SealingOrder.State.WAITING


def test_a_seal_that_was_renewed_seals_the_rest_of_the_set() -> None:
    world = passed_world()
    order = ordered(world)
    sealed_one_of(order)
    old = order.holders.get(
        kind="department", organisation=world.cast.units["市消防审验"]
    )
    new = renew_test_seal(
        holder=old,
        keepers=[world["sun"]],
        actor=world["sun"],
        code=keys.test_code("sun"),
    )
    job = Job.objects.get(key=f"seal:{order.pk}")
    do_here(job.task, job.pk)
    order.refresh_from_db()
    assert needs_permission(order)

    code = keys.test_code("qian")
    order = resume_case_sealing(case=world.case, actor=world["qian"], code=code)
    do_jobs()

    told = [seal.fields[new.field] for seal in order.seals.order_by("pk")]
    assert told[0] == old.fingerprint
    assert set(told[1:]) == {new.fingerprint}


def test_an_order_goes_on_with_seals_of_the_same_units_alone() -> None:
    world = passed_world()
    order = ordered(world)
    other = enrol_test_seal(
        organisation=world.cast.units["市政务中心"],
        kind=SealHolder.Kind.LETTER,
        actor=None,
        keepers=[world["chen"]],
    )
    manifest = order.manifest
    with pytest.raises(OrderNotUsable):
        pass_order_on(order=order, holders=[other], actor=world["qian"])
    order.refresh_from_db()
    assert order.manifest == manifest
    assert other not in order.holders.all()


def test_a_list_that_takes_longer_to_draw_up_than_a_code_lasts_is_permitted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = passed_world()
    drawn_up, now = deliverables.files_of, clock.now()

    with ExitStack() as slow:

        def slowly(case: Case) -> list[ToSeal]:
            slow.enter_context(clock.told_at(now + dt.timedelta(minutes=5)))
            return drawn_up(case)

        monkeypatch.setattr(delivery, "files_of", slowly)
        order = ordered(world)

    assert order.state == SealingOrder.State.ORDERED
    assert order.expires_at is not None
    assert order.expires_at >= now + dt.timedelta(minutes=15)


def test_a_code_that_was_given_for_a_list_serves_no_other() -> None:
    world = passed_world()
    order = ordered(world)
    given = take_code(actor=world["qian"], code=keys.test_code("qian"))
    with clock.told_at(clock.now() + LATER):
        other = take_code(actor=world["qian"], code=keys.test_code("qian"))
        confirm_order(order=order, actor=world["qian"], code=other)
    with clock.told_at(clock.now() + 2 * LATER):
        for used in (given, other):
            with pytest.raises(OrderNotUsable):
                confirm_order(order=order, actor=world["qian"], code=used)


def test_who_may_not_have_the_set_sealed_uses_up_no_code() -> None:
    world = passed_world()
    code = keys.test_code("sun")
    with pytest.raises(NotYours):
        order_case_sealing(case=world.case, actor=world["sun"], code=code)

    assert take_code(actor=world["sun"], code=code)
