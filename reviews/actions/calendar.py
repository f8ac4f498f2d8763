"""The administrator corrects the calendar; due dates follow."""

import datetime as dt

from django.db import transaction

from accounts.models import User
from reviews import events
from reviews.clocks import replay_of
from reviews.models import Case, DepartmentReview, WorkdayOverride
from storage.actions.ledger import record


@transaction.atomic
def correct_calendar(
    *, day: dt.date, is_workday: bool, note: str, source: str, actor: User | None
) -> WorkdayOverride:
    """Enter what a day really is, with the document that says so; due dates are redone."""
    row, _made = WorkdayOverride.objects.update_or_create(
        day=day, defaults={"is_workday": is_workday, "note": note, "source": source}
    )
    # As everybody else does: the case, its reviews, and the ledger's head last. Who opens
    # a meeting holds the case, one review and the head while it waits for the other one.
    reviews = DepartmentReview.objects.filter(approved_at__isnull=True)
    cases = Case.objects.filter(pk__in=reviews.values("case")).order_by("pk")
    list(cases.select_for_update(of=("self",)).values_list("pk"))
    for review in reviews.select_for_update(of=("self",)).order_by("pk"):
        if review.clock_marks.exists():
            review.due_at = replay_of(review).due_at
            review.save(update_fields=["due_at"])
    record(
        events.CALENDAR_CORRECTED,
        row,
        actor=actor,
        day=day.isoformat(),
        is_workday=is_workday,
        note=note,
        source=source,
    )
    return row
