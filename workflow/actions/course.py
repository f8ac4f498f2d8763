"""The course of a case, step by step: a domain action and the engine in one transaction."""

import datetime as dt
from collections.abc import Callable, Mapping

from django.db import transaction

from accounts.models import User
from reviews.actions import acceptance, cases, conclusions, rounds
from reviews.actions.cases import locked, require_state
from reviews.models import Case, DepartmentReview
from reviews.states import CaseState
from workflow.steps import (
    begin_process,
    cancel_process,
    has_process,
    in_flow,
    take_step,
)


def submit_case(*, case: Case, actor: User) -> Case:
    """Hand a case in; the first time the engine starts, later it goes on."""

    def begin() -> Case:
        done = cases.submit_case(case=case, actor=actor)
        begin_process(done)
        return done

    done = _without_engine(case, begin)
    if done is not None:
        return done
    require_state(Case.objects.get(pk=case.pk), CaseState.RETURNED)
    return take_step(
        case,
        "make_good",
        lambda: cases.submit_case(case=case, actor=actor),
        actor=actor,
    )


def accept_case(
    *, case: Case, actor: User, promises: Mapping[str, dt.date] | None = None
) -> Case:
    """The window accepts; every department's task opens at once."""
    return take_step(
        case,
        "accept",
        lambda: acceptance.accept_case(case=case, actor=actor, promises=promises),
        actor=actor,
    )


def return_case(*, case: Case, actor: User, remarks: Mapping[str, str]) -> Case:
    """The window returns the case once, with everything that is missing."""
    return take_step(
        case,
        "accept",
        lambda: acceptance.return_case(case=case, actor=actor, remarks=remarks),
        actor=actor,
    )


def reject_case(*, case: Case, actor: User, reason: str) -> Case:
    """The window does not accept the case."""
    return take_step(
        case,
        "accept",
        lambda: acceptance.reject_case(case=case, actor=actor, reason=reason),
        actor=actor,
    )


def approve_review(*, review: DepartmentReview, head: User) -> DepartmentReview:
    """A head approves; the last of all departments joins the round."""
    return take_step(
        review.case,
        "review",
        lambda: conclusions.approve_review(review=review, head=head),
        actor=head,
        review=review,
    )


def release_round(*, case: Case, actor: User) -> Case:
    """The lead releases the one notice, or finds the case passed."""
    return take_step(
        case,
        "release",
        lambda: rounds.release_round(case=case, actor=actor),
        actor=actor,
    )


def submit_revision(*, case: Case, actor: User) -> Case:
    """Answers and revised sheets go back; the next round opens for all."""
    return take_step(
        case,
        "revise",
        lambda: rounds.submit_revision(case=case, actor=actor),
        actor=actor,
    )


def withdraw_case(*, case: Case, actor: User, reason: str) -> Case:
    """The builder takes a case back; what waits in the engine is called off with it.

    Raises:
        CaseNotOpen: the case is being sealed or is over.
        NotYours: the person does not work for the builder.

    """

    def withdraw() -> Case:
        return cases.withdraw_case(case=case, actor=actor, reason=reason)

    done = _without_engine(case, withdraw)
    if done is not None:
        return done
    with in_flow(case):
        done = withdraw()
        cancel_process(case)
    return done


def _without_engine(case: Case, work: Callable[[], Case]) -> Case | None:
    """Do the work while no engine runs for the case; None: one does, nothing was done.

    Whoever waits for the case may find afterwards that it was handed in meanwhile. Then
    the engine is locked first and the case after it, as everybody does; so the case is
    let go here.
    """
    if has_process(case):
        return None
    with transaction.atomic():
        locked(case)
        return None if has_process(case) else work()
