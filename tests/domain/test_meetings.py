"""Meetings and opinions go together: what falls with what, and what nobody takes back."""

import pytest

from reviews.actions.conclusions import conclude_review
from reviews.actions.consultations import (
    call_consultation,
    decline_consultation,
    open_consultation,
    take_position,
)
from reviews.actions.opinions import withdraw_opinion
from reviews.actions.resolutions import resolve_consultation
from reviews.errors import NotReady
from reviews.models import Consultation, DepartmentReview, Resolution
from reviews.states import ConsultationState, OpinionState, Result
from reviews.timing.events import What
from tests.world import World, reviewing_world

pytestmark = pytest.mark.django_db


def last_mark(review: DepartmentReview) -> str:
    mark = review.clock_marks.order_by("pk").last()
    assert mark is not None
    return mark.what


def begin(world: World, meeting: Consultation) -> None:
    open_consultation(consultation=meeting, host=world["sun"])


def resolve(world: World, meeting: Consultation) -> Resolution:
    for login in ("li", "zhao", "wang"):
        take_position(
            consultation=meeting,
            representative=world[login],
            text="同意。",
            agrees=True,
        )
    return resolve_consultation(
        consultation=meeting,
        host=world["sun"],
        outcome=Resolution.Outcome.FIRST,
        text="按消防意见执行。",
    )


def test_a_withdrawn_opinion_takes_its_meeting_along_and_the_clocks_run_on() -> None:
    world = reviewing_world()
    fire, _air = world.contradict()
    meeting = world.case.consultations.get()
    begin(world, meeting)
    assert last_mark(world.review_of("airdefence")) == What.STOP

    withdraw_opinion(opinion=fire, author=world["li"])

    meeting.refresh_from_db()
    assert meeting.state == ConsultationState.DECLINED
    assert last_mark(world.review_of("airdefence")) == What.RESUME
    assert world.finish_round().refresh().case.state == "consolidating"


def test_a_clock_stands_while_any_meeting_of_its_department_is_open() -> None:
    world = reviewing_world()
    fire, air = world.contradict()
    first = world.case.consultations.get()
    housing = world.say("housing", "栏杆净高不足。", sheet="建施-04")
    second = call_consultation(first=housing, second=fire, actor=world["wang"])
    for meeting in (first, second):
        begin(world, meeting)

    decline_consultation(consultation=first, actor=world["sun"], reason="已一致")

    assert last_mark(world.review_of("airdefence")) == What.RESUME
    assert last_mark(world.review_of("fire")) == What.STOP
    assert air.is_open


def test_a_replaced_opinion_is_replaced_once() -> None:
    world = reviewing_world()
    fire, _air = world.contradict()
    first = world.case.consultations.get()
    housing = world.say("housing", "栏杆净高不足。", sheet="建施-04")
    second = call_consultation(first=housing, second=fire, actor=world["wang"])
    begin(world, first)
    begin(world, second)

    heir = resolve(world, first).opinion

    second.refresh_from_db()
    fire.refresh_from_db()
    assert second.state == ConsultationState.DECLINED
    assert fire.replaced_by == heir


def test_no_author_takes_back_what_several_departments_resolved() -> None:
    world = reviewing_world()
    world.contradict()
    meeting = world.case.consultations.get()
    begin(world, meeting)
    heir = resolve(world, meeting).opinion
    assert heir is not None

    with pytest.raises(NotReady):
        withdraw_opinion(opinion=heir, author=heir.author)

    heir.refresh_from_db()
    assert heir.state == OpinionState.DRAFT


@pytest.mark.parametrize("result", [Result.FAIL, Result.REDESIGN])
def test_who_objects_to_nothing_cannot_fail_a_case(result: Result) -> None:
    world = reviewing_world()

    with pytest.raises(NotReady):
        conclude_review(
            review=world.review_of("fire"), reviewer=world["li"], result=result
        )
