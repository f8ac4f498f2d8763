"""The engine's run of one case: a pointer, no review data."""

from django.db import models
from viewflow.workflow.models import Process

from reviews.models import Case


class CaseProcess(Process):  # type: ignore[misc]
    """Where one case stands in the flow; the row whose lock orders all steps."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="process")

    def __str__(self) -> str:
        return f"process of {self.case.serial}"
