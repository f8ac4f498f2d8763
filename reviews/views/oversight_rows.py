"""Reviews as a regulator watches them: how long is left, who holds them, what was urged."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from reviews.clocks import replay_of
from reviews.forms.oversight import UrgingForm
from reviews.models import DepartmentReview, Urging
from reviews.timing.clock import ClockState


@dataclass(frozen=True, slots=True)
class Watched:
    """One review: `left` working days, below 0 when late, None when its clock stands."""

    review: DepartmentReview
    left: int | None
    waits: str
    urgings: list[Urging]

    @property
    def is_late(self) -> bool:
        """Whether it is overdue."""
        return self.left is not None and self.left < 0

    @property
    def days(self) -> int:
        """Working days, without a sign."""
        return abs(self.left or 0)

    @property
    def form(self) -> UrgingForm:
        """An empty form of its own."""
        return UrgingForm(prefix_id=f"urging-{self.review.pk}")


def watched(keys: Iterable[int]) -> list[Watched]:
    """The reviews in the order in which they are due."""
    rows = (
        DepartmentReview.objects.filter(pk__in=list(keys))
        .select_related("case__project__region", "department", "round")
        .prefetch_related("clock_marks", "urgings")
        .order_by("due_at", "pk")
    )
    return [_watched(row) for row in rows]


def _watched(review: DepartmentReview) -> Watched:
    found = replay_of(review) if review.clock_marks.all() else None
    is_still = found is None or found.state in {ClockState.PAUSED, ClockState.UNDATED}
    left = None if found is None or is_still else found.days_left
    if found is not None and found.state is ClockState.OVERDUE:
        left = -max(1, abs(min(found.days_left or 0, 0)))
    return Watched(
        review,
        left,
        _waits(review, found is not None and is_still),
        list(review.urgings.all()),
    )


def _waits(review: DepartmentReview, is_still: bool) -> str:  # noqa: FBT001
    if is_still:
        return pgettext("whose move", "consultation")
    if review.state == "drafted":
        return _("with the head")
    return pgettext("whose move", "reviewers")
