"""A sheet (图号) of a project, its revisions, and the two faces of each revision."""

from collections.abc import Collection
from typing import Final, Self

from django.apps import apps
from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from drawings.models.project import Project
from drawings.models.submission import Submission, SubmittedFile
from storage.models import Blob


class Sheet(models.Model):
    """A number in a project's set; versions, opinions and seals belong to it."""

    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, related_name="sheets"
    )
    number = models.CharField(max_length=60)
    name = models.CharField(max_length=200, blank=True)
    discipline = models.CharField(max_length=16)
    order = models.CharField(max_length=80, db_index=True)

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "number"], name="drawings_one_sheet_a_number"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}".strip()


class Face(models.Model):
    """One sheet as found in one file: a page of a PDF, or a frame of a DWG.

    `page` is the face as a one-page PDF without active content (what is shown and, for
    the PDF face, what is sealed); `content` its primitives; all in paper millimetres.
    `to_paper` is the matrix a, b, c, d, e, f from CAD units to paper millimetres.
    `windows` are box and scale of each window into model space on the paper of a DWG.
    `digest` is the same for the same content (`drawings.content.fingerprint`); `listed`
    holds number and name of each entry where the sheet is a drawing list (图纸目录).
    `counted` is what `drawings.content.counting` says of the content; nothing for faces
    that were read before it was kept.
    """

    class Side(models.TextChoices):
        """Which of the two faces."""

        DWG = "dwg", "DWG"
        PDF = "pdf", "PDF"

    file = models.ForeignKey(
        SubmittedFile, on_delete=models.CASCADE, related_name="faces"
    )
    side = models.CharField(max_length=3, choices=Side.choices)
    index = models.PositiveIntegerField()
    layout = models.CharField(max_length=120, blank=True)
    number = models.CharField(max_length=60, blank=True)
    name = models.CharField(max_length=200, blank=True)
    discipline = models.CharField(max_length=16)
    scale = models.CharField(max_length=20, blank=True)
    revision = models.CharField(max_length=20, blank=True)
    width_mm = models.FloatField()
    height_mm = models.FloatField()
    units_per_mm = models.FloatField(default=0)
    to_paper = models.JSONField(default=list)
    windows = models.JSONField(default=list)
    is_scanned = models.BooleanField(default=False)
    title_block = models.JSONField(default=dict)
    losses = models.JSONField(default=list)
    texts = models.TextField(blank=True)
    digest = models.CharField(max_length=64, blank=True, db_index=True)
    listed = models.JSONField(default=list)
    counted = models.JSONField(null=True, default=None)
    page = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="+")
    content = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="+")
    thumbnail = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["file__path", "index"]
        constraints = [
            models.UniqueConstraint(
                fields=["file", "index"], name="drawings_one_face_a_place"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.file} [{self.index}]"


AT_LENGTH: Final = (
    "texts",
    "title_block",
    "to_paper",
    "windows",
    "counted",
    "file__reading",
)
"""What a face says at length; a table of hundreds of sheets does not ask for it."""


class SheetRevisionQuerySet(models.QuerySet["SheetRevision"]):
    """The questions about revisions."""

    def in_brief(self) -> Self:
        """With faces and files, without what these say at length.

        What is left out is asked for when somebody looks at it, a row at a time.
        """
        faces = ("dwg", "pdf")
        return self.select_related(
            "sheet", "submission", *(f"{face}__file" for face in faces)
        ).defer(*(f"{face}__{name}" for face in faces for name in AT_LENGTH))

    def with_face(self, face: int) -> "SheetRevision":
        """The revision that a face belongs to now, by key of the face.

        Raises:
            SheetRevision.DoesNotExist: none; the face is gone, or not put together yet.

        """
        return self.select_related("sheet", "submission", "dwg__file", "pdf__file").get(
            Q(dwg=face) | Q(pdf=face)
        )

    def current(
        self,
        project: Project,
        *,
        upto: int | None = None,
        without: Collection[int] = (),
    ) -> Self:
        """The newest revision of each sheet, as of a submission number.

        Submissions `without` do not count: what was handed in with them came to nothing.
        """
        rows = self.filter(sheet__project=project).exclude(submission__in=without)
        if upto is not None:
            rows = rows.filter(submission__number__lte=upto)
        newer = SheetRevision.objects.filter(
            sheet=models.OuterRef("sheet"), ordinal__gt=models.OuterRef("ordinal")
        ).exclude(submission__in=without)
        gone = taken_out().exclude(submission__in=without)
        if upto is not None:
            newer = newer.filter(submission__number__lte=upto)
            gone = gone.filter(submission__number__lte=upto)
        return (
            rows.filter(~models.Exists(newer), ~models.Exists(gone))
            .select_related("sheet", "dwg", "pdf", "submission")
            .order_by("sheet__order")
        )


def taken_out() -> "models.QuerySet[models.Model]":
    """Withdrawals of the sheet of an outer revision, by a set after that revision's."""
    # The sheet is below what becomes of it: a name breaks the circle of imports.
    rows = apps.get_model("drawings", "Withdrawal")._default_manager
    return rows.filter(
        sheet=models.OuterRef("sheet"),
        submission__number__gt=models.OuterRef("submission__number"),
    )


class SheetRevision(models.Model):
    """One version of a sheet: a DWG face, a PDF face, or both."""

    class Pairing(models.TextChoices):
        """How sure the two faces belong together."""

        PAIRED = "paired", pgettext_lazy("pairing", "both faces")
        DWG_ONLY = "dwg_only", pgettext_lazy("pairing", "PDF missing")
        PDF_ONLY = "pdf_only", pgettext_lazy("pairing", "DWG missing")

    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="revisions")
    submission = models.ForeignKey(
        Submission, on_delete=models.PROTECT, related_name="revisions"
    )
    ordinal = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=20, blank=True)
    name = models.CharField(max_length=200, blank=True)
    dwg = models.OneToOneField(
        Face, on_delete=models.PROTECT, null=True, related_name="dwg_of"
    )
    pdf = models.OneToOneField(
        Face, on_delete=models.PROTECT, null=True, related_name="pdf_of"
    )
    number_confidence = models.FloatField(default=1.0)
    is_corrected = models.BooleanField(default=False)
    paired_by = models.CharField(max_length=10, blank=True)
    statement = models.TextField(blank=True)

    objects = SheetRevisionQuerySet.as_manager()

    class Meta:
        ordering = ["sheet__order", "ordinal"]
        constraints = [
            models.UniqueConstraint(
                fields=["sheet", "ordinal"], name="drawings_revisions_are_numbered"
            ),
            models.UniqueConstraint(
                fields=["sheet", "submission"],
                name="drawings_one_revision_a_submission",
            ),
            models.CheckConstraint(
                condition=Q(dwg__isnull=False) | Q(pdf__isnull=False),
                name="drawings_a_revision_has_a_face",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sheet.number} ({self.version})"

    @property
    def version(self) -> str:
        """The version people say aloud: the title block's, else A, B, C by order."""
        return self.label or chr(ord("A") + min(self.ordinal - 1, 25))

    @property
    def face(self) -> Face:
        """The face that counts for the review: the PDF, else the plot of the DWG."""
        found = self.pdf or self.dwg
        if found is None:
            raise ValueError(f"{self.pk} has no face")
        return found

    @property
    def pairing(self) -> "SheetRevision.Pairing":
        """Which faces are there."""
        if self.dwg_id and self.pdf_id:
            return self.Pairing.PAIRED
        return self.Pairing.DWG_ONLY if self.dwg_id else self.Pairing.PDF_ONLY

    def previous(self) -> "SheetRevision | None":
        """The revision before this one."""
        return (
            SheetRevision.objects.filter(
                sheet_id=self.sheet_id, ordinal__lt=self.ordinal
            )
            .select_related("sheet", "dwg", "pdf", "submission")
            .order_by("-ordinal")
            .first()
        )
