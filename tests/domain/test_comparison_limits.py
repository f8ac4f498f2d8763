"""A comparison that its limits end is kept as one that cannot be compared."""

import datetime as dt

import pytest
from django.utils import timezone

from drawings.actions.comparison import compare_revisions
from drawings.actions.moving import COMPARE_TASK
from drawings.models import Comparison
from drawings.sandbox import comparing
from drawings.sandbox.limits import Limits
from storage.actions.jobs import open_given_up
from storage.models import Job
from tests.world import do_jobs, second_round_world

pytestmark = pytest.mark.django_db


def test_a_comparison_that_takes_too_long_is_kept_as_such(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    second_round_world()
    row = Comparison.objects.filter(verdict="changed").first()
    assert row is not None
    older, newer = row.older, row.newer
    row.changes.all().delete()
    Comparison.objects.filter(pk=row.pk).delete()
    monkeypatch.setattr(comparing, "LIMITS", Limits(seconds=1e-6))
    kept = compare_revisions(older=older, newer=newer)
    assert (kept.verdict, kept.reason) == ("cannot_compare", "too_large")
    assert not kept.changes.exists()
    # asked again, the answer stands: it is no "no change" the second time either
    assert compare_revisions(older=older, newer=newer).pk == kept.pk


def test_a_comparison_that_was_given_up_is_made_once_the_fault_is_gone() -> None:
    second_round_world()
    row = Comparison.objects.filter(verdict="changed").first()
    assert row is not None
    revision = row.newer
    row.delete()
    given_up = Job.objects.filter(task=COMPARE_TASK)
    now = timezone.now()
    given_up.update(
        state=Job.State.FAILED,
        attempts=5,
        requested_at=now - dt.timedelta(hours=5),
        finished_at=now - dt.timedelta(hours=2),
    )

    # it failed for three hours, and rests as long
    assert open_given_up(task=COMPARE_TASK) == 0
    given_up.update(finished_at=now - dt.timedelta(hours=3))
    assert open_given_up(task=COMPARE_TASK) == given_up.count()
    do_jobs()

    assert Comparison.objects.filter(newer=revision).exists()
