"""A department speaks as long as its review runs."""

from django.utils.translation import gettext as _

from reviews.errors import CaseNotOpen
from reviews.models import Case, DepartmentReview
from reviews.states import CaseState, DepartmentReviewState


def running(review: DepartmentReview, case: Case) -> DepartmentReview:
    """Lock the review of a department that still speaks in this round.

    Raises:
        CaseNotOpen: the case has moved on, or the department has concluded.

    """
    review = DepartmentReview.objects.select_for_update(of=("self",)).get(pk=review.pk)
    is_now = review.round.number == case.round_number
    if case.state != CaseState.REVIEWING or not is_now:
        raise CaseNotOpen(_("This case no longer takes opinions."))
    if review.state != DepartmentReviewState.RUNNING:
        raise CaseNotOpen(
            _("The department has concluded; ask the head to send it back.")
        )
    return review
