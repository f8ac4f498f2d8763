"""What clocks are replayed from: the marks of each department's clock, the calendar."""

from django.db import models

from reviews.models.case import DepartmentReview


class ClockMark(models.Model):
    """Something that moved a department's clock; never changed, only added.

    `what` and `whose` are values of `reviews.timing.events`.
    """

    review = models.ForeignKey(
        DepartmentReview, on_delete=models.CASCADE, related_name="clock_marks"
    )
    what = models.CharField(max_length=10)
    whose = models.CharField(max_length=12, blank=True)
    at = models.DateTimeField()
    days = models.SmallIntegerField(default=0)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.what} {self.at:%Y-%m-%d}"


class WorkdayOverride(models.Model):
    """A day on which the calendar of the State Council is known better than by rule."""

    day = models.DateField(unique=True)
    is_workday = models.BooleanField()
    note = models.CharField(max_length=80)
    source = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day} {self.note}"
