"""A regulator urges a department, its head answers; nobody else does either."""

import datetime as dt

import pytest
from django.urls import reverse

from reviews.actions.oversight import urge_review
from reviews.models import DepartmentReview, Urging
from storage import clock
from tests.stage import signed_in
from tests.web.supervised import accepted
from tests.world import World

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("forgotten"),
    pytest.mark.parametrize("built", [accepted], indirect=True, scope="module"),
]


def urging(**changed: str) -> dict[str, str]:
    until = (clock.today() + dt.timedelta(days=3)).isoformat()
    return {"form": "phone", "text": "请按期审定。", "until": until, **changed}


def urgings_url(review: DepartmentReview) -> str:
    return reverse("reviews:urgings", args=[review.pk])


def test_a_review_is_urged_and_the_head_answers(world: World) -> None:
    review = world.review_of("fire")
    regulator, head = signed_in(world["wu"]), signed_in(world["sun"])

    assert regulator.post(urgings_url(review), urging()).status_code == 302
    row = Urging.objects.get()
    seen = head.get(urgings_url(review)).content.decode()
    head.post(reverse("reviews:urging_answer", args=[row.pk]), {"answer": "明日审定。"})

    assert "请按期审定。" in seen
    row.refresh_from_db()
    assert row.answer == "明日审定。"
    assert "明日审定。" in regulator.get(urgings_url(review)).content.decode()


@pytest.mark.parametrize(
    "changed",
    [{"text": " "}, {"until": "2020-01-01"}, {"until": "soon"}, {"form": "shout"}],
)
def test_an_urging_that_is_not_right_comes_back_with_its_words(
    world: World, changed: dict[str, str]
) -> None:
    answer = signed_in(world["wu"]).post(
        urgings_url(world.review_of("fire")), urging(**changed)
    )

    assert answer.status_code == 422
    assert changed.get("text", "请按期审定。") in answer.content.decode()
    assert not Urging.objects.exists()


@pytest.mark.parametrize("login", ["liu", "wang", "qian", "chen", "he"])
def test_others_find_no_urging(world: World, login: str) -> None:
    answer = signed_in(world[login]).get(urgings_url(world.review_of("fire")))

    assert answer.status_code == 404


def test_a_head_cannot_urge(world: World) -> None:
    answer = signed_in(world["sun"]).post(
        urgings_url(world.review_of("fire")), urging()
    )

    assert answer.status_code == 409
    assert not Urging.objects.exists()


def test_a_regulator_cannot_answer_for_the_department(world: World) -> None:
    row = urge_review(
        review=world.review_of("fire"),
        actor=world["wu"],
        form="phone",
        text="请按期审定。",
        until=clock.today() + dt.timedelta(days=3),
    )

    answer = signed_in(world["wu"]).post(
        reverse("reviews:urging_answer", args=[row.pk]), {"answer": "好"}
    )

    assert answer.status_code == 409


def test_a_second_answer_stands_beside_the_first(world: World) -> None:
    review = world.review_of("fire")
    head = signed_in(world["sun"])
    signed_in(world["wu"]).post(urgings_url(review), urging())
    row = Urging.objects.get()

    for answer in ("明日审定。", "已审定。"):
        head.post(reverse("reviews:urging_answer", args=[row.pk]), {"answer": answer})

    page = head.get(urgings_url(review)).content.decode()
    assert page.index("明日审定。") < page.index("已审定。")
    course = signed_in(world["wu"]).get(
        reverse("reviews:course", args=[world.case.serial])
    )
    for answer in ("明日审定。", "已审定。"):
        assert answer in course.content.decode()
