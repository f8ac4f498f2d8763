"""What is not released stays inside, and no address brings the house down."""

import pytest
from django.urls import reverse

from drawings.actions.sets import close_submission
from drawings.actions.uploads import open_submission
from reviews.actions.cases import open_case, withdraw_case
from reviews.actions.judgements import close_opinion
from reviews.states import OpinionState
from tests.sheets import PLAN, add_sheet
from tests.stage import signed_in
from tests.world import World, second_round_world

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.parametrize(
        "built", [second_round_world], indirect=True, scope="module"
    ),
]


def test_a_judgement_is_not_told_on_the_page_of_answers_before_the_release(
    world: World,
) -> None:
    opinion = world.case.opinions.get(state=OpinionState.ANSWERED)
    url = reverse("reviews:answer", args=[world.case.serial, opinion.number])
    before = signed_in(world["lv"]).get(url).context["chosen"].state

    close_opinion(opinion=opinion, reviewer=world["wang"])

    after = signed_in(world["lv"]).get(url).context["chosen"].state
    assert (before, after) == (OpinionState.ANSWERED, OpinionState.ANSWERED)


def test_a_department_sees_no_sheet_of_a_later_case_that_it_was_not_given(
    world: World,
) -> None:
    withdraw_case(case=world.case, actor=world["liu"], reason="重新申报")
    later = open_case(project=world.case.project, actor=world["liu"], phone="1380000")
    submission = open_submission(project=world.case.project, actor=world["lv"])
    secret = add_sheet(submission, "建施-09", "屋面图", "architecture", PLAN)
    close_submission(submission=submission, actor=world["lv"])
    assert later.current_round.submission == submission

    url = reverse("reviews:thumbnail", args=[secret.face.pk])

    assert signed_in(world["wang"]).get(url).status_code == 404
    assert signed_in(world["lv"]).get(url).status_code == 200


def test_huge_numbers_in_addresses_name_nothing(world: World) -> None:
    client = signed_in(world["wang"])
    face, huge = world.revision("建施-05").face.pk, 10**400
    clauses = reverse("reviews:clauses", args=[world.case.serial])

    for address in (
        reverse("reviews:tile", args=[face, 0, huge, 0]),
        reverse("reviews:tile", args=[face, huge, 0, 0]),
        reverse("reviews:thumbnail", args=[huge]),
        reverse("reviews:picture", args=[face, huge]),
        reverse("reviews:letter", args=[world.case.serial, huge]),
        reverse("reviews:compare", args=[world.case.serial, huge]),
        reverse("reviews:workbench_sheet", args=[world.case.serial, huge]),
        reverse("reviews:clock", args=[world.case.serial, huge]),
        reverse("reviews:consultation", args=[world.case.serial, huge]),
    ):
        assert client.get(address).status_code == 404, address[:60]
    assert client.get(clauses, {"clause": "9" * 5000}).status_code == 200
