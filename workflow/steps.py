"""Which step of a case is open, and taking it: the only door to the engine."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from viewflow.workflow.models import Task
from viewflow.workflow.status import STATUS

from accounts.models import User
from reviews.models import Case, DepartmentReview
from workflow.errors import StepNotOpen
from workflow.flows import CaseFlow
from workflow.models import CaseProcess

_OVER = (STATUS.DONE, STATUS.CANCELED, STATUS.REVIVED)
T = TypeVar("T")


def begin_process(case: Case) -> None:
    """Start the engine for a case that was handed in."""
    CaseFlow.start.run(case=case)


def has_process(case: Case) -> bool:
    """Whether the engine runs for a case: it was handed in once."""
    return bool(CaseProcess.objects.filter(case=case).exists())


def cancel_process(case: Case) -> None:
    """Call off everything that waits for a case; inside `in_flow`."""
    CaseFlow.instance.cancel(case.process)


@contextmanager
def in_flow(case: Case) -> Iterator[None]:
    """Everything inside is one step: the process row is locked, then the rest.

    Whoever changes a case through the engine takes this lock first, so that two
    departments that finish at the same moment join exactly once.
    """
    with transaction.atomic(), CaseFlow.lock(case.process.pk):
        yield


def take_step(
    case: Case,
    node: str,
    work: Callable[[], T],
    *,
    actor: User | None,
    review: DepartmentReview | None = None,
) -> T:
    """Do the work of a human step and let the case go on.

    Args:
        case: the case.
        node: name of the node in `CaseFlow`.
        work: the domain action; what it raises leaves everything as it was.
        actor: who takes the step.
        review: which branch, for the step of a department.

    Raises:
        StepNotOpen: the case does not wait for this step.

    """
    with in_flow(case):
        task = _open_task(case, node, review)
        done = work()
        with task.activation() as activation:
            if activation.task.status == STATUS.NEW and actor is not None:
                activation.assign(actor)
            activation.start(None)
            activation.execute()
    return done


def wake(case: Case, node: str, work: Callable[[], T]) -> T:
    """Do the work that ends a waiting step (`Handle`) and let the case go on.

    Raises:
        StepNotOpen: the case does not wait there.

    """
    with in_flow(case):
        task = _open_task(case, node, None)
        done = work()
        task.flow_task.run(task)
    return done


def is_open(case: Case, node: str) -> bool:
    """Whether the case waits at a node."""
    return bool(_tasks(case, node).exists())


def _tasks(case: Case, node: str) -> "QuerySet[Any]":
    rows: QuerySet[Any] = Task.objects.filter(
        process_id=case.process.pk, flow_task=getattr(CaseFlow, node)
    ).exclude(status__in=_OVER)
    return rows


def _open_task(case: Case, node: str, review: DepartmentReview | None) -> Task:
    rows = list(_tasks(case, node))
    if review is not None:
        rows = [row for row in rows if (row.data or {}).get("review") == review.pk]
    if not rows:
        raise StepNotOpen(_("Somebody has taken this step already, or it is not due."))
    return rows[0]
