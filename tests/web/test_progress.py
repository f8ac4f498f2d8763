"""How far the files of a set are: told while they come in and are read."""

import datetime as dt
import re
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.urls import reverse
from django.utils import timezone

from drawings.models import SubmittedFile
from storage.models import Job
from tests.sets import add_file
from tests.stage import signed_in
from tests.world import World, build_world

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.parametrize("built", [build_world], indirect=True, scope="module"),
]


def test_every_file_says_how_far_it_is(world: World) -> None:
    add_file(world, "x.pdf", state="refused", refusal="password")
    add_file(world, "waits.pdf", state="received")
    at_hand = add_file(world, "now.pdf", state="received")
    add_file(world, "half.pdf", state="receiving", received=2, size=8, blob=None)
    Job.objects.create(
        task="drawings.ingest_file",
        key=f"ingest:{at_hand.pk}",
        state=Job.State.RUNNING,
        not_before=at_hand.added_at,
        requested_at=at_hand.added_at,
        started_at=timezone.now() - dt.timedelta(seconds=7),
    )
    url = reverse("reviews:intake", args=[world.case.serial])

    first = signed_in(world["lv"]).get(url)
    told = first.content.decode()

    assert "every 2s" in told
    (seconds,) = re.findall("识读，([0-9]+)秒", told)
    assert int(seconds) >= 7
    assert "25 %" in told
    assert "密码" in told
    assert "1 张图" in told
    assert first.headers["HX-Trigger"] == "sheets-changed"
    seen = re.findall(r"[?]seen=([\d-]+)", told)[0]
    again = signed_in(world["lv"]).get(url, {"seen": seen})
    assert "HX-Trigger" not in again.headers
    SubmittedFile.objects.filter(state=SubmittedFile.State.RECEIVING).update(
        state=SubmittedFile.State.RECEIVED, blob=at_hand.blob
    )
    arrived = signed_in(world["lv"]).get(url, {"seen": seen})
    assert arrived.headers["HX-Trigger"] == "sheets-changed"
    assert signed_in(world["he"]).get(url).status_code == 404


def test_one_file_for_another_is_a_change_of_the_set(world: World) -> None:
    gone = add_file(world, "建施-03.pdf")
    url = reverse("reviews:intake", args=[world.case.serial])
    told = signed_in(world["lv"]).get(url).content.decode()
    seen = re.findall(r"[?]seen=([\d-]+)", told)[0]

    gone.delete()
    add_file(world, "建施-04.pdf")

    answer = signed_in(world["lv"]).get(url, {"seen": seen})
    assert answer.headers["HX-Trigger"] == "sheets-changed"


def test_how_far_two_hundred_files_are_costs_few_questions(
    world: World,
    django_assert_max_num_queries: Callable[[int], AbstractContextManager[object]],
) -> None:
    for number in range(200):
        add_file(world, f"{number}.pdf", state="received")
    client = signed_in(world["lv"])
    url = reverse("reviews:intake", args=[world.case.serial])

    with django_assert_max_num_queries(14):
        told = client.get(url).content.decode()

    assert "另有" in told
