"""Whatever is sent by name has somebody who does it."""

import re

import pytest

from config.celery import app
from config.serving import QUEUES
from tests.architecture.sources import APPS, python_files

SENT = re.compile(r"^\w+_TASK(?:: Final)? = \"([\w.]+)\"", re.MULTILINE)


@pytest.fixture(scope="module")
def known() -> set[str]:
    app.loader.import_default_modules()
    return set(app.tasks)


def test_everything_that_comes_round_is_a_task(known: set[str]) -> None:
    assert {entry["task"] for entry in app.conf.beat_schedule.values()} <= known


def test_every_task_that_a_job_may_name_exists(known: set[str]) -> None:
    sources = [path.read_text(encoding="utf-8") for path in python_files(*APPS)]
    named = {name for source in sources for name in SENT.findall(source)}

    assert named
    assert named <= known


def test_every_queue_that_is_used_has_a_worker() -> None:
    sources = [path.read_text(encoding="utf-8") for path in python_files(*APPS)]
    used = {
        name for source in sources for name in re.findall(r"queue=\"(\w+)\"", source)
    }

    assert used
    assert used <= set(QUEUES)
