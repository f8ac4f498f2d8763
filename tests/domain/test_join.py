"""Departments that finish at the same moment join exactly once, on every database."""

import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, connections
from viewflow.workflow.models import Task

from accounts.models import User
from reviews.models import Case, DepartmentReview
from reviews.states import CaseState
from storage.actions.ledger import verify_ledger
from storage.models import Event
from tests.world import World, reviewing_world
from workflow.actions import course
from workflow.flows import CaseFlow

pytestmark = pytest.mark.django_db(transaction=True)

SECTORS = ("housing", "fire", "airdefence")
APPROVE = """
import json, sys
told = json.loads(sys.argv[1])
from django.conf import settings
settings.DATABASES["default"]["NAME"] = told["database"]
settings.LIANSHEN_BLOBS = told["blobs"]
import django
django.setup()
from accounts.models import User
from reviews.models import DepartmentReview
from workflow.actions import course
review = DepartmentReview.objects.get(pk=told["review"])
head = User.objects.get(pk=told["head"])
sys.stdin.readline()
course.approve_review(review=review, head=head)
"""


def concluded_world() -> World:
    world = reviewing_world()
    for sector in SECTORS:
        world.conclude(sector)
    return world


def require_joined_once(case: Case) -> None:
    case.refresh_from_db()
    assert case.state == CaseState.CONSOLIDATING
    tasks = Task.objects.filter(process_id=case.process.pk)
    assert tasks.filter(flow_task=CaseFlow.join).count() == 1
    assert tasks.filter(flow_task=CaseFlow.release).count() == 1
    joined = Event.objects.of_stream(case.serial).filter(verb="reviews.round_joined")
    assert joined.count() == 1
    assert verify_ledger() is None


def test_three_threads_join_once() -> None:
    world = concluded_world()
    together = threading.Barrier(len(SECTORS))
    faults: list[Exception] = []

    def approve(review: DepartmentReview, head: User) -> None:
        try:
            together.wait()
            course.approve_review(review=review, head=head)
        except Exception as fault:  # noqa: BLE001  carried to the main thread
            faults.append(fault)
        finally:
            connections.close_all()

    threads = [
        threading.Thread(
            target=approve, args=(world.review_of(sector), world.cast.head_of(sector))
        )
        for sector in SECTORS
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert not faults
    require_joined_once(world.case)


def test_three_processes_join_once() -> None:
    world = concluded_world()
    children = [
        subprocess.Popen(
            [sys.executable, "-c", APPROVE, _told(world, sector)],
            cwd=Path(settings.BASE_DIR),
            env=os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings_test"},
            stdin=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for sector in SECTORS
    ]
    for child in children:
        assert child.stdin is not None
        child.stdin.write("go\n")
        child.stdin.flush()
    for child in children:
        _out, errors = child.communicate(timeout=120)
        assert child.returncode == 0, errors

    require_joined_once(world.case)


def _told(world: World, sector: str) -> str:
    return json.dumps(
        {
            "database": str(connection.settings_dict["NAME"]),
            "blobs": str(settings.LIANSHEN_BLOBS),
            "review": world.review_of(sector).pk,
            "head": world.cast.head_of(sector).pk,
        }
    )
