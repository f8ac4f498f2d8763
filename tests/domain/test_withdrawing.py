"""A case is taken back, and what it leaves behind stands in nobody's way."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from viewflow.workflow.status import STATUS

from drawings.actions.sets import close_submission
from drawings.actions.uploads import begin_file
from drawings.errors import SubmissionClosed
from drawings.models import Submission
from reviews.actions.cases import (
    confirm_case,
    declare_facts,
    hand_in_material,
    open_case,
    unconfirm_case,
)
from reviews.actions.deadlines import watch_deadlines
from reviews.actions.judgements import close_opinion
from reviews.actions.reopening import reopen_opinion
from reviews.errors import CaseNotOpen, NotReady, NotYours
from reviews.events import PROMISE_BROKEN
from reviews.models import Case, Material
from reviews.routing import ProjectFacts
from reviews.states import CaseState, MaterialState, OpinionState
from storage import clock
from storage.models import Event
from tests.sheets import PLAN, add_sheet
from tests.world import (
    World,
    build_world,
    reviewing_world,
    revising_world,
    second_round_world,
)
from workflow.actions import course
from workflow.inbox import cases_for_lead
from workflow.steps import is_open

pytestmark = pytest.mark.django_db


def withdraw(world: World) -> None:
    course.withdraw_case(case=world.case, actor=world["liu"], reason="另行申报")


def test_a_case_taken_back_leaves_nothing_waiting_in_the_engine() -> None:
    world = reviewing_world()

    withdraw(world)

    assert world.refresh().case.state == CaseState.WITHDRAWN
    assert world.case.process.status == STATUS.CANCELED
    assert not is_open(world.case, "review")


def test_a_draft_is_taken_back_without_an_engine() -> None:
    world = build_world()

    withdraw(world)

    assert world.refresh().case.state == CaseState.WITHDRAWN


def test_who_may_not_take_a_case_back_changes_nothing() -> None:
    world = reviewing_world()

    with pytest.raises(NotYours):
        course.withdraw_case(case=world.case, actor=world["wang"], reason="x")

    assert world.refresh().case.state == CaseState.REVIEWING
    assert is_open(world.case, "review")


def test_sheets_of_a_case_taken_back_are_not_reviewed_in_the_next_one() -> None:
    world = reviewing_world()
    withdraw(world)
    later = open_case(project=world.case.project, actor=world["liu"], phone="138000000")
    submission = later.current_round.submission
    add_sheet(submission, "建施-05", "标准层平面图", "architecture", PLAN)
    close_submission(submission=submission, actor=world["lv"])

    numbers = [row.sheet.number for row in later.revisions_now()]

    assert numbers == ["建施-05"]
    assert world.refresh().case.revisions_now().count() == 3


@pytest.mark.parametrize("built", [build_world, revising_world])
def test_what_a_case_taken_back_had_begun_to_collect_stands_in_no_ones_way(
    built: Callable[[], World],
) -> None:
    world = built()
    waiting = world.case.project.submissions.get(state=Submission.State.OPEN)
    begin_file(submission=waiting, path="half.pdf", size=9)
    page = add_sheet(waiting, "建施-09", "屋面图", "architecture", PLAN).face
    withdraw(world)

    later = open_case(project=world.case.project, actor=world["liu"], phone="138000000")

    waiting.refresh_from_db()
    assert waiting.state == Submission.State.DROPPED
    assert not waiting.revisions.exists()
    assert waiting.files.filter(faces=page).exists()
    assert not waiting.files.unsettled().exists()
    assert later.current_round.submission.number == waiting.number + 1
    with pytest.raises(SubmissionClosed, match="新的报审件"):
        begin_file(submission=waiting, path="late.pdf", size=9)


def test_a_case_opened_after_one_taken_back_before_this_was_known_opens() -> None:
    world = revising_world()
    Case.objects.filter(pk=world.case.pk).update(state=CaseState.WITHDRAWN)

    later = open_case(project=world.case.project, actor=world["liu"], phone="138000000")

    assert later.current_round.submission.is_open


def test_what_was_never_handed_in_is_shown_to_no_department_of_the_next_case() -> None:
    world = build_world()
    secret = world.revision("建施-05").face
    withdraw(world)
    world.case = open_case(
        project=world.case.project, actor=world["liu"], phone="138000000"
    )
    submission = world.case.current_round.submission
    add_sheet(submission, "建施-05", "标准层平面图", "architecture", PLAN)
    world.hand_in().accept()
    address = reverse("reviews:thumbnail", args=[secret.pk])
    client = Client()

    client.force_login(world["wang"])
    assert client.get(address).status_code == 404
    client.force_login(world["lv"])
    assert client.get(address).status_code == 200


def test_no_promise_of_a_case_taken_back_is_broken() -> None:
    world = build_world().hand_in(but=["planning_permit"])
    world.accept(planning_permit=clock.today() + dt.timedelta(days=3))
    withdraw(world)

    with clock.told_at(clock.now() + dt.timedelta(days=9)):
        watch_deadlines()

    assert not Event.objects.filter(verb=PROMISE_BROKEN).exists()


def test_a_closed_opinion_is_reopened_while_the_department_reviews() -> None:
    world = second_round_world()
    opinion = world.case.opinions.get(state=OpinionState.ANSWERED)
    close_opinion(opinion=opinion, reviewer=world["wang"])

    with pytest.raises(NotYours):
        reopen_opinion(opinion=opinion, reviewer=world["li"])
    reopen_opinion(opinion=opinion, reviewer=world["wang"])

    opinion.refresh_from_db()
    assert (opinion.state, opinion.closed_by) == (OpinionState.ANSWERED, None)
    assert Event.objects.filter(verb="reviews.opinion_reopened").count() == 1


def test_a_judgement_stays_once_the_department_has_concluded() -> None:
    world = second_round_world().settle()
    opinion = world.case.opinions.get(state=OpinionState.CLOSED)

    with pytest.raises(CaseNotOpen):
        reopen_opinion(opinion=opinion, reviewer=world["wang"])


def test_the_builder_confirms_again_when_the_drawings_change() -> None:
    world = build_world()
    for material in world.case.materials.all():
        world.hand_in_one(material.code)
    confirm_case(case=world.case, actor=world["liu"])

    unconfirm_case(case=world.case)

    with pytest.raises(NotReady):
        course.submit_case(case=world.case, actor=world["lv"])


def test_a_document_is_not_exchanged_under_the_hands_of_the_reviewers() -> None:
    world = reviewing_world()
    material = world.case.materials.first()
    assert material is not None and material.blob is not None

    with pytest.raises(NotReady):
        world.hand_in_one(material.code)
    with pytest.raises(NotYours):
        hand_in_material(
            case=world.case,
            code=material.code,
            blob=material.blob,
            file_name="x.pdf",
            actor=world["wang"],
        )


def test_a_refused_document_that_nothing_asks_for_any_more_is_not_owed() -> None:
    world = build_world()
    Material.objects.create(
        case=world.case, code="old", is_essential=True, state=MaterialState.REFUSED
    )

    declare_facts(case=world.case, facts=ProjectFacts(), actor=world["liu"])

    assert not world.case.materials.filter(code="old").exists()


def test_the_lead_finds_what_waits_for_its_release() -> None:
    world = reviewing_world().finish_round()

    assert cases_for_lead(world["qian"]) == [world.case]
    assert cases_for_lead(world["sun"]) == []
