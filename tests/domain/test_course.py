"""A case from the window to the certificate, one law at a time."""

import pytest

from reviews.access import visible_letters
from reviews.states import CaseState, MaterialState, OpinionState
from signatures.models import IssuedFile
from storage.actions.ledger import verify_ledger
from tests.world import (
    build_world,
    passed_world,
    reviewing_world,
    seal_case,
    second_round_world,
)
from workflow.actions import course

pytestmark = pytest.mark.django_db


def test_all_departments_begin_at_the_same_time() -> None:
    world = reviewing_world()

    sectors = {review.department.sector for review in world.case.reviews_now()}

    assert sectors == {"housing", "fire", "airdefence"}
    assert all(review.due_at for review in world.case.reviews_now())


def test_a_contradiction_proposes_a_consultation() -> None:
    world = reviewing_world()

    fire, air = world.contradict()

    meeting = world.case.consultations.get()
    assert {meeting.opinion_a, meeting.opinion_b} == {fire, air}


def test_nothing_is_told_before_the_notice() -> None:
    world = reviewing_world()
    world.say("housing")

    assert not world.case.opinions.released().exists()

    world.finish_round().release()

    assert world.case.state == CaseState.REVISING
    assert world.case.opinions.released().count() == 1


def test_round_two_knows_what_nobody_declared() -> None:
    from reviews.standing import undeclared_changes

    world = second_round_world()

    sheets = {
        change.comparison.newer.sheet.number
        for change in undeclared_changes(world.case)
    }

    assert sheets == {"建施-04"}
    answered = world.case.opinions.get(state=OpinionState.ANSWERED)
    assert answered.evidence.get().verdict == "region_changed"


def test_a_passed_case_is_sealed_and_issued_as_one() -> None:
    world = passed_world()
    assert world.case.state == CaseState.PASSED

    seal_case(world)

    assert world.refresh().case.state == CaseState.ISSUED
    issued = IssuedFile.objects.in_force().filter(stream=world.case.serial)
    assert issued.count() == 3 + 1
    # the certificate as it was set carries no seal: nobody is given it
    assert not visible_letters(world["liu"], world.case).filter(kind="certificate")
    assert verify_ledger() is None


def test_the_world_begins_as_a_draft() -> None:
    assert build_world().case.state == CaseState.DRAFT


def test_a_document_that_never_came_is_missing_and_not_refused() -> None:
    world = build_world().hand_in(but=["planning_permit"])
    present = world.case.materials.filter(state=MaterialState.PRESENT).order_by("pk")
    here = present[0].code

    course.return_case(
        case=world.case,
        actor=world["chen"],
        remarks={"planning_permit": "请补齐", here: "未盖章"},
    )

    rows = {row.code: (row.state, row.note) for row in world.case.materials.all()}
    assert rows["planning_permit"] == ("missing", "请补齐")
    assert rows[here] == ("refused", "未盖章")
