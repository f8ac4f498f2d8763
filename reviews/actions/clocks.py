"""A department's clock starts, stops, runs on, ends; the due date follows."""

from django.db import transaction

from accounts.models import User
from reviews import events
from reviews.clocks import event_of, replay_of
from reviews.models import ClockMark, DepartmentReview
from reviews.timing.events import What, Whose, may_follow
from storage import clock
from storage.actions.ledger import record


@transaction.atomic
def mark_clock(
    *,
    review: DepartmentReview,
    what: What,
    reason: str = "",
    whose: Whose | None = None,
    actor: User | None = None,
) -> DepartmentReview:
    """Note what moved a clock, and when the review is due since.

    What cannot follow (a second stop) is left out: the clock stands there already.
    """
    review = DepartmentReview.objects.select_for_update(of=("self",)).get(pk=review.pk)
    seen = [event_of(mark) for mark in review.clock_marks.all()]
    if not may_follow(seen, what):
        return review
    ClockMark.objects.create(
        review=review,
        what=what,
        at=clock.now(),
        reason=reason[:200],
        whose=whose or "",
    )
    review.due_at = replay_of(review).due_at
    review.save(update_fields=["due_at"])
    verb = {
        What.STOP: events.CLOCK_STOPPED,
        What.RESUME: events.CLOCK_RESUMED,
    }.get(what)
    if verb:
        record(
            verb,
            review,
            actor=actor,
            stream=review.case.serial,
            department=review.department.name,
            reason=reason,
        )
    return review
