"""A permission whose answer was lost, or that the signer took back, is no dead end."""

import pytest

from signatures import keys
from signatures.errors import OrderNotUsable
from signatures.models import SealingOrder
from storage.doorbell import do_here
from storage.models import Job
from tests.world import do_jobs, passed_world
from workflow.actions.delivery import (
    confirm_certificate,
    order_case_sealing,
    resume_case_sealing,
)
from workflow.sealings import is_over

pytestmark = pytest.mark.django_db


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
