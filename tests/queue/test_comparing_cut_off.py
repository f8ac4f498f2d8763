"""Comparing, matching and setting the report: whoever is killed, rows stand once and whole."""

import contextlib
import datetime as dt
import os
import random
import signal
import time
from typing import Final

import pytest
from django.db import close_old_connections, connections
from django.utils import timezone

from drawings.events import COMPARED
from drawings.fates import proposed_in
from drawings.models import Change, Comparison, Renumbering, Submission
from reviews.actions.papers import order_paper
from reviews.models import ComparisonPaper
from storage.doorbell import do_here, know_tasks
from storage.models import Event, Job
from tests.sheets import Segment, add_sheet
from tests.world import World, build_world

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
KILLS: Final = 4  # the fifth attempt is the last one that a job is given
SHEET: Final = ("平面图", "architecture")
OF_ITSELF: Final = ("pk", "id", "comparison", "comparison_id", "compared_at")


def plan(seed: int) -> tuple[Segment, ...]:
    """So many walls that comparing takes a while."""
    chance = random.Random(seed)  # noqa: S311  not a secret
    found = []
    for _ in range(1500):
        x, y = chance.uniform(30, 380), chance.uniform(40, 270)
        found.append((x, y, x + chance.uniform(1, 20), y + chance.uniform(-9, 9)))
    return tuple(found)


def altered(segments: tuple[Segment, ...]) -> tuple[Segment, ...]:
    """Some walls went, some came."""
    return (*segments[40:], *plan(77)[:40])


def open_set() -> tuple[World, Submission]:
    """Twin sheets, both to be compared, and one that came under a new number."""
    world = build_world()
    first = world.case.current_round.submission
    for number in ("建施-21", "建施-22"):
        add_sheet(first, number, *SHEET, plan(1))
    add_sheet(first, "建施-31", *SHEET, plan(3))
    world.hand_in().accept()
    world.say("housing")
    world.finish_round().release()
    later = world.case.rounds.get(number=2).submission
    for number in ("建施-21", "建施-22"):
        add_sheet(later, number, *SHEET, altered(plan(1)))
    add_sheet(later, "建施-41", *SHEET, plan(3))
    return world, later


def job_of(submission: Submission, number: str) -> Job:
    row = submission.revisions.get(sheet__number=number)
    return Job.objects.get(key=f"compare:{row.pk}")


def undisturbed(job: Job) -> float:
    """Do it here; how long it took."""
    begun = time.monotonic()
    do_here(job.task, job.pk)
    return time.monotonic() - begun


def killed_on_the_way(job: Job, seed: int, length: float) -> int:
    """Kill the worker at places drawn from a seed, then let it end; how often it was hit."""
    chance = random.Random(seed)  # noqa: S311  not a secret
    hits = 0
    for kill in range(KILLS + 1):
        Job.objects.filter(pk=job.pk, state=Job.State.RUNNING).update(
            lease_until=timezone.now() - dt.timedelta(seconds=1)
        )
        connections.close_all()
        worker = os.fork()
        if not worker:
            work(job)
        if kill < KILLS:
            time.sleep(chance.uniform(0, length))
            with contextlib.suppress(ProcessLookupError):
                os.kill(worker, signal.SIGKILL)
        _, status = os.waitpid(worker, 0)
        hits += os.WIFSIGNALED(status)
    return hits


def work(job: Job) -> None:
    """The life of a worker."""
    code = 1
    try:
        do_here(job.task, job.pk)
        close_old_connections()
        code = 0
    finally:
        os._exit(code)


def told(row: Comparison) -> dict[str, object]:
    """Everything that is kept of a comparison but its own keys."""
    kept = Comparison.objects.values().get(pk=row.pk)
    changes = [
        {name: value for name, value in one.items() if name not in OF_ITSELF}
        for one in row.changes.values()
    ]
    own = (*OF_ITSELF, "older_id", "newer_id")
    return {
        **{name: value for name, value in kept.items() if name not in own},
        "changes": changes,
    }


@pytest.mark.parametrize("seed", [11, 12])
def test_a_comparison_is_kept_once_and_the_same_wherever_its_worker_is_killed(
    seed: int,
) -> None:
    know_tasks()
    _world, submission = open_set()
    length = undisturbed(job_of(submission, "建施-21"))
    twin = Comparison.objects.get()

    job = job_of(submission, "建施-22")
    hits = killed_on_the_way(job, seed, length)

    job.refresh_from_db()
    assert job.state == Job.State.DONE, job.error
    assert hits > 0
    row = Comparison.objects.exclude(pk=twin.pk).get()
    assert told(row) == told(twin)
    assert told(row)["changes"]
    assert Event.objects.filter(verb=COMPARED).count() == 2
    before = list(Comparison.objects.values()), list(Change.objects.values())
    do_here(job.task, job.pk)
    assert (list(Comparison.objects.values()), list(Change.objects.values())) == before


def test_matching_and_the_report_outlive_their_workers() -> None:
    know_tasks()
    world, submission = open_set()
    job = Job.objects.filter(task="drawings.match_package").latest("pk")

    killed_on_the_way(job, seed=5, length=1.5)

    job.refresh_from_db()
    assert job.state == Job.State.DONE, job.error
    (one,) = proposed_in(submission)
    assert str(one.row) == "建施-31 → 建施-41"
    assert Renumbering.objects.count() == 1
    undisturbed(job_of(submission, "建施-21"))
    paper = order_paper(
        case=world.case, comparison=None, actor=world["lv"], language="zh-hans"
    )
    order = Job.objects.get(key=paper.job_key)

    killed_on_the_way(order, seed=6, length=2.0)

    order.refresh_from_db()
    assert order.state == Job.State.DONE, order.error
    assert ComparisonPaper.objects.get().blob is not None
