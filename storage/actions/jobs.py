"""Hand out work, take it up under a lease, tell how far it is, end it."""

import datetime as dt
import secrets
from functools import partial
from typing import Final

from django.db import transaction
from django.db.models import Case, F, PositiveSmallIntegerField, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from storage.doorbell import ring
from storage.errors import LeaseLost
from storage.models import Job
from storage.texts import storable

LEASE: Final = dt.timedelta(seconds=60)
MAX_ATTEMPTS: Final = 5
BACK_OFF: Final = dt.timedelta(seconds=5)


@transaction.atomic
def request_job(
    *,
    task: str,
    key: str,
    queue: str = "light",
    arguments: dict[str, int | str] | None = None,
    stream: str = "",
    requested_by: User | None = None,
) -> Job:
    """Write down that work is wanted; the same key twice is the same work.

    A worker is woken once the transaction has come through. A job that failed is
    opened again by a second request; what nobody works on goes to the queue that is
    named last.
    """
    job, made = Job.objects.select_for_update().get_or_create(
        key=key,
        defaults={
            "task": task,
            "queue": queue,
            "arguments": arguments or {},
            "stream": stream,
            "requested_by": requested_by,
            "requested_at": timezone.now(),
            "not_before": timezone.now(),
        },
    )
    if not made and job.state == Job.State.FAILED:
        job.state, job.attempts, job.error = Job.State.QUEUED, 0, ""
        job.not_before = timezone.now()
        job.save(update_fields=["state", "attempts", "error", "not_before"])
    if job.queue != queue and job.state == Job.State.QUEUED:
        job.queue = queue
        job.save(update_fields=["queue"])
    if job.is_open:
        transaction.on_commit(partial(ring, job.task, job.pk, job.queue))
    return job


def key_anew(key: str) -> str:
    """The name of work that was done before and what came of it is gone; else the name."""
    same = Job.objects.filter(Q(key=key) | Q(key__startswith=f"{key}:"))
    done = same.filter(state=Job.State.DONE).count()
    return f"{key}:{done}" if done else key


@transaction.atomic
def claim_job(*, job_id: int) -> Job | None:
    """Take the work up, or None: it is done, or somebody holds its lease."""
    job = Job.objects.select_for_update().get(pk=job_id)
    now = timezone.now()
    is_held = job.state == Job.State.RUNNING and (job.lease_until or now) >= now
    if not job.is_open or is_held:
        return None
    if job.attempts >= MAX_ATTEMPTS:
        job.state, job.finished_at = Job.State.FAILED, now
        job.error = job.error or _("The work was begun several times and never ended.")
        job.save(update_fields=["state", "finished_at", "error"])
        return None
    job.state = Job.State.RUNNING
    job.attempts += 1
    job.lease = secrets.token_hex(16)
    job.lease_until = now + LEASE
    job.started_at = job.started_at or now
    job.save()
    return job


def report_progress(job: Job, *, done: int, total: int, note: str = "") -> None:
    """Tell how far the work is, and hold the lease for another while.

    Whoever gets further begins to count the attempts anew: what is given up is work
    that fails at one place, not long work that was interrupted often.

    Raises:
        LeaseLost: somebody else has taken the work over; stop.

    """
    held = Job.objects.filter(pk=job.pk, lease=job.lease, state=Job.State.RUNNING)
    if not held.update(
        attempts=Case(
            When(done__lt=done, then=Value(1)),
            default=F("attempts"),
            output_field=PositiveSmallIntegerField(),
        ),
        done=done,
        total=total,
        note=note[:200],
        lease_until=timezone.now() + LEASE,
    ):
        raise LeaseLost(_("Somebody else has taken this work over."))


def hold_lease(job: Job) -> bool:
    """Hold the lease for another while; False when somebody else has it."""
    held = Job.objects.filter(pk=job.pk, lease=job.lease, state=Job.State.RUNNING)
    return bool(held.update(lease_until=timezone.now() + LEASE))


def finish_job(job: Job) -> bool:
    """Note that the work is done; False when the lease was lost meanwhile."""
    return bool(
        Job.objects.filter(pk=job.pk, lease=job.lease).update(
            state=Job.State.DONE,
            done=F("total"),
            error="",
            lease="",
            lease_until=None,
            finished_at=timezone.now(),
        )
    )


def set_back_job(job: Job, *, error: str, is_final: bool = False) -> None:
    """Note a failure: the work is tried again later, or ends here."""
    is_final = is_final or job.attempts >= MAX_ATTEMPTS
    Job.objects.filter(pk=job.pk, lease=job.lease).update(
        state=Job.State.FAILED if is_final else Job.State.QUEUED,
        error=storable(error),
        lease="",
        lease_until=None,
        not_before=timezone.now() + BACK_OFF * 2**job.attempts,
        finished_at=timezone.now() if is_final else None,
    )


def open_given_up(*, task: str) -> int:
    """Open jobs of a task again that were given up; returns how many.

    For work on which people wait and that cannot be asked for again by them: what failed
    it may be back by now. Each rests as long as it was tried for, so that what fails for
    good is tried ever more seldom.
    """
    now = timezone.now()
    failed = Job.objects.filter(task=task, state=Job.State.FAILED).order_by("pk")
    rested = [job for job in failed if now >= _rests_until(job)]
    for job in rested:
        request_job(task=job.task, key=job.key, queue=job.queue)
    return len(rested)


def _rests_until(job: Job) -> dt.datetime:
    ended = job.finished_at or job.requested_at
    return ended + (ended - job.requested_at)


def wake_due_jobs() -> int:
    """Ring again for every job that nobody works on; returns how many."""
    due = list(Job.objects.due(timezone.now())[:500])
    for job in due:
        ring(job.task, job.pk, job.queue)
    return len(due)
