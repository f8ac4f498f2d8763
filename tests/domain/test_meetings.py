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
from reviews.actions.oversight import urge_review
from reviews.actions.resolutions import resolve_consultation
from reviews.errors import CaseNotOpen, NotReady
from reviews.models import Consultation, DepartmentReview, Opinion, Resolution
from reviews.states import ConsultationState, OpinionState, Result
from reviews.timing.events import What
from storage import clock
from tests.world import World, reviewing_world
from workflow.actions import course

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


def test_nobody_takes_a_position_once_the_case_is_taken_back() -> None:
    world = reviewing_world()
    world.contradict()
    meeting = world.case.consultations.get()
    begin(world, meeting)
    course.withdraw_case(case=world.case, actor=world["liu"], reason="另行申报")

    with pytest.raises(CaseNotOpen):
        take_position(consultation=meeting, representative=world["li"], text="同意。")

    assert not meeting.positions.exists()


def test_no_meeting_is_called_about_an_opinion_that_was_taken_back_meanwhile() -> None:
    world = reviewing_world()
    first, second = world.say("housing"), world.say("fire", sheet="建施-04")
    withdraw_opinion(
        opinion=Opinion.objects.get(pk=second.pk), author=world.cast.reviewer_of("fire")
    )

    with pytest.raises(NotReady):
        call_consultation(first=first, second=second, actor=world["wang"])


def test_nobody_is_urged_about_a_case_that_was_taken_back() -> None:
    world = reviewing_world()
    review = world.review_of("fire")
    course.withdraw_case(case=world.case, actor=world["liu"], reason="另行申报")

    with pytest.raises(CaseNotOpen):
        urge_review(
            review=review,
            actor=world["wu"],
            form="letter",
            text="请尽快审查。",
            until=clock.today(),
        )
