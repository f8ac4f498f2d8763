"""A department opens a sheet."""

from accounts.models import User
from drawings.models import SheetRevision
from reviews.access import own_review
from reviews.models import Case, OpenedSheet
from storage import clock


def note_opened(*, case: Case, revision: SheetRevision, user: User) -> None:
    """Note that the person's department has opened a sheet; again changes nothing.

    Who reviews for no department of the case leaves no trace.
    """
    review = own_review(user, case)
    if review is None:
        return
    row = OpenedSheet(
        case=case,
        department=review.department,
        revision=revision,
        opened_by=user,
        opened_at=clock.now(),
    )
    OpenedSheet.objects.bulk_create([row], ignore_conflicts=True)
