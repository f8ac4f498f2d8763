"""What people said of sheets: corrections of title blocks, and answers to remarks."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from drawings.models.project import Project
from drawings.models.submission import Submission
from storage.models import Blob


class Correction(models.Model):
    """What a person said a sheet is, by the place in the file that it came from.

    It outlives the file: the same place in a later file, or the same content anywhere in
    the project, is called the same. `read` is what the title block had been read as: where
    a later file surely reads otherwise, the correction is not about it.
    """

    project = models.ForeignKey(
        Project, on_delete=models.CASCADE, related_name="corrections"
    )
    submission = models.ForeignKey(
        Submission, on_delete=models.PROTECT, related_name="+"
    )
    path = models.CharField(max_length=400)
    index = models.PositiveIntegerField()
    digest = models.CharField(max_length=64, blank=True)
    number = models.CharField(max_length=60)
    name = models.CharField(max_length=200, blank=True)
    discipline = models.CharField(max_length=16)
    scale = models.CharField(max_length=20, blank=True)
    revision = models.CharField(max_length=20, blank=True)
    read = models.CharField(max_length=60, blank=True)
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    said_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["project", "path", "index"],
                name="drawings_one_correction_a_place",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.path} [{self.index}]: {self.number}"


class Settlement(models.Model):
    """A remark about an open set that a person settled without another file."""

    class Answer(models.TextChoices):
        """What was said to the remark."""

        ACCEPTED = "accepted", pgettext_lazy("settlement", "right as it is")
        FOLLOWS = "follows", pgettext_lazy("settlement", "to follow")
        NOT_TO_SCALE = "not_to_scale", pgettext_lazy("settlement", "not to scale")
        OUTDATED = "outdated", pgettext_lazy("settlement", "the list is out of date")

    submission = models.ForeignKey(
        Submission, on_delete=models.CASCADE, related_name="settlements"
    )
    code = models.CharField(max_length=24)
    subject = models.CharField(max_length=80)
    answer = models.CharField(max_length=14, choices=Answer.choices)
    until = models.DateField(null=True)
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    said_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "code", "subject"],
                name="drawings_a_remark_is_settled_once",
            ),
            models.CheckConstraint(
                condition=Q(answer="follows") ^ Q(until__isnull=True),
                name="drawings_a_promise_has_its_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.subject}: {self.answer}"


class GivenList(models.Model):
    """A drawing list (图纸目录) that was handed in as a table, beside the drawings of a set.

    It counts instead of the lists that are drawn on sheets. `entries` are number, name,
    discipline, scale and version of each sheet that it names; the bytes are kept.
    """

    submission = models.OneToOneField(
        Submission, on_delete=models.CASCADE, related_name="given_list"
    )
    file_name = models.CharField(max_length=200)
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="+")
    entries = models.JSONField()
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    given_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.file_name}: {len(self.entries)}"
