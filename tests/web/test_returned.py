"""A case that the window returned is with the design firm again."""

import pytest
from django.urls import reverse

from reviews.comparing import comparisons_told
from tests.sheets import PLAN, add_sheet
from tests.stage import signed_in
from tests.world import build_world, do_jobs, revising_world
from workflow.actions import course

pytestmark = pytest.mark.django_db


def test_the_window_sees_nothing_that_is_put_into_a_case_it_returned() -> None:
    world = build_world().hand_in(but=["planning_permit"])
    course.return_case(case=world.case, actor=world["chen"], remarks={})
    submission = world.refresh().case.current_round.submission
    secret = add_sheet(submission, "建施-09", "屋面图", "architecture", PLAN)
    serial = world.case.serial
    table = reverse("reviews:upload_table", args=[serial, "csv"])
    sheet = reverse("reviews:workbench_sheet", args=[serial, secret.pk])
    window, designer = signed_in(world["chen"]), signed_in(world["lv"])

    assert "建施-09" not in window.get(table).content.decode()
    assert window.get(sheet).status_code == 404
    assert "建施-09" in designer.get(table).content.decode()
    assert designer.get(sheet).status_code == 200


def test_what_a_set_that_is_open_again_changed_only_those_know_who_work_on_it() -> None:
    world = revising_world()
    submission = world.case.rounds.get(number=2).submission
    add_sheet(submission, "建施-05", "标准层平面图", "architecture", PLAN)
    do_jobs()
    # As a change of an approved set stands that the window returned.
    world.case.round_number = 2

    assert not submission.is_handed_in
    assert not comparisons_told(world["chen"], world.case).exists()
    assert comparisons_told(world["lv"], world.case).exists()
