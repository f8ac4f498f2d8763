"""Deadlines are watched: each fact noted once."""

import datetime as dt

import pytest

from reviews.actions.deadlines import watch_deadlines
from reviews.events import PROMISE_BROKEN
from storage import clock
from storage.models import Event
from tests.world import build_world, reviewing_world

pytestmark = pytest.mark.django_db


def test_a_deadline_that_passed_is_noted_once_a_department() -> None:
    reviewing_world()
    assert watch_deadlines() == 0

    with clock.told_at(clock.now() + dt.timedelta(days=20)):
        assert watch_deadlines() == 3
        assert watch_deadlines() == 0

    assert Event.objects.filter(verb="reviews.deadline_passed").count() == 3


def test_a_broken_promise_is_noted() -> None:
    world = build_world().hand_in(but=["planning_permit"])
    world.accept(planning_permit=clock.today() + dt.timedelta(days=3))

    with clock.told_at(clock.now() + dt.timedelta(days=5)):
        watch_deadlines()

    assert Event.objects.filter(verb=PROMISE_BROKEN).count() == 1
